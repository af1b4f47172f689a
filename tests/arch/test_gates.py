#!/usr/bin/python3
"""The gates themselves: each violation that they exist for is planted in a small tree and must be named."""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import check_functions
import check_layers
import check_names
import check_symbols
import check_text

TABLE = json.loads((HERE / "floors.json").read_text())


class Tree(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="tatara-gates-")
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.module("core", "base")

    def write(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def module(self, room, name, depends="", **files):
        self.write(f"{room}/{name}/CMakeLists.txt", f"tatara_{room}_module({name} DEPENDS {depends})\n")
        self.write(f"{room}/{name}/{name}.h", files.pop("header", "#pragma once\n"))
        for stem, text in files.items():
            self.write(f"{room}/{name}/{stem}.cpp", text)

    def layers(self):
        return list(check_layers.complaints(self.root, TABLE))

    def assert_one(self, found, *parts):
        self.assertEqual(len(found), 1, found)
        for part in parts:
            self.assertIn(part, found[0])


class LayerGate(Tree):
    def test_a_sound_tree_is_left_alone(self):
        self.module("core", "sql", "base", use='#include <sqlite3.h>\n#include "core/base/base.h"\n')
        self.module("core", "store", "sql", use='#include "core/sql/sql.h"\n#include "core/base/base.h"\n')
        self.module("ui", "base", "core_base", use='#include <QWidget>\n#include "core/base/base.h"\n')
        self.write("app/cli/main.cpp", '#include <CLI/CLI.hpp>\n#include "core/store/store.h"\n')
        self.assertEqual(self.layers(), [])

    def test_an_include_without_depends_is_named_with_its_line(self):
        self.module("core", "text", use='// a line\n#include "core/base/base.h"\n')
        self.assert_one(self.layers(), "core/text/use.cpp:2", "does not depend on core_base")

    def test_a_module_may_not_depend_on_a_higher_floor(self):
        self.module("core", "track")
        self.module("core", "text", "track", use='#include "core/track/track.h"\n')
        self.assert_one(self.layers(), "core_text may not depend on core_track")

    def test_neighbours_on_a_floor_need_the_tables_word(self):
        self.module("core", "dataset")
        self.module("core", "track", "dataset", use='#include "core/dataset/dataset.h"\n')
        self.module("core", "registry", "track", use='#include "core/track/track.h"\n')
        self.assert_one(self.layers(), "core_track may not depend on core_dataset")

    def test_a_dependency_that_nothing_uses_is_named(self):
        self.module("core", "text", "base")
        self.assert_one(self.layers(), "includes nothing of it")

    def test_a_module_without_a_floor_is_named(self):
        self.module("core", "helpers")
        self.assert_one(self.layers(), "stands on no floor")

    def test_internal_headers_are_their_modules_own(self):
        self.write("core/base/internal/secret.h", "#pragma once\n")
        self.module("core", "text", "base", use='#include "core/base/internal/secret.h"\n')
        self.write("tests/core/text/test_text.cpp", '#include "core/base/internal/secret.h"\n')
        self.write("tests/core/base/test_base.cpp", '#include "core/base/internal/secret.h"\n')
        found = self.layers()
        self.assertEqual([line.split(": ")[0] for line in found],
                         ["core/text/use.cpp:1", "tests/core/text/test_text.cpp:1"])

    def test_core_knows_no_qt(self):
        for header in ("QString", "QtCore/QString", "qglobal.h", "QtWidgets/QWidget"):
            self.module("core", "text", use=f"#include <{header}>\n")
            self.assert_one(self.layers(), "core knows no Qt", header)

    def test_the_command_line_links_no_qt_and_no_ui(self):
        self.write("app/cli/main.cpp", '#include <QString>\n#include "ui/base/base.h"\n')
        self.assertEqual(len(self.layers()), 2)

    def test_a_library_has_its_owners(self):
        for header in ("sqlite3.h", "git2.h", "yaml-cpp/yaml.h", "nlohmann/json.hpp", "openssl/evp.h", "duckdb.h",
                       "zstd.h", "xgboost/c_api.h", "boost/beast.hpp", "spdlog/spdlog.h"):
            self.module("core", "stats", use=f"#include <{header}>\n")
            self.assert_one(self.layers(), f"<{header}> belongs to")

    def test_panels_never_include_one_another_nor_sql(self):
        self.module("core", "sql")
        self.module("ui", "runs")
        self.module("ui", "home", "ui_runs core_sql", use='#include "ui/runs/runs.h"\n#include "core/sql/sql.h"\n')
        found = self.layers()
        self.assertEqual(len(found), 3, found)
        self.assertIn("ui_home may not depend on ui_runs", found[0])
        self.assertIn("ui_home may not depend on core_sql", found[1])

    def test_a_circle_is_named(self):
        self.module("core", "sql", "store", use='#include "core/store/store.h"\n')
        self.module("core", "store", "sql", use='#include "core/sql/sql.h"\n')
        self.assertTrue(any("in a circle" in line for line in self.layers()))

    def test_a_listing_that_names_another_module_is_named(self):
        self.write("core/text/CMakeLists.txt", "tatara_core_module(words)\n")
        self.assert_one(self.layers(), "core/text/CMakeLists.txt", "expected one call")


class TextGate(Tree):
    def found(self):
        return list(check_text.complaints(self.root))

    def test_a_sound_tree_is_left_alone(self):
        self.write("core/base/fine.cpp", "int answer() { return 42; }\n" * 500)
        self.assertEqual(self.found(), [])

    def test_long_files_and_headers_are_named(self):
        self.write("core/base/long.cpp", "\n" * 661)
        self.write("core/base/long.h", "#pragma once\n" + "\n" * 220)
        self.write("app/cli/verb.cpp", "\n" * 441)
        self.assertEqual([line.split(":")[0] for line in self.found()],
                         ["core/base/long.cpp", "core/base/long.h", "app/cli/verb.cpp"])

    def test_unfinished_words_are_named_with_their_line(self):
        for word in ("TO" + "DO", "FIX" + "ME", "not yet imple" + "mented", "Coming S" + "oon"):
            self.write("core/base/word.cpp", f"\n// {word}: later\n")
            self.assert_one(self.found(), "core/base/word.cpp:2", "unfinished")

    def test_switched_off_tests_are_named(self):
        for word in ("TEST(A, DIS" + "ABLED_B) {}", "EXPECT_TRUE(tr" + "ue);"):
            self.write("tests/core/base/test.cpp", word + "\n")
            self.assert_one(self.found(), "switched off")

    def test_a_header_guard_is_wanted(self):
        self.write("core/base/open.h", "int answer();\n")
        self.assert_one(self.found(), "#pragma once")

    def test_a_warning_is_silenced_by_name_and_reason_only(self):
        self.write("core/base/quiet.cpp", "int a;  // NO" "LINT\nint b;  // NO" "LINT(bugprone-branch-clone)\n")
        self.assert_one(self.found(), "core/base/quiet.cpp:1")


class FunctionGate(Tree):
    LONG = "  work();\n" * 61

    def found(self, longer=()):
        return list(check_functions.complaints(self.root, longer))

    def test_sixty_lines_are_left_alone_and_one_more_is_named_with_its_place(self):
        self.write("core/base/work.cpp", "\nint work(int a) {\n" + "  work();\n" * 60 + "}\n")
        self.assertEqual(self.found(), [])
        self.write("core/base/work.cpp", "\nint work(int a) {\n" + self.LONG + "}\n")
        self.assert_one(self.found(), "core/base/work.cpp:2: work() has 61 lines")

    def test_a_signature_or_initialisers_of_several_lines_do_not_count(self):
        for opening in ("void Page::fill(int a,\n                int b) {\n", "Page::Page(QWidget* parent)\n    : QWidget(parent),\n      m_a(1) {\n",
                        "template <typename T>\nstd::vector<T> work(T a) {\n"):
            self.write("ui/home/page.cpp", opening + "  work();\n" * 60 + "}\n")
            self.assertEqual(self.found(), [])
            self.write("ui/home/page.cpp", opening + self.LONG + "}\n")
            self.assert_one(self.found(), "has 61 lines")

    def test_classes_namespaces_and_tables_are_no_functions(self):
        for opening, closing in (("namespace {\n", "}  // namespace\n"), ("class Page final : public QWidget {\n", "};\n"),
                                 ("constexpr int kMost[] = {\n", "};\n"), ("struct Facts {\n", "};\n")):
            self.write("app/cli/verb.cpp", opening + self.LONG + closing + "int work() {\n}\n")
            self.assertEqual(self.found(), [])

    def test_the_list_of_longer_ones_holds_only_what_is_longer(self):
        self.write("core/base/work.cpp", "int work() {\n" + self.LONG + "}\n")
        self.assertEqual(self.found({("core/base/work.cpp", "work")}), [])
        self.write("core/base/work.cpp", "int work() {\n}\n")
        self.assert_one(self.found({("core/base/work.cpp", "work")}), "short or gone")


class NameGate(Tree):
    def found(self):
        return list(check_names.complaints(self.root))

    def test_aliases_and_overloads_may_share_a_name(self):
        self.module("core", "one", a="namespace {\nusing text::Json;\nint size(int a) { return a; }\n}\n",
                    b="namespace {\nusing text::Json;\nint size(long a) { return 2; }\n}\n")
        self.assertEqual(self.found(), [])

    def test_helpers_types_and_constants_that_stand_twice_are_named_with_both_places(self):
        for code in ("int size(const std::string& a) { return 1; }", "struct Counts {\n  int a = 0;\n};",
                     "constexpr std::array<std::pair<int, int>, 2> kMost = {};"):
            self.module("core", "one", a="namespace {\n" + code + "\n}\n", b="namespace {\n" + code + "\n}\n")
            self.assert_one(self.found(), "core/one/a.cpp and core/one/b.cpp")

    def test_aliases_that_mean_different_things_are_named(self):
        self.module("core", "one", a="namespace {\nusing Kind = FixStep::Kind;\n}\n",
                    b="namespace {\nusing Kind = LineageKind;\n}\n")
        self.assert_one(self.found(), "Kind", "core/one/a.cpp and core/one/b.cpp")

    def test_what_stands_in_strings_comments_and_bodies_is_no_name(self):
        code = 'namespace {\n// int size();\nconst char* %s = "int size();";\nvoid %s() {\n  int size;\n}\n}\n'
        self.module("core", "one", a=code % ("kA", "a"), b=code % ("kB", "b"))
        self.assertEqual(self.found(), [])

    def test_what_a_header_of_the_module_declares_is_no_name_for_a_helper(self):
        source = '#include "core/one/a.h"\nnamespace tatara::one {\nnamespace {\n%s\n}\n}\n'
        self.module("core", "one", a=source % "constexpr int kMost = 20;", b=source % "int size(int a) { return a; }")
        self.write("core/one/a.h", "#pragma once\nnamespace tatara::one {\ninline constexpr int kMost = 240;\n}\n")
        self.assert_one(self.found(), "kMost", "core/one/a.cpp", "core/one/a.h")
        self.write("core/one/a.h", "#pragma once\nnamespace tatara::one {\nint size(int b);\nint size(long b);\n}\n")
        self.assert_one(self.found(), "size(int)", "core/one/b.cpp", "core/one/a.h")
        self.write("core/one/a.h", "#pragma once\nnamespace tatara::two {\nint size(int b);\n}\n")
        self.assertEqual(self.found(), [])

    def test_another_module_may_have_the_same_name(self):
        self.module("core", "one", a="namespace {\nint size;\n}\n")
        self.module("core", "two", b="namespace {\nint size;\n}\n")
        self.assertEqual(self.found(), [])


class SymbolGate(Tree):
    def archive(self, code):
        source, built, archive = self.root / "a.cpp", self.root / "a.o", self.root / "liba.a"
        source.write_text(code)
        subprocess.run(["g++", "-c", source, "-o", built], check=True)
        subprocess.run(["ar", "rcs", archive, built], check=True)
        return str(archive)

    def test_a_symbol_of_qt_is_named(self):
        archive = self.archive("struct QString { QString(); }; void use() { QString text; }\n")
        self.assert_one(list(check_symbols.complaints("nm", [archive])), "QString", "symbols of Qt")

    def test_our_own_queries_are_no_qt(self):
        archive = self.archive("struct Query { Query(); }; void use() { Query query; }\n")
        self.assertEqual(list(check_symbols.complaints("nm", [archive])), [])


if __name__ == "__main__":
    unittest.main()

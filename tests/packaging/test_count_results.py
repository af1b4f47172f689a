#!/usr/bin/python3
"""packaging/count_results.py: the verdict of test.sh must be right above all when something went wrong."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

COUNT = pathlib.Path(__file__).resolve().parents[2] / "packaging" / "count_results.py"

GTEST = """<testsuites><testsuite name="A">
<testcase classname="A" name="Passes" status="run" result="completed"/>
<testcase classname="A" name="Skips" status="run" result="skipped"><skipped message="../shared/data is absent"/></testcase>
{more}</testsuite></testsuites>"""


class CountResults(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="tatara-count-")
        self.addCleanup(folder.cleanup)
        self.own = pathlib.Path(folder.name) / "own"
        self.details = pathlib.Path(folder.name) / "dev" / "results"
        self.own.mkdir()
        self.details.mkdir(parents=True)

    def ctest(self, *cases):
        text = "".join(f'<testcase name="{name}" status="{status}"><system-out>{out}</system-out></testcase>'
                       for name, status, out in cases)
        (self.own / "dev.ctest.xml").write_text(f"<testsuite>{text}</testsuite>")

    def count(self):
        done = subprocess.run([sys.executable, "-B", COUNT, self.own, self.details], capture_output=True, text=True,
                              check=False)
        return done.returncode, done.stdout.splitlines()

    def test_cases_inside_programs_are_counted_and_skips_explained(self):
        self.ctest(("core_a", "run", ""), ("arch_layers", "run", ""))
        (self.details / "core_a.xml").write_text(GTEST.format(more=""))
        (self.own / "format.passed").touch()
        code, lines = self.count()
        self.assertEqual(code, 0)
        self.assertEqual(lines, ["skipped dev: A.Skips: ../shared/data is absent", "3 passed, 0 failed, 1 skipped"])

    def test_what_qt_lists_around_the_tests_is_no_test_unless_it_fails(self):
        self.ctest(("ui_a", "run", ""), ("ui_b", "fail", ""))
        (self.details / "ui_a.xml").write_text(
            '<testsuite><testcase name="initTestCase"/><testcase name="draws"/><testcase name="cleanupTestCase"/></testsuite>')
        (self.details / "ui_b.xml").write_text(
            '<testsuite><testcase name="initTestCase"><failure message="no"/></testcase></testsuite>')
        self.assertEqual(self.count()[1][-1], "1 passed, 1 failed, 0 skipped")

    def test_a_failed_case_fails_the_whole(self):
        self.ctest(("core_a", "fail", ""))
        (self.details / "core_a.xml").write_text(
            GTEST.format(more='<testcase classname="A" name="Fails"><failure message="no"/></testcase>'))
        code, lines = self.count()
        self.assertEqual((code, lines[-1]), (1, "1 passed, 1 failed, 1 skipped"))
        self.assertIn("FAILED dev: A.Fails", lines)

    def test_a_program_that_crashed_after_good_cases_counts_as_failed(self):
        self.ctest(("core_a", "fail", "Segmentation fault"))
        (self.details / "core_a.xml").write_text(GTEST.format(more=""))
        code, lines = self.count()
        self.assertEqual((code, lines[-1]), (1, "1 passed, 1 failed, 1 skipped"))

    def test_a_program_that_left_half_a_file_counts_as_failed(self):
        self.ctest(("core_a", "fail", ""))
        (self.details / "core_a.xml").write_text("<testsuites><testsuite>")
        code, lines = self.count()
        self.assertEqual((code, lines[-1]), (1, "0 passed, 1 failed, 0 skipped"))

    def test_a_failed_check_fails_the_whole(self):
        self.ctest(("arch", "run", ""))
        (self.own / "format.failed").touch()
        self.assertEqual(self.count(), (1, ["FAILED format", "1 passed, 1 failed, 0 skipped"]))

    def test_nothing_at_all_is_no_success(self):
        self.assertEqual(self.count(), (1, ["0 passed, 0 failed, 0 skipped"]))


if __name__ == "__main__":
    unittest.main()

"""Reads a source tree: its modules, what they say they depend on, and what they include."""
import dataclasses
import pathlib
import re

SOURCE_SUFFIXES = {".h", ".cpp"}
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)
MODULE = re.compile(r"tatara_(core|ui)_module\(\s*(\w+)([^)]*)\)")


@dataclasses.dataclass
class Source:
    path: str          # from the root, with slashes
    text: str
    includes: list     # [(line, name)]


@dataclasses.dataclass
class Module:
    room: str          # core or ui
    name: str
    depends: list      # link names: core_base, ui_chart
    sources: list

    @property
    def link_name(self):
        return f"{self.room}_{self.name}"


def read_source(root, path):
    text = path.read_text(encoding="utf-8", errors="replace")
    includes = [(text.count("\n", 0, match.start()) + 1, match.group(2)) for match in INCLUDE.finditer(text)]
    return Source(path.relative_to(root).as_posix(), text, includes)


def read_sources(root, folder):
    files = (path for path in (root / folder).rglob("*") if path.suffix in SOURCE_SUFFIXES)
    return [read_source(root, path) for path in sorted(files)]


def words_after(keyword, text):
    words = re.sub(r"#.*", "", text).split()
    if keyword not in words:
        return []
    taken = []
    for word in words[words.index(keyword) + 1:]:
        if word in ("DEPENDS", "LINK"):
            break
        taken.append(word)
    return taken


def read_modules(root):
    """({link name: Module}, [complaint])"""
    modules, complaints = {}, []
    for room in ("core", "ui"):
        for listing in sorted((root / room).glob("*/CMakeLists.txt")):
            where = listing.relative_to(root).as_posix()
            match = MODULE.search(re.sub(r"#.*", "", listing.read_text()))
            if not match or match.group(1) != room or match.group(2) != listing.parent.name:
                complaints.append(f"{where}: expected one call tatara_{room}_module({listing.parent.name} …)")
                continue
            depends = words_after("DEPENDS", match.group(3))
            if room == "core":
                depends = [f"core_{name}" for name in depends]
            module = Module(room, match.group(2), depends, read_sources(root, f"{room}/{listing.parent.name}"))
            modules[module.link_name] = module
    return modules, complaints


def closure(modules, start):
    reached, waiting = set(), list(modules[start].depends)
    while waiting:
        name = waiting.pop()
        if name not in reached and name in modules:
            reached.add(name)
            waiting.extend(modules[name].depends)
    return reached

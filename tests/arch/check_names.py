#!/usr/bin/python3
"""Names that stand in the nameless namespaces of two sources of one module. Such sources cannot be joined into one
(TATARA_UNITY), and two helpers that share a name mostly share a purpose.

    check_names.py ROOT

Aliases that mean the same, and functions that differ in their parameters, may share a name. A nameless namespace may
not name what a header of the module, or one that a source of the module includes from the same namespace, declares
either: another source that means the header's would silently get this one.
"""
import collections
import functools
import pathlib
import re
import sys

FOLDERS = ("core/*", "ui/*", "app/*", "tests/core/*")
NOT_CODE = re.compile(r'R"(\w*)\(.*?\)\1"|//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])\'', re.S)
NAMELESS = re.compile(r"\bnamespace\s*\{")
NAMED = re.compile(r"\bnamespace\s+(tatara(?:::\w+)*)\s*\{")
TYPE = re.compile(r"(?:enum\s+class|enum|struct|class)\s+(\w+)")
ALIAS = re.compile(r"(?:using|namespace)\s+(\w+)\s*=\s*(.+)")
BRACE = re.compile(r"[{}]")
MARK = re.compile(r"[{};]")
TEMPLATE_ARGUMENTS = re.compile(r"<[^<>]*>")


def statements(text):
    """The declarations of a namespace, each without what stands in its braces."""
    depth, begin = 0, 0
    for mark in MARK.finditer(text):
        if depth == 0 and mark.group() != "}":
            yield text[begin:mark.start()]
        depth += {"{": 1, "}": -1}.get(mark.group(), 0)
        if depth == 0:
            begin = mark.end()


def closed(text, begin):
    """The place after the brace that closes the one before begin."""
    depth = 1
    for brace in BRACE.finditer(text, begin):
        depth += 1 if brace.group() == "{" else -1
        if depth == 0:
            return brace.start()
    return len(text)


def parameters(declaration):
    inside = declaration[declaration.index("(") + 1:declaration.rindex(")")] if ")" in declaration else ""
    return ",".join(re.sub(r"\s*\b\w+\s*(?:=.*)?$", "", one).strip() for one in inside.split(","))


def name_of(declaration):
    """What a declaration names, with the parameters of a function; none for aliases."""
    declaration = re.sub(r"\[\[.*?\]\]|\btemplate\s*<[^<>]*>", "", " ".join(declaration.split())).strip()
    if not declaration or declaration.startswith("TEST") or declaration.split()[0] in ("using", "namespace", "friend"):
        return None
    kind = TYPE.match(declaration)
    if kind:
        return kind.group(1)
    flat = declaration
    while TEMPLATE_ARGUMENTS.search(flat):
        flat = TEMPLATE_ARGUMENTS.sub("", flat)
    found = re.search(r"(\w+)\s*(\(|=|\[|$)", flat)
    if not found or found.group(1) == "operator":
        return None
    return found.group(1) + ("(" + parameters(declaration) + ")" if found.group(2) == "(" else "")


def nameless(text):
    """(name, what it means): nothing for what is defined there."""
    text = NOT_CODE.sub(" ", text)
    for match in NAMELESS.finditer(text):
        for declaration in statements(text[match.end():closed(text, match.end())]):
            alias = ALIAS.match(" ".join(declaration.split()))
            if alias:
                yield alias.group(1), alias.group(2)
                continue
            name = name_of(declaration)
            if name:
                yield name, ""


@functools.cache  # many modules include the same headers
def named(text):
    """The names that a header declares in the namespace of its module."""
    text = re.sub(r"^\s*#.*$", "", NOT_CODE.sub(" ", text), flags=re.M)
    found = []
    for match in NAMED.finditer(text):
        for declaration in statements(text[match.end():closed(text, match.end())]):
            name = name_of(re.sub(r"\b(?:inline|extern)\b", "", declaration))
            if name:
                found.append((match.group(1), name))
    return found


def declared(root, module):
    """name -> header, of what sources of the module see without naming a namespace."""
    sources = "".join(path.read_text(encoding="utf-8", errors="replace") for path in module.rglob("*.cpp"))
    headers = {root / name for name in re.findall(r'#include "([^"]+)"', sources)} | set(module.rglob("*.h"))
    spaces = set(NAMED.findall(sources))
    found = {}
    for header in sorted(headers):
        if header.exists():
            for space, name in named(header.read_text(encoding="utf-8", errors="replace")):
                if space in spaces or space == "tatara":
                    found.setdefault(name, header.relative_to(root).as_posix())
    return found


def complaints(root):
    for pattern in FOLDERS:
        for module in sorted(path for path in root.glob(pattern) if path.is_dir()):
            places = collections.defaultdict(set)
            meanings = collections.defaultdict(set)
            for source in sorted(module.rglob("*.cpp")):
                for name, meaning in nameless(source.read_text(encoding="utf-8", errors="replace")):
                    places[name].add(source.relative_to(root).as_posix())
                    meanings[name].add(meaning)
            headers = declared(root, module) if places else {}
            for name, where in sorted(places.items()):
                if name in headers and "" in meanings[name]:
                    yield f"{name}: in the nameless namespace of {' and '.join(sorted(where))} and in {headers[name]}; rename one"
                alike = len(meanings[name]) == 1 and "" not in meanings[name]
                if len(where) > 1 and not alike:
                    yield f"{name}: in the nameless namespaces of {' and '.join(sorted(where))}; share it or rename one"


def main():
    found = list(complaints(pathlib.Path(sys.argv[1]).resolve()))
    print("\n".join(found) if found else "Nothing to complain about.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/python3
"""Holds the walls of the house: who may include whom.

    check_layers.py ROOT

Reads floors.json beside this file, the DEPENDS of every module and every #include of core, ui and app. Complains about a
module on the wrong floor, an include that no DEPENDS allows, a DEPENDS that nothing uses, another module's internal/
headers, Qt under core or in the command line, third-party headers outside their owners, and cycles.
"""
import json
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import tree

QT = re.compile(r"^(Qt\w*/|Q[A-Z]\w*$|q[a-z]\w*\.h$|ui_\w+\.h$)")


class Floors:
    def __init__(self, table):
        self.level = {name: level for level, floor in enumerate(table["core"]) for name in floor}
        self.beside = {name: set(allowed) for floor in table["core"] for name, allowed in floor.items()}
        self.kit = {name: set(allowed) for name, allowed in table["ui"].items()}
        self.panels_may_use = set(table["panels_may_use_ui"])
        self.owners = table["owners"]

    def core_allows(self, name, other):
        if self.level[other] != self.level[name]:
            return self.level[other] < self.level[name]
        return other in self.beside[name]

    def ui_allows(self, name, other):
        if name in self.kit:
            return other in self.kit[name]
        if other == "core_sql":
            return False
        return other.startswith("core_") or other in self.panels_may_use

    def owner_complaint(self, module, include):
        for prefix, owners in self.owners.items():
            if include == prefix or (include.startswith(prefix) and not prefix.endswith(".h")):
                if module not in owners:
                    return f"<{include}> belongs to {', '.join(owners) or 'app'} alone"
        return None


def module_of(include):
    match = re.match(r"^(core|ui)/(\w+)/", include)
    return f"{match.group(1)}_{match.group(2)}" if match else None


def check_depends(modules, floors):
    for module in modules.values():
        where = f"{module.room}/{module.name}/CMakeLists.txt"
        if module.room == "core" and module.name not in floors.level:
            yield f"{where}: the module “{module.name}” stands on no floor of tests/arch/floors.json"
            continue
        for other in module.depends:
            if other not in modules:
                yield f"{where}: depends on {other}, which does not exist"
                continue
            if module.room == "core":
                plain = other.removeprefix("core_")
                allowed = other.startswith("core_") and plain in floors.level and floors.core_allows(module.name, plain)
            else:
                allowed = floors.ui_allows(module.name, other)
            if not allowed:
                yield f"{where}: {module.link_name} may not depend on {other}"
        used = {module_of(name) for source in module.sources for _, name in source.includes}
        for other in module.depends:
            if other in modules and other not in used:
                yield f"{where}: depends on {other} but includes nothing of it"


def check_cycles(modules):
    for name in modules:
        if name in tree.closure(modules, name):
            yield f"{modules[name].room}/{modules[name].name}/CMakeLists.txt: {name} depends on itself in a circle"


def check_module_includes(modules, floors):
    for module in modules.values():
        allowed = tree.closure(modules, module.link_name) | {module.link_name}
        if module.room == "ui" and module.name not in floors.kit:
            allowed.discard("core_sql")
        for source in module.sources:
            for line, include in source.includes:
                complaint = include_complaint(module, include, allowed, floors)
                if complaint:
                    yield f"{source.path}:{line}: {complaint}"


def include_complaint(module, include, allowed, floors):
    other = module_of(include)
    if other:
        if other not in allowed:
            return f"{module.link_name} does not depend on {other}; add it to DEPENDS if the floors allow it"
        if "/internal/" in include and other != module.link_name:
            return f"{include} is {other}'s own"
        return None
    if include.startswith(("app/", "tests/", "bench/")):
        return f"{module.room} may not include {include}"
    if module.room == "core" and QT.match(include):
        return f"core knows no Qt, but includes <{include}>"
    return floors.owner_complaint(module.name if module.room == "core" else module.link_name, include)


def check_programs(root, floors):
    for source in tree.read_sources(root, "app"):
        program = source.path.split("/")[1]
        for line, include in source.includes:
            if program == "cli" and (QT.match(include) or include.startswith("ui/")):
                yield f"{source.path}:{line}: the command line links no Qt, but includes {include}"
            elif "/internal/" in include:
                yield f"{source.path}:{line}: {include} is its module's own"
            elif not include.startswith("CLI/"):
                complaint = floors.owner_complaint("app", include)
                if complaint:
                    yield f"{source.path}:{line}: {complaint}"


def check_tests(root):
    for source in tree.read_sources(root, "tests"):
        if source.path.startswith("tests/fuzz/"):
            continue  # readers of untrusted bytes are tried at the parser itself
        match = re.match(r"tests/(core|ui)/(\w+)/", source.path)
        own = f"{match.group(1)}_{match.group(2)}" if match else ""
        for line, include in source.includes:
            if "/internal/" in include and module_of(include) != own:
                yield f"{source.path}:{line}: {include} may be tested from tests/{include.split('/internal/')[0]} alone"


def complaints(root, table):
    floors = Floors(table)
    modules, found = tree.read_modules(root)
    yield from found
    yield from check_depends(modules, floors)
    yield from check_cycles(modules)
    yield from check_module_includes(modules, floors)
    yield from check_programs(root, floors)
    yield from check_tests(root)


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    table = json.loads((pathlib.Path(__file__).resolve().parent / "floors.json").read_text())
    found = list(complaints(root, table))
    print("\n".join(found) if found else "The walls stand.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/python3
"""Lengths of functions.

    check_functions.py ROOT

A function at namespace level has at most 60 lines between its braces: from the line that ends in the opening one,
behind a signature or initialisers of several lines, to the closing one at the margin. What stands in LONGER may have
more; a function there that has become short is to be taken from the list.
"""
import pathlib
import re
import sys

FOLDERS = ("core", "ui", "app")
SUFFIXES = {".h", ".cpp"}
LIMIT = 60

BEGINS = re.compile(r"[A-Za-z_~]")
NO_FUNCTION = re.compile(r"(?:extern\s|(?:inline\s+)?namespace\b|enum\b|struct\s[^(]*$|class\s[^(]*$|union\b)|.*=\s*\{$")
NAME = re.compile(r"((?:\w+(?:<[^<>()]*>)?::)*(?:~?\w+|operator\S+))\(")

# Path and function: why it is longer. "owed": nothing speaks against splitting it.
LONGER = {
    ("core/dataset/tokenizer.cpp", "Tokenizer::split"): "the loop over every byte of a file",
    ("core/exec/child.cpp", "Child::start"): "one sequence around fork()",
    ("ui/base/style.cpp", "Style::drawControl"): "a switch over the elements of Qt",
    ("ui/base/style.cpp", "Style::drawPrimitive"): "a switch over the elements of Qt",
    ("ui/base/style.cpp", "Style::sizeFromContents"): "a switch over the elements of Qt",
    ("ui/chart/line_chart_input.cpp", "LineChart::keyPressEvent"): "a switch over keys",
    ("ui/explore/column_histogram.cpp", "ColumnHistogram::paintChart"): "owed",
    ("ui/runs/comparison_bar.cpp", "ComparisonArea::buildBar"): "owed",
    ("ui/runs/comparison_cards.cpp", "ComparisonArea::makeItem"): "owed",
    ("ui/runs/experiments_panel.cpp", "ExperimentsPanel::connectGrid"): "a list of connections",
    ("ui/runs/experiments_panel_menus.cpp", "ExperimentsPanel::addActions"): "a list of actions",
    ("ui/runs/experiments_panel_menus.cpp", "ExperimentsPanel::showRunMenu"): "owed",
    ("ui/shell/main_window.cpp", "MainWindow::MainWindow"): "owed",
}


def functions(text):
    """(name, line, lines between the braces)"""
    first = name = opened = None
    for number, line in enumerate(text.split("\n"), 1):
        if BEGINS.match(line):
            found = NAME.search(line)
            first = None if NO_FUNCTION.match(line) else number
            name, opened = found.group(1) if found else "", None
        if first and opened is None and line.endswith("{"):
            opened = number
        if line == "}" and first and opened:
            yield name, first, number - opened - 1
            first = None


def complaints(root, longer=LONGER):
    needed = set()
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix not in SUFFIXES:
                continue
            where = path.relative_to(root).as_posix()
            for name, line, lines in functions(path.read_text(encoding="utf-8", errors="replace")):
                if lines <= LIMIT:
                    continue
                needed.add((where, name))
                if (where, name) not in longer:
                    yield f"{where}:{line}: {name}() has {lines} lines, the limit is {LIMIT}; split it"
    for where, name in sorted(set(longer) - needed):
        yield f"{where}: {name}() is short or gone; take it from LONGER"


def main():
    found = list(complaints(pathlib.Path(sys.argv[1]).resolve()))
    print("\n".join(found) if found else "Nothing to complain about.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

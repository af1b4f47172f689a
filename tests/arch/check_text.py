#!/usr/bin/python3
"""Lengths of files and words that finished sources do not hold.

    check_text.py ROOT
"""
import pathlib
import re
import sys

FOLDERS = ("core", "ui", "app", "tests", "bench", "packaging", "docs", "resources")
SUFFIXES = {".h", ".cpp", ".py", ".sh", ".md", ".txt", ".cmake", ".json", ".test"}
# "about 600" and "about 200": a tenth over is the end of "about".
LIMITS = {".cpp": 660, ".h": 220}
PROGRAM_LIMIT = 440

UNFINISHED = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|X" r"XX|HA" r"CK)\b|not yet imple" r"mented|coming s" r"oon|lorem ip" r"sum", re.I)
SWITCHED_OFF = re.compile(r"\bDIS" r"ABLED_|\|\| tr" r"ue\b|EXPECT_TRUE\(tr" r"ue\)|ASSERT_TRUE\(tr" r"ue\)|QVERIFY\(tr" r"ue\)")
HOSTS = re.compile(r"registry\.npm" r"js|python" r"hosted\.org|pypi\." r"org|deb\.debian" r"\.org")
WARNING_OFF = re.compile(r"#\s*pragma\s+GCC\s+diagnostic\s+ignored(?!.*//)|NOLINT(?!\w*\(.+\))")


# What a text has somewhere, in lower case, in which a pattern can be found at all: looked for first, since it is quicker.
WORDS = {UNFINISHED: ("to" "do", "fix" "me", "x" "xx", "ha" "ck", "not yet imple", "coming s", "lorem ip"),
         SWITCHED_OFF: ("dis" "abled_", "|| tr", "true(tr", "verify(tr"), HOSTS: ("npm" "js", ".or" "g"),
         WARNING_OFF: ("ignored", "nolint")}


def sources(root):
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in SUFFIXES and path.is_file() and "fixtures" not in path.parts:
                yield path
    yield from sorted(root.glob("*.md"))


def check_file(path, where, text):
    lines = text.count("\n")
    limit = LIMITS.get(path.suffix)
    if limit and where.startswith("app/"):
        limit = min(limit, PROGRAM_LIMIT)
    if limit and lines > limit:
        yield f"{where}: {lines} lines, the limit is {limit}; split it"
    lower = text.lower()
    code = path.suffix in (".h", ".cpp", ".py", ".sh", ".cmake")
    for pattern, says, everywhere in ((UNFINISHED, "unfinished", True), (SWITCHED_OFF, "switched off", False),
                                      (HOSTS, "the address of a registry", True),
                                      (WARNING_OFF, "a warning silenced without a name and a reason", False)):
        if (everywhere or code) and any(word in lower for word in WORDS[pattern]):
            for match in pattern.finditer(text):
                line = text.count("\n", 0, match.start()) + 1
                yield f"{where}:{line}: “{match.group(0)}” ({says})"
    if path.suffix == ".h" and "#pragma once" not in text:
        yield f"{where}: a header without #pragma once"


def complaints(root):
    for path in sources(root):
        yield from check_file(path, path.relative_to(root).as_posix(), path.read_text(encoding="utf-8", errors="replace"))


def main():
    found = list(complaints(pathlib.Path(sys.argv[1]).resolve()))
    print("\n".join(found) if found else "Nothing to complain about.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

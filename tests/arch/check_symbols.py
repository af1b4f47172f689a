#!/usr/bin/python3
"""No Qt symbol in the libraries of core.

    check_symbols.py NM ARCHIVE...
"""
import re
import subprocess
import sys

# A mangled name with an identifier such as 7QString: Q and another capital, which is how Qt names its types.
QT = re.compile(r"\d+Q[A-Z][A-Za-z]+")


def complaints(nm, archives):
    for archive in archives:
        listing = subprocess.run([nm, "--format=posix", archive], capture_output=True, text=True, check=True).stdout
        names = {line.split(" ", 1)[0] for line in listing.splitlines() if line.startswith("_Z")}
        names = sorted(filter(QT.search, names))
        if names:
            yield f"{archive}: {len(names)} symbols of Qt, {names[0]} among them"


def main():
    nm, *archives = sys.argv[1:]
    if not archives:
        print("No archive was given.")
        return 1
    found = list(complaints(nm, archives))
    print("\n".join(found) if found else f"{len(archives)} libraries without Qt.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/python3
"""Counts what the tests said. Arguments: the folder of test.sh's own results (NAME.passed, NAME.failed, PRESET.ctest.xml),
then the folders in which test programs left one XML file each.

A program that left a file is counted case by case; one that left none (it is a script, or it crashed) is counted as ctest
saw it. Prints why each skipped case was skipped, the names of the failed ones, and last the count alone on a line. Exit
code 0 only when something ran and nothing failed.
"""
import collections
import pathlib
import sys
import xml.etree.ElementTree as ElementTree


def cases_of(path):
    """[(name, outcome, reason)] of one JUnit file; None when the program died before finishing it."""
    try:
        root = ElementTree.parse(path).getroot()
    except ElementTree.ParseError:
        return None
    cases = []
    # QtTest lists these beside the tests; they count only when they fail.
    frame = ("initTestCase", "cleanupTestCase")
    for case in root.iter("testcase"):
        name = f"{case.get('classname', '')}.{case.get('name', '')}".strip(".")
        skipped = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            cases.append((name, "failed", ""))
        elif skipped is not None or case.get("result") == "skipped" or case.get("status") == "notrun":
            reason = (skipped.get("message") or skipped.text or "") if skipped is not None else ""
            cases.append((name, "skipped", " ".join(reason.split()) or "it gave no reason"))
        elif case.get("name") not in frame:
            cases.append((name, "passed", ""))
    return cases


def ctest_cases(path, details):
    """Each program of one ctest run, replaced by its own cases where it left them."""
    for case in ElementTree.parse(path).getroot().iter("testcase"):
        name, status = case.get("name"), case.get("status")
        inner = details.get(name)
        if status == "run" and inner:
            yield from inner
            continue
        if inner:
            # The program says failure as a whole; keep its cases, and make sure that a failure is among them.
            yield from inner
            if any(outcome == "failed" for _, outcome, _ in inner):
                continue
        outcome = {"run": "passed", "fail": "failed", "notrun": "skipped", "disabled": "skipped"}.get(status, "failed")
        output = (case.findtext("system-out") or "").strip().splitlines()
        yield name, outcome, output[-1] if output else "it gave no reason"


def main(arguments):
    own, *folders = [pathlib.Path(argument) for argument in arguments]
    counts = collections.Counter()
    failed, skipped = [], []
    by_preset = {folder.parent.name: folder for folder in folders}

    def add(name, outcome, reason):
        counts[outcome] += 1
        if outcome == "failed":
            failed.append(name)
        elif outcome == "skipped":
            skipped.append((name, reason))

    for path in sorted(own.glob("*.ctest.xml")):
        preset = path.name.split(".")[0]
        details = {}
        for file in sorted(by_preset.get(preset, own / "none").glob("*.xml")):
            details[file.stem] = cases_of(file)
        for name, outcome, reason in ctest_cases(path, details):
            add(f"{preset}: {name}", outcome, reason)
    for path in sorted(own.glob("*.passed")):
        add(path.stem, "passed", "")
    for path in sorted(own.glob("*.failed")):
        add(path.stem, "failed", "")

    for name, reason in skipped:
        print(f"skipped {name}: {reason}")
    for name in failed:
        print(f"FAILED {name}")
    print(f"{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped")
    return 0 if counts["passed"] and not counts["failed"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

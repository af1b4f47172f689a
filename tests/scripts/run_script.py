#!/usr/bin/python3
"""Runs one text script and compares what its commands answer. See README.md beside this file.

    run_script.py BIN_DIR SCRIPT
"""
import difflib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

TIMEOUT_SECONDS = 60


class Normaliser:
    """Replaces what differs from run to run by a name that does not."""

    def __init__(self, folder):
        self.folder = str(folder)
        self.ids = {}

    def __call__(self, text):
        text = text.replace(os.path.realpath(self.folder), "<dir>").replace(self.folder, "<dir>")
        text = re.sub(r"\b[0-9a-f]{32}\b", self.name_of, text)
        year = "20(2[5-9]|[3-9][0-9])"
        text = re.sub(rf"\b{year}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", "<time>", text)
        text = re.sub(rf"\b{year}-\d\d-\d\d \d\d:\d\d(:\d\d)?( \(.*?\))?", "<time>", text)
        return re.sub(r"\bjust now\b", "<age>", text)

    def name_of(self, match):
        value = match.group(0)
        if re.fullmatch(r"([0-9a-f])\1{7}.*", value):  # an id of the fixture
            return value
        return f"<id {self.ids.setdefault(value, len(self.ids) + 1)}>"


def read_steps(lines):
    """The leading comment lines, then (command, lines of the answer) pairs."""
    head, steps = [], []
    for line in lines:
        if line.startswith("$ "):
            steps.append((line[2:], []))
        elif steps:
            steps[-1][1].append(line)
        else:
            head.append(line)
    return head, steps


def run(command, folder, environment):
    done = subprocess.run(["/bin/bash", "-c", command], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=TIMEOUT_SECONDS)
    answer = done.stdout.decode(errors="replace").splitlines()
    answer += [("! " + line).rstrip() for line in done.stderr.decode(errors="replace").splitlines()]
    if done.returncode != 0:
        answer.append(f"? {done.returncode}")
    return answer


def is_note(line):
    return line.startswith("#") or not line.strip()


def split_notes(lines):
    """The answer, and the comments and blank lines that stand after it."""
    end = len(lines)
    while end > 0 and is_note(lines[end - 1]):
        end -= 1
    return lines[:end], lines[end:]


def main():
    bin_dir, script = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    update = os.environ.get("UPDATE_GOLDENS") == "1"
    head, steps = read_steps(script.read_text().splitlines())
    failures, rewritten = 0, head
    with tempfile.TemporaryDirectory(prefix="tatara_script_") as folder:
        environment = {"PATH": f"{bin_dir}:/usr/bin:/bin", "HOME": folder, "XDG_RUNTIME_DIR": folder,
                       "TZ": "UTC", "LC_ALL": "C.UTF-8", "TATARA_SHARED": os.environ.get("TATARA_SHARED", ""),
                       "TATARA_SCRIPTS": str(script.resolve().parent),
                       "TATARA_MODELS": str(pathlib.Path(sys.argv[2]).resolve().parents[1] / "fixtures/models")}
        normalise = Normaliser(folder)
        for command, lines in steps:
            expected, notes = split_notes(lines)
            actual = [normalise(line) for line in run(command, folder, environment)]
            # A blank last line of an answer is read as a note; nobody can see it in a script.
            actual, _ = split_notes(actual)
            if actual != expected and not update:
                failures += 1
                print(f"{script.name}: $ {command}")
                print("\n".join(difflib.unified_diff(expected, actual, "expected", "actual", lineterm="", n=10)))
            rewritten += [f"$ {command}", *actual, *notes]
    if update:
        script.write_text("\n".join(rewritten) + "\n")
    print(f"{len(steps)} commands, {failures} with another answer")
    return 1 if failures or not steps else 0


if __name__ == "__main__":
    sys.exit(main())

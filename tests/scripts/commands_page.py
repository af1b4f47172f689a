"""docs/commands.md says of every verb what its --help says; UPDATE_GOLDENS=1 writes it anew.

    commands_page.py TATARA PAGE
"""
import difflib
import os
import pathlib
import subprocess
import sys

HEAD = """# Commands

Every verb of `tatara`, as its own `--help` tells it. Results go to standard output, everything else to standard error.

"""


def ask(tatara, *words):
    return subprocess.run([tatara, *words, "--help"], stdout=subprocess.PIPE, text=True, check=True).stdout


def verbs_of(overall):
    """The paths, from the lines between the usage and the options; a line that goes on is indented deeper."""
    lines = overall.split("Usage:", 1)[1].split("\nOptions of every verb:", 1)[0].splitlines()[2:]
    return [line[2:].split("  ", 1)[0].strip() for line in lines if line.startswith("  ") and line[2:3] not in (" ", "")]


def section(tatara, verb):
    text = ask(tatara, *verb.split())
    summary, rest = text.split("\n\n", 1)
    own, tail = rest.split("\nOptions of every verb:\n", 1)
    examples = tail.split("\nExamples:\n", 1)
    body = own.rstrip("\n") + ("\n\nExamples:\n" + examples[1].rstrip("\n") if len(examples) == 2 else "")
    return f"### tatara {verb}\n\n{summary}.\n\n```text\n{body}\n```\n\n"


def page(tatara):
    overall = ask(tatara)
    verbs = verbs_of(overall)
    ending = overall[overall.index("Options of every verb:"):].rstrip("\n")
    out = HEAD + "```text\n" + ending + "\n```\n\n"
    return out + "".join(section(tatara, verb) for verb in verbs).rstrip("\n") + "\n"


def main():
    tatara, path = sys.argv[1], pathlib.Path(sys.argv[2])
    made = page(tatara)
    if os.environ.get("UPDATE_GOLDENS") == "1":
        path.write_text(made)
        return 0
    kept = path.read_text()
    print("\n".join(difflib.unified_diff(kept.splitlines(), made.splitlines(), str(path), "--help", lineterm="")))
    return 0 if kept == made else 1


if __name__ == "__main__":
    sys.exit(main())

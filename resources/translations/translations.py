#!/usr/bin/env python3
"""Keeps the translation files in step with the sources.

  translations.py update   reads every kit under ui/ and app/workbench and adds what is new to its .ts files
  translations.py check    fails, naming them, when a text in the sources has no finished translation

Japanese (ja/<kit>.ts) holds every text; English (en/<kit>.ts) only the plural forms, the sources being English.
"""
import argparse
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

root = pathlib.Path(__file__).resolve().parents[2]
folder = root / "resources/translations"


def kits():
    for source in sorted([*(root / "ui").glob("*"), root / "app/workbench"]):
        if source.is_dir() and any(re.search(r"\b(tr|translate)\(", f.read_text(encoding="utf-8"))
                                   for f in source.rglob("*.cpp")):
            yield source


# Sentences that the core makes (core/text/phrase.h) are told by this kit.
phrases = {"explore": ["core/dataset"], "review": ["core/registry", "core/evaluate"],
           "deployments": ["core/deploy", "core/package", "core/http"],
           "runs": ["core/query", "core/series", "core/train", "core/interop"], "models": ["core/infer"],
           "shell": ["core/text", "core/store", "core/artifact", "core/track", "ui/curves"]}


def run_lupdate(lupdate, source, language, target):
    options = ["-pluralonly"] if language == "en" else []
    more = [str(root / one) for one in phrases.get(source.name, [])]
    options += ["-tr-function-alias", "QT_TRANSLATE_NOOP+=TATARA_SAYS"]
    result = subprocess.run([lupdate, "-silent", "-no-obsolete", "-locations", "none", *options,
                             "-I", str(root), "-source-language", "en", "-target-language", language,
                             str(source), *more, "-ts", str(target)],
                            capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit(result.stderr)


def unfinished(file):
    for context in ElementTree.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            forms = translation.findall("numerusform")
            texts = [f.text for f in forms] if forms else [translation.text]
            if translation.get("type") == "unfinished" or any(not t for t in texts):
                yield f"{context.findtext('name')}: {message.findtext('source')}"


def told_twice():
    """Phrases that two kits tell differently: one of the two would be shown by chance."""
    for language in ("ja", "en"):
        told = {}
        for file in sorted((folder / language).glob("*.ts")):
            for context in ElementTree.parse(file).getroot().iter("context"):
                for message in context.iter("message") if context.findtext("name") == "Phrase" else ():
                    pattern, words = message.findtext("source"), message.findtext("translation")
                    if told.setdefault(pattern, words) != words:
                        yield f"{file.relative_to(root)}: told otherwise elsewhere: {pattern}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--lupdate", default="/usr/lib/qt6/bin/lupdate")
    parser.add_argument("act", choices=["update", "check"])
    options = parser.parse_args()
    missing = 0
    with tempfile.TemporaryDirectory() as scratch:
        for source in kits():
            for language in ("ja", "en"):
                kept = folder / language / f"{source.name}.ts"
                if options.act == "update":
                    run_lupdate(options.lupdate, source, language, kept)
                    if not list(ElementTree.parse(kept).getroot().iter("message")):
                        kept.unlink()
                    continue
                copy = pathlib.Path(scratch) / f"{language}_{source.name}.ts"
                if kept.exists():
                    copy.write_text(kept.read_text(encoding="utf-8"), encoding="utf-8")
                run_lupdate(options.lupdate, source, language, copy)
                for text in unfinished(copy):
                    print(f"{kept.relative_to(root)}: no {language} translation: {text}")
                    missing += 1
    if options.act == "check":
        twice = list(told_twice())
        if twice:
            sys.exit("\n".join(twice))
    if missing:
        sys.exit(f"{missing} texts without translation; `cmake --build build/dev --target update_translations`, "
                 "then fill them in")


main()

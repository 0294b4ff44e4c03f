# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds resources/i18n/ko.ts against the sources: every tr() has a finished translation, none is left
over. lupdate works on a copy; a text that moved to another class counts as new.

translations.py LUPDATE
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

ROOT = pathlib.Path(__file__).resolve().parents[2]


def texts(path):
    """(context, source) -> finished?"""
    result = {}
    for context in ElementTree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            state = message.find("translation").get("type")
            result[context.findtext("name"), message.findtext("source")] = state is None
    return result


def main():
    catalogue = ROOT / "resources" / "i18n" / "ko.ts"
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder) / "ko.ts"
        shutil.copyfile(catalogue, copy)
        subprocess.run(
            [sys.argv[1], ROOT / "ui", ROOT / "app" / "window", "-silent", "-locations", "none",
             "-no-obsolete", "-I", ROOT / "ui", "-source-language", "en", "-target-language", "ko",
             "-ts", copy], check=True)
        now = texts(copy)
    problems = [f"not translated: {key[0]}: {key[1]!r}" for key, done in now.items() if not done]
    problems += [f"left over: {key[0]}: {key[1]!r}" for key in texts(catalogue) if key not in now]
    for problem in problems:
        print(problem)
    if problems:
        print("cmake --build BUILD --target update_translations, then translate what it marks")
    return 1 if problems else 0


sys.exit(main())

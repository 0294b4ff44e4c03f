#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks every C++ source by itself: files.py size | spdx | format CLANG_FORMAT"""
import subprocess
import sys

from sources import ROOT, cpp_files, lines, report

FOLDERS = ("engine", "ui", "app", "resources", "tests")
MOST_LINES = 500
LICENCES = {"engine": "Apache-2.0"}


def size():
    """Long files hide several things; tables that a program wrote are no reading matter."""
    problems = []
    for path in cpp_files(*FOLDERS):
        text = lines(path)
        generated = any("do not edit" in line for line in text[:6])
        if len(text) > MOST_LINES and not generated:
            problems.append(f"{path}: {len(text)} lines, at most {MOST_LINES}: split it")
    return problems


def spdx():
    problems = []
    for path in cpp_files(*FOLDERS):
        licence = LICENCES.get(path.parts[0], "GPL-3.0-or-later")
        wanted = f"// SPDX-License-Identifier: {licence}"
        if lines(path)[:1] != [wanted]:
            problems.append(f"{path}:1: must be {wanted}")
    return problems


def clang_format(program):
    paths = [str(path) for path in cpp_files(*FOLDERS)]
    result = subprocess.run([program, "--dry-run", *paths], cwd=ROOT, capture_output=True, text=True, check=False)
    problems = [line for line in result.stderr.splitlines() if "warning:" in line or "error:" in line]
    if result.returncode and not problems:
        problems.append(f"{program} ended with {result.returncode}: {result.stderr[:500]}")
    return problems


if __name__ == "__main__":
    check = sys.argv[1]
    if check == "size":
        report("structure.size", size())
    elif check == "spdx":
        report("structure.spdx", spdx())
    elif check == "format":
        report("structure.format", clang_format(sys.argv[2]))
    else:
        sys.exit(__doc__)

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that a program loads no Qt: noqt.py PROGRAM [--cache CMakeCache.txt]

With --cache also that the build it comes from never looked for Qt.
"""
import subprocess
import sys
from pathlib import Path


def main(program, cache=None):
    loaded = subprocess.run(["ldd", program], check=True, capture_output=True, text=True).stdout
    problems = [line.strip() for line in loaded.splitlines() if "libQt" in line or "not found" in line]
    if "libc." not in loaded:
        problems.append(f"{program}: ldd names no C library, so this proves nothing")
    if cache:
        for line in Path(cache).read_text(encoding="utf-8").splitlines():
            if line.startswith("Qt6"):
                problems.append(f"{cache}: {line}")
    for problem in problems:
        print(problem)
    print(f"structure.noqt: {len(problems)} problem(s) in {program}")
    return 1 if problems else 0


if __name__ == "__main__":
    arguments = sys.argv[1:]
    sys.exit(main(arguments[0], arguments[2] if arguments[1:2] == ["--cache"] else None))

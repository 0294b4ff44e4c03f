# SPDX-License-Identifier: GPL-3.0-or-later
"""The C++ sources of the checkout, as the structure tests see them."""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def cpp_files(*folders):
    """Every .h and .cpp below the folders of the checkout, sorted, as paths relative to ROOT."""
    found = []
    for folder in folders:
        for pattern in ("*.h", "*.cpp"):
            found += (ROOT / folder).rglob(pattern)
    if not found:
        sys.exit(f"no sources below {', '.join(folders)}: the test looks in the wrong place")
    return sorted(path.relative_to(ROOT) for path in found)


def lines(path):
    return (ROOT / path).read_text(encoding="utf-8").splitlines()


def includes(path):
    """Yields (line number, True if quoted, name) of each #include; block comments are skipped."""
    commented = False
    for number, line in enumerate(lines(path), 1):
        if commented:
            commented = "*/" not in line
            continue
        match = INCLUDE.match(line)
        if match:
            yield number, match[1] == '"', match[2]
        elif line.lstrip().startswith("/*"):
            commented = "*/" not in line


def report(what, problems):
    """Prints the problems and ends the test."""
    for problem in problems:
        print(problem)
    print(f"{what}: {len(problems)} problem(s)")
    sys.exit(1 if problems else 0)

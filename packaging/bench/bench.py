#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs rows of rows.py, peer and ours in turn, and prints the table as Markdown.

bench.sh beside this folder finds the peers and calls this; see there.
"""
import argparse
import datetime
import os
import platform
import statistics
import sys
from pathlib import Path

from inputs import Inputs
from rows import ROWS
from run import CannotRun, Setup, neighbour

FLAGS = ("avx2", "avx_vnni", "avx512f", "avx512_vnni", "avx512_bf16", "amx_bf16", "amx_int8")


def measure(row, setup, inputs, rounds):
    """Medians of the peer and of ours, measured in turn after one round for nothing."""
    theirs, mine = [], []
    for number in range(rounds + 1):
        with neighbour(row.busy):
            pair = row.peer(setup, inputs), row.ours(setup, inputs)
        if number:
            theirs.append(pair[0])
            mine.append(pair[1])
        print(f"  {row.name} {number}/{rounds}: {pair[0]:.4g} {pair[1]:.4g}", file=sys.stderr)
    return statistics.median(theirs), statistics.median(mine)


def line(row, setup, inputs, rounds):
    """One line of the table."""
    begin = f"| {row.name} | {row.work} | {row.against} | "
    missing = [need for need in row.needs if not setup.has(need)]
    if missing:
        return begin + f"not to be had here: {', '.join(missing)} | | | {row.wanted()} | |"
    try:
        theirs, mine = measure(row, setup, inputs, row.rounds or rounds)
    except CannotRun as error:
        return begin + f"did not run: {error} | | | {row.wanted()} | |"
    ratio = mine / theirs
    unit = f" {row.unit}".rstrip()
    return begin + (f"{theirs:.4g}{unit} | {mine:.4g}{unit} | {ratio:.3f} | {row.wanted()} | "
                    f"{'yes' if row.reached(ratio) else 'no'} |")


def machine(setup, inputs):
    """What the numbers were measured on and against, as lines."""
    info = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    fields = {}
    for each in info.splitlines():
        key, _, value = each.partition(":")
        fields.setdefault(key.strip(), value.strip())
    flags = [flag for flag in FLAGS if flag in fields.get("flags", "").split()]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    yield f"- {fields.get('model name', platform.processor())}, {os.cpu_count()} cores: " \
        + (", ".join(flags) or "none of the vector extensions asked for")
    yield f"- {memory / 2**30:.0f} GiB of memory, {platform.system()} {platform.release()}, " \
        + f"{datetime.datetime.now():%Y-%m-%d %H:%M}"
    yield from (f"- {peer}" for peer in setup.peers())
    yield f"- text: {inputs.text_origin()}"


def chosen(names):
    """Rows of these names; a name that is the beginning of several means them all."""
    rows = []
    for name in names:
        found = [row for row in ROWS if row.name == name] \
            or [row for row in ROWS if row.name.startswith(name)]
        if not found:
            sys.exit(f'no row is named "{name}"; --list shows them')
        rows += [row for row in found if row not in rows]
    return rows if names else ROWS


def main():
    parser = argparse.ArgumentParser(prog="packaging/bench.sh", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help="default: all")
    parser.add_argument("--list", action="store_true", help="names of the rows")
    parser.add_argument("--needs", action="store_true", help="peers that the rows need")
    parser.add_argument("--rounds", type=int, default=5, help="measured rounds (default 5)")
    arguments = parser.parse_args()
    rows = chosen(arguments.rows)
    if arguments.list:
        for row in rows:
            print(f"{row.name:24} {row.work}, against {row.against}: {row.wanted()}")
        return
    if arguments.needs:
        print(*sorted({need for row in rows for need in row.needs}))
        return
    setup = Setup.from_environment()
    inputs = Inputs(setup)
    print("\n".join(machine(setup, inputs)))
    print(f"\nMedians of {max(1, arguments.rounds)}, peer and ours in turn.\n")
    print("| row | work | against | peer | ours | ours / peer | wanted | reached |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |", flush=True)
    for row in rows:
        print(line(row, setup, inputs, max(1, arguments.rounds)), flush=True)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Copies chosen members of a wheel: unpack.py WHEEL DESTINATION FROM=TO...

FROM and TO are both folders (ending in "/") or both files. Each FROM must match something.
"""
import shutil
import sys
import zipfile
from pathlib import Path


def members(archive, source, target):
    """Yields (name in the archive, path below the destination) for one FROM=TO."""
    for name in archive.namelist():
        if name.endswith("/"):
            continue
        if name == source:
            yield name, target
        elif source.endswith("/") and name.startswith(source):
            yield name, target + name[len(source):]


def main(wheel, destination, *rules):
    root = Path(destination).resolve()
    with zipfile.ZipFile(wheel) as archive:
        for rule in rules:
            source, _, target = rule.partition("=")
            found = list(members(archive, source, target))
            if not found:
                sys.exit(f"unpack.py: no member {source} in {wheel}")
            for name, relative in found:
                path = (root / relative).resolve()
                if root not in path.parents:
                    sys.exit(f"unpack.py: {name} in {wheel} leads out of {root}")
                path.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(name) as reader, open(path, "wb") as writer:
                    shutil.copyfileobj(reader, writer, 1 << 20)


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])

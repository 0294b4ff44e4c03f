#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds each #include of engine/, ui/ and app/ against the walls in BUILD/rooms.txt.

includes.py ROOMS.TXT [--all-rooms]

- A room includes itself and the rooms that its fe_add_room() names, nothing else.
- A room uses a third party's headers only if it links that library (ui/: Qt always, Charts not).
- No header that another room includes reaches libtorch, OpenCV, SQLite, libcurl, Eigen or the JSON library, save the bridges.
- Qt stays out of engine/ and app/cli.
With --all-rooms a source outside any room is an error too; a partial build has fewer rooms.
"""
import re
import sys
from pathlib import Path, PurePosixPath

from sources import ROOT, cpp_files, includes, report

# Headers of third parties, and how the target begins that a room must link to use them.
THIRD_PARTIES = [
    ("libtorch", re.compile(r"^(torch|ATen|c10|caffe2)/"), "LibTorch::"),
    ("OpenCV", re.compile(r"^opencv2/"), "OpenCVMin::"),
    ("nlohmann-json", re.compile(r"^nlohmann/"), "nlohmann_json::"),
    ("OpenSSL", re.compile(r"^openssl/"), "OpenSSL::"),
    ("PCRE2", re.compile(r"^pcre2"), "PkgConfig::PCRE2"),
    ("zlib", re.compile(r"^zlib\.h$"), "ZLIB::"),
    ("libpng", re.compile(r"^png"), "PNG::"),
    ("libjpeg", re.compile(r"^j(peglib|error)\.h$"), "JPEG::"),
    ("SQLite", re.compile(r"^sqlite3\.h$"), "SQLite::"),
    ("libcurl", re.compile(r"^curl/"), "CURL::"),
    ("Eigen", re.compile(r"^(unsupported/)?Eigen/"), "Eigen3::"),
    ("ICU", re.compile(r"^unicode/"), ("ICU::", "PkgConfig::ICU")),
    ("QtKeychain", re.compile(r"^qt6keychain/"), "Qt6Keychain::"),
    ("Qt Charts", re.compile(r"^(QtCharts/|Q\w*(Chart|Series)\w*$)"), "Qt6::Charts"),
    ("Qt", re.compile(r"^(Q[A-Z]\w*(/|$)|Qt[A-Z]?\w*/|qt\w*\.h$|q\w+\.h$)"), "Qt6::"),
]
# What results must not carry out of their room: they travel as our own structs.
PRIVATE_PARTIES = {"libtorch", "OpenCV", "nlohmann-json", "SQLite", "libcurl", "Eigen"}
BRIDGES = {PurePosixPath(f"engine/tensor/{name}.h") for name in ("torch_bridge", "archive", "differentiable", "gated_layer")}
# Executables see every room of the sides named; main.cpp is where all comes together.
EXECUTABLES = {"app/cli": ("engine",), "app/window": ("engine", "ui")}


def read_rooms(path):
    """{folder: (name, {room names it may include}, [libraries])} from rooms.txt."""
    rooms = {}
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        head, edges, libraries = (part.split() for part in line.split(":", 2))
        rooms[PurePosixPath(head[1])] = (head[0], set(edges), libraries)
    if not rooms:
        sys.exit(f"{path} names no room")
    return rooms


def third_party(name):
    """(name, library) of the third party that a header belongs to, or None."""
    for party, pattern, library in THIRD_PARTIES:
        if pattern.match(name):
            return party, library
    return None


class Walls:
    def __init__(self, rooms):
        self.rooms = rooms
        self.names = {name: folder for folder, (name, _, _) in rooms.items()}
        self.problems = []
        self.reaches = {}  # header -> private third parties it reaches

    def room_of(self, path):
        """The room's or executable's folder that holds a source, or None."""
        for folder in list(self.rooms) + [PurePosixPath(name) for name in EXECUTABLES]:
            if folder in path.parents:
                return folder
        return None

    def resolve(self, path, name):
        """The source of ours that an #include of `name` in `path` opens, or None."""
        beside = (ROOT / path).parent
        for base in (beside, ROOT / "engine", ROOT / "ui", ROOT / "app", ROOT):
            found = (base / name).resolve()
            if found.is_file() and ROOT in found.parents:
                return PurePosixPath(found.relative_to(ROOT))
        return None

    def parties_reached(self, header, seen=()):
        """The private third parties that including a header of ours brings in."""
        if header not in self.reaches:
            reached = set()
            for _, _, name in includes(header):
                party = third_party(name)
                target = self.resolve(header, name)
                if party and party[0] in PRIVATE_PARTIES:
                    reached.add(party[0])
                elif target and target not in seen:
                    reached |= self.parties_reached(target, (*seen, header))
            if seen:
                return reached  # possibly cut short by a cycle: not to be remembered
            self.reaches[header] = reached
        return self.reaches[header]

    def check(self, path):
        here = self.room_of(path)
        for number, quoted, name in includes(path):
            where = f"{path}:{number}: "
            target = self.resolve(path, name)
            if target:
                self.check_own(where, here, target)
            elif third_party(name):
                self.check_third_party(where, here, name)
            elif quoted and not name.endswith(".moc"):
                self.problems.append(f"{where}\"{name}\" is no file of ours")

    def check_own(self, where, here, target):
        there = self.room_of(target)
        if there == here:
            return
        if there is None:
            self.problems.append(f"{where}{target} is in no room")
            return
        if str(here) in EXECUTABLES and here not in self.rooms:
            allowed = there.parts[0] in EXECUTABLES[str(here)]
        else:
            name, edges, _ = self.rooms[here]
            allowed = there in {self.names.get(edge) for edge in edges}
        if not allowed:
            self.problems.append(f"{where}{here} may not include {there} (fe_add_room names no such edge)")
        leaked = self.parties_reached(target)
        if leaked and target not in BRIDGES:
            self.problems.append(f"{where}{target}, which other rooms include, reaches {', '.join(sorted(leaked))}")
        if leaked and here.parts[0] != "engine":
            self.problems.append(f"{where}{here} reaches {', '.join(sorted(leaked))}")

    def check_third_party(self, where, here, name):
        party, library = third_party(name)
        engine_side = here.parts[0] == "engine" or str(here) == "app/cli"
        if party.startswith("Qt") and engine_side:
            self.problems.append(f"{where}<{name}>: no Qt in {here}")
        elif here not in self.rooms:
            if party in PRIVATE_PARTIES:
                self.problems.append(f"{where}<{name}>: {here} may not use {party}")
        elif party != "Qt" and not any(used.startswith(library) for used in self.rooms[here][2]):
            self.problems.append(f"{where}<{name}>: {here} does not link {party}")


def main(rooms_file, all_rooms):
    walls = Walls(read_rooms(rooms_file))
    for path in map(PurePosixPath, cpp_files("engine", "ui", "app")):
        if walls.room_of(path):
            walls.check(path)
        elif all_rooms:
            walls.problems.append(f"{path} is in no room: fe_add_room() it")
    report("structure.includes", walls.problems)


if __name__ == "__main__":
    main(sys.argv[1], "--all-rooms" in sys.argv[2:])

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes what gguf-py's reader finds in the models of tests/data/models/gguf:

    python3 tests/reference/gguf_tables.py tests/data/models/gguf tests/data/formats/reference/gguf_models.json

Long arrays (vocabularies) are given by their number of elements. Made with gguf-py 0.19.0.
"""
import hashlib
import json
import sys
from pathlib import Path

import gguf

LONGEST_ARRAY = 32


def value(field):
    content = field.contents()
    if isinstance(content, list) and len(content) > LONGEST_ARRAY:
        return {"count": len(content)}
    return content


def tensor(found):
    return {"dtype": found.tensor_type.name, "shape": [int(n) for n in reversed(found.shape)],
            "offset": int(found.data_offset), "sha256": hashlib.sha256(found.data.tobytes()).hexdigest()}


def table(path):
    reader = gguf.GGUFReader(path)
    config = {name: value(field) for name, field in reader.fields.items() if not name.startswith("GGUF.")}
    return {"config": config, "tensors": {found.name: tensor(found) for found in reader.tensors}}


if __name__ == "__main__":
    tables = {path.name: table(path) for path in sorted(Path(sys.argv[1]).glob("*.gguf"))}
    Path(sys.argv[2]).write_text(json.dumps(tables, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

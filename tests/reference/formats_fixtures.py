#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes tests/data/formats/reference/ with the reference implementations of both formats.

Made with safetensors 0.8.0, gguf 0.19.0 and numpy 2.4.6:
    python3 tests/reference/formats_fixtures.py tests/data/formats/reference
Each file has an .expected.json beside it: what a reader must find.
"""
import json
import sys
from pathlib import Path

import gguf
import numpy as np
import safetensors

SAFETENSORS_TYPES = {
    "bool": ("BOOL", 1), "uint8": ("U8", 1), "int8": ("I8", 1), "float8_e5m2": ("F8_E5M2", 1),
    "float8_e4m3fn": ("F8_E4M3", 1), "int16": ("I16", 2), "uint16": ("U16", 2), "float16": ("F16", 2),
    "bfloat16": ("BF16", 2), "int32": ("I32", 4), "uint32": ("U32", 4), "float32": ("F32", 4),
    "float64": ("F64", 8), "int64": ("I64", 8), "uint64": ("U64", 8),
}


def write_safetensors(folder):
    rng = np.random.default_rng(1)
    tensors, expected = {}, {}
    for index, (name, (shown, width)) in enumerate(SAFETENSORS_TYPES.items()):
        shape = [2, index % 3 + 1]
        data = rng.integers(0, 256, width * shape[0] * shape[1], dtype=np.uint8).tobytes()
        tensors[f"t.{name}"] = {"dtype": name, "shape": shape, "data": data}
        expected[f"t.{name}"] = {"dtype": shown, "shape": shape, "hex": data.hex()}
    scalar = np.float32(0.5).tobytes()
    tensors["scalär"] = {"dtype": "float32", "shape": [], "data": scalar}
    expected["scalär"] = {"dtype": "F32", "shape": [], "hex": scalar.hex()}
    tensors["nothing"] = {"dtype": "float32", "shape": [3, 0], "data": b""}
    expected["nothing"] = {"dtype": "F32", "shape": [3, 0], "hex": ""}
    metadata = {"format": "pt", "note": "line\nbreak"}
    buffers = {name: np.frombuffer(entry["data"], dtype=np.uint8) for name, entry in tensors.items()}
    specs = {name: safetensors.TensorSpec(dtype=entry["dtype"], shape=entry["shape"],
                                          data_ptr=buffers[name].ctypes.data, data_len=len(entry["data"]))
             for name, entry in tensors.items()}
    (folder / "all_types.safetensors").write_bytes(safetensors.serialize(specs, metadata))
    save(folder / "all_types.safetensors.expected.json", {"config": metadata, "tensors": expected})


def write_gguf(folder):
    rng = np.random.default_rng(2)
    path = folder / "all_types.gguf"
    writer = gguf.GGUFWriter(path, "llama")
    values = {
        "a.u8": (writer.add_uint8, 255), "a.i8": (writer.add_int8, -128), "a.u16": (writer.add_uint16, 65535),
        "a.i16": (writer.add_int16, -32768), "a.u32": (writer.add_uint32, 2**32 - 1),
        "a.i32": (writer.add_int32, -2**31), "a.f32": (writer.add_float32, 0.25),
        "a.u64": (writer.add_uint64, 2**64 - 1), "a.i64": (writer.add_int64, -2**63),
        "a.f64": (writer.add_float64, 0.1), "a.true": (writer.add_bool, True), "a.false": (writer.add_bool, False),
        "a.text": (writer.add_string, "grüße\n日本"),
        "a.texts": (writer.add_array, ["<s>", "", "▁the"]), "a.ints": (writer.add_array, [1, -2, 3]),
        "a.floats": (writer.add_array, [0.5, -1.5]), "a.bools": (writer.add_array, [True, False]),
        "general.name": (writer.add_string, "All types"), "general.license": (writer.add_string, "mit"),
    }
    config = {"general.architecture": "llama"}
    for key, (add, value) in values.items():
        add(key, value)
        config[key] = value
    expected = {}
    for kind in gguf.GGMLQuantizationType:
        block, width = gguf.GGML_QUANT_SIZES[kind]
        if kind.name == "Q8_1":  # 36 bytes in ggml itself, where this table still says 40
            continue
        data = rng.integers(0, 256, (2, width), dtype=np.uint8)
        writer.add_tensor(f"t.{kind.name}", data, raw_dtype=kind, raw_shape=None)
        expected[f"t.{kind.name}"] = {"dtype": kind.name, "shape": [2, block], "hex": data.tobytes().hex()}
    cube = np.arange(24, dtype=np.float32).reshape(2, 3, 4)
    writer.add_tensor("cube", cube)
    expected["cube"] = {"dtype": "F32", "shape": [2, 3, 4], "hex": cube.tobytes().hex()}
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    save(folder / "all_types.gguf.expected.json", {"config": config, "tensors": expected})


def save(path, value):
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    write_safetensors(target)
    write_gguf(target)

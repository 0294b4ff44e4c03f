#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes tests/data/tensor/dequantise_more.safetensors: TYPE.raw and TYPE.float for what
dequantise.safetensors does not hold: the other types, and every scale of the fp4 types.

    python3 tests/reference/dequantise.py tests/data/tensor LIBGGML_BASE.so

Made with gguf-py 0.19.0; Q1_0 and Q2_0, which its decoders leave out, with ggml 0.25.3.
"""
import ctypes
import sys
from pathlib import Path

import gguf
import numpy as np
import safetensors.numpy
from gguf import GGMLQuantizationType as Type

BY_GGML = {"Q1_0": (128, 18), "Q2_0": (64, 18)}  # elements and bytes of a block


def with_halves(raw, offset, rng):
    """A scale that is neither infinite nor huge."""
    scales = rng.uniform(-0.05, 0.05, len(raw)).astype(np.float16)
    raw[:, offset:offset + 2] = scales.view(np.uint8).reshape(-1, 2)
    return raw


def iq1_m(rng):
    raw = rng.integers(0, 256, (8, 56), dtype=np.uint8)
    bits = rng.uniform(-0.05, 0.05, 8).astype(np.float16).view(np.uint16)
    for part in range(4):  # its half lies in the high nibbles of the scales
        raw[:, 49 + 2 * part] = (raw[:, 49 + 2 * part] & 15) | ((bits >> (4 * part) & 15) << 4)
    return raw


def every_scale(kind, scale_bytes, rng):
    _, width = gguf.GGML_QUANT_SIZES[kind]
    raw = rng.integers(0, 256, (256 // scale_bytes, width), dtype=np.uint8)
    raw[:, :scale_bytes] = np.arange(256, dtype=np.uint8).reshape(-1, scale_bytes)
    return raw


def by_ggml(library, name, raw):
    block, _ = BY_GGML[name]
    decode = getattr(library, f"dequantize_row_{name.lower()}")
    decode.argtypes = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64)
    out = np.empty(len(raw) * block, dtype=np.float32)
    decode(np.ascontiguousarray(raw).ctypes.data, out.ctypes.data, out.size)
    return out.reshape(len(raw), block)


def main(folder, library):
    rng = np.random.default_rng(3)
    raw = {"IQ1_M": iq1_m(rng), "NVFP4": every_scale(Type.NVFP4, 4, rng),
           "MXFP4": every_scale(Type.MXFP4, 1, rng)}
    tensors = {}
    for name, blocks in raw.items():
        tensors[f"{name}.raw"] = blocks
        tensors[f"{name}.float"] = gguf.quants.dequantize(blocks, Type[name]).astype(np.float32)
    for name, (_, width) in BY_GGML.items():
        blocks = with_halves(rng.integers(0, 256, (8, width), dtype=np.uint8), 0, rng)
        tensors[f"{name}.raw"] = blocks
        tensors[f"{name}.float"] = by_ggml(library, name, blocks)
    safetensors.numpy.save_file(tensors, folder / "dequantise_more.safetensors")


if __name__ == "__main__":
    main(Path(sys.argv[1]), ctypes.CDLL(sys.argv[2]))

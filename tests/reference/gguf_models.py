#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes GGUF files of the tiny GPT-2 and Gemma checkpoints, named and laid out as llama.cpp's
converter does it, so that their references hold for the GGUF readers of those families too.

usage: gguf_models.py MODELS OUT        needs gguf, numpy, safetensors (pip)

GPT-2's matrices are transposed to [out, in]; Gemma's norms are stored whole (config.json's + 1).
Run gguf_tables.py afterwards.
"""
import json
import pathlib
import shutil
import sys

import numpy as np
from gguf import GGUFWriter
from safetensors.numpy import load_file

GPT2 = {"wte": "token_embd", "wpe": "position_embd", "ln_f": "output_norm", "ln_1": "attn_norm",
        "attn.c_attn": "attn_qkv", "attn.c_proj": "attn_output", "ln_2": "ffn_norm",
        "mlp.c_fc": "ffn_up", "mlp.c_proj": "ffn_down"}
GEMMA = {"embed_tokens": "token_embd", "norm": "output_norm", "input_layernorm": "attn_norm",
         "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k", "self_attn.v_proj": "attn_v",
         "self_attn.o_proj": "attn_output", "post_attention_layernorm": "ffn_norm",
         "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up", "mlp.down_proj": "ffn_down"}


def renamed(name, table, prefix, layers):
    """llama.cpp's name of a checkpoint's tensor, or None."""
    name = name.removeprefix(prefix)
    stem, ending = name.rsplit(".", 1)
    if stem.startswith(layers):
        number, part = stem.removeprefix(layers).split(".", 1)
        return f"blk.{number}.{table[part]}.{ending}" if part in table else None
    return f"{table[stem]}.{ending}" if stem in table else None


def add_tokens(writer, count):
    writer.add_tokenizer_model("gpt2")
    writer.add_token_list([f"t{i}" for i in range(count)])
    writer.add_token_types([1] * count)
    writer.add_token_merges([])


def gpt2(folder, out):
    config = json.loads((folder / "config.json").read_text())
    writer = GGUFWriter(out, "gpt2")
    writer.add_block_count(config["n_layer"])
    writer.add_context_length(config["n_positions"])
    writer.add_embedding_length(config["n_embd"])
    writer.add_feed_forward_length(config["n_inner"] or 4 * config["n_embd"])
    writer.add_head_count(config["n_head"])
    writer.add_layer_norm_eps(config["layer_norm_epsilon"])
    add_tokens(writer, config["vocab_size"])
    for name, tensor in load_file(folder / "model.safetensors").items():
        new = renamed(name, GPT2, "transformer.", "h.")
        if new is None or (new.endswith(".bias") and tensor.ndim != 1):
            continue
        conv = tensor.ndim == 2 and new.startswith("blk.")
        writer.add_tensor(new, np.ascontiguousarray(tensor.T if conv else tensor))
    return writer


def gemma(folder, out):
    config = json.loads((folder / "config.json").read_text())
    writer = GGUFWriter(out, "gemma")
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_head_count_kv(config["num_key_value_heads"])
    writer.add_key_length(config["head_dim"])
    writer.add_value_length(config["head_dim"])
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    add_tokens(writer, config["vocab_size"])
    for name, tensor in load_file(folder / "model.safetensors").items():
        new = renamed(name, GEMMA, "model.", "layers.")
        if new is not None:
            writer.add_tensor(new, tensor + 1 if new.endswith("norm.weight") else tensor)
    return writer


def main():
    models, target = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    for name, make in (("gpt2", gpt2), ("gemma", gemma)):
        out = target / f"{name}_F32.gguf"
        writer = make(models / name / "checkpoint", out)
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
        writer.close()
        shutil.copy(models / name / "expected.safetensors",
                    target / f"{name}_F32.expected.safetensors")


if __name__ == "__main__":
    main()

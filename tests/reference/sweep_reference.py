#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds a sweep of fexp against the same prompts scored the way lm-evaluation-harness scores multiple
choice, with transformers in float32.

    fexp sweep MODEL.gguf --weights f32 --data D.csv --pattern S --shots 4 --prompts > SWEEP.json
    python sweep_reference.py MODEL.gguf TOKENIZER.json SWEEP.json

Needs torch, transformers, tokenizers and gguf (pip). The model is a Llama-class GGUF; its weights are
dequantised by gguf-py. Every choice is a text of its own, read whole without any cache:

- white space at the context's end goes to the continuation, and
- the continuation's tokens are those of context + continuation behind the context's;
- a choice's score is the sum of its tokens' log-probabilities; the largest sum is the prediction.

Prints how many predictions agree and the largest difference of a sum; exit status 1 if fewer than 99.5 % of
the predictions do.
"""
import functools
import json
import sys

import gguf
import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import LlamaConfig, LlamaForCausalLM

LAYER_NAMES = {"attn_q": "self_attn.q_proj", "attn_k": "self_attn.k_proj", "attn_v": "self_attn.v_proj",
               "attn_output": "self_attn.o_proj", "attn_norm": "input_layernorm",
               "ffn_norm": "post_attention_layernorm", "ffn_gate": "mlp.gate_proj", "ffn_up": "mlp.up_proj",
               "ffn_down": "mlp.down_proj"}
NAMES = {"token_embd.weight": "model.embed_tokens.weight", "output_norm.weight": "model.norm.weight",
         "output.weight": "lm_head.weight"}


def fields(reader):
    return {name: field.contents() for name, field in reader.fields.items()}


def renamed(name):
    if name in NAMES:
        return NAMES[name]
    _, layer, part, ending = name.split(".")
    return f"model.layers.{layer}.{LAYER_NAMES[part]}.{ending}"


def unpermuted(matrix, heads):
    """llama.cpp interleaves the halves of each head's rotary dimensions; transformers does not."""
    rows, columns = matrix.shape
    return matrix.reshape(heads, rows // heads // 2, 2, columns).swapaxes(1, 2).reshape(rows, columns)


def load(path):
    reader = gguf.GGUFReader(path)
    meta = fields(reader)
    if meta["general.architecture"] != "llama":
        sys.exit(f"{path} is {meta['general.architecture']}, not llama")
    state = {}
    heads = int(meta["llama.attention.head_count"])
    kv_heads = int(meta["llama.attention.head_count_kv"])
    for tensor in reader.tensors:
        if tensor.name == "rope_freqs.weight":
            sys.exit("rope_freqs.weight is not handled here")
        values = np.array(gguf.dequantize(tensor.data, tensor.tensor_type), dtype=np.float32)
        values = values.reshape(tuple(int(n) for n in reversed(tensor.shape)))
        if tensor.name.endswith("attn_q.weight"):
            values = unpermuted(values, heads)
        elif tensor.name.endswith("attn_k.weight"):
            values = unpermuted(values, kv_heads)
        state[renamed(tensor.name)] = torch.from_numpy(np.ascontiguousarray(values))
    vocab, hidden = state["model.embed_tokens.weight"].shape
    config = LlamaConfig(
        vocab_size=vocab, hidden_size=hidden, intermediate_size=int(meta["llama.feed_forward_length"]),
        num_hidden_layers=int(meta["llama.block_count"]), num_attention_heads=heads, num_key_value_heads=kv_heads,
        max_position_embeddings=int(meta["llama.context_length"]),
        rms_norm_eps=float(meta["llama.attention.layer_norm_rms_epsilon"]),
        rope_parameters={"rope_type": "default", "rope_theta": float(meta["llama.rope.freq_base"])},
        tie_word_embeddings="lm_head.weight" not in state)
    config._attn_implementation = "eager"
    model = LlamaForCausalLM(config).float().eval()
    if config.tie_word_embeddings:
        state["lm_head.weight"] = state["model.embed_tokens.weight"]
    missing, unexpected = model.load_state_dict(state, strict=False)
    if missing or unexpected:
        sys.exit(f"weights do not fit: {missing} missing, {unexpected} unexpected")
    return model


def encode_pair(tokenizer, context, continuation):
    spaces = len(context) - len(context.rstrip())
    if spaces:
        continuation = context[-spaces:] + continuation
        context = context[:-spaces]
    whole = tokenizer.encode(context + continuation, add_special_tokens=False).ids
    before = tokenizer.encode(context, add_special_tokens=False).ids
    return before, whole[len(before):]


@functools.lru_cache(maxsize=4)
def log_probabilities(model, ids, count):
    """Of the tokens behind each of the last `count` ids; choices of one token have the same ids."""
    with torch.inference_mode():
        logits = model(torch.tensor([ids]), logits_to_keep=count).logits[0]
    return torch.log_softmax(logits.double(), -1)


def log_likelihood(model, before, after):
    rows = log_probabilities(model, tuple((before + after)[:-1]), len(after))
    return float(rows[torch.arange(len(after)), torch.tensor(after)].sum())


def main():
    model = load(sys.argv[1])
    tokenizer = Tokenizer.from_file(sys.argv[2])
    with open(sys.argv[3], encoding="utf-8") as file:
        sweep = json.load(file)
    examples = sweep["examples"]
    agree = correct = 0
    largest = 0.0
    for done, row in enumerate(examples, 1):
        sums = {label: log_likelihood(model, *encode_pair(tokenizer, row["prompt"], row["lead"] + label))
                for label in sweep["labels"]}
        by_sum = {label: scores["sum"] for label, scores in row["scores"].items()}
        ours, theirs = max(by_sum, key=by_sum.get), max(sums, key=sums.get)
        agree += ours == theirs
        correct += theirs == row["expected"]
        largest = max([largest] + [abs(by_sum[label] - sums[label]) for label in sums])
        if ours != theirs:
            print(f"row {row['row']}, {row['shots']} shots: {ours} here, {theirs} there, {by_sum}, {sums}")
        if done % 20 == 0:
            print(f"{done} read, {agree} agree, {largest:.2e}", file=sys.stderr, flush=True)
    print(f"{agree} of {len(examples)} predictions agree; reference accuracy {correct / len(examples):.4f}; "
          f"largest difference of a sum {largest:.2e}")
    return 0 if agree >= 0.995 * len(examples) else 1


if __name__ == "__main__":
    sys.exit(main())

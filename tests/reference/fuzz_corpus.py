#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the small valid files of tests/fuzz/corpus that the fuzz targets begin with, beside those of
tests/data: python3 tests/reference/fuzz_corpus.py tests/fuzz/corpus

Small ones are changed where it matters. Made with gguf-py 0.19.0, tokenizers 0.23.3.
"""
import base64
import json
import struct
import sys
from pathlib import Path

import gguf
import numpy as np
from gguf import GGMLQuantizationType as Type
from tokenizers import Tokenizer, models, trainers

TEXT = ["the cat's hat, the cats' hats; thin 123 cats Hello hello éa <s> ▁the▁cat"] * 3


# --- GGUF

def gguf_vocabulary(writer, kind):
    if kind == "llama":
        tokens = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in (10, 65, 66)), "▁", "t", "h", "e", "▁th", "the"]
        types = [2, 3, 3, 6, 6, 6] + [1] * 6
        writer.add_token_scores([-float(i) for i in range(len(tokens))])
        writer.add_unk_token_id(0)
        writer.add_add_space_prefix(True)
    else:
        tokens = ["<|endoftext|>", "Ġ", "t", "h", "e", "th", "Ġth", "the", "1", "'"]
        types = [3] + [1] * 9
        writer.add_token_merges(["t h", "Ġ th", "th e"])
        writer.add_tokenizer_pre("smollm")
        writer.add_chat_template("{% for m in messages %}{{ m.content }}{% endfor %}")
    writer.add_tokenizer_model(kind)
    writer.add_token_list(tokens)
    writer.add_token_types(types)
    writer.add_bos_token_id(1 if kind == "llama" else 0)
    writer.add_eos_token_id(2 if kind == "llama" else 0)
    return len(tokens)


def gguf_model(path, architecture, vocabulary, kind):
    """One layer of the llama class, of the least size, in blocks of a type."""
    writer = gguf.GGUFWriter(path, architecture)
    writer.add_name(path.stem)
    writer.add_context_length(16)
    writer.add_embedding_length(32)
    writer.add_block_count(1)
    writer.add_feed_forward_length(32)
    writer.add_head_count(2)
    writer.add_head_count_kv(1)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_freq_base(10000.0)
    vocab = gguf_vocabulary(writer, vocabulary)
    rows = {"token_embd": vocab, "blk.0.attn_q": 32, "blk.0.attn_k": 16, "blk.0.attn_v": 16,
            "blk.0.attn_output": 32, "blk.0.ffn_gate": 32, "blk.0.ffn_up": 32, "blk.0.ffn_down": 32}
    for name, count in rows.items():
        width = gguf.GGML_QUANT_SIZES[kind][1]
        writer.add_tensor(f"{name}.weight", np.zeros((count, width), dtype=np.uint8), raw_dtype=kind)
    for name in ("blk.0.attn_norm", "blk.0.ffn_norm", "output_norm"):
        writer.add_tensor(f"{name}.weight", np.ones(32, dtype=np.float32))
    if architecture == "qwen2":
        for name, count in (("q", 32), ("k", 16), ("v", 16)):
            writer.add_tensor(f"blk.0.attn_{name}.bias", np.zeros(count, dtype=np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


# --- tokenizer.json

def charsmap():
    """A precompiled map of two characters: a double-array trie of 32-bit units, then their texts."""
    units = [0] * 0x304
    texts = b""

    def child(node, byte, offset, leaf):
        units[node ^ byte] = byte | (leaf << 8) | (offset << 10)
        return node ^ byte ^ offset

    units[0] = 0x100 << 10
    for key, text, leaf in ((b"A", b"a", 0x300), (b"\xc3\xa9", b"e", 0x302)):
        node = 0x100
        for i, byte in enumerate(key):
            last = i == len(key) - 1
            node = child(node, byte, node ^ byte ^ (leaf if last else 0x200), last)
        units[node] = (1 << 31) | len(texts)
        texts += text + b"\0"
    blob = struct.pack("<I", 4 * len(units)) + struct.pack(f"<{len(units)}I", *units) + texts
    return base64.b64encode(blob).decode()


def trained(model, trainer):
    tokenizer = Tokenizer(model)
    tokenizer.train_from_iterator(TEXT, trainer)
    return json.loads(tokenizer.to_str())


def bases():
    special = ["<unk>", "<s>", "</s>"]
    words = trainers.WordLevelTrainer(special_tokens=special, vocab_size=20)
    pieces = trainers.WordPieceTrainer(special_tokens=special, vocab_size=60)
    merges = trainers.BpeTrainer(special_tokens=special, vocab_size=60)
    scores = trainers.UnigramTrainer(special_tokens=special, vocab_size=40, unk_token="<unk>")
    return {"bpe": trained(models.BPE(unk_token="<unk>", fuse_unk=True), merges),
            "wordpiece": trained(models.WordPiece(unk_token="<unk>"), pieces),
            "unigram": trained(models.Unigram(), scores),
            "wordlevel": trained(models.WordLevel(unk_token="<unk>"), words)}


def sequence(key, *steps):
    return {"type": "Sequence", key: list(steps)}


def split(behaviour, **pattern):
    return {"type": "Split", "pattern": pattern, "behavior": behaviour, "invert": False}


def template():
    def special(text):
        return {"SpecialToken": {"id": text, "type_id": 0}}

    def text(which):
        return {"Sequence": {"id": which, "type_id": 0}}
    return {"type": "TemplateProcessing", "single": [special("<s>"), text("A"), special("</s>")],
            "pair": [special("<s>"), text("A"), special("</s>"), text("B")],
            "special_tokens": {name: {"id": name, "ids": [i], "tokens": [name]}
                               for i, name in ((1, "<s>"), (2, "</s>"))}}


METASPACE = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True}
BYTE_LEVEL = {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True}
VARIANTS = {
    "byte_level": ("bpe", {"pre_tokenizer": BYTE_LEVEL, "post_processor": BYTE_LEVEL, "decoder": BYTE_LEVEL}),
    "splits": ("bpe", {"pre_tokenizer": sequence(
        "pretokenizers", split("Isolated", Regex=r"(?i:'s|'t)|\p{L}+|\p{N}{1,3}|\s+(?!\S)|[^\s\p{L}]+"),
        split("MergedWithNext", String="a"), {"type": "Digits", "individual_digits": True},
        {"type": "Punctuation", "behavior": "MergedWithPrevious"}, {"type": "CharDelimiterSplit", "delimiter": "-"})}),
    "metaspace": ("bpe", {"normalizer": sequence(
        "normalizers", {"type": "Prepend", "prepend": "▁"},
        {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}),
        "decoder": sequence("decoders", {"type": "Replace", "pattern": {"Regex": "▁+"}, "content": " "},
                            {"type": "ByteFallback"}, {"type": "Fuse"},
                            {"type": "Strip", "content": " ", "start": 1, "stop": 0})}),
    "bert": ("wordpiece", {"normalizer": {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True,
                                          "strip_accents": None, "lowercase": True},
                           "pre_tokenizer": {"type": "BertPreTokenizer"},
                           "post_processor": {"type": "BertProcessing", "sep": ["</s>", 2], "cls": ["<s>", 1]},
                           "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True}}),
    "forms": ("wordpiece", {"normalizer": sequence("normalizers", *({"type": name} for name in (
        "NFD", "NFKD", "NFC", "NFKC", "Nmt", "Lowercase", "StripAccents")),
        {"type": "Strip", "strip_left": True, "strip_right": True}),
        "pre_tokenizer": sequence("pretokenizers", {"type": "WhitespaceSplit"}, {"type": "UnicodeScripts"}),
        "post_processor": {"type": "RobertaProcessing", "sep": ["</s>", 2], "cls": ["<s>", 1],
                           "trim_offsets": True, "add_prefix_space": False},
        "decoder": {"type": "BPEDecoder", "suffix": "</w>"}}),
    "precompiled": ("unigram", {"normalizer": {"type": "Precompiled", "precompiled_charsmap": charsmap()},
                                "pre_tokenizer": METASPACE, "post_processor": template(), "decoder": METASPACE}),
    "words": ("wordlevel", {"pre_tokenizer": {"type": "Whitespace"}, "post_processor": template(),
                            "decoder": {"type": "CTC", "pad_token": "<unk>", "word_delimiter_token": "the",
                                        "cleanup": True}}),
}


def tokenizer_files(folder):
    base = bases()
    for name, (model, stages) in VARIANTS.items():
        document = json.loads(json.dumps(base[model])) | stages
        document["added_tokens"][0] |= {"single_word": True, "lstrip": True, "normalized": True}
        document["added_tokens"][1] |= {"rstrip": True}
        document["truncation"] = {"direction": "Right", "max_length": 6, "strategy": "LongestFirst", "stride": 0}
        document["padding"] = {"strategy": {"Fixed": 8}, "direction": "Left", "pad_to_multiple_of": 4, "pad_id": 1,
                               "pad_type_id": 0, "pad_token": "<s>"}
        Tokenizer.from_str(json.dumps(document)).encode("the cat's hat")
        write(folder / f"{name}.json", document)


# --- vocabularies in older forms

def field(number, content):
    """A field of a protobuf message: text or bytes, a float, or an integer."""
    if isinstance(content, float):
        return bytes([number << 3 | 5]) + struct.pack("<f", content)
    if isinstance(content, int):
        return bytes([number << 3, content])
    content = content.encode() if isinstance(content, str) else content
    size = len(content)
    assert size < 1 << 14
    length = bytes([size]) if size < 128 else bytes([size & 127 | 128, size >> 7])
    return bytes([number << 3 | 2]) + length + content


def sentencepiece(kind):
    """ModelProto of sentencepiece: pieces, the trainer's settings, the normaliser's."""
    unigram, bpe = 1, 2
    normal, unknown, control, byte = 1, 2, 3, 6
    pieces = [("<unk>", unknown), ("<s>", control), ("</s>", control), ("<0x0A>", byte), ("<0x41>", byte)]
    pieces += [(text, normal) for text in ("▁", "t", "h", "e", "▁t", "▁th", "▁the", "he", "a", "▁cat")]
    model = b"".join(field(1, field(1, text) + field(2, -float(i)) + field(3, type_))
                     for i, (text, type_) in enumerate(pieces))
    model += field(2, field(3, {"unigram": unigram, "bpe": bpe}[kind]))
    return model + field(3, field(1, "nmt_nfkc") + field(2, base64.b64decode(charsmap())) + field(3, 1) + field(4, 1))


def vocabulary_files(folder):
    tokens = ["<unk>", "<s>", "</s>", "<pad>", "<mask>", "t", "h", "e", "Ġ", "th", "Ġth", "the", "Ġthe"]
    write(folder / "vocab.json", {token: i for i, token in enumerate(tokens)})
    (folder / "merges.txt").write_text("#version: 0.2\nt h\nĠ th\nth e\nĠth e\n", encoding="utf-8")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "cat", "hat", "##s", "'", "h", "##e"]
    (folder / "vocab.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    for kind in ("unigram", "bpe"):
        (folder / f"{kind}.model").write_bytes(sentencepiece(kind))


# --- safetensors, config.json

def safetensors_file(path, header, data):
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def write(path, document):
    path.write_text(json.dumps(document, ensure_ascii=False) + "\n", encoding="utf-8")


def main(root):
    for name in ("safetensors", "gguf", "tokenizer", "vocabulary", "config"):
        (root / name).mkdir(parents=True, exist_ok=True)
    safetensors_file(root / "safetensors/two.safetensors", {
        "__metadata__": {"format": "pt"}, "a": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]},
        "b": {"dtype": "BF16", "shape": [], "data_offsets": [24, 26]}}, bytes(26))
    for folder in ("gguf", "config"):
        gguf_model(root / folder / "llama.gguf", "llama", "llama", Type.Q4_0)
        gguf_model(root / folder / "qwen2.gguf", "qwen2", "gpt2", Type.IQ4_NL)
    tokenizer_files(root / "tokenizer")
    vocabulary_files(root / "vocabulary")
    scaling = {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
               "original_max_position_embeddings": 32}
    write(root / "config/llama3.json", {
        "architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 64, "num_hidden_layers": 2,
        "num_attention_heads": 4, "num_key_value_heads": 2, "intermediate_size": 96, "vocab_size": 600,
        "max_position_embeddings": 128, "rms_norm_eps": 1e-5, "hidden_act": "silu", "rope_theta": 10000.0,
        "rope_scaling": scaling, "tie_word_embeddings": False, "torch_dtype": "float16", "sliding_window": 64})


if __name__ == "__main__":
    main(Path(sys.argv[1]))

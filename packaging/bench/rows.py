# SPDX-License-Identifier: GPL-3.0-or-later
"""What is compared with what, a row each, and the ratio that is wanted."""
from dataclasses import dataclass
from typing import Callable

import measures as m

LLAMA = "llama.cpp"
TYPES = ("Q4_1", "Q8_0", "BF16")


@dataclass
class Row:
    name: str
    work: str
    against: str
    peer: Callable  # (setup, inputs) -> number
    ours: Callable
    ratio: float  # ours / peer: at least, or with `most` at most, this
    needs: tuple = ()
    unit: str = ""
    most: bool = False
    busy: bool = False  # with a second process busy on one core
    rounds: int = 0  # if it needs fewer than the others: its numbers do not vary

    def wanted(self):
        return f"at {'most' if self.most else 'least'} {self.ratio:g}"

    def reached(self, ratio):
        return ratio <= self.ratio if self.most else ratio >= self.ratio


def decode_rows():
    for kind in TYPES:
        for threads in (1, 2):
            for depth in (0, 1024):
                yield Row(f"decode-{kind.lower()}-{threads}t-d{depth}",
                          f"128 tokens, {kind}, {threads} thread{'s' * (threads > 1)}, "
                          f"after {depth}",
                          LLAMA, m.llama_decode(kind, threads, depth),
                          m.decode(kind, threads, depth), 2.0 if kind == "Q4_1" else 1.5,
                          ("llama",), "tokens/s")
    yield Row("busy-decode-q4_1", "128 tokens, Q4_1, 2 threads, another process busy on one core",
              LLAMA, m.llama_decode("Q4_1", 2, 0), m.decode("Q4_1", 2, 0), 3.0, ("llama",),
              "tokens/s", busy=True)


def prefill_rows():
    for kind in TYPES:
        yield Row(f"prefill-{kind.lower()}", f"prompt of 512 tokens, {kind}, 2 threads", LLAMA,
                  m.llama_prefill(kind), m.prefill(kind), 3.5 if kind == "Q4_1" else 1.3,
                  ("llama",), "tokens/s")


def process_rows():
    yield Row("start", "cold process to first token, Q4_1", LLAMA, m.llama_start, m.start, 2.0,
              ("llama",), "s", most=True)
    for kind in TYPES:
        yield Row(f"memory-{kind.lower()}", f"peak memory of generate, {kind}",
                  "1.15 x the file + 250 MB", m.allowed_memory(kind), m.peak_memory(kind), 1.0,
                  () if kind == "Q4_1" else ("llama",), "MB", most=True, rounds=1)


def encoder_rows():
    for weights in ("bf16", "f32"):
        for batch in (32, 1):
            yield Row(f"encode-{weights}-b{batch}",
                      f"MiniLM, 256 sentences of about 32 tokens, {weights}, batch {batch}",
                      "transformers f32", m.torch_encode(batch), m.encode(weights, batch),
                      2.0 if weights == "bf16" else 1.0, ("python",), "texts/s")


def picture_rows():
    for weights in ("bf16", "f32"):
        for batch in (32, 1):
            yield Row(f"images-{weights}-b{batch}",
                      f"CLIP ViT-B/32, 640x480 JPEG file to embedding, {weights}, batch {batch}",
                      "open_clip f32", m.open_clip_images(batch), m.images(weights, batch),
                      2.2 if weights == "bf16" else 1.0, ("python",), "pictures/s")
    yield Row("preprocess", "640x480 JPEG file to 224x224 pixels, 1 thread", "Pillow",
              m.pillow_preprocess, m.preprocess, 2.0, ("python",), "pictures/s")


def tokenizer_rows():
    for name, kind in (("bpe", "BPE (SmolLM2)"), ("wordpiece", "WordPiece (MiniLM)")):
        work = f"5 MB of English as one text, {kind}, 1 thread"
        yield Row(f"tokenize-{name}", work, "Hugging Face tokenizers", m.hf_tokenize(name),
                  m.tokenize(name), 3.0, ("python",), "MB/s")
        yield Row(f"tokenize-{name}-llama", work, LLAMA, m.llama_tokenize(name),
                  m.tokenize(name), 1.0, ("llama-source",) + ("python",) * (name != "bpe"), "MB/s")


def attention_rows():
    work = "GPT-2-small shape, 1024 tokens, all attentions kept, f32"
    eager = "transformers eager"
    yield Row("attention-speed", work, eager, m.eager_attention("tokens_per_s"),
              m.attention("median"), 1.7, ("python",), "tokens/s")
    yield Row("attention-memory", work + ": memory added", eager, m.eager_attention("added_mb"),
              m.attention("added_mb"), 0.45, ("python",), "MB", most=True, rounds=1)


def quality_rows():
    for kind in TYPES:
        for weights, most in (("stored", 1.003), ("bf16", 1.003), ("int8", 1.01)):
            yield Row(f"quality-{kind.lower()}-{weights}", f"perplexity, {kind}, {weights}",
                      "the same file as f32", m.perplexity(kind, "f32"),
                      m.perplexity(kind, weights), most,
                      () if kind == "Q4_1" else ("llama",), most=True, rounds=1)


ROWS = [row for part in (decode_rows, prefill_rows, process_rows, encoder_rows, picture_rows,
                         tokenizer_rows, attention_rows, quality_rows) for row in part()]

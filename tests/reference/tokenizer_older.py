# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains the small SentencePiece models in tests/data/tokenizers/older (unless they are there) and
writes, beside each, expected.json: what transformers 5.23.0 makes of the texts of real_minilm with
the folder, and for the BPE model, whose class has no fixed rules there, sentencepiece 0.2.3 itself.

    python tests/reference/tokenizer_older.py tests/data/tokenizers
"""
import json
import random
import sys
from pathlib import Path

import sentencepiece
from transformers import AutoTokenizer

folder = Path(sys.argv[1])
vectors = json.loads((folder / "real_minilm" / "vectors.json").read_text(encoding="utf-8"))
TEXTS = [row["text"] for row in vectors["strings"] if "<" not in row["text"]]
MODELS = {
    "t5": ("spiece.model", {"tokenizer_class": "T5Tokenizer", "extra_ids": 10},
           dict(model_type="unigram", vocab_size=700, pad_id=0, eos_id=1, unk_id=2, bos_id=-1)),
    "xlmr": ("sentencepiece.bpe.model", {"tokenizer_class": "XLMRobertaTokenizer"},
             dict(model_type="unigram", vocab_size=700)),
    "albert": ("spiece.model", {"tokenizer_class": "AlbertTokenizer"},
               dict(model_type="unigram", vocab_size=700, pad_id=0, unk_id=1, bos_id=-1, eos_id=-1,
                    control_symbols="[CLS],[SEP]", user_defined_symbols="[MASK]")),
    "llama": ("tokenizer.model", {"tokenizer_class": "LlamaTokenizer"},
              dict(model_type="bpe", vocab_size=900, byte_fallback=True, normalization_rule_name="identity",
                   remove_extra_whitespaces=False, character_coverage=0.98)),
}


def train(path, options):
    rng = random.Random(3)
    words = " ".join(TEXTS).split()
    corpus = path.with_name("corpus.txt")
    corpus.write_text("\n".join(" ".join(rng.choice(words) for _ in range(12)) for _ in range(4000)), encoding="utf-8")
    sentencepiece.SentencePieceTrainer.train(input=str(corpus), model_prefix=str(path.with_suffix("")), minloglevel=2, **options)
    corpus.unlink()
    path.with_suffix(".vocab").unlink()


for name, (file, config, options) in MODELS.items():
    where = folder / "older" / name
    where.mkdir(parents=True, exist_ok=True)
    if not (where / file).exists():
        train(where / file, options)
    (where / "tokenizer_config.json").write_text(json.dumps(config) + "\n")
    if name == "llama":
        processor = sentencepiece.SentencePieceProcessor(model_file=str(where / file))
        ids = [[processor.bos_id()] + processor.encode(text) for text in TEXTS]
        decoded = [processor.decode(row) for row in ids]
    else:
        tokenizer = AutoTokenizer.from_pretrained(str(where))
        ids = [tokenizer(text)["input_ids"] for text in TEXTS]
        decoded = None
    expected = {"texts": TEXTS, "ids": ids}
    if decoded:
        expected["decoded"] = decoded
    (where / "expected.json").write_text(json.dumps(expected, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    print(name, len(TEXTS))

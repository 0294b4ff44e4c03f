# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes tests/data/tokenizers/batches.json: pairs of texts, cut texts and padded batches as the
Python library `tokenizers` 0.23.3 makes them.

    python tests/reference/tokenizer_batches.py tests/data/tokenizers
"""
import json
import sys
from pathlib import Path

from tokenizers import Tokenizer

folder = Path(sys.argv[1])
TEXTS = ["Hello, world!", "", "one two three four five six seven eight nine ten", " é 한국 <s> [SEP] end ", "a"]
PAIRS = [(TEXTS[0], TEXTS[2]), (TEXTS[2], TEXTS[0]), ("", TEXTS[3]), (TEXTS[3], "")]
FOLDERS = ["real_minilm", "bbpe_roberta", "unigram_t5", "spbpe_llama2", "bbpe_gpt2", "bbpe_llama3", "real_clip"]


def row(encoding):
    return {"ids": encoding.ids, "tokens": encoding.tokens, "types": encoding.type_ids, "mask": encoding.attention_mask}


def cut(tokenizer, texts, special, length, strategy, side):
    try:
        tokenizer.enable_truncation(length, strategy=strategy, direction=side)
        return row(tokenizer.encode(*texts, add_special_tokens=special))
    except BaseException as error:
        return {"error": str(error)}


cases = []
for name in FOLDERS:
    tokenizer = Tokenizer.from_file(str(folder / name / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    case = {"folder": name, "pairs": [], "cuts": [], "batches": []}
    for special in (False, True):
        for pair in PAIRS:
            case["pairs"].append({"texts": pair, "special": special} | row(tokenizer.encode(*pair, add_special_tokens=special)))
    for texts in [(TEXTS[2],), PAIRS[0], PAIRS[1]]:
        for strategy in ("longest_first", "only_first", "only_second"):
            for length, side in ((7, "right"), (6, "left"), (12, "right"), (100, "right")):
                cuts = cut(tokenizer, texts, True, length, strategy, side)
                case["cuts"].append({"texts": texts, "length": length, "strategy": strategy, "side": side} | cuts)
    tokenizer.no_truncation()
    for length, side, multiple in ((None, "right", None), (None, "left", 8), (40, "right", None), (3, "left", None)):
        tokenizer.enable_padding(direction=side, pad_id=1, pad_type_id=1, pad_token="x", length=length, pad_to_multiple_of=multiple)
        rows = [row(encoding) for encoding in tokenizer.encode_batch(TEXTS)]
        if len({len(item["ids"]) for item in rows}) == 1:
            case["batches"].append({"length": length, "side": side, "multiple": multiple, "rows": rows})
    cases.append(case)
with open(folder / "batches.json", "w", encoding="utf-8") as file:
    json.dump({"texts": TEXTS, "cases": cases}, file, ensure_ascii=False, separators=(",", ":"))
print(sum(len(case["cuts"]) for case in cases), "cuts")

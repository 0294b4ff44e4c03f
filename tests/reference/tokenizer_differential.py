# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares `fexp tokenize` with the Python library `tokenizers` 0.23.3 on random texts: for every
tokenizer.json under a folder as it is, and for pipelines put together at random from their models
and all stages. Prints what differs; exit status 1 if anything does.

    python tests/reference/tokenizer_differential.py build/bin/fexp tests/data/tokenizers --pipelines 200
"""
import argparse
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from tokenizers import Tokenizer

arguments = argparse.ArgumentParser()
arguments.add_argument("fexp")
arguments.add_argument("folder", type=Path)
arguments.add_argument("--pipelines", type=int, default=100)
arguments.add_argument("--texts", type=int, default=40)
arguments.add_argument("--seed", type=int, default=1)
options = arguments.parse_args()
rng = random.Random(options.seed)

FRAGMENTS = [
    "Hello", "world", "HELLO", "the", "It's", "don't", "we'LL", " ", "  ", "   ", "\n", "\r\n", "\t", "\u00a0",
    "\u3000", "\u2028", "\u200b", "\u200d", "\ufeff", "\u00ad", "\u180e", "\x00", "\x01", "\x07", "\x1b", "\x7f", "\x85",
    "\ufffd", "1", "123456", "3.14", "٣٤", "१२", "½", "²", "Ⅷ", "①", "１２", "e\u0301", "é", "E\u0301\u0323", "\u0301",
    "\u0323\u0301", "\u0f71\u0f72\u0f74", "A\u030a", "\u212b", "ﬁ", "ﷺ", "™", "℃", "…", "㈱", "㍿", "ſ", "İ", "ı", "ß", "ẞ",
    "Σ", "ς", "ǅ", "K", "Ａｂ", "ｶﾞ", "ガ", "한국어", "\u1112\u1161\u11ab", "각", "ㄱㅏ", "日本語", "カタカナー", "ひらがな",
    "中文", "你好，世界", "𠀋", "\u2f81a", "豈", "हिन्दी", "क्ष", "தமிழ்", "ไทย", "ำ", "עִברִית", "العَرَبِيَّة", "لا",
    "👍🏽", "👩‍👩‍👧‍👦", "🇰🇷", "❤️‍🔥", "©\u200d", "©️", "🫷", "\U0001faf7", "▁", "▁▁", "Ġ", "##", "##ing", "_", "-", "--", "----------------",
    ".", "...", ",", "!", "?", "“", "”", "«", "–", "\u2e52", "\u061d", "$", "+", "|", "~", "^", "`", "<", ">", "<s>", "</s>", "<unk>",
    "<pad>", "<mask>", "[CLS]", "[SEP]", "[UNK]", "[MASK]", "<|endoftext|>", "<|startoftext|>", "<|begin_of_text|>",
    "<extra_id_0>", "<0x0A>", "<0xFF>", "&amp;", "https://a.b/c?d=e", "a@b.cd", "x" * 120, "ab" * 60, "aaaa", "字" * 20,
    "\u1734", "\U000111c9", "\u0cf3", "\U00031350", "\ua7da", "\U00010d50", "\ue000", "\U000e0001", "\U0010ffff", "\u0378",
    "\u1e9b\u0323", "\u0958", "\u0340", "\u0344", "\u2126", "\U0001d15e", "\U0001d7ce", "\u0149", "\u3131", "\u0e33",
]


def text():
    parts = []
    for _ in range(rng.randrange(0, 12)):
        kind = rng.random()
        if kind < 0.75:
            parts.append(rng.choice(FRAGMENTS))
        elif kind < 0.85:
            parts.append("".join(rng.choice("abcdeilnorst ABC.,'") for _ in range(rng.randrange(1, 9))))
        elif kind < 0.97:
            parts.append(chr(rng.choice([rng.randrange(1, 0x300), rng.randrange(0x300, 0x3000), rng.randrange(0x3000, 0xd800),
                                         rng.randrange(0xe000, 0x10000)])))
        else:
            parts.append(chr(rng.randrange(0x10000, 0x110000)))
        if rng.random() < 0.3:
            parts.append(" ")
    return "".join(parts)


def regex(pattern):
    return {"Regex": pattern}


def charsmaps():
    found = []
    for path in sorted(options.folder.glob("*/tokenizer.json")):
        stack = [json.loads(path.read_text(encoding="utf-8")).get("normalizer")]
        while stack:
            item = stack.pop()
            if isinstance(item, dict):
                if item.get("type") == "Precompiled":
                    found.append(item)
                stack += item.get("normalizers", [])
    return found


def normalizer():
    simple = ["NFC", "NFD", "NFKC", "NFKD", "Lowercase", "StripAccents", "Nmt", "ByteLevel"]
    choices = [lambda name=name: {"type": name} for name in simple] + [
        lambda: {"type": "BertNormalizer", "clean_text": rng.random() < 0.5, "handle_chinese_chars": rng.random() < 0.5,
                 "strip_accents": rng.choice([None, True, False]), "lowercase": rng.random() < 0.5},
        lambda: {"type": "Strip", "strip_left": rng.random() < 0.5, "strip_right": rng.random() < 0.5},
        lambda: {"type": "Replace", "pattern": rng.choice([regex(r"\s+"), regex(" {2,}"), regex(r"^|\.$"), {"String": "l"},
                                                           {"String": " "}]), "content": rng.choice(["", " ", "▁", "xyz"])},
        lambda: {"type": "Prepend", "prepend": rng.choice(["▁", "ab", " "])},
        lambda: rng.choice(charsmaps()),
    ]
    return rng.choice(choices)()


def pre_tokenizer():
    behaviours = ["Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"]
    choices = [
        lambda: {"type": "BertPreTokenizer"},
        lambda: {"type": "UnicodeScripts"},
        lambda: {"type": "Whitespace"},
        lambda: {"type": "WhitespaceSplit"},
        lambda: {"type": "Digits", "individual_digits": rng.random() < 0.5},
        lambda: {"type": "Punctuation", "behavior": rng.choice(behaviours)},
        lambda: {"type": "FixedLength", "length": rng.randrange(1, 9)},
        lambda: {"type": "Split", "pattern": regex(r"\p{N}|[aeiou]+"), "behavior": rng.choice(behaviours),
                 "invert": rng.random() < 0.5},
        lambda: {"type": "Metaspace", "replacement": "▁", "prepend_scheme": rng.choice(["first", "always", "never"]),
                 "split": rng.random() < 0.5},
        lambda: {"type": "ByteLevel", "add_prefix_space": rng.random() < 0.5, "trim_offsets": True,
                 "use_regex": rng.random() < 0.5},
    ]
    return rng.choice(choices)()


def decoder():
    return rng.choice([
        None,
        {"type": "WordPiece", "prefix": "##", "cleanup": rng.random() < 0.5},
        {"type": "Metaspace", "replacement": "▁", "prepend_scheme": rng.choice(["first", "always", "never"]), "split": True},
        {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True},
        {"type": "BPEDecoder", "suffix": "</w>"},
        {"type": "CTC", "pad_token": "<pad>", "word_delimiter_token": "|", "cleanup": rng.random() < 0.5},
        {"type": "Sequence", "decoders": [
            {"type": "Replace", "pattern": {"String": "▁"}, "content": " "}, {"type": "ByteFallback"}, {"type": "Fuse"},
            {"type": "Strip", "content": " ", "start": 1, "stop": 0}]},
        {"type": "Sequence", "decoders": [
            {"type": "WordPiece", "prefix": "##", "cleanup": True}, {"type": "Replace", "pattern": {"String": " "}, "content": "_"}]},
    ])


def sequence(make, name, key):
    steps = [make() for _ in range(rng.randrange(0, 4))]
    if len(steps) < 2:
        return steps[0] if steps else None
    return {"type": "Sequence", key: steps}


def pipeline():
    base = json.loads(rng.choice(sorted(options.folder.glob("*/tokenizer.json"))).read_text(encoding="utf-8"))
    base["normalizer"] = sequence(normalizer, "normalizer", "normalizers")
    base["pre_tokenizer"] = sequence(pre_tokenizer, "pre_tokenizer", "pretokenizers")
    base["decoder"] = decoder()
    model = base["model"]
    if model["type"] == "WordPiece" and rng.random() < 0.3:
        model["max_input_chars_per_word"] = rng.randrange(1, 12)
    if model["type"] == "WordPiece" and rng.random() < 0.3:
        model = base["model"] = {"type": "WordLevel", "unk_token": "[UNK]", "vocab": model["vocab"]}
    if model["type"] == "Unigram" and rng.random() < 0.5:
        model["byte_fallback"] = True
        model["vocab"] += [[f"<0x{byte:02X}>", -20.0] for byte in range(rng.choice([128, 256]))]
    for token in base["added_tokens"]:
        if rng.random() < 0.2:
            token[rng.choice(["lstrip", "rstrip", "single_word", "normalized"])] ^= True
    if rng.random() < 0.3:
        base["added_tokens"].append({"id": 90000, "content": rng.choice(["Hello", "é", "a b", "the"]), "single_word": False,
                                     "lstrip": False, "rstrip": False, "normalized": rng.random() < 0.7, "special": False})
    return base


def byte_positions(string):
    positions = [0]
    for character in string:
        positions.append(positions[-1] + len(character.encode()))
    return positions


def expected(tokenizer, string, special):
    try:
        encoding = tokenizer.encode(string, add_special_tokens=special)
        at = byte_positions(string)
        return {"ids": encoding.ids, "tokens": encoding.tokens, "offsets": [[at[b], at[e]] for b, e in encoding.offsets],
                "decoded": tokenizer.decode(encoding.ids, skip_special_tokens=not special)}
    except BaseException as error:  # the library panics as well as raises
        return str(error)


def actual(path, strings, special):
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(strings, file)
        file.flush()
        flags = [] if special else ["--no-special"]
        run = subprocess.run([options.fexp, "tokenize", str(path), "--file", file.name, *flags], capture_output=True)
    if run.returncode != 0:
        return run.stderr.decode(errors="replace")
    return json.loads(run.stdout)


def panicked(error):
    """A panic is a bug of the reference and shows nothing."""
    return any(mark in error for mark in ("index out of bounds", "Option::unwrap", "bad split"))


def compare(name, path):
    try:
        tokenizer = Tokenizer.from_file(str(path))
    except BaseException as error:
        refused = actual(path, [], True)
        if not isinstance(refused, str) and not panicked(str(error)):
            print(name, "loads here, but not in the reference:", error)
            return 1
        return 0
    tokenizer.no_truncation()
    tokenizer.no_padding()
    different = 0
    strings = [text() for _ in range(options.texts)]
    for special in (False, True):
        wanted = [expected(tokenizer, string, special) for string in strings]
        fine = [i for i, row in enumerate(wanted) if isinstance(row, dict)]
        rows = actual(path, [strings[i] for i in fine], special)
        if isinstance(rows, str):
            print(name, "fails:", rows.strip())
            return 1
        for i, row in zip(fine, rows):
            for key, value in wanted[i].items():
                if row[key] != value:
                    different += 1
                    if different <= 3:
                        print(f"{name}: {key} of {strings[i]!r}\n  reference {value}\n  fexp      {row[key]}")
                    break
        for i in set(range(len(strings))) - set(fine):
            if not panicked(wanted[i]) and not isinstance(actual(path, [strings[i]], special), str):
                different += 1
                print(f"{name}: {strings[i]!r} is tokenised, but not by the reference: {wanted[i]}")
    return different


total = 0
for path in sorted(options.folder.glob("*/tokenizer.json")):
    total += compare(path.parent.name, path)
with tempfile.TemporaryDirectory() as folder:
    for number in range(options.pipelines):
        path = Path(folder) / "tokenizer.json"
        changed = pipeline()
        path.write_text(json.dumps(changed), encoding="utf-8")
        shown = {key: changed[key] for key in ("normalizer", "pre_tokenizer", "decoder")}
        shown = json.dumps(shown, ensure_ascii=False)
        count = compare(f"pipeline {number} ({changed['model']['type']})", path)
        if count:
            print("  in", shown if len(shown) < 1000 else shown[:1000] + "...")
        total += count
print(total, "differences")
sys.exit(total != 0)

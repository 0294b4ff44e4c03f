# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes tests/data/tokenizers/pipelines.json: small changes to the tokenizers in that folder, and
what the Python library `tokenizers` 0.23.3 makes of a few strings with each.

    python tests/reference/tokenizer_pipelines.py tests/data/tokenizers
"""
import copy
import json
import sys
from pathlib import Path

from tokenizers import Tokenizer

folder = Path(sys.argv[1])
BEHAVIOURS = ["Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"]
TEXTS = [
    "",
    " ",
    "Hello, world! It's 2024-01-05; we'LL see 1234567.",
    "  two  spaces\n\n\ttabs \r\n end ",
    "한국어 문장과 日本語テキスト, 中文。ㄱㅏ",
    "👍🏽 👩‍👩‍👧‍👦 🇰🇷 ❤️‍🔥 \U0001faf7",
    "e\u0301 n\u0303o A\u030a \u0489x \u1100\u1161",
    "½ ²³ Ⅷ ① ٣٤ १२ \U00010d41",
    "a\x00b\x1bc\x85d\xa0e\u180ef\u200bg\u2028h\u3000i\ufeff",
    "<s>hi</s> <mask>  <unk>x <|endoftext|>the <|begin_of_text|>",
    "xhellox hellox xhello hello  hello, thethe the. Ab ab",
    "İstanbul ſtraße ΣΊΣΥΦΟΣ ﬁ ǅ K's'S'ſ",
    "▁▁_Ġ__▁ <0x0A> <0xFF>",
    "\U00031350\u0cf3\ua7da ะกำ हिन्दी",
]


def split(pattern, behaviour, invert=False, kind="Regex"):
    return {"type": "Split", "pattern": {kind: pattern}, "behavior": behaviour, "invert": invert}


def sequence(*steps):
    return {"type": "Sequence", "pretokenizers": list(steps)}


def normalizers(*steps):
    return {"type": "Sequence", "normalizers": list(steps)}


def byte_level(**options):
    return {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True} | options


def metaspace(scheme, split_words):
    return {"type": "Metaspace", "replacement": "▁", "prepend_scheme": scheme, "split": split_words}


def charsmap():
    return json.loads((folder / "unigram_t5" / "tokenizer.json").read_text(encoding="utf-8"))["normalizer"]


def added(content, **options):
    return {"id": 5000, "content": content, "single_word": False, "lstrip": False, "rstrip": False,
            "normalized": False, "special": False} | options


REPLACE = {"type": "Replace", "pattern": {"String": "▁"}, "content": " "}
PATTERNS = {
    "gpt4o": r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
             r"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    "deepseek": r"[!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+"
                r"| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    "bloom": r" ?[^(\s|[.,!?…。，、।۔،])]+",
    "word": r"\w+",
    "wordClass": r"[\w]+",
    "notWord": r"\W",
    "boundary": r"\b",
    "intersection": r"[\p{L}&&[^a-z]]+",
    "negatedIntersection": r"[^\p{L}&&[^a-z]]+",
    "intervalTwice": r"e{2}+",
    "lazyInterval": r"\p{L}{2}?",
    "openInterval": r"\p{L}{,3}",
    "possessive": r"\s++",
    "lineEnds": r"^|$",
    "emptyMatches": r"l*",
    "dot": r".",
    "dotAll": r"(?m:.)+",
    "hex": r"\h+",
    "posix": r"[[:alnum:]]+|[[:punct:]]",
    "negatedPosix": r"[[:^space:]]+",
    "script": r"\p{Han}+|\p{Hangul}",
    "negatedProperty": r"\p{^L}+",
    "codes": r"[\u4e00-\u9fa5\u3040-\u309f\x{30a0}-\x{30ff}]+",
    "look": r"(?<=\s)\S|(?=\p{Lu})",
    "ignoreCase": r"(?i:ss|k|'s)",
    "verticalTab": r"[\v\f]|\t",
}
BYTE_LEVEL = byte_level(use_regex=False)

cases = []


def case(name, base, **changes):
    cases.append({"name": name, "base": base, "changes": changes})


for pattern_name, pattern in PATTERNS.items():
    case("pattern " + pattern_name, "bbpe_gpt2", pre_tokenizer=sequence(split(pattern, "Isolated"), BYTE_LEVEL))
for behaviour in BEHAVIOURS:
    for invert in (False, True):
        case(f"split {behaviour} invert {invert}", "bbpe_gpt2",
             pre_tokenizer=sequence(split(r"\p{N}+|o", behaviour, invert), BYTE_LEVEL))
    case(f"punctuation {behaviour}", "bbpe_gpt2",
         pre_tokenizer=sequence({"type": "Punctuation", "behavior": behaviour}, BYTE_LEVEL))
case("split literal", "bbpe_gpt2", pre_tokenizer=sequence(split("l", "MergedWithNext", kind="String"), BYTE_LEVEL))
case("split empty literal", "bbpe_gpt2", pre_tokenizer=sequence(split("", "Removed", kind="String"), BYTE_LEVEL))
for individual in (False, True):
    case(f"digits {individual}", "bbpe_gpt2",
         pre_tokenizer=sequence({"type": "Digits", "individual_digits": individual}, byte_level()))
case("whitespace", "bbpe_gpt2", pre_tokenizer=sequence({"type": "Whitespace"}, BYTE_LEVEL))
case("whitespace split", "bbpe_gpt2", pre_tokenizer=sequence({"type": "WhitespaceSplit"}, BYTE_LEVEL))
case("fixed length", "bbpe_gpt2", pre_tokenizer=sequence({"type": "FixedLength", "length": 3}, BYTE_LEVEL))
case("prefix space", "bbpe_gpt2", pre_tokenizer=byte_level(add_prefix_space=True),
     post_processor={"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True})
case("byte level normalizer", "bbpe_gpt2", normalizer={"type": "ByteLevel"}, pre_tokenizer=None)
for scheme in ("first", "always", "never"):
    for split_words in (False, True):
        case(f"metaspace {scheme} {split_words}", "spbpe_metaspace", pre_tokenizer=metaspace(scheme, split_words),
             decoder=metaspace(scheme, split_words))
case("strip and replace", "spbpe_llama2", normalizer=normalizers(
    {"type": "Strip", "strip_left": True, "strip_right": False},
    {"type": "Replace", "pattern": {"Regex": r"\s+"}, "content": "▁▁"},
    {"type": "Replace", "pattern": {"String": "l"}, "content": ""},
    {"type": "Prepend", "prepend": "_x"}))
case("strip right", "spbpe_llama2", normalizer={"type": "Strip", "strip_left": False, "strip_right": True})
case("insert at empty matches", "spbpe_llama2",
     normalizer={"type": "Replace", "pattern": {"Regex": r"(?=l)|^"}, "content": "zz"})
TOKENS = [added("hello", single_word=True), added("the", lstrip=True, rstrip=True, normalized=True),
          added("ab", rstrip=True, special=True), added("abc"), added("\n\n"), added(" x", lstrip=True),
          added("한국", special=True, normalized=True)]
case("added tokens, byte level", "bbpe_roberta", more_added_tokens=TOKENS)
case("added tokens, normalized", "spbpe_llama2", more_added_tokens=TOKENS)
case("special tokens normalized", "spbpe_llama2", normalized_added_tokens=True)
case("no byte fallback", "spbpe_llama2", model={"byte_fallback": False})
case("unknown not fused", "spbpe_llama2", model={"byte_fallback": False, "fuse_unk": False})
case("no unknown token", "spbpe_llama2", model={"byte_fallback": False, "unk_token": None})
case("words before merges", "bbpe_gpt2", model={"ignore_merges": True})
case("suffix", "bbpe_gpt2", model={"end_of_word_suffix": "e", "unk_token": "!"})
case("decoder bytes", "spbpe_llama2", decoder={"type": "ByteFallback"})
case("decoder none", "spbpe_llama2", decoder=None)
case("decoder strips both ends", "spbpe_llama2", decoder={"type": "Sequence", "decoders": [
    REPLACE, {"type": "Fuse"}, {"type": "Strip", "content": " ", "start": 2, "stop": 0}]})
case("decoder regex after fuse", "spbpe_llama2", decoder={"type": "Sequence", "decoders": [
    REPLACE, {"type": "Fuse"}, {"type": "Replace", "pattern": {"Regex": r"\s+"}, "content": "_"}]})
case("decoder word pieces", "bbpe_gpt2", decoder={"type": "WordPiece", "prefix": "Ġ", "cleanup": True})
case("decoder ctc", "bbpe_gpt2",
     decoder={"type": "CTC", "pad_token": "l", "word_delimiter_token": "Ġ", "cleanup": True})
case("decoder bpe", "bbpe_gpt2", decoder={"type": "BPEDecoder", "suffix": "o"})
case("bert processing", "bbpe_roberta", post_processor={"type": "BertProcessing", "sep": ["</s>", 2], "cls": ["<s>", 0]})
case("roberta without trimming", "bbpe_roberta", post_processor={
    "type": "RobertaProcessing", "sep": ["</s>", 2], "cls": ["<s>", 0], "trim_offsets": False, "add_prefix_space": False})

for name in ("NFC", "NFD", "NFKC", "NFKD", "Lowercase", "StripAccents", "Nmt"):
    case("normalizer " + name, "spbpe_llama2", normalizer={"type": name})
case("normalizers in a row", "spbpe_llama2", normalizer=normalizers(
    {"type": "NFKD"}, {"type": "StripAccents"}, {"type": "Lowercase"}, {"type": "NFC"}))
case("charsmap after composition", "unigram_t5", normalizer=normalizers({"type": "NFD"}, charsmap()))
for clean in (False, True):
    for accents in (None, False, True):
        case(f"bert normalizer {clean} {accents}", "wordpiece_cased", normalizer={
            "type": "BertNormalizer", "clean_text": clean, "handle_chinese_chars": not clean,
            "strip_accents": accents, "lowercase": clean})
case("bert pre-tokenizer", "unigram_t5", pre_tokenizer={"type": "BertPreTokenizer"})
case("unicode scripts", "unigram_t5", pre_tokenizer={"type": "UnicodeScripts"})
case("unigram without splitting", "unigram_t5", pre_tokenizer=metaspace("always", False))
BYTES = [[f"<0x{byte:02X}>", -20.0] for byte in range(256)]
case("unigram byte fallback", "unigram_t5", model={"byte_fallback": True}, more_pieces=BYTES)
case("unigram some bytes", "unigram_t5", model={"byte_fallback": True}, more_pieces=BYTES[:128])
case("short words", "wordpiece_cased", model={"max_input_chars_per_word": 4})
case("no prefix", "wordpiece_cased", model={"continuing_subword_prefix": ""})
case("whole words", "wordpiece_cased", model={"type": "WordLevel"})


def changed(item):
    tokenizer = json.loads((folder / item["base"] / "tokenizer.json").read_text(encoding="utf-8"))
    for key, value in item["changes"].items():
        if key == "model":
            tokenizer["model"].update(value)
        elif key == "more_pieces":
            tokenizer["model"]["vocab"] += copy.deepcopy(value)
        elif key == "more_added_tokens":
            tokenizer["added_tokens"] += copy.deepcopy(value)
        elif key == "normalized_added_tokens":
            for token in tokenizer["added_tokens"]:
                token["normalized"] = value
        else:
            tokenizer[key] = value
    return Tokenizer.from_str(json.dumps(tokenizer))


def byte_positions(text):
    positions = [0]
    for character in text:
        positions.append(positions[-1] + len(character.encode()))
    return positions


def encoded(tokenizer, text, special):
    encoding = tokenizer.encode(text, add_special_tokens=special)
    at = byte_positions(text)
    return {
        "ids": encoding.ids,
        "tokens": encoding.tokens,
        "offsets": [[at[begin], at[end]] for begin, end in encoding.offsets],
        "kept": tokenizer.decode(encoding.ids, skip_special_tokens=False),
        "skipped": tokenizer.decode(encoding.ids, skip_special_tokens=True),
    }


for item in cases:
    reference = changed(item)
    item["plain"] = [encoded(reference, text, False) for text in TEXTS]
    item["special"] = [encoded(reference, text, True) for text in TEXTS]
with open(folder / "pipelines.json", "w", encoding="utf-8") as file:
    json.dump({"texts": TEXTS, "cases": cases}, file, ensure_ascii=False, separators=(",", ":"))
print(len(cases), "cases")

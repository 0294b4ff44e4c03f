# SPDX-License-Identifier: GPL-3.0-or-later
"""Models, texts and pictures to measure with, made once and kept in the setup's folder."""
from functools import lru_cache
from pathlib import Path

from run import HERE, CannotRun

ROOT = HERE.parents[1]
SMOLLM = "SmolLM2-135M-Instruct"
MINILM = "all-MiniLM-L6-v2"
WORDS_A_SENTENCE = 24  # about 32 tokens of WordPiece
SENTENCES = 256
PASSAGE_BYTES = 40_000
TEXT_BYTES = 5_000_000


class Inputs:
    def __init__(self, setup):
        self.setup = setup

    def made(self, name, make):
        """A file or folder of this name, made by make(path) if it is not there."""
        path = self.setup.folder / name
        if not path.exists():
            part = path.with_name(path.name + ".part")
            make(part)
            part.rename(path)
        return path

    def installed(self, name):
        folder = self.setup.models and self.setup.models / name
        if not folder or not folder.exists():
            raise CannotRun(f"no model {name}; packaging/setup.sh installs it")
        return folder

    # --- Models

    @lru_cache(maxsize=None)
    def smollm(self, kind):
        """The installed Q4_1 file, or its dequantised weights in another type: what is compared
        is speed, and ours and the peer read the same file."""
        shipped = next(self.installed(SMOLLM).glob("*.gguf"), None)
        if shipped is None:
            raise CannotRun(f"{SMOLLM} has no GGUF file")
        if kind == "Q4_1":
            return shipped
        return self.made(f"{SMOLLM}.{kind}.gguf", lambda path: self.setup.output(
            self.setup.llama_program("llama-quantize"), "--allow-requantize", shipped, path, kind))

    def minilm(self):
        return self.installed(MINILM)

    def minilm_gguf(self):
        """The tokenizer alone, for llama.cpp."""
        return self.made("minilm-vocab.gguf", lambda path: self.setup.output(
            self.setup.python, self.setup.llama_source / "convert_hf_to_gguf.py", self.minilm(),
            "--vocab-only", "--outfile", path))

    def clip(self):
        return self.made("clip-vit-b-32", lambda path: self.setup.peer("make-clip", path))

    def gpt2(self):
        return self.made("gpt2-small", lambda path: self.setup.peer("make-gpt2", path))

    def llama_tokenizer(self):
        source, programs = self.setup.llama_source, self.setup.llama
        return self.made("llama-tokenize-speed", lambda path: self.setup.output(
            "c++", "-O2", "-std=c++17", f"-I{source / 'include'}", f"-I{source / 'ggml/include'}",
            HERE / "llama_tokenize.cpp", "-o", path, f"-L{programs}", "-lllama", "-lggml",
            "-lggml-base", f"-Wl,-rpath-link,{programs}"))

    # --- Texts

    def text_origin(self):
        return "Debian's fortunes and bible-kjv" if self.setup.english \
            else "the licence of this program over and over: no package mirror was in reach"

    def english(self):
        def make(path):
            source = self.setup.english or ROOT / "LICENSE"
            text = source.read_bytes()
            path.write_bytes((text * (TEXT_BYTES // len(text) + 1))[:TEXT_BYTES])
        return self.made("english.txt" if self.setup.english else "licence.txt", make)

    def sentences(self):
        """One a line."""
        def make(path):
            words = self.english().read_text(encoding="utf-8", errors="replace").split()
            step = len(words) // SENTENCES
            lines = [" ".join(words[i * step:i * step + WORDS_A_SENTENCE])
                     for i in range(SENTENCES)]
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return self.made(self.english().stem + "-sentences.txt", make)

    def passage(self):
        """For perplexities: prose from the end of the text."""
        def make(path):
            text = self.english().read_bytes()[-PASSAGE_BYTES:].decode("utf-8", "ignore")
            path.write_text(text, encoding="utf-8")
        return self.made(self.english().stem + "-passage.txt", make)

    # --- Pictures

    def pictures(self):
        folder = self.made("pictures", lambda path: self.setup.peer("make-pictures", path))
        return sorted(Path(folder).glob("*.jpg"))

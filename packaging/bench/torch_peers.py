# SPDX-License-Identifier: GPL-3.0-or-later
"""The peers of Python, each doing what `fexp bench` does: torch_peers.py WHAT ARGUMENTS...

Runs once for nothing and once for the number, and prints a JSON object. Started by the Python that
has the peers installed (FE_BENCH_PYTHON).
"""
import json
import os
import sys
import time
from pathlib import Path

os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["RAYON_NUM_THREADS"] = "1"
THREADS = 2


def speed(count, run):
    run()
    begin = time.perf_counter()
    run()
    return {"per_s": count / (time.perf_counter() - begin)}


def torch_with(threads):
    import torch
    torch.set_num_threads(threads)
    torch.set_grad_enabled(False)
    return torch


def versions():
    import importlib.metadata as metadata
    names = "torch", "transformers", "tokenizers", "open_clip_torch", "pillow"
    return {"versions": ", ".join(f"{name} {metadata.version(name)}" for name in names)}


# --- Text

def encode(model, sentences, batch):
    """As sentence-transformers does: texts of like length together, mean of the states, length 1."""
    torch = torch_with(THREADS)
    from transformers import AutoModel, AutoTokenizer
    tokenizer = AutoTokenizer.from_pretrained(model)
    network = AutoModel.from_pretrained(model, dtype=torch.float32).eval()
    texts = Path(sentences).read_text(encoding="utf-8").splitlines()

    def run():
        order = sorted(texts, key=len)
        for at in range(0, len(order), int(batch)):
            inputs = tokenizer(order[at:at + int(batch)], padding=True, truncation=True,
                               max_length=256, return_tensors="pt")
            states = network(**inputs).last_hidden_state
            mask = inputs["attention_mask"].unsqueeze(-1).float()
            mean = (states * mask).sum(1) / mask.sum(1)
            torch.nn.functional.normalize(mean, dim=1).numpy()
    return speed(len(texts), run)


def tokenize(model, text):
    from tokenizers import Tokenizer
    if model.endswith(".gguf"):
        from transformers import AutoTokenizer
        whole = AutoTokenizer.from_pretrained(str(Path(model).parent), gguf_file=Path(model).name)
        tokenizer = whole.backend_tokenizer
    else:
        tokenizer = Tokenizer.from_file(str(Path(model) / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    content = Path(text).read_text(encoding="utf-8", errors="replace")
    return speed(len(content.encode()) / 1e6, lambda: tokenizer.encode(content))


# --- Pictures

def images(folder, batch):
    torch = torch_with(THREADS)
    import open_clip
    from PIL import Image
    network, _, prepare = open_clip.create_model_and_transforms("ViT-B-32")
    network.eval()
    files = sorted(Path(folder).glob("*.jpg"))[:64 if int(batch) > 1 else 32]

    def run():
        for at in range(0, len(files), int(batch)):
            pixels = torch.stack([prepare(Image.open(file)) for file in files[at:at + int(batch)]])
            network.encode_image(pixels, normalize=True).numpy()
    return speed(len(files), run)


def preprocess(folder):
    import numpy as np
    from PIL import Image
    mean = np.array([0.48145466, 0.4578275, 0.40821073], np.float32)
    deviation = np.array([0.26862954, 0.26130258, 0.27577711], np.float32)
    files = sorted(Path(folder).glob("*.jpg"))

    def one(file):
        picture = Image.open(file).convert("RGB")
        scale = 224 / min(picture.size)
        wide, high = (round(side * scale) for side in picture.size)
        left, top = (wide - 224) // 2, (high - 224) // 2
        picture = picture.resize((wide, high), Image.Resampling.BICUBIC)
        picture = picture.crop((left, top, left + 224, top + 224))
        pixels = (np.asarray(picture, np.float32) * np.float32(1 / 255) - mean) / deviation
        return np.ascontiguousarray(pixels.transpose(2, 0, 1))
    return speed(len(files), lambda: [one(file) for file in files])


# --- Attention

def held(key):
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith(key):
            return int(line.split()[1]) * 1024
    return 0


def attention(model, tokens):
    torch = torch_with(THREADS)
    from transformers import AutoModelForCausalLM
    network = AutoModelForCausalLM.from_pretrained(model, dtype=torch.float32,
                                                   attn_implementation="eager").eval()
    ids = torch.randint(0, network.config.vocab_size, (1, int(tokens)))

    def run():
        # Ours makes no logits: the body alone, and no cache that nobody reads.
        return network.transformer(ids, output_attentions=True, use_cache=False).attentions
    Path("/proc/self/clear_refs").write_text("5", encoding="utf-8")  # proc(5): forget the peak
    before = held("VmRSS:")
    kept = run()
    added = held("VmHWM:") - before
    del kept
    begin = time.perf_counter()
    run()
    return {"added_mb": added / 1e6, "tokens_per_s": int(tokens) / (time.perf_counter() - begin)}


# --- Inputs

def make_clip(folder):
    torch = torch_with(THREADS)
    from transformers import CLIPConfig, CLIPModel
    torch.manual_seed(0)
    CLIPModel(CLIPConfig()).save_pretrained(folder)  # the defaults are ViT-B/32
    settings = {"crop_size": 224, "do_center_crop": True, "do_normalize": True, "do_resize": True,
                "image_mean": [0.48145466, 0.4578275, 0.40821073],
                "image_std": [0.26862954, 0.26130258, 0.27577711], "resample": 3, "size": 224}
    (Path(folder) / "preprocessor_config.json").write_text(json.dumps(settings), encoding="utf-8")
    return {}


def make_gpt2(folder):
    torch = torch_with(THREADS)
    from transformers import GPT2Config, GPT2LMHeadModel
    torch.manual_seed(0)
    GPT2LMHeadModel(GPT2Config()).save_pretrained(folder)  # the defaults are GPT-2 small
    return {}


def make_pictures(folder):
    """64 pictures with as much detail as photographs have: noise whose spectrum falls off."""
    import numpy as np
    from PIL import Image
    Path(folder).mkdir()
    height, width = 480, 640
    distance = np.hypot(np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width)[None]) + 1 / width

    def field(rng, falloff):
        waves = np.fft.rfft2(rng.standard_normal((height, width))) / distance ** falloff
        values = np.fft.irfft2(waves, s=(height, width))
        return (values - values.mean()) / values.std()

    for number in range(64):
        rng = np.random.default_rng(number)
        light = 128 + 45 * field(rng, 1.2)
        pixels = np.stack([light + 18 * field(rng, 1.6) for _ in range(3)], -1)
        Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(
            Path(folder) / f"{number:02}.jpg", quality=90)
    return {}


WHAT = {"versions": versions, "encode": encode, "tokenize": tokenize, "images": images,
        "preprocess": preprocess, "attention": attention, "make-clip": make_clip,
        "make-gpt2": make_gpt2, "make-pictures": make_pictures}

if __name__ == "__main__":
    print(json.dumps(WHAT[sys.argv[1]](*sys.argv[2:])))

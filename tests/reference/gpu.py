# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares fexp on a GPU with fexp on the CPU, and with transformers on the same GPU.

    python gpu.py FEXP [--parts fixtures,commands,errors,large,bench] [--device cuda]
                       [--scratch DIR]

fixtures  every model of tests/data/models: each tensor of `fexp run`, CPU against GPU in float32,
          both against the reference's numbers, and the GPU's default weights (bfloat16) beside them
commands  what the other commands print, CPU against GPU, number by number
errors    devices that are not there, models and texts larger than the card, bad input of a module
large     a random Llama of 1.2 billion parameters against transformers, float32 and bfloat16
bench     its speed against transformers, in turn

Needs numpy and safetensors; `large`, `bench` and part of `errors` also torch and transformers.
Prints a line a check and ends with status 1 if one failed.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import struct
import sys
import tempfile
import time

import numpy as np
from safetensors.numpy import load_file, save_file

import gpu_checks
from gpu_checks import PRINTED, ROOT, Fexp, difference, numbers_differ, report, steady

MODELS = ROOT / "tests" / "data" / "models"
CLIP = ROOT / "resources" / "models" / "starterclip-64"
SAMPLES = ROOT / "resources" / "models" / "samples"
INPUTS = ("input_ids", "attention_mask", "token_type_ids", "decoder_input_ids")

# Two correct float32 implementations differ by the order of their sums.
FLOAT32 = 2e-4
# bfloat16 keeps 8 bits of each weight and activation; over a few layers of random weights.
BFLOAT16 = 0.08

# fexp beside each other: most of their time goes into starting libtorch.
WORKERS = max(2, (os.cpu_count() or 2) * 3 // 4)


# fixtures ----------------------------------------------------------------------------------------

def runs_of(name, expected):
    """{prefix of a run's tensors: its inputs}"""
    prefixes = {key.rsplit(".", 1)[0] + "." for key in expected
                if "." in key and key.rsplit(".", 1)[1] in INPUTS + ("pixel_values",)}
    if any(key in expected for key in INPUTS + ("pixel_values",)):
        prefixes.add("")
    return sorted(prefixes)


def write_input(folder, expected, prefix):
    fields = {}
    for key in INPUTS:
        if prefix + key in expected:
            fields[key] = np.atleast_2d(expected[prefix + key]).tolist()
    if prefix + "pixel_values" in expected:
        save_file({"pixel_values": expected[prefix + "pixel_values"]},
                  folder / "pixels.safetensors")
        fields["pixel_values"] = "pixels.safetensors"
    (folder / "in.json").write_text(json.dumps(fields))
    return folder / "in.json"


def check_fixture(fexp, device, model, expected_path):
    expected = load_file(expected_path)
    name = model.parent.name if model.name == "checkpoint" else model.name
    worst = {"gpu-cpu": 0.0, "gpu-reference": 0.0, "stored-cpu": 0.0}
    tensors = 0
    for prefix in runs_of(name, expected):
        with tempfile.TemporaryDirectory() as scratch:
            folder = pathlib.Path(scratch)
            input_file = write_input(folder, expected, prefix)
            dumps = {}
            for key, options in (("cpu", ("--weights", "f32")),
                                 ("gpu", ("--weights", "f32", "--device", device)),
                                 ("stored", ("--device", device))):
                out = folder / f"{key}.safetensors"
                fexp("run", model, "--trust", "--input", input_file, "--dump", out, *options)
                dumps[key] = load_file(out)
            if dumps["cpu"].keys() != dumps["gpu"].keys():
                return name, None, f"other tensors: {dumps['cpu'].keys() ^ dumps['gpu'].keys()}"
            for key, values in dumps["cpu"].items():
                tensors += 1
                for pair, other in (("gpu-cpu", "gpu"), ("stored-cpu", "stored")):
                    worst[pair] = max(worst[pair], difference(dumps[other][key], values))
                padded = (prefix + "attention_mask") in expected
                if prefix + key in expected and not padded:
                    worst["gpu-reference"] = max(worst["gpu-reference"], difference(
                        dumps["gpu"][key], expected[prefix + key].reshape(values.shape)))
    return name, worst, f"{tensors} tensors"


def check_script(fexp, device, model, expected_path, prefix, fields, outputs):
    expected = load_file(expected_path)
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        content = {}
        for field in fields:
            values = expected[prefix + field]
            if values.dtype.kind == "f":
                save_file({"pixel_values": values}, folder / "pixels.safetensors")
                content[field] = "pixels.safetensors"
            else:
                content[field] = values.tolist()
        (folder / "in.json").write_text(json.dumps(content))
        worst = {}
        for form in ("f32", "stored"):
            out = folder / f"{form}.safetensors"
            fexp("run", model, "--trust", "--input", folder / "in.json", "--dump", out,
                 "--device", device, "--weights", form)
            got = load_file(out)
            worst[form] = max(difference(got[f"output.{i}"],
                                         expected[prefix + key].reshape(got[f"output.{i}"].shape))
                              for i, key in outputs)
        return model.name, worst


def fixtures(fexp, device):
    cases = [(folder / "checkpoint", folder / "expected.safetensors")
             for folder in sorted(MODELS.iterdir()) if (folder / "checkpoint").is_dir()]
    cases += [(file, file.with_name(file.stem + ".expected.safetensors"))
              for file in sorted((MODELS / "gguf").glob("*.gguf"))]
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        waiting = [pool.submit(check_fixture, fexp, device, *case) for case in cases]
        for case, future in zip(cases, waiting):
            try:
                name, worst, text = future.result()
            except Exception as error:  # a line for it, and on with the others
                report(False, f"run {case[0]}", str(error))
                continue
            good = worst is not None and worst["gpu-cpu"] < FLOAT32 \
                and worst["gpu-reference"] < FLOAT32 and worst["stored-cpu"] < BFLOAT16
            numbers = ", ".join(f"{key} {value:.1e}" for key, value in (worst or {}).items())
            report(good, f"run {name}", f"{text}, {numbers}")
    scripts = MODELS / "torchscript"
    for file, prefix, fields, outputs in (
            ("clip_cuda_half", "", ("image", "text"), [(0, "logits_per_image")]),
            ("gpt2_traced", "traced_len.", ("input_ids",), [(0, "logits")]),
            ("mini_gpt_scripted", "s7_b2.", ("ids",), [(0, "logits"), (1, "hidden")])):
        try:
            name, worst = check_script(fexp, device, scripts / f"{file}.pt",
                                       scripts / f"{file}.expected.safetensors", prefix, fields,
                                       outputs)
            report(worst["f32"] < FLOAT32 and worst["stored"] < BFLOAT16, f"run {name}",
                   ", ".join(f"{key} {value:.1e}" for key, value in worst.items()))
        except Exception as error:
            report(False, f"run {file}.pt", str(error))


# commands ----------------------------------------------------------------------------------------

def with_tokenizer(name, scratch):
    """A checkpoint, with a tokenizer that fits its vocabulary where it has none of its own."""
    checkpoint = MODELS / name / "checkpoint"
    if (checkpoint / "tokenizer.json").exists():
        return checkpoint
    fitting = {"mistral_swa": "spbpe_llama2", "qwen3": "bbpe_gpt2"}[name]
    tokenizer = ROOT / "tests" / "data" / "tokenizers" / fitting / "tokenizer.json"
    folder = scratch / name / "checkpoint"
    if not folder.exists():
        folder.mkdir(parents=True)
        for file in [*checkpoint.iterdir(), tokenizer]:
            (folder / file.name).symlink_to(file)
    return folder


def commands_to_compare(scratch):
    checkpoint = lambda name: with_tokenizer(name, scratch)
    gguf = lambda name: MODELS / "gguf" / f"{name}.gguf"
    text = "The gradient of the attention layer is large."
    story = scratch / "text.txt"
    story.write_text((text + " The window of the layer is small. ") * 40)
    table = scratch / "table.csv"
    table.write_text("text,label\n" + "".join(
        f"{word} is {side},{side}\n" for word, side in
        [("layer", "large"), ("window", "small"), ("gradient", "large"),
         ("attention", "small")] * 2))
    classes = scratch / "classes"
    pictures_of = {"cat": ["noto_cat.png", "photo_chelsea.jpg"], "dog": ["twemoji_dog.png"],
                   "car": ["twemoji_car.png"], "pizza": ["noto_pizza.png"]}
    for label, pictures in pictures_of.items():
        (classes / label).mkdir(parents=True, exist_ok=True)
        for picture in pictures:
            (classes / label / picture).write_bytes((SAMPLES / picture).read_bytes())
    cat = SAMPLES / "noto_cat.png"
    writers = [checkpoint(n) for n in ("llama_tied", "llama_untied", "gpt2", "mistral_swa", "qwen3",
                                       "gpt_neox_sharded", "t5")]
    writers += [gguf(n) for n in ("llama_Q4_0", "llama_Q6_K", "qwen2_Q8_0")]
    for model in writers:
        yield ("generate", model, "--prompt", text, "--max-tokens", 24, "--temperature", 0)
        yield ("score", model, "--prompt", text, "--continuation", " The window",
               "--continuation", " small")
    for name in ("llama_tied", "gpt2", "mistral_swa"):
        yield ("generate", checkpoint(name), "--prompt", text, "--max-tokens", 16, "--seed", 7)
        yield ("perplexity", checkpoint(name), "--file", story, "--context", 48, "--stride", 24)
        yield ("attend", checkpoint(name), "--text", text, "--relevance", "5")
        yield ("attend", checkpoint(name), "--repeated-random", 16)
        yield ("lens", checkpoint(name), "--text", text, "--top", 3)
        yield ("ablate", checkpoint(name), "--text", text, "--heads", "0.1,1.0", "--layers", "1",
               "--target", "7", "--map")
        yield ("patch", checkpoint(name), "--text", "The window is large", "--corrupted",
               "The window is small", "--answer", "5", "--against", "6")
        yield ("sweep", checkpoint(name), "--data", table, "--pattern", "{text}: {label}",
               "--shots", "0,2", "--seeds", 2)
    yield ("attend", checkpoint("bert"), "--text", text)
    yield ("attend", checkpoint("t5"), "--text", text, "--pair", "The window")
    yield ("lens", checkpoint("t5"), "--text", text, "--pair", "The window", "--top", 2)
    yield ("ablate", checkpoint("t5"), "--text", text, "--pair", "The window", "--heads", "0.0",
           "--stack", "encoder")
    yield ("embed", checkpoint("bert"), "--text", text, "--text", "small")
    yield ("attend", CLIP, "--image", cat)
    yield ("attend", CLIP, "--text", "a cat")
    yield ("embed", CLIP, "--image", cat)
    yield ("embed", CLIP, "--text", "a cat", "--text", "a dog on a small table")
    yield ("classify", CLIP, cat, SAMPLES / "photo_rocket.jpg", "--labels", "cat,dog,rocket")
    yield ("evaluate-images", CLIP, classes, "--predictions")
    yield ("search", CLIP, classes, "--text", "a cat", "--index", "{scratch}/index-{device}.db")
    for method in ("relevance", "similarity", "attention"):
        yield ("heatmap", CLIP, cat, "--label", "cat", "--method", method, "--out",
               "{scratch}/heat-{device}.png")


def compare_command(fexp, device, scratch, arguments):
    values = []
    for where in ("cpu", device):
        filled = [str(a).replace("{scratch}", str(scratch)).replace("{device}", where)
                  for a in arguments]
        text = fexp(*filled, "--weights", "f32", "--device", where).stdout
        values.append(steady(json.loads(text)))
    return numbers_differ(*values)


def commands(fexp, device, scratch):
    cases = list(commands_to_compare(scratch))
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        waiting = [pool.submit(compare_command, fexp, device, scratch, case) for case in cases]
        for case, future in zip(cases, waiting):
            model = pathlib.Path(case[1])
            name = model.parent.name if model.name == "checkpoint" else model.name
            extra = " ".join(str(a) for a in case[2:] if str(a).startswith("--"))[:60]
            label = f"{case[0]} {name} {extra}"
            try:
                worst, where = future.result()
                report(worst < PRINTED, label, f"{worst:.1e}{where if worst >= PRINTED else ''}")
            except Exception as error:
                report(False, label, str(error))


# errors ------------------------------------------------------------------------------------------

def expect_error(fexp, name, status, pattern, *arguments):
    try:
        done = fexp(*arguments, status=None)
        line = done.stderr.strip()
        last = line.splitlines()[-1] if line else ""
        good = done.returncode == status and re.search(pattern, last) is not None
        report(good, name, f"status {done.returncode}: {last[-300:]}, "
                           f"{line.count(chr(10))} lines before it")
    except Exception as error:
        report(False, name, str(error))


def write_vast_model(folder, layers):
    """A Llama whose file says hundreds of gigabytes and holds none of them (a sparse file)."""
    hidden, wide, vocabulary = 8192, 28672, 760
    source = MODELS / "llama_untied" / "checkpoint"
    folder.mkdir()
    (folder / "tokenizer.json").write_bytes((source / "tokenizer.json").read_bytes())
    config = json.loads((source / "config.json").read_text())
    config.update(hidden_size=hidden, intermediate_size=wide, num_hidden_layers=layers,
                  num_attention_heads=64, num_key_value_heads=64, head_dim=128,
                  vocab_size=vocabulary, tie_word_embeddings=False)
    (folder / "config.json").write_text(json.dumps(config))
    shapes = {"model.embed_tokens.weight": [vocabulary, hidden], "model.norm.weight": [hidden],
              "lm_head.weight": [vocabulary, hidden]}
    for i in range(layers):
        at = f"model.layers.{i}."
        for part in ("q", "k", "v", "o"):
            shapes[f"{at}self_attn.{part}_proj.weight"] = [hidden, hidden]
        shapes |= {f"{at}mlp.gate_proj.weight": [wide, hidden],
                   f"{at}mlp.up_proj.weight": [wide, hidden],
                   f"{at}mlp.down_proj.weight": [hidden, wide],
                   f"{at}input_layernorm.weight": [hidden],
                   f"{at}post_attention_layernorm.weight": [hidden]}
    header, end = {}, 0
    for name, shape in shapes.items():
        size = 4 * int(np.prod(shape))
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [end, end + size]}
        end += size
    text = json.dumps(header).encode()
    with open(folder / "model.safetensors", "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        file.truncate(8 + len(text) + end)
    return end


def errors(fexp, device, scratch, large_model):
    model = MODELS / "llama_tied" / "checkpoint"
    prompt = ("generate", model, "--prompt", "The", "--max-tokens", 2)
    expect_error(fexp, "cuda:7", 2, r"this machine has cpu, cuda:0", *prompt, "--device", "cuda:7")
    expect_error(fexp, "tpu", 2, r"there are cpu, cuda and cuda:N", *prompt, "--device", "tpu")
    size = write_vast_model(scratch / "vast", 100)
    expect_error(fexp, f"a model of {size / 1e9:.0f} GB", 5, r"graphics card", "generate",
                 scratch / "vast", "--prompt", "The", "--max-tokens", 2, "--device", device)
    script = MODELS / "torchscript" / "gpt2_traced.pt"
    (scratch / "bad.json").write_text('{"input_ids": [[600]]}')
    expect_error(fexp, "a module's index out of range", 3, r"fexp: .*", "run", script, "--trust",
                 "--input", scratch / "bad.json", "--dump", scratch / "bad.safetensors",
                 "--device", device)
    if large_model is None:
        return
    import torch
    ids = np.random.default_rng(5).integers(3, 40000, 6000).tolist()
    (scratch / "long.json").write_text(json.dumps({"input_ids": [ids]}))
    torch.zeros(1, device=device)
    free, _ = torch.cuda.mem_get_info()
    for left in (2 << 30, 5 << 30):  # too little for the weights; for the weights, not for the run
        held = torch.empty(free - left - (1 << 29), dtype=torch.uint8, device=device)
        expect_error(fexp, f"{left >> 30} GiB free, 6,000 tokens and their attention", 5,
                     r"graphics card", "attend", large_model, "--input", scratch / "long.json",
                     "--budget", 60_000_000_000, "--device", device)
        del held
        torch.cuda.empty_cache()


def run_part(part, fexp, device, scratch, folder):
    if part == "fixtures":
        fixtures(fexp, device)
    elif part == "commands":
        commands(fexp, device, scratch)
    elif part == "errors":
        errors(fexp, device, scratch, folder)
    elif part == "large":
        import gpu_large
        gpu_large.compare(fexp, device, scratch, folder)
    elif part == "bench":
        import gpu_large
        gpu_large.bench(fexp, device, folder)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("fexp")
    parser.add_argument("--parts", default="fixtures,commands,errors,large,bench")
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--scratch")
    arguments = parser.parse_args()
    parts = arguments.parts.split(",")
    with tempfile.TemporaryDirectory(dir=arguments.scratch) as name:
        scratch = pathlib.Path(name)
        fexp = Fexp(os.path.abspath(arguments.fexp), scratch)
        folder = None
        if {"large", "bench"} & set(parts):
            import gpu_large  # needs torch and transformers
            folder = scratch / "large"
            print(f"     {gpu_large.make(folder) / 1e9:.2f} billion parameters", flush=True)
        for part in parts:
            began = time.monotonic()
            try:
                run_part(part, fexp, arguments.device, scratch, folder)
            except Exception as error:  # a line for it, and on with the next part
                report(False, part, repr(error))
            print(f"     {part}: {time.monotonic() - began:.0f} s", flush=True)
    print(f"{gpu_checks.failures} failed")
    return 1 if gpu_checks.failures else 0


if __name__ == "__main__":
    sys.exit(main())

# SPDX-License-Identifier: GPL-3.0-or-later
"""A random Llama of 1.2 billion parameters, in fexp and in transformers on the same GPU (gpu.py)."""
import json
import time

import numpy as np
import torch
from safetensors.numpy import load_file
from transformers import AutoModelForCausalLM, LlamaConfig, LlamaForCausalLM

from gpu_checks import PRINTED, ROOT, numbers_differ, report, steady


def make(folder):
    torch.manual_seed(11)
    config = LlamaConfig(vocab_size=49152, hidden_size=2048, intermediate_size=5632,
                         num_hidden_layers=22, num_attention_heads=32, num_key_value_heads=4,
                         max_position_embeddings=8192, initializer_range=0.04,
                         tie_word_embeddings=False, bos_token_id=1, eos_token_id=2)
    with torch.device("cuda"):
        model = LlamaForCausalLM(config).to(torch.bfloat16)
    model.save_pretrained(folder)
    count = sum(p.numel() for p in model.parameters())
    del model
    torch.cuda.empty_cache()
    tokenizer = ROOT / "tests" / "data" / "tokenizers" / "real_smollm2"
    for file in tokenizer.glob("tokenizer*.json"):
        (folder / file.name).write_bytes(file.read_bytes())
    return count


def compare(fexp, device, scratch, folder):
    ids = np.random.default_rng(3).integers(3, 49000, 400).tolist()
    (scratch / "large.json").write_text(json.dumps({"input_ids": [ids]}))
    reference, logits = {}, {}
    greedy = {}
    prompt = "The gradient of the attention layer is large and the window is"
    tokens = json.loads(fexp("tokenize", folder, "--text", prompt).stdout)[0]["ids"]
    for name, kind in (("f32", torch.float32), ("bf16", torch.bfloat16)):
        model = AutoModelForCausalLM.from_pretrained(folder, dtype=kind).to("cuda").eval()
        with torch.inference_mode():
            reference[name] = model(torch.tensor([ids], device="cuda")).logits.float().cpu().numpy()
            made = model.generate(torch.tensor([tokens], device="cuda"), max_new_tokens=32,
                                  do_sample=False, pad_token_id=0)
            greedy[name] = made[0, len(tokens):].tolist()
        del model
        torch.cuda.empty_cache()
        out = scratch / f"large-{name}.safetensors"
        began = time.monotonic()
        fexp("run", folder, "--input", scratch / "large.json", "--dump", out, "--device", device,
             "--weights", name)
        took = time.monotonic() - began
        logits[name] = load_file(out)["logits"]
        report(True, f"run 1.2B {name}", f"{took:.1f} s with loading and writing")
        out.unlink()
    spread = float(np.std(reference["f32"]))
    largest = lambda a, b: float(np.max(np.abs(a - b)))
    mean = lambda a, b: float(np.mean(np.abs(a - b)))
    agree = lambda a, b: float(np.mean(a.argmax(-1) == b.argmax(-1)))
    pairs = (("fexp f32 - transformers f32", logits["f32"], reference["f32"]),
             ("fexp bf16 - transformers f32", logits["bf16"], reference["f32"]),
             ("transformers bf16 - transformers f32", reference["bf16"], reference["f32"]))
    for name, a, b in pairs:
        print(f"     {name}: max {largest(a, b):.2e}, mean {mean(a, b):.2e}, same best token "
              f"{100 * agree(a, b):.1f} %; logits' deviation {spread:.2f}")
    report(largest(logits["f32"], reference["f32"]) < 2e-3 * max(1, spread), "logits f32")
    report(mean(logits["bf16"], reference["f32"]) <= 1.2 * mean(reference["bf16"],
                                                               reference["f32"]), "logits bf16")
    for name in ("f32", "bf16"):
        made = json.loads(fexp("generate", folder, "--prompt", prompt, "--max-tokens", 32,
                               "--temperature", 0, "--device", device, "--weights", name).stdout)
        same = sum(1 for a, b in zip(made["ids"], greedy[name]) if a == b)
        report(name == "bf16" or same == 32, f"generate 1.2B {name}",
               f"{same} of 32 tokens as transformers")
    scores = [json.loads(fexp("score", folder, "--prompt", prompt, "--continuation", " small",
                              "--weights", "f32", "--device", where).stdout)
              for where in ("cpu", device)]
    worst, where = numbers_differ(*map(steady, scores))
    report(worst < PRINTED, "score 1.2B, CPU - GPU", f"{worst:.1e} {where}")


def bench(fexp, device, folder):
    prompt = torch.randint(3, 49000, (1, 1024), device="cuda")
    for name, kind in (("f32", torch.float32), ("bf16", torch.bfloat16)):
        model = AutoModelForCausalLM.from_pretrained(folder, dtype=kind).to("cuda").eval()
        for turn in range(2):
            for what, tokens in (("decode", 64), ("prefill", 1024)):
                told = json.loads(fexp("bench", what, folder, "--tokens", tokens, "--runs", 5,
                                       "--device", device, "--weights", name).stdout)
                short = {k: v for k, v in told.items() if k in ("median", "min", "max", "unit")}
                print(f"     fexp {what} {name}: {json.dumps(short)}", flush=True)
            seconds = {"decode": [], "prefill": []}
            with torch.inference_mode():
                for run in range(6):
                    torch.cuda.synchronize()
                    began = time.perf_counter()
                    model(prompt)
                    torch.cuda.synchronize()
                    seconds["prefill"].append(time.perf_counter() - began)
                    began = time.perf_counter()
                    model.generate(prompt[:, :128], max_new_tokens=64, min_new_tokens=64,
                                   do_sample=False, pad_token_id=0)
                    torch.cuda.synchronize()
                    seconds["decode"].append(time.perf_counter() - began)
            print(f"     transformers {name}: decode {64 / np.median(seconds['decode'][1:]):.1f} "
                  f"tokens/s (with reading 128), prefill "
                  f"{1024 / np.median(seconds['prefill'][1:]):.0f} tokens/s", flush=True)
        del model
        torch.cuda.empty_cache()

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Proves that plain PyTorch runs what `fexp convert --portable` writes.

usage: portable_archives.py FEXP [MODELS]      needs torch and safetensors, by pip

For every model under MODELS (tests/data/models): converts it, loads the archive with torch.jit.load
in this process, which knows nothing of our operators, runs it on the inputs of
expected.safetensors and compares with transformers' results there. Exit status 1 if one differs.
"""
import pathlib
import subprocess
import sys
import tempfile

import torch
from safetensors.torch import load_file

# Of the reference's results, what forward() of an archive returns.
RESULTS = ("logits", "logits_per_image", "last_hidden_state")


def first(expected, prefix):
    return next(n for n in RESULTS if prefix + n in expected)


def arguments(module, expected, prefix):
    """forward()'s arguments that the reference was run with, by name."""
    names = [a.name for a in module.forward.schema.arguments][1:]
    found = {n: expected[prefix + n] for n in names if prefix + n in expected}
    ids = found.get("input_ids")
    if ids is not None and ids.dim() == 1:
        found["input_ids"] = ids.unsqueeze(0)
    return found


def check(fexp, model, expected_file, folder):
    out = folder / "model.pt"
    subprocess.run([fexp, "convert", str(model), str(out), "--portable", "-q"], check=True,
                   stdout=subprocess.DEVNULL)
    module = torch.jit.load(str(out)).eval()
    expected = load_file(str(expected_file))
    worst = 0.0
    for prefix in ("", "interp."):
        inputs = arguments(module, expected, prefix)
        if not inputs:
            continue
        with torch.inference_mode():
            got = module(**inputs)
        want = expected[prefix + first(expected, prefix)]
        want = want.reshape(got.shape)
        mask = inputs.get("attention_mask")
        beyond = (got - want).abs() - 1e-4 * want.abs()
        if mask is not None and "decoder_input_ids" not in inputs and got.shape[:2] == mask.shape:
            beyond = beyond[mask.bool()]  # rows of padding are free
        worst = max(worst, float(beyond.max()))
    return worst


def main():
    fexp = sys.argv[1]
    models = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else
                          pathlib.Path(__file__).parent.parent / "data" / "models")
    cases = [(p.parent / "checkpoint", p) for p in sorted(models.glob("*/expected.safetensors"))
             if (p.parent / "checkpoint").is_dir()]
    cases += [(p, p.with_suffix(".expected.safetensors")) for p in sorted(models.glob("gguf/*.gguf"))]
    failed = 0
    for model, expected in cases:
        with tempfile.TemporaryDirectory() as folder:
            worst = check(fexp, model, expected, pathlib.Path(folder))
        # 2e-4: what the same computation in float64 shows to be safe.
        good = worst <= 2e-4
        failed += not good
        print(f"{'ok  ' if good else 'FAIL'} {model.relative_to(models)}  {worst:.2e}", flush=True)
    print(f"{len(cases) - failed} of {len(cases)} agree")
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    sys.exit(main())

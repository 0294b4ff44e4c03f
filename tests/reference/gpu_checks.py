# SPDX-License-Identifier: GPL-3.0-or-later
"""What gpu.py and gpu_large.py share: how fexp is called, compared and reported on."""
import os
import pathlib
import re
import subprocess

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Numbers that a command prints: differences of logits, logarithms, percentages.
PRINTED = 2e-3
failures = 0


def report(good, name, text=""):
    global failures
    failures += not good
    print(f"{'ok  ' if good else 'FAIL'} {name}{': ' if text else ''}{text}", flush=True)


class Fexp:
    def __init__(self, program, scratch):
        self.program = program
        self.environment = dict(os.environ, HOME=str(scratch), OMP_NUM_THREADS="2")

    def __call__(self, *arguments, status=0, timeout=240):
        command = [self.program, *map(str, arguments), "-q"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=timeout,
                              env=self.environment)
        if status is not None and done.returncode != status:
            raise RuntimeError(f"status {done.returncode}: {' '.join(command)}: "
                               f"{done.stderr.strip()[-400:]}")
        return done


def difference(a, b):
    """Largest difference, by the size of the larger array's numbers where those exceed 1."""
    if a.shape != b.shape:
        return float("inf")
    if not a.size:
        return 0.0
    if not np.array_equal(np.isnan(a), np.isnan(b)):
        return float("inf")
    scale = max(1.0, float(np.nanmax(np.abs(b))))
    return float(np.nanmax(np.abs(a.astype(np.float64) - b))) / scale


def numbers_differ(a, b, path=""):
    """(largest difference of two JSON values' numbers, where); inf where anything else differs."""
    if isinstance(a, dict) and isinstance(b, dict) and a.keys() == b.keys():
        return max((numbers_differ(a[k], b[k], f"{path}.{k}") for k in a), default=(0.0, path))
    if isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        return max((numbers_differ(x, y, f"{path}[{i}]") for i, (x, y) in enumerate(zip(a, b))),
                   default=(0.0, path))
    plain = (int, float)
    if isinstance(a, plain) and isinstance(b, plain) and not isinstance(a, bool):
        return abs(a - b) / max(1.0, abs(b)), path
    return (0.0 if a == b else float("inf")), path


# Of how long something took, or where it was written.
VOLATILE = re.compile(r"timings|provenance|seconds|path|file|device|^out$")


def steady(value):
    if isinstance(value, dict):
        return {k: steady(v) for k, v in value.items() if not VOLATILE.search(k)}
    return [steady(v) for v in value] if isinstance(value, list) else value

# SPDX-License-Identifier: GPL-3.0-or-later
"""A known result, with fexp alone: in a random sequence said twice the heads of highest induction
score are what foretells the second half (Olsson et al. 2022, arXiv:2209.11895).

    python3 tests/reference/induction_heads.py BUILD/bin/fexp MODEL [--tokens 100] [--heads 5]

Prints the loss of the second half (nats a token) whole, without the top heads, and without as many
heads drawn at random, layer by layer alike or from all; a table for the README. Ends with 1 if the
top heads do not cost more than every draw.
"""
import argparse
import json
import random
import statistics
import subprocess
import sys


def fexp(program, *arguments):
    done = subprocess.run([program, *arguments, "-q"], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(done.stderr)
    return json.loads(done.stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("fexp")
    parser.add_argument("model")
    parser.add_argument("--tokens", type=int, default=100, help="of the half that is said twice")
    parser.add_argument("--heads", type=int, default=5, help="switched off together")
    parser.add_argument("--draws", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    text = ["--repeated-random", str(options.tokens), "--seed", str(options.seed)]

    scores = fexp(options.fexp, "attend", options.model, *text)["induction"]
    ranked = sorted(
        ((score, layer, head) for layer, row in enumerate(scores) for head, score in enumerate(row)),
        reverse=True)
    top = ranked[: options.heads]
    rest = ranked[options.heads:]
    span = f"{options.tokens}:{2 * options.tokens}"

    def loss(heads):
        names = ",".join(f"{layer}.{head}" for _, layer, head in heads)
        return fexp(options.fexp, "ablate", options.model, *text, "--heads", names, "--loss", span)["loss"]

    without_top = loss(top)
    draw = random.Random(options.seed)
    random_losses = [loss(draw.sample(rest, options.heads))["after"] for _ in range(options.draws)]
    # The fair comparison: heads of the same layers.
    layered = []
    for _ in range(options.draws):
        pool = list(rest)
        heads = []
        for _, layer, _ in top:
            heads.append(draw.choice([entry for entry in pool if entry[1] == layer]))
            pool.remove(heads[-1])
        layered.append(loss(heads)["after"])
    print("top heads:", ", ".join(f"{layer}.{head} ({score:.2f})" for score, layer, head in top))
    print(f"median score of all heads: {statistics.median(score for score, _, _ in ranked):.3f}")
    print(f"loss of the second half, whole: {without_top['before']:.3f} nats a token")
    print(f"without the top {options.heads}: {without_top['after']:.3f}")
    for name, losses in (("anywhere", random_losses), ("of the same layers", layered)):
        print(f"without {options.heads} random heads {name}: mean {statistics.mean(losses):.3f}, "
              f"largest {max(losses):.3f} of {len(losses)} draws")
    return 0 if without_top["after"] > max(random_losses + layered) else 1


if __name__ == "__main__":
    sys.exit(main())

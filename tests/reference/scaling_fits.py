#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Independent fits of the shipped scaling data for tests/engine/scaling (needs numpy and scipy).

usage: scaling_fits.py CSV_FOLDER OUT.csv

Every row: case, parameter, value. Least squares by scipy.optimize.curve_fit from a grid of starts
(the best end is taken), standard errors from its covariance; Chinchilla by Nelder and Mead's simplex, which needs
no gradient, from 32 starts with the logarithm of the sum of exponentials.
"""
import csv
import itertools
import pathlib
import sys
import warnings

import numpy as np
from scipy.optimize import OptimizeWarning, curve_fit, minimize
from scipy.special import logsumexp


def load(folder, name, **where):
    with open(pathlib.Path(folder) / f"{name}.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row for row in rows if all(row[key] == value for key, value in where.items())]


def numbers(rows, x, y):
    pairs = [(float(r[x]), float(r[y])) for r in rows if r[x] and r[y]]
    return np.array(pairs).T


def best(model, x, y, starts):
    found = None
    for start in starts:
        try:
            values, covariance = curve_fit(model, x, y, p0=start, maxfev=20000, ftol=1e-14, xtol=1e-14)
        except (RuntimeError, ValueError):
            continue
        misfit = np.sum((y - model(x, *values)) ** 2)
        if np.isfinite(misfit) and (found is None or misfit < found[0]):
            found = misfit, values, np.sqrt(np.diag(covariance))
    return found


def logistic(low, top=None):
    if top is None:
        return lambda u, m, s, t: low + (t - low) / (1 + np.exp(-np.clip(s * (u - m), -500, 500)))
    return lambda u, m, s: low + (top - low) / (1 + np.exp(-np.clip(s * (u - m), -500, 500)))


def grid(u, slopes=(1, 3, 10)):
    return list(itertools.product(np.linspace(u.min() - 1, u.max() + 1, 15), slopes))


def chinchilla(rows):
    n, d, loss = (np.array([float(r[k]) for r in rows]) for k in ("params", "tokens", "loss"))

    def objective(p):
        a, b, e, alpha, beta = p
        terms = np.stack([a - alpha * np.log(n), b - beta * np.log(d), np.full_like(n, e)])
        r = np.abs(np.log(loss) - logsumexp(terms, axis=0))
        return np.sum(np.where(r <= 1e-3, r * r / 2, 1e-3 * (r - 5e-4)))

    ends = []
    for start in itertools.product((3, 8), (3, 8), (0, 0.6), (0.3, 0.5), (0.3, 0.5)):
        end = minimize(objective, start, method="Nelder-Mead",
                       options={"maxiter": 6000, "maxfev": 6000, "xatol": 1e-9, "fatol": 1e-14})
        ends.append((end.fun, end.x))
    fun, (a, b, e, alpha, beta) = min(ends, key=lambda end: end[0])
    return {"objective": fun, "E": np.exp(e), "A": np.exp(a), "B": np.exp(b), "alpha": alpha, "beta": beta}


def main():
    warnings.simplefilter("ignore", OptimizeWarning)  # starts that lead nowhere
    folder, out = sys.argv[1], sys.argv[2]
    rows = []

    def add(case, **values):
        rows.extend((case, key, f"{value:.10g}") for key, value in values.items())

    # Accuracy that rises well inside the data.
    for task in ("2_digit_addition", "2_digit_subtraction", "3_digit_addition", "3_digit_subtraction"):
        task = f"arithmetic_{task}"
        x, y = numbers(load(folder, "gpt3_table_h1", task=task, setting="few_shot"), "params", "value")
        u = np.log10(x)
        misfit, values, errors = best(logistic(0, 100), u, y, grid(u))
        add(task, midpoint=values[0], slope=values[1], midpoint_stderr=errors[0], slope_stderr=errors[1],
            objective=misfit)
    x, y = numbers(load(folder, "pythia_evals", task="lambada_openai", metric="acc", shots="0", model="pythia-1.4b"),
                   "tokens", "value")
    u = np.log10(x[x > 0])
    y = y[x > 0]
    starts = [(m, s, t) for m, s in grid(u) for t in (0.4, 0.6, 0.9)]
    misfit, values, _ = best(logistic(0), u, y, starts)
    add("pythia_lambada", midpoint=values[0], slope=values[1], top=values[2], objective=misfit)

    # Loss against compute: a line in ln y, and with an offset.
    x, y = numbers(load(folder, "overtrain_losses", eval_set="c4_val", train_dataset="c4_original",
                        chinchilla_multiplier="1.0"), "train_flops", "loss")
    slope, intercept = np.polyfit(np.log(x), np.log(y), 1)
    add("overtrain|power", b=-slope, a=np.exp(intercept))
    z = x / np.exp(np.mean(np.log(x)))
    misfit, values, _ = best(lambda z, c, a, b: c + a * z ** -b, z, y,
                             itertools.product((0.5, 1.5, 2.5), (0.5, 1, 2), (0.05, 0.2, 0.4)))
    add("overtrain|power-offset", c=values[0], b=values[2],
        a=values[1] * np.exp(np.mean(np.log(x))) ** values[2], objective=misfit)
    slope, intercept = np.polyfit(np.log10(x), y, 1)
    add("overtrain|linear", slope=slope, intercept=intercept)

    add("chinchilla", **chinchilla(load(folder, "chinchilla_points", excluded_in_refit="0")))

    with open(out, "w", encoding="utf-8", newline="\n") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("case", "parameter", "value"))
        writer.writerows(rows)


if __name__ == "__main__":
    main()

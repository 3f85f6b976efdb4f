"""Slow, obvious twin of GloVe's kernels.

"paper" marks what is written from the paper (Pennington et al. 2014), "contract" what mirrors the
order of the kernels' operations as it is documented. Everything is float64 and Python loops; words,
contexts and their numbers are arrays of their own.
"""

from __future__ import annotations

import numpy as np
from oracles import random_at

# ---- paper: equations 8 and 9, and AdaGrad as the authors use it


def weight(x, x_max, alpha):
    """The paper's f: how much a count matters."""
    return min(1.0, (x / x_max) ** alpha)


def objective(model, pairs, x_max, alpha):
    """The paper's J over the pairs (i, j, x)."""
    w, c, b, e = model
    return sum(
        weight(x, x_max, alpha) * (w[i] @ c[j] + b[i] + e[j] - np.log(x)) ** 2 for i, j, x in pairs
    )


def visit(model, squares, i, j, x, x_max, alpha, rate):
    """One step of AdaGrad on one pair, without the gradient's factor 2; its loss before."""
    w, c, b, e = model
    difference = w[i] @ c[j] + b[i] + e[j] - np.log(x)
    slope = weight(x, x_max, alpha) * difference
    gradients = slope * c[j], slope * w[i], slope, slope
    for values, sums, row, g in zip(model, squares, (i, j, i, j), gradients, strict=True):
        sums[row] += g**2
        values[row] -= rate * g / np.sqrt(sums[row])
    return slope * difference


# ---- contract: how non-zeros are packed, and the order in which blocks are visited


def unpack(entries):
    """Rows and columns in their parts, and counts, of packed non-zeros."""
    words = entries.view(np.uint16).reshape(-1, 4)
    return words[:, 0].astype(int), words[:, 1].astype(int), entries.view(np.float32)[1::2]


def train_rounds(
    model, squares, entries, begin, part_size, rounds, part, n_parts, x_max, alpha, rate, seed
):
    """Rounds of GloVe: round r trains a slice of each of the blocks (i, (i + r) mod P).

    Block (i, (i + r) mod P) has the place r * P + i among the entries, and the number i * P + j for
    its seed. It is gone through from a place that the seed gives, and round its end. Losses
    (n_rounds, P).
    """
    P = round((len(begin) - 1) ** 0.5)
    losses = np.zeros((len(rounds), P))
    for k, r in enumerate(rounds.tolist()):
        for i in range(P):
            j = (i + r) % P
            block = r * P + i
            row, column, count = unpack(entries[begin[block] : begin[block + 1]])
            n = len(count)
            for k_th in range(n * part // n_parts, n * (part + 1) // n_parts):
                at = (k_th + random_at(seed, i * P + j) % n) % n
                place = row[at] + i * part_size, column[at] + j * part_size
                losses[k, i] += visit(model, squares, *place, float(count[at]), x_max, alpha, rate)
    return losses

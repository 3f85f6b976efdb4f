"""Slow, obvious twins of word2vec's kernels, from the corpus to the matrices.

"paper" marks what is written from the papers, against which gradients and losses are checked;
"contract" what mirrors the order of the kernels' operations as it is documented. Everything is
float64 and Python loops; matrices are updated in place as the kernels update theirs.
"""

from __future__ import annotations

import itertools

import numpy as np
from oracles import draw, random_at, scaled

TILE = 8  # examples that share their negatives
MAX_HITS = 32  # updates of an input row by one mini-batch, beyond which they are scaled
FUSED = 6  # negatives that move together; those before them move one after the other


# ---- contract: which random number decides about which token


def is_kept(token, term, keep, seed):
    """Subsampling: the high 32 bits of the token's number do not exceed keep[term]."""
    return random_at(seed, token) >> 32 <= keep[term]


def reach(token, window, seed):
    """word2vec's shrinking window: uniform in 1 ... window, by the low 32 bits."""
    return 1 + scaled(random_at(seed, token) & 0xFFFFFFFF, window)


def sample_windows(ids, indptr, begin, end, keep, rows, window, seed):
    """Kept words (matrix rows) of the stretch with the number of context words to each side.

    Each document is subsampled as a whole; then of each the words in begin ... end - 1 are taken,
    with up to ``window`` more on either side, which have no context of their own.
    """
    kept, left, right = [], [], []
    for doc_begin, doc_end in itertools.pairwise(indptr):
        if begin == end or doc_end <= begin or doc_begin >= end:
            continue
        tokens = [t for t in range(doc_begin, doc_end) if is_kept(t, ids[t], keep, seed)]
        before = [t for t in tokens if t < begin][-window:]
        inside = [t for t in tokens if begin <= t < end]
        after = [t for t in tokens if t >= end][:window]
        sentence = before + inside + after
        for i, t in enumerate(sentence):
            kept.append(int(rows[ids[t]]))
            size = reach(t, window, seed) if begin <= t < end else 0
            left.append(min(size, i))
            right.append(min(size, len(sentence) - 1 - i))
    return kept, left, right


def sorted_pairs(kept, left, right, n_parts, part_size):
    """All pairs, stably sorted by block (part of input, part of output), and where blocks begin."""
    pairs = pairs_of(kept, left, right)
    block = [a // part_size * n_parts + b // part_size for a, b in pairs]
    order = np.argsort(block, kind="stable")
    begin = np.searchsorted(np.array(block)[order], np.arange(n_parts**2 + 1))
    return np.array(pairs, dtype=np.int32).reshape(-1, 2)[order], begin


# ---- paper: Mikolov et al. 2013, "Distributed representations ...", section 2 and equation 4


def pairs_of(kept, left, right):
    """(word, context word) of every window, in corpus order."""
    return [
        (kept[i], kept[j])
        for i in range(len(kept))
        for j in range(i - left[i], i + right[i] + 1)
        if j != i
    ]


def sigmoid(z):
    """1 / (1 + exp(-z)), without overflow."""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, e) / (1.0 + e)


def softplus(z):
    """ln(1 + exp(z)), without overflow."""
    return np.logaddexp(0.0, z)


def example_loss(x, positive, negatives):
    """-ln sigma(x . p) - sum_k ln sigma(-x . n_k) of one example."""
    return softplus(-x @ positive) + sum(softplus(x @ n) for n in negatives)


def bag_loss(rows, positive, negatives):
    """The same with the average of a bag of rows in the place of x."""
    return example_loss(np.mean(rows, axis=0), positive, negatives)


# ---- contract: the order in which rows move


def steps_of(x, positive, negatives, mine, rate):
    """How far each output row moves along x: (1 + K,), and the loss.

    ``mine`` says which negatives are the example's own positive: they are passed over.
    """
    steps = np.zeros(1 + len(negatives))
    steps[0] = rate * sigmoid(-x @ positive)
    for k, n in enumerate(negatives):
        if not mine[k]:
            steps[1 + k] = -rate * sigmoid(x @ n)
    counted = [n for n, passed in zip(negatives, mine, strict=True) if not passed]
    return steps, float(example_loss(x, positive, counted))


def move_pairs(input, output, pairs, negatives, steps):
    """The updates of one tile of skip-gram, each added to what the row holds by then."""
    n_alone = max(0, len(negatives) - FUSED)
    sums = np.zeros((len(pairs), input.shape[1]))
    for k in range(n_alone):
        old = output[negatives[k]].copy()
        for i, (a, _) in enumerate(pairs):
            sums[i] += steps[i][1 + k] * old
            output[negatives[k]] += steps[i][1 + k] * input[a]
    together = range(n_alone, len(negatives))
    old = {k: output[negatives[k]].copy() for k in together}
    gain = {k: np.zeros(input.shape[1]) for k in together}
    for i, (a, b) in enumerate(pairs):
        x, p = input[a].copy(), output[b].copy()
        gradient = steps[i][0] * p + sums[i]
        for k in together:
            gradient += steps[i][1 + k] * old[k]
            gain[k] += steps[i][1 + k] * x
        output[b] += steps[i][0] * x
        input[a] += gradient
    for k in together:
        output[negatives[k]] += gain[k]


def train_block(input, output, pairs, first_output, threshold, alias, n_negative, rate, seed):
    """One block of skip-gram: tiles of 8 pairs that lie n_tiles apart. Returns the loss."""
    n_tiles = -(-len(pairs) // TILE)
    loss = 0.0
    for tile in range(n_tiles):
        numbers = [random_at(seed, tile * n_negative + k) for k in range(n_negative)]
        negatives = [first_output + draw(threshold, alias, bits) for bits in numbers]
        members = [tuple(pairs[i]) for i in range(tile, len(pairs), n_tiles)]
        steps = []
        for a, b in members:
            mine = [n == b for n in negatives]
            step, lost = steps_of(input[a], output[b], output[negatives], mine, rate)
            steps.append(step)
            loss += lost
        move_pairs(input, output, members, negatives, steps)
    return loss


def train_rounds(
    input,
    output,
    pairs,
    block_begin,
    part_size,
    first,
    last,
    threshold,
    alias,
    n_negative,
    first_rate,
    last_rate,
    seed,
):
    """Rounds of skip-gram: round r trains the blocks (i, (i + r) mod P). Losses (last - first, P).

    Gemulla et al. 2011, "Large-scale matrix factorization with distributed SGD"; negatives come
    from the block's own part of the output rows.
    """
    n_parts = round((len(block_begin) - 1) ** 0.5)
    losses = np.zeros((last - first, n_parts))
    for r in range(first, last):
        rate = first_rate + (last_rate - first_rate) * (r - first) / (last - first)
        for i in range(n_parts):
            j = (i + r) % n_parts
            block = i * n_parts + j
            part = slice(j * part_size, min((j + 1) * part_size, len(output)))
            losses[r - first, i] = train_block(
                input,
                output,
                pairs[block_begin[block] : block_begin[block + 1]],
                j * part_size,
                threshold[part],
                alias[part],
                n_negative,
                rate,
                random_at(seed, block),
            )
    return losses


def bag_of(kept, left, right, i):
    """Rows of the words in the window of kept[i], itself left out."""
    return [kept[j] for j in range(i - left[i], i + right[i] + 1) if j != i]


def train_part(
    input, output, bags, targets, first_output, threshold, alias, n_negative, rate, seed
):
    """The bags of a batch whose targets lie in one part: their gradients and their loss."""
    n_tiles = -(-len(bags) // TILE)
    gradients = np.zeros((len(bags), input.shape[1]))
    loss = 0.0
    for tile in range(n_tiles):
        numbers = [random_at(seed, tile * n_negative + k) for k in range(n_negative)]
        negatives = [first_output + draw(threshold, alias, bits) for bits in numbers]
        averages = np.array([input[bag].mean(axis=0) for bag in bags[tile::n_tiles]])
        members = list(enumerate(targets[tile::n_tiles]))
        steps = []
        for i, b in members:
            mine = [n == b for n in negatives]
            step, lost = steps_of(averages[i], output[b], output[negatives], mine, rate)
            steps.append(step)
            loss += lost
        moved = averages.copy()
        move_pairs(moved, output, members, negatives, steps)
        gradients[tile::n_tiles] = moved - averages
    return gradients, loss


def train_batch(
    input, output, kept, left, right, members, part_size, threshold, alias, n_negative, rate, seed
):
    """One mini-batch of bags: gradients from frozen input rows, which then move. Returns the loss.

    Output rows move tile by tile, part by part, as in skip-gram; bags without context are passed
    over. word2vec adds the input gradient to every word of the bag, not divided by their number.
    An input row that n > MAX_HITS bags hold moves by their sum times MAX_HITS / n.
    """
    frozen = input.copy()
    change = np.zeros_like(input)
    hits = np.zeros(len(input))
    loss = 0.0
    for part, first in enumerate(range(0, len(output), part_size)):
        own = [i for i in members if left[i] + right[i] > 0 and kept[i] // part_size == part]
        bags = [bag_of(kept, left, right, i) for i in own]
        gradients, lost = train_part(
            frozen,
            output,
            bags,
            [kept[i] for i in own],
            first,
            threshold[first : first + part_size],
            alias[first : first + part_size],
            n_negative,
            rate,
            random_at(random_at(seed, members[0]), part),
        )
        loss += lost
        for bag, gradient in zip(bags, gradients, strict=True):
            np.add.at(change, bag, gradient)
            np.add.at(hits, bag, 1)
    input[:] += change * np.minimum(1.0, MAX_HITS / np.maximum(hits, 1))[:, None]
    return loss


def train_bags(
    input,
    output,
    kept,
    left,
    right,
    begin,
    end,
    batch_size,
    part_size,
    threshold,
    alias,
    n_negative,
    first_rate,
    last_rate,
    seed,
):
    """CBOW over bags begin ... end - 1, in mini-batches. Returns the loss."""
    size = max(batch_size, 1)
    n_batches = -(-(end - begin) // size)
    loss = 0.0
    for batch in range(n_batches):
        first = begin + batch * size
        loss += train_batch(
            input,
            output,
            kept,
            left,
            right,
            range(first, min(first + size, end)),
            part_size,
            threshold,
            alias,
            n_negative,
            first_rate + (last_rate - first_rate) * batch / n_batches,
            seed,
        )
    return loss

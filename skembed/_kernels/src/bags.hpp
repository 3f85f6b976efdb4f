// Bags in a mini-batch: the average of some input rows meets one target row and K negatives.
//
// Forward, from rows that nobody changes meanwhile (TILE bags share their negatives):
//     h_i = 1/m sum of the m input rows of bag i
//     e_i = step_i0 p_i + sum_k step_ik n_k
// Then the updates, each row by one thread, in the order of the bags:
//     input rows of bag i:  v <- v + e_i          (word2vec's step: not divided by m)
//     output rows:          p_i <- p_i + step_i0 h_i,   n_k <- n_k + sum_i step_ik h_i
// A row that one batch updates more than MAX_HITS times (a word that fills a passage) moves by the
// sum scaled to MAX_HITS updates: so many steps from one state would overshoot, and diverge.
#pragma once

#include "tile.hpp"

namespace skembed {
namespace SKEMBED_ISA {

SKEMBED_INLINE void average(const BagBatch& b, int64_t i, float* out, int32_t d) {
    const int32_t* words = b.kept + i;
    const vec scale = all(1.0f / static_cast<float>(b.left[i] + b.right[i]));
    for (int32_t c = 0; c < d; c += 4 * WIDTH) {
        vec acc[4] = {vec{}, vec{}, vec{}, vec{}};
        const int32_t n = d - c < 4 * WIDTH ? (d - c) / WIDTH : 4;
        for (int32_t j = -b.left[i]; j <= b.right[i]; ++j) {
            if (j == 0) continue;
            const float* v = b.input.row(words[j]) + c;
            if (n == 4) {
                SKEMBED_UNROLL
                for (int q = 0; q < 4; ++q) acc[q] += load(v + q * WIDTH);
            } else {
                for (int q = 0; q < n; ++q) acc[q] += load(v + q * WIDTH);
            }
        }
        for (int q = 0; q < n; ++q) store(out + c + q * WIDTH, acc[q] * scale);
    }
}

// e_i for one bag of the tile
SKEMBED_INLINE void input_gradient(const Tile& t, int i, float* out, int32_t d) {
    for (int32_t c = 0; c < d; c += WIDTH) {
        vec e = all(t.score[i]) * load(t.p[i] + c);
        for (int k = 0; k < t.n_negative; ++k)
            e += all(t.score[(1 + k) * TILE + i]) * load(t.n_rows[k] + c);
        store(out + c, e);
    }
}

struct BagTile : Tile {
    int32_t slot[TILE];
    int64_t bag[TILE];
    int32_t n;  // bags that are there; the other places of the tile stay empty
};

// Who is in the tile, and all their rows on the way to the cache.
SKEMBED_INLINE void prepare(const BagBatch& b, int32_t tile, BagTile& t) {
    const int32_t d = b.input.d;
    uint64_t stream = random_at(b.seed, static_cast<uint64_t>(b.first + tile));
    draw_negatives(t, b.noise, 0, stream);
    for (int k = 0; k < t.n_negative; ++k) {
        t.n_rows[k] = b.output.row(t.negative[k]);
        prefetch_row(t.n_rows[k], d);
        b.negatives[static_cast<int64_t>(tile) * t.n_negative + k] = t.negative[k];
    }
    t.n = 0;
    for (int32_t slot = tile * TILE; slot < (tile + 1) * TILE; ++slot) {
        const int64_t bag = b.bag(slot);
        if (bag < 0) continue;
        t.bag[t.n] = bag;
        t.positive[t.n] = b.kept[bag];
        t.x[t.n] = b.mean + static_cast<int64_t>(slot) * d;
        t.p[t.n] = b.output.row(b.kept[bag]);
        t.slot[t.n++] = slot;
        prefetch_row(b.output.row(b.kept[bag]), d);
        for (int32_t j = -b.left[bag]; j <= b.right[bag]; ++j)
            if (j != 0) prefetch_row(b.input.row(b.kept[bag + j]), d);
    }
    for (int32_t i = t.n; i < TILE; ++i) {
        t.x[i] = b.scratch;
        t.p[i] = b.scratch + d;
        t.positive[i] = -1;
    }
}

// Slots without a bag keep a step of zero.
SKEMBED_INLINE double forward_tile(const BagBatch& b, BagTile& t, int32_t tile) {
    const int32_t d = b.input.d, n_steps = (1 + t.n_negative) * TILE;
    float* const steps = b.step + static_cast<int64_t>(tile) * n_steps;
    for (int j = 0; j < n_steps; ++j) steps[j] = 0.0f;
    if (t.n == 0) return 0.0;
    for (int32_t i = 0; i < t.n; ++i) average(b, t.bag[i], t.x[i], d);
    score(t, d);
    const double loss = settle(t, b.learning_rate);
    for (int32_t i = 0; i < t.n; ++i) {
        input_gradient(t, i, b.gradient + static_cast<int64_t>(t.slot[i]) * d, d);
        for (int j = i, to = t.slot[i] % TILE; j < n_steps; j += TILE, to += TILE)
            steps[to] = t.score[j];
    }
    return loss;
}

double bags_forward(const BagBatch& b, int32_t begin, int32_t end) {
    BagTile tiles[2];  // the one at work and the next
    for (BagTile& t : tiles) {
        t.n_negative = b.n_negative;
        for (int g = 0; g < GROUP; ++g) t.n_rows[b.n_negative + g] = b.scratch + b.input.d;
    }
    double loss = 0.0;
    if (begin < end) prepare(b, begin, tiles[0]);
    for (int32_t tile = begin; tile < end; ++tile) {
        const int32_t now = (tile - begin) % 2;
        if (tile + 1 < end) prepare(b, tile + 1, tiles[1 - now]);
        loss += forward_tile(b, tiles[now], tile);
    }
    return loss;
}

SKEMBED_INLINE float brake(int hits) {
    return hits > MAX_HITS ? static_cast<float>(MAX_HITS) / static_cast<float>(hits) : 1.0f;
}

constexpr int64_t AHEAD = 8;  // updates between a prefetch and its use

SKEMBED_INLINE void prefetch_update(const Matrix& m, const Update* u, int64_t i, int64_t n) {
    if (i + AHEAD >= n) return;
    prefetch_row_to_write(m.row(u[i + AHEAD].row), m.d);
}

void bags_update_input(const BagBatch& b, const Update* updates, int64_t n) {
    const int32_t d = b.input.d;
    for (int64_t j = 0; j < n; ++j) {
        prefetch_update(b.input, updates, j, n);
        float* v = b.input.row(updates[j].row);
        const float* e = b.gradient + static_cast<int64_t>(updates[j].slot) * d;
        const vec scale = all(brake(b.input_hits[b.counter(updates[j].row)]));
        for (int32_t c = 0; c < d; c += WIDTH) store(v + c, load(v + c) + scale * load(e + c));
    }
}

void bags_update_output(const BagBatch& b, const Update* updates, int64_t n) {
    const int32_t d = b.input.d;
    for (int64_t j = 0; j < n; ++j) {
        prefetch_update(b.output, updates, j, n);
        const Update u = updates[j];
        float* v = b.output.row(u.row);
        const float* h = b.mean + static_cast<int64_t>(u.slot) * d;
        const float* steps =
            b.step + (static_cast<int64_t>(u.slot / TILE) * (1 + b.n_negative) + u.k) * TILE;
        const float scale = brake(b.output_hits[b.counter(u.row)]);
        if (u.k == 0) {
            const vec step = all(scale * steps[u.slot % TILE]);
            for (int32_t c = 0; c < d; c += WIDTH) store(v + c, load(v + c) + step * load(h + c));
            continue;
        }
        for (int32_t c = 0; c < d; c += WIDTH) {
            vec sum = load(v + c);
            SKEMBED_UNROLL
            for (int i = 0; i < TILE; ++i) sum += all(scale * steps[i]) * load(h + i * d + c);
            store(v + c, sum);
        }
    }
}

}  // namespace SKEMBED_ISA
}  // namespace skembed

// What one instruction set offers, as a table of functions; the arguments they share.
//
// Shapes, in the same letters everywhere: V rows, d floats a row (padded to a multiple of 16 with
// zeros), TILE examples that share K negatives.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "common/random.hpp"

namespace skembed {

constexpr int TILE = 8;              // examples that share their negatives
constexpr int ROW_MULTIPLE = 16;     // rows are padded to this many floats
constexpr int MAX_NEGATIVE = 64;     // K at most
constexpr int MAX_HITS = 32;         // updates of one row from one state, beyond which they are scaled

// Does nothing unless the build option bounds_checks is on.
SKEMBED_INLINE void check_row(int64_t i, int64_t n_rows) {
#ifdef SKEMBED_BOUNDS_CHECKS
    if (i >= 0 && i < n_rows) return;
    std::fprintf(stderr, "skembed: row %lld of a matrix of %lld rows\n", static_cast<long long>(i),
                 static_cast<long long>(n_rows));
    std::abort();
#else
    (void)i;
    (void)n_rows;
#endif
}

// A row on its way to the cache, to be read or to be written.
SKEMBED_INLINE void prefetch_row(const float* row, int32_t d) {
    for (int32_t c = 0; c < d; c += ROW_MULTIPLE) SKEMBED_PREFETCH(row + c);
}

SKEMBED_INLINE void prefetch_row_to_write(const float* row, int32_t d) {
    for (int32_t c = 0; c < d; c += ROW_MULTIPLE) SKEMBED_PREFETCH_TO_WRITE(row + c);
}

// (V, d) float32, rows aligned to 64 bytes
struct Matrix {
    float* data;
    int32_t n_rows;
    int32_t d;

    SKEMBED_INLINE float* row(int64_t i) const {
        check_row(i, n_rows);
        return data + i * d;
    }
};

struct Pair {
    int32_t input, output;
};

// One block of skip-gram: its pairs, and the part of the output rows its negatives come from.
struct SkipGramBlock {
    Matrix input, output;
    const Pair* pairs;       // (n_pairs,)
    int64_t n_pairs;
    AliasTable noise;        // over rows first_output, first_output + 1, ...
    int32_t first_output;
    int32_t n_negative;      // K
    float learning_rate;
    uint64_t seed;
    float* scratch;          // (2 + TILE, d) zeros: stand-ins for absent rows, and sums
};

// A word of a mini-batch: kept[first + place]
struct Place {
    int32_t row;
    int32_t place;
    int32_t word;            // its number among the different words of the batch
};

// One mini-batch of bags. Bag i holds kept[i - left[i]] ... kept[i + right[i]] without kept[i],
// which is its target; a bag without context is skipped.
struct BagBatch {
    Matrix input, output;
    const int32_t* kept;     // (n_kept,) rows of the words that survived subsampling
    const int32_t* left;     // (n_kept,)
    const int32_t* right;    // (n_kept,)
    int64_t first;           // first bag of this batch
    int32_t n_bags;          // up to B
    int32_t reach;           // no bag holds a word farther from its target than this
    float* exchange;         // (B, d) x_i, then e_i: what bag first + i adds to its input rows
    int32_t n_negative;      // K
    float learning_rate;

    SKEMBED_INLINE float* exchanged(int32_t i) const {
        return exchange + static_cast<int64_t>(i) * input.d;
    }
    SKEMBED_INLINE bool is_bag(int32_t i) const {
        return i >= 0 && i < n_bags && left[first + i] + right[first + i] > 0;
    }
};

// Those of its bags whose targets lie in one part of the output rows.
struct BagBlock {
    const int32_t* places;   // (n_places,) where in the batch their targets are
    int64_t n_places;
    AliasTable noise;        // over rows first_output, first_output + 1, ...
    int32_t first_output;
    uint64_t seed;
    float* scratch;          // (2 + TILE, d) zeros: stand-ins for absent rows, and sums
};

// One non-zero of the co-occurrence counts, its row and column counted from the block's first.
struct Cooccurrence {
    uint16_t row, column;
    float count;
};

// One block of GloVe: the non-zeros whose words are all in one part and contexts all in another.
// A row of the input matrix is [w_i, b_i, 1], of the output matrix [c_j, 1, e_j], so that their
// product holds the biases; d floats with the padding. The matrices' rows are twice as long: behind
// the d floats stand the sums of their squared gradients.
struct GloveBlock {
    Matrix input, output;
    const Cooccurrence* entries;  // (n,)
    int64_t n;
    int64_t begin, end;      // those to visit, counted from `offset` and round the end
    int64_t offset;
    int64_t first_input, first_output;
    float x_max, alpha;
    float learning_rate;
};

enum Loss : int32_t { LOSS_SOFTMAX, LOSS_SIGMOID, LOSS_SQUARED };
enum Norm : int32_t { NORM_NONE, NORM_L2, NORM_L1, NORM_MAX };

// What texts train: vectors of terms, and the head above a text's weighted sum of them.
struct TextModel {
    Matrix vectors;          // (V, d) u_t; the vectors are these times a scale
    float* sums;             // (V,) G_t, positive
    Matrix head;             // (C, d) w_c
    float* head_sums;        // (C,) H_c, positive
    float* bias;             // (C,)
    float* bias_sums;        // (C,) positive
    int32_t n_components;    // n, d without the padding
    Loss loss;
    Norm norm;               // of a text's sum
    float weight_decay;
    bool frozen;             // the vectors stay as they are
};

// One mini-batch of texts. The entries of text i in part p are edges[i, p] ... edges[i, p + 1] - 1.
struct TextBatch {
    int32_t n;               // texts, up to B
    int32_t n_parts;         // P
    const int64_t* texts;    // (n,) which texts they are
    const int32_t* rows;     // (n_entries,) t
    const float* weights;    // (n_entries,) a_it
    const int64_t* edges;    // (n, P + 1)
    const float* importance; // (n_texts,) m
    const int32_t* labels;   // (n_texts,) y, if the loss is softmax
    const float* targets;    // (n, C) y otherwise
    float* partial;          // (B, P, d) each part's share of a text's sum
    float* x;                // (B, d)
    float* residual;         // (B, n_columns) scores, then r
    int32_t n_columns;       // C, padded to a multiple of 16
    float* gradient;         // (B, d) g
    float* power;            // (B,) m |g|^2 / n
    float learning_rate;
    float scale, next_scale; // of the vectors, before this batch's decay and after it
};

struct Documents {
    const int32_t* ids;      // (n_tokens,)
    int64_t n_tokens;
    const int64_t* indptr;   // (n_docs + 1,)
    const float* vectors;    // (V, d), any alignment, rows of d floats
    int64_t n_rows;          // V
    int64_t d;
};

struct Kernels {
    const char* name;
    double (*skipgram_block)(const SkipGramBlock&);                          // -> sum of the losses
    void (*bags_average)(const BagBatch&, int32_t begin, int32_t end);
    double (*bags_block)(const BagBatch&, const BagBlock&);                  // -> sum of the losses
    void (*bags_update)(const BagBatch&, const Place*, int64_t n, const int32_t* hits);
    double (*glove_block)(const GloveBlock&);                                // -> sum of the losses
    void (*text_sums)(const TextModel&, const TextBatch&, int32_t part);
    double (*text_gradients)(const TextModel&, const TextBatch&, int32_t first, int32_t last,
                             float* scratch);                                // -> sum of the losses
    void (*text_update)(const TextModel&, const TextBatch&, int32_t part);
    void (*head_update)(const TextModel&, const TextBatch&, int32_t first, int32_t last,
                        float* scratch);
    void (*weighted_sum)(const Documents&, const float* weights, bool by_token, float* out,
                         int64_t begin, int64_t end);
    void (*extreme)(const Documents&, float sign, float* out, int64_t begin, int64_t end);
};

}  // namespace skembed

// What the loops of supervised embeddings are given, and the table of them.
//
// Shapes, in the same letters everywhere: V rows, d floats a row (padded to a multiple of 16 with
// zeros), C outputs,
// B texts in a batch, P parts of the rows.
#pragma once

#include <cstdint>

#include "common/matrix.hpp"

namespace skembed {

constexpr int TEXTS = 4;     // texts that go through the head together

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

struct Loops {
    void (*text_sums)(const TextModel&, const TextBatch&, int32_t part);
    // -> sum of the losses; scratch (TEXTS, d)
    double (*text_gradients)(const TextModel&, const TextBatch&, int32_t first, int32_t last,
                             float* scratch);
    void (*text_update)(const TextModel&, const TextBatch&, int32_t part);
    // scratch (d,)
    void (*head_update)(const TextModel&, const TextBatch&, int32_t first, int32_t last,
                        float* scratch);
};

}  // namespace skembed

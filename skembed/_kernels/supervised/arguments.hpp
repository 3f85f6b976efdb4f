// Arguments of the loops of supervised embeddings, and the table of these loops.
//
// Shapes use the same letters everywhere: V rows, d floats per row (padded with zeros to a multiple
// of 16), C outputs, B texts in a batch, P parts of the rows.
#pragma once

#include <cstdint>

#include "common/matrix.hpp"

namespace skembed {

constexpr int TEXTS = 4;     // texts that are scored by the head together

enum Loss : int32_t { LOSS_SOFTMAX, LOSS_SIGMOID, LOSS_SQUARED };
enum Norm : int32_t { NORM_NONE, NORM_L2, NORM_L1, NORM_MAX };

// The model: vectors of terms, and the head that is applied to the weighted sum of each text.
struct TextModel {
    Matrix vectors;          // (V, d) u_t; the vectors are these times a scale
    float* sums;             // (V,) G_t, positive
    Matrix head;             // (C, d) w_c
    float* head_sums;        // (C,) H_c, positive
    float* bias;             // (C,)
    float* bias_sums;        // (C,) positive
    int32_t n_components;    // n: that of the whole model, of which these may be coordinates
    Loss loss;
    Norm norm;               // norm by which the sum of a text is divided
    float smoothing;         // epsilon, label smoothing of the softmax loss
    float vector_rate;       // kappa, factor of the learning rate for the vectors
    float weight_decay;
    bool frozen;             // whether the vectors stay unchanged
};

// One mini-batch of texts. The entries of text i in part p are edges[i, p] ... edges[i, p + 1] - 1.
struct TextBatch {
    int32_t n;               // texts, up to B
    int32_t n_parts;         // P
    const int64_t* texts;    // (n,) indices of the texts
    const int32_t* rows;     // (n_entries,) t
    const float* weights;    // (n_entries,) a_it
    const int64_t* edges;    // (n, P + 1)
    const float* importance; // (n_texts,) m
    const int32_t* labels;   // (n_texts,) y, if the loss is softmax
    const float* targets;    // (n, C) y, for the other losses
    float* partial;          // (B, P, d) contribution of each part to the sum of a text
    float* x;                // (B, d)
    float* residual;         // (B, n_columns) scores, then r
    int32_t n_columns;       // C, padded to a multiple of 16
    float* gradient;         // (B, d) g
    float* power;            // (B,) m |g|^2 / n
    float learning_rate;
    float scale, next_scale; // scale of the vectors before and after the weight decay of this batch
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

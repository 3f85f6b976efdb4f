#include "supervised/driver.hpp"

#include <algorithm>
#include <vector>

#include "common/dispatch.hpp"
#include "common/interpolate.hpp"
#include "common/parallel.hpp"
#include "common/scratch.hpp"
#include "supervised/batches.hpp"

namespace skembed {

double train_texts(const TextModel& m, const Texts& t, float* scale, int n_threads, int isa) {
    Batches batches(t, m.vectors.n_rows);
    const int64_t P = t.n_parts, B = std::max(t.batch_size, 1), C = m.head.n_rows, d = m.head.d;
    const int64_t n_columns = (C + ROW_MULTIPLE - 1) / ROW_MULTIPLE * ROW_MULTIPLE;
    Scratch partial(static_cast<size_t>(B * P * d)), x(static_cast<size_t>(B * d));
    Scratch gradient(static_cast<size_t>(B * d)), residual(static_cast<size_t>(B * n_columns));
    Scratch scratch(static_cast<size_t>(P * TEXTS * d));
    std::vector<float> power(static_cast<size_t>(B));
    std::vector<double> losses(static_cast<size_t>(batches.n() * P), 0.0);

    std::vector<float> rates, scales(1, t.scale);
    for (int64_t b = 0; b < batches.n(); ++b) {
        rates.push_back(interpolate(t.first_rate, t.last_rate,
                                    static_cast<double>(b) / static_cast<double>(batches.n())));
        const float kept = m.frozen ? 1.0f : 1.0f - rates.back() * m.weight_decay;
        scales.push_back(scales.back() * kept);
    }
    TextBatch shared{};
    shared.n_parts = t.n_parts;
    shared.importance = t.importance;
    shared.labels = t.labels;
    shared.partial = partial.data();
    shared.x = x.data();
    shared.residual = residual.data();
    shared.n_columns = static_cast<int32_t>(n_columns);
    shared.gradient = gradient.data();
    shared.power = power.data();
    const auto batch = [&](int64_t b) {
        TextBatch batch = shared;
        batch.n = batches.size(b);
        batch.texts = t.order + batches.first(b);
        if (t.targets) batch.targets = t.targets + batches.first(b) * C;
        batch.rows = batches.entries(b).rows;
        batch.weights = batches.entries(b).weights;
        batch.edges = batches.entries(b).edges.data();
        batch.learning_rate = rates[static_cast<size_t>(b)];
        batch.scale = scales[static_cast<size_t>(b)];
        batch.next_scale = scales[static_cast<size_t>(b) + 1];
        return batch;
    };
    const auto share = [&](int64_t n, int64_t i) { return static_cast<int32_t>(n * i / P); };
    const Loops& k = loops(isa);
    float* const scratch_data = scratch.data();

    // Each batch has two stages. Even: gradients of the texts of batch b, and entries of the next batch.
    // Odd: update the rows of each part, and add them to the sums of the next batch while they are
    // still in the cache.
    run_stages(n_threads, 2 * (batches.n() + 1), P, [&](int64_t stage, int64_t item, int) {
        const int64_t b = stage / 2 - 1, next = b + 1;
        const auto part = static_cast<int32_t>(item);
        float* const own = scratch_data + item * TEXTS * d;
        if (stage % 2 == 0) {
            if (b >= 0)
                losses[static_cast<size_t>(b * P + item)] = k.text_gradients(
                    m, batch(b), share(batches.size(b), item), share(batches.size(b), item + 1), own);
            if (next < batches.n())
                for (int32_t i = share(batches.size(next), item);
                     i < share(batches.size(next), item + 1); ++i)
                    batches.fill(next, i);
            return;
        }
        if (b >= 0) {
            if (!m.frozen) k.text_update(m, batch(b), part);
            k.head_update(m, batch(b), share(C, item), share(C, item + 1), own);
        }
        if (next < batches.n()) k.text_sums(m, batch(next), part);
    });
    *scale = scales.back();
    double total = 0.0;
    for (const double loss : losses) total += loss;
    return total;
}

}  // namespace skembed

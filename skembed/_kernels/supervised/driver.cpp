// Training on texts: which batch, part and text when, on which thread.
#include <algorithm>
#include <stdexcept>
#include <vector>

#include "common/dispatch.hpp"
#include "common/drivers.hpp"
#include "common/parallel.hpp"

namespace skembed {

namespace {

// The entries of one batch, without those that drop out, and where each text's part of them begins.
struct BatchEntries {
    std::vector<int32_t> rows;
    std::vector<float> weights;
    std::vector<int64_t> edges;  // (B, P + 1)
};

class Batches {
  public:
    Batches(const Texts& t, int64_t n_rows)
        : t_(t), n_rows_(n_rows), size_(std::max(t.batch_size, 1)) {
        n_ = (t.n + size_ - 1) / size_;
        begin_.resize(static_cast<size_t>(t.n) + 1, 0);
        for (int64_t i = 0; i < t.n; ++i) {
            const int64_t text = t.order[i];
            begin_[static_cast<size_t>(i) + 1] =
                begin_[static_cast<size_t>(i)] + t.indptr[text + 1] - t.indptr[text];
        }
        int64_t most = 0;
        for (int64_t b = 0; b < n_; ++b)
            most = std::max(most, begin_[static_cast<size_t>(first(b + 1))] -
                                      begin_[static_cast<size_t>(first(b))]);
        for (BatchEntries& e : entries_) {
            e.rows.resize(static_cast<size_t>(most));
            e.weights.resize(static_cast<size_t>(most));
            e.edges.resize(static_cast<size_t>(size_ * (t.n_parts + 1)));
        }
        threshold_ = static_cast<uint64_t>(t.dropout * 4294967296.0);
        kept_ = static_cast<float>(1.0 / (1.0 - t.dropout));
    }

    int64_t n() const { return n_; }
    int64_t first(int64_t b) const { return std::min(b * size_, t_.n); }
    int32_t size(int64_t b) const { return static_cast<int32_t>(first(b + 1) - first(b)); }
    const BatchEntries& entries(int64_t b) const { return entries_[b % 2]; }

    // Text i of batch b: its entries into their places. Throws if its rows do not rise, or are none.
    void fill(int64_t b, int32_t i) {
        BatchEntries& e = entries_[b % 2];
        const int64_t place = first(b) + i, text = t_.order[place];
        int64_t* const edges = e.edges.data() + static_cast<int64_t>(i) * (t_.n_parts + 1);
        int64_t to = begin_[static_cast<size_t>(place)] - begin_[static_cast<size_t>(first(b))];
        const uint64_t stream = random_at(t_.seed, static_cast<uint64_t>(text));
        int32_t part = 0, before = -1;
        edges[0] = to;
        for (int64_t j = t_.indptr[text]; j < t_.indptr[text + 1]; ++j) {
            if (t_.rows[j] <= before || t_.rows[j] >= n_rows_)
                throw std::invalid_argument(
                    "rows must rise within a text, from 0 to the number of vectors");
            before = t_.rows[j];
            while (t_.rows[j] >= (part + 1) * t_.part_size) edges[++part] = to;
            if (threshold_ > 0 &&
                (random_at(stream, static_cast<uint64_t>(j - t_.indptr[text])) >> 32) < threshold_)
                continue;
            e.rows[static_cast<size_t>(to)] = t_.rows[j];
            e.weights[static_cast<size_t>(to++)] = t_.weights[j] * kept_;
        }
        while (part < t_.n_parts) edges[++part] = to;
    }

  private:
    const Texts& t_;
    int64_t n_rows_, size_, n_ = 0;
    std::vector<int64_t> begin_;  // (n + 1,) entries before each text, in the order of the visits
    BatchEntries entries_[2];     // of the batch at work and the next
    uint64_t threshold_;          // of 32 random bits
    float kept_;                  // what the weights of the others are multiplied by
};

}  // namespace

double train_texts(const TextModel& m, const Texts& t, float* scale, int n_threads, int isa) {
    Batches batches(t, m.vectors.n_rows);
    const int64_t P = t.n_parts, B = std::max(t.batch_size, 1), C = m.head.n_rows, d = m.head.d;
    const int64_t n_columns = (C + ROW_MULTIPLE - 1) / ROW_MULTIPLE * ROW_MULTIPLE;
    Scratch partial(static_cast<size_t>(B * P * d)), x(static_cast<size_t>(B * d));
    Scratch gradient(static_cast<size_t>(B * d)), residual(static_cast<size_t>(B * n_columns));
    Scratch scratch(static_cast<size_t>(P * TILE * d));
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
        batch.rows = batches.entries(b).rows.data();
        batch.weights = batches.entries(b).weights.data();
        batch.edges = batches.entries(b).edges.data();
        batch.learning_rate = rates[static_cast<size_t>(b)];
        batch.scale = scales[static_cast<size_t>(b)];
        batch.next_scale = scales[static_cast<size_t>(b) + 1];
        return batch;
    };
    const auto share = [&](int64_t n, int64_t i) { return static_cast<int32_t>(n * i / P); };
    const Kernels& k = kernels(isa);
    float* const scratch_data = scratch.data();

    // Two stages a batch. Even: the texts of batch b, and the entries of the next one. Odd: the rows
    // of each part move, and go into the sums of the next batch while they are in the cache.
    run_stages(n_threads, 2 * (batches.n() + 1), P, [&](int64_t stage, int64_t item, int) {
        const int64_t b = stage / 2 - 1, next = b + 1;
        const auto part = static_cast<int32_t>(item);
        float* const own = scratch_data + item * TILE * d;
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

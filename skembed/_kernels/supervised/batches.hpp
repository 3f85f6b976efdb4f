// The entries of the texts in a mini-batch, part by part, after dropout.
#pragma once

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include "common/random.hpp"
#include "supervised/driver.hpp"

namespace skembed {

// The entries of one batch that remain after dropout, and where each part of each text begins.
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

    // Fills in the entries of text i of batch b. Throws if its rows do not rise or are out of range.
    void fill(int64_t b, int32_t i) {
        BatchEntries& e = entries_[b % 2];
        const int64_t place = first(b) + i, text = t_.order[place];
        int64_t* const edges = e.edges.data() + static_cast<int64_t>(i) * (t_.n_parts + 1);
        int64_t to = begin_[static_cast<size_t>(place)] - begin_[static_cast<size_t>(first(b))];
        const uint64_t stream = random_at(t_.seed, static_cast<uint64_t>(text)), dropped = threshold_;
        // local copies, so that the compiler knows that writing entries does not change them
        const int32_t* const rows = t_.rows;
        const float* const weights = t_.weights;
        int32_t* const to_rows = e.rows.data();
        float* const to_weights = e.weights.data();
        const int64_t begin = t_.indptr[text], end = t_.indptr[text + 1], n_rows = n_rows_;
        const int64_t part_size = t_.part_size;
        const float kept = kept_;
        int32_t part = 0, before = -1;
        edges[0] = to;
        for (int64_t j = begin; j < end; ++j) {
            const int32_t row = rows[j];
            if (row <= before || row >= n_rows) refuse();
            before = row;
            while (row >= (part + 1) * part_size) edges[++part] = to;
            if (dropped > 0 && random_at(stream, static_cast<uint64_t>(j - begin)) >> 32 < dropped)
                continue;
            to_rows[to] = row;
            to_weights[to++] = weights[j] * kept;
        }
        while (part < t_.n_parts) edges[++part] = to;
    }

  private:
    [[noreturn]] static void refuse() {
        throw std::invalid_argument("rows must rise within a text, from 0 to the number of vectors");
    }

    const Texts& t_;
    int64_t n_rows_, size_, n_ = 0;
    std::vector<int64_t> begin_;  // (n + 1,) number of entries before each text, in visiting order
    BatchEntries entries_[2];     // of the current batch and the next
    uint64_t threshold_;          // an entry is dropped if its 32 random bits are below this
    float kept_;                  // factor for the weights of the remaining entries
};

}  // namespace skembed

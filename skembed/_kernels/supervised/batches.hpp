// The entries of the texts in a mini-batch, part by part, after dropout. Without dropout, they are not
// copied.
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
    std::vector<int32_t> kept_rows;
    std::vector<float> kept_weights;
    std::vector<int64_t> edges;  // (B, P + 1)
    const int32_t* rows;         // those kept, or those of all texts
    const float* weights;
};

class Batches {
  public:
    Batches(const Texts& t, int64_t n_rows)
        : t_(t), n_rows_(n_rows), size_(std::max(t.batch_size, 1)) {
        n_ = (t.n + size_ - 1) / size_;
        threshold_ = static_cast<uint64_t>(t.dropout * 4294967296.0);
        kept_ = static_cast<float>(1.0 / (1.0 - t.dropout));
        for (BatchEntries& e : entries_) {
            e.edges.resize(static_cast<size_t>(size_ * (t.n_parts + 1)));
            e.rows = t.rows;
            e.weights = t.weights;
        }
        if (threshold_ > 0) make_room();
    }

    int64_t n() const { return n_; }
    int64_t first(int64_t b) const { return std::min(b * size_, t_.n); }
    int32_t size(int64_t b) const { return static_cast<int32_t>(first(b + 1) - first(b)); }
    const BatchEntries& entries(int64_t b) const { return entries_[b % 2]; }

    // Finds the entries of text i of batch b. Throws if its rows do not rise or are out of range.
    void fill(int64_t b, int32_t i) {
        const int64_t text = t_.order[first(b) + i];
        const int64_t begin = t_.indptr[text], end = t_.indptr[text + 1];
        check(begin, end);
        int64_t* const edges = entries_[b % 2].edges.data() + static_cast<int64_t>(i) * (t_.n_parts + 1);
        edges[0] = begin;
        for (int32_t part = 1; part < t_.n_parts; ++part)
            edges[part] = std::lower_bound(t_.rows + edges[part - 1], t_.rows + end,
                                           static_cast<int64_t>(part) * t_.part_size) - t_.rows;
        edges[t_.n_parts] = end;
        if (threshold_ > 0) drop(b, i, edges);
    }

  private:
    // Allocates memory for the entries that dropout keeps.
    void make_room() {
        begin_.resize(static_cast<size_t>(t_.n) + 1, 0);
        for (int64_t i = 0; i < t_.n; ++i) {
            const int64_t text = t_.order[i];
            begin_[static_cast<size_t>(i) + 1] =
                begin_[static_cast<size_t>(i)] + t_.indptr[text + 1] - t_.indptr[text];
        }
        int64_t most = 0;
        for (int64_t b = 0; b < n_; ++b)
            most = std::max(most, begin_[static_cast<size_t>(first(b + 1))] -
                                      begin_[static_cast<size_t>(first(b))]);
        for (BatchEntries& e : entries_) {
            e.kept_rows.resize(static_cast<size_t>(most));
            e.kept_weights.resize(static_cast<size_t>(most));
            e.rows = e.kept_rows.data();
            e.weights = e.kept_weights.data();
        }
    }

    // Throws unless the rows of these entries rise, from 0 to the number of vectors.
    void check(int64_t begin, int64_t end) const {
        const int32_t* const rows = t_.rows;
        int32_t n_wrong = begin < end && (rows[begin] < 0 || rows[end - 1] >= n_rows_);
        for (int64_t j = begin + 1; j < end; ++j) n_wrong |= rows[j] <= rows[j - 1];
        if (n_wrong)
            throw std::invalid_argument("rows must rise within a text, from 0 to the number of vectors");
    }

    // Copies the entries that dropout keeps, and sets the edges to their places.
    void drop(int64_t b, int32_t i, int64_t* edges) {
        BatchEntries& e = entries_[b % 2];
        const int64_t place = first(b) + i, begin = edges[0];
        int64_t to = begin_[static_cast<size_t>(place)] - begin_[static_cast<size_t>(first(b))];
        const uint64_t stream = random_at(t_.seed, static_cast<uint64_t>(t_.order[place]));
        int64_t j = begin;
        for (int32_t part = 0; part < t_.n_parts; ++part) {
            edges[part] = to;
            for (const int64_t end = edges[part + 1]; j < end; ++j) {
                if (random_at(stream, static_cast<uint64_t>(j - begin)) >> 32 < threshold_) continue;
                e.kept_rows[static_cast<size_t>(to)] = t_.rows[j];
                e.kept_weights[static_cast<size_t>(to++)] = t_.weights[j] * kept_;
            }
        }
        edges[t_.n_parts] = to;
    }

    const Texts& t_;
    int64_t n_rows_, size_, n_ = 0;
    std::vector<int64_t> begin_;  // (n + 1,) entries before each text, in visiting order; for dropout
    BatchEntries entries_[2];     // of the current batch and the next
    uint64_t threshold_;          // an entry is dropped if its 32 random bits are below this
    float kept_;                  // factor for the weights of the remaining entries
};

}  // namespace skembed

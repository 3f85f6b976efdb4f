// Lists of the work items in a mini-batch of bags. No rows are read or updated here.
#pragma once

#include <cstdint>
#include <vector>

#include "word2vec/arguments.hpp"

namespace skembed {

// Items with keys below n, sorted by key (stable counting sort).
template <typename Item>
class Sorted {
  public:
    // Empties the list and makes room for n items, so that adding one is a plain store.
    void clear(int64_t n) {
        n_ = 0;
        found_.resize(static_cast<size_t>(n));
        keys_.resize(static_cast<size_t>(n));
    }
    void add(const Item& item, int32_t key) {
        found_[n_] = item;
        keys_[n_++] = key;
    }
    void sort(int64_t n_keys) {
        begin_.assign(static_cast<size_t>(n_keys) + 1, 0);
        for (size_t i = 0; i < n_; ++i) ++begin_[static_cast<size_t>(keys_[i]) + 1];
        for (size_t i = 0; i < static_cast<size_t>(n_keys); ++i) begin_[i + 1] += begin_[i];
        sorted_.resize(n_);
        at_.assign(begin_.begin(), begin_.end() - 1);
        for (size_t i = 0; i < n_; ++i)
            sorted_[static_cast<size_t>(at_[static_cast<size_t>(keys_[i])]++)] = found_[i];
    }
    const Item* of(int64_t key) const { return sorted_.data() + begin_[static_cast<size_t>(key)]; }
    int64_t size(int64_t key) const {
        return begin_[static_cast<size_t>(key) + 1] - begin_[static_cast<size_t>(key)];
    }

  private:
    size_t n_ = 0;
    std::vector<Item> found_, sorted_;
    std::vector<int32_t> keys_;
    std::vector<int64_t> begin_, at_;  // (n + 1,), (n,)
};

constexpr int32_t N_STRETCHES = 16;  // of a batch, for the updates of its input rows

// The bags of one batch by the part of their target, and its words by the stretch of the batch in which
// they first occur. Thus only one thread updates a row, and it finds in its cache the exchange rows of
// the surrounding bags, which adjacent words share. The result does not depend on the stretches.
class BatchWork {
  public:
    Sorted<int32_t> bags;
    Sorted<Place> words;
    std::vector<int32_t> hits;  // number of updates of each distinct word in the batch

    // For batch number i. seen (V,): as left by earlier batches, -1 before the first batch.
    void find(const BagBatch& b, int64_t i, int64_t n_parts, int32_t part_size,
              std::vector<int64_t>& seen) {
        const int32_t n = b.n_bags + 2 * b.reach;
        const int64_t first = i << 32;  // seen[row] becomes first + index of the word
        count_bags(b, n);
        bags.clear(n);
        words.clear(n);
        hits.clear();
        stretch_.clear();
        for (int32_t j = 0; j < n; ++j) {
            const int32_t place = j - b.reach, n_hits = held_[static_cast<size_t>(j)];
            const bool bag = b.is_bag(place);
            if (n_hits == 0 && !bag) continue;
            const int32_t row = b.kept[b.first + place];
            if (bag) bags.add(place, row / part_size);
            if (n_hits == 0) continue;
            int64_t& number = seen[static_cast<size_t>(row)];
            if (number < first) {
                number = first + static_cast<int64_t>(hits.size());
                hits.push_back(0);
                stretch_.push_back(static_cast<int32_t>(static_cast<int64_t>(j) * N_STRETCHES / n));
            }
            const auto word = static_cast<int32_t>(number - first);
            hits[static_cast<size_t>(word)] += n_hits;
            words.add(Place{row, place, word}, stretch_[static_cast<size_t>(word)]);
        }
        bags.sort(n_parts);
        words.sort(N_STRETCHES);
    }

  private:
    // held_[reach + place]: number of bags with the word, from cumulative sums of window edges
    void count_bags(const BagBatch& b, int32_t n) {
        held_.assign(static_cast<size_t>(n) + 1, 0);
        for (int32_t i = 0; i < b.n_bags; ++i) {
            ++held_[static_cast<size_t>(b.reach + i - b.left[b.first + i])];
            --held_[static_cast<size_t>(b.reach + i + b.right[b.first + i] + 1)];
        }
        for (size_t j = 0; j < static_cast<size_t>(n); ++j) held_[j + 1] += held_[j];
        // no bag contains its own target
        for (int32_t i = 0; i < b.n_bags; ++i) --held_[static_cast<size_t>(b.reach + i)];
    }

    std::vector<int32_t> held_;
    std::vector<int32_t> stretch_;  // of each distinct word
};

}  // namespace skembed

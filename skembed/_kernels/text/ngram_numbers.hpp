// N-grams of token ids, numbered in the order of their keys, and counted. They are sorted by their beginnings
// first, so that all that is needed for those of one beginning stays in the caches. ngrams.hpp looks up known
// n-grams; nothing is known of strings.
#pragma once

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include "common/compiler.hpp"
#include "common/parallel.hpp"
#include "text/sequences.hpp"

namespace skembed {

// The n-grams that end in a part of the tokens, sorted by their beginnings; those of each are in order.
class SortedNGrams {
  public:
    // The part is tokens first to last; the document of each n-gram is in places, from first on, until `unsort`.
    void sort(const Sequences& x, int64_t first, int64_t last, int32_t* places) {
        first_ = first, last_ = last, documents_ = places + first;
        begins_.assign(static_cast<size_t>(x.n_before) + 2, 0);
        each_ngram(x, first, last, [this](int64_t before, int64_t, int64_t, int64_t) { ++begins_[before + 2]; });
        for (size_t b = 2; b < begins_.size(); ++b) begins_[b] += begins_[b - 1];
        values_.resize(begins_.back());
        each_ngram(x, first, last, [this](int64_t before, int64_t id, int64_t, int64_t document) {
            const uint32_t at = begins_[before + 1]++;
            values_[at] = static_cast<int32_t>(id);
            documents_[at] = static_cast<int32_t>(document);
        });
    }

    // The number of n-grams with beginnings less than `before`.
    int64_t n_until(int64_t before) const { return begins_[before]; }

    // Calls use(value, document) for each n-gram with a beginning; its value is its last token, and may be changed.
    template <typename Use>
    SKEMBED_INLINE void each(int64_t before, Use&& use) {
        for (uint32_t k = begins_[before]; k < begins_[before + 1]; ++k) use(values_[k], documents_[k]);
    }

    // places out: the value of the n-gram that ends at each token of the part, plus the offset of its beginning.
    void unsort(const Sequences& x, const std::vector<int32_t>& offsets, int32_t* places) {
        std::fill(places + first_, places + last_, -1);
        each_ngram(x, first_, last_, [&](int64_t before, int64_t, int64_t i, int64_t) {
            places[i] = values_[begins_[before]++] + offsets[static_cast<size_t>(before)];
        });
    }

  private:
    int64_t first_ = 0, last_ = 0;
    int32_t* documents_ = nullptr;
    std::vector<uint32_t> begins_;  // (n_before + 2,) where the n-grams with each beginning start
    std::vector<int32_t> values_;
};

// The n-grams with beginnings in a range, in the order of their keys, and their counts.
struct CountedNGrams {
    int64_t first = 0, last = 0;  // the range
    std::vector<int64_t> keys, counts, document_counts;

    // The value of each n-gram becomes its number, counted from the first one of the range.
    void find(const Sequences& x, std::vector<SortedNGrams>& parts) {
        // The number of the n-gram with each last token, plus 1; that of an earlier beginning is smaller.
        std::vector<uint32_t> slots(static_cast<size_t>(x.n_tokens));
        std::vector<int32_t> documents;  // the last one that has each n-gram
        for (int64_t before = first; before < last; ++before) {
            const size_t begin = keys.size();
            for (SortedNGrams& part : parts)
                part.each(before, [&](int32_t id, int32_t) {
                    if (slots[static_cast<size_t>(id)] > begin) return;
                    keys.push_back(id);
                    slots[static_cast<size_t>(id)] = static_cast<uint32_t>(keys.size());
                });
            if (keys.size() == begin) continue;
            if (keys.size() > INT32_MAX) throw std::length_error("2 ** 31 distinct n-grams");
            std::sort(keys.begin() + static_cast<int64_t>(begin), keys.end());
            counts.resize(keys.size());
            document_counts.resize(keys.size());
            documents.assign(keys.size() - begin, -1);
            for (size_t n = begin; n < keys.size(); ++n) {
                slots[static_cast<size_t>(keys[n])] = static_cast<uint32_t>(n + 1);
                keys[n] += before * x.n_tokens;
            }
            for (SortedNGrams& part : parts)
                part.each(before, [&](int32_t& value, int32_t document) {
                    const size_t n = slots[static_cast<size_t>(value)] - 1;
                    ++counts[n];
                    document_counts[n] += documents[n - begin] != document;
                    documents[n - begin] = document;
                    value = static_cast<int32_t>(n);
                });
        }
        for (auto* values : {&keys, &counts, &document_counts}) values->shrink_to_fit();
    }
};

// Ranges of beginnings, with about as many n-grams in each.
inline std::vector<CountedNGrams> ranges_of(const Sequences& x, const std::vector<SortedNGrams>& parts,
                                            int64_t n_ranges) {
    const auto n_until = [&](int64_t before) {
        int64_t n = 0;
        for (const SortedNGrams& part : parts) n += part.n_until(before);
        return n;
    };
    std::vector<CountedNGrams> ranges(static_cast<size_t>(n_ranges));
    for (int64_t r = 0, last = 0; r < n_ranges; ++r) {
        ranges[static_cast<size_t>(r)].first = last;
        const int64_t most = n_until(x.n_before) / n_ranges * (r + 1);
        for (int64_t end = x.n_before; last < end;) {  // find the last beginning before which there are not more
            const int64_t middle = last + (end - last + 1) / 2;
            if (r + 1 == n_ranges || n_until(middle) <= most) last = middle;
            else end = middle - 1;
        }
        ranges[static_cast<size_t>(r)].last = last;
    }
    return ranges;
}

// Numbers the n-grams of all documents in the order of their keys. places (n_ids,) out: the number of the
// n-gram that ends at each token, -1 for none.
inline std::vector<CountedNGrams> number_ngrams(const Sequences& x, int n_threads, int32_t* places) {
    constexpr int64_t RANGES_PER_THREAD = 8;  // so that no thread waits long for others
    if (x.n_documents > INT32_MAX) throw std::length_error("2 ** 31 documents");
    const int64_t n = x.indptr[x.n_documents], least = 1 + (n >> 32);
    // each part takes memory for all beginnings
    const int64_t n_parts = std::max(least, std::min<int64_t>(n_threads, n / std::max<int64_t>(1, x.n_before)));
    const int64_t n_ranges = RANGES_PER_THREAD * std::max(n_threads, 1);
    const auto limit = [&](int64_t p) { return part_begin(n, p, n_parts); };
    std::vector<SortedNGrams> parts(static_cast<size_t>(n_parts));
    run_stages(n_threads, 1, n_parts, [&](int64_t, int64_t p, int) {
        parts[static_cast<size_t>(p)].sort(x, limit(p), limit(p + 1), places);
    });
    std::vector<CountedNGrams> ranges = ranges_of(x, parts, n_ranges);
    run_stages(n_threads, 1, n_ranges,
               [&](int64_t, int64_t r, int) { ranges[static_cast<size_t>(r)].find(x, parts); });
    std::vector<int32_t> offsets(static_cast<size_t>(x.n_before));  // number of the first n-gram of the range
    int64_t total = 0;
    for (const CountedNGrams& range : ranges) {
        std::fill(offsets.begin() + range.first, offsets.begin() + range.last, static_cast<int32_t>(total));
        total += static_cast<int64_t>(range.keys.size());
        if (total > INT32_MAX) throw std::length_error("2 ** 31 distinct n-grams");
    }
    run_stages(n_threads, 1, n_parts,
               [&](int64_t, int64_t p, int) { parts[static_cast<size_t>(p)].unsort(x, offsets, places); });
    return ranges;
}

}  // namespace skembed

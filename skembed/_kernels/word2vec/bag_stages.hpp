// CBOW in mini-batches of three stages each (see bags.hpp): the work items of each stage.
// Which thread takes which item and how threads wait is decided elsewhere.
#pragma once

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include "common/checks.hpp"
#include "common/dispatch.hpp"
#include "word2vec/batches.hpp"
#include "word2vec/training.hpp"

namespace skembed {

class BagStages {
  public:
    BagStages(const Training& t, const Bags& bags)
        : t_(t),
          bags_(bags),
          batch_size_(std::max(bags.batch_size, 1)),
          n_batches_((bags.end - bags.begin + batch_size_ - 1) / batch_size_),
          exchange_(static_cast<size_t>(batch_size_) * static_cast<size_t>(t.input.d)),
          scratch_(static_cast<size_t>(t.scratch_size() * n_threads())),
          seen_(static_cast<size_t>(t.input.n_rows), -1),
          losses_(static_cast<size_t>(n_batches_ * bags.n_parts), 0.0) {
        int64_t low = bags.begin, high = bags.end;
        for (int64_t i = bags.begin; i < bags.end; ++i) {
            reach_ = std::max({reach_, bags.left[i], bags.right[i]});
            low = std::min(low, i - bags.left[i]);
            high = std::max(high, i + bags.right[i] + 1);
        }
        if (low < 0 || high > bags.n_kept)
            throw std::invalid_argument("windows must lie within kept");
        check_ids(bags.kept + low, high - low, std::min(t.input.n_rows, t.output.n_rows));
        find(0);
    }

    int64_t n_stages() const { return 3 * n_batches_; }
    int64_t n_items() const { return std::max<int64_t>(bags_.n_parts + 1, N_STRETCHES); }
    int n_threads() const {
        return static_cast<int>(std::min<int64_t>(std::max(t_.n_threads, 1), n_items()));
    }

    void run(int64_t stage, int64_t item, int thread) {
        const int64_t i = stage / 3;
        switch (stage % 3) {
            case 0: return average(i, item);
            case 1: return item == 0 ? find(i + 1) : train(i, item - 1, thread);
            default: return update(i, item);
        }
    }

    double loss() const {
        double total = 0.0;
        for (const double loss : losses_) total += loss;
        return total;
    }

  private:
    BagBatch batch(int64_t i) {
        BagBatch b;
        b.input = t_.input;
        b.output = t_.output;
        b.kept = bags_.kept;
        b.left = bags_.left;
        b.right = bags_.right;
        b.first = bags_.begin + i * batch_size_;
        b.n_bags = static_cast<int32_t>(std::min<int64_t>(batch_size_, bags_.end - b.first));
        b.reach = reach_;
        b.exchange = exchange_.data();
        b.n_negative = t_.n_negative;
        b.learning_rate = interpolate(bags_.first_rate, bags_.last_rate,
                                      static_cast<double>(i) / static_cast<double>(n_batches_));
        return b;
    }

    // Finds the words of batch i. This reads no rows, so it runs during the longest stage of the
    // previous batch.
    void find(int64_t i) {
        if (i < n_batches_) work_[i % 2].find(batch(i), i, bags_.n_parts, bags_.part_size, seen_);
    }

    void average(int64_t i, int64_t stretch) {
        if (stretch >= N_STRETCHES) return;
        const BagBatch b = batch(i);
        const auto edge = [&](int64_t s) { return static_cast<int32_t>(b.n_bags * s / N_STRETCHES); };
        loops(t_.isa).bags_average(b, edge(stretch), edge(stretch + 1));
    }

    void train(int64_t i, int64_t part, int thread) {
        if (part >= bags_.n_parts) return;
        const BagBatch b = batch(i);
        BagBlock block;
        block.places = work_[i % 2].bags.of(part);
        block.n_places = work_[i % 2].bags.size(part);
        block.first_output = static_cast<int32_t>(part) * bags_.part_size;
        block.noise = t_.noise(block.first_output, bags_.part_size);
        block.seed = random_at(random_at(t_.seed, static_cast<uint64_t>(b.first)),
                               static_cast<uint64_t>(part));
        block.scratch = scratch_.data() + thread * t_.scratch_size();
        losses_[static_cast<size_t>(i * bags_.n_parts + part)] = loops(t_.isa).bags_block(b, block);
    }

    void update(int64_t i, int64_t stretch) {
        if (stretch >= N_STRETCHES) return;
        const BatchWork& work = work_[i % 2];
        loops(t_.isa).bags_update(batch(i), work.words.of(stretch), work.words.size(stretch),
                                    work.hits.data());
    }

    const Training& t_;
    const Bags& bags_;
    const int32_t batch_size_;
    const int64_t n_batches_;
    int32_t reach_ = 0;            // the widest window of any bag
    BatchWork work_[2];            // of the current batch and the next
    Scratch exchange_;             // (B, d)
    Scratch scratch_;              // (n_threads, 2 + TILE, d)
    std::vector<int64_t> seen_;    // (V,)
    std::vector<double> losses_;   // (n_batches, P)
};

}  // namespace skembed

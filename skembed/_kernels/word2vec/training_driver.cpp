#include "word2vec/training.hpp"

#include <algorithm>

#include "common/dispatch.hpp"
#include "common/interpolate.hpp"
#include "common/parallel.hpp"
#include "common/scratch.hpp"
#include "word2vec/bag_stages.hpp"

namespace skembed {

void train_rounds(const Training& t, const Rounds& r, double* losses) {
    const int64_t P = r.n_parts;
    const int n_threads = static_cast<int>(std::min<int64_t>(std::max(t.n_threads, 1), P));
    Scratch scratch(static_cast<size_t>(t.scratch_size() * n_threads));
    float* const scratch_data = scratch.data();
    run_stages(n_threads, r.last - r.first, P, [&](int64_t stage, int64_t i, int thread) {
        const int64_t round = r.first + stage, j = (i + round) % P, block = i * P + j;
        SkipGramBlock b;
        b.input = t.input;
        b.output = t.output;
        b.pairs = r.pairs + r.block_begin[block];
        b.n_pairs = r.block_begin[block + 1] - r.block_begin[block];
        b.first_output = static_cast<int32_t>(j) * r.part_size;
        b.noise = t.noise(b.first_output, r.part_size);
        b.n_negative = t.n_negative;
        b.learning_rate = interpolate(r.first_rate, r.last_rate,
                                      static_cast<double>(stage) / (r.last - r.first));
        b.seed = random_at(t.seed, static_cast<uint64_t>(block));
        b.scratch = scratch_data + thread * t.scratch_size();
        losses[stage * P + i] = loops(t.isa).skipgram_block(b);
    });
}

double train_bags(const Training& t, const Bags& bags) {
    BagStages stages(t, bags);
    run_stages(stages.n_threads(), stages.n_stages(), stages.n_items(),
               [&](int64_t stage, int64_t item, int thread) { stages.run(stage, item, thread); });
    return stages.loss();
}

}  // namespace skembed

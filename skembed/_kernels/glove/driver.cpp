#include "glove/driver.hpp"

#include "common/dispatch.hpp"
#include "common/parallel.hpp"
#include "common/random.hpp"
#include "common/segments.hpp"

namespace skembed {

void count_blocks(const Counts& counts, int64_t* table, int n_threads) {
    each_segment(counts, table, n_threads,
                 [&](int64_t segment, int64_t* row) { counts.count(segment, row); });
}

void fill_blocks(const Counts& counts, int64_t* offsets, Cooccurrence* entries, int n_threads) {
    each_segment(counts, offsets, n_threads,
                 [&](int64_t segment, int64_t* row) { counts.fill(segment, row, entries); });
}

void shuffle_blocks(Cooccurrence* entries, const int64_t* block_begin, int64_t first,
                    int64_t n_blocks, int32_t n_parts, uint64_t seed, int n_threads) {
    run_stages(n_threads, 1, n_blocks, [&](int64_t, int64_t k, int) {
        const auto number = static_cast<uint64_t>(number_of_block(first + k, n_parts));
        shuffle(entries + block_begin[k], block_begin[k + 1] - block_begin[k],
                random_at(seed, number));
    });
}

void train_cooccurrences(const GloveBlock& shared, const GloveRounds& r, double* losses,
                         int n_threads, int isa) {
    const int64_t P = r.n_parts;
    run_stages(n_threads, r.n_rounds, P, [&](int64_t stage, int64_t i, int) {
        const int64_t j = (i + r.rounds[stage]) % P, place = r.rounds[stage] * P + i;
        GloveBlock b = shared;
        b.entries = r.entries + r.block_begin[place];
        b.n = r.block_begin[place + 1] - r.block_begin[place];
        b.begin = b.n * r.slice / r.n_slices;
        b.end = b.n * (r.slice + 1) / r.n_slices;
        const uint64_t bits = random_at(r.seed, static_cast<uint64_t>(i * P + j));
        b.offset = b.n > 0 ? static_cast<int64_t>(bits % static_cast<uint64_t>(b.n)) : 0;
        b.first_input = i * r.part_size;
        b.first_output = j * r.part_size;
        losses[stage * P + i] = loops(isa).glove_block(b);
    });
}

}  // namespace skembed

#include "common/drivers.hpp"

#include <algorithm>
#include <memory>
#include <vector>

#include "word2vec/bag_stages.hpp"
#include "glove/blocks.hpp"
#include "common/checks.hpp"
#include "common/dispatch.hpp"
#include "common/parallel.hpp"
#include "word2vec/windows.hpp"

namespace skembed {

namespace baseline { extern const Kernels kernels; }
#ifdef SKEMBED_X86
namespace avx2 { extern const Kernels kernels; }
namespace avx512 { extern const Kernels kernels; }
#endif

namespace {

std::vector<const Kernels*> detect() {
    std::vector<const Kernels*> found = {&baseline::kernels};
#ifdef SKEMBED_X86
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
        found.push_back(&avx2::kernels);
        if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
            __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw"))
            found.push_back(&avx512::kernels);
    }
#endif
    return found;
}

const std::vector<const Kernels*>& instruction_sets() {
    static const std::vector<const Kernels*> found = detect();
    return found;
}

}  // namespace

const Kernels& kernels(int isa) { return *instruction_sets()[static_cast<size_t>(isa)]; }
int n_instruction_sets() { return static_cast<int>(instruction_sets().size()); }
const char* instruction_set_name(int i) { return kernels(i).name; }

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
        losses[stage * P + i] = kernels(t.isa).skipgram_block(b);
    });
}

double train_bags(const Training& t, const Bags& bags) {
    BagStages stages(t, bags);
    run_stages(stages.n_threads(), stages.n_stages(), stages.n_items(),
               [&](int64_t stage, int64_t item, int thread) { stages.run(stage, item, thread); });
    return stages.loss();
}

int64_t sample_windows(const Stretch& s, int32_t* kept, int32_t* left, int32_t* right,
                       int n_threads) {
    if (n_threads <= 1) return find_windows(s, kept, left, right).n;
    // Each segment with the words around it into a place of its own; then all of them together.
    const int64_t n_segments = 4 * static_cast<int64_t>(n_threads), n_tokens = s.end - s.begin;
    const auto edge = [&](int64_t i) { return n_tokens * i / n_segments; };
    const auto place = [&](int64_t i) { return edge(i) + 2 * i * s.span; };
    std::unique_ptr<int32_t[]> buffer(new int32_t[static_cast<size_t>(3 * place(n_segments))]);
    int32_t* const to[] = {kept, left, right};
    int32_t* from[3];
    for (int a = 0; a < 3; ++a) from[a] = buffer.get() + a * place(n_segments);
    std::vector<Found> found(static_cast<size_t>(n_segments));
    const auto start = [&](int64_t i) {
        int64_t n = 0;
        for (const Found* f = found.data(); f < found.data() + i; ++f)
            n += f->centre_end - f->centre_begin;
        return n;
    };
    const auto find = [&](int64_t i) {
        Stretch part = s;
        part.begin = s.begin + edge(i);
        part.end = s.begin + edge(i + 1);
        Found f = find_windows(part, from[0] + place(i), from[1] + place(i), from[2] + place(i));
        if (i == 0) f.centre_begin = 0;  // the words around the stretch itself are wanted
        if (i == n_segments - 1) f.centre_end = f.n;
        found[static_cast<size_t>(i)] = f;
    };
    const auto copy = [&](int64_t i) {
        const Found& f = found[static_cast<size_t>(i)];
        for (int a = 0; a < 3; ++a)
            std::copy(from[a] + place(i) + f.centre_begin, from[a] + place(i) + f.centre_end,
                      to[a] + start(i));
    };
    run_stages(n_threads, 2, n_segments,
               [&](int64_t stage, int64_t i, int) { stage == 0 ? find(i) : copy(i); });
    return start(n_segments);
}

namespace {

// each(segment, its row of a table (S, P * P)) for what is sorted into blocks, segment by segment
template <typename Sort, typename Each>
void each_segment(const Sort& sort, int64_t* table, int n_threads, Each&& each) {
    const int64_t n_blocks = static_cast<int64_t>(sort.n_parts) * sort.n_parts;
    run_stages(n_threads, 1, sort.n_segments, [&](int64_t, int64_t segment, int) {
        each(segment, table + segment * n_blocks);
    });
}

}  // namespace

void count_pairs(const PairSort& sort, int64_t* counts, int n_threads) {
    each_segment(sort, counts, n_threads,
                 [&](int64_t segment, int64_t* row) { sort.count(segment, row); });
}

void fill_pairs(const PairSort& sort, int64_t* offsets, Pair* pairs, int n_threads) {
    each_segment(sort, offsets, n_threads,
                 [&](int64_t segment, int64_t* row) { sort.fill(segment, row, pairs); });
}

void count_blocks(const Counts& counts, int64_t* table, int n_threads) {
    each_segment(counts, table, n_threads,
                 [&](int64_t segment, int64_t* row) { counts.count(segment, row); });
}

void fill_blocks(const Counts& counts, int64_t* offsets, const int64_t* block_begin, uint64_t seed,
                 Cooccurrence* entries, int n_threads) {
    each_segment(counts, offsets, n_threads,
                 [&](int64_t segment, int64_t* row) { counts.fill(segment, row, entries); });
    const int64_t n_blocks = static_cast<int64_t>(counts.n_parts) * counts.n_parts;
    run_stages(n_threads, 1, n_blocks, [&](int64_t, int64_t block, int) {
        shuffle(entries + block_begin[block], block_begin[block + 1] - block_begin[block],
                random_at(seed, static_cast<uint64_t>(block)));
    });
}

void train_cooccurrences(const GloveBlock& shared, const GloveRounds& r, double* losses,
                         int n_threads, int isa) {
    const int64_t P = r.n_parts;
    run_stages(n_threads, r.n_rounds, P, [&](int64_t stage, int64_t i, int) {
        const int64_t j = (i + r.rounds[stage]) % P, block = i * P + j;
        GloveBlock b = shared;
        b.entries = r.entries + r.block_begin[block];
        b.n = r.block_begin[block + 1] - r.block_begin[block];
        b.begin = b.n * r.slice / r.n_slices;
        b.end = b.n * (r.slice + 1) / r.n_slices;
        const uint64_t bits = random_at(r.seed, static_cast<uint64_t>(block));
        b.offset = b.n > 0 ? static_cast<int64_t>(bits % static_cast<uint64_t>(b.n)) : 0;
        b.first_input = i * r.part_size;
        b.first_output = j * r.part_size;
        losses[stage * P + i] = kernels(isa).glove_block(b);
    });
}

namespace {

// Documents in pieces of about as many tokens each: piece(begin, end) of every piece, whose ids name
// rows.
template <typename Piece>
void each_piece(const Documents& x, int64_t n_docs, int n_threads, Piece&& piece) {
    constexpr int64_t FEW = 1 << 15;  // tokens: their ids are still in the cache when they are pooled
    const int64_t n_tokens = x.indptr[n_docs];
    const int64_t n_pieces = std::max<int64_t>(8 * static_cast<int64_t>(n_threads), n_tokens / FEW);
    check_indptr(x.indptr, n_docs, x.n_tokens);
    const auto edge = [&](int64_t i) -> int64_t {
        if (i == n_pieces) return n_docs;
        // documents count as a token each, so that empty ones are shared out as well
        int64_t low = 0, high = n_docs;
        const int64_t goal = (n_tokens + n_docs) * i / n_pieces;
        while (low < high) {
            const int64_t middle = (low + high) / 2;
            if (x.indptr[middle] + middle < goal)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    };
    run_stages(n_threads, 1, n_pieces, [&](int64_t, int64_t i, int) {
        const int64_t begin = edge(i), end = edge(i + 1), first = x.indptr[begin];
        check_ids(x.ids + first, x.indptr[end] - first, x.n_rows);
        piece(begin, end);
    });
}

}  // namespace

void pool_weighted_sum(const Documents& x, int64_t n_docs, const float* weights, bool by_token,
                       float* out, int n_threads, int isa) {
    each_piece(x, n_docs, n_threads, [&](int64_t begin, int64_t end) {
        kernels(isa).weighted_sum(x, weights, by_token, out, begin, end);
    });
}

void pool_extreme(const Documents& x, int64_t n_docs, float sign, float* out, int n_threads,
                  int isa) {
    each_piece(x, n_docs, n_threads,
               [&](int64_t begin, int64_t end) { kernels(isa).extreme(x, sign, out, begin, end); });
}

}  // namespace skembed

#include "drivers.hpp"

#include <algorithm>
#include <vector>

#include "parallel.hpp"
#include "windows.hpp"

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

const Kernels& kernels(int isa) { return *instruction_sets()[static_cast<size_t>(isa)]; }

// Zeroed floats whose rows of a multiple of 16 floats are aligned to 64 bytes.
class Scratch {
  public:
    explicit Scratch(size_t n) : memory_(n + ROW_MULTIPLE, 0.0f) {}
    float* data() {
        const auto address = reinterpret_cast<uintptr_t>(memory_.data());
        return memory_.data() + ((64 - address % 64) % 64) / sizeof(float);
    }

  private:
    std::vector<float> memory_;
};

float interpolate(float a, float b, double share) {
    return static_cast<float>(a + (static_cast<double>(b) - a) * share);
}

}  // namespace

int n_instruction_sets() { return static_cast<int>(instruction_sets().size()); }
const char* instruction_set_name(int i) { return kernels(i).name; }

void train_rounds(const Training& t, const Rounds& r, double* losses) {
    const int64_t P = r.n_parts;
    const int n_threads = static_cast<int>(std::min<int64_t>(std::max(t.n_threads, 1), P));
    const int64_t scratch_size = static_cast<int64_t>(2 + TILE) * t.input.d;
    Scratch scratch(static_cast<size_t>(scratch_size * n_threads));
    float* const scratch_data = scratch.data();
    run_stages(n_threads, r.last - r.first, P, [&](int64_t stage, int64_t i, int thread) {
        const int64_t round = r.first + stage, j = (i + round) % P, block = i * P + j;
        SkipGramBlock b;
        b.input = t.input;
        b.output = t.output;
        b.pairs = r.pairs + r.block_begin[block];
        b.n_pairs = r.block_begin[block + 1] - r.block_begin[block];
        b.first_output = static_cast<int32_t>(j) * r.part_size;
        const int32_t size = std::min(r.part_size, t.output.n_rows - b.first_output);
        b.noise = AliasTable{t.threshold + b.first_output, t.alias + b.first_output, size};
        b.n_negative = t.n_negative;
        b.learning_rate = interpolate(r.first_rate, r.last_rate,
                                      static_cast<double>(stage) / (r.last - r.first));
        b.seed = random_at(t.seed, static_cast<uint64_t>(block));
        b.scratch = scratch_data + thread * scratch_size;
        losses[stage * P + i] = kernels(t.isa).skipgram_block(b);
    });
}

namespace {

constexpr int32_t SUB_RANGE = 4;  // tiles of a batch that one thread prepares together

// The updates of one sub-range of a batch, sorted by the bin of the row they go to (stable).
// On cache lines of their own: two threads that fill neighbours would wait for each other's.
struct alignas(64) Bins {
    std::vector<Update> updates;
    std::vector<int64_t> begin;  // (n_bins + 1,)

    void sort(std::vector<Update>& found, int32_t n_bins) {
        if (n_bins == 1) {
            updates.swap(found);
            begin = {0, static_cast<int64_t>(updates.size())};
            return;
        }
        begin.assign(static_cast<size_t>(n_bins) + 1, 0);
        for (const Update& u : found) ++begin[static_cast<size_t>(u.row % n_bins) + 1];
        for (int32_t i = 0; i < n_bins; ++i)
            begin[static_cast<size_t>(i) + 1] += begin[static_cast<size_t>(i)];
        updates.resize(found.size());
        std::vector<int64_t> at(begin.begin(), begin.end() - 1);
        for (const Update& u : found)
            updates[static_cast<size_t>(at[static_cast<size_t>(u.row % n_bins)]++)] = u;
    }

    void count(size_t bin, const BagBatch& b, std::vector<uint16_t>& hits) const {
        for (int64_t i = begin[bin]; i < begin[bin + 1]; ++i) {
            const Update& u = updates[static_cast<size_t>(i)];
            uint16_t& counter = hits[static_cast<size_t>(b.counter(u.row))];
            counter = static_cast<uint16_t>(std::min(counter + (u.k == 0 ? 1 : TILE), UINT16_MAX));
        }
    }
};

// What a thread finds before it is sorted
struct alignas(64) Found {
    std::vector<Update> input, output;
};

void list_updates(const BagBatch& b, int32_t begin, int32_t end, Found& found) {
    std::vector<Update>& input = found.input;
    std::vector<Update>& output = found.output;
    input.clear();
    output.clear();
    for (int32_t slot = begin * TILE; slot < end * TILE; ++slot) {
        const int64_t bag = b.bag(slot);
        if (bag < 0) continue;
        for (int32_t j = -b.left[bag]; j <= b.right[bag]; ++j)
            if (j != 0) input.push_back(Update{b.kept[bag + j], slot, 0});
        output.push_back(Update{b.kept[bag], slot, 0});
    }
    for (int32_t j = begin * b.n_negative; j < end * b.n_negative; ++j)
        output.push_back(Update{b.negatives[j], j / b.n_negative * TILE, 1 + j % b.n_negative});
}

}  // namespace

double train_bags(const Training& t, const Bags& bags) {
    const int32_t B = (std::max(bags.batch_size, 1) + TILE - 1) / TILE * TILE;
    const int32_t d = t.input.d;
    const int64_t n_batches = (bags.end - bags.begin + B - 1) / B;
    const int32_t n_items = (B / TILE + SUB_RANGE - 1) / SUB_RANGE;
    const int n_threads = std::max(1, std::min(t.n_threads, static_cast<int>(n_items)));
    // No bit depends on the number of bins. It divides HIT_COUNTERS, so that a counter belongs to one
    // bin as a row does, and one thread at a time has both.
    const int32_t n_bins = n_threads == 1 ? 1 : 16;

    Scratch rows((2 * static_cast<size_t>(B) + 2 * static_cast<size_t>(n_threads)) *
                 static_cast<size_t>(d));
    std::vector<float> steps(static_cast<size_t>(B) * static_cast<size_t>(1 + t.n_negative));
    std::vector<int32_t> negatives(static_cast<size_t>(B / TILE) * static_cast<size_t>(t.n_negative));
    std::vector<Bins> input(static_cast<size_t>(n_items)), output(static_cast<size_t>(n_items));
    std::vector<Found> found(static_cast<size_t>(n_threads));
    std::vector<double> losses(static_cast<size_t>(n_batches * n_items), 0.0);
    std::vector<uint16_t> input_hits(HIT_COUNTERS), output_hits(HIT_COUNTERS);

    BagBatch shared{};
    shared.input = t.input;
    shared.output = t.output;
    shared.kept = bags.kept;
    shared.left = bags.left;
    shared.right = bags.right;
    shared.noise = AliasTable{t.threshold, t.alias, t.output.n_rows};
    shared.n_negative = t.n_negative;
    shared.seed = t.seed;
    shared.mean = rows.data();
    shared.gradient = shared.mean + static_cast<int64_t>(B) * d;
    shared.step = steps.data();
    shared.negatives = negatives.data();
    shared.n_bins = n_bins;
    shared.input_hits = input_hits.data();
    shared.output_hits = output_hits.data();
    float* const scratch = shared.gradient + static_cast<int64_t>(B) * d;
    const auto batch = [&](int64_t i) {
        BagBatch b = shared;
        b.first = bags.begin + i * B;
        b.n_bags = static_cast<int32_t>(std::min<int64_t>(B, bags.end - b.first));
        b.n_tiles = (b.n_bags + TILE - 1) / TILE;
        b.learning_rate = interpolate(bags.first_rate, bags.last_rate,
                                      static_cast<double>(i) / static_cast<double>(n_batches));
        return b;
    };
    const auto forward = [&](int64_t stage, int64_t item, int thread) {
        BagBatch b = batch(stage / 2);
        b.scratch = scratch + 2 * static_cast<int64_t>(thread) * d;
        for (int64_t i = HIT_COUNTERS * item / n_items; i < HIT_COUNTERS * (item + 1) / n_items; ++i)
            input_hits[static_cast<size_t>(i)] = output_hits[static_cast<size_t>(i)] = 0;
        const int32_t begin = std::min(b.n_tiles, static_cast<int32_t>(item) * SUB_RANGE);
        const int32_t end = std::min(b.n_tiles, begin + SUB_RANGE);
        losses[static_cast<size_t>(stage / 2 * n_items + item)] =
            kernels(t.isa).bags_forward(b, begin, end);
        Found& mine = found[static_cast<size_t>(thread)];
        list_updates(b, begin, end, mine);
        input[static_cast<size_t>(item)].sort(mine.input, n_bins);
        output[static_cast<size_t>(item)].sort(mine.output, n_bins);
    };
    const auto apply = [&](int64_t stage, int64_t bin) {
        const BagBatch b = batch(stage / 2);
        const auto j = static_cast<size_t>(bin);
        for (int32_t item = 0; item < n_items; ++item) {
            input[static_cast<size_t>(item)].count(j, b, input_hits);
            output[static_cast<size_t>(item)].count(j, b, output_hits);
        }
        for (int32_t item = 0; item < n_items; ++item) {
            const Bins& in = input[static_cast<size_t>(item)];
            const Bins& out = output[static_cast<size_t>(item)];
            kernels(t.isa).bags_update_input(b, in.updates.data() + in.begin[j],
                                             in.begin[j + 1] - in.begin[j]);
            kernels(t.isa).bags_update_output(b, out.updates.data() + out.begin[j],
                                              out.begin[j + 1] - out.begin[j]);
        }
    };
    const int64_t most = std::max<int64_t>(n_items, n_bins);
    run_stages(n_threads, 2 * n_batches, most, [&](int64_t stage, int64_t i, int thread) {
        if (stage % 2 == 0 && i < n_items) forward(stage, i, thread);
        if (stage % 2 == 1 && i < n_bins) apply(stage, i);
    });
    double total = 0.0;
    for (const double loss : losses) total += loss;
    return total;
}

void count_pairs(const PairSort& sort, int64_t* counts, int n_threads) {
    const int64_t n_blocks = static_cast<int64_t>(sort.n_parts) * sort.n_parts;
    run_stages(n_threads, 1, sort.n_segments, [&](int64_t, int64_t segment, int) {
        sort.count(segment, counts + segment * n_blocks);
    });
}

void fill_pairs(const PairSort& sort, int64_t* offsets, Pair* pairs, int n_threads) {
    const int64_t n_blocks = static_cast<int64_t>(sort.n_parts) * sort.n_parts;
    run_stages(n_threads, 1, sort.n_segments, [&](int64_t, int64_t segment, int) {
        sort.fill(segment, offsets + segment * n_blocks, pairs);
    });
}

namespace {

// Documents in pieces of about as many tokens each: piece(begin, end) of every piece.
template <typename Piece>
void each_piece(const Documents& x, int64_t n_docs, int n_threads, Piece&& piece) {
    const int64_t n_pieces = n_threads <= 1 ? 1 : 8 * static_cast<int64_t>(n_threads);
    const int64_t n_tokens = x.indptr[n_docs];
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
    run_stages(n_threads, 1, n_pieces,
               [&](int64_t, int64_t i, int) { piece(edge(i), edge(i + 1)); });
}

}  // namespace

void pool_weighted_sum(const Documents& x, int64_t n_docs, const float* weights, float* out,
                       int n_threads, int isa) {
    each_piece(x, n_docs, n_threads, [&](int64_t begin, int64_t end) {
        kernels(isa).weighted_sum(x, weights, out, begin, end);
    });
}

void pool_extreme(const Documents& x, int64_t n_docs, float sign, float* out, int n_threads,
                  int isa) {
    each_piece(x, n_docs, n_threads,
               [&](int64_t begin, int64_t end) { kernels(isa).extreme(x, sign, out, begin, end); });
}

}  // namespace skembed

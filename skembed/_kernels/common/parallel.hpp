// Threads for the length of one call: work items claimed one by one, in stages.
// No pool, no state that survives the call: forking and many callers at once are safe.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <exception>
#include <new>
#include <system_error>
#include <thread>
#include <vector>

namespace skembed {

// How often a waiting thread looks before it offers its processor to others: for about half a
// millisecond, as long as the last item of a stage may take. Offered sooner, it comes back only
// after the slice of somebody else, which is ten times as long.
constexpr int PATIENCE = 20000;

inline void relax() {
#if defined(__GNUC__) && defined(__x86_64__)
    __builtin_ia32_pause();
#endif
}

// Calls body(thread) on n threads, this one included; body throws nothing. Where the system grants
// fewer threads, fewer do the same work: who works on what never changes a result.
template <typename Body>
void run_threads(int n, Body&& body) {
    std::vector<std::thread> threads;
    threads.reserve(static_cast<size_t>(n));
    try {
        for (int i = 1; i < n; ++i) threads.emplace_back([i, &body] { body(i); });
    } catch (const std::system_error&) {
    } catch (const std::bad_alloc&) {
    }
    body(0);
    for (std::thread& thread : threads) thread.join();
}

// `n_stages` stages of `n_items` items each: item(stage, i, thread) for every i, in any order and
// on any thread; a stage begins when the one before is complete. Each thread has a share of the
// items, the same in every stage, so that what it works on stays in its cache; who is done with his
// own helps with the others'. Threads wait for items, never for each other, and take none while
// they wait: on a crowded machine, a thread that the system has put aside holds up the others only
// if that happened in the middle of an item.
// What an item throws ends the work: nobody takes another item, and when all threads are back, the
// caller gets the first exception. Waiting threads see it as the end of the last stage, which costs
// the others nothing.
template <typename Item>
void run_stages(int n_threads, int64_t n_stages, int64_t n_items, Item&& item) {
    struct alignas(64) Share {
        std::atomic<int64_t> next{0};  // items taken, over all stages
        int64_t first = 0, size = 0;
    };
    if (n_stages < 1 || n_items < 1) return;
    const auto n_shares = static_cast<int>(std::max<int64_t>(1, std::min<int64_t>(n_threads, n_items)));
    std::vector<Share> shares(static_cast<size_t>(n_shares));
    for (int i = 0; i < n_shares; ++i) {
        Share& s = shares[static_cast<size_t>(i)];
        s.first = n_items * i / n_shares;
        s.size = n_items * (i + 1) / n_shares - s.first;
    }
    alignas(64) std::atomic<int64_t> done{0};
    const auto work = [&](int thread) {
        for (int idle = 0;;) {
            const int64_t open = done.load(std::memory_order_acquire) / n_items;  // this stage
            if (open >= n_stages) return;
            bool worked = false;
            for (int i = 0; i < n_shares && !worked; ++i) {
                Share& s = shares[static_cast<size_t>((thread + i) % n_shares)];
                int64_t taken = s.next.load(std::memory_order_relaxed);
                if (taken / s.size != open) continue;  // all of this stage are taken
                worked = s.next.compare_exchange_strong(taken, taken + 1, std::memory_order_relaxed);
                if (!worked) continue;
                item(open, s.first + taken % s.size, thread);
                done.fetch_add(1, std::memory_order_release);
            }
            if (worked)
                idle = 0;
            else if (++idle < PATIENCE)
                relax();
            else
                std::this_thread::yield();
        }
    };
    std::atomic<bool> failed{false};
    std::exception_ptr error;
    run_threads(n_shares, [&](int thread) noexcept {
        try {
            work(thread);
        } catch (...) {
            if (!failed.exchange(true)) error = std::current_exception();
            done.store(n_stages * n_items, std::memory_order_release);
        }
    });
    if (error) std::rethrow_exception(error);
}

}  // namespace skembed

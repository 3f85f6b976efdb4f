// Threads for the length of one call: work items claimed one by one, in stages.
// No pool, no state that survives the call: forking and many callers at once are safe.
#pragma once

#include <atomic>
#include <cstdint>
#include <system_error>
#include <thread>
#include <vector>

namespace skembed {

// Calls body(thread, n_threads) on n threads, this one included. Where the system grants fewer
// threads, fewer do the same work: who works on what never changes a result.
template <typename Body>
void run_threads(int n, Body&& body) {
    if (n <= 1) {
        body(0, 1);
        return;
    }
    std::atomic<int> granted{0};  // 0: wait
    std::vector<std::thread> threads;
    threads.reserve(static_cast<size_t>(n - 1));
    for (int i = 1; i < n; ++i) {
        try {
            threads.emplace_back([i, &granted, &body] {
                int count;
                while ((count = granted.load(std::memory_order_acquire)) == 0)
                    std::this_thread::yield();
                body(i, count);
            });
        } catch (const std::system_error&) {
            break;
        }
    }
    const int count = static_cast<int>(threads.size()) + 1;
    granted.store(count, std::memory_order_release);
    body(0, count);
    for (std::thread& thread : threads) thread.join();
}

// `n_stages` stages of `n_items` items each: item(stage, i, thread) for every i, in any order and
// on any thread; a stage begins when the one before is complete. Threads wait for items, never for
// each other, and take none while they wait: on a crowded machine, a thread that the system has
// put aside holds up the others only if that happened in the middle of an item.
template <typename Item>
void run_stages(int n_threads, int64_t n_stages, int64_t n_items, Item&& item) {
    if (n_threads > n_items) n_threads = static_cast<int>(n_items);
    const int64_t n_tickets = n_stages * n_items;
    std::atomic<int64_t> next{0}, done{0};
    run_threads(n_threads, [&](int thread, int) {
        int spin = 0;
        for (int64_t ticket = next.load(); ticket < n_tickets;) {
            const int64_t stage = ticket / n_items;
            if (done.load(std::memory_order_acquire) < stage * n_items) {
                if (++spin > 5000) std::this_thread::yield();
                ticket = next.load(std::memory_order_relaxed);
            } else if (next.compare_exchange_weak(ticket, ticket + 1, std::memory_order_relaxed)) {
                spin = 0;
                item(stage, ticket % n_items, thread);
                done.fetch_add(1, std::memory_order_release);
                ticket = next.load(std::memory_order_relaxed);
            }
        }
    });
}

}  // namespace skembed

// Threads for the duration of one call, which claim work items one by one, in stages.
// There is no thread pool and no state beyond the call: forking and concurrent callers are safe.
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

// How often a waiting thread checks for work before it yields its processor: for about half a
// millisecond, as long as the last item of a stage may take. A thread that yields sooner may get its
// processor back only after the time slice of another process, which is ten times as long.
constexpr int PATIENCE = 20000;

inline void relax() {
#if defined(__GNUC__) && defined(__x86_64__)
    __builtin_ia32_pause();
#endif
}

// Calls body(thread) on n threads, including this one; body must not throw. If the system provides
// fewer threads, those do all the work: which thread does what never changes a result.
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

// `n_stages` stages of `n_items` items each: calls item(stage, i, thread) for every i, in any order
// and on any thread; a stage begins when the previous one is complete. Each thread has a share of the
// items, the same in every stage, so that its data stay in its cache; a thread that has finished its
// own share takes items of the others. Threads wait for items to finish, never for other threads, and
// a waiting thread holds no item: on a busy machine, a thread that the system has suspended delays
// the others only if it was suspended in the middle of an item.
// If an item throws, no thread takes another item, and once all threads have returned, the first
// exception is rethrown in the caller. Waiting threads see this as the end of the last stage, so no
// additional check is needed in the loop.
template <typename Item>
void run_stages(int n_threads, int64_t n_stages, int64_t n_items, Item&& item) {
    struct alignas(64) Share {
        std::atomic<int64_t> next{0};  // number of items taken, over all stages
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
            const int64_t open = done.load(std::memory_order_acquire) / n_items;  // current stage
            if (open >= n_stages) return;
            bool worked = false;
            for (int i = 0; i < n_shares && !worked; ++i) {
                Share& s = shares[static_cast<size_t>((thread + i) % n_shares)];
                int64_t taken = s.next.load(std::memory_order_relaxed);
                if (taken / s.size != open) continue;  // all items of this stage are taken
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

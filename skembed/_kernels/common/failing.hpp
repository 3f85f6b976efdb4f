// For tests only: checks how threads behave when a work item throws.
#pragma once

#include <chrono>
#include <cstdint>
#include <new>
#include <thread>

#include "common/parallel.hpp"

namespace skembed {

// Runs stages of items that do nothing, until thread number `failing` (0 is the caller) gets an item
// of the stage fail_stage, which throws std::bad_alloc. Until then, other threads do not finish their
// items of that stage; otherwise they might leave none for the failing thread. ran (n_stages,): number
// of finished items in each stage.
inline void fail_in_thread(int n_threads, int64_t n_stages, int64_t n_items, int64_t fail_stage,
                           int failing, int64_t* ran) {
    std::vector<std::atomic<int64_t>> ended(static_cast<size_t>(n_stages));
    std::atomic<bool> thrown{false};
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    const auto count = [&] {
        for (int64_t i = 0; i < n_stages; ++i) ran[i] = ended[static_cast<size_t>(i)];
    };
    try {
        run_stages(n_threads, n_stages, n_items, [&](int64_t stage, int64_t, int thread) {
            if (stage == fail_stage && thread == failing) {
                thrown = true;
                throw std::bad_alloc();
            }
            while (stage == fail_stage && !thrown && std::chrono::steady_clock::now() < give_up)
                std::this_thread::yield();
            ++ended[static_cast<size_t>(stage)];
        });
    } catch (...) {
        count();
        throw;
    }
    count();
}

}  // namespace skembed

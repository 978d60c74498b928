#include <atomic>
#include <shared_mutex>
#include <thread>

#include "check.hpp"
#include "zbsec/fair_mutex.hpp"

// Four readers that overlap without a lull: a writer still gets in. std::shared_mutex alone may starve it.
TEST(a_writer_does_not_starve) {
    zbsec::FairMutex mutex;
    std::atomic<bool> written{false};
    std::vector<std::thread> readers;
    for (int reader = 0; reader < 4; ++reader) {
        readers.emplace_back([&] {
            while (!written) {
                std::shared_lock lock(mutex);
                std::this_thread::sleep_for(std::chrono::milliseconds(2));
            }
        });
    }
    for (int turn = 0; turn < 20; ++turn) std::unique_lock lock(mutex);
    written = true;
    for (auto& reader : readers) reader.join();
    CHECK(written);
}

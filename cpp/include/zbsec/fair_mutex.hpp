// A shared mutex whose writers do not starve: a withdrawal must not wait for a lull in the searches.
#pragma once
#include <mutex>
#include <shared_mutex>

namespace zbsec {

// Everybody comes in through one gate. A writer waits for the readers inside while holding it, so nobody overtakes.
class FairMutex {
public:
    void lock() {
        std::lock_guard<std::mutex> pass(gate_);
        inside_.lock();
    }
    void unlock() { inside_.unlock(); }
    void lock_shared() {
        std::lock_guard<std::mutex> pass(gate_);
        inside_.lock_shared();
    }
    void unlock_shared() { inside_.unlock_shared(); }

private:
    std::mutex gate_;
    std::shared_mutex inside_;
};

}  // namespace zbsec

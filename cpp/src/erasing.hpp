// Memory that is overwritten with zeros before it is given back: for templates, and for what a key was drawn into.
#pragma once
#include <sys/mman.h>

#include <cstddef>
#include <cstring>
#include <new>
#include <vector>

namespace zbsec {

// The empty assembly claims to read the memory, so that no compiler drops the writing as useless.
inline void erase(void* data, std::size_t bytes) noexcept {
    std::memset(data, 0, bytes);
    __asm__ __volatile__("" : : "r"(data) : "memory");
}

template <typename T>
struct ErasingAllocator {
    using value_type = T;

    ErasingAllocator() = default;
    template <typename U>
    ErasingAllocator(const ErasingAllocator<U>&) noexcept {}

    T* allocate(std::size_t count) {
        const std::size_t bytes = count * sizeof(T);
        void* data = ::operator new(bytes, alignment(bytes));
        // Advice that may be refused: large scans then miss more often in the table of pages.
        if (bytes >= large) ::madvise(data, bytes, MADV_HUGEPAGE);
        return static_cast<T*>(data);
    }
    void deallocate(T* data, std::size_t count) noexcept {
        erase(data, count * sizeof(T));
        ::operator delete(data, alignment(count * sizeof(T)));
    }
    // A cache line, and the widest vector; or a huge page.
    static constexpr std::size_t large = std::size_t{1} << 21;
    static constexpr std::align_val_t alignment(std::size_t bytes) noexcept {
        return std::align_val_t{bytes >= large ? large : std::size_t{64}};
    }

    friend bool operator==(ErasingAllocator, ErasingAllocator) noexcept { return true; }
    friend bool operator!=(ErasingAllocator, ErasingAllocator) noexcept { return false; }
};

// Numbers on the stack, the first `used` of which are erased in the end.
template <typename T, std::size_t most>
class ErasingArray {
public:
    explicit ErasingArray(std::size_t used) : used_(used) {}
    ErasingArray(const ErasingArray&) = delete;
    ~ErasingArray() { erase(values_, used_ * sizeof(T)); }

    T* data() noexcept { return values_; }

private:
    T values_[most];
    std::size_t used_;
};

template <typename T>
using ErasingVector = std::vector<T, ErasingAllocator<T>>;

}  // namespace zbsec

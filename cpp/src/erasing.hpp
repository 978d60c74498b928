// Memory that is overwritten with zeros before it is given back: for templates, and for what a key was drawn into.
#pragma once
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
    static constexpr std::align_val_t alignment{64};  // a cache line, and the widest vector

    ErasingAllocator() = default;
    template <typename U>
    ErasingAllocator(const ErasingAllocator<U>&) noexcept {}

    T* allocate(std::size_t count) { return static_cast<T*>(::operator new(count * sizeof(T), alignment)); }
    void deallocate(T* data, std::size_t count) noexcept {
        erase(data, count * sizeof(T));
        ::operator delete(data, alignment);
    }
    friend bool operator==(ErasingAllocator, ErasingAllocator) noexcept { return true; }
    friend bool operator!=(ErasingAllocator, ErasingAllocator) noexcept { return false; }
};

template <typename T>
using ErasingVector = std::vector<T, ErasingAllocator<T>>;

}  // namespace zbsec

#include "allocations.hpp"

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>

namespace {

std::atomic<long> allocations{0};
thread_local long allowed = unlimited_allocations;

void* counted(std::size_t bytes, std::size_t alignment) {
    ++allocations;
    if (allowed == 0) throw std::bad_alloc();
    if (allowed > 0) --allowed;
    void* data = nullptr;
    if (posix_memalign(&data, alignment, bytes) != 0) throw std::bad_alloc();
    return data;
}

}  // namespace

long allocations_so_far() noexcept { return allocations; }
void allow_allocations(long most) noexcept { allowed = most; }

void* operator new(std::size_t bytes) { return counted(bytes, alignof(std::max_align_t)); }
void* operator new(std::size_t bytes, std::align_val_t alignment) { return counted(bytes, static_cast<std::size_t>(alignment)); }
void operator delete(void* data) noexcept { std::free(data); }
void operator delete(void* data, std::size_t) noexcept { std::free(data); }
void operator delete(void* data, std::align_val_t) noexcept { std::free(data); }
void operator delete(void* data, std::size_t, std::align_val_t) noexcept { std::free(data); }

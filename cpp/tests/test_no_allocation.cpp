// A search like an earlier one takes no memory from the heap.
#include <atomic>
#include <cstdlib>
#include <new>

#include "answers.hpp"
#include "check.hpp"

namespace {

std::atomic<long> allocations{0};

void* counted(std::size_t bytes, std::size_t alignment) {
    ++allocations;
    void* data = nullptr;
    if (posix_memalign(&data, alignment, bytes) != 0) throw std::bad_alloc();
    return data;
}

long allocations_of(const zbsec::VectorIndex& index, const float* queries, std::size_t count, std::size_t k, float min_score,
                    const zbsec::Allowed* allowed) {
    std::vector<std::int64_t> ids(count * k);
    std::vector<float> scores(count * k);
    const long before = allocations;
    index.search(queries, count, k, min_score, allowed, {ids.data(), scores.data()});
    return allocations - before;
}

}  // namespace

void* operator new(std::size_t bytes) { return counted(bytes, alignof(std::max_align_t)); }
void* operator new(std::size_t bytes, std::align_val_t alignment) { return counted(bytes, static_cast<std::size_t>(alignment)); }
void operator delete(void* data) noexcept { std::free(data); }
void operator delete(void* data, std::size_t) noexcept { std::free(data); }
void operator delete(void* data, std::align_val_t) noexcept { std::free(data); }
void operator delete(void* data, std::size_t, std::align_val_t) noexcept { std::free(data); }

TEST(a_search_like_an_earlier_one_allocates_nothing) {
    const std::size_t dim = 96, count = 5000;
    const auto vectors = gaussian(count * dim, 21), queries = gaussian(20 * dim, 22);
    zbsec::VectorIndex index(dim);
    index.add(range(count), vectors.data());
    const std::vector<std::int64_t> some = {1, 5, 4999, 12345};
    const zbsec::Allowed allowed{some.data(), some.size()};
    for (const std::size_t asked : {1, 3, 20}) {
        for (const float min_score : {-1.0f, 0.3f}) {
            for (const auto* only : {static_cast<const zbsec::Allowed*>(nullptr), &allowed}) {
                CHECK(allocations_of(index, queries.data(), asked, 4, min_score, only) >= 0);
                allocations_of(index, queries.data(), asked, 4, min_score, only);
                CHECK(allocations_of(index, queries.data(), asked, 4, min_score, only) == 0);
            }
        }
    }
}

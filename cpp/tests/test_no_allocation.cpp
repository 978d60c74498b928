// A search like an earlier one takes no memory from the heap.
#include "allocations.hpp"
#include "answers.hpp"
#include "check.hpp"

namespace {

long allocations_of(const zbsec::VectorIndex& index, const float* queries, std::size_t count, std::size_t k, float min_score,
                    const zbsec::AllowedIds* allowed) {
    std::vector<std::int64_t> ids(count * k);
    std::vector<float> scores(count * k);
    const long before = allocations_so_far();
    index.search(queries, count, k, min_score, allowed, {ids.data(), scores.data()});
    return allocations_so_far() - before;
}

}  // namespace

TEST(a_search_like_an_earlier_one_allocates_nothing) {
    const std::size_t dim = 96, count = 5000;
    const auto vectors = gaussian(count * dim, 21), queries = gaussian(20 * dim, 22);
    zbsec::VectorIndex index(dim);
    index.add(range(count), vectors.data());
    const std::vector<std::int64_t> some = {1, 5, 4999, 12345};
    const zbsec::AllowedIds allowed{some.data(), some.size()};
    for (const std::size_t asked : {1, 3, 20}) {
        for (const float min_score : {-1.0f, 0.3f}) {
            for (const auto* only : {static_cast<const zbsec::AllowedIds*>(nullptr), &allowed}) {
                CHECK(allocations_of(index, queries.data(), asked, 4, min_score, only) >= 0);
                allocations_of(index, queries.data(), asked, 4, min_score, only);
                CHECK(allocations_of(index, queries.data(), asked, 4, min_score, only) == 0);
            }
        }
    }
}

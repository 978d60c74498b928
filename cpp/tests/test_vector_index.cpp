#include "zbsec/vector_index.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <thread>

#include "answers.hpp"
#include "check.hpp"

using zbsec::VectorIndex;

namespace {

double cosine(const float* a, const float* b, std::size_t dim) {
    const double length = std::inner_product(a, a + dim, a, 0.0) * std::inner_product(b, b + dim, b, 0.0);
    return std::inner_product(a, a + dim, b, 0.0) / std::sqrt(length);
}

}  // namespace

TEST(best_answer_equals_a_scan_for_every_width) {
    for (const std::size_t dim : {1, 2, 7, 8, 9, 15, 16, 17, 63, 64, 65, 127, 128, 511, 512, 513}) {
        const auto vectors = gaussian(301 * dim, 1), queries = gaussian(7 * dim, 2);
        VectorIndex index(dim);
        index.add(range(301), vectors.data());
        const auto hits = search(index, queries.data(), 7, 1);
        for (std::size_t query = 0; query < 7; ++query) {
            double best = -2;
            for (std::size_t row = 0; row < 301; ++row) {
                best = std::max(best, cosine(&queries[query * dim], &vectors[row * dim], dim));
            }
            CHECK(std::abs(hits.scores[query] - best) < 5e-7);
        }
    }
}

TEST(equal_scores_go_by_smaller_id) {
    const std::vector<float> same = {1, 0, 1, 0, 1, 0};
    VectorIndex index(2);
    index.add({9, 4, 7}, same.data());
    const auto hits = search(index, same.data(), 1, 4);
    CHECK((hits.ids == std::vector<std::int64_t>{4, 7, 9, -1}));
    CHECK(hits.scores[2] == 1.0f && std::isnan(hits.scores[3]));
}

// Scores one rounding step apart: float32 sums put some of them in another order, the answer must not.
TEST(order_is_that_of_double_sums) {
    const std::size_t dim = 64, count = 400;
    auto vectors = gaussian(dim, 8);
    for (std::size_t row = 1; row < count; ++row) {
        for (std::size_t at = 0; at < dim; ++at) vectors.push_back(vectors[at] * (1.0f + 1e-7f * float((row * at) % 5)));
    }
    const auto query = gaussian(dim, 9);
    VectorIndex index(dim);
    index.add(range(count), vectors.data());
    const auto all = search(index, query.data(), 1, count);
    const auto best = search(index, query.data(), 1, 5);
    CHECK(std::equal(best.ids.begin(), best.ids.end(), all.ids.begin()));
    CHECK(std::is_sorted(all.scores.rbegin(), all.scores.rend()));
}

TEST(a_threshold_and_a_list_restrict_the_answers) {
    const auto vectors = gaussian(100 * 32, 3);
    VectorIndex index(32);
    index.add(range(100), vectors.data());
    CHECK(search(index, &vectors[7 * 32], 1, 1, 0.999f).ids[0] == 7);
    CHECK(search(index, &vectors[7 * 32], 1, 1, 1.5f).ids[0] == -1);
    CHECK(search(index, &vectors[7 * 32], 1, 1, 0.999f, {1, 2, 3}).ids[0] == -1);
    CHECK(search(index, &vectors[7 * 32], 1, 1, 0.999f, {99, 7, 7, 12345}).ids[0] == 7);
    CHECK(search(index, &vectors[7 * 32], 1, 1, 0.999f, std::vector<std::int64_t>{}).ids[0] == -1);
}

TEST(removed_vectors_are_no_longer_found) {
    const auto vectors = gaussian(100 * 32, 3);
    VectorIndex index(32);
    index.add(range(100), vectors.data());
    index.remove({0, 42, 42, 99});
    CHECK(index.size() == 97 && !index.contains(42) && index.ids().front() == 1);
    for (std::size_t row = 0; row < 100; ++row) {
        const auto id = search(index, &vectors[row * 32], 1, 1, 0.999f).ids[0];
        CHECK(id == (row == 42 || row == 0 || row == 99 ? -1 : static_cast<std::int64_t>(row)));
    }
}

TEST(bad_vectors_and_options_are_refused_and_nothing_is_added) {
    VectorIndex index(2);
    const std::vector<float> zero = {1, 2, 0, 0}, nan = {std::nanf(""), 1}, infinite = {INFINITY, 1}, good = {1, 2, 3, 4};
    CHECK_THROWS(index.add({1, 2}, zero.data()), shape);
    CHECK_THROWS(index.add({1}, nan.data()), shape);
    CHECK_THROWS(index.add({1}, infinite.data()), shape);
    CHECK_THROWS(index.add({1, 1}, good.data()), shape);
    CHECK_THROWS(index.add({1, -1}, good.data()), shape);
    CHECK_THROWS(index.remove({1}), unknown_id);
    CHECK(index.size() == 0);
    CHECK_THROWS(search(index, good.data(), 1, 0), argument);
    CHECK_THROWS(search(index, good.data(), 2, SIZE_MAX / 2 + 1), argument);
    CHECK_THROWS(search(index, good.data(), 1, 1, std::nanf("")), argument);
    CHECK_THROWS(VectorIndex(0), argument);
    CHECK_THROWS(VectorIndex(zbsec::max_dim + 1), argument);
    CHECK_THROWS(VectorIndex(2, std::nullopt, 0), argument);
}

TEST(extreme_lengths_keep_their_direction) {
    VectorIndex index(2);
    const std::vector<float> vectors = {1e38f, 1e38f, 1e-40f, -1e-40f};
    index.add({1, 2}, vectors.data());
    const std::vector<float> query = {1, 1};
    CHECK(std::abs(search(index, query.data(), 1, 1).scores[0] - 1.0f) < 1e-6f);
}

TEST(a_key_changes_no_answer) {
    const auto vectors = gaussian(200 * 48, 4), queries = gaussian(5 * 48, 5);
    zbsec::Key key{};
    key[0] = 7;
    VectorIndex plain(48), keyed(48, key);
    plain.add(range(200), vectors.data());
    keyed.add(range(200), vectors.data());
    const auto a = search(plain, queries.data(), 5, 3), b = search(keyed, queries.data(), 5, 3);
    CHECK(a.ids == b.ids);
    for (std::size_t at = 0; at < a.scores.size(); ++at) CHECK(std::abs(a.scores[at] - b.scores[at]) < 5e-7f);
}

TEST(another_key_changes_no_answer) {
    const auto vectors = gaussian(300 * 70, 4), queries = gaussian(5 * 70, 5);
    zbsec::Key first{}, second{};
    first[0] = 7;
    second[0] = 8;
    VectorIndex index(70);
    index.add(range(300), vectors.data());
    const auto before = search(index, queries.data(), 5, 3);
    for (const std::optional<zbsec::Key>& key : {std::optional(first), std::optional(second), std::optional(second), std::optional<zbsec::Key>()}) {
        index.rekey(key);
        const auto after = search(index, queries.data(), 5, 3);
        CHECK(after.ids == before.ids);
        for (std::size_t at = 0; at < after.scores.size(); ++at) CHECK(std::abs(after.scores[at] - before.scores[at]) < 1e-6f);
    }
    index.remove({17});
    index.add({1000}, vectors.data());
    CHECK(search(index, vectors.data(), 1, 2).ids == (std::vector<std::int64_t>{0, 1000}));
}

TEST(threads_change_no_answer) {
    const std::size_t dim = 64, count = 30000;
    const auto vectors = gaussian(count * dim, 10), queries = gaussian(9 * dim, 11);
    VectorIndex one(dim), three(dim, std::nullopt, 3);
    one.add(range(count), vectors.data());
    three.add(range(count), vectors.data());
    const auto a = search(one, queries.data(), 9, 4), b = search(three, queries.data(), 9, 4);
    CHECK(a.ids == b.ids && a.scores == b.scores);
}

TEST(searches_run_beside_changes) {
    const auto vectors = gaussian(400 * 16, 7);
    VectorIndex index(16);
    index.add(range(200), vectors.data());
    std::atomic<bool> done{false};
    std::atomic<int> wrong{0};
    std::thread reader([&] {
        while (!done) wrong += search(index, vectors.data(), 1, 1, 0.99f).ids[0] != 0;
    });
    for (std::int64_t id = 200; id < 400; ++id) {
        index.add({id}, &vectors[static_cast<std::size_t>(id) * 16]);
        index.remove({id - 100});
        if (id % 50 == 0) index.rekey(zbsec::Key{static_cast<std::uint8_t>(id)});
    }
    done = true;
    reader.join();
    CHECK(wrong == 0 && index.size() == 200);
}

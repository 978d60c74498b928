#include <cmath>
#include <cstdio>
#include <filesystem>
#include <random>
#include <thread>

#include "check.hpp"
#include "zbsec/error.hpp"
#include "zbsec/vector_index.hpp"

using zbsec::VectorIndex;

namespace {

std::vector<float> gaussian(std::size_t count, unsigned seed) {
    std::mt19937 engine(seed);
    std::normal_distribution<float> normal;
    std::vector<float> values(count);
    for (auto& value : values) value = normal(engine);
    return values;
}

std::vector<std::int64_t> range(std::size_t count) {
    std::vector<std::int64_t> ids(count);
    for (std::size_t at = 0; at < count; ++at) ids[at] = static_cast<std::int64_t>(at);
    return ids;
}

double cosine(const float* a, const float* b, std::size_t dim) {
    double ab = 0, aa = 0, bb = 0;
    for (std::size_t at = 0; at < dim; ++at) {
        ab += double(a[at]) * b[at];
        aa += double(a[at]) * a[at];
        bb += double(b[at]) * b[at];
    }
    return ab / std::sqrt(aa * bb);
}

}  // namespace

TEST(best_answer_equals_a_scan_for_every_width) {
    for (const std::size_t dim : {1, 2, 7, 8, 9, 15, 16, 17, 63, 64, 65, 127, 128, 511, 512, 513}) {
        const auto vectors = gaussian(300 * dim, 1), queries = gaussian(8 * dim, 2);
        VectorIndex index(dim);
        index.add(range(300), vectors.data());
        const auto hits = index.search(queries.data(), 8, 1, -1.0f, std::nullopt);
        for (std::size_t query = 0; query < 8; ++query) {
            double best = -2;
            for (std::size_t row = 0; row < 300; ++row) {
                best = std::max(best, cosine(&queries[query * dim], &vectors[row * dim], dim));
            }
            CHECK(std::abs(hits.scores[query] - best) < 2e-6);
        }
    }
}

TEST(equal_scores_go_by_smaller_id) {
    const std::vector<float> same = {1, 0, 1, 0, 1, 0};
    VectorIndex index(2);
    index.add({9, 4, 7}, same.data());
    const auto hits = index.search(same.data(), 1, 3, -1.0f, std::nullopt);
    CHECK((hits.ids == std::vector<std::int64_t>{4, 7, 9}));
}

TEST(a_removed_vector_is_not_found_and_others_are) {
    const auto vectors = gaussian(100 * 32, 3);
    VectorIndex index(32);
    index.add(range(100), vectors.data());
    index.remove({42, 0, 99});
    CHECK(index.size() == 97);
    for (std::size_t row = 0; row < 100; ++row) {
        const auto id = index.search(&vectors[row * 32], 1, 1, 0.999f, std::nullopt).ids[0];
        CHECK(id == (row == 42 || row == 0 || row == 99 ? -1 : static_cast<std::int64_t>(row)));
    }
}

TEST(bad_vectors_are_refused_and_nothing_is_added) {
    VectorIndex index(2);
    const std::vector<float> zero = {1, 2, 0, 0}, nan = {std::nanf(""), 1}, infinite = {INFINITY, 1};
    CHECK_THROWS(index.add({1, 2}, zero.data()), shape);
    CHECK_THROWS(index.add({1}, nan.data()), shape);
    CHECK_THROWS(index.add({1}, infinite.data()), shape);
    CHECK_THROWS(index.add({1, 1}, std::vector<float>{1, 2, 3, 4}.data()), duplicate);
    CHECK_THROWS(index.remove({1}), unknown_id);
    CHECK(index.size() == 0);
}

TEST(extreme_lengths_keep_their_direction) {
    VectorIndex index(2);
    const std::vector<float> vectors = {1e38f, 1e38f, 1e-40f, -1e-40f};
    index.add({1, 2}, vectors.data());
    const std::vector<float> query = {1, 1};
    CHECK(std::abs(index.search(query.data(), 1, 1, -1.0f, std::nullopt).scores[0] - 1.0f) < 1e-6f);
}

TEST(a_key_changes_no_answer) {
    const auto vectors = gaussian(200 * 48, 4), queries = gaussian(5 * 48, 5);
    zbsec::Key key{};
    key[0] = 7;
    VectorIndex plain(48), keyed(48, key);
    plain.add(range(200), vectors.data());
    keyed.add(range(200), vectors.data());
    const auto a = plain.search(queries.data(), 5, 3, -1.0f, std::nullopt);
    const auto b = keyed.search(queries.data(), 5, 3, -1.0f, std::nullopt);
    CHECK(a.ids == b.ids);
    for (std::size_t at = 0; at < a.scores.size(); ++at) CHECK(std::abs(a.scores[at] - b.scores[at]) < 2e-6f);
}

TEST(a_saved_index_answers_alike_and_an_altered_one_is_refused) {
    const auto vectors = gaussian(64 * 20, 6);
    const std::string path = std::filesystem::temp_directory_path() / ("zbsec-" + std::to_string(std::random_device{}()));
    VectorIndex index(20);
    index.add(range(64), vectors.data());
    index.save(path);
    auto opened = VectorIndex::open(path, std::nullopt, 1);
    CHECK(opened->search(vectors.data(), 64, 1, -1.0f, std::nullopt).ids == range(64));
    opened->remove({5});
    CHECK(opened->search(&vectors[5 * 20], 1, 1, 0.999f, std::nullopt).ids[0] == -1);
    CHECK_THROWS(VectorIndex::open(path, zbsec::Key{}, 1), argument);
    std::FILE* file = std::fopen(path.c_str(), "r+b");
    std::fseek(file, 1000, SEEK_SET);
    std::fputc(0x55, file);
    std::fclose(file);
    CHECK_THROWS(VectorIndex::open(path, std::nullopt, 1), storage);
    std::remove(path.c_str());
}

TEST(searches_run_beside_changes) {
    const auto vectors = gaussian(400 * 16, 7);
    VectorIndex index(16);
    index.add(range(200), vectors.data());
    std::thread writer([&] {
        for (std::int64_t id = 200; id < 400; ++id) {
            index.add({id}, &vectors[static_cast<std::size_t>(id) * 16]);
            index.remove({id - 100});
        }
    });
    for (int round = 0; round < 200; ++round) CHECK(index.search(vectors.data(), 1, 1, 0.99f, std::nullopt).ids[0] == 0);
    writer.join();
    CHECK(index.size() == 200);
}

#include "sorted_blocks.hpp"

#include <map>

#include "check.hpp"

namespace {

using Blocks = zbsec::SortedBlocks<std::uint64_t, std::int64_t>;

bool same(const Blocks& blocks, const std::map<std::uint64_t, std::int64_t>& expected) {
    std::vector<std::pair<const std::uint64_t, std::int64_t>> all;
    blocks.each_run(blocks.begin(), blocks.end(), [&](const auto* keys, const auto* values, std::size_t count) {
        for (std::size_t at = 0; at < count; ++at) all.emplace_back(keys[at], values[at]);
    });
    return blocks.size() == expected.size() && std::equal(all.begin(), all.end(), expected.begin(), expected.end());
}

}  // namespace

TEST(sorted_blocks_hold_what_a_map_holds) {
    std::mt19937_64 engine(1);
    for (const std::uint64_t keys : {700, 20000}) {
        Blocks blocks;
        std::map<std::uint64_t, std::int64_t> expected;
        for (int round = 0; round < 30000; ++round) {
            const std::uint64_t key = engine() % keys;
            const bool filling = (round / 5000) % 2 == 0;
            if (expected.count(key) != 0) {
                CHECK(blocks.find(key) != nullptr && *blocks.find(key) == expected[key]);
                if (filling && engine() % 8 != 0) continue;
                blocks.erase(key);
                expected.erase(key);
            } else {
                CHECK(blocks.find(key) == nullptr);
                if (!filling && engine() % 8 != 0) continue;
                blocks.insert(key, round);
                expected[key] = round;
            }
            if (round % 1000 == 0) CHECK(same(blocks, expected));
        }
        CHECK(same(blocks, expected));
        while (!expected.empty()) {
            blocks.erase(expected.begin()->first);
            expected.erase(expected.begin());
        }
        CHECK(same(blocks, expected) && blocks.begin() == blocks.end());
    }
}

TEST(sorted_blocks_find_the_bounds_of_every_range) {
    Blocks blocks;
    for (std::uint64_t key = 0; key < 4000; ++key) blocks.insert((key * 1777) % 4000 * 3, 0);
    std::mt19937_64 engine(2);
    for (int round = 0; round < 3000; ++round) {
        std::uint64_t bounds[3] = {engine() % 12010, engine() % 12010, engine() % 12010};
        std::sort(bounds, bounds + 3);
        const auto from = blocks.lower_bound(blocks.begin(), blocks.end(), bounds[0]);
        const auto to = blocks.lower_bound(from, blocks.end(), bounds[2]);
        const auto at = blocks.lower_bound(from, to, bounds[1]);
        CHECK(from <= at && at <= to);
        const auto until = [](std::uint64_t bound) { return std::min<std::size_t>((bound + 2) / 3, 4000); };
        CHECK(blocks.count(from, at, 4000) == until(bounds[1]) - until(bounds[0]));
        CHECK(blocks.count(at, to, 4000) == until(bounds[2]) - until(bounds[1]));
        CHECK(at == blocks.end() || blocks.key(at) == 3 * until(bounds[1]) || at == to);
    }
}

TEST(sorted_blocks_filled_in_order_are_full) {
    Blocks blocks;
    for (std::uint64_t key = 0; key < 10 * Blocks::most; ++key) blocks.insert(key, 0);
    CHECK(blocks.end() == 10 * Blocks::most);
}

TEST(sorted_blocks_emptied_at_random_grow_few) {
    Blocks blocks;
    for (std::uint64_t key = 0; key < 20 * Blocks::most; ++key) blocks.insert(key, 0);
    for (std::uint64_t key = 0; key < 20 * Blocks::most; ++key) {
        if (key % 20 != 0) blocks.erase(key);
    }
    CHECK(blocks.size() == Blocks::most && blocks.end() <= 5 * Blocks::most);
}

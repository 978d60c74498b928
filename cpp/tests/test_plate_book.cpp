#include <algorithm>
#include <limits>
#include <random>

#include "check.hpp"
#include "zbsec/alphabet.hpp"
#include "zbsec/error.hpp"
#include "zbsec/plate_book.hpp"

using zbsec::PlateBook;
using zbsec::ReadingCosts;

namespace {

std::string random_plate(std::mt19937& engine) {
    std::vector<std::uint8_t> codes = {50};
    codes.push_back(static_cast<std::uint8_t>(10 + engine() % 26));
    const std::size_t length = 7 + engine() % 2;
    while (codes.size() < length) codes.push_back(static_cast<std::uint8_t>(engine() % 36));
    return zbsec::decode_text(codes);
}

}  // namespace

TEST(packing_keeps_every_plate) {
    std::mt19937 engine(1);
    for (int round = 0; round < 1000; ++round) {
        const auto plate = random_plate(engine);
        CHECK(zbsec::decode_text(zbsec::unpack(zbsec::pack(zbsec::encode_text(plate)))) == plate);
    }
}

TEST(the_likeliest_plate_equals_a_scan_by_alignment) {
    std::mt19937 engine(2);
    PlateBook book;
    std::vector<std::string> plates;
    std::vector<std::int64_t> ids;
    while (plates.size() < 3000) {
        const auto plate = random_plate(engine);
        if (std::find(plates.begin(), plates.end(), plate) != plates.end()) continue;
        ids.push_back(static_cast<std::int64_t>(plates.size()));
        plates.push_back(plate);
    }
    book.add(ids, plates);
    for (int round = 0; round < 200; ++round) {
        const auto costs = ReadingCosts::of_text(random_plate(engine));
        float least = std::numeric_limits<float>::infinity();
        for (const auto& plate : plates) {
            least = std::min(least, zbsec::alignment_cost(costs, zbsec::pack(zbsec::encode_text(plate))));
        }
        const auto found = book.match(costs, 1, 100.0f);
        CHECK(found.size() == 1 && found[0].cost == least);
    }
}

TEST(a_lost_character_costs_one_gap) {
    PlateBook book;
    book.add({1}, {"鲁CD12345"});
    const auto found = book.match(ReadingCosts::of_text("鲁C12345"), 1, zbsec::default_max_cost);
    CHECK(found.size() == 1 && found[0].cost == zbsec::gap_cost);
}

TEST(plates_twice_and_strange_characters_are_refused) {
    PlateBook book;
    book.add({1}, {"鲁C12345"});
    CHECK_THROWS(book.add({2}, {"鲁C12345"}), duplicate);
    CHECK_THROWS(book.add({1}, {"鲁C12346"}), duplicate);
    CHECK_THROWS(book.add({3}, {"鲁C1234?"}), plate);
    CHECK_THROWS(book.add({3}, {"鲁C1234567"}), plate);
    CHECK_THROWS(book.remove({3}), unknown_id);
    CHECK(book.size() == 1);
    book.remove({1});
    CHECK(book.match(ReadingCosts::of_text("鲁C12345"), 1, 100.0f).empty());
}

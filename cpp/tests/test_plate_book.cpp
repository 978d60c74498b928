#include "zbsec/plate_book.hpp"

#include <algorithm>
#include <limits>

#include "check.hpp"

using zbsec::PlateBook;
using zbsec::ReadingCosts;

namespace {

std::string random_plate(std::mt19937& engine, std::size_t shortest) {
    std::vector<std::uint8_t> codes = {50};
    codes.push_back(static_cast<std::uint8_t>(10 + engine() % 26));
    const std::size_t length = shortest + engine() % (zbsec::max_plate_length + 1 - shortest);
    while (codes.size() < length) codes.push_back(static_cast<std::uint8_t>(engine() % 36));
    return zbsec::decode_text(codes);
}

std::vector<std::string> random_plates(std::mt19937& engine, std::size_t count, std::size_t shortest) {
    std::vector<std::string> plates;
    while (plates.size() < count) {
        const auto plate = random_plate(engine, shortest);
        if (std::find(plates.begin(), plates.end(), plate) == plates.end()) plates.push_back(plate);
    }
    return plates;
}

}  // namespace

TEST(packing_keeps_every_plate) {
    std::mt19937 engine(1);
    for (int round = 0; round < 1000; ++round) {
        const auto plate = random_plate(engine, 2);
        const auto packed = zbsec::pack(zbsec::encode_text(plate));
        CHECK(zbsec::decode_text(zbsec::unpack(packed)) == plate);
    }
}

TEST(the_likeliest_plate_equals_a_scan_by_alignment) {
    std::mt19937 engine(2);
    const auto plates = random_plates(engine, 3000, 4);
    PlateBook book;
    book.add(range(plates.size()), plates);
    for (int round = 0; round < 100; ++round) {
        const auto costs = ReadingCosts::of_text(random_plate(engine, 3));
        float least = std::numeric_limits<float>::infinity();
        for (const auto& plate : plates) {
            least = std::min(least, zbsec::alignment_cost(costs, zbsec::pack(zbsec::encode_text(plate))));
        }
        const auto found = book.match(costs, 1, 100.0f);
        CHECK(found.size() == 1 && found[0].cost == least);
    }
}

TEST(a_lost_and_an_added_character_cost_one_gap) {
    PlateBook book;
    book.add({1}, {"鲁CD12345"});
    const auto lost = book.match(ReadingCosts::of_text("鲁C12345"), 1, zbsec::default_max_cost);
    CHECK(lost.size() == 1 && lost[0].cost == zbsec::gap_cost);
    PlateBook shorter;
    shorter.add({1}, {"鲁C12345"});
    const auto added = shorter.match(ReadingCosts::of_text("鲁C123345"), 1, zbsec::default_max_cost);
    CHECK(added.size() == 1 && added[0].cost == zbsec::gap_cost);
}

TEST(equal_costs_go_by_smaller_id) {
    PlateBook book;
    book.add({9, 3, 6}, {"鲁C1234D", "鲁C1234Q", "鲁C12345"});
    const auto found = book.match(ReadingCosts::of_text("鲁C12340"), 3, 5.0f);
    CHECK(found.size() == 2 && found[0].id == 3 && found[1].id == 9);
}

TEST(plates_twice_and_strange_characters_are_refused) {
    PlateBook book;
    book.add({1}, {"鲁C12345"});
    CHECK_THROWS(book.add({2}, {"鲁C12345"}), shape);
    CHECK_THROWS(book.add({1}, {"鲁C12346"}), shape);
    CHECK_THROWS(book.add({2, 2}, {"鲁C12346", "鲁C12347"}), shape);
    CHECK_THROWS(book.add({2, 3}, {"鲁C12346"}), shape);
    CHECK_THROWS(book.add({3}, {"鲁C1234?"}), plate);
    CHECK_THROWS(book.add({3}, {"鲁C1234567"}), plate);
    CHECK_THROWS(book.add({3}, {"\xE9"}), plate);
    CHECK_THROWS(book.remove({1, 3}), unknown_id);
    CHECK(book.size() == 1);
    book.remove({1});
    CHECK(book.match(ReadingCosts::of_text("鲁C12345"), 1, 100.0f).empty());
}

TEST(removed_plates_are_no_longer_found) {
    std::mt19937 engine(4);
    const auto plates = random_plates(engine, 200, 5);
    PlateBook book;
    book.add(range(200), plates);
    for (std::int64_t id = 0; id < 200; id += 3) book.remove({id});
    for (std::size_t id = 0; id < 200; ++id) {
        const auto found = book.match(ReadingCosts::of_text(plates[id]), 1, 0.0f);
        CHECK(found.empty() == (id % 3 == 0));
        CHECK(found.empty() || found[0].id == static_cast<std::int64_t>(id));
    }
}

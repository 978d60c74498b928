#include "zbsec/plate_book.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <new>
#include <set>
#include <thread>
#include <tuple>

#include "allocations.hpp"
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
    std::set<std::string> known;
    while (plates.size() < count) {
        const auto plate = random_plate(engine, shortest);
        if (known.insert(plate).second) plates.push_back(plate);
    }
    return plates;
}

using Plates = std::vector<std::string>;
using Answers = std::vector<std::tuple<float, std::int64_t, std::string>>;

// Plates of all lengths over a few characters, so that they begin alike, end alike and hold one another.
Plates crowded_plates(std::mt19937& engine, std::size_t count, unsigned codes) {
    std::set<std::string> plates;
    while (plates.size() < count) {
        std::vector<std::uint8_t> plate(1 + engine() % zbsec::max_plate_length);
        for (auto& code : plate) code = static_cast<std::uint8_t>(engine() % codes);
        plates.insert(zbsec::decode_text(plate));
    }
    Plates shuffled(plates.begin(), plates.end());
    std::shuffle(shuffled.begin(), shuffled.end(), engine);
    return shuffled;
}

// Rows that say nothing, all but nothing, a little, or everything; with ties.
ReadingCosts random_reading(std::mt19937& engine, std::size_t length, unsigned codes) {
    std::vector<float> probabilities(length * zbsec::alphabet_size, 0.0f);
    for (std::size_t position = 0; position < length; ++position) {
        float* row = &probabilities[position * zbsec::alphabet_size];
        const auto mood = engine() % 5;
        for (unsigned code = 0; code < zbsec::alphabet_size; ++code) {
            const float any = static_cast<float>(engine() % 1000) / 1000.0f;
            const float moods[] = {0.0125f, 0.01f + 1e-5f * any, any, any * any * any * any, 0.0f};
            row[code] = moods[mood];
        }
        row[engine() % codes] = mood == 0 ? 0.0125f : 0.9f;
    }
    return ReadingCosts::of_probabilities(probabilities.data(), length);
}

// What match() promises, by alignment_cost over every plate.
Answers by_scan(const std::vector<std::int64_t>& ids, const Plates& plates, const ReadingCosts& reading, std::size_t limit,
                float max_cost) {
    Answers all;
    for (std::size_t row = 0; row < plates.size(); ++row) {
        const float cost = zbsec::alignment_cost(reading, zbsec::pack(zbsec::encode_text(plates[row])));
        if (cost <= max_cost) all.emplace_back(cost, ids[row], plates[row]);
    }
    std::sort(all.begin(), all.end());
    if (all.size() > limit) all.resize(limit);
    return all;
}

bool same(const std::vector<zbsec::PlateMatch>& found, const Answers& expected) {
    return std::equal(found.begin(), found.end(), expected.begin(), expected.end(), [](const auto& one, const auto& other) {
        return std::tie(one.cost, one.id, one.plate) == other;
    });
}

constexpr float cost_limits[] = {0.0f, 1e-6f, 2.5f, 5.0f, zbsec::default_max_cost, 9.0f, 10.0f, 17.0f, 40.0f, 1e30f,
                                 std::numeric_limits<float>::infinity()};

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

TEST(every_match_equals_a_scan_by_alignment) {
    std::mt19937 engine(5);
    for (const unsigned codes : {2U, 4U, 30U, 80U}) {
        for (const std::size_t count : {1, 60, 400, 5000}) {
            const auto plates = crowded_plates(engine, codes == 2 ? std::min<std::size_t>(count, 400) : count, codes);
            auto ids = range(plates.size());
            std::shuffle(ids.begin(), ids.end(), engine);
            PlateBook book;
            book.add(ids, plates);
            for (std::size_t length = 1; length <= zbsec::max_reading_length; ++length) {
                for (int round = 0; round < 4; ++round) {
                    const float max_cost = cost_limits[engine() % std::size(cost_limits)];
                    const auto reading = random_reading(engine, length, codes);
                    const std::size_t limit = engine() % 4 == 0 ? plates.size() + 1 : 1 + engine() % 5;
                    CHECK(same(book.match(reading, limit, max_cost), by_scan(ids, plates, reading, limit, max_cost)));
                }
            }
        }
    }
}

// More plates than are costed together hold the whole reading and go on.
TEST(characters_lost_behind_the_reading_equal_a_scan_by_alignment) {
    Plates plates;
    for (std::uint8_t last = 0; last < zbsec::alphabet_size; ++last) {
        plates.push_back(zbsec::decode_text({50, 12, last}));
        plates.push_back(zbsec::decode_text({50, 12, 1, last}));
    }
    const auto ids = range(plates.size());
    PlateBook book;
    book.add(ids, plates);
    for (const char* text : {"鲁", "鲁C", "鲁C1"}) {
        const auto reading = ReadingCosts::of_text(text);
        for (const float max_cost : cost_limits) {
            CHECK(same(book.match(reading, 200, max_cost), by_scan(ids, plates, reading, 200, max_cost)));
        }
    }
}

// The plates of one city: every beginning is shared, and a reading may say nothing about what follows.
TEST(a_blurred_reading_of_one_city_equals_a_scan_by_alignment) {
    std::mt19937 engine(6);
    const auto plates = random_plates(engine, 4000, 6);
    const auto ids = range(plates.size());
    PlateBook book;
    book.add(ids, plates);
    for (std::size_t blurred = 0; blurred <= 8; ++blurred) {
        const auto read = zbsec::encode_text(plates[engine() % plates.size()]);
        std::vector<float> probabilities(read.size() * zbsec::alphabet_size, 0.001f);
        for (std::size_t at = 0; at < read.size(); ++at) probabilities[at * zbsec::alphabet_size + read[at]] = 0.9f;
        for (std::size_t at = read.size() - std::min(blurred, read.size()); at < read.size(); ++at) {
            std::fill_n(&probabilities[at * zbsec::alphabet_size], zbsec::alphabet_size, 0.0125f);
        }
        const auto reading = ReadingCosts::of_probabilities(probabilities.data(), read.size());
        for (const float max_cost : cost_limits) {
            const std::size_t limit = 1 + engine() % 7;
            CHECK(same(book.match(reading, limit, max_cost), by_scan(ids, plates, reading, limit, max_cost)));
        }
    }
}

TEST(matches_follow_every_change) {
    std::mt19937 engine(7);
    const auto plates = crowded_plates(engine, 3000, 5);
    PlateBook book;
    std::vector<std::size_t> in, out(plates.size());
    std::iota(out.begin(), out.end(), std::size_t{0});
    for (int round = 0; round < 60; ++round) {
        const bool adding = round < 20 || (round < 40 && engine() % 2 == 0);  // fills up, goes to and fro, empties
        auto &from = adding ? out : in, &to = adding ? in : out;
        std::shuffle(from.begin(), from.end(), engine);
        std::vector<std::int64_t> ids;
        Plates changed;
        for (std::size_t many = std::min<std::size_t>(from.size(), 1 + engine() % 280); many > 0; --many) {
            ids.push_back(static_cast<std::int64_t>(from.back()) * 7919 - 5000000);
            changed.push_back(plates[from.back()]);
            to.push_back(from.back());
            from.pop_back();
        }
        if (adding) {
            book.add(ids, changed);
        } else {
            book.remove(ids);
        }
        ids.clear();
        changed.clear();
        for (const auto row : in) {
            ids.push_back(static_cast<std::int64_t>(row) * 7919 - 5000000);
            changed.push_back(plates[row]);
        }
        CHECK(book.size() == in.size());
        const auto reading = random_reading(engine, 5, 5);
        CHECK(same(book.match(reading, 20, 12.0f), by_scan(ids, changed, reading, 20, 12.0f)));
    }
}

TEST(a_book_without_memory_for_all_adds_none) {
    std::mt19937 engine(9);
    const auto plates = random_plates(engine, 2500, 5);
    const auto ids = range(plates.size());
    const Plates first(plates.begin(), plates.begin() + 1000), rest(plates.begin() + 1000, plates.end());
    const std::vector<std::int64_t> first_ids(ids.begin(), ids.begin() + 1000), rest_ids(ids.begin() + 1000, ids.end());
    const auto reading = random_reading(engine, 6, 36);
    PlateBook book;
    book.add(first_ids, first);
    bool added = false;
    for (long most = 0; !added; most += 1 + most / 8) {
        allow_allocations(most);
        try {
            book.add(rest_ids, rest);
            added = true;
        } catch (const std::bad_alloc&) {
        }
        allow_allocations(unlimited_allocations);
        const std::size_t there = added ? plates.size() : first.size();
        CHECK(book.size() == there && book.contains(1000) == added);
        CHECK(same(book.match(reading, 50, 30.0f),
                   added ? by_scan(ids, plates, reading, 50, 30.0f) : by_scan(first_ids, first, reading, 50, 30.0f)));
    }
}

TEST(searches_run_beside_changes) {
    std::mt19937 engine(8);
    const auto plates = random_plates(engine, 1500, 6);
    PlateBook book;
    book.add({0}, {plates[0]});
    std::thread changes([&] {
        for (int round = 0; round < 3; ++round) {
            for (std::size_t row = 1; row < plates.size(); ++row) book.add({static_cast<std::int64_t>(row)}, {plates[row]});
            for (std::size_t row = 1; row < plates.size(); ++row) book.remove({static_cast<std::int64_t>(row)});
        }
    });
    const auto reading = ReadingCosts::of_text(plates[0]);
    for (int round = 0; round < 300; ++round) {
        const auto found = book.match(reading, 3, 9.5f);
        CHECK(!found.empty() && found[0].id == 0 && found[0].cost == 0.0f);
    }
    changes.join();
    CHECK(book.size() == 1);
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
    CHECK_THROWS(book.match(ReadingCosts::of_text("鲁C12345"), 0, 1.0f), argument);
    CHECK_THROWS(book.match(ReadingCosts::of_text("鲁C12345"), 1, std::numeric_limits<float>::quiet_NaN()), argument);
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

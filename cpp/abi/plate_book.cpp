#include "zbsec/plate_book.hpp"

#include <algorithm>
#include <string>

#include "guard.hpp"

struct zbsec_plates {
    zbsec::PlateBook core;
};

namespace {

using zbsec::abi::copied;
using zbsec::abi::guarded;
using zbsec::abi::need;

static_assert(ZBSEC_ALPHABET_SIZE == zbsec::alphabet_size);
static_assert(ZBSEC_DEFAULT_MAX_COST == zbsec::default_max_cost);
static_assert(ZBSEC_MAX_PLATE_BYTES > 3 * zbsec::max_plate_length, "no character of a plate takes more than three bytes");

void match(const zbsec_plates& plates, const zbsec::ReadingCosts& reading, float max_cost, zbsec_plate_match* matches,
           std::size_t room, std::size_t* count) {
    const auto found = plates.core.match(reading, room, max_cost);
    for (std::size_t at = 0; at < found.size(); ++at) {
        matches[at].id = found[at].id;
        matches[at].cost = found[at].cost;
        const std::size_t bytes = found[at].plate.copy(matches[at].plate, ZBSEC_MAX_PLATE_BYTES - 1);
        std::fill(matches[at].plate + bytes, matches[at].plate + ZBSEC_MAX_PLATE_BYTES, '\0');
    }
    *count = found.size();
}

}  // namespace

const char* zbsec_plate_alphabet(void) { return zbsec::alphabet().data(); }

zbsec_status zbsec_plates_create(zbsec_plates** plates) {
    return guarded([&] {
        need(plates, "plates");
        *plates = nullptr;
        *plates = new zbsec_plates;
    });
}

void zbsec_plates_destroy(zbsec_plates* plates) { delete plates; }

zbsec_status zbsec_plates_add(zbsec_plates* plates, const int64_t* ids, const char* const* texts, size_t count) {
    return guarded([&] {
        need(plates, "plates");
        const auto list = copied(ids, count, "ids");
        if (count != 0) need(texts, "texts");
        std::vector<std::string> words;
        for (std::size_t row = 0; row < count; ++row) {
            need(texts[row], ("texts[" + std::to_string(row) + "]").c_str());
            words.emplace_back(texts[row]);
        }
        plates->core.add(list, words);
    });
}

zbsec_status zbsec_plates_remove(zbsec_plates* plates, const int64_t* ids, size_t count) {
    return guarded([&] {
        need(plates, "plates");
        plates->core.remove(copied(ids, count, "ids"));
    });
}

zbsec_status zbsec_plates_match(const zbsec_plates* plates, const float* probabilities, size_t characters, float max_cost,
                                zbsec_plate_match* matches, size_t room, size_t* count) {
    return guarded([&] {
        need(plates, "plates");
        need(probabilities, "probabilities");
        need(matches, "matches");
        need(count, "count");
        match(*plates, zbsec::ReadingCosts::of_probabilities(probabilities, characters), max_cost, matches, room, count);
    });
}

zbsec_status zbsec_plates_match_text(const zbsec_plates* plates, const char* text, float max_cost,
                                     zbsec_plate_match* matches, size_t room, size_t* count) {
    return guarded([&] {
        need(plates, "plates");
        need(text, "text");
        need(matches, "matches");
        need(count, "count");
        match(*plates, zbsec::ReadingCosts::of_text(text), max_cost, matches, room, count);
    });
}

size_t zbsec_plates_size(const zbsec_plates* plates) { return plates == nullptr ? 0 : plates->core.size(); }

int zbsec_plates_contains(const zbsec_plates* plates, int64_t id) {
    return plates != nullptr && plates->core.contains(id) ? 1 : 0;
}

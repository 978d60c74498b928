#include "zbsec/plate_book.hpp"

#include <algorithm>
#include <mutex>
#include <utility>

#include "best_plates.hpp"
#include "plate_search.hpp"
#include "sorted_blocks.hpp"
#include "zbsec/dispatch.hpp"
#include "zbsec/error.hpp"

namespace zbsec {
namespace {

std::uint64_t pack_row(const std::string& plate, std::size_t row) {
    try {
        return pack(encode_text(plate));
    } catch (const PlateError& error) {
        throw PlateError(error.text(), error.position(),
                         error.allowed() + " (plates, row " + std::to_string(row) + ")");
    }
}

// Keys that are to be added, in order, and the row of each.
template <typename Key>
using Rows = std::vector<std::pair<Key, std::size_t>>;

template <typename Key>
Rows<Key> in_order(const std::vector<Key>& keys) {
    Rows<Key> rows;
    rows.reserve(keys.size());
    for (const auto& key : keys) rows.emplace_back(key, rows.size());
    std::sort(rows.begin(), rows.end());
    return rows;
}

// The first row whose key is there already or in a row before it, or the number of rows.
template <typename Key, typename Value>
std::size_t first_taken(const Rows<Key>& rows, const SortedBlocks<Key, Value>& there) {
    std::size_t first = rows.size();
    for (std::size_t at = 0; at < rows.size(); ++at) {
        const bool again = at > 0 && rows[at - 1].first == rows[at].first;
        if (again || there.find(rows[at].first) != nullptr) first = std::min(first, rows[at].second);
    }
    return first;
}

// All or nothing.
template <typename Key, typename Value>
void insert_all(SortedBlocks<Key, Value>& there, const Rows<Key>& rows, const std::vector<Value>& values) {
    std::size_t done = 0;
    try {
        for (; done < rows.size(); ++done) there.insert(rows[done].first, values[rows[done].second]);
    } catch (...) {
        while (done > 0) there.erase(rows[--done].first);
        throw;
    }
}

}  // namespace

struct PlateBook::Contents {
    SortedPlates id_of;
    SortedBlocks<std::int64_t, std::uint64_t> plate_of;
};

PlateBook::PlateBook() : contents_(std::make_unique<Contents>()) { simd(); }

PlateBook::~PlateBook() = default;

std::size_t PlateBook::size() const {
    std::shared_lock lock(mutex_);
    return contents_->plate_of.size();
}

bool PlateBook::contains(std::int64_t id) const {
    std::shared_lock lock(mutex_);
    return contents_->plate_of.find(id) != nullptr;
}

void PlateBook::add(const std::vector<std::int64_t>& ids, const std::vector<std::string>& plates) {
    if (ids.size() != plates.size()) {
        throw Error(Code::shape, std::to_string(ids.size()) + " ids for " + std::to_string(plates.size()) + " plates");
    }
    std::vector<std::uint64_t> packed;
    packed.reserve(plates.size());
    for (std::size_t row = 0; row < plates.size(); ++row) packed.push_back(pack_row(plates[row], row));
    const auto by_id = in_order(ids);
    const auto by_plate = in_order(packed);
    std::unique_lock lock(mutex_);
    auto& [id_of, plate_of] = *contents_;
    const std::size_t id_row = first_taken(by_id, plate_of), plate_row = first_taken(by_plate, id_of);
    if (id_row < ids.size() && id_row <= plate_row) {
        throw Error(Code::shape, "ids, row " + std::to_string(id_row) + ": id " + std::to_string(ids[id_row]) +
                                     " is there already; remove it first");
    }
    if (plate_row < plates.size()) {
        throw Error(Code::shape, "plates, row " + std::to_string(plate_row) + ": " + plates[plate_row] +
                                     " is there already; remove it first");
    }
    insert_all(plate_of, by_id, packed);
    try {
        insert_all(id_of, by_plate, ids);
    } catch (...) {
        for (const auto id : ids) plate_of.erase(id);
        throw;
    }
}

void PlateBook::remove(const std::vector<std::int64_t>& ids) {
    std::unique_lock lock(mutex_);
    auto& [id_of, plate_of] = *contents_;
    for (const auto id : ids) {
        if (plate_of.find(id) == nullptr) {
            throw Error(Code::unknown_id, "id " + std::to_string(id) + " is not in the book");
        }
    }
    for (const auto id : ids) {
        const std::uint64_t* plate = plate_of.find(id);
        if (plate == nullptr) continue;  // named twice
        id_of.erase(*plate);
        plate_of.erase(id);
    }
}

std::vector<PlateMatch> PlateBook::match(const ReadingCosts& reading, std::size_t limit, float max_cost) const {
    if (limit == 0) throw Error(Code::argument, "limit is 1 or more, not 0");
    if (!(max_cost >= 0.0f)) throw Error(Code::argument, "max_cost is 0 or more");
    std::shared_lock lock(mutex_);
    BestPlates best(limit, max_cost);
    PlateSearch search(contents_->id_of, reading, best);
    // Plates of the reading's own length first: what they cost rules the others out.
    for (std::size_t gaps = 0; gaps < max_reading_length; ++gaps) {
        if (reading.length() > gaps && reading.length() - gaps <= max_plate_length) {
            search.search(reading.length() - gaps);
        }
        if (gaps > 0 && reading.length() + gaps <= max_plate_length) search.search(reading.length() + gaps);
    }
    return best.take();
}

}  // namespace zbsec

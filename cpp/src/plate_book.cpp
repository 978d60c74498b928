#include "zbsec/plate_book.hpp"

#include <algorithm>
#include <limits>
#include <mutex>
#include <unordered_set>

#include "kernel_table.hpp"
#include "zbsec/dispatch.hpp"
#include "zbsec/error.hpp"

namespace zbsec {
namespace {

constexpr std::size_t block_plates = 1024;
static_assert(block_plates % kernel_width == 0);

std::size_t padded(std::size_t count) noexcept { return (count + kernel_width - 1) / kernel_width * kernel_width; }

std::uint64_t pack_row(const std::string& plate, std::size_t row) {
    try {
        return pack(encode_text(plate));
    } catch (const PlateError& error) {
        throw PlateError(error.text(), error.position(), error.allowed() + " (plates, row " + std::to_string(row) + ")");
    }
}

// The least cost with as few gaps as the lengths allow, for a block of plates that differ by one character at most.
void cost_block(const ReadingCosts& reading, std::size_t length, const std::uint64_t* plates, std::size_t count,
                float* sums) {
    if (reading.length() == length) {
        kernels().straight_cost_f32(reading.data(), length, plates, count, sums);
    } else if (reading.length() < length) {
        kernels().gap_cost_f32(reading.data(), reading.length(), {gap_cost, 0, 1}, plates, count, sums);
    } else {
        kernels().gap_cost_f32(reading.data(), length, {gap_cost, 1, 0}, plates, count, sums);
    }
}

}  // namespace

// Keeps the best few, in order.
class PlateBook::Best {
public:
    Best(std::size_t limit, float max_cost) : limit_(limit), max_cost_(max_cost) {}

    float cut_off() const noexcept { return kept_.size() < limit_ ? max_cost_ : kept_.back().cost; }

    void offer(float cost, std::int64_t id, std::uint64_t plate) {
        if (cost > cut_off()) return;
        const Kept one{cost, id, plate};
        kept_.insert(std::upper_bound(kept_.begin(), kept_.end(), one), one);
        if (kept_.size() > limit_) kept_.pop_back();
    }

    std::vector<PlateMatch> matches() const {
        std::vector<PlateMatch> found;
        for (const auto& one : kept_) found.push_back({one.id, decode_text(unpack(one.plate)), one.cost});
        return found;
    }

private:
    struct Kept {
        float cost;
        std::int64_t id;
        std::uint64_t plate;
        bool operator<(const Kept& other) const noexcept {
            return cost != other.cost ? cost < other.cost : id < other.id;
        }
    };
    std::size_t limit_;
    float max_cost_;
    std::vector<Kept> kept_;
};

void PlateBook::Shelf::append(std::int64_t id, std::uint64_t plate) {
    plates.resize(padded(ids.size() + 1), 0);
    plates[ids.size()] = plate;
    ids.push_back(id);
}

void PlateBook::Shelf::remove(std::size_t row) {
    const std::size_t last = ids.size() - 1;
    plates[row] = plates[last];
    plates[last] = 0;
    plates.resize(padded(last));
    ids[row] = ids[last];
    ids.pop_back();
}

PlateBook::PlateBook() { simd(); }

std::size_t PlateBook::size() const {
    std::shared_lock lock(mutex_);
    return place_of_.size();
}

bool PlateBook::contains(std::int64_t id) const {
    std::shared_lock lock(mutex_);
    return place_of_.count(id) != 0;
}

void PlateBook::check_new(const std::vector<std::int64_t>& ids, const std::vector<std::uint64_t>& plates) const {
    std::unordered_set<std::int64_t> fresh_ids;
    std::unordered_set<std::uint64_t> fresh_plates;
    for (std::size_t row = 0; row < ids.size(); ++row) {
        if (place_of_.count(ids[row]) != 0 || !fresh_ids.insert(ids[row]).second) {
            throw Error(Code::shape, "ids, row " + std::to_string(row) + ": id " + std::to_string(ids[row]) +
                                         " is there already; remove it first");
        }
        if (id_of_.count(plates[row]) != 0 || !fresh_plates.insert(plates[row]).second) {
            throw Error(Code::shape, "plates, row " + std::to_string(row) + ": " + decode_text(unpack(plates[row])) +
                                         " is there already; remove it first");
        }
    }
}

void PlateBook::add(const std::vector<std::int64_t>& ids, const std::vector<std::string>& plates) {
    if (ids.size() != plates.size()) {
        throw Error(Code::shape, std::to_string(ids.size()) + " ids for " + std::to_string(plates.size()) + " plates");
    }
    std::vector<std::uint64_t> packed;
    for (std::size_t row = 0; row < plates.size(); ++row) packed.push_back(pack_row(plates[row], row));
    std::unique_lock lock(mutex_);
    check_new(ids, packed);
    for (std::size_t row = 0; row < ids.size(); ++row) {
        Shelf& shelf = shelves_[packed_length(packed[row])];
        place_of_.emplace(ids[row], Place{packed[row], shelf.ids.size()});
        id_of_.emplace(packed[row], ids[row]);
        shelf.append(ids[row], packed[row]);
    }
}

void PlateBook::remove(const std::vector<std::int64_t>& ids) {
    std::unique_lock lock(mutex_);
    for (const auto id : ids) {
        if (place_of_.count(id) == 0) throw Error(Code::unknown_id, "id " + std::to_string(id) + " is not in the book");
    }
    for (const auto id : ids) {
        const auto found = place_of_.find(id);
        if (found == place_of_.end()) continue;  // named twice
        const Place place = found->second;
        Shelf& shelf = shelves_[packed_length(place.plate)];
        place_of_[shelf.ids.back()].row = place.row;
        shelf.remove(place.row);
        id_of_.erase(place.plate);
        place_of_.erase(id);
    }
}

void PlateBook::search_shelf(std::size_t length, const ReadingCosts& reading, Best& best) const {
    const Shelf& shelf = shelves_[length];
    const std::size_t gaps = length > reading.length() ? length - reading.length() : reading.length() - length;
    // Gaps come in pairs beyond those that the lengths ask for. The kernels know the ways with one gap at most.
    const bool known = gaps <= 1;
    const float least_unknown = static_cast<float>(known ? gaps + 2 : gaps) * gap_cost;
    float sums[block_plates];
    for (std::size_t from = 0; from < shelf.ids.size(); from += block_plates) {
        if (static_cast<float>(gaps) * gap_cost > best.cut_off()) return;
        const std::size_t many = std::min(block_plates, shelf.ids.size() - from);
        const std::uint64_t* plates = shelf.plates.data() + from;
        if (known) {
            cost_block(reading, length, plates, padded(many), sums);
        } else {
            std::fill_n(sums, many, std::numeric_limits<float>::infinity());
        }
        for (std::size_t at = 0; at < many; ++at) {
            float cost = sums[at];
            if (least_unknown < cost && least_unknown <= best.cut_off()) cost = alignment_cost(reading, plates[at]);
            best.offer(cost, shelf.ids[from + at], plates[at]);
        }
    }
}

std::vector<PlateMatch> PlateBook::match(const ReadingCosts& reading, std::size_t limit, float max_cost) const {
    if (limit == 0) throw Error(Code::argument, "limit is 1 or more, not 0");
    if (!(max_cost >= 0.0f)) throw Error(Code::argument, "max_cost is 0 or more");
    std::shared_lock lock(mutex_);
    Best best(limit, max_cost);
    // Plates of the reading's own length first: what they cost rules the others out.
    for (std::size_t gaps = 0; gaps < max_reading_length; ++gaps) {
        for (std::size_t length = 1; length <= max_plate_length; ++length) {
            if (length + gaps == reading.length() || (gaps > 0 && length == reading.length() + gaps)) {
                search_shelf(length, reading, best);
            }
        }
    }
    return best.matches();
}

}  // namespace zbsec

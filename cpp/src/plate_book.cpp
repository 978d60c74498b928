#include "zbsec/plate_book.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <mutex>

#include "zbsec/alphabet.hpp"
#include "zbsec/dispatch.hpp"
#include "zbsec/error.hpp"

namespace zbsec {
namespace {

constexpr std::size_t block_plates = 1024;

// What readers take for one another: measured substitutions of a CTC reader on 4,497 real crops, and the sets that
// publications single out.
constexpr std::string_view confusable[] = {
    "0ODQU", "8B", "59S", "2Z", "17TLIY", "6G8H", "CG0", "UV", "MNH", "J4A", "EFB3", "25", "VY", "MY",
    "浙渝湘沪津", "皖陕闽豫川浙苏琼", "鲁鄂粤晋京", "赣豫冀黑", "云宁", "沪粤闽京",
};
constexpr float confusable_cost = 2.5f;

float floor_cost() noexcept { return -std::log(floor_probability); }

std::size_t padded(std::size_t count) noexcept { return (count + 15) / 16 * 16; }

// Keeps the best few, in order.
class Best {
public:
    Best(std::size_t limit, float max_cost) : limit_(limit), max_cost_(max_cost) {}

    float cut_off() const noexcept { return kept_.size() < limit_ ? max_cost_ : kept_.back().cost; }

    void offer(float cost, std::int64_t id, std::uint64_t plate) {
        if (!(cost <= cut_off())) return;
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

std::string row_name(std::size_t row) { return "row " + std::to_string(row); }

}  // namespace

ReadingCosts ReadingCosts::of_probabilities(const float* probabilities, std::size_t length) {
    if (length == 0 || length > max_reading_length) {
        throw Error(Code::shape, "a reading has 1 to " + std::to_string(max_reading_length) + " characters, not " +
                                     std::to_string(length));
    }
    ReadingCosts costs(length);
    for (std::size_t position = 0; position < length; ++position) {
        const float* row = probabilities + position * alphabet_size;
        float likeliest = 0.0f;
        for (std::size_t code = 0; code < alphabet_size; ++code) {
            if (!(row[code] >= 0.0f && row[code] <= 1.001f)) {
                throw Error(Code::shape, "probabilities, " + row_name(position) + ": every number is 0 to 1");
            }
            likeliest = std::max(likeliest, row[code]);
        }
        if (likeliest <= 0.0f) throw Error(Code::shape, "probabilities, " + row_name(position) + ": all are zero");
        float* out = costs.costs_.data() + position * 128;
        std::fill(out, out + 128, floor_cost());
        for (std::size_t code = 0; code < alphabet_size; ++code) {
            out[code] = std::min(floor_cost(), -std::log(std::max(row[code] / likeliest, floor_probability)));
        }
    }
    return costs;
}

ReadingCosts ReadingCosts::of_text(std::string_view text) {
    const auto codes = encode_text(text);
    ReadingCosts costs(codes.size());
    for (std::size_t position = 0; position < codes.size(); ++position) {
        float* out = costs.costs_.data() + position * 128;
        std::fill(out, out + 128, floor_cost());
        for (const auto set : confusable) {
            const auto alike = [&] {
                std::vector<std::uint8_t> all;
                std::string_view rest = set;
                while (!rest.empty()) {
                    const std::size_t bytes = static_cast<unsigned char>(rest.front()) < 0x80 ? 1 : 3;
                    all.push_back(encode_text(rest.substr(0, bytes)).front());
                    rest.remove_prefix(bytes);
                }
                return all;
            }();
            if (std::find(alike.begin(), alike.end(), codes[position]) == alike.end()) continue;
            for (const auto code : alike) out[code] = confusable_cost;
        }
        out[codes[position]] = 0.0f;
    }
    return costs;
}

float alignment_cost(const ReadingCosts& reading, std::uint64_t plate) noexcept {
    const std::size_t length = packed_length(plate);
    float above[max_plate_length + 1];
    for (std::size_t at = 0; at <= length; ++at) above[at] = static_cast<float>(at) * gap_cost;
    for (std::size_t position = 0; position < reading.length(); ++position) {
        float diagonal = above[0];
        above[0] += gap_cost;
        for (std::size_t at = 1; at <= length; ++at) {
            const float exchanged = diagonal + reading.at(position, packed_code(plate, at - 1));
            diagonal = above[at];
            above[at] = std::min(exchanged, std::min(above[at], above[at - 1]) + gap_cost);
        }
    }
    return above[length];
}

PlateBook::PlateBook() { kernels(); }

std::size_t PlateBook::size() const {
    std::shared_lock lock(mutex_);
    return ids_.size();
}

bool PlateBook::contains(std::int64_t id) const {
    std::shared_lock lock(mutex_);
    return row_of_.count(id) != 0;
}

void PlateBook::add(const std::vector<std::int64_t>& ids, const std::vector<std::string>& plates) {
    if (ids.size() != plates.size()) {
        throw Error(Code::shape, std::to_string(ids.size()) + " ids for " + std::to_string(plates.size()) + " plates");
    }
    std::vector<std::uint64_t> packed;
    for (const auto& plate : plates) packed.push_back(pack(encode_text(plate)));
    std::unique_lock lock(mutex_);
    std::unordered_map<std::int64_t, std::size_t> fresh_ids;
    std::unordered_map<std::uint64_t, std::size_t> fresh_plates;
    for (std::size_t row = 0; row < ids.size(); ++row) {
        if (row_of_.count(ids[row]) != 0 || !fresh_ids.emplace(ids[row], row).second) {
            throw Error(Code::duplicate, row_name(row) + ": id " + std::to_string(ids[row]) + " is there already");
        }
        if (id_of_.count(packed[row]) != 0 || !fresh_plates.emplace(packed[row], row).second) {
            throw Error(Code::duplicate, row_name(row) + ": plate " + plates[row] + " is there already");
        }
    }
    plates_.resize(padded(ids_.size() + ids.size()), 0);
    for (std::size_t row = 0; row < ids.size(); ++row) {
        plates_[ids_.size()] = packed[row];
        row_of_.emplace(ids[row], ids_.size());
        id_of_.emplace(packed[row], ids[row]);
        ids_.push_back(ids[row]);
    }
}

void PlateBook::remove(const std::vector<std::int64_t>& ids) {
    std::unique_lock lock(mutex_);
    for (const auto id : ids) {
        if (row_of_.count(id) == 0) throw Error(Code::unknown_id, "id " + std::to_string(id) + " is not in the book");
    }
    for (const auto id : ids) {
        const auto found = row_of_.find(id);
        if (found == row_of_.end()) continue;  // named twice
        const std::size_t row = found->second, last = ids_.size() - 1;
        id_of_.erase(plates_[row]);
        row_of_.erase(found);
        if (row != last) {
            plates_[row] = plates_[last];
            ids_[row] = ids_[last];
            row_of_[ids_[row]] = row;
        }
        plates_[last] = 0;
        ids_.pop_back();
        plates_.resize(padded(ids_.size()));
    }
}

std::vector<PlateMatch> PlateBook::match(const ReadingCosts& reading, std::size_t limit, float max_cost) const {
    if (limit == 0) throw Error(Code::argument, "limit is 1 or more, not 0");
    if (!(max_cost >= 0.0f)) throw Error(Code::argument, "max_cost is 0 or more");
    std::shared_lock lock(mutex_);
    Best best(limit, max_cost);
    float sums[block_plates];
    const std::size_t length = reading.length();
    const bool straight = length <= max_plate_length;
    for (std::size_t from = 0; from < ids_.size(); from += block_plates) {
        const std::size_t many = std::min(block_plates, ids_.size() - from);
        if (straight) {
            kernels().diagonal_cost_f32(reading.data(), length, plates_.data() + from, padded(many), sums);
        }
        for (std::size_t at = 0; at < many; ++at) {
            const std::uint64_t plate = plates_[from + at];
            const std::size_t other = packed_length(plate);
            // Unequal lengths need that many gaps at least; equal lengths two, if the straight reading is not the best.
            const std::size_t gaps = other > length ? other - length : length - other;
            float cost = gaps == 0 ? sums[at] : std::numeric_limits<float>::infinity();
            const float least = static_cast<float>(gaps == 0 ? 2 : gaps) * gap_cost;
            if (least <= best.cut_off() && least < cost) cost = std::min(cost, alignment_cost(reading, plate));
            best.offer(cost, ids_[from + at], plate);
        }
    }
    return best.matches();
}

}  // namespace zbsec

// Which registered plate was most likely meant by a reading.
#pragma once
#include <cstdint>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace zbsec {

// Costs are in nats: -log of how much less likely a character is than the likeliest one in its place.
constexpr float floor_probability = 1e-4f;  // a character the reader rules out costs at most 9.2
constexpr float gap_cost = 5.0f;            // one character lost or added by the reader
constexpr float default_max_cost = 6.0f;    // about one certain error of a confusable character, or one gap
constexpr std::size_t max_reading_length = 10;

struct PlateMatch {
    std::int64_t id;
    std::string plate;
    float cost;
};

// A reading as costs: one row of 128 floats, by character code, for each character read.
class ReadingCosts {
public:
    // probabilities: length x alphabet_size, each row with a positive maximum. Throws Error(shape) naming the row.
    static ReadingCosts of_probabilities(const float* probabilities, std::size_t length);

    // What a text typed or read elsewhere may have meant: confusable characters (0 O D Q, 8 B, ...) cost 2.5 nats.
    static ReadingCosts of_text(std::string_view text);

    std::size_t length() const noexcept { return length_; }
    const float* data() const noexcept { return costs_.data(); }
    float at(std::size_t position, std::uint8_t code) const noexcept { return costs_[position * 128 + code]; }

private:
    explicit ReadingCosts(std::size_t length) : length_(length), costs_(length * 128) {}
    std::size_t length_;
    std::vector<float> costs_;
};

// The least cost of turning the reading into the plate: characters exchanged, lost and added (Wagner and Fischer, 1974).
float alignment_cost(const ReadingCosts& reading, std::uint64_t plate) noexcept;

class PlateBook {
public:
    PlateBook();

    // All or nothing: throws Error(duplicate) or Error(plate) naming the row. Plates in normal form.
    void add(const std::vector<std::int64_t>& ids, const std::vector<std::string>& plates);
    void remove(const std::vector<std::int64_t>& ids);

    // The `limit` plates of least cost up to `max_cost`, best first, equal costs by id.
    std::vector<PlateMatch> match(const ReadingCosts& reading, std::size_t limit, float max_cost) const;

    std::size_t size() const;
    bool contains(std::int64_t id) const;

private:
    std::vector<std::uint64_t> plates_;  // padded with zeros to a multiple of 16
    std::vector<std::int64_t> ids_;
    std::unordered_map<std::int64_t, std::size_t> row_of_;
    std::unordered_map<std::uint64_t, std::int64_t> id_of_;
    mutable std::shared_mutex mutex_;
};

}  // namespace zbsec

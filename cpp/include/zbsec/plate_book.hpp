// Which registered plate was most likely meant by a reading.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "zbsec/alphabet.hpp"
#include "zbsec/fair_mutex.hpp"

namespace zbsec {

// Costs are in nats: -log of how much less likely a character is than the likeliest one in its place.
constexpr double floor_probability = 1e-4;  // of the likeliest one's; a character ruled out costs 9.21
constexpr float gap_cost = 5.0f;            // one character lost or added by the reader
constexpr float confusable_cost = 2.5f;     // in a text: 0 for D, 8 for B, ...
constexpr float default_max_cost = 6.0f;    // one gap, or two confusable characters, but never a character ruled out
constexpr std::size_t max_reading_length = 10;

struct PlateMatch {
    std::int64_t id;
    std::string plate;
    float cost;
};

// A reading as costs: a row of 128 floats, by character code, for each character read.
class ReadingCosts {
public:
    static constexpr std::size_t row_size = 128;  // what seven bits can say, so that no lookup leaves the table

    // probabilities: length x alphabet_size. Throws Error(shape) naming the row.
    static ReadingCosts of_probabilities(const float* probabilities, std::size_t length);

    // What a text typed, or read by a reader that tells no doubts, may have meant. Throws PlateError.
    static ReadingCosts of_text(std::string_view text);

    std::size_t length() const noexcept { return length_; }
    const float* data() const noexcept { return costs_.data(); }
    float at(std::size_t position, std::uint8_t code) const noexcept { return costs_[position * row_size + code]; }

private:
    explicit ReadingCosts(std::size_t length);
    float* row(std::size_t position) noexcept { return costs_.data() + position * row_size; }

    std::size_t length_;
    std::vector<float> costs_;
};

// The least cost of turning the reading into the plate: characters exchanged, lost and added (Wagner and Fischer, J.
// ACM 21, 1974).
float alignment_cost(const ReadingCosts& reading, std::uint64_t plate) noexcept;

class PlateBook {
public:
    PlateBook();
    PlateBook(const PlateBook&) = delete;
    ~PlateBook();

    // All or nothing: throws Error(shape) naming the row of an id or plate that is there already, or PlateError. Plates
    // in normal form.
    void add(const std::vector<std::int64_t>& ids, const std::vector<std::string>& plates);

    // All or nothing: throws Error(unknown_id).
    void remove(const std::vector<std::int64_t>& ids);

    // The `limit` plates of least cost up to `max_cost`, best first, equal costs by id.
    std::vector<PlateMatch> match(const ReadingCosts& reading, std::size_t limit, float max_cost) const;

    std::size_t size() const;
    bool contains(std::int64_t id) const;

private:
    struct Contents;

    std::unique_ptr<Contents> contents_;
    mutable FairMutex mutex_;
};

}  // namespace zbsec

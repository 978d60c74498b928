#include <algorithm>
#include <cmath>
#include <string>

#include "confusable.hpp"
#include "zbsec/error.hpp"
#include "zbsec/plate_book.hpp"

namespace zbsec {
namespace {

// In double, so that a last bit of the logarithm is rounded away.
float cost_of(double share) noexcept { return static_cast<float>(0.0 - std::log(std::max(share, floor_probability))); }

// The likeliest probability of a row. A network's rounding may carry one a little over 1.
float likeliest(const float* row, std::size_t position) {
    float largest = 0.0f;
    for (std::size_t code = 0; code < alphabet_size; ++code) {
        if (!(row[code] >= 0.0f && row[code] <= 1.001f)) {
            throw Error(Code::shape,
                        "probabilities, row " + std::to_string(position) + ": every number is 0 to 1, not " +
                                         std::to_string(row[code]));
        }
        largest = std::max(largest, row[code]);
    }
    if (largest == 0.0f) throw Error(Code::shape, "probabilities, row " + std::to_string(position) + ": all are zero");
    return largest;
}

}  // namespace

ReadingCosts::ReadingCosts(std::size_t length) : length_(length), costs_(length * row_size, cost_of(0.0)) {}

ReadingCosts ReadingCosts::of_probabilities(const float* probabilities, std::size_t length) {
    if (length == 0 || length > max_reading_length) {
        throw Error(Code::shape, "probabilities: a reading has 1 to " + std::to_string(max_reading_length) +
                                     " characters, not " + std::to_string(length));
    }
    ReadingCosts costs(length);
    for (std::size_t position = 0; position < length; ++position) {
        const float* row = probabilities + position * alphabet_size;
        const double best = likeliest(row, position);
        std::transform(row, row + alphabet_size, costs.row(position),
                       [&](double value) { return cost_of(value / best); });
    }
    return costs;
}

ReadingCosts ReadingCosts::of_text(std::string_view text) {
    const auto codes = encode_text(text);
    ReadingCosts costs(codes.size());
    for (std::size_t position = 0; position < codes.size(); ++position) {
        float* row = costs.row(position);
        const auto& alike = confusable()[codes[position]];
        for (std::size_t code = 0; code < alphabet_size; ++code) {
            if (alike[code]) row[code] = confusable_cost;
        }
        row[codes[position]] = 0.0f;
    }
    return costs;
}

float alignment_cost(const ReadingCosts& reading, std::uint64_t plate) noexcept {
    const std::size_t length = packed_length(plate);
    float least[max_plate_length + 1];  // of what is read so far against the first characters of the plate
    for (std::size_t at = 0; at <= length; ++at) least[at] = static_cast<float>(at) * gap_cost;
    for (std::size_t position = 0; position < reading.length(); ++position) {
        float diagonal = least[0];
        least[0] += gap_cost;
        for (std::size_t at = 1; at <= length; ++at) {
            const float exchanged = diagonal + reading.at(position, packed_code(plate, at - 1));
            diagonal = least[at];
            least[at] = std::min(exchanged, std::min(least[at], least[at - 1]) + gap_cost);
        }
    }
    return least[length];
}

}  // namespace zbsec

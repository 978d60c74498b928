#include "plane_query.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "kernel_table.hpp"
#include "nested_planes.hpp"

namespace zbsec {
namespace {

using Signs = std::array<double, 16>;

// What each pattern of four bits gives: + for 1, - for 0.
Signs signed_sums(const double* four) noexcept {
    Signs sums;
    for (std::size_t bits = 0; bits < 16; ++bits) {
        double sum = 0.0;
        for (std::size_t at = 0; at < 4; ++at) sum += ((bits >> at) & 1) != 0 ? four[at] : -four[at];
        sums[bits] = sum;
    }
    return sums;
}

// To the nearest whole number; std::nearbyint is a call where the processor's own instruction cannot be counted on.
double rounded(double value) noexcept { return static_cast<double>(static_cast<int>(value + std::copysign(0.5, value))); }

// Rounding to float, up.
float at_least(double value) noexcept { return std::nextafter(static_cast<float>(value), INFINITY); }

}  // namespace

PlaneQuery::PlaneQuery(const double* turned, std::size_t dim, Arena* memory) : tables_(memory), values_(memory) {
    const std::size_t padded = 8 * plane_bytes(dim);
    ArenaVector<double> query(padded, 0.0, memory);
    std::copy_n(turned, dim, query.begin());
    make_tables(query.data(), padded);
    make_values(query.data(), padded);
}

void PlaneQuery::make_tables(const double* query, std::size_t dim) {
    const std::size_t groups = dim / 4;
    double widest = 0.0, base = 0.0;
    for (std::size_t group = 0; group < groups; ++group) {
        double half = 0.0;
        for (std::size_t at = 0; at < 4; ++at) half += std::abs(query[4 * group + at]);
        widest = std::max(widest, 2.0 * half);
        base += half;
    }
    // The sum of all groups must stay under 2^16.
    const double largest = std::min(255.0, std::floor(65535.0 / static_cast<double>(groups)));
    const double step = widest / largest, per_step = largest / widest;
    double error = 0.0;
    tables_.resize(16 * groups);
    for (std::size_t group = 0; group < groups; ++group) {
        const Signs sums = signed_sums(query + 4 * group);
        const double lowest = *std::min_element(sums.begin(), sums.end());
        // Groups take turns: the first of a byte stands in its low half.
        std::uint8_t* table = tables_.data() + 16 * (group / 2 + (group % 2) * (groups / 2));
        double worst = 0.0;
        for (std::size_t bits = 0; bits < 16; ++bits) {
            const double entry = rounded((sums[bits] - lowest) * per_step);
            table[bits] = static_cast<std::uint8_t>(entry);
            worst = std::max(worst, std::abs(sums[bits] - lowest - step * entry));
        }
        error += worst;
    }
    table_step_ = static_cast<float>(step);
    table_base_ = static_cast<float>(base);
    // The last part covers step and base as floats, and the float arithmetic of of_tables.
    table_error_ = at_least(error + 4e-7 * (65535.0 * step + base));
}

void PlaneQuery::make_values(const double* query, std::size_t dim) {
    double largest = 0.0;
    for (std::size_t at = 0; at < dim; ++at) largest = std::max(largest, std::abs(query[at]));
    const double step = largest / 127.0, per_step = 127.0 / largest;
    double error = 0.0, total = 0.0;
    values_.resize(dim);
    for (std::size_t at = 0; at < dim; ++at) {
        const double value = rounded(query[at] * per_step);
        values_[at] = static_cast<std::int8_t>(value);
        error += std::abs(query[at] - step * value);
        total += value;
    }
    bit_step_ = static_cast<float>(2.0 * step);
    bit_base_ = static_cast<float>(step * total);
    bit_error_ = at_least(error + 8e-7 * step * 127.0 * static_cast<double>(dim));
}

}  // namespace zbsec

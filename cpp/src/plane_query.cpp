#include "plane_query.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "kernel_table.hpp"
#include "zbsec/vector_index.hpp"

namespace zbsec {
namespace {

// To the nearest whole number; std::nearbyint is a call where the processor's own instruction cannot be counted on.
double rounded(double value) noexcept {
    return static_cast<double>(static_cast<int>(value + std::copysign(0.5, value)));
}

// Rounding to float, up.
float at_least(double value) noexcept { return std::nextafter(static_cast<float>(value), INFINITY); }

double width(const double* group) noexcept {
    return std::abs(group[0]) + std::abs(group[1]) + std::abs(group[2]) + std::abs(group[3]);
}

}  // namespace

PlaneQuery::PlaneQuery(const double* turned, std::size_t dim, Form form, Arena* memory)
    : form_(form), tables_(memory), values_(memory) {
    const std::size_t padded = 8 * plane_bytes(dim);
    ArenaVector<double> query(padded, 0.0, memory);
    std::copy_n(turned, dim, query.begin());
    if (form == Form::values) {
        make_values(query.data(), padded);
    } else {
        make_tables(query.data(), padded);
    }
}

// Numbers are rounded to half steps, so that tables hold whole steps and what they say of signs s is <p, s> of one
// vector p.
void PlaneQuery::make_tables(const double* query, std::size_t dim) {
    const std::size_t columns = dim / 8, groups = dim / 4, together = paired() ? 8 : 4;
    double widest = 0.0;
    for (std::size_t at = 0; at < dim; at += together) {
        widest = std::max(widest, width(query + at) + (paired() ? width(query + at + 4) : 0.0));
    }
    // Rounding adds half of one to each number at most, and the sum of all groups must stay under 2^16.
    const double largest = std::min(paired() ? 251.0 : 253.0, std::floor(65535.0 / static_cast<double>(groups)) - 3.0);
    const double half = widest / largest, per_half = largest / widest;
    ErasingArray<std::int16_t, max_dim> halves(dim);
    ErasingArray<double, max_dim / 4> memory(2 * columns);
    double *bases = memory.data(), *offs = bases + columns;  // by column
    double left = 0.0, square = 0.0;
    for (std::size_t column = 0; column < columns; ++column) {
        double base = 0.0, off = 0.0, rests = 0.0, squares = 0.0;  // of eight first: long sums wait for themselves
        for (std::size_t bit = 0; bit < 8; ++bit) {
            const double number = query[8 * column + bit], value = rounded(number * per_half);
            // Groups take turns: the first of a byte stands in its low half.
            halves.data()[4 * column + bit % 4 + bit / 4 * 4 * columns] = static_cast<std::int16_t>(value);
            const double rest = number - half * value;
            base += std::abs(value);
            off += std::abs(rest);
            rests += rest * rest;
            squares += value * value;
        }
        left += rests;
        square += squares;
        bases[column] = half * base;
        offs[column] = off;
    }
    left_out_ = at_least(std::sqrt(left) + 1e-7);
    length_ = static_cast<float>(half * std::sqrt(square));
    table_step_ = static_cast<float>(2.0 * half);
    tables_.resize(16 * groups);
    kernels().fill_tables_u8(halves.data(), groups, tables_.data());
    const auto slices = NestedPlanes::slices(columns);
    for (std::size_t level = 0; level < slices.size(); ++level) {
        const Slice& slice = slices[level];
        const double base = std::accumulate(bases + slice.from, bases + slice.to, 0.0);
        const double off = std::accumulate(offs + slice.from, offs + slice.to, 0.0);
        // Of step and base to floats.
        const double rounding = 4e-7 * (65535.0 * 2.0 * half + base);
        of_level_[level] = {static_cast<float>(base), at_least(rounding), at_least(off + rounding)};
    }
}

void PlaneQuery::make_values(const double* query, std::size_t dim) {
    double largest = 0.0;
    for (std::size_t at = 0; at < dim; ++at) largest = std::max(largest, std::abs(query[at]));
    const double step = largest / 127.0, per_step = 127.0 / largest;
    double left = 0.0, square = 0.0;
    values_.resize(dim);
    for (std::size_t at = 0; at < dim; ++at) {
        const double value = rounded(query[at] * per_step), off = query[at] - step * value;
        values_[at] = static_cast<std::int8_t>(value);
        total_ += static_cast<std::int32_t>(value);
        left += off * off;
        square += value * value;
    }
    value_step_ = static_cast<float>(step);
    left_out_ = at_least(std::sqrt(left) + 1e-7);
    length_ = static_cast<float>(step * std::sqrt(square));
}

}  // namespace zbsec

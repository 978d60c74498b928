#include "plane_query.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "kernel_table.hpp"
#include "zbsec/vector_index.hpp"

namespace zbsec {
namespace {

// To the nearest whole number; std::nearbyint is a call where the processor's own instruction cannot be counted on.
double rounded(double value) noexcept { return static_cast<double>(static_cast<int>(value + std::copysign(0.5, value))); }

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

// Numbers are rounded to 128ths of a step, tables to whole steps.
void PlaneQuery::make_tables(const double* query, std::size_t dim) {
    const std::size_t columns = dim / 8, groups = dim / 4;
    ErasingArray<double, max_dim / 4> memory(groups);
    double* widths = memory.data();  // groups take turns: the first of a byte stands in its low half
    for (std::size_t group = 0; group < groups; ++group) widths[group / 2 + group % 2 * columns] = width(query + 4 * group);
    // The sum of all groups must stay under 2^16.
    const double largest = std::min(paired() ? 253.0 : 254.0, std::floor(65535.0 / static_cast<double>(groups)) - 1.0);
    double widest = 0.0;
    for (std::size_t column = 0; column < columns; ++column) {
        const double low = widths[column], high = widths[columns + column];
        widest = std::max(widest, paired() ? low + high : std::max(low, high));
    }
    const double step = 2.0 * widest / largest, per_part = 128.0 / step;
    ErasingArray<std::int16_t, max_dim> parts(dim);
    for (std::size_t group = 0; group < groups; ++group) {
        std::int16_t* to = parts.data() + 4 * (group / 2 + group % 2 * columns);
        for (std::size_t at = 0; at < 4; ++at) to[at] = static_cast<std::int16_t>(rounded(query[4 * group + at] * per_part));
    }
    tables_.resize(16 * groups);
    ErasingArray<std::int16_t, max_dim / 4> worst_of(groups);
    const std::int16_t* worsts = worst_of.data();
    kernels().fill_tables_u8(parts.data(), groups, tables_.data(), worst_of.data());
    table_step_ = static_cast<float>(step);
    const auto slices = NestedPlanes::slices(columns);
    for (std::size_t level = 0; level < slices.size(); ++level) {
        double base = 0.0, off = 0.0;  // steps
        for (std::size_t column = slices[level].from; column < slices[level].to; ++column) {
            base += widths[column] + widths[columns + column];
            // And half a part for each number, in the sum and in the least one.
            off += (worsts[column] + worsts[columns + column] + 8.0) / 128.0;
        }
        // The last part covers step and base as floats.
        of_level_[level] = {static_cast<float>(base), at_least(step * off + 4e-7 * (65535.0 * step + base))};
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

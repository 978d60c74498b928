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

double width(const double* column) noexcept {
    return std::accumulate(column, column + 8, 0.0, [](double sum, double value) { return sum + std::abs(value); });
}

}  // namespace

PlaneQuery::PlaneQuery(const double* turned, std::size_t dim, Arena* memory) : tables_(memory), values_(memory) {
    const std::size_t padded = 8 * plane_bytes(dim);
    ArenaVector<double> query(padded, 0.0, memory);
    std::copy_n(turned, dim, query.begin());
    make_tables(query.data(), padded);
    make_values(query.data(), padded);
}

// What a byte's two tables give together stays within a byte, and what all of them give under 2^16. An entry is off by half a
// step, and by what the rounding of eight numbers in 128ths of a step makes of it.
void PlaneQuery::make_tables(const double* query, std::size_t dim) {
    const std::size_t columns = dim / 8;
    std::array<double, max_dim / 8> widths{};
    for (std::size_t column = 0; column < columns; ++column) widths[column] = width(query + 8 * column);
    const double widest = *std::max_element(widths.begin(), widths.end());
    const double largest = std::min(254.0, std::floor(65535.0 / static_cast<double>(columns)) - 1.0);
    const double step = 2.0 * widest / largest, per_part = 128.0 / step;
    constexpr double off_by = 2.0 * (0.5 + 8 * 0.5 / 128.0);  // steps, both tables of a column
    ErasingArray<std::int16_t, max_dim> parts(dim);
    for (std::size_t group = 0; group < dim / 4; ++group) {
        // Groups take turns: the first of a byte stands in its low half.
        std::int16_t* to = parts.data() + 4 * (group / 2 + group % 2 * columns);
        for (std::size_t at = 0; at < 4; ++at) to[at] = static_cast<std::int16_t>(rounded(query[4 * group + at] * per_part));
    }
    tables_.resize(4 * dim);
    kernels().fill_tables_u8(parts.data(), dim / 4, tables_.data());
    table_step_ = static_cast<float>(step);
    const auto slices = NestedPlanes::slices(columns);
    for (std::size_t level = 0; level < slices.size(); ++level) {
        const Slice& slice = slices[level];
        const double base = std::accumulate(&widths[slice.from], &widths[0] + slice.to, 0.0);
        const double error = off_by * step * static_cast<double>(slice.columns());
        // The last part covers step and base as floats.
        of_level_[level] = {static_cast<float>(base), at_least(error + 4e-7 * (65535.0 * step + base))};
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

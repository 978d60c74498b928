#include "nested_planes.hpp"

#include <algorithm>
#include <cmath>

#include "zbsec/vector_index.hpp"

namespace zbsec {
namespace {

// Of the numbers of a turned vector, which are nearly Gaussian with deviation 1/sqrt(dim). At 2.6 deviations the
// lengths that stay hidden are 0.60, 0.37, 0.20, 0.11, 0.06 and 0.05 for 1 to 6 planes (measured on Gaussian vectors of
// 512), 0.06 by five stretched. A smaller range would leave less hidden by two planes and more by five.
constexpr double deviations = 2.6;

// What the kernels take at a time.
constexpr std::size_t whole_columns(std::size_t columns) noexcept { return (columns + 3) / 4 * 4; }

constexpr double highest(std::size_t planes) noexcept { return static_cast<double>((1U << planes) - 1U); }

constexpr std::size_t whole_blocks(std::size_t rows) noexcept {
    return (rows + block_rows - 1) / block_rows * block_rows;
}

std::uint16_t rounded_down(double value) noexcept {
    return static_cast<std::uint16_t>(std::max(0.0, std::floor(value)));
}
std::uint16_t rounded_up(double value) noexcept {
    return static_cast<std::uint16_t>(std::min(65535.0, std::ceil(value)));
}

void move_row(std::uint8_t* rows, std::size_t stride, std::size_t from, std::size_t to) noexcept {
    std::copy_n(rows + from * stride, stride, rows + to * stride);
    erase(rows + from * stride, stride);
}

}  // namespace

std::array<Slice, NestedPlanes::levels> NestedPlanes::slices(std::size_t bytes) noexcept {
    const std::size_t some = whole_columns(bytes * 7 / 16), most = whole_columns(bytes * 13 / 16);
    return {{{0, 0, bytes},
             {1, 0, some},
             {1, some, bytes},
             {2, 0, most},
             {2, most, bytes},
             {3, 0, bytes},
             {4, 0, bytes},
             {5, 0, bytes}}};
}

NestedPlanes::NestedPlanes(std::size_t dim)
    : dim_(dim), bytes_(plane_bytes(dim)), slices_(slices(bytes_)),
      range_(static_cast<float>(deviations / std::sqrt(static_cast<double>(dim)))) {
    // No code is longer than sqrt(dim) times its highest number, and a little for lengths that are not quite one.
    for (std::size_t level = 0; level <= levels; ++level) {
        const double most = level < levels ? highest(slices_[level].plane + 1) : highest(planes_of_stretched) + stretch;
        unit_[level] = static_cast<float>(1.001 * most * std::sqrt(static_cast<double>(dim)) / 65535.0);
    }
}

std::size_t NestedPlanes::bits_stride(std::size_t level) const noexcept {
    return level < first_in_rows ? slices_[level].columns() : row_stride(bytes_);
}

RowSlice NestedPlanes::rows(std::size_t level, const PlaneTables& tables) const noexcept {
    return {tables, bits_[level].data(), bits_stride(level), hidden_[level].data(), 2.0f};
}

void NestedPlanes::make_room(std::size_t more) {
    const std::size_t rows = whole_blocks(count_ + more);
    for (std::size_t level = 0; level < levels; ++level) {
        bits_[level].make_room(rows * bits_stride(level));
        hidden_[level].make_room(rows);
    }
    hidden_[stretched].make_room(rows);
}

void NestedPlanes::resize(std::size_t count) noexcept {
    count_ = count;
    const std::size_t rows = whole_blocks(count);
    for (std::size_t level = 0; level < levels; ++level) {
        bits_[level].own().resize(rows * bits_stride(level));
        hidden_[level].own().resize(rows);
    }
    hidden_[stretched].own().resize(rows);
}

std::array<NestedPlanes::Part, 2 * NestedPlanes::levels + 1> NestedPlanes::parts() const noexcept {
    std::array<Part, 2 * levels + 1> all;
    for (std::size_t level = 0; level <= levels; ++level) {
        const auto& hidden = hidden_[level];
        all[2 * level] = {reinterpret_cast<const std::uint8_t*>(hidden.data()), hidden.size() * sizeof(Hidden)};
        if (level < levels) all[2 * level + 1] = {bits_[level].data(), bits_[level].size()};
    }
    return all;
}

void NestedPlanes::open(const std::uint8_t* from, std::size_t count) {
    const std::size_t rows = whole_blocks(count);
    count_ = count;
    for (std::size_t level = 0; level <= levels; ++level) {
        hidden_[level].map(reinterpret_cast<const Hidden*>(from), rows);
        from += rows * sizeof(Hidden);
        if (level < first_mapped) hidden_[level].make_room(0);
        if (level == stretched) return;
        bits_[level].map(from, rows * bits_stride(level));
        from += bits_[level].size();
        if (level < first_mapped) bits_[level].make_room(0);
    }
}

std::size_t NestedPlanes::file_bytes(std::size_t dim, std::size_t count) noexcept {
    const std::size_t in_blocks = plane_bytes(dim) * (plane_count - 2), in_rows = 2 * row_stride(plane_bytes(dim));
    return whole_blocks(count) * (in_blocks + in_rows + (levels + 1) * sizeof(Hidden));
}

std::uint8_t* NestedPlanes::bytes_of(std::size_t row, std::size_t level) noexcept {
    return bits_[level].own().data() + row / block_rows * block_bytes(level) + row % block_rows;
}

void NestedPlanes::append(const double* turned) noexcept {
    float values[max_dim] = {};
    std::transform(turned, turned + dim_, values, [](double value) { return static_cast<float>(value); });
    std::uint8_t bits[plane_count * max_dim / 8];
    const std::size_t row = count_;
    resize(row + 1);
    hide(row, values, bits);
    for (std::size_t level = 0; level < levels; ++level) {
        const Slice& slice = slices_[level];
        if (slice.columns() == 0) continue;
        const std::uint8_t* from = bits + slice.plane * bytes_ + slice.from;
        if (level >= first_in_rows) {
            std::copy_n(from, bytes_, bits_[level].own().data() + row * bits_stride(level));
            continue;
        }
        std::uint8_t* to = bytes_of(row, level);
        for (std::size_t column = 0; column < slice.columns(); ++column) to[column * block_rows] = from[column];
    }
    erase(values, dim_ * sizeof(float));
    erase(bits, plane_count * bytes_);
}

void NestedPlanes::hide(std::size_t row, const float* values, std::uint8_t* bits) noexcept {
    // Between two cuts all columns have as many planes on any level.
    const std::array<std::size_t, 4> cuts{0, slices_[1].to, slices_[3].to, bytes_};
    double sums[3][plane_count + 1] = {}, norms[3][plane_count + 1] = {};  // by number of planes
    double along_stretched = 0.0, square_stretched = 0.0;
    for (std::size_t part = 0; part < 3; ++part) {
        const std::size_t from = cuts[part], columns = cuts[part + 1] - from;
        float signed_sums[plane_count + 1], squares[plane_count + 1];
        kernels().encode_f32(values + 8 * from, 8 * columns, range_, plane_count,
                             planes_of_stretched, bits + from, bytes_, signed_sums, squares);
        // Zeros behind the numbers have the code 1 on every level.
        const std::size_t zeros = 8 * (from + columns) - std::clamp(dim_, 8 * from, 8 * (from + columns));
        for (std::size_t planes = 1; planes <= plane_count; ++planes) {
            sums[part][planes] = 2.0 * sums[part][planes - 1] + static_cast<double>(signed_sums[planes - 1]);
            norms[part][planes] = static_cast<double>(squares[planes - 1]) - static_cast<double>(zeros);
        }
        along_stretched += static_cast<double>(signed_sums[plane_count]);
        square_stretched += static_cast<double>(squares[plane_count]) - static_cast<double>(zeros);
    }
    for (std::size_t level = 0; level < levels; ++level) {
        double along = 0.0, square = 0.0;
        for (std::size_t part = 0; part < 3; ++part) {
            const bool reached = cuts[part] < slices_[level].to;
            const std::size_t planes = slices_[level].plane + (reached ? 1 : 0);
            along += (reached ? 1.0 : 2.0) * sums[part][planes];
            square += (reached ? 1.0 : 4.0) * norms[part][planes];
        }
        hide(row, level, along, square);
    }
    hide(row, stretched, along_stretched, square_stretched);
}

void NestedPlanes::hide(std::size_t row, std::size_t code, double along, double square) noexcept {
    // What the sums in float32 may be off by: n u |x||c|, and a little for what is rounded here.
    const double off = (static_cast<double>(8 * bytes_) * 0x1p-23 + 2e-6) * std::sqrt(square);
    const double least = std::max(0.0, along - off);
    const double across = std::sqrt(std::max(0.0, square * (1.0 + 4e-6) - least * least));
    const double unit = static_cast<double>(unit_[code]);
    hidden_[code].own()[row] = {rounded_down(least / unit), rounded_up(across / unit)};
}

void NestedPlanes::remove(std::size_t row) noexcept {
    const std::size_t gone = count_ - 1;
    for (std::size_t level = 0; level < first_in_rows; ++level) {
        if (slices_[level].columns() == 0) continue;
        std::uint8_t *from = bytes_of(gone, level), *to = bytes_of(row, level);
        for (std::size_t at = 0; at < block_bytes(level); at += block_rows) {
            to[at] = from[at];
            from[at] = 0;
        }
    }
    for (std::size_t level = first_in_rows; level < levels; ++level) {
        move_row(bits_[level].own().data(), bits_stride(level), gone, row);
    }
    for (auto& held : hidden_) {
        auto& hidden = held.own();
        hidden[row] = hidden[gone];
        hidden[gone] = {};
    }
    resize(gone);
}

}  // namespace zbsec

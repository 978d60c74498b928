#include "nested_planes.hpp"

#include <algorithm>
#include <cmath>

#include "zbsec/vector_index.hpp"

namespace zbsec {
namespace {

// Of the numbers of a turned vector, which are nearly Gaussian with deviation 1/sqrt(dim). At 2.2 deviations the lengths
// that stay hidden are 0.60, 0.35, 0.19 and 0.12 for 1 to 4 planes (measured on Gaussian vectors of 512).
constexpr double deviations = 2.2;
constexpr double cells = 16.0;  // two to the number of planes

constexpr double highest(std::size_t level) noexcept { return static_cast<double>((2U << level) - 1U); }

constexpr std::size_t whole_blocks(std::size_t rows) noexcept { return (rows + block_rows - 1) / block_rows * block_rows; }

std::uint16_t rounded_down(double value) noexcept { return static_cast<std::uint16_t>(std::max(0.0, std::floor(value))); }
std::uint16_t rounded_up(double value) noexcept { return static_cast<std::uint16_t>(std::min(65535.0, std::ceil(value))); }

}  // namespace

NestedPlanes::NestedPlanes(std::size_t dim)
    : dim_(dim), bytes_(plane_bytes(dim)), range_(deviations / std::sqrt(static_cast<double>(dim))) {
    // No code is longer than sqrt(dim) times its highest number, and a little for lengths that are not quite one.
    for (std::size_t level = 0; level < levels; ++level) {
        unit_[level] = static_cast<float>(1.001 * highest(level) * std::sqrt(static_cast<double>(dim)) / 65535.0);
    }
}

void NestedPlanes::make_room(std::size_t more) {
    const auto grow = [](auto& values, std::size_t needed) {
        if (needed > values.capacity()) values.reserve(std::max(needed, values.capacity() + values.capacity() / 2));
    };
    const std::size_t rows = count_ + more;
    grow(first_, whole_blocks(rows) * bytes_);
    for (auto& plane : rest_) grow(plane, rows * bytes_);
    for (auto& level : hidden_) grow(level, whole_blocks(rows));
}

void NestedPlanes::append(const double* turned) noexcept {
    std::uint8_t codes[max_dim];
    const double scale = cells / (2.0 * range_);
    for (std::size_t at = 0; at < dim_; ++at) {
        codes[at] = static_cast<std::uint8_t>(std::clamp((turned[at] + range_) * scale, 0.0, cells - 1.0));
    }
    const std::size_t row = count_++;
    if (row % block_rows == 0) first_.resize(first_.size() + block_rows * bytes_, 0);
    for (std::size_t level = 0; level < levels; ++level) {
        std::uint8_t bits[max_dim / 8] = {};
        for (std::size_t at = 0; at < dim_; ++at) {
            bits[at / 8] = static_cast<std::uint8_t>(bits[at / 8] | ((codes[at] >> (levels - 1 - level)) & 1U) << (at % 8));
        }
        if (level == 0) {
            write_first(row, bits);
        } else {
            rest_[level - 1].insert(rest_[level - 1].end(), bits, bits + bytes_);
        }
    }
    for (auto& level : hidden_) level.resize(whole_blocks(count_));
    hide(row, turned, codes);
    erase(codes, sizeof codes);
}

void NestedPlanes::hide(std::size_t row, const double* turned, const std::uint8_t* codes) noexcept {
    double length = 0.0;
    for (std::size_t at = 0; at < dim_; ++at) length += turned[at] * turned[at];
    for (std::size_t level = 0; level < levels; ++level) {
        double along = 0.0, norm = 0.0;
        for (std::size_t at = 0; at < dim_; ++at) {
            const double number = 2.0 * (codes[at] >> (levels - 1 - level)) - highest(level);
            along += turned[at] * number;
            norm += number * number;
        }
        const double across = std::sqrt(std::max(0.0, norm * length - along * along));
        const double unit = static_cast<double>(unit_[level]);
        hidden_[level][row] = {rounded_down(along / unit), rounded_up(across / unit)};
    }
}

void NestedPlanes::remove(std::size_t row) noexcept {
    const std::size_t last = --count_;
    std::uint8_t bits[max_dim / 8];
    read_first(last, bits);
    write_first(row, bits);
    std::fill_n(bits, bytes_, std::uint8_t{0});
    write_first(last, bits);
    if (last % block_rows == 0) first_.resize(first_.size() - block_rows * bytes_);
    for (auto& plane : rest_) {
        std::uint8_t* gone = plane.data() + last * bytes_;
        std::copy_n(gone, bytes_, plane.data() + row * bytes_);
        erase(gone, bytes_);
        plane.resize(last * bytes_);
    }
    for (auto& level : hidden_) {
        level[row] = level[last];
        level[last] = {};
        level.resize(whole_blocks(last));
    }
}

void NestedPlanes::write_first(std::size_t row, const std::uint8_t* bits) noexcept {
    std::uint8_t* block = first_.data() + row / block_rows * block_rows * bytes_;
    for (std::size_t at = 0; at < bytes_; ++at) block[at * block_rows + row % block_rows] = bits[at];
}

void NestedPlanes::read_first(std::size_t row, std::uint8_t* bits) const noexcept {
    const std::uint8_t* block = first_.data() + row / block_rows * block_rows * bytes_;
    for (std::size_t at = 0; at < bytes_; ++at) bits[at] = block[at * block_rows + row % block_rows];
}

}  // namespace zbsec

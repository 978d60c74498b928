#include "nested_planes.hpp"

#include <algorithm>
#include <cmath>

#include "zbsec/vector_index.hpp"

namespace zbsec {
namespace {

// Of the numbers of a turned vector, which are nearly Gaussian with deviation 1/sqrt(dim). At 2.4 deviations the lengths
// that stay hidden are 0.60, 0.36, 0.19, 0.11 and 0.08 for 1 to 5 planes (measured on Gaussian vectors of 512). A smaller
// range would leave less hidden by two planes and more by five.
constexpr double deviations = 2.4;

constexpr double highest(std::size_t level) noexcept { return static_cast<double>((2U << level) - 1U); }

constexpr std::size_t whole_blocks(std::size_t rows) noexcept { return (rows + block_rows - 1) / block_rows * block_rows; }

std::uint16_t rounded_down(double value) noexcept { return static_cast<std::uint16_t>(std::max(0.0, std::floor(value))); }
std::uint16_t rounded_up(double value) noexcept { return static_cast<std::uint16_t>(std::min(65535.0, std::ceil(value))); }

}  // namespace

NestedPlanes::NestedPlanes(std::size_t dim)
    : dim_(dim), bytes_(plane_bytes(dim)), range_(static_cast<float>(deviations / std::sqrt(static_cast<double>(dim)))) {
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

void NestedPlanes::resize(std::size_t count) {
    count_ = count;
    first_.resize(whole_blocks(count) * bytes_);
    for (auto& plane : rest_) plane.resize(count * bytes_);
    for (auto& level : hidden_) level.resize(whole_blocks(count));
}

std::array<NestedPlanes::Part, 2 * NestedPlanes::levels> NestedPlanes::parts() noexcept {
    std::array<Part, 2 * levels> all;
    all[0] = {first_.data(), first_.size()};
    for (std::size_t level = 1; level < levels; ++level) all[level] = {rest_[level - 1].data(), rest_[level - 1].size()};
    for (std::size_t level = 0; level < levels; ++level) {
        auto* data = reinterpret_cast<std::uint8_t*>(hidden_[level].data());
        all[levels + level] = {data, hidden_[level].size() * sizeof(Hidden)};
    }
    return all;
}

std::size_t NestedPlanes::file_bytes(std::size_t dim, std::size_t count) noexcept {
    const std::size_t blocks = whole_blocks(count);
    return plane_bytes(dim) * (blocks + (levels - 1) * count) + levels * blocks * sizeof(Hidden);
}

void NestedPlanes::append(const double* turned) noexcept {
    float values[max_dim] = {};
    std::transform(turned, turned + dim_, values, [](double value) { return static_cast<float>(value); });
    std::uint8_t bits[levels * max_dim / 8];
    float signed_sums[levels], squares[levels];
    kernels().encode_f32(values, 8 * bytes_, range_, levels, bits, bytes_, signed_sums, squares);
    const std::size_t row = count_++;
    if (row % block_rows == 0) first_.resize(first_.size() + block_rows * bytes_, 0);
    write_first(row, bits);
    for (std::size_t level = 1; level < levels; ++level) {
        const std::uint8_t* plane = bits + level * bytes_;
        rest_[level - 1].insert(rest_[level - 1].end(), plane, plane + bytes_);
    }
    for (auto& level : hidden_) level.resize(whole_blocks(count_));
    hide(row, signed_sums, squares);
    erase(values, dim_ * sizeof(float));
    erase(bits, levels * bytes_);
}

void NestedPlanes::hide(std::size_t row, const float* signed_sums, const float* squares) noexcept {
    // Zeros behind the numbers have the code 1 on every level.
    const double zeros = static_cast<double>(8 * bytes_ - dim_);
    double along = 0.0;
    for (std::size_t level = 0; level < levels; ++level) {
        along = 2.0 * along + static_cast<double>(signed_sums[level]);
        const double square = static_cast<double>(squares[level]) - zeros;
        // What the sums in float32 may be off by: n u |x||c|, and a little for what is rounded here.
        const double off = (static_cast<double>(8 * bytes_) * 0x1p-23 + 2e-6) * std::sqrt(square);
        const double least = std::max(0.0, along - off);
        const double across = std::sqrt(std::max(0.0, square * (1.0 + 4e-6) - least * least));
        const double unit = static_cast<double>(unit_[level]);
        hidden_[level][row] = {rounded_down(least / unit), rounded_up(across / unit)};
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

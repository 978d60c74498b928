// Rows of padded float32 vectors.
#pragma once
#include <cstddef>
#include <memory>

#include "erasing.hpp"
#include "held.hpp"
#include "kernel_table.hpp"

namespace zbsec {

// Floats between two rows of that many numbers: a multiple of kernel_width, the rest zeros.
constexpr std::size_t stride_of(std::size_t dim) noexcept {
    return (dim + kernel_width - 1) / kernel_width * kernel_width;
}

class Rows {
public:
    explicit Rows(std::size_t dim) : stride_(stride_of(dim)) {}

    std::size_t stride() const noexcept { return stride_; }
    std::size_t count() const noexcept { return values_.size() / stride_; }
    const float* data() const noexcept { return values_.data(); }
    const float* row(std::size_t index) const noexcept { return data() + index * stride_; }
    void prefetch(std::size_t index) const noexcept {
        for (std::size_t at = 0; at < stride_; at += 16) __builtin_prefetch(row(index) + at, 0, 2);
    }

    // Makes the rows our own, with room for that many more. What follows cannot fail.
    void make_room(std::size_t more) { values_.make_room((count() + more) * stride_); }
    void append(const ErasingVector<float>& rows) noexcept;

    // Moves the last row into the place of this one and overwrites the last with zeros. make_room(0) comes first.
    void remove(std::size_t index) noexcept;

    // make_room(0) comes first.
    float* change(std::size_t index) noexcept { return values_.own().data() + index * stride_; }

    void map(const float* rows, std::size_t count) noexcept { values_.map(rows, count * stride_); }

private:
    std::size_t stride_;
    Held<float> values_;
};

}  // namespace zbsec

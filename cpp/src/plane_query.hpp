// A query as the scans over bit planes take it: quantised twice, with the error of each known exactly.
#pragma once
#include <cstddef>
#include <cstdint>

#include "arena.hpp"

namespace zbsec {

// For every plane, whose bits stand for the signs s of a row, the scans give a sum from which <q, s> is had, off by at most
// `table_error` or `bit_error`.
class PlaneQuery {
public:
    // turned: `dim` numbers, the query under the rotation of the planes, of unit length.
    PlaneQuery(const double* turned, std::size_t dim, Arena* memory);

    // For each group of four dimensions what its sixteen signs give, as bytes: those of the low halves of the row's bytes,
    // then those of the high halves.
    const std::uint8_t* low_tables() const noexcept { return tables_.data(); }
    const std::uint8_t* high_tables() const noexcept { return tables_.data() + tables_.size() / 2; }
    float of_tables(std::uint16_t sum) const noexcept { return table_step_ * static_cast<float>(sum) - table_base_; }
    float table_step() const noexcept { return table_step_; }
    float table_base() const noexcept { return table_base_; }
    float table_error() const noexcept { return table_error_; }

    // A number for each dimension, of which the scan adds those whose bit is 1.
    const std::int8_t* values() const noexcept { return values_.data(); }
    float bit_step() const noexcept { return bit_step_; }  // <q, s> = bit_step * sum - bit_base
    float bit_base() const noexcept { return bit_base_; }
    float bit_error() const noexcept { return bit_error_; }

private:
    void make_tables(const double* turned, std::size_t dim);
    void make_values(const double* turned, std::size_t dim);

    ArenaVector<std::uint8_t> tables_;
    ArenaVector<std::int8_t> values_;
    float table_step_ = 0, table_base_ = 0, table_error_ = 0;
    float bit_step_ = 0, bit_base_ = 0, bit_error_ = 0;
};

}  // namespace zbsec

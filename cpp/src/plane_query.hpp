// A query as the scans over bit planes take it: as tables or as bytes, with the error known.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>

#include "arena.hpp"
#include "nested_planes.hpp"

namespace zbsec {

class PlaneQuery {
public:
    // What it is made for: the tables of plane_sums_u16, those of plane_sums_u16_paired, which is quicker, but they are
    // coarser, so that it leaves more rows, or the values of code_dots_i32.
    enum class Form { tables, paired_tables, values };

    // turned: `dim` numbers, the query q under the rotation of the planes, of unit length.
    PlaneQuery(const double* turned, std::size_t dim, Form form, Arena* memory);

    bool paired() const noexcept { return form_ == Form::paired_tables; }

    // For each group of four dimensions what its sixteen signs give, as bytes: those of the low halves of the row's
    // bytes, then those of the high halves. The query is p, which the tables stand for, and a vector that is left out.
    // With the signs s of a row in the columns that a level adds, and the sum of what the tables say of them, <p, s> =
    // table_step * sum - base, off by `rounding` at most, and <q, s> the same, off by `error`.
    const std::uint8_t* low_tables() const noexcept { return tables_.data(); }
    const std::uint8_t* high_tables() const noexcept { return tables_.data() + tables_.size() / 2; }
    float table_step() const noexcept { return table_step_; }
    struct OfLevel {
        float base, rounding, error;
    };
    const OfLevel& of_level(std::size_t level) const noexcept { return of_level_[level]; }

    // A number for each dimension: p is value_step * values.
    const std::int8_t* values() const noexcept { return values_.data(); }
    float value_step() const noexcept { return value_step_; }
    std::int32_t total() const noexcept { return total_; }  // of the values

    float left_out() const noexcept { return left_out_; }  // length of what p lacks, at most
    float length() const noexcept { return length_; }      // of p

private:
    void make_tables(const double* turned, std::size_t dim);
    void make_values(const double* turned, std::size_t dim);

    Form form_;
    ArenaVector<std::uint8_t> tables_;
    ArenaVector<std::int8_t> values_;
    std::array<OfLevel, NestedPlanes::levels> of_level_{};
    float table_step_ = 0, value_step_ = 0, left_out_ = 0, length_ = 0;
    std::int32_t total_ = 0;
};

}  // namespace zbsec

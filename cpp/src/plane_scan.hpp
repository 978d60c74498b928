// The exact search of a span of rows for one query: planes rule out, the float rows decide.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "arena.hpp"
#include "best.hpp"
#include "nested_planes.hpp"
#include "plane_query.hpp"
#include "rows.hpp"

namespace zbsec {

struct Gallery {
    const NestedPlanes& planes;
    const Rows& rows;
    const std::vector<std::int64_t>& ids;
    const std::uint16_t* marks;  // by block, a bit for each row that may be an answer; null: all may

    unsigned marks_of(std::size_t block) const noexcept {
        const std::size_t left = planes.count() - block * block_rows;
        return marks != nullptr ? marks[block] : left < block_rows ? (1U << left) - 1U : 0xFFFFU;
    }
};

struct Query {
    const float* unit;  // as the rows are kept
    const PlaneQuery& planes;
};

constexpr std::size_t rows_ahead = 8;  // that a scan asks memory for while it decides on one

// A span of blocks of block_rows.
struct Span {
    std::size_t from, to;
};

// The k best rows of the span that score min_score or more.
Best scan_planes(const Gallery& gallery, const Query& query, Span span, std::size_t k, float min_score, Arena* memory);

}  // namespace zbsec

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
    const std::uint8_t* marks;  // by row; null: all may be answers

    bool marked(std::size_t row) const noexcept { return marks == nullptr || marks[row] != 0; }
};

struct Query {
    const float* unit;  // as the rows are kept
    const PlaneQuery& planes;
};

constexpr std::size_t rows_ahead = 4;  // that a scan asks memory for while it decides on one

// A span of blocks of block_rows.
struct Span {
    std::size_t from, to;
};

// The k best rows of the span that score min_score or more.
Best scan_planes(const Gallery& gallery, const Query& query, Span span, std::size_t k, float min_score, Arena* memory);

}  // namespace zbsec

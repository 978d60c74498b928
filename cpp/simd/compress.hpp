// For instruction sets that cannot do it in one: the marked ones of 16 rows, and their values, side by side.
#pragma once
#include <cstddef>
#include <cstdint>

namespace {

inline std::size_t compress_rows(std::uint32_t first, const float* values, std::uint32_t marks, std::uint32_t* rows,
                                 float* kept) {
    std::size_t count = 0;
    for (; marks != 0; marks &= marks - 1) {
        const auto row = static_cast<std::uint32_t>(__builtin_ctz(marks));
        rows[count] = first + row;
        kept[count++] = values[row];
    }
    return count;
}

}  // namespace

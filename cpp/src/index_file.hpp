// How a VectorIndex stands in a file: a header, then the ids (int64), zeros up to a multiple of 64 bytes, the rows
// (float32, padded to the stride), and the planes.
#pragma once
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "nested_planes.hpp"
#include "rows.hpp"
#include "xxh64.hpp"

namespace zbsec {

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the file is little-endian, and mapped as it is");

struct IndexHeader {
    char magic[8];
    std::uint32_t version;
    std::uint32_t dim;
    std::uint64_t count;        // rows
    std::uint64_t fingerprint;  // of the key, 0 without one
    std::uint64_t ids_sum;      // XXH64, of the ids alone; the zeros behind them are compared
    std::uint64_t rows_sum;
    std::uint64_t planes_sum;   // of the sums of their parts
    std::uint64_t header_sum;   // of what stands above

    std::uint64_t own_sum() const noexcept { return xxh64(this, offsetof(IndexHeader, header_sum)); }
};
static_assert(sizeof(IndexHeader) == 64);

constexpr char index_magic[8] = {'Z', 'B', 'S', 'E', 'C', 'V', 'I', '\0'};
constexpr std::uint32_t index_version = 5;

constexpr std::size_t ids_bytes(std::size_t count) noexcept { return count * sizeof(std::int64_t); }
constexpr std::size_t padding(std::size_t count) noexcept { return (0 - ids_bytes(count)) % 64; }
constexpr std::size_t row_bytes(std::size_t dim) noexcept { return stride_of(dim) * sizeof(float); }

inline std::uint64_t sum_of(const NestedPlanes& planes) {
    const auto parts = planes.parts();
    std::array<std::uint64_t, parts.size()> sums;
    std::transform(parts.begin(), parts.end(), sums.begin(),
                   [](const auto& part) { return xxh64(part.data, part.bytes); });
    return xxh64(sums.data(), sizeof sums);
}

}  // namespace zbsec

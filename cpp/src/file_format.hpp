// The file of a VectorIndex: header, ids, rows; little-endian.
#pragma once
#include <cstddef>
#include <cstdint>

namespace zbsec {

struct FileHeader {
    char magic[8];              // "ZBSECVI" and a zero
    std::uint32_t version;      // 1
    std::uint32_t dim;
    std::uint64_t stride;       // floats a row
    std::uint64_t count;        // rows
    std::uint64_t key;          // Rotation::fingerprint, 0 without a key
    std::uint64_t ids_sum;      // checksum of the ids
    std::uint64_t rows_sum;     // checksum of the rows
    std::uint64_t header_sum;   // checksum of what stands above
};
static_assert(sizeof(FileHeader) == 64);

constexpr char file_magic[8] = {'Z', 'B', 'S', 'E', 'C', 'V', 'I', '\0'};
constexpr std::uint32_t file_version = 1;

// Finds torn and altered files; it is no protection against somebody who alters on purpose.
inline std::uint64_t checksum(const void* data, std::size_t bytes) noexcept {
    const auto* at = static_cast<const unsigned char*>(data);
    std::uint64_t sum = 0x9E3779B97F4A7C15ull ^ bytes;
    for (std::size_t index = 0; index < bytes; index += 4) {
        const std::uint64_t word = std::uint64_t{at[index]} | std::uint64_t{at[index + 1]} << 8 |
                                   std::uint64_t{at[index + 2]} << 16 | std::uint64_t{at[index + 3]} << 24;
        sum = (sum ^ word) * 0xD6E8FEB86659FD93ull;
        sum ^= sum >> 32;
    }
    return sum;
}

}  // namespace zbsec

#include "xxh64.hpp"

#include <cstring>

namespace zbsec {
namespace {

constexpr std::uint64_t prime1 = 0x9E3779B185EBCA87, prime2 = 0xC2B2AE3D27D4EB4F, prime3 = 0x165667B19E3779F9,
                        prime4 = 0x85EBCA77C2B2AE63, prime5 = 0x27D4EB2F165667C5;

std::uint64_t rotate(std::uint64_t word, int bits) noexcept { return (word << bits) | (word >> (64 - bits)); }

// Little-endian machines only, as the file itself: see vector_index_file.cpp.
template <typename Word>
std::uint64_t read(const unsigned char* from) noexcept {
    Word word;
    std::memcpy(&word, from, sizeof word);
    return word;
}

std::uint64_t round(std::uint64_t sum, std::uint64_t word) noexcept { return rotate(sum + word * prime2, 31) * prime1; }

// Four sums over stripes of 32 bytes; leaves `at` behind the last whole stripe.
std::uint64_t sum_stripes(const unsigned char*& at, const unsigned char* end) noexcept {
    std::uint64_t sums[4] = {prime1 + prime2, prime2, 0, 0 - prime1};
    for (; end - at >= 32; at += 32) {
        for (int lane = 0; lane < 4; ++lane) sums[lane] = round(sums[lane], read<std::uint64_t>(at + 8 * lane));
    }
    std::uint64_t sum = rotate(sums[0], 1) + rotate(sums[1], 7) + rotate(sums[2], 12) + rotate(sums[3], 18);
    for (const std::uint64_t lane : sums) sum = (sum ^ round(0, lane)) * prime1 + prime4;
    return sum;
}

std::uint64_t avalanche(std::uint64_t sum) noexcept {
    sum = (sum ^ (sum >> 33)) * prime2;
    sum = (sum ^ (sum >> 29)) * prime3;
    return sum ^ (sum >> 32);
}

}  // namespace

std::uint64_t xxh64(const void* data, std::size_t bytes) noexcept {
    const auto* at = static_cast<const unsigned char*>(data);
    const auto* end = at + bytes;
    std::uint64_t sum = bytes < 32 ? prime5 : sum_stripes(at, end);
    sum += bytes;
    for (; end - at >= 8; at += 8) sum = rotate(sum ^ round(0, read<std::uint64_t>(at)), 27) * prime1 + prime4;
    for (; end - at >= 4; at += 4) sum = rotate(sum ^ read<std::uint32_t>(at) * prime1, 23) * prime2 + prime3;
    for (; at < end; ++at) sum = rotate(sum ^ *at * prime5, 11) * prime1;
    return avalanche(sum);
}

}  // namespace zbsec

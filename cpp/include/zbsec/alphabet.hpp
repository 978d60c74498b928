// The characters of Chinese plates, in the order of zbsec.records.PLATE_ALPHABET, and plates as one word each.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace zbsec {

constexpr std::size_t alphabet_size = 80;
constexpr std::size_t max_plate_length = 8;

// UTF-8; code c stands at character c.
std::string_view alphabet() noexcept;

// Codes of a text of 1 to 8 characters. Throws PlateError.
std::vector<std::uint8_t> encode_text(std::string_view text);

std::string decode_text(const std::vector<std::uint8_t>& codes);

// Up to eight characters in one word: the length in the top byte, then seven bits each, the first highest. Words in
// order are plates by length, then by their characters.
std::uint64_t pack(const std::vector<std::uint8_t>& codes) noexcept;
std::vector<std::uint8_t> unpack(std::uint64_t packed);

constexpr unsigned packed_shift(std::size_t position) noexcept {
    return static_cast<unsigned>(7 * (max_plate_length - 1 - position));
}
inline std::size_t packed_length(std::uint64_t packed) noexcept { return packed >> 56; }
inline std::uint8_t packed_code(std::uint64_t packed, std::size_t position) noexcept {
    return static_cast<std::uint8_t>((packed >> packed_shift(position)) & 0x7F);
}

}  // namespace zbsec

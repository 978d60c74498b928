#include "zbsec/alphabet.hpp"

#include <unordered_map>

#include "zbsec/error.hpp"

namespace zbsec {
namespace {

constexpr std::string_view characters =
    "0123456789"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
    "使警学挂港澳领应急民航试超";

// Bytes of the UTF-8 character that starts with this byte.
std::size_t width(unsigned char first) noexcept {
    if (first < 0x80) return 1;
    if (first < 0xE0) return 2;
    return first < 0xF0 ? 3 : 4;
}

std::vector<std::string_view> split(std::string_view text) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        parts.push_back(text.substr(0, width(static_cast<unsigned char>(text.front()))));
        text.remove_prefix(parts.back().size());
    }
    return parts;
}

struct Tables {
    std::vector<std::string_view> by_code = split(characters);
    std::unordered_map<std::string_view, std::uint8_t> by_text;

    Tables() {
        for (std::size_t code = 0; code < by_code.size(); ++code) {
            by_text.emplace(by_code[code], static_cast<std::uint8_t>(code));
        }
    }
};

const Tables& tables() {
    static const Tables once;
    return once;
}

}  // namespace

std::string_view alphabet() noexcept { return characters; }

std::vector<std::uint8_t> encode_text(std::string_view text) {
    const auto parts = split(text);
    if (parts.empty() || parts.size() > max_plate_length) {
        throw PlateError(std::string(text), 0,
                         "a plate has 1 to " + std::to_string(max_plate_length) + " characters, not " +
                                                   std::to_string(parts.size()));
    }
    std::vector<std::uint8_t> codes;
    for (const auto part : parts) {
        const auto found = tables().by_text.find(part);
        if (found == tables().by_text.end()) {
            throw PlateError(std::string(text), codes.size() + 1,
                             "a plate bears digits, capital letters and the " + std::to_string(alphabet_size - 36) +
                                 " Chinese characters of PLATE_ALPHABET");
        }
        codes.push_back(found->second);
    }
    return codes;
}

std::string decode_text(const std::vector<std::uint8_t>& codes) {
    std::string text;
    for (const auto code : codes) text += tables().by_code[code];
    return text;
}

std::uint64_t pack(const std::vector<std::uint8_t>& codes) noexcept {
    std::uint64_t packed = std::uint64_t{codes.size()} << 56;
    for (std::size_t position = 0; position < codes.size(); ++position) {
        packed |= std::uint64_t{codes[position]} << packed_shift(position);
    }
    return packed;
}

std::vector<std::uint8_t> unpack(std::uint64_t packed) {
    std::vector<std::uint8_t> codes(packed_length(packed));
    for (std::size_t position = 0; position < codes.size(); ++position) codes[position] = packed_code(packed, position);
    return codes;
}

}  // namespace zbsec

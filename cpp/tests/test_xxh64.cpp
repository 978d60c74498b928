#include "check.hpp"
#include "xxh64.hpp"

// Computed with the reference implementation, seed 0; lengths around its steps of 4, 8 and 32 bytes.
TEST(sums_are_those_of_the_reference_implementation) {
    const std::string text = "Nobody inspects the spammish repetition, nobody at all.";
    const std::pair<std::size_t, std::uint64_t> expected[] = {
        {0, 0xEF46DB3751D8E999}, {1, 0x16B6310EBD34BD7C}, {3, 0xC9836C0B0560CCBA},
        {4, 0x265FAA35D7AFEC64}, {5, 0x55EF587A70D0A5DC}, {7, 0xB0E815555CF3E789},
        {8, 0x93FC083B5A3F012C}, {9, 0x9AD43E84F12D75B0}, {12, 0xA45D439F3F93E297},
        {31, 0xC1A0E0AE86E1D78C}, {32, 0x96F5BFCBFE7F0D1A}, {33, 0x977F4AA19D128181},
        {39, 0xFBCEA83C8A378BF1}, {40, 0xF2995CA6B96DAB88}, {55, 0x1BD8137FA23391A1},
    };
    for (const auto& [bytes, sum] : expected) CHECK(zbsec::xxh64(text.data(), bytes) == sum);
}

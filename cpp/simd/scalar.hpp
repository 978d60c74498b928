// One float, and bytes one by one: the vector types of a machine without vectors, and the meaning of the others.
#pragma once
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "../src/kernel_table.hpp"
#include "compress.hpp"

namespace {

struct F32 {
    float v;
    static constexpr std::size_t lanes = 1;
    static F32 zero() { return {0.0f}; }
    static F32 all(float value) { return {value}; }
    static F32 load(const float* from) { return {*from}; }
    static void store(float* to, F32 a) { *to = a.v; }
    static F32 add(F32 a, F32 b) { return {a.v + b.v}; }
    static F32 smaller(F32 a, F32 b) { return {a.v < b.v ? a.v : b.v}; }
    static F32 multiply_add(F32 a, F32 b, F32 c) { return {a.v * b.v + c.v}; }
    static float total(F32 a) { return a.v; }
    static F32 load_whole(const std::uint16_t* from) { return {static_cast<float>(*from)}; }
    static F32 load_first(const zbsec::Hidden* from) { return {static_cast<float>(from->along)}; }
    static F32 load_second(const zbsec::Hidden* from) { return {static_cast<float>(from->across)}; }
    // +1, or -1 where the sign bit is set; and 1 for each lane where it is not.
    static F32 sign_of(F32 a) { return {std::signbit(a.v) ? -1.0f : 1.0f}; }
    static std::uint32_t positive(F32 a) { return std::signbit(a.v) ? 0U : 1U; }
    static F32 load_whole(const std::int32_t* from) { return {static_cast<float>(*from)}; }
    // One bit a lane, the first lowest.
    static std::uint32_t at_least(F32 a, F32 b) { return a.v >= b.v ? 1U : 0U; }
    // For each lane: the float of the table at the seven bits of its word that stand this far from the lowest.
    static F32 look_up(const float* table, const std::uint64_t* words, unsigned shift) {
        return {table[(words[0] >> shift) & 127]};
    }
};

// Bytes of 16 rows, `columns` of each.
struct Bytes {
    std::uint8_t v[16];
    static constexpr std::size_t columns = 1;
    static Bytes load(const std::uint8_t* from) {
        Bytes bytes;
        std::memcpy(bytes.v, from, 16);
        return bytes;
    }
    // The entries that four bits of each byte name, of a table of 16 for each column.
    static Bytes look_up_low_halves(const std::uint8_t* tables, Bytes code) {
        for (std::uint8_t& byte : code.v) byte = tables[byte & 15];
        return code;
    }
    static Bytes look_up_high_halves(const std::uint8_t* tables, Bytes code) {
        for (std::uint8_t& byte : code.v) byte = tables[byte >> 4];
        return code;
    }
    // Sixteen columns of 16 rows, from `from` on: of each column the byte of all rows.
    static void turn(const std::uint8_t* const* rows, std::size_t from, std::uint8_t* block) {
        for (std::size_t at = 0; at < 256; ++at) block[at] = rows[at % 16][from + at / 16];
    }
    static Bytes add(const Bytes& a, Bytes b) {
        for (std::size_t row = 0; row < 16; ++row) b.v[row] = static_cast<std::uint8_t>(a.v[row] + b.v[row]);
        return b;
    }
    // One byte of each plane of 16 rows, from `at`, as codes: of the four low bits of all rows, then of the four high
    // ones.
    static void expand(const std::uint8_t* const* planes, std::size_t plane_count, std::size_t at, std::uint8_t* codes) {
        for (std::size_t place = 0; place < 128; ++place) {
            const std::size_t row = place % 64 / 4, bit = place / 64 * 4 + place % 4;
            unsigned code = 0;
            for (std::size_t plane = 0; plane < plane_count; ++plane) {
                code = 2 * code + ((static_cast<unsigned>(planes[plane][at + row]) >> bit) & 1U);
            }
            const unsigned half = zbsec::stretch / 2, highest = (1U << plane_count) - 1U;
            codes[place] = static_cast<std::uint8_t>(code == 0 ? 0 : code == highest ? code + 2 * half : code + half);
        }
    }
    // The products of `Queries` queries with 16 rows of codes. Four products of 35 and 127 stay within 16 bits, which
    // compilers make the most of.
    template <std::size_t Queries>
    static void dots(const std::int8_t* queries, const std::uint8_t* codes, std::size_t width, std::int32_t* sums,
                     std::size_t stride) {
        for (std::size_t query = 0; query < Queries; ++query) {
            const std::int8_t* values = queries + query * width;
            std::int32_t* sum = sums + query * stride;
            for (std::size_t row = 0; row < 16; ++row) sum[row] = 0;
            for (std::size_t from = 0; from < width; from += 16) {
                std::int16_t parts[64] = {};
                for (std::size_t at = from; at < from + 16; at += 4) {
                    std::int16_t twice[8];
                    for (std::size_t place = 0; place < 8; ++place) twice[place] = values[at + place % 4];
                    for (std::size_t row = 0; row < 16; row += 2) {
                        const std::uint8_t* code = codes + 16 * at + 4 * row;
                        std::int16_t* part = parts + 4 * row;
                        for (std::size_t place = 0; place < 8; ++place) {
                            part[place] = static_cast<std::int16_t>(part[place] + twice[place] * code[place]);
                        }
                    }
                }
                for (std::size_t row = 0; row < 16; ++row) {
                    for (std::size_t place = 0; place < 4; ++place) sum[row] += parts[4 * row + place];
                }
            }
        }
    }
};

// A sum of 16 bits for each of 16 rows, over all columns.
struct Sums16 {
    std::uint16_t v[16];
    static Sums16 zero() { return {}; }
    void add(const Bytes& bytes) {
        for (std::size_t row = 0; row < 16; ++row) v[row] = static_cast<std::uint16_t>(v[row] + bytes.v[row]);
    }
    void add(const Sums16& more) {
        for (std::size_t row = 0; row < 16; ++row) v[row] = static_cast<std::uint16_t>(v[row] + more.v[row]);
    }
    static void store(std::uint16_t* to, const Sums16& sums) { std::memcpy(to, sums.v, sizeof sums.v); }
};

}  // namespace

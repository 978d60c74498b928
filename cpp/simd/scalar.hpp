// One float, and bytes one by one: the vector types of a machine without vectors, and the meaning of the others.
#pragma once
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "../src/kernel_table.hpp"

namespace {

struct HiddenLanes;

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
    // Of the rows named, of which there are `count`, perhaps fewer than lanes.
    static HiddenLanes gather(const zbsec::Hidden* hidden, const std::uint32_t* rows, std::size_t count);
    // Writes the lanes whose bit is 1, one behind the other, and their rows; perhaps others behind them.
    static void keep(float* to, std::uint32_t* to_rows, F32 values, const std::uint32_t* rows, std::uint32_t bits) {
        if (bits == 0) return;
        *to = values.v;
        *to_rows = *rows;
    }
    // One bit a lane, the first lowest.
    static std::uint32_t at_least(F32 a, F32 b) { return a.v >= b.v ? 1U : 0U; }
    // For each lane: the float of the table at the seven bits of its word that stand this far from the lowest.
    static F32 look_up(const float* table, const std::uint64_t* words, unsigned shift) {
        return {table[(words[0] >> shift) & 127]};
    }
};

struct HiddenLanes {
    F32 along, across;
};

inline HiddenLanes F32::gather(const zbsec::Hidden* hidden, const std::uint32_t* rows, std::size_t) {
    return {load_first(hidden + *rows), load_second(hidden + *rows)};
}

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
    // For each of four rows the sum of the values whose bits are 1.
    static void sums_where(const std::uint8_t* const* rows, const std::int8_t* values, std::size_t bytes,
                           std::int32_t* sums) {
        for (std::size_t row = 0; row < 4; ++row) {
            sums[row] = 0;
            for (std::size_t at = 0; at < 8 * bytes; ++at) sums[row] += ((rows[row][at / 8] >> (at % 8)) & 1) * values[at];
        }
    }
    // Eight bytes of each plane, from `at`, as 64 codes.
    static void expand(const std::uint8_t* const* planes, std::size_t levels, std::size_t at, std::uint8_t* codes) {
        for (std::size_t place = 0; place < 64; ++place) {
            unsigned code = 0;
            for (std::size_t level = 0; level < levels; ++level) {
                code = 2 * code + ((static_cast<unsigned>(planes[level][at + place / 8]) >> (place % 8)) & 1U);
            }
            codes[place] = static_cast<std::uint8_t>(code);
        }
    }
    // The products of `Queries` queries with four rows of codes.
    template <std::size_t Queries>
    static void dots(const std::int8_t* queries, const std::uint8_t* codes, std::size_t width, std::int32_t* sums,
                     std::size_t stride) {
        for (std::size_t query = 0; query < Queries; ++query) {
            for (std::size_t row = 0; row < 4; ++row) {
                std::int32_t sum = 0;
                for (std::size_t at = 0; at < width; ++at) sum += queries[query * width + at] * codes[row * width + at];
                sums[query * stride + row] = sum;
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
    static void store(std::uint16_t* to, const Sums16& sums) { std::memcpy(to, sums.v, sizeof sums.v); }
};

}  // namespace

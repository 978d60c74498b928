// One float, and bytes one by one: the vector types of a machine without vectors, and the meaning of the others.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "../src/kernel_table.hpp"

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
    static F32 load_u16(const std::uint16_t* from) { return {static_cast<float>(*from)}; }
    static F32 load_first(const zbsec::Hidden* from) { return {static_cast<float>(from->along)}; }
    static F32 load_second(const zbsec::Hidden* from) { return {static_cast<float>(from->across)}; }
    // One bit a lane, the first lowest.
    static std::uint32_t at_least(F32 a, F32 b) { return a.v >= b.v ? 1U : 0U; }
    // For each lane: the float of the table at the seven bits of its word that hold this character.
    static F32 look_up(const float* table, const std::uint64_t* words, std::size_t character) {
        return {table[(words[0] >> (7 * character)) & 127]};
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
    static std::int32_t sum_where(const std::uint8_t* bits, const std::int8_t* values, std::size_t bytes) {
        std::int32_t sum = 0;
        for (std::size_t at = 0; at < 8 * bytes; ++at) sum += ((bits[at / 8] >> (at % 8)) & 1) * values[at];
        return sum;
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

// One float: the vector type of a machine without vectors, and the meaning of the others.
#pragma once
#include <cstddef>
#include <cstdint>

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
    // For each lane: the float of the table at the seven bits of its word that hold this character.
    static F32 look_up(const float* table, const std::uint64_t* words, std::size_t character) {
        return {table[(words[0] >> (7 * character)) & 127]};
    }
};

}  // namespace

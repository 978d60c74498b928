// One float: the vector type of a machine without vectors.
#pragma once

namespace {

struct F32 {
    float v;
    static constexpr unsigned long lanes = 1;
    static F32 zero() { return {0.0f}; }
    static F32 load(const float* from) { return {*from}; }
    static void store(float* to, F32 a) { *to = a.v; }
    static F32 add(F32 a, F32 b) { return {a.v + b.v}; }
    static F32 multiply_add(F32 a, F32 b, F32 c) { return {a.v * b.v + c.v}; }
    static float total(F32 a) { return a.v; }
    // table[(words[lane] >> shift) & 127] for each lane
    static F32 look_up(const float* table, const unsigned long* words, unsigned shift) {
        return {table[(words[0] >> shift) & 127]};
    }
};

}  // namespace

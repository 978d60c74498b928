// Four floats (AArch64 NEON).
#pragma once
#include <arm_neon.h>

#include <cstddef>
#include <cstdint>

namespace {

struct F32 {
    float32x4_t v;
    static constexpr std::size_t lanes = 4;
    static F32 zero() { return {vdupq_n_f32(0.0f)}; }
    static F32 all(float value) { return {vdupq_n_f32(value)}; }
    static F32 load(const float* from) { return {vld1q_f32(from)}; }
    static void store(float* to, F32 a) { vst1q_f32(to, a.v); }
    static F32 add(F32 a, F32 b) { return {vaddq_f32(a.v, b.v)}; }
    static F32 smaller(F32 a, F32 b) { return {vminq_f32(a.v, b.v)}; }
    static F32 multiply_add(F32 a, F32 b, F32 c) { return {vfmaq_f32(c.v, a.v, b.v)}; }
    static float total(F32 a) { return vaddvq_f32(a.v); }
    static F32 look_up(const float* table, const std::uint64_t* words, std::size_t character) {
        float found[lanes];
        for (std::size_t lane = 0; lane < lanes; ++lane) found[lane] = table[(words[lane] >> (7 * character)) & 127];
        return {vld1q_f32(found)};
    }
};

}  // namespace

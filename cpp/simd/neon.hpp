// Four floats (AArch64 NEON).
#pragma once
#include <arm_neon.h>

namespace {

struct F32 {
    float32x4_t v;
    static constexpr unsigned long lanes = 4;
    static F32 zero() { return {vdupq_n_f32(0.0f)}; }
    static F32 load(const float* from) { return {vld1q_f32(from)}; }
    static void store(float* to, F32 a) { vst1q_f32(to, a.v); }
    static F32 add(F32 a, F32 b) { return {vaddq_f32(a.v, b.v)}; }
    static F32 multiply_add(F32 a, F32 b, F32 c) { return {vfmaq_f32(c.v, a.v, b.v)}; }
    static float total(F32 a) { return vaddvq_f32(a.v); }
    static F32 look_up(const float* table, const unsigned long* words, unsigned shift) {
        const float found[4] = {table[(words[0] >> shift) & 127], table[(words[1] >> shift) & 127],
                                table[(words[2] >> shift) & 127], table[(words[3] >> shift) & 127]};
        return {vld1q_f32(found)};
    }
};

}  // namespace

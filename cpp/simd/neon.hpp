// Four floats, sixteen bytes (AArch64 NEON).
#pragma once
#include <arm_neon.h>

#include <cstddef>
#include <cstdint>

#include "../src/kernel_table.hpp"

namespace {

struct HiddenLanes;

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
    static F32 load_whole(const std::uint16_t* from) { return {vcvtq_f32_u32(vmovl_u16(vld1_u16(from)))}; }
    static F32 load_first(const zbsec::Hidden* from) {
        return {vcvtq_f32_u32(vmovl_u16(vld2_u16(&from->along).val[0]))};
    }
    static F32 load_second(const zbsec::Hidden* from) {
        return {vcvtq_f32_u32(vmovl_u16(vld2_u16(&from->along).val[1]))};
    }
    static F32 sign_of(F32 a) {
        const uint32x4_t bits = vandq_u32(vreinterpretq_u32_f32(a.v), vdupq_n_u32(0x80000000U));
        return {vreinterpretq_f32_u32(vorrq_u32(bits, vreinterpretq_u32_f32(vdupq_n_f32(1.0f))))};
    }
    static std::uint32_t positive(F32 a) {
        constexpr std::uint32_t each[4] = {1, 2, 4, 8};
        return vaddvq_u32(vandq_u32(vcgezq_s32(vreinterpretq_s32_f32(a.v)), vld1q_u32(each)));
    }
    static F32 load_whole(const std::int32_t* from) { return {vcvtq_f32_s32(vld1q_s32(from))}; }
    static HiddenLanes gather(const zbsec::Hidden* hidden, const std::uint32_t* rows, std::size_t count);
    static void keep(float* to, std::uint32_t* to_rows, F32 values, const std::uint32_t* rows, std::uint32_t bits) {
        float all[lanes];
        store(all, values);
        for (; bits != 0; bits &= bits - 1) {
            const auto lane = static_cast<std::size_t>(__builtin_ctz(bits));
            *to++ = all[lane];
            *to_rows++ = rows[lane];
        }
    }
    static std::uint32_t at_least(F32 a, F32 b) {
        constexpr std::uint32_t each[4] = {1, 2, 4, 8};
        return vaddvq_u32(vandq_u32(vcgeq_f32(a.v, b.v), vld1q_u32(each)));
    }
    static F32 look_up(const float* table, const std::uint64_t* words, unsigned shift) {
        float found[lanes];
        for (std::size_t lane = 0; lane < lanes; ++lane) found[lane] = table[(words[lane] >> shift) & 127];
        return {vld1q_f32(found)};
    }
};

struct HiddenLanes {
    F32 along, across;
};

inline HiddenLanes F32::gather(const zbsec::Hidden* hidden, const std::uint32_t* rows, std::size_t count) {
    zbsec::Hidden found[lanes] = {};
    for (std::size_t lane = 0; lane < lanes && lane < count; ++lane) found[lane] = hidden[rows[lane]];
    return {load_first(found), load_second(found)};
}

struct Bytes {
    uint8x16_t v;
    static constexpr std::size_t columns = 1;
    static Bytes load(const std::uint8_t* from) { return {vld1q_u8(from)}; }
    static Bytes look_up_low_halves(const std::uint8_t* tables, Bytes code) {
        return {vqtbl1q_u8(vld1q_u8(tables), vandq_u8(code.v, vdupq_n_u8(15)))};
    }
    static Bytes look_up_high_halves(const std::uint8_t* tables, Bytes code) {
        return {vqtbl1q_u8(vld1q_u8(tables), vshrq_n_u8(code.v, 4))};
    }
    static void sums_where(const std::uint8_t* const* rows, const std::int8_t* values, std::size_t bytes,
                           std::int32_t* sums) {
        for (std::size_t row = 0; row < 4; ++row) sums[row] = sum_where(rows[row], values, bytes);
    }
    static std::int32_t sum_where(const std::uint8_t* bits, const std::int8_t* values, std::size_t bytes) {
        const uint8x16_t each = vreinterpretq_u8_u64(vdupq_n_u64(0x8040201008040201ULL));
        int32x4_t sums = vdupq_n_s32(0);
        for (std::size_t at = 0; at < bytes; at += 2) {
            const uint8x16_t mine = vcombine_u8(vdup_n_u8(bits[at]), vdup_n_u8(bits[at + 1]));
            const int8x16_t chosen = vandq_s8(vreinterpretq_s8_u8(vtstq_u8(mine, each)), vld1q_s8(values + 8 * at));
            sums = vpadalq_s16(sums, vpaddlq_s8(chosen));
        }
        return vaddvq_s32(sums);
    }
    // Eight bytes of each plane, from `at`, as 64 codes.
    static void expand(const std::uint8_t* const* planes, std::size_t levels, std::size_t at, std::uint8_t* codes) {
        const uint8x16_t each = vreinterpretq_u8_u64(vdupq_n_u64(0x8040201008040201ULL));
        for (std::size_t part = 0; part < 8; part += 2) {
            uint8x16_t code = vdupq_n_u8(0);
            for (std::size_t level = 0; level < levels; ++level) {
                const std::uint8_t* bits = planes[level] + at + part;
                const uint8x16_t mine = vcombine_u8(vdup_n_u8(bits[0]), vdup_n_u8(bits[1]));
                code = vsubq_u8(vaddq_u8(code, code), vtstq_u8(mine, each));  // -1 where the bit is 1
            }
            vst1q_u8(codes + 8 * part, code);
        }
    }
    // The products of `Queries` queries with four rows of codes.
    template <std::size_t Queries>
    static void dots(const std::int8_t* queries, const std::uint8_t* codes, std::size_t width, std::int32_t* sums,
                     std::size_t stride) {
        for (std::size_t query = 0; query < Queries; ++query) {
            for (std::size_t row = 0; row < 4; ++row) {
                int32x4_t sum = vdupq_n_s32(0);
                for (std::size_t at = 0; at < width; at += 16) {
                    const int8x16_t code = vreinterpretq_s8_u8(vld1q_u8(codes + row * width + at));
                    const int8x16_t values = vld1q_s8(queries + query * width + at);
                    sum = vpadalq_s16(sum, vmull_s8(vget_low_s8(code), vget_low_s8(values)));
                    sum = vpadalq_s16(sum, vmull_high_s8(code, values));
                }
                sums[query * stride + row] = vaddvq_s32(sum);
            }
        }
    }
};

// Rows 0 to 7, and 8 to 15.
struct Sums16 {
    uint16x8_t front, back;
    static Sums16 zero() { return {vdupq_n_u16(0), vdupq_n_u16(0)}; }
    void add(Bytes bytes) {
        front = vaddw_u8(front, vget_low_u8(bytes.v));
        back = vaddw_high_u8(back, bytes.v);
    }
    static void store(std::uint16_t* to, Sums16 all) {
        vst1q_u16(to, all.front);
        vst1q_u16(to + 8, all.back);
    }
};

}  // namespace

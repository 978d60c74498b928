// Four floats, sixteen bytes (AArch64 NEON, with the dot products of Armv8.2 where the compiler may use them).
#pragma once
#include <arm_neon.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "../src/kernel_table.hpp"
#include "compress.hpp"

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
    // Sixteen columns of 16 rows, from `from` on: of each column the byte of all rows. Four times the two
    // halves of a list in turns.
    static void turn(const std::uint8_t* const* rows, std::size_t from, std::uint8_t* block) {
        uint8x16_t a[16], b[16];
        for (std::size_t row = 0; row < 16; ++row) a[row] = vld1q_u8(rows[row] + from);
        const auto take_turns = [](const uint8x16_t* list, uint8x16_t* to) {
            for (std::size_t at = 0; at < 8; ++at) {
                to[2 * at] = vzip1q_u8(list[at], list[at + 8]);
                to[2 * at + 1] = vzip2q_u8(list[at], list[at + 8]);
            }
        };
        take_turns(a, b);
        take_turns(b, a);
        take_turns(a, b);
        take_turns(b, a);
        for (std::size_t at = 0; at < 16; ++at) vst1q_u8(block + 16 * at, a[at]);
    }
    static Bytes add(Bytes a, Bytes b) { return {vaddq_u8(a.v, b.v)}; }
    // One byte of each plane of 16 rows, from `at`, as codes: of the four low bits of all rows, then of the four high
    // ones.
    static void expand(const std::uint8_t* const* planes, std::size_t plane_count, std::size_t at, std::uint8_t* codes) {
        constexpr std::uint8_t first_rows[16] = {0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3};
        for (std::uint8_t part = 0; part < 8; ++part) {
            const auto rows = vaddq_u8(vld1q_u8(first_rows), vdupq_n_u8(static_cast<std::uint8_t>(4 * (part % 4))));
            const uint8x16_t each = vreinterpretq_u8_u32(vdupq_n_u32(part < 4 ? 0x08040201U : 0x80402010U));
            uint8x16_t code = vdupq_n_u8(0);
            for (std::size_t plane = 0; plane < plane_count; ++plane) {
                const uint8x16_t mine = vqtbl1q_u8(vld1q_u8(planes[plane] + at), rows);
                code = vsubq_u8(vaddq_u8(code, code), vtstq_u8(mine, each));  // -1 where the bit is 1
            }
            const uint8x16_t half = vdupq_n_u8(zbsec::stretch / 2);
            const uint8x16_t up = vandq_u8(vceqq_u8(code, vdupq_n_u8(static_cast<std::uint8_t>((1U << plane_count) - 1U))), half);
            const uint8x16_t down = vandq_u8(vceqzq_u8(code), half);
            vst1q_u8(codes + 16 * part, vaddq_u8(code, vsubq_u8(vaddq_u8(half, up), down)));
        }
    }
#ifdef __ARM_FEATURE_DOTPROD
    static int32x4_t add_products(int32x4_t sum, int8x16_t code, int8x16_t values) { return vdotq_s32(sum, code, values); }
#else
    static int32x4_t add_products(int32x4_t sum, int8x16_t code, int8x16_t values) {
        const int32x4_t low = vpaddlq_s16(vmull_s8(vget_low_s8(code), vget_low_s8(values)));
        const int32x4_t high = vpaddlq_s16(vmull_high_s8(code, values));
        return vaddq_s32(sum, vpaddq_s32(low, high));
    }
#endif
    // The products of `Queries` queries with 16 rows of codes.
    template <std::size_t Queries>
    static void dots(const std::int8_t* queries, const std::uint8_t* codes, std::size_t width, std::int32_t* sums,
                     std::size_t stride) {
        int32x4_t all[Queries][4] = {};
        for (std::size_t at = 0; at < width; at += 4) {
            int8x16_t values[Queries];
            for (std::size_t query = 0; query < Queries; ++query) {
                std::int32_t four;
                std::memcpy(&four, queries + query * width + at, sizeof four);
                values[query] = vreinterpretq_s8_s32(vdupq_n_s32(four));
            }
            for (std::size_t part = 0; part < 4; ++part) {
                const int8x16_t code = vreinterpretq_s8_u8(vld1q_u8(codes + 16 * at + 16 * part));
                for (std::size_t query = 0; query < Queries; ++query) {
                    all[query][part] = add_products(all[query][part], code, values[query]);
                }
            }
        }
        for (std::size_t query = 0; query < Queries; ++query) {
            for (std::size_t part = 0; part < 4; ++part) vst1q_s32(sums + query * stride + 4 * part, all[query][part]);
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
    void add(Sums16 more) {
        front = vaddq_u16(front, more.front);
        back = vaddq_u16(back, more.back);
    }
    static void store(std::uint16_t* to, Sums16 all) {
        vst1q_u16(to, all.front);
        vst1q_u16(to + 8, all.back);
    }
};

}  // namespace

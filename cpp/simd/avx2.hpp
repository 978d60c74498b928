// Eight floats, thirty-two bytes (AVX2 and FMA).
#pragma once
#include <immintrin.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "../src/kernel_table.hpp"
#include "compress.hpp"

namespace {

struct F32 {
    __m256 v;
    static constexpr std::size_t lanes = 8;
    static F32 zero() { return {_mm256_setzero_ps()}; }
    static F32 all(float value) { return {_mm256_set1_ps(value)}; }
    static F32 load(const float* from) { return {_mm256_loadu_ps(from)}; }
    static void store(float* to, F32 a) { _mm256_storeu_ps(to, a.v); }
    static F32 add(F32 a, F32 b) { return {_mm256_add_ps(a.v, b.v)}; }
    static F32 smaller(F32 a, F32 b) { return {_mm256_min_ps(a.v, b.v)}; }
    static F32 multiply_add(F32 a, F32 b, F32 c) { return {_mm256_fmadd_ps(a.v, b.v, c.v)}; }
    static float total(F32 a) {
        __m128 half = _mm_add_ps(_mm256_castps256_ps128(a.v), _mm256_extractf128_ps(a.v, 1));
        half = _mm_add_ps(half, _mm_movehl_ps(half, half));
        return _mm_cvtss_f32(_mm_add_ss(half, _mm_movehdup_ps(half)));
    }
    static F32 load_whole(const std::uint16_t* from) {
        return {_mm256_cvtepi32_ps(_mm256_cvtepu16_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from))))};
    }
    static F32 load_first(const zbsec::Hidden* from) {
        const __m256i pairs = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
        return {_mm256_cvtepi32_ps(_mm256_and_si256(pairs, _mm256_set1_epi32(0xFFFF)))};
    }
    static F32 load_second(const zbsec::Hidden* from) {
        const __m256i pairs = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
        return {_mm256_cvtepi32_ps(_mm256_srli_epi32(pairs, 16))};
    }
    static F32 sign_of(F32 a) {
        return {_mm256_or_ps(_mm256_and_ps(a.v, _mm256_set1_ps(-0.0f)), _mm256_set1_ps(1.0f))};
    }
    static std::uint32_t positive(F32 a) { return ~static_cast<std::uint32_t>(_mm256_movemask_ps(a.v)) & 0xFFU; }
    static F32 load_whole(const std::int32_t* from) {
        return {_mm256_cvtepi32_ps(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from)))};
    }
    static std::uint32_t at_least(F32 a, F32 b) {
        return static_cast<std::uint32_t>(_mm256_movemask_ps(_mm256_cmp_ps(a.v, b.v, _CMP_GE_OQ)));
    }
    static __m128 look_up_four(const float* table, const std::uint64_t* words, unsigned shift) {
        const __m256i word = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(words));
        const __m256i code =
            _mm256_and_si256(_mm256_srli_epi64(word, static_cast<int>(shift)), _mm256_set1_epi64x(127));
        return _mm256_i64gather_ps(table, code, 4);
    }
    static F32 look_up(const float* table, const std::uint64_t* words, unsigned shift) {
        return {_mm256_set_m128(look_up_four(table, words + 4, shift), look_up_four(table, words, shift))};
    }
};

struct Bytes {
    __m256i v;
    static constexpr std::size_t columns = 2;
    static __m256i load_all(const void* from) { return _mm256_loadu_si256(static_cast<const __m256i*>(from)); }
    static __m256i low_halves(__m256i bytes) { return _mm256_and_si256(bytes, _mm256_set1_epi8(15)); }
    static Bytes load(const std::uint8_t* from) { return {load_all(from)}; }
    static Bytes look_up_low_halves(const std::uint8_t* tables, Bytes code) {
        return {_mm256_shuffle_epi8(load_all(tables), low_halves(code.v))};
    }
    static Bytes look_up_high_halves(const std::uint8_t* tables, Bytes code) {
        return {_mm256_shuffle_epi8(load_all(tables), low_halves(_mm256_srli_epi16(code.v, 4)))};
    }
    // Sixteen columns of 16 rows, from `from` on: of each column the byte of all rows. Four times the two
    // halves of a list in turns.
    static void turn(const std::uint8_t* const* rows, std::size_t from, std::uint8_t* block) {
        __m128i a[16], b[16];
        for (std::size_t row = 0; row < 16; ++row) {
            a[row] = _mm_loadu_si128(reinterpret_cast<const __m128i*>(rows[row] + from));
        }
        const auto take_turns = [](const __m128i* list, __m128i* to) {
            for (std::size_t at = 0; at < 8; ++at) {
                to[2 * at] = _mm_unpacklo_epi8(list[at], list[at + 8]);
                to[2 * at + 1] = _mm_unpackhi_epi8(list[at], list[at + 8]);
            }
        };
        take_turns(a, b);
        take_turns(b, a);
        take_turns(a, b);
        take_turns(b, a);
        for (std::size_t at = 0; at < 16; ++at) _mm_storeu_si128(reinterpret_cast<__m128i*>(block + 16 * at), a[at]);
    }
    static Bytes add(Bytes a, Bytes b) { return {_mm256_add_epi8(a.v, b.v)}; }
    static __m256i stretched(__m256i code, std::size_t plane_count) {
        const __m256i half = _mm256_set1_epi8(zbsec::stretch / 2), highest = _mm256_set1_epi8(static_cast<char>((1 << plane_count) - 1));
        const __m256i up = _mm256_and_si256(_mm256_cmpeq_epi8(code, highest), half);
        const __m256i down = _mm256_and_si256(_mm256_cmpeq_epi8(code, _mm256_setzero_si256()), half);
        return _mm256_add_epi8(code, _mm256_sub_epi8(_mm256_add_epi8(half, up), down));
    }
    // One byte of each plane of 16 rows, from `at`, as codes: of the four low bits of all rows, then of the four high
    // ones.
    static void expand(const std::uint8_t* const* planes, std::size_t plane_count, std::size_t at, std::uint8_t* codes) {
        const __m256i spread = _mm256_setr_epi8(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3,  //
                                                4, 4, 4, 4, 5, 5, 5, 5, 6, 6, 6, 6, 7, 7, 7, 7);
        for (std::size_t part = 0; part < 4; ++part) {
            const __m256i each = _mm256_set1_epi32(static_cast<int>(part < 2 ? 0x08040201U : 0x80402010U));
            __m256i code = _mm256_setzero_si256();
            for (std::size_t plane = 0; plane < plane_count; ++plane) {
                std::int64_t rows;
                std::memcpy(&rows, planes[plane] + at + part % 2 * 8, sizeof rows);
                const __m256i mine = _mm256_and_si256(_mm256_shuffle_epi8(_mm256_set1_epi64x(rows), spread), each);
                // -1 where the bit is 1.
                code = _mm256_sub_epi8(_mm256_add_epi8(code, code), _mm256_cmpeq_epi8(mine, each));
            }
            _mm256_storeu_si256(reinterpret_cast<__m256i*>(codes + 32 * part), stretched(code, plane_count));
        }
    }
    // The products of `Queries` queries with 16 rows of codes. Two products of 35 and 127 stay within 16 bits.
    template <std::size_t Queries>
    static void dots(const std::int8_t* queries, const std::uint8_t* codes, std::size_t width, std::int32_t* sums,
                     std::size_t stride) {
        const __m256i ones = _mm256_set1_epi16(1);
        __m256i all[Queries][2] = {};
        for (std::size_t at = 0; at < width; at += 4) {
            const __m256i front = load_all(codes + 16 * at), back = load_all(codes + 16 * at + 32);
            for (std::size_t query = 0; query < Queries; ++query) {
                std::int32_t four;
                std::memcpy(&four, queries + query * width + at, sizeof four);
                const __m256i values = _mm256_set1_epi32(four);
                const auto add = [&](__m256i& sum, __m256i code) {
                    sum = _mm256_add_epi32(sum, _mm256_madd_epi16(_mm256_maddubs_epi16(code, values), ones));
                };
                add(all[query][0], front);
                add(all[query][1], back);
            }
        }
        for (std::size_t query = 0; query < Queries; ++query) {
            _mm256_storeu_si256(reinterpret_cast<__m256i*>(sums + query * stride), all[query][0]);
            _mm256_storeu_si256(reinterpret_cast<__m256i*>(sums + query * stride + 8), all[query][1]);
        }
    }
};

// Rows of odd number by themselves; those of even number with the odd ones' sums in the upper byte, taken off at the
// end.
struct Sums16 {
    __m256i even, odd;
    static Sums16 zero() { return {_mm256_setzero_si256(), _mm256_setzero_si256()}; }
    void add(Bytes bytes) {
        even = _mm256_add_epi16(even, bytes.v);
        odd = _mm256_add_epi16(odd, _mm256_srli_epi16(bytes.v, 8));
    }
    void add(Sums16 more) {
        even = _mm256_add_epi16(even, more.even);
        odd = _mm256_add_epi16(odd, more.odd);
    }
    static __m128i over_columns(__m256i sums) {
        return _mm_add_epi16(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
    }
    static void store(std::uint16_t* to, Sums16 all) {
        const __m128i odd = over_columns(all.odd);
        const __m128i even = _mm_sub_epi16(over_columns(all.even), _mm_slli_epi16(odd, 8));
        _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm_unpacklo_epi16(even, odd));
        _mm_storeu_si128(reinterpret_cast<__m128i*>(to + 8), _mm_unpackhi_epi16(even, odd));
    }
};

}  // namespace

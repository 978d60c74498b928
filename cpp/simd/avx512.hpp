// Sixteen floats, sixty-four bytes (AVX-512 F, BW and VNNI).
#pragma once
#include <immintrin.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "../src/kernel_table.hpp"

namespace {

struct HiddenLanes;

struct F32 {
    __m512 v;
    static constexpr std::size_t lanes = 16;
    static F32 zero() { return {_mm512_setzero_ps()}; }
    static F32 all(float value) { return {_mm512_set1_ps(value)}; }
    static F32 load(const float* from) { return {_mm512_loadu_ps(from)}; }
    static void store(float* to, F32 a) { _mm512_storeu_ps(to, a.v); }
    static F32 add(F32 a, F32 b) { return {_mm512_add_ps(a.v, b.v)}; }
    static F32 smaller(F32 a, F32 b) { return {_mm512_min_ps(a.v, b.v)}; }
    static F32 multiply_add(F32 a, F32 b, F32 c) { return {_mm512_fmadd_ps(a.v, b.v, c.v)}; }
    static float total(F32 a) { return _mm512_reduce_add_ps(a.v); }
    static F32 load_whole(const std::uint16_t* from) {
        return {_mm512_cvtepi32_ps(_mm512_cvtepu16_epi32(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from))))};
    }
    static F32 load_first(const zbsec::Hidden* from) {
        return {_mm512_cvtepi32_ps(_mm512_and_si512(_mm512_loadu_si512(from), _mm512_set1_epi32(0xFFFF)))};
    }
    static F32 load_second(const zbsec::Hidden* from) {
        return {_mm512_cvtepi32_ps(_mm512_srli_epi32(_mm512_loadu_si512(from), 16))};
    }
    static F32 sign_of(F32 a) {
        const __m512i bits = _mm512_and_si512(_mm512_castps_si512(a.v), _mm512_set1_epi32(INT32_MIN));
        return {_mm512_castsi512_ps(_mm512_or_si512(bits, _mm512_castps_si512(_mm512_set1_ps(1.0f))))};
    }
    static std::uint32_t positive(F32 a) {
        return _mm512_cmp_epi32_mask(_mm512_castps_si512(a.v), _mm512_setzero_si512(), _MM_CMPINT_NLT);
    }
    static F32 load_whole(const std::int32_t* from) { return {_mm512_cvtepi32_ps(_mm512_loadu_si512(from))}; }
    static HiddenLanes gather(const zbsec::Hidden* hidden, const std::uint32_t* rows, std::size_t count);
    static void keep(float* to, std::uint32_t* to_rows, F32 values, const std::uint32_t* rows, std::uint32_t bits) {
        const auto chosen = static_cast<__mmask16>(bits);
        _mm512_storeu_si512(to_rows, _mm512_maskz_compress_epi32(chosen, _mm512_loadu_si512(rows)));
        _mm512_storeu_ps(to, _mm512_maskz_compress_ps(chosen, values.v));
    }
    static std::uint32_t at_least(F32 a, F32 b) { return _mm512_cmp_ps_mask(a.v, b.v, _CMP_GE_OQ); }
    static __m256 look_up_eight(const float* table, const std::uint64_t* words, unsigned shift) {
        const __m512i word = _mm512_loadu_si512(words);
        const __m512i code =
            _mm512_and_epi64(_mm512_srli_epi64(word, shift), _mm512_set1_epi64(127));
        return _mm512_i64gather_ps(code, table, 4);
    }
    static F32 look_up(const float* table, const std::uint64_t* words, unsigned shift) {
        const __m512d low = _mm512_castpd256_pd512(_mm256_castps_pd(look_up_eight(table, words, shift)));
        const __m256d high = _mm256_castps_pd(look_up_eight(table, words + 8, shift));
        return {_mm512_castpd_ps(_mm512_insertf64x4(low, high, 1))};
    }
};

struct HiddenLanes {
    F32 along, across;
};

inline HiddenLanes F32::gather(const zbsec::Hidden* hidden, const std::uint32_t* rows, std::size_t count) {
    const auto there = static_cast<__mmask16>(count >= lanes ? 0xFFFFU : (1U << count) - 1U);
    const __m512i zeros = _mm512_setzero_si512();
    const __m512i pairs = _mm512_mask_i32gather_epi32(zeros, there, _mm512_loadu_si512(rows), hidden, 4);
    return {{_mm512_cvtepi32_ps(_mm512_and_si512(pairs, _mm512_set1_epi32(0xFFFF)))},
            {_mm512_cvtepi32_ps(_mm512_srli_epi32(pairs, 16))}};
}

struct Bytes {
    __m512i v;
    static constexpr std::size_t columns = 4;
    static __m512i low_halves(__m512i bytes) { return _mm512_and_si512(bytes, _mm512_set1_epi8(15)); }
    static Bytes load(const std::uint8_t* from) { return {_mm512_loadu_si512(from)}; }
    static Bytes look_up_low_halves(const std::uint8_t* tables, Bytes code) {
        return {_mm512_shuffle_epi8(_mm512_loadu_si512(tables), low_halves(code.v))};
    }
    static Bytes look_up_high_halves(const std::uint8_t* tables, Bytes code) {
        return {_mm512_shuffle_epi8(_mm512_loadu_si512(tables), low_halves(_mm512_srli_epi16(code.v, 4)))};
    }
    static __m512i chosen(const std::uint8_t* bits, __m512i values) {
        std::uint64_t word;
        std::memcpy(&word, bits, sizeof word);
        return _mm512_maskz_mov_epi8(word, values);
    }
    // The sum of each of four vectors.
    static void store_totals(std::int32_t* to, const __m512i* four) {
        const __m512i ab = _mm512_add_epi32(_mm512_unpacklo_epi32(four[0], four[1]), _mm512_unpackhi_epi32(four[0], four[1]));
        const __m512i cd = _mm512_add_epi32(_mm512_unpacklo_epi32(four[2], four[3]), _mm512_unpackhi_epi32(four[2], four[3]));
        const __m512i all = _mm512_add_epi32(_mm512_unpacklo_epi64(ab, cd), _mm512_unpackhi_epi64(ab, cd));
        const __m256i half = _mm256_add_epi32(_mm512_castsi512_si256(all), _mm512_extracti64x4_epi64(all, 1));
        _mm_storeu_si128(reinterpret_cast<__m128i*>(to),
                         _mm_add_epi32(_mm256_castsi256_si128(half), _mm256_extracti128_si256(half, 1)));
    }
    // For each of four rows the sum of the values whose bits are 1.
    static void sums_where(const std::uint8_t* const* rows, const std::int8_t* values, std::size_t bytes,
                           std::int32_t* sums) {
        __m512i a = _mm512_setzero_si512(), b = a, c = a, d = a;
        const auto add = [&](std::size_t at) {
            const __m512i ones = _mm512_set1_epi8(1), some = _mm512_loadu_si512(values + 8 * at);
            a = _mm512_dpbusd_epi32(a, ones, chosen(rows[0] + at, some));
            b = _mm512_dpbusd_epi32(b, ones, chosen(rows[1] + at, some));
            c = _mm512_dpbusd_epi32(c, ones, chosen(rows[2] + at, some));
            d = _mm512_dpbusd_epi32(d, ones, chosen(rows[3] + at, some));
        };
        std::size_t at = 0;
        for (; at + 64 <= bytes; at += 64) {
#pragma GCC unroll 8
            for (std::size_t word = 0; word < 64; word += 8) add(at + word);
        }
        for (; at < bytes; at += 8) add(at);
        const __m512i four[4] = {a, b, c, d};
        store_totals(sums, four);
    }
    // Eight bytes of each plane, from `at`, as 64 codes.
    static void expand(const std::uint8_t* const* planes, std::size_t levels, std::size_t at, std::uint8_t* codes) {
        __m512i code = _mm512_setzero_si512();
        for (std::size_t level = 0; level < levels; ++level) {
            code = _mm512_add_epi8(_mm512_add_epi8(code, code), chosen(planes[level] + at, _mm512_set1_epi8(1)));
        }
        _mm512_storeu_si512(codes, code);
    }
    // The products of `Queries` queries with four rows of codes.
    template <std::size_t Queries>
    static void dots(const std::int8_t* queries, const std::uint8_t* codes, std::size_t width, std::int32_t* sums,
                     std::size_t stride) {
        __m512i all[Queries][4];
        for (auto& four : all) {
            for (__m512i& sum : four) sum = _mm512_setzero_si512();
        }
        for (std::size_t at = 0; at < width; at += 64) {
            __m512i values[Queries];
            for (std::size_t query = 0; query < Queries; ++query) values[query] = _mm512_loadu_si512(queries + query * width + at);
            for (std::size_t row = 0; row < 4; ++row) {
                const __m512i code = _mm512_loadu_si512(codes + row * width + at);
                for (std::size_t query = 0; query < Queries; ++query) {
                    all[query][row] = _mm512_dpbusd_epi32(all[query][row], code, values[query]);
                }
            }
        }
        for (std::size_t query = 0; query < Queries; ++query) store_totals(sums + query * stride, all[query]);
    }
};

// Rows of odd number by themselves; those of even number with the odd ones' sums in the upper byte, taken off at the end.
struct Sums16 {
    __m512i even, odd;
    static Sums16 zero() { return {_mm512_setzero_si512(), _mm512_setzero_si512()}; }
    void add(Bytes bytes) {
        even = _mm512_add_epi16(even, bytes.v);
        odd = _mm512_add_epi16(odd, _mm512_srli_epi16(bytes.v, 8));
    }
    static __m128i over_columns(__m512i sums) {
        const __m256i half = _mm256_add_epi16(_mm512_castsi512_si256(sums), _mm512_extracti64x4_epi64(sums, 1));
        return _mm_add_epi16(_mm256_castsi256_si128(half), _mm256_extracti128_si256(half, 1));
    }
    static void store(std::uint16_t* to, Sums16 all) {
        const __m128i odd = over_columns(all.odd);
        const __m128i even = _mm_sub_epi16(over_columns(all.even), _mm_slli_epi16(odd, 8));
        _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm_unpacklo_epi16(even, odd));
        _mm_storeu_si128(reinterpret_cast<__m128i*>(to + 8), _mm_unpackhi_epi16(even, odd));
    }
};

}  // namespace

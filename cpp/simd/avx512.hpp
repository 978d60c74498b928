// Sixteen floats, sixty-four bytes (AVX-512 F, BW and VNNI; with VBMI where the compiler may use it).
#pragma once
#include <immintrin.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "../src/kernel_table.hpp"

namespace {

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

struct Bytes {
    __m512i v;
    static constexpr std::size_t columns = 4;
#ifdef __AVX512VBMI__
    // Four bytes of each row side by side, so that their entries are added up as products with ones. The tables of four
    // columns are one of 64 entries.
    static Bytes load(const std::uint8_t* from) {
        const __m512i fours = _mm512_add_epi32(_mm512_set1_epi32(0x30201000), _mm512_mullo_epi32(
            _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), _mm512_set1_epi32(0x01010101)));
        return {_mm512_permutexvar_epi8(fours, _mm512_loadu_si512(from))};
    }
    static Bytes entries(const std::uint8_t* tables, __m512i halves) {
        constexpr int and_or = 0xEA;  // (halves & 15) | column
        const __m512i places = _mm512_ternarylogic_epi32(halves, _mm512_set1_epi8(15), _mm512_set1_epi32(0x30201000), and_or);
        return {_mm512_permutexvar_epi8(places, _mm512_loadu_si512(tables))};
    }
    static Bytes look_up_low_halves(const std::uint8_t* tables, Bytes code) { return entries(tables, code.v); }
    static Bytes look_up_high_halves(const std::uint8_t* tables, Bytes code) {
        return entries(tables, _mm512_srli_epi16(code.v, 4));
    }
#else
    static __m512i low_halves(__m512i bytes) { return _mm512_and_si512(bytes, _mm512_set1_epi8(15)); }
    static Bytes load(const std::uint8_t* from) { return {_mm512_loadu_si512(from)}; }
    static Bytes look_up_low_halves(const std::uint8_t* tables, Bytes code) {
        return {_mm512_shuffle_epi8(_mm512_loadu_si512(tables), low_halves(code.v))};
    }
    static Bytes look_up_high_halves(const std::uint8_t* tables, Bytes code) {
        return {_mm512_shuffle_epi8(_mm512_loadu_si512(tables), low_halves(_mm512_srli_epi16(code.v, 4)))};
    }
#endif
    // Sixteen columns of 16 rows, from `from` on: of each column the byte of all rows.
    static void turn(const std::uint8_t* const* rows, std::size_t from, std::uint8_t* block) {
        const auto quarter = [&](std::size_t row) {
            return _mm_loadu_si128(reinterpret_cast<const __m128i*>(rows[row] + from));
        };
        __m512i fours[4];
        for (std::size_t at = 0; at < 4; ++at) {
            __m512i four = _mm512_inserti32x4(_mm512_castsi128_si512(quarter(at)), quarter(at + 4), 1);
            four = _mm512_inserti32x4(four, quarter(at + 8), 2);
            fours[at] = _mm512_inserti32x4(four, quarter(at + 12), 3);
        }
        const __m512i a = _mm512_unpacklo_epi32(fours[0], fours[1]), b = _mm512_unpackhi_epi32(fours[0], fours[1]);
        const __m512i c = _mm512_unpacklo_epi32(fours[2], fours[3]), d = _mm512_unpackhi_epi32(fours[2], fours[3]);
        fours[0] = _mm512_unpacklo_epi64(a, c);
        fours[1] = _mm512_unpackhi_epi64(a, c);
        fours[2] = _mm512_unpacklo_epi64(b, d);
        fours[3] = _mm512_unpackhi_epi64(b, d);
        // Now each has four columns of row after row.
        const __m512i in_lanes =
            _mm512_broadcast_i32x4(_mm_setr_epi8(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15));
        const __m512i lanes = _mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
        for (std::size_t at = 0; at < 4; ++at) {
            _mm512_storeu_si512(block + 64 * at, _mm512_permutexvar_epi32(lanes, _mm512_shuffle_epi8(fours[at], in_lanes)));
        }
    }
    static Bytes add(Bytes a, Bytes b) { return {_mm512_add_epi8(a.v, b.v)}; }
    // What the low half of a dword's bits are in its four bytes, each worth `worth`.
    static __m512i spread(unsigned worth) {
        const __m512i bits = _mm512_setr_epi32(0, 1, 0x100, 0x101, 0x10000, 0x10001, 0x10100, 0x10101, 0x1000000, 0x1000001,
                                               0x1000100, 0x1000101, 0x1010000, 0x1010001, 0x1010100, 0x1010101);
        return _mm512_slli_epi32(bits, worth);
    }
    static __m512i stretched(__m512i code, std::size_t plane_count) {
        const __m512i half = _mm512_set1_epi8(zbsec::stretch / 2);
        const __mmask64 highest = _mm512_cmpeq_epi8_mask(code, _mm512_set1_epi8(static_cast<char>((1 << plane_count) - 1)));
        const __mmask64 inner = _mm512_test_epi8_mask(code, code);
        code = _mm512_mask_add_epi8(code, inner, code, half);
        return _mm512_mask_add_epi8(code, highest, code, half);
    }
    // One byte of each plane of 16 rows, from `at`, as codes: of the four low bits of all rows, then of the four high
    // ones.
    static void expand(const std::uint8_t* const* planes, std::size_t plane_count, std::size_t at, std::uint8_t* codes) {
        __m512i low = _mm512_setzero_si512(), high = low;
        for (std::size_t plane = 0; plane < plane_count; ++plane) {
            const __m512i table = spread(static_cast<unsigned>(plane_count - 1 - plane));
            const auto* from = reinterpret_cast<const __m128i*>(planes[plane] + at);
            const __m512i bytes = _mm512_cvtepu8_epi32(_mm_loadu_si128(from));
            low = _mm512_or_si512(low, _mm512_permutexvar_epi32(bytes, table));
            high = _mm512_or_si512(high, _mm512_permutexvar_epi32(_mm512_srli_epi32(bytes, 4), table));
        }
        _mm512_storeu_si512(codes, stretched(low, plane_count));
        _mm512_storeu_si512(codes + 64, stretched(high, plane_count));
    }
    // The products of `Queries` queries with 16 rows of codes.
    template <std::size_t Queries>
    static void dots(const std::int8_t* queries, const std::uint8_t* codes, std::size_t width, std::int32_t* sums,
                     std::size_t stride) {
        __m512i all[Queries];
        for (__m512i& sum : all) sum = _mm512_setzero_si512();
        for (std::size_t at = 0; at < width; at += 4) {
            const __m512i code = _mm512_loadu_si512(codes + 16 * at);
            for (std::size_t query = 0; query < Queries; ++query) {
                std::int32_t four;
                std::memcpy(&four, queries + query * width + at, sizeof four);
                all[query] = _mm512_dpbusd_epi32(all[query], code, _mm512_set1_epi32(four));
            }
        }
        for (std::size_t query = 0; query < Queries; ++query) _mm512_storeu_si512(sums + query * stride, all[query]);
    }
};

// The marked ones of 16 rows, and their values, side by side; and something behind them, 16 in all.
inline std::size_t compress_rows(std::uint32_t first, const float* values, std::uint32_t marks, std::uint32_t* rows,
                                 float* kept) {
    const auto mask = static_cast<__mmask16>(marks);
    const __m512i all = _mm512_add_epi32(_mm512_set1_epi32(static_cast<int>(first)),
                                         _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
    const __m512 marked = _mm512_maskz_compress_ps(mask, _mm512_loadu_ps(values));
    _mm512_storeu_si512(rows, _mm512_maskz_compress_epi32(mask, all));
    _mm512_storeu_ps(kept, marked);
    return static_cast<std::size_t>(__builtin_popcount(marks));
}

#ifdef __AVX512VBMI__
struct Sums16 {
    __m512i rows;
    static Sums16 zero() { return {_mm512_setzero_si512()}; }
    void add(Bytes bytes) { rows = _mm512_dpbusd_epi32(rows, bytes.v, _mm512_set1_epi8(1)); }
    void add(Sums16 more) { rows = _mm512_add_epi32(rows, more.rows); }
    static void store(std::uint16_t* to, Sums16 all) {
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), _mm512_cvtepi32_epi16(all.rows));
    }
};
#else
// Rows of odd number by themselves; those of even number with the odd ones' sums in the upper byte, taken off at the
// end.
struct Sums16 {
    __m512i even, odd;
    static Sums16 zero() { return {_mm512_setzero_si512(), _mm512_setzero_si512()}; }
    void add(Bytes bytes) {
        even = _mm512_add_epi16(even, bytes.v);
        odd = _mm512_add_epi16(odd, _mm512_srli_epi16(bytes.v, 8));
    }
    void add(Sums16 more) {
        even = _mm512_add_epi16(even, more.even);
        odd = _mm512_add_epi16(odd, more.odd);
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

#endif

}  // namespace

// Sixteen floats (AVX-512 F).
#pragma once
#include <immintrin.h>

#include <cstddef>
#include <cstdint>

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
    static __m256 look_up_eight(const float* table, const std::uint64_t* words, std::size_t character) {
        const __m512i word = _mm512_loadu_si512(words);
        const __m512i code =
            _mm512_and_epi64(_mm512_srli_epi64(word, static_cast<unsigned>(7 * character)), _mm512_set1_epi64(127));
        return _mm512_i64gather_ps(code, table, 4);
    }
    static F32 look_up(const float* table, const std::uint64_t* words, std::size_t character) {
        const __m512d low = _mm512_castpd256_pd512(_mm256_castps_pd(look_up_eight(table, words, character)));
        const __m256d high = _mm256_castps_pd(look_up_eight(table, words + 8, character));
        return {_mm512_castpd_ps(_mm512_insertf64x4(low, high, 1))};
    }
};

}  // namespace

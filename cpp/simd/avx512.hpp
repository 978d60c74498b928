// Sixteen floats (AVX-512 F).
#pragma once
#include <immintrin.h>

namespace {

struct F32 {
    __m512 v;
    static constexpr unsigned long lanes = 16;
    static F32 zero() { return {_mm512_setzero_ps()}; }
    static F32 load(const float* from) { return {_mm512_loadu_ps(from)}; }
    static void store(float* to, F32 a) { _mm512_storeu_ps(to, a.v); }
    static F32 add(F32 a, F32 b) { return {_mm512_add_ps(a.v, b.v)}; }
    static F32 multiply_add(F32 a, F32 b, F32 c) { return {_mm512_fmadd_ps(a.v, b.v, c.v)}; }
    static float total(F32 a) { return _mm512_reduce_add_ps(a.v); }
    static __m256 half(const float* table, const unsigned long* words, unsigned shift) {
        const __m512i code = _mm512_and_epi64(_mm512_srli_epi64(_mm512_loadu_si512(words), shift), _mm512_set1_epi64(127));
        return _mm512_i64gather_ps(code, table, 4);
    }
    static F32 look_up(const float* table, const unsigned long* words, unsigned shift) {
        const __m512 low = _mm512_castps256_ps512(half(table, words, shift));
        return {_mm512_castpd_ps(
            _mm512_insertf64x4(_mm512_castps_pd(low), _mm256_castps_pd(half(table, words + 8, shift)), 1))};
    }
};

}  // namespace

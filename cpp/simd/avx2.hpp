// Eight floats (AVX2 and FMA).
#pragma once
#include <immintrin.h>

#include <cstddef>
#include <cstdint>

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
    static __m128 look_up_four(const float* table, const std::uint64_t* words, std::size_t character) {
        const __m256i word = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(words));
        const __m256i code =
            _mm256_and_si256(_mm256_srli_epi64(word, static_cast<int>(7 * character)), _mm256_set1_epi64x(127));
        return _mm256_i64gather_ps(table, code, 4);
    }
    static F32 look_up(const float* table, const std::uint64_t* words, std::size_t character) {
        return {_mm256_set_m128(look_up_four(table, words + 4, character), look_up_four(table, words, character))};
    }
};

}  // namespace

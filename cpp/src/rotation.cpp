#include "rotation.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "chacha20.hpp"

namespace zbsec {
namespace {

constexpr ChaCha20::Nonce drawing = {0, 0, 1};
constexpr ChaCha20::Nonce telling_apart = {0, 0, 2};
constexpr std::size_t round_count = 3;

std::size_t power_of_two_within(std::size_t dim) noexcept {
    std::size_t width = 1;
    while (2 * width <= dim) width *= 2;
    return width;
}

// Fisher and Yates. Of 2^64 numbers the excess over a multiple of 4096 cannot be told.
ErasingVector<std::uint32_t> draw_order(ChaCha20& stream, std::size_t size) {
    ErasingVector<std::uint32_t> order(size);
    std::iota(order.begin(), order.end(), 0U);
    for (std::size_t left = size; left > 1; --left) std::swap(order[left - 1], order[stream.long_word() % left]);
    return order;
}

ErasingVector<double> draw_signs(ChaCha20& stream, std::size_t size) {
    ErasingVector<double> signs(size);
    const double scale = 1.0 / std::sqrt(static_cast<double>(size));
    for (double& sign : signs) sign = (stream.word() & 1) != 0 ? scale : -scale;
    return signs;
}

// Two steps of the butterfly at a time: half the passes over memory.
void transform(double* values, std::size_t width) noexcept {
    std::size_t half = 1;
    for (; 4 * half <= width; half *= 4) {
        for (std::size_t from = 0; from < width; from += 4 * half) {
            double* __restrict a = values + from;
            double* __restrict b = a + half;
            double* __restrict c = b + half;
            double* __restrict d = c + half;
            for (std::size_t at = 0; at < half; ++at) {
                const double ab = a[at] + b[at], a_b = a[at] - b[at], cd = c[at] + d[at], c_d = c[at] - d[at];
                a[at] = ab + cd;
                b[at] = a_b + c_d;
                c[at] = ab - cd;
                d[at] = a_b - c_d;
            }
        }
    }
    if (half < width) {
        for (std::size_t at = 0; at < half; ++at) {
            const double a = values[at], b = values[half + at];
            values[at] = a + b;
            values[half + at] = a - b;
        }
    }
}

}  // namespace

Rotation::Rotation(std::size_t dim, const Key& key) : dim_(dim), width_(power_of_two_within(dim)) {
    ChaCha20 stream(key, drawing);
    for (std::size_t round = 0; round < round_count; ++round) {
        auto order = draw_order(stream, dim_);
        auto front = draw_signs(stream, width_), back = draw_signs(stream, width_);
        rounds_.push_back({std::move(order), std::move(front), std::move(back)});
    }
}

void Rotation::apply(double* vector) const noexcept {
    double moved[max_dim];
    for (const Round& round : rounds_) {
        for (std::size_t at = 0; at < dim_; ++at) moved[at] = vector[round.sources[at]];
        for (std::size_t at = 0; at < width_; ++at) moved[at] *= round.front[at];
        transform(moved, width_);
        if (width_ < dim_) {
            double* tail = moved + (dim_ - width_);
            for (std::size_t at = 0; at < width_; ++at) tail[at] *= round.back[at];
            transform(tail, width_);
        }
        std::copy_n(moved, dim_, vector);
    }
    erase(moved, dim_ * sizeof(double));
}

std::uint64_t Rotation::fingerprint(const Key& key) noexcept { return ChaCha20(key, telling_apart).long_word(); }

}  // namespace zbsec

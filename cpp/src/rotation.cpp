#include "rotation.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "chacha20.hpp"
#include "kernel_table.hpp"

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

// A transform of all numbers would mix more in one round, but its first steps, of neighbours, are the slow ones; the
// permutations bring together in the next round what stood apart in this one.
std::size_t side_by_side(std::size_t width) noexcept { return width >= 64 ? 8 : 1; }

ErasingVector<double> draw_signs(ChaCha20& stream, std::size_t size) {
    ErasingVector<double> signs(size);
    const double scale = 1.0 / std::sqrt(static_cast<double>(size / side_by_side(size)));
    for (double& sign : signs) sign = (stream.word() & 1) != 0 ? scale : -scale;
    return signs;
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
    ErasingArray<double, max_dim> memory(dim_);
    double* moved = memory.data();
    for (const Round& round : rounds_) {
        for (std::size_t at = 0; at < dim_; ++at) moved[at] = vector[round.sources[at]];
        for (std::size_t at = 0; at < width_; ++at) moved[at] *= round.front[at];
        kernels().hadamard_f64(moved, width_, side_by_side(width_));
        if (width_ < dim_) {
            double* tail = moved + (dim_ - width_);
            for (std::size_t at = 0; at < width_; ++at) tail[at] *= round.back[at];
            kernels().hadamard_f64(tail, width_, side_by_side(width_));
        }
        std::copy_n(moved, dim_, vector);
    }
}

// A transform is its own inverse but for its scale, which stands with the signs.
void Rotation::undo(double* vector) const noexcept {
    ErasingArray<double, max_dim> memory(dim_);
    double* moved = memory.data();
    for (auto round = rounds_.rbegin(); round != rounds_.rend(); ++round) {
        if (width_ < dim_) {
            double* tail = vector + (dim_ - width_);
            kernels().hadamard_f64(tail, width_, side_by_side(width_));
            for (std::size_t at = 0; at < width_; ++at) tail[at] *= round->back[at];
        }
        kernels().hadamard_f64(vector, width_, side_by_side(width_));
        for (std::size_t at = 0; at < width_; ++at) vector[at] *= round->front[at];
        for (std::size_t at = 0; at < dim_; ++at) moved[round->sources[at]] = vector[at];
        std::copy_n(moved, dim_, vector);
    }
}

std::uint64_t Rotation::fingerprint(const Key& key) noexcept { return ChaCha20(key, telling_apart).long_word(); }

}  // namespace zbsec

#include "rotation.hpp"

#include <cmath>

#include "chacha20.hpp"
#include "dot64.hpp"

namespace zbsec {
namespace {

constexpr ChaCha20::Nonce drawing = {0, 0, 1};
constexpr ChaCha20::Nonce telling_apart = {0, 0, 2};

// Box and Muller, Ann. Math. Stat. 29, 1958.
double gaussian(ChaCha20& stream) noexcept {
    constexpr double turn = 6.283185307179586;
    const double above_zero = (static_cast<double>(stream.long_word() >> 11) + 1.0) * 0x1p-53;
    const double below_one = static_cast<double>(stream.long_word() >> 11) * 0x1p-53;
    return std::sqrt(-2.0 * std::log(above_zero)) * std::cos(turn * below_one);
}

// The reflection that takes a Gaussian direction to the first axis is x - v<v,x> with v of length sqrt(2).
void draw_direction(ChaCha20& stream, double* direction, std::size_t size) noexcept {
    for (std::size_t at = 0; at < size; ++at) direction[at] = gaussian(stream);
    const double length = std::sqrt(dot64(direction, direction, size));
    direction[0] += std::copysign(length, direction[0]);
    const double scale = std::sqrt(2.0 / dot64(direction, direction, size));
    for (std::size_t at = 0; at < size; ++at) direction[at] *= scale;
}

}  // namespace

Rotation::Rotation(std::size_t dim, const Key& key) : dim_(dim), signs_(dim), directions_(dim * (dim + 1) / 2 - 1) {
    ChaCha20 stream(key, drawing);
    for (double& sign : signs_) sign = (stream.word() & 1) != 0 ? 1.0 : -1.0;
    double* direction = directions_.data();
    for (std::size_t size = 2; size <= dim_; direction += size++) draw_direction(stream, direction, size);
}

void Rotation::apply(double* vector) const noexcept {
    for (std::size_t at = 0; at < dim_; ++at) vector[at] *= signs_[at];
    const double* direction = directions_.data();
    for (std::size_t size = 2; size <= dim_; direction += size++) {
        double* tail = vector + (dim_ - size);
        const double share = dot64(direction, tail, size);
        for (std::size_t at = 0; at < size; ++at) tail[at] -= share * direction[at];
    }
}

std::uint64_t Rotation::fingerprint(const Key& key) noexcept { return ChaCha20(key, telling_apart).long_word(); }

}  // namespace zbsec

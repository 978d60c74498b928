// An orthogonal matrix drawn from a site's secret key.
#pragma once
#include <cstddef>
#include <vector>

#include "zbsec/vector_index.hpp"

namespace zbsec {

// Uniform over all rotations and reflections (a product of Householder reflections in Gaussian directions: Stewart, SIAM
// J. Numer. Anal. 17, 1980), the Gaussians taken from a ChaCha20 stream of the key (RFC 8439). It leaves every inner
// product as it was. It keeps vectors of two sites from being compared without both keys; it does not hide a vector
// from somebody who has the key.
class Rotation {
public:
    Rotation(std::size_t dim, const Key& key);
    ~Rotation();

    // In double, in one fixed order: the same on every processor.
    std::vector<double> apply(const std::vector<double>& vector) const;

    // Tells keys apart without giving the key away: the first output block under another nonce.
    static std::uint64_t fingerprint(const Key& key) noexcept;

private:
    std::size_t dim_;
    std::vector<double> columns_;
};

}  // namespace zbsec

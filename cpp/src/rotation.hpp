// An orthogonal matrix drawn from a site's secret key.
#pragma once
#include <cstddef>
#include <cstdint>

#include "erasing.hpp"
#include "zbsec/vector_index.hpp"

namespace zbsec {

// Uniform over all rotations and reflections: random signs, then Householder reflections in Gaussian directions of
// dimension 2 to dim (Stewart, SIAM J. Numer. Anal. 17, 1980), all drawn from a ChaCha20 stream of the key. It leaves every
// inner product as it was. It keeps vectors of two sites from being compared without both keys; it does not hide a vector
// from somebody who has the key.
class Rotation {
public:
    Rotation(std::size_t dim, const Key& key);

    // Turns `dim` numbers in place, in double and in one fixed order: dim^2 multiplications and additions.
    void apply(double* vector) const noexcept;

    // Tells keys apart without giving the key away: the stream's first word under a nonce of its own.
    static std::uint64_t fingerprint(const Key& key) noexcept;

private:
    std::size_t dim_;
    ErasingVector<double> signs_;
    ErasingVector<double> directions_;  // of 2, 3, ... dim numbers, one after the other; each has length sqrt(2)
};

}  // namespace zbsec

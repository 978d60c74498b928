// An orthogonal matrix that spreads what a vector holds over all its dimensions, drawn from a key.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "erasing.hpp"
#include "zbsec/vector_index.hpp"

namespace zbsec {

// Rounds of a random permutation, random signs and Walsh-Hadamard transforms over the largest power of two of
// dimensions, first those in front, then those at the end (Ailon and Chazelle, STOC 2006; three rounds as in Andoni et
// al., NIPS 2015), drawn from a ChaCha20 stream of the key. It leaves every inner product as it was, and costs dim log
// dim.
//
// Under a site's secret key it keeps vectors of two sites from being compared without both keys. It is no cipher: it
// does not hide a vector from somebody who has the key, nor from somebody who has many vectors both as they were and
// turned.
class Rotation {
public:
    Rotation(std::size_t dim, const Key& key);

    // Turns `dim` numbers in place, in double and in one fixed order.
    void apply(double* vector) const noexcept;

    // Turns them back.
    void undo(double* vector) const noexcept;

    // Tells keys apart without giving the key away: the stream's first word under a nonce of its own.
    static std::uint64_t fingerprint(const Key& key) noexcept;

private:
    struct Round {
        ErasingVector<std::uint32_t> sources;  // where each number comes from
        ErasingVector<double> front, back;     // signs, times the transform's scale
    };

    std::size_t dim_;
    std::size_t width_;  // of what is transformed
    std::vector<Round> rounds_;
};

}  // namespace zbsec

#include <cmath>

#include "check.hpp"
#include "rotation.hpp"

using zbsec::Rotation;

namespace {

zbsec::Key key_of(std::uint8_t first) {
    zbsec::Key key{};
    key[0] = first;
    return key;
}

std::vector<double> turned(const Rotation& rotation, std::size_t dim, std::size_t axis) {
    std::vector<double> vector(dim, 0.0);
    vector[axis] = 1.0;
    rotation.apply(vector.data());
    return vector;
}

}  // namespace

TEST(a_rotation_is_orthogonal) {
    for (const std::size_t dim : {1, 2, 3, 17, 64}) {
        const Rotation rotation(dim, key_of(1));
        for (std::size_t a = 0; a < dim; ++a) {
            const auto first = turned(rotation, dim, a);
            for (std::size_t b = 0; b <= a; ++b) {
                const auto second = turned(rotation, dim, b);
                const double product = std::inner_product(first.begin(), first.end(), second.begin(), 0.0);
                CHECK(std::abs(product - (a == b ? 1.0 : 0.0)) < 1e-13);
            }
        }
    }
}

TEST(a_rotation_is_undone) {
    for (const std::size_t dim : {1, 3, 17, 64, 100, 512, 4096}) {
        const Rotation rotation(dim, key_of(3));
        const auto before = gaussian(dim, static_cast<unsigned>(dim));
        std::vector<double> vector(before.begin(), before.end());
        rotation.apply(vector.data());
        rotation.undo(vector.data());
        for (std::size_t at = 0; at < dim; ++at) CHECK(std::abs(vector[at] - static_cast<double>(before[at])) < 1e-12);
    }
}

// Over many keys the image of one axis has the moments of a uniform direction: mean 0, squares 1/dim.
TEST(a_rotation_prefers_no_direction) {
    constexpr std::size_t dim = 4, keys = 4000;
    std::vector<double> means(dim), squares(dim);
    for (std::size_t draw = 0; draw < keys; ++draw) {
        zbsec::Key key{};
        key[0] = static_cast<std::uint8_t>(draw);
        key[1] = static_cast<std::uint8_t>(draw >> 8);
        const auto image = turned(Rotation(dim, key), dim, draw % dim);
        for (std::size_t at = 0; at < dim; ++at) {
            means[at] += image[at] / keys;
            squares[at] += image[at] * image[at] / keys;
        }
    }
    for (std::size_t at = 0; at < dim; ++at) {
        CHECK(std::abs(means[at]) < 0.04);
        CHECK(std::abs(squares[at] - 0.25) < 0.02);
    }
}

TEST(keys_give_rotations_and_fingerprints_of_their_own) {
    CHECK(turned(Rotation(8, key_of(1)), 8, 0) == turned(Rotation(8, key_of(1)), 8, 0));
    CHECK(turned(Rotation(8, key_of(1)), 8, 0) != turned(Rotation(8, key_of(2)), 8, 0));
    CHECK(Rotation::fingerprint(key_of(1)) != Rotation::fingerprint(key_of(2)));
}

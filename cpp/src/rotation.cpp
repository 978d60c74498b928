#include "rotation.hpp"

#include <cmath>
#include <cstring>

namespace zbsec {
namespace {

// RFC 8439, 2.3, with a 64-bit counter in place of the first nonce word.
class ChaCha20 {
public:
    ChaCha20(const Key& key, std::uint32_t nonce) noexcept {
        static const char* constant = "expand 32-byte k";
        std::memcpy(state_, constant, 16);
        std::memcpy(state_ + 4, key.data(), 32);
        state_[12] = state_[13] = state_[14] = 0;
        state_[15] = nonce;
    }

    std::uint64_t next() noexcept {
        if (used_ == 16) refill();
        const std::uint64_t low = block_[used_], high = block_[used_ + 1];
        used_ += 2;
        return low | (high << 32);
    }

private:
    static std::uint32_t rotate(std::uint32_t word, int bits) noexcept { return (word << bits) | (word >> (32 - bits)); }

    static void quarter_round(std::uint32_t& a, std::uint32_t& b, std::uint32_t& c, std::uint32_t& d) noexcept {
        a += b, d = rotate(d ^ a, 16);
        c += d, b = rotate(b ^ c, 12);
        a += b, d = rotate(d ^ a, 8);
        c += d, b = rotate(b ^ c, 7);
    }

    void refill() noexcept {
        std::memcpy(block_, state_, sizeof block_);
        for (int round = 0; round < 10; ++round) {
            for (int column = 0; column < 4; ++column) {
                quarter_round(block_[column], block_[4 + column], block_[8 + column], block_[12 + column]);
            }
            for (int diagonal = 0; diagonal < 4; ++diagonal) {
                quarter_round(block_[diagonal], block_[4 + (diagonal + 1) % 4], block_[8 + (diagonal + 2) % 4],
                              block_[12 + (diagonal + 3) % 4]);
            }
        }
        for (int word = 0; word < 16; ++word) block_[word] += state_[word];
        if (++state_[12] == 0) ++state_[13];
        used_ = 0;
    }

    std::uint32_t state_[16];
    std::uint32_t block_[16] = {};
    int used_ = 16;
};

// Box and Muller.
double gaussian(ChaCha20& stream) noexcept {
    constexpr double pi = 3.14159265358979323846;
    const double radius = (static_cast<double>(stream.next() >> 11) + 1.0) * 0x1p-53;
    const double angle = static_cast<double>(stream.next() >> 11) * 0x1p-53;
    return std::sqrt(-2.0 * std::log(radius)) * std::cos(2.0 * pi * angle);
}

}  // namespace

Rotation::Rotation(std::size_t dim, const Key& key) : dim_(dim), columns_(dim * dim, 0.0) {
    ChaCha20 stream(key, 1);
    for (std::size_t index = 0; index < dim; ++index) columns_[index * dim + index] = (stream.next() & 1) ? 1.0 : -1.0;
    std::vector<double> direction(dim);
    for (std::size_t size = 2; size <= dim; ++size) {
        const std::size_t from = dim - size;
        double squares = 0.0;
        for (std::size_t at = from; at < dim; ++at) {
            direction[at] = gaussian(stream);
            squares += direction[at] * direction[at];
        }
        const double length = std::sqrt(squares);
        direction[from] += direction[from] < 0.0 ? -length : length;
        squares = 0.0;
        for (std::size_t at = from; at < dim; ++at) squares += direction[at] * direction[at];
        for (std::size_t column = 0; column < dim; ++column) {
            double* values = columns_.data() + column * dim;
            double share = 0.0;
            for (std::size_t at = from; at < dim; ++at) share += direction[at] * values[at];
            share *= 2.0 / squares;
            for (std::size_t at = from; at < dim; ++at) values[at] -= share * direction[at];
        }
    }
}

Rotation::~Rotation() {
    volatile double* values = columns_.data();
    for (std::size_t index = 0; index < columns_.size(); ++index) values[index] = 0.0;
}

std::vector<double> Rotation::apply(const std::vector<double>& vector) const {
    std::vector<double> rotated(dim_, 0.0);
    for (std::size_t column = 0; column < dim_; ++column) {
        const double* values = columns_.data() + column * dim_;
        for (std::size_t at = 0; at < dim_; ++at) rotated[at] += vector[column] * values[at];
    }
    return rotated;
}

std::uint64_t Rotation::fingerprint(const Key& key) noexcept { return ChaCha20(key, 2).next(); }

}  // namespace zbsec

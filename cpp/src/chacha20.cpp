#include "chacha20.hpp"

#include <algorithm>

#include "erasing.hpp"

namespace zbsec {
namespace {

std::uint32_t rotate(std::uint32_t word, int bits) noexcept { return (word << bits) | (word >> (32 - bits)); }

void quarter_round(std::uint32_t& a, std::uint32_t& b, std::uint32_t& c, std::uint32_t& d) noexcept {
    a += b, d = rotate(d ^ a, 16);
    c += d, b = rotate(b ^ c, 12);
    a += b, d = rotate(d ^ a, 8);
    c += d, b = rotate(b ^ c, 7);
}

}  // namespace

ChaCha20::ChaCha20(const Key& key, const Nonce& nonce, std::uint32_t counter) noexcept
    : state_{0x61707865, 0x3320646e, 0x79622d32, 0x6b206574}, block_{} {
    for (std::size_t word = 0; word < 8; ++word) {
        const auto* bytes = key.data() + 4 * word;
        state_[4 + word] = std::uint32_t{bytes[0]} | std::uint32_t{bytes[1]} << 8 | std::uint32_t{bytes[2]} << 16 |
                           std::uint32_t{bytes[3]} << 24;
    }
    state_[12] = counter;
    std::copy(nonce.begin(), nonce.end(), state_.begin() + 13);
}

ChaCha20::~ChaCha20() {
    erase(state_.data(), sizeof state_);
    erase(block_.data(), sizeof block_);
}

std::uint32_t ChaCha20::word() noexcept {
    if (used_ == block_.size()) refill();
    return block_[used_++];
}

std::uint64_t ChaCha20::long_word() noexcept {
    const std::uint64_t low = word();
    return low | std::uint64_t{word()} << 32;
}

void ChaCha20::refill() noexcept {
    block_ = state_;
    for (int round = 0; round < 10; ++round) {
        for (std::size_t at = 0; at < 4; ++at) {
            quarter_round(block_[at], block_[4 + at], block_[8 + at], block_[12 + at]);
        }
        for (std::size_t at = 0; at < 4; ++at) {
            quarter_round(block_[at], block_[4 + (at + 1) % 4], block_[8 + (at + 2) % 4], block_[12 + (at + 3) % 4]);
        }
    }
    for (std::size_t at = 0; at < block_.size(); ++at) block_[at] += state_[at];
    ++state_[12];
    used_ = 0;
}

}  // namespace zbsec

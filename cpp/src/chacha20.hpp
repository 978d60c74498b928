// The ChaCha20 stream (RFC 8439, 2.3 and 2.4).
#pragma once
#include <array>
#include <cstdint>

#include "zbsec/vector_index.hpp"

namespace zbsec {

class ChaCha20 {
public:
    using Nonce = std::array<std::uint32_t, 3>;

    ChaCha20(const Key& key, const Nonce& nonce, std::uint32_t counter = 0) noexcept;
    ~ChaCha20();
    ChaCha20(const ChaCha20&) = delete;
    ChaCha20& operator=(const ChaCha20&) = delete;

    // The next four bytes, the first one lowest.
    std::uint32_t word() noexcept;
    std::uint64_t long_word() noexcept;

private:
    void refill() noexcept;

    std::array<std::uint32_t, 16> state_;
    std::array<std::uint32_t, 16> block_;
    std::size_t used_ = 16;
};

}  // namespace zbsec

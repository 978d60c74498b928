// Sums of products in double, in one order on every processor.
#pragma once
#include <cstddef>

namespace zbsec {

// Four sums side by side, because one would wait for its own addition each step; always four, so that the order is
// fixed.
template <typename A, typename B>
double dot64(const A* a, const B* b, std::size_t count) noexcept {
    double sums[4] = {};
    std::size_t at = 0;
    for (; at + 4 <= count; at += 4) {
        for (std::size_t lane = 0; lane < 4; ++lane) {
            sums[lane] += static_cast<double>(a[at + lane]) * static_cast<double>(b[at + lane]);
        }
    }
    for (; at < count; ++at) sums[0] += static_cast<double>(a[at]) * static_cast<double>(b[at]);
    return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

}  // namespace zbsec

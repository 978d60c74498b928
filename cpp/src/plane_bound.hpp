// What both scans over planes need: the bound with its roundings, and the float rows' last word.
#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "best.hpp"
#include "dot64.hpp"
#include "kernel_table.hpp"
#include "plane_scan.hpp"

namespace zbsec {

// Takes off a cut-off what rounding may have put on: rows and queries are of unit length, and turned, to 1e-6 at worst.
constexpr float cut_off_slack = 1e-5f;

// |float32 dot - exact| <= gamma_n |q||x| with gamma_n = nu / (1 - nu), u = 2^-24, for any order of the sums (Higham,
// Accuracy and Stability of Numerical Algorithms, 3.1, with Cauchy and Schwarz), and n u < 2^-11. A little is added for
// lengths that are not quite one and for rounding the exact one to float.
inline float dot_error(std::size_t dim) noexcept {
    return 0.5f * static_cast<float>(dim + 16) * std::numeric_limits<float>::epsilon();
}

// What <q, c> is at least for a row that scores `cut_off`, see Hidden: along * of_along - across * of_across.
struct Bound {
    float of_along, of_across;

    Bound(float cut_off, float unit)
        : of_along(cut_off * unit), of_across(std::sqrt(std::max(0.0f, 1.0f - cut_off * cut_off)) * unit) {}
    float least(const Hidden& hidden) const noexcept {
        return of_along * static_cast<float>(hidden.along) - of_across * static_cast<float>(hidden.across);
    }
    // Of a least() and of a comparison with it: eight roundings of numbers no larger than these.
    float rounding(float sums) const noexcept {
        return 8 * std::numeric_limits<float>::epsilon() * (sums + 65535.0f * (of_along + of_across));
    }
};

// What a row scores at least with p / |p|, where it scores `cut_off` with the query, p being what the scan takes for
// it: a row x of unit length with <q, x> >= t has <p, x> >= t - left_out.
inline float cut_off_of(const PlaneQuery& query, float cut_off) noexcept {
    return (cut_off - query.left_out()) / query.length() - 1e-6f;
}

// Offers a row if it scores enough: in float32 first, then exactly.
inline void decide(const Gallery& gallery, const float* unit, std::uint32_t row, float error, Best& best) {
    const std::size_t stride = gallery.rows.stride();
    const float* values = gallery.rows.row(row);
    float near;
    kernels().dot_rows_f32(unit, 1, values, 1, stride, &near);
    if (near < best.cut_off() - error) return;
    best.offer({static_cast<float>(dot64(unit, values, stride)), gallery.ids[row]});
}

}  // namespace zbsec

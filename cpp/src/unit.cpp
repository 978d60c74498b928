#include "unit.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "dot64.hpp"
#include "rotation.hpp"
#include "rows.hpp"
#include "zbsec/error.hpp"

namespace zbsec {
namespace {

// Divides by the largest number first, so that no square overflows or vanishes. Says what is wrong, or null.
const char* normalise(ErasingVector<double>& vector) noexcept {
    double largest = 0.0;
    for (const double value : vector) {
        if (!std::isfinite(value)) return "holds NaN or infinity; every number must be finite";
        largest = std::max(largest, std::abs(value));
    }
    if (largest == 0.0) return "is zero and has no direction";
    for (double& value : vector) value /= largest;
    const double length = std::sqrt(dot64(vector.data(), vector.data(), vector.size()));
    for (double& value : vector) value /= length;
    return nullptr;
}

}  // namespace

ErasingVector<float> to_units(const float* vectors, std::size_t count, std::size_t dim, const Rotation* rotation,
                              const char* name) {
    ErasingVector<float> units(count * stride_of(dim), 0.0f);
    ErasingVector<double> exact(dim);
    for (std::size_t row = 0; row < count; ++row) {
        exact.assign(vectors + row * dim, vectors + (row + 1) * dim);
        if (const char* wrong = normalise(exact)) {
            throw Error(Code::shape, std::string(name) + ", row " + std::to_string(row) + ": " + wrong);
        }
        if (rotation != nullptr) rotation->apply(exact.data());
        std::transform(exact.begin(), exact.end(), units.data() + row * stride_of(dim),
                       [](double value) { return static_cast<float>(value); });
    }
    return units;
}

}  // namespace zbsec

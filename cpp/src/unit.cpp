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

// The squares of float32 neither overflow nor vanish in double. What is not finite shows in their sum.
double length_of(const float* vector, std::size_t dim, const char* name, std::size_t row) {
    const double length = std::sqrt(dot64(vector, vector, dim));
    if (length > 0.0 && std::isfinite(length)) return length;
    const char* wrong = length == 0.0 ? "is zero and has no direction"
                        : "holds NaN or infinity; every number must be finite";
    throw Error(Code::shape, std::string(name) + ", row " + std::to_string(row) + ": " + wrong);
}

}  // namespace

void narrow(const double* exact, std::size_t dim, float* unit) noexcept {
    std::transform(exact, exact + dim, unit, [](double value) { return static_cast<float>(value); });
}

void to_units(const float* vectors, std::size_t count, std::size_t dim, const Rotation* rotation, const char* name,
              std::size_t first, float* units) {
    const std::size_t stride = stride_of(dim);
    ErasingArray<double, max_dim> memory(dim);
    double* exact = memory.data();
    for (std::size_t row = 0; row < count; ++row) {
        const float* vector = vectors + row * dim;
        const double scale = 1.0 / length_of(vector, dim, name, first + row);
        std::transform(vector, vector + dim, exact, [&](float value) { return static_cast<double>(value) * scale; });
        if (rotation != nullptr) rotation->apply(exact);
        narrow(exact, dim, units + row * stride);
    }
}

}  // namespace zbsec

// Vectors as the index keeps and compares them: of unit length, turned under the site's key, padded.
#pragma once
#include <cstddef>


namespace zbsec {

class Rotation;

// vectors: count x dim -> units: count x stride_of(dim), whose padding is left as it is. Throws Error(shape) that says
// "<name>, row <first + row>" for a vector that is zero or not finite.
void to_units(const float* vectors, std::size_t count, std::size_t dim, const Rotation* rotation, const char* name,
              std::size_t first, float* units);

// As the index keeps it: rounded to float32.
void narrow(const double* exact, std::size_t dim, float* unit) noexcept;

}  // namespace zbsec

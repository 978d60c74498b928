// Vectors as the index keeps and compares them: of unit length, turned under the site's key, padded.
#pragma once
#include <cstddef>

#include "erasing.hpp"

namespace zbsec {

class Rotation;

// vectors: count x dim -> count x stride_of(dim). Throws Error(shape) that says "<name>, row <first + row>" for a vector that
// is zero or not finite.
ErasingVector<float> to_units(const float* vectors, std::size_t count, std::size_t dim, const Rotation* rotation,
                              const char* name, std::size_t first = 0);

}  // namespace zbsec

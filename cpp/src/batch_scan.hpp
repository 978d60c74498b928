// The exact search of a span of rows for many queries at once: all planes of a row are unpacked once for all of them.
#pragma once
#include <cstddef>

#include "plane_scan.hpp"

namespace zbsec {

// For each query the k best rows of the span that score min_score or more.
ArenaVector<Best> scan_batch(const Gallery& gallery, const ArenaVector<Query>& queries, Span span, std::size_t k,
                             float min_score, Arena* memory);

}  // namespace zbsec

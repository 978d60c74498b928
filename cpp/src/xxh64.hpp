// XXH64 with seed 0 (github.com/Cyan4973/xxHash, doc/xxhash_spec.md): finds torn and altered files at the speed of
// memory.
#pragma once
#include <cstddef>
#include <cstdint>

namespace zbsec {

std::uint64_t xxh64(const void* data, std::size_t bytes) noexcept;

}  // namespace zbsec

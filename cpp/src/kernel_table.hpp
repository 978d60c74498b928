// The table of kernels of one instruction set. isa/ files include it, so it includes nothing that generates code.
#pragma once
#include <cstddef>
#include <cstdint>

namespace zbsec {

// Where reading and plate stand behind a gap, and what it costs: see kernels/gap_cost_f32.inl.hpp.
struct GapShape {
    float cost;
    std::size_t in_reading;
    std::size_t in_plate;
};

// What the planes of a row leave open: see nested_planes.hpp.
struct Hidden {
    std::uint16_t along;
    std::uint16_t across;
};

// When a row may be an answer: see kernels/keep_near_f32.inl.hpp.
struct HiddenBound {
    float step;
    float along;
    float across;
    float least;
};

// Rows that stand together in a plane.
constexpr std::size_t block_rows = 16;

// Blocks that plane_sums_u16 asks memory for before it reads them.
constexpr std::size_t plane_sums_ahead = 32;

struct KernelTable {
    const char* name;
#define ZBSEC_KERNEL(kernel, result, arguments) result(*kernel) arguments;
#include "../kernels/kernels.def"
#undef ZBSEC_KERNEL
};

// Plates a cost kernel takes at a time, and floats a row is padded to: a multiple of the lanes of every instruction set.
constexpr std::size_t kernel_width = 16;

// Of the instruction set that simd() names. Throws as simd() does.
const KernelTable& kernels();

}  // namespace zbsec

// The table of kernels of one instruction set. isa/ files include it, so it includes nothing that generates code.
#pragma once
#include <cstddef>
#include <cstdint>

namespace zbsec {

// Which cells of Wagner and Fischer's table are computed, of a reading against plates of one length. A column has a
// cell for each count of characters read; behind `done` characters of the plate, cell c is that of done + lowest + c
// characters. The cells left out are those which no alignment passes that has as few gaps as still matter.
struct CostBand {
    const float* costs;  // a row of 128 for each character of the reading, by code
    int reading;         // characters
    int plate;           // characters
    int lowest;
    int width;  // 1 to max_band; cells that would stand before the reading or behind it are not used
    float gap;  // what a character lost or added costs
};
constexpr int max_band = 19;
constexpr float never = __builtin_huge_valf();

// What the planes of a row leave open: see nested_planes.hpp.
struct Hidden {
    std::uint16_t along;
    std::uint16_t across;
};

// When a row may be an answer: see kernels/take_slices_f32.inl.hpp.
struct HiddenBound {
    float step;
    float along;
    float across;
    float least;
};

// Rows that stand together in a plane.
constexpr std::size_t block_rows = 16;

// By how much the outermost numbers of a code of all planes are stretched.
constexpr int stretch = 4;

// Sixteen entries for the low and for the high half of each of `columns` bytes, a multiple of 4. The sum of all tables'
// largest entries stays under 2^16.
struct PlaneTables {
    const std::uint8_t* low;
    const std::uint8_t* high;
    std::size_t columns;
};

// A slice of a plane: see kernels/take_slices_f32.inl.hpp.
struct PlaneSlice {
    PlaneTables tables;
    const std::uint8_t* codes;
    float times;
};

// A slice of a plane row by row: what row r has in its columns stands at codes + r * stride, a multiple of 16. `hidden`
// is of all rows.
struct RowSlice {
    PlaneTables tables;
    const std::uint8_t* codes;
    std::size_t stride;
    const Hidden* hidden;
    float times;
};

// Asks memory for what a row has there. Static, so that no instruction set's code is taken for all.
static inline void ask_for_row(const RowSlice& slice, std::size_t row) {
    const std::uint8_t* codes = slice.codes + row * slice.stride;
    for (std::size_t byte = 0; byte < slice.stride; byte += 64) __builtin_prefetch(codes + byte, 0, 2);
    __builtin_prefetch(slice.hidden + row, 0, 2);
}

struct KernelTable {
    const char* name;
#define ZBSEC_KERNEL(kernel, result, arguments) result(*kernel) arguments;
#include "../kernels/kernels.def"
#undef ZBSEC_KERNEL
};

// Plates a cost kernel may read at a time, and floats a row is padded to: a multiple of the lanes of every instruction
// set.
constexpr std::size_t kernel_width = 16;

// Of the instruction set that simd() names. Throws as simd() does.
const KernelTable& kernels();

}  // namespace zbsec

// Rows of vectors as bit planes, the most significant first, and what each prefix of the planes hides.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>

#include "held.hpp"
#include "kernel_table.hpp"

namespace zbsec {

// Bytes of one row in one plane, its columns: whole 64-bit words.
constexpr std::size_t plane_bytes(std::size_t dim) noexcept { return (dim + 63) / 64 * 8; }

// Bytes from one row to the next where a plane stands row by row: whole sixteens, as kernels read them.
constexpr std::size_t row_stride(std::size_t bytes) noexcept { return (bytes + 15) / 16 * 16; }

// Columns `from` to `to` of one plane.
struct Slice {
    std::size_t plane, from, to;

    std::size_t columns() const noexcept { return to - from; }
    bool starts_plane() const noexcept { return from == 0; }
};

// A code grows slice by slice. On each level, dimensions that have L bits stand for the odd numbers -(2^L - 1) to 2^L -
// 1, and where a plane is halfway, those that it has not reached for twice what they stood for. With such a code c, a
// row x has `along` = <x, c>, and `across`, the length of what is left of x beside c, times |c|. Let a unit query q
// have <q, x> >= t. The angles between q and c, x and c, q and x obey the triangle inequality on the sphere, hence for
// t >= 0
//
//     <q, c>  >=  t along - sqrt(1 - t^2) across.
//
// A row that fails this is no answer (the idea of the VA-file, Weber, Schek and Blott, VLDB 1998; no probability is
// involved). A Hidden holds both as 16 bits, `along` rounded down and `across` up, in steps of `unit`.
class NestedPlanes {
public:
    static constexpr std::size_t plane_count = 6;
    static constexpr std::size_t levels = 8;
    // Behind the levels: the code of the first `planes_of_stretched`, its outermost numbers stretched.
    static constexpr std::size_t stretched = levels, planes_of_stretched = 5;

    explicit NestedPlanes(std::size_t dim);

    std::size_t count() const noexcept { return count_; }
    std::size_t bytes() const noexcept { return bytes_; }  // of a row in a plane

    // Which columns of which plane each level adds to those before; none where there are too few columns to share out.
    // For a member nearly all of a gallery is ruled out by the first plane and seven sixteenths of the second (less
    // would leave blocks enough to take longer than what is saved); for a stranger it takes thirteen of the third.
    static std::array<Slice, levels> slices(std::size_t bytes) noexcept;
    const std::array<Slice, levels>& slices() const noexcept { return slices_; }

    // The columns of a level stand in blocks of 16 rows: for each column that byte of all 16. The last block is whole.
    std::size_t block_bytes(std::size_t level) const noexcept { return slices_[level].columns() * block_rows; }
    const std::uint8_t* slice(std::size_t level) const noexcept { return bits_[level].data(); }

    // But the last two levels, whole planes, stand row by row: those before leave a row here and there, for the sake of
    // which most blocks would be read.
    static constexpr std::size_t last = levels - 1, first_in_rows = levels - 2;
    RowSlice rows(std::size_t level, const PlaneTables& tables) const noexcept;

    const Hidden* hidden(std::size_t level) const noexcept { return hidden_[level].data(); }
    float unit(std::size_t level) const noexcept { return unit_[level]; }

    // Makes everything our own, with room for that many more. What follows cannot fail.
    void make_room(std::size_t more);

    // turned: `dim` numbers of unit length, under a rotation.
    void append(const double* turned) noexcept;

    // Moves the last row into the place of this one and overwrites the last with zeros.
    void remove(std::size_t row) noexcept;

    // Everything, piece after piece, as it stands in a file.
    struct Part {
        const std::uint8_t* data;
        std::size_t bytes;
    };
    std::array<Part, 2 * levels + 1> parts() const noexcept;
    static std::size_t file_bytes(std::size_t dim, std::size_t count) noexcept;

    // From what parts() were. A stranger is refused and a member found without the levels that stay mapped, but for a
    // few rows in ten thousand; the others are copied.
    static constexpr std::size_t first_mapped = 5;
    void open(const std::uint8_t* from, std::size_t count);

private:
    std::size_t bits_stride(std::size_t level) const noexcept;
    void resize(std::size_t count) noexcept;
    // The first of its bytes in a block; they stand block_rows apart.
    std::uint8_t* bytes_of(std::size_t row, std::size_t level) noexcept;
    void hide(std::size_t row, const float* values, std::uint8_t* bits) noexcept;
    void hide(std::size_t row, std::size_t code, double along, double square) noexcept;

    std::size_t dim_;
    std::size_t bytes_;
    std::array<Slice, levels> slices_;
    std::size_t count_ = 0;
    float range_;  // codes span -range_ to range_
    std::array<float, levels + 1> unit_;
    std::array<Held<std::uint8_t>, levels> bits_;
    std::array<Held<Hidden>, levels + 1> hidden_;
};

}  // namespace zbsec

// Rows of vectors as bit planes, the most significant first, and what each number of planes hides.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>

#include "erasing.hpp"
#include "kernel_table.hpp"

namespace zbsec {

// Bytes of one row in one plane: whole 64-bit words.
constexpr std::size_t plane_bytes(std::size_t dim) noexcept { return (dim + 63) / 64 * 8; }

// What the first L planes of a row x leave open. They are the code c with the odd numbers -(2^L - 1) to 2^L - 1; `along` is
// <x, c> and `across` the length of what is left of x beside c, times |c|. Let a unit query q have <q, x> >= t. The angles
// between q and c, x and c, q and x obey the triangle inequality on the sphere, hence for t >= 0
//
//     <q, c>  >=  t along - sqrt(1 - t^2) across.
//
// A row that fails this is no answer (the idea of the VA-file, Weber, Schek and Blott, VLDB 1998; no probability is
// involved). A Hidden holds both as 16 bits, `along` rounded down and `across` up, in steps of `unit`.
class NestedPlanes {
public:
    static constexpr std::size_t levels = 5;

    explicit NestedPlanes(std::size_t dim);

    std::size_t count() const noexcept { return count_; }
    std::size_t bytes() const noexcept { return bytes_; }  // of a row in a plane

    // The first plane in blocks of 16 rows: for each byte of a row, that of all 16. The last block is whole.
    const std::uint8_t* block(std::size_t index) const noexcept { return first_.data() + index * bytes_ * block_rows; }

    // A later plane, 1 to levels - 1, row by row.
    const std::uint8_t* plane(std::size_t level) const noexcept { return rest_[level - 1].data(); }

    // Bits of one row in the first plane, byte after byte.
    void read_first(std::size_t row, std::uint8_t* bits) const noexcept;

    const Hidden* hidden(std::size_t level) const noexcept { return hidden_[level].data(); }
    float unit(std::size_t level) const noexcept { return unit_[level]; }

    // Makes room for that many more. What follows cannot fail.
    void make_room(std::size_t more);

    // turned: `dim` numbers of unit length, under a rotation.
    void append(const double* turned) noexcept;

    // Moves the last row into the place of this one and overwrites the last with zeros.
    void remove(std::size_t row) noexcept;

    // Room for that many rows, to be filled through parts().
    void resize(std::size_t count);

    // Everything, piece after piece, as it stands in a file.
    struct Part {
        std::uint8_t* data;
        std::size_t bytes;
    };
    std::array<Part, 2 * levels> parts() noexcept;
    static std::size_t file_bytes(std::size_t dim, std::size_t count) noexcept;

private:
    void write_first(std::size_t row, const std::uint8_t* bits) noexcept;
    void hide(std::size_t row, const float* signed_sums, const float* squares) noexcept;

    std::size_t dim_;
    std::size_t bytes_;
    std::size_t count_ = 0;
    float range_;  // codes span -range_ to range_
    std::array<float, levels> unit_;
    ErasingVector<std::uint8_t> first_;
    std::array<ErasingVector<std::uint8_t>, levels - 1> rest_;
    std::array<ErasingVector<Hidden>, levels> hidden_;
};

}  // namespace zbsec

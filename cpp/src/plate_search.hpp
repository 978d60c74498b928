// The registered plates that cost least for a reading: branch and bound over the sorted book.
#pragma once
#include <cstddef>
#include <cstdint>

#include "best_plates.hpp"
#include "kernel_table.hpp"
#include "sorted_blocks.hpp"
#include "zbsec/plate_book.hpp"

namespace zbsec {

using SortedPlates = SortedBlocks<std::uint64_t, std::int64_t>;

// Plates in order are a trie: those that begin alike stand together. The search goes down from beginning to beginning
// with one column of the table of alignment_cost, and leaves a branch when no cell of it can lead to a plate that is
// cheap enough.
//
// No answer is lost to rounding. Adding a float that is 0 or more never gives a smaller one, and adding the same to two
// keeps their order. So a cell, with the gaps that it still needs added one after the other, is never above what a
// plate behind it costs as alignment_cost adds it up; and every cell is the same float as there, for it has the same
// three before it, by columns or by rows.
class PlateSearch {
public:
    PlateSearch(const SortedPlates& plates, const ReadingCosts& reading, BestPlates& best)
        : plates_(plates), reading_(reading), best_(best) {}

    // Over the plates of one length.
    void search(std::size_t length);

private:
    using Position = SortedPlates::Position;
    using Cells = float[max_band + 1];

    // Plates that begin alike, and the least that they can cost.
    struct Branch {
        float bound;
        std::uint8_t code;
        Position from, to;
    };

    CostBand narrowed(const CostBand& band) const noexcept;
    void descend(const CostBand& outer, int done, Position from, Position to, const float* outer_cells);
    void cost_all(const CostBand& band, int done, Position from, Position to, const float* cells);
    std::size_t branches(int done, Position from, Position to, const float* bounds, Branch* found) const noexcept;
    static void bound_codes(const CostBand& band, int done, const float* cells, float* bounds) noexcept;
    void advance(const CostBand& band, int done, std::uint8_t code, const float* cells, Cells& next) const noexcept;

    const SortedPlates& plates_;
    const ReadingCosts& reading_;
    BestPlates& best_;
};

}  // namespace zbsec

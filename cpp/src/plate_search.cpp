#include "plate_search.hpp"

#include <algorithm>
#include <cstdlib>

namespace zbsec {
namespace {

static_assert(max_band == max_reading_length + max_plate_length + 1);

// So few plates are costed all together: finding out where they part takes as long.
constexpr std::size_t few = 48;
// So many are where as many characters may come next as this: hardly a branch would be left out, and a scan is quicker.
constexpr std::size_t many = 2048;
constexpr std::size_t most_codes = 20;

// How many gaps every alignment has between here and the end of both.
int gaps_left(const CostBand& band, int read, int done) noexcept {
    return std::abs((band.reading - read) - (band.plate - done));
}

std::uint64_t first_of_length(std::size_t length) noexcept { return std::uint64_t{length} << 56; }

}  // namespace

void PlateSearch::search(std::size_t length) {
    const int read = static_cast<int>(reading_.length()), characters = static_cast<int>(length);
    if (static_cast<float>(std::abs(read - characters)) * gap_cost > best_.cut_off()) return;
    const Position from = plates_.lower_bound(plates_.begin(), plates_.end(), first_of_length(length));
    const Position to = plates_.lower_bound(from, plates_.end(), first_of_length(length + 1));
    const CostBand whole{reading_.data(), read, characters, -characters, read + characters + 1, gap_cost};
    Cells cells;
    std::fill(cells, cells + max_band + 1, never);
    for (int cell = 0; cell <= read; ++cell) cells[characters + cell] = static_cast<float>(cell) * gap_cost;
    descend(whole, 0, from, to, cells);
}

// The cells that alignments pass whose gaps cost no more than the cut-off. Beyond those that the lengths ask for, gaps
// come in pairs: as far as an alignment leaves the straight way between both ends of the table, it must come back.
CostBand PlateSearch::narrowed(const CostBand& band) const noexcept {
    const int ahead = band.reading - band.plate;
    const float cut_off = best_.cut_off();
    int spare = 0;
    while (spare < band.width && static_cast<float>(std::abs(ahead) + 2 * (spare + 1)) * gap_cost <= cut_off) ++spare;
    const int lowest = std::max(std::min(0, ahead) - spare, band.lowest);
    const int highest = std::min(std::max(0, ahead) + spare, band.lowest + band.width - 1);
    return {band.costs, band.reading, band.plate, lowest, highest - lowest + 1, band.gap};
}

void PlateSearch::descend(const CostBand& outer, int done, Position from, Position to, const float* outer_cells) {
    if (from == to) return;
    const CostBand band = narrowed(outer);
    const float* cells = outer_cells + (band.lowest - outer.lowest);
    const std::size_t count = plates_.count(from, to, many + 1);
    if (count <= few) return cost_all(band, done, from, to, cells);
    float bounds[alphabet_size];
    bound_codes(band, done, cells, bounds);
    if (count <= many) {
        const float cut_off = best_.cut_off();
        const auto possible = std::count_if(bounds, bounds + alphabet_size,
                                  [=](float bound) { return bound <= cut_off; });
        if (static_cast<std::size_t>(possible) >= most_codes) return cost_all(band, done, from, to, cells);
    }
    Branch found[alphabet_size];
    const std::size_t branch_count = branches(done, from, to, bounds, found);
    // The cheapest first, so that the cut-off falls early.
    std::sort(found, found + branch_count, [](const Branch& a, const Branch& b) { return a.bound < b.bound; });
    for (std::size_t at = 0; at < branch_count && found[at].bound <= best_.cut_off(); ++at) {
        Cells next;
        advance(band, done, found[at].code, cells, next);
        descend(band, done + 1, found[at].from, found[at].to, next);
    }
}

void PlateSearch::cost_all(const CostBand& band, int done, Position from, Position to, const float* cells) {
    plates_.each_run(from, to, [&](const std::uint64_t* plates, const std::int64_t* ids, std::size_t count) {
        float sums[SortedPlates::most + kernel_width];
        kernels().finish_cost_f32(band, done, cells, plates, count, sums);
        for (std::size_t at = 0; at < count; ++at) best_.offer(sums[at], ids[at], plates[at]);
    });
}

// For each code the least that plates can cost which have it as their next character. A character added by the reader
// behind it is not looked at: it only makes such an alignment dearer.
void PlateSearch::bound_codes(const CostBand& band, int done, const float* cells, float* bounds) noexcept {
    float lost = never;
    for (int cell = 0; cell < band.width; ++cell) {
        const int read = band.lowest + done + cell;
        if (read < 0 || read > band.reading) continue;
        float cost = cells[cell] + gap_cost;
        for (int gaps = gaps_left(band, read, done + 1); gaps > 0; --gaps) cost += gap_cost;
        lost = std::min(lost, cost);
    }
    std::fill(bounds, bounds + alphabet_size, lost);
    for (int cell = 0; cell < band.width; ++cell) {
        const int read = band.lowest + done + cell;
        if (read < 0 || read >= band.reading) continue;
        const float* costs = band.costs + static_cast<std::size_t>(read) * ReadingCosts::row_size;
        float exchanged[alphabet_size];
        for (std::size_t code = 0; code < alphabet_size; ++code) exchanged[code] = cells[cell] + costs[code];
        for (int gaps = gaps_left(band, read + 1, done + 1); gaps > 0; --gaps) {
            for (float& cost : exchanged) cost += gap_cost;
        }
        for (std::size_t code = 0; code < alphabet_size; ++code) bounds[code] = std::min(bounds[code], exchanged[code]);
    }
}

std::size_t PlateSearch::branches(int done, Position from, Position to, const float* bounds,
                                  Branch* found) const noexcept {
    const float cut_off = best_.cut_off();
    const auto shift = packed_shift(static_cast<std::size_t>(done));
    const std::uint64_t beginning = plates_.key(from) >> (shift + 7) << (shift + 7);
    std::size_t count = 0;
    while (from != to) {
        std::uint64_t code = packed_code(plates_.key(from), static_cast<std::size_t>(done));
        const std::uint64_t first = code;
        while (code < alphabet_size && bounds[code] > cut_off) ++code;
        if (code == alphabet_size) break;
        if (code != first) {
            from = plates_.lower_bound(from, to, beginning | code << shift);
            if (from == to || packed_code(plates_.key(from), static_cast<std::size_t>(done)) != code) continue;
        }
        const Position behind = plates_.lower_bound(from, to,
            (beginning | code << shift) + (std::uint64_t{1} << shift));
        found[count++] = {bounds[code], static_cast<std::uint8_t>(code), from, behind};
        from = behind;
    }
    return count;
}

void PlateSearch::advance(const CostBand& band, int done, std::uint8_t code, const float* cells,
                          Cells& next) const noexcept {
    const int first_read = band.lowest + done + 1;
    std::fill(next, next + band.width + 1, never);
    for (int cell = std::max(0, -first_read); cell < band.width && first_read + cell <= band.reading; ++cell) {
        const int read = first_read + cell;
        float least = std::min(cells[cell + 1], cell > 0 ? next[cell - 1] : never) + gap_cost;
        if (read > 0) least = std::min(least, cells[cell] + reading_.at(static_cast<std::size_t>(read - 1), code));
        next[cell] = least;
    }
}

}  // namespace zbsec

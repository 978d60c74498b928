#include "plane_scan.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>

#include "kernel_table.hpp"
#include "plane_bound.hpp"

namespace zbsec {
namespace {

constexpr std::size_t chunk_blocks = 512;  // a plane of a chunk, and what is made of it, stay in the L2 cache
constexpr std::size_t chunk_rows = chunk_blocks * block_rows;
constexpr std::size_t pick_blocks = 8;  // among which seeds are looked for at once

// What a test of a level costs, in bytes of planes that could be read meanwhile. A test pays by the blocks that it drops, all
// 16 rows of which must be out.
constexpr float bytes_of_a_test = 12.0f;
constexpr float bytes_of_a_row = 2048.0f;  // of floats, behind the last level

class Scan {
public:
    Scan(const Gallery& gallery, const Query& query, Span span, std::size_t k, float min_score, Arena* memory)
        : gallery_(gallery), query_(query), span_(span), best_(k, min_score, memory),
          error_(dot_error(gallery.rows.stride())), seeds_wanted_(std::min<std::size_t>(4 + 4 * k, 8192)), sums_(memory),
          seeds_(memory) {
        seeds_.reserve(seeds_wanted_);
    }

    Best run() {
        sums_.resize((span_.to - span_.from) * block_rows);
        for_each_chunk([&](Span chunk) { look_at_first_plane(chunk); });
        // The rows that look best give a cut-off before the others are looked at closely; their turn comes again.
        for (const auto& seed : seeds_) decide(seed.second);
        best_.start_again();
        for_each_chunk([&](Span chunk) { look_closer(chunk); });
        return std::move(best_);
    }

private:
    using Seed = std::pair<std::uint16_t, std::uint32_t>;  // sum, row

    template <typename Visit>
    void for_each_chunk(Visit visit) {
        for (std::size_t from = span_.from; from < span_.to; from += chunk_blocks) {
            visit(Span{from, std::min(span_.to, from + chunk_blocks)});
        }
    }

    // Of the first plane, by block of the list of the chunk.
    std::uint16_t* sums(Span chunk) noexcept { return sums_.data() + (chunk.from - span_.from) * block_rows; }

    // The blocks of a chunk with rows that may be answers.
    void list(Span chunk) noexcept {
        left_ = 0;
        for (std::size_t block = chunk.from; block < chunk.to; ++block) {
            blocks_[left_] = static_cast<std::uint32_t>(block);
            marks_[left_] = static_cast<std::uint16_t>(gallery_.marks_of(block));
            left_ += marks_[left_] != 0 ? 1 : 0;
        }
        listed_ = left_;
        next_ = chunk.to;
    }

    void sum_slice(std::size_t level, std::uint16_t* sums) noexcept {
        const Slice& slice = gallery_.planes.slices()[level];
        const PlaneQuery& query = query_.planes;
        ask_for_more(level);
        const auto sum = query.paired() ? kernels().plane_sums_u16_paired : kernels().plane_sums_u16;
        sum(query.low_tables() + 16 * slice.from, query.high_tables() + 16 * slice.from, slice.columns(),
            gallery_.planes.slice(level), blocks_.data(), left_, sums);
    }

    // The blocks that the kernel will ask memory for behind those listed: the next chunk's where most of them will be needed.
    // Where few were, the first of the list have not been asked for.
    void ask_for_more(std::size_t level) noexcept {
        const bool most = 4 * left_ >= 3 * listed_;
        for (std::size_t at = 0; at < plane_sums_ahead; ++at) {
            blocks_[left_ + at] = most ? static_cast<std::uint32_t>(std::min(next_ + at, span_.to - 1)) : blocks_[left_ - 1];
        }
        if (most) return;
        const std::size_t bytes = gallery_.planes.block_bytes(level);
        for (std::size_t at = 0; at < std::min(left_, plane_sums_ahead); ++at) {
            const std::uint8_t* block = gallery_.planes.slice(level) + blocks_[at] * bytes;
            for (std::size_t line = 0; line < bytes; line += 64) __builtin_prefetch(block + line, 0, 2);
        }
    }

    void look_at_first_plane(Span chunk) {
        list(chunk);
        sum_slice(0, sums(chunk));
        for (std::size_t from = 0; from < left_; from += pick_blocks) {
            pick_seeds(sums(chunk), from, std::min(left_, from + pick_blocks));
        }
    }

    void pick_seeds(const std::uint16_t* sums, std::size_t from, std::size_t to) {
        const bool full = seeds_.size() == seeds_wanted_;
        const std::uint16_t* first = sums + from * block_rows;
        if (full && kernels().largest_u16(first, (to - from) * block_rows) <= seeds_.front().first) return;
        for (std::size_t at = from; at < to; ++at) {
            const std::uint16_t* of_block = sums + at * block_rows;
            if (seeds_.size() == seeds_wanted_ && kernels().largest_u16(of_block, block_rows) <= seeds_.front().first) continue;
            for (unsigned bits = marks_[at]; bits != 0; bits &= bits - 1) {
                const auto row = static_cast<std::size_t>(__builtin_ctz(bits));
                keep_seed({of_block[row], static_cast<std::uint32_t>(blocks_[at] * block_rows + row)});
            }
        }
    }

    void keep_seed(Seed seed) {
        if (seeds_.size() == seeds_wanted_) {
            if (seed.first <= seeds_.front().first) return;
            std::pop_heap(seeds_.begin(), seeds_.end(), std::greater<>());
            seeds_.pop_back();
        }
        seeds_.push_back(seed);
        std::push_heap(seeds_.begin(), seeds_.end(), std::greater<>());
    }

    void look_closer(Span chunk) {
        list(chunk);
        const float cut_off = best_.cut_off() - cut_off_slack;
        if (cut_off >= 0.0f) {  // the bound is for rows on the query's side
            Known known;
            for (std::size_t level = 0; level < NestedPlanes::levels && left_ > 0; ++level) {
                if (gallery_.planes.slices()[level].columns() > 0) add_level(level, chunk, cut_off, known);
            }
        }
        decide_marked();
    }

    void decide_marked() {
        std::array<std::uint32_t, chunk_rows> rows;
        std::size_t count = 0;
        for (std::size_t at = 0; at < left_; ++at) {
            for (unsigned bits = marks_[at]; bits != 0; bits &= bits - 1) {
                rows[count++] = static_cast<std::uint32_t>(blocks_[at] * block_rows + static_cast<unsigned>(__builtin_ctz(bits)));
            }
        }
        for (std::size_t at = 0; at < count; ++at) {
            if (at + rows_ahead < count) gallery_.rows.prefetch(rows[at + rows_ahead]);
            decide(rows[at]);
        }
    }

    // What the sums so far stand for: <q, c> = table_step * sum - base, off by at most `error`.
    struct Known {
        float base = 0.0f, error = 0.0f, largest = 0.0f;

        void add(float times, const PlaneQuery::OfLevel& more) noexcept {
            base = times * base + more.base;
            error = times * error + more.error;
            largest = times * largest + 65535.0f;
        }
    };

    void add_level(std::size_t level, Span chunk, float cut_off, Known& known) noexcept {
        std::array<std::uint16_t, chunk_rows> memory;
        const std::uint16_t* more = level > 0 ? memory.data() : sums(chunk);
        if (level > 0) sum_slice(level, memory.data());
        const float times = level == 0 ? 0.0f : gallery_.planes.slices()[level].starts_plane() ? 2.0f : 1.0f;
        known.add(times, query_.planes.of_level(level));
        const Bound bound(cut_off, gallery_.planes.unit(level));
        if (!is_worth_asking(level, bound, known)) {
            kernels().add_up_f32(so_far_.data(), more, times, left_ * block_rows);
            return;
        }
        const float step = query_.planes.table_step();
        const float least = known.base - known.error - bound.rounding(step * known.largest + known.base);
        left_ = kernels().keep_near_f32(blocks_.data(), marks_.data(), so_far_.data(), more, times, gallery_.planes.hidden(level),
                                        {step, bound.of_along, bound.of_across, least}, left_);
    }

    // Of rows that have nothing to do with the query, <q, c> is nearly Gaussian.
    bool is_worth_asking(std::size_t level, const Bound& bound, const Known& known) const noexcept {
        const NestedPlanes& planes = gallery_.planes;
        const Hidden& typical = planes.hidden(level)[blocks_[0] * block_rows];
        const float length = planes.unit(level) * std::hypot(static_cast<float>(typical.along), static_cast<float>(typical.across));
        const float deviation = length / std::sqrt(static_cast<float>(8 * planes.bytes()));
        const float out = 0.5f * std::erfc((known.error - bound.least(typical)) / deviation * 0.70710678f);
        if (level + 1 == NestedPlanes::levels) return out * bytes_of_a_row > bytes_of_a_test;
        return std::pow(out, static_cast<float>(block_rows)) * bytes_behind(level) > bytes_of_a_test;
    }

    float bytes_behind(std::size_t level) const noexcept {
        std::size_t columns = 0;
        for (++level; level < NestedPlanes::levels && columns == 0; ++level) columns = gallery_.planes.slices()[level].columns();
        return static_cast<float>(columns);
    }

    void decide(std::uint32_t row) { zbsec::decide(gallery_, query_.unit, row, error_, best_); }

    const Gallery& gallery_;
    const Query& query_;
    Span span_;
    Best best_;
    float error_;
    std::size_t seeds_wanted_;
    ArenaVector<std::uint16_t> sums_;  // of the first plane, for the whole span
    ArenaVector<Seed> seeds_;          // a heap with the least on top

    // Blocks that may hold answers, their rows that may, and what the planes so far give.
    std::array<std::uint32_t, chunk_blocks + plane_sums_ahead> blocks_;
    std::array<std::uint16_t, chunk_blocks + 1> marks_;
    std::array<float, chunk_rows> so_far_{};
    std::size_t left_ = 0, listed_ = 0, next_ = 0;
};

}  // namespace

Best scan_planes(const Gallery& gallery, const Query& query, Span span, std::size_t k, float min_score, Arena* memory) {
    return Scan(gallery, query, span, k, min_score, memory).run();
}

}  // namespace zbsec

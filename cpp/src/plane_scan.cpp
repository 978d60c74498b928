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

constexpr std::size_t chunk_blocks = 1024;  // what is made of a plane of a chunk stays in the L2 cache
constexpr std::size_t chunk_rows = chunk_blocks * block_rows;
constexpr std::size_t pick_blocks = 8;  // among which seeds are looked for at once

// Seeds beyond a few for each answer are worth their time where a gallery is large: they make the first cut-off a
// better one where no threshold does.
constexpr std::size_t most_seeds_of_an_answer = 48, rows_of_a_seed = 4096, most_seeds = 8192;

// A block is dropped where all its 16 rows are out, once no larger part of them is left. From memory, to read half of
// the blocks takes as long as to read all of them: it and the processor's prefetching are made for what stands side by
// side.
constexpr float sparse_in_memory = 0.4f, sparse_in_cache = 0.75f;
constexpr std::size_t bytes_ahead = 12288;  // that memory is asked for
constexpr std::size_t most_blocks_ahead = 64;

// What a test of the last level costs, in bytes of planes that could be read meanwhile.
constexpr float bytes_of_a_test = 12.0f;
constexpr float bytes_of_a_row = 2048.0f;  // of floats, behind the last level

std::size_t seeds_for(std::size_t rows, std::size_t k) noexcept {
    return std::min(4 + 4 * k + std::min(most_seeds_of_an_answer * k, rows / rows_of_a_seed), most_seeds);
}

class Scan {
public:
    Scan(const Gallery& gallery, const Query& query, Span span, std::size_t k, float min_score, Arena* memory)
        : gallery_(gallery), query_(query), span_(span), best_(k, min_score, memory),
          error_(dot_error(gallery.rows.stride())), seeds_wanted_(seeds_for((span.to - span.from) * block_rows, k)),
          sparse_(query.planes.paired() ? sparse_in_cache : sparse_in_memory), sums_(memory), seeds_(memory) {
        seeds_.reserve(seeds_wanted_);
    }

    Best run() {
        sums_.resize((span_.to - span_.from) * block_rows);
        for_each_chunk([&](Span chunk) { look_at_first_plane(chunk); });
        // The rows that look best give a cut-off before the others are looked at closely; their turn comes again.
        for (const auto& seed : seeds_) put_off(seed.second);
        decide_put_off();
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
        listed_ = chunk.to - chunk.from;
        next_ = chunk.to;
    }

    PlaneTables tables(std::size_t level) const noexcept {
        const Slice& slice = gallery_.planes.slices()[level];
        return {query_.planes.low_tables() + 16 * slice.from, query_.planes.high_tables() + 16 * slice.from, slice.columns()};
    }

    // How many blocks ahead the kernel is to ask memory for, and which are behind those listed: the next chunk's where
    // most of them are read; where few are, the first of the list have not been asked for.
    std::size_t ask_ahead(std::size_t level) noexcept {
        const std::size_t bytes = gallery_.planes.block_bytes(level);
        const std::size_t ahead = std::clamp<std::size_t>(bytes_ahead / bytes, 8, most_blocks_ahead);
        const bool most = is_most(left_, listed_);
        for (std::size_t at = 0; at < ahead; ++at) {
            blocks_[left_ + at] = most ? static_cast<std::uint32_t>(std::min(next_ + at, span_.to - 1)) : blocks_[left_ - 1];
        }
        if (most) return ahead;
        for (std::size_t at = 0; at < std::min(left_, ahead); ++at) {
            const std::uint8_t* block = gallery_.planes.slice(level) + blocks_[at] * bytes;
            for (std::size_t line = 0; line < bytes; line += 64) __builtin_prefetch(block + line, 0, 2);
            __builtin_prefetch(gallery_.planes.hidden(level) + blocks_[at] * block_rows);
        }
        return ahead;
    }

    bool is_most(std::size_t part, std::size_t whole) const noexcept {
        return static_cast<float>(part) > sparse_ * static_cast<float>(whole);
    }

    void look_at_first_plane(Span chunk) {
        list(chunk);
        if (left_ == 0) return;
        const auto sum = query_.planes.paired() ? kernels().plane_sums_u16_paired : kernels().plane_sums_u16;
        sum(tables(0), gallery_.planes.slice(0), blocks_.data(), left_, ask_ahead(0), sums(chunk));
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
            Known known{sums(chunk)};
            for (std::size_t level = 0; level < NestedPlanes::levels && left_ > 0; ++level) {
                if (gallery_.planes.slices()[level].columns() > 0) add_level(level, cut_off, known);
            }
        }
        decide_marked();
    }

    void decide_marked() {
        for (std::size_t at = 0; at < left_; ++at) {
            for (unsigned bits = marks_[at]; bits != 0; bits &= bits - 1) {
                put_off(static_cast<std::uint32_t>(blocks_[at] * block_rows + static_cast<unsigned>(__builtin_ctz(bits))));
            }
        }
        decide_put_off();
    }

    // Rows are decided many at a time, so that memory can be asked for some while others are decided.
    void put_off(std::uint32_t row) {
        if (waiting_ == rows_.size()) decide_put_off();
        rows_[waiting_++] = row;
    }

    void decide_put_off() {
        for (std::size_t at = 0; at < waiting_; ++at) {
            if (at + rows_ahead < waiting_) gallery_.rows.prefetch(rows_[at + rows_ahead]);
            decide(gallery_, query_.unit, rows_[at], error_, best_);
        }
        waiting_ = 0;
    }

    // What the sums so far stand for: <q, c> = table_step * sum - base, off by at most `error`.
    struct Known {
        const std::uint16_t* first;  // the sums, while they are of the first plane alone
        float base = 0.0f, error = 0.0f, largest = 0.0f;

        void add(float times, const PlaneQuery::OfLevel& more) noexcept {
            base = times * base + more.base;
            error = times * error + more.error;
            largest = times * largest + 65535.0f;
        }
    };

    void add_level(std::size_t level, float cut_off, Known& known) noexcept {
        const float times = level == 0 || !gallery_.planes.slices()[level].starts_plane() ? 1.0f : 2.0f;
        known.add(times, query_.planes.of_level(level));
        const Bound bound(cut_off, gallery_.planes.unit(level));
        const bool asks = is_worth_asking(level, bound, known);
        if (level == 0 && !asks) return;
        PlaneTables more = tables(level);
        if (level == 0) more.columns = 0;  // they have been summed up
        const float step = query_.planes.table_step();
        const float least = known.base - known.error - bound.rounding(step * known.largest + known.base);
        const auto take = query_.planes.paired() ? kernels().take_slice_f32_paired : kernels().take_slice_f32;
        const std::size_t near =
            take(more, gallery_.planes.slice(level), blocks_.data(), left_, level == 0 ? 0 : ask_ahead(level), known.first,
                 times, so_far_.data(), asks ? gallery_.planes.hidden(level) : nullptr,
                 {step, bound.of_along, bound.of_across, least}, marks_.data());
        known.first = nullptr;
        if (!is_most(near, left_)) drop_unmarked();
    }

    void drop_unmarked() noexcept {
        std::size_t kept = 0;
        for (std::size_t at = 0; at < left_; ++at) {
            if (marks_[at] == 0) continue;
            blocks_[kept] = blocks_[at];
            marks_[kept] = marks_[at];
            std::copy_n(so_far_.data() + at * block_rows, block_rows, so_far_.data() + kept * block_rows);
            ++kept;
        }
        left_ = kept;
    }

    // Of rows that have nothing to do with the query, <q, c> is nearly Gaussian.
    bool is_worth_asking(std::size_t level, const Bound& bound, const Known& known) const noexcept {
        const NestedPlanes& planes = gallery_.planes;
        const Hidden& typical = planes.hidden(level)[blocks_[0] * block_rows];
        const float length = planes.unit(level) * std::hypot(static_cast<float>(typical.along), static_cast<float>(typical.across));
        const float deviation = length / std::sqrt(static_cast<float>(8 * planes.bytes()));
        const float out = 0.5f * std::erfc((known.error - bound.least(typical)) / deviation * 0.70710678f);
        if (level + 1 == NestedPlanes::levels) return out * bytes_of_a_row > bytes_of_a_test;
        return 1.0f - std::pow(out, static_cast<float>(block_rows)) < sparse_;
    }

    const Gallery& gallery_;
    const Query& query_;
    Span span_;
    Best best_;
    float error_;
    std::size_t seeds_wanted_;
    float sparse_;
    ArenaVector<std::uint16_t> sums_;  // of the first plane, for the whole span
    ArenaVector<Seed> seeds_;          // a heap with the least on top

    // Blocks that may hold answers, their rows that may, and what the planes so far give.
    std::array<std::uint32_t, chunk_blocks + most_blocks_ahead> blocks_;
    std::array<std::uint16_t, chunk_blocks + 1> marks_;
    std::array<float, chunk_rows> so_far_;
    std::size_t left_ = 0, listed_ = 0, next_ = 0;

    std::array<std::uint32_t, 512> rows_;  // put off
    std::size_t waiting_ = 0;
};

}  // namespace

Best scan_planes(const Gallery& gallery, const Query& query, Span span, std::size_t k, float min_score, Arena* memory) {
    return Scan(gallery, query, span, k, min_score, memory).run();
}

}  // namespace zbsec

#include "plane_scan.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "kernel_table.hpp"
#include "plane_bound.hpp"

namespace zbsec {
namespace {

constexpr std::size_t chunk_blocks = 128;  // the first planes of a chunk, and what is made of them, stay in the L2 cache
constexpr std::size_t chunk_rows = chunk_blocks * block_rows;
constexpr std::size_t room = 16;  // behind the rows kept, for kernels that write whole vectors

// A first plane that would rule out fewer is not asked: of a stranger's sums, nearly Gaussian with deviation 1, seven in
// a hundred lie under it.
constexpr float worth_asking = -1.5f;

class Scan {
public:
    Scan(const Gallery& gallery, const Query& query, Span span, std::size_t k, float min_score, Arena* memory)
        : gallery_(gallery), query_(query), span_(span), best_(k, min_score, memory),
          error_(dot_error(gallery.rows.stride())), seeds_wanted_(std::clamp<std::size_t>(64 * k, 32, 8192)), sums_(memory),
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

    const std::uint16_t* sums(Span chunk) const noexcept { return sums_.data() + (chunk.from - span_.from) * block_rows; }
    std::size_t last_row(Span chunk) const noexcept { return std::min(chunk.to * block_rows, gallery_.planes.count()); }

    void look_at_first_plane(Span chunk) {
        std::uint16_t* sums = sums_.data() + (chunk.from - span_.from) * block_rows;
        const PlaneQuery& query = query_.planes;
        kernels().plane_sums_u16(query.low_tables(), query.high_tables(), gallery_.planes.bytes(),
                                 gallery_.planes.block(chunk.from), chunk.to - chunk.from, sums);
        const std::size_t first = chunk.from * block_rows, rows = last_row(chunk) - first;
        if (seeds_.size() == seeds_wanted_ && *std::max_element(sums, sums + rows) <= seeds_.front().first) return;
        for (std::size_t at = 0; at < rows; ++at) keep_seed({sums[at], static_cast<std::uint32_t>(first + at)});
    }

    void keep_seed(Seed seed) {
        if (seeds_.size() == seeds_wanted_ && seed.first <= seeds_.front().first) return;
        if (!gallery_.marked(seed.second)) return;
        if (seeds_.size() == seeds_wanted_) {
            std::pop_heap(seeds_.begin(), seeds_.end(), std::greater<>());
            seeds_.pop_back();
        }
        seeds_.push_back(seed);
        std::push_heap(seeds_.begin(), seeds_.end(), std::greater<>());
    }

    void look_closer(Span chunk) {
        const float cut_off = best_.cut_off() - cut_off_slack;
        if (cut_off < 0.0f) {  // the bound is for rows on the query's side; without k answers there, each is decided
            for (std::size_t row = chunk.from * block_rows; row < last_row(chunk); ++row) {
                if (gallery_.marked(row)) decide(static_cast<std::uint32_t>(row));
            }
            return;
        }
        take_first_plane(chunk, cut_off);
        float error = query_.planes.table_error();
        for (std::size_t level = 1; level < NestedPlanes::levels && left_ > 0; ++level) {
            error = 2.0f * error + query_.planes.bit_error();
            add_plane(level, cut_off, error);
        }
        for (std::size_t at = 0; at < left_; ++at) {
            if (at + rows_ahead < left_) gallery_.rows.prefetch(rows_[at + rows_ahead]);
            decide(rows_[at]);
        }
    }

    // rows_ and so_far_: the rows of the chunk that the first plane leaves, and its sums.
    void take_first_plane(Span chunk, float cut_off) {
        const PlaneQuery& query = query_.planes;
        const std::uint16_t* sums = this->sums(chunk);
        const std::size_t first = chunk.from * block_rows, last = last_row(chunk);
        const Hidden* hidden = gallery_.planes.hidden(0) + first;
        const Bound bound(cut_off, gallery_.planes.unit(0));
        left_ = 0;
        if (bound.least(*hidden) - query.table_error() < worth_asking) {
            take_all(first, last, sums);
            return;
        }
        std::uint16_t kept[chunk_blocks];
        const float rounding = bound.rounding(65535.0f * query.table_step() + query.table_base());
        const float least = query.table_base() - query.table_error() - rounding;
        const HiddenBound test{query.table_step(), bound.of_along, bound.of_across, least};
        kernels().far_enough_u16(sums, hidden, test, chunk.to - chunk.from, kept);
        for (std::size_t block = 0; block < chunk.to - chunk.from; ++block) {
            for (unsigned bits = kept[block]; bits != 0; bits &= bits - 1) {
                const std::size_t at = block * block_rows + static_cast<std::size_t>(__builtin_ctz(bits));
                if (first + at < last) take(first + at, sums[at]);
            }
        }
    }

    void take_all(std::size_t first, std::size_t last, const std::uint16_t* sums) noexcept {
        if (gallery_.marks != nullptr) {
            for (std::size_t row = first; row < last; ++row) take(row, sums[row - first]);
            return;
        }
        left_ = last - first;
        const float step = query_.planes.table_step(), base = query_.planes.table_base();
        for (std::size_t at = 0; at < left_; ++at) rows_[at] = static_cast<std::uint32_t>(first + at);
        for (std::size_t at = 0; at < left_; ++at) so_far_[at] = step * static_cast<float>(sums[at]) - base;
    }

    void take(std::size_t row, std::uint16_t sum) noexcept {
        rows_[left_] = static_cast<std::uint32_t>(row);
        so_far_[left_] = query_.planes.of_tables(sum);
        left_ += gallery_.marked(row) ? 1 : 0;
    }

    void add_plane(std::size_t level, float cut_off, float error) noexcept {
        const NestedPlanes& planes = gallery_.planes;
        std::int32_t sums[chunk_rows + room];
        kernels().bit_sums_i32(query_.planes.values(), planes.bytes(), planes.plane(level), rows_.data(), left_, sums);
        const Bound bound(cut_off, planes.unit(level));
        const float longest = 65535.0f * planes.unit(level);
        const float least = query_.planes.bit_base() - error - bound.rounding(2.0f * longest);
        const HiddenBound test{query_.planes.bit_step(), bound.of_along, bound.of_across, least};
        left_ = kernels().keep_near_u32(rows_.data(), so_far_.data(), sums, planes.hidden(level), test, left_);
        for (std::size_t at = 0; at < left_; ++at) so_far_[at] -= query_.planes.bit_base();
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
    std::array<std::uint32_t, chunk_rows + room> rows_;
    std::array<float, chunk_rows + room> so_far_;  // what their planes so far give
    std::size_t left_ = 0;
};

}  // namespace

Best scan_planes(const Gallery& gallery, const Query& query, Span span, std::size_t k, float min_score, Arena* memory) {
    return Scan(gallery, query, span, k, min_score, memory).run();
}

}  // namespace zbsec

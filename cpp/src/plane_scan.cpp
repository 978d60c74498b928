#include "plane_scan.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
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
constexpr std::size_t slices_enough = 4;

// How many rows may wait until the end: so many that without a threshold most of those that have to do.
constexpr std::size_t rows_of_a_waiting = 32, fewest_waiting = 256, most_waiting = 65536;
constexpr std::size_t settled_at_once = 256;

std::size_t seeds_for(std::size_t rows, std::size_t k) noexcept {
    return std::min(4 + 4 * k + std::min(most_seeds_of_an_answer * k, rows / rows_of_a_seed), most_seeds);
}

std::size_t waiting_for(std::size_t rows) noexcept {
    return std::clamp(rows / rows_of_a_waiting, fewest_waiting, most_waiting);
}

class Scan {
public:
    Scan(const Gallery& gallery, const Query& query, Span span, std::size_t k, float min_score, Arena* memory)
        : gallery_(gallery), query_(query), span_(span), best_(k, min_score, memory),
          error_(dot_error(gallery.rows.stride())), seeds_wanted_(seeds_for((span.to - span.from) * block_rows, k)),
          may_wait_(waiting_for((span.to - span.from) * block_rows)),
          sparse_(query.planes.paired() ? sparse_in_cache : sparse_in_memory), sums_(memory), seeds_(memory),
          waiting_(memory) {
        seeds_.reserve(2 * seeds_wanted_ + 16);
        waiting_.reserve(may_wait_);
    }

    Best run() {
        sums_.resize((span_.to - span_.from) * block_rows);
        for_each_chunk([&](Span chunk) { look_at_first_plane(chunk); });
        // The rows that look best give a cut-off before the others are looked at closely; their turn comes again.
        thin_out_seeds();
        for (const auto& seed : seeds_) put_off(seed.second);
        decide_put_off();
        best_.start_again();
        for_each_chunk([&](Span chunk) { look_closer(chunk); });
        settle();
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
        if (gallery_.marks == nullptr) {
            left_ = chunk.to - chunk.from;
            const auto end = blocks_.begin() + static_cast<std::ptrdiff_t>(left_);
            std::iota(blocks_.begin(), end, static_cast<std::uint32_t>(chunk.from));
            std::fill_n(marks_.begin(), left_ - 1, std::uint16_t{0xFFFF});
            marks_[left_ - 1] = static_cast<std::uint16_t>(gallery_.marks_of(chunk.to - 1));
        } else {
            left_ = 0;
            for (std::size_t block = chunk.from; block < chunk.to; ++block) {
                blocks_[left_] = static_cast<std::uint32_t>(block);
                marks_[left_] = static_cast<std::uint16_t>(gallery_.marks_of(block));
                left_ += marks_[left_] != 0 ? 1 : 0;
            }
        }
        listed_ = chunk.to - chunk.from;
        next_ = chunk.to;
    }

    PlaneTables tables(std::size_t level) const noexcept {
        const Slice& slice = gallery_.planes.slices()[level];
        const PlaneQuery& query = query_.planes;
        return {query.low_tables() + 16 * slice.from, query.high_tables() + 16 * slice.from, slice.columns()};
    }

    // How many blocks ahead the kernel is to ask memory for, and which are behind those listed: the next chunk's where
    // most of them are read; where few are, the first of the list have not been asked for. 0 where most are read and
    // the processor fetches them better by itself: the first plane, in step, and slices enough (see plane_sums_u16).
    std::size_t ask_ahead(const Hidden* hidden) noexcept {
        const bool most = is_most(left_, listed_);
        if (most && (hidden == nullptr || slice_count_ >= slices_enough)) return 0;
        std::size_t bytes = 0;
        for (std::size_t at = 0; at < slice_count_; ++at) bytes += block_rows * slices_[at].tables.columns;
        bytes = std::max<std::size_t>(bytes, 64);
        const std::size_t ahead = std::clamp<std::size_t>(bytes_ahead / bytes, 8, most_blocks_ahead);
        for (std::size_t at = 0; at < ahead; ++at) {
            const auto next = static_cast<std::uint32_t>(std::min(next_ + at, span_.to - 1));
            blocks_[left_ + at] = most ? next : blocks_[left_ - 1];
        }
        if (most) return ahead;
        for (std::size_t at = 0; at < std::min(left_, ahead); ++at) {
            for (std::size_t slice = 0; slice < slice_count_; ++slice) prefetch_block(slices_[slice], blocks_[at]);
            if (hidden != nullptr) __builtin_prefetch(hidden + blocks_[at] * block_rows);
        }
        return ahead;
    }

    static void prefetch_block(const PlaneSlice& slice, std::size_t block) noexcept {
        const std::size_t bytes = block_rows * slice.tables.columns;
        const std::uint8_t* codes = slice.codes + block * bytes;
        for (std::size_t line = 0; line < bytes; line += 64) __builtin_prefetch(codes + line, 0, 2);
    }

    bool is_most(std::size_t part, std::size_t whole) const noexcept {
        return static_cast<float>(part) > sparse_ * static_cast<float>(whole);
    }

    void look_at_first_plane(Span chunk) {
        list(chunk);
        if (left_ == 0) return;
        const auto sum = query_.planes.paired() ? kernels().plane_sums_u16_paired : kernels().plane_sums_u16;
        slices_[slice_count_++] = {tables(0), gallery_.planes.slice(0), 1.0f};
        sum(slices_[0].tables, slices_[0].codes, blocks_.data(), left_, ask_ahead(nullptr), sums(chunk));
        slice_count_ = 0;
        for (std::size_t from = 0; from < left_; from += pick_blocks) {
            pick_seeds(sums(chunk), from, std::min(left_, from + pick_blocks));
        }
    }

    void pick_seeds(const std::uint16_t* sums, std::size_t from, std::size_t to) {
        const std::uint16_t* first = sums + from * block_rows;
        if (kernels().largest_u16(first, (to - from) * block_rows) < least_seed_) return;
        for (std::size_t at = from; at < to; ++at) {
            const std::uint16_t* of_block = sums + at * block_rows;
            if (kernels().largest_u16(of_block, block_rows) < least_seed_) continue;
            for (unsigned bits = marks_[at]; bits != 0; bits &= bits - 1) {
                const auto row = static_cast<std::size_t>(__builtin_ctz(bits));
                if (of_block[row] < least_seed_) continue;
                seeds_.push_back({of_block[row], static_cast<std::uint32_t>(blocks_[at] * block_rows + row)});
            }
            if (seeds_.size() >= 2 * seeds_wanted_) thin_out_seeds();
        }
    }

    // Leaves the greatest of them, as many as are wanted; from then on none less than these is taken.
    void thin_out_seeds() {
        if (seeds_.size() <= seeds_wanted_) return;
        const auto least = seeds_.begin() + static_cast<std::ptrdiff_t>(seeds_wanted_ - 1);
        std::nth_element(seeds_.begin(), least, seeds_.end(), std::greater<>());
        least_seed_ = least->first;
        seeds_.resize(seeds_wanted_);
    }

    void look_closer(Span chunk) {
        list(chunk);
        const float cut_off = best_.cut_off() - cut_off_slack;
        if (cut_off < 0.0f) {  // the bound is for rows on the query's side
            decide_marked();
            return;
        }
        Known known{sums(chunk)};
        for (std::size_t level = 0; level < NestedPlanes::first_in_rows && left_ > 0; ++level) {
            if (gallery_.planes.slices()[level].columns() > 0) add_level(level, cut_off, known);
        }
        if (left_ > 0) look_at_rows(cut_off, known);
    }

    void decide_marked() {
        for (std::size_t at = 0; at < left_; ++at) {
            for (unsigned bits = marks_[at]; bits != 0; bits &= bits - 1) {
                const auto row = static_cast<std::uint32_t>(__builtin_ctz(bits));
                put_off(blocks_[at] * static_cast<std::uint32_t>(block_rows) + row);
            }
        }
        decide_put_off();
    }

    // Rows are decided many at a time, so that memory can be asked for some while others are decided.
    void put_off(std::uint32_t row) {
        if (put_off_ == rows_.size()) decide_put_off();
        rows_[put_off_++] = row;
    }

    void decide_put_off() {
        for (std::size_t at = 0; at < put_off_; ++at) {
            if (at + rows_ahead < put_off_) gallery_.rows.prefetch(rows_[at + rows_ahead]);
            decide(gallery_, query_.unit, rows_[at], error_, best_);
        }
        put_off_ = 0;
    }

    // What the sums so far stand for: <p, c> = table_step * sum - base, off by at most `rounding`, and <q, c>, off by
    // at most `error`. See PlaneQuery.
    struct Known {
        const std::uint16_t* first;  // the sums, while they are of the first plane alone
        float base = 0.0f, rounding = 0.0f, error = 0.0f, largest = 0.0f;

        void add(float times, const PlaneQuery::OfLevel& more) noexcept {
            base = times * base + more.base;
            rounding = times * rounding + more.rounding;
            error = times * error + more.error;
            largest = times * largest + 65535.0f;
        }
    };

    // Of rows like the first of the list.
    float length_of_codes(std::size_t level) const noexcept {
        const Hidden& typical = gallery_.planes.hidden(level)[blocks_[0] * block_rows];
        const float along = typical.along, across = typical.across;
        return gallery_.planes.unit(level) * std::hypot(along, across);
    }

    // When a row may be an answer, and what share of rows that have nothing to do with the query may be.
    struct Test {
        HiddenBound bound;
        float share;
    };

    // The bound is asked of p, at the cut-off that p leaves, or of q, less what the sums may be off: whichever of them
    // rules out more of rows like the first.
    Test test(std::size_t level, float cut_off, const Known& known) const noexcept {
        const NestedPlanes& planes = gallery_.planes;
        const Hidden& typical = planes.hidden(level)[blocks_[0] * block_rows];
        const float unit = planes.unit(level), step = query_.planes.table_step();
        const float cut_off_of_p = cut_off_of(query_.planes, cut_off);
        const Bound of_q(cut_off, unit), of_p(cut_off_of_p, unit * query_.planes.length());
        const float least_of_p = of_p.least(typical) - known.rounding, least_of_q = of_q.least(typical) - known.error;
        const bool is_of_p = cut_off_of_p >= 0.0f && least_of_p > least_of_q;
        const Bound& bound = is_of_p ? of_p : of_q;
        const float off = is_of_p ? known.rounding : known.error;
        const float least = known.base - off - bound.rounding(step * known.largest + known.base);
        // <q, c> of such rows is nearly Gaussian.
        const float deviation = length_of_codes(level) / std::sqrt(static_cast<float>(8 * planes.bytes()));
        const float share = 0.5f * std::erfc((bound.least(typical) - off) / deviation * 0.70710678f);
        return {{step, bound.of_along, bound.of_across, least}, share};
    }

    float times_of(std::size_t level) const noexcept {
        return level == 0 || !gallery_.planes.slices()[level].starts_plane() ? 1.0f : 2.0f;
    }

    // Levels that nothing is asked behind are taken together with the next one. The last of blocks leaves rows.
    void add_level(std::size_t level, float cut_off, Known& known) noexcept {
        const float times = times_of(level);
        known.add(times, query_.planes.of_level(level));
        if (level > 0) slices_[slice_count_++] = {tables(level), gallery_.planes.slice(level), times};  // 0: summed up
        const bool leaves_rows = level + 1 == NestedPlanes::first_in_rows;
        const Test asked = test(level, cut_off, known);
        if (!leaves_rows && !is_worth_asking(asked.share)) return;
        const Hidden* hidden = gallery_.planes.hidden(level);
        const std::size_t ahead = ask_ahead(hidden);
        const RowSlice rows = slice_of_rows(NestedPlanes::first_in_rows);
        const auto take = query_.planes.paired() ? kernels().take_slices_f32_paired : kernels().take_slices_f32;
        const std::size_t near =
            take(slices_.data(), slice_count_, blocks_.data(), left_, ahead, known.first, so_far_.data(), hidden,
                 asked.bound, marks_.data(), leaves_rows ? &rows : nullptr, left_rows_.data());
        slice_count_ = 0;
        known.first = nullptr;
        if (leaves_rows) {
            left_ = near;
        } else if (!is_most(near, left_)) {
            drop_unmarked();
        }
    }

    bool is_worth_asking(float share) const noexcept {
        return 1.0f - std::pow(1.0f - share, static_cast<float>(block_rows)) < sparse_;
    }

    RowSlice slice_of_rows(std::size_t level) const noexcept { return gallery_.planes.rows(level, tables(level)); }

    // Of rows as they come from a slice that stands in rows: those stay that the next one leaves.
    std::size_t take_rows(std::size_t level, const HiddenBound& bound, std::uint32_t* rows, float* so_far,
                          std::size_t count) const {
        const auto take = query_.planes.paired() ? kernels().take_rows_f32_paired : kernels().take_rows_f32;
        return take(slice_of_rows(level), rows, so_far, count, bound);
    }

    void look_at_rows(float cut_off, Known& known) {
        constexpr std::size_t level = NestedPlanes::first_in_rows;
        known.add(times_of(level), query_.planes.of_level(level));
        const HiddenBound bound = test(level, cut_off, known).bound;
        const std::size_t count = take_rows(level, bound, left_rows_.data(), so_far_.data(), left_);
        const Hidden* hidden = gallery_.planes.hidden(level);
        known_of_waiting_ = known;
        // Those that likely are answers raise the cut-off; the others wait until it has risen.
        const float likely = (cut_off * length_of_codes(level) + known.base) / query_.planes.table_step();
        for (std::size_t at = 0; at < count; ++at) {
            if (so_far_[at] >= likely) {
                put_off(left_rows_[at]);
                continue;
            }
            if (waiting_.size() == may_wait_) settle();
            waiting_.push_back({left_rows_[at], so_far_[at], hidden[left_rows_[at]]});
        }
        decide_put_off();
    }

    // The rows that waited: those that still may be answers are asked by the last plane, and then by their floats.
    void settle() {
        if (waiting_.empty()) return;
        constexpr std::size_t level = NestedPlanes::last;
        const float cut_off = best_.cut_off() - cut_off_slack;
        Known known = known_of_waiting_;
        const HiddenBound before = test(level - 1, cut_off, known).bound;
        known.add(times_of(level), query_.planes.of_level(level));
        const HiddenBound bound = test(level, cut_off, known).bound;
        const RowSlice slice = slice_of_rows(level);
        std::array<std::uint32_t, settled_at_once> rows;
        std::array<float, settled_at_once + block_rows> so_far;
        std::size_t count = 0;
        for (std::size_t at = 0; at < waiting_.size(); ++at) {
            const Waiting& row = waiting_[at];
            const float score = before.step * row.sum - before.along * row.open.along + before.across * row.open.across;
            if (score >= before.least) {
                ask_for_row(slice, row.number);
                rows[count] = row.number;
                so_far[count++] = row.sum;
            }
            if (count < settled_at_once && at + 1 < waiting_.size()) continue;
            const std::size_t left = take_rows(level, bound, rows.data(), so_far.data(), count);
            std::for_each_n(rows.begin(), left, [&](std::uint32_t each) { put_off(each); });
            count = 0;
        }
        decide_put_off();
        waiting_.clear();
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

    const Gallery& gallery_;
    const Query& query_;
    Span span_;
    Best best_;
    float error_;
    std::size_t seeds_wanted_, may_wait_;
    float sparse_;
    ArenaVector<std::uint16_t> sums_;  // of the first plane, for the whole span
    ArenaVector<Seed> seeds_;
    std::uint16_t least_seed_ = 0;

    // Blocks that may hold answers, their rows that may, and what the planes so far give.
    std::array<std::uint32_t, chunk_blocks + most_blocks_ahead> blocks_;
    std::array<std::uint16_t, chunk_blocks + 1> marks_;
    std::array<float, chunk_rows + block_rows> so_far_;
    std::array<std::uint32_t, chunk_rows + block_rows> left_rows_;
    std::array<PlaneSlice, NestedPlanes::levels> slices_;  // to be taken
    std::size_t slice_count_ = 0;
    std::size_t left_ = 0, listed_ = 0, next_ = 0;

    // For the float rows to decide: at once, and in the end, if they still may be answers then.
    std::array<std::uint32_t, 512> rows_;
    std::size_t put_off_ = 0;
    struct Waiting {
        std::uint32_t number;
        float sum;
        Hidden open;
    };
    ArenaVector<Waiting> waiting_;
    Known known_of_waiting_{};
};

}  // namespace

Best scan_planes(const Gallery& gallery, const Query& query, Span span, std::size_t k, float min_score, Arena* memory) {
    return Scan(gallery, query, span, k, min_score, memory).run();
}

}  // namespace zbsec

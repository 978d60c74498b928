#include "batch_scan.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <utility>

#include "kernel_table.hpp"
#include "plane_bound.hpp"
#include "zbsec/vector_index.hpp"

namespace zbsec {
namespace {

constexpr std::size_t tile_blocks = 4;
constexpr std::size_t tile_rows = tile_blocks * block_rows;
constexpr std::size_t most_waiting = std::size_t{1} << 20;
constexpr std::size_t stretched = NestedPlanes::stretched, plane_count = NestedPlanes::planes_of_stretched;
constexpr std::int32_t highest_code = (1 << plane_count) - 1 + stretch;

struct Pair {
    std::uint32_t query, row;
    std::int32_t sum;
};

// The greatest sums of one query so far: the rows that most likely are answers.
class Leaders {
public:
    Leaders(std::size_t size, Arena* memory) : size_(size), sums_(memory) { sums_.reserve(size); }

    bool take(std::int32_t sum) {
        if (sums_.size() == size_ && sum <= sums_.front()) return false;
        if (sums_.size() == size_) {
            std::pop_heap(sums_.begin(), sums_.end(), std::greater<>());
            sums_.pop_back();
        }
        sums_.push_back(sum);
        std::push_heap(sums_.begin(), sums_.end(), std::greater<>());
        return true;
    }

private:
    std::size_t size_;
    ArenaVector<std::int32_t> sums_;  // a heap with the least on top
};

class BatchScan {
public:
    BatchScan(const Gallery& gallery, const ArenaVector<Query>& queries, std::size_t k, float min_score, Arena* memory)
        : gallery_(gallery), queries_(queries), width_(8 * gallery.planes.bytes()),
          error_(dot_error(gallery.rows.stride())),
          last_plane_(block_rows * row_stride(gallery.planes.bytes()), memory), codes_(tile_rows * width_, memory),
          values_(queries.size() * width_, memory), sums_(queries.size() * tile_rows, memory), leaders_(memory),
          bests_(memory), tests_(memory), near_(memory), waiting_(memory) {
        leaders_.reserve(queries.size());
        bests_.reserve(queries.size());
        tests_.reserve(queries.size());
        for (std::size_t query = 0; query < queries.size(); ++query) {
            leaders_.emplace_back(2 * k + 6, memory);
            bests_.emplace_back(k, min_score, memory);
            std::copy_n(queries[query].planes.values(), width_, values_.data() + query * width_);
        }
    }

    ArenaVector<Best> run(Span span) {
        for (std::size_t from = span.from; from < span.to; from += tile_blocks) {
            look_at({from, std::min(span.to, from + tile_blocks)});
        }
        settle();
        return std::move(bests_);
    }

private:
    void look_at(Span tile) {
        for (std::size_t block = tile.from; block < tile.to; ++block) {
            unpack(block, codes_.data() + (block - tile.from) * block_rows * width_);
        }
        kernels().code_dots_i32(values_.data(), queries_.size(), codes_.data(), tile_blocks, width_, sums_.data());
        for (std::size_t query = 0; query < queries_.size(); ++query) find_near(query, tile);
        // Leaders raise the cut-off; whoever else is near waits until it has risen.
        for (const Pair& pair : near_) {
            if (leaders_[pair.query].take(pair.sum)) {
                decide(gallery_, queries_[pair.query].unit, pair.row, error_, bests_[pair.query]);
            } else {
                waiting_.push_back(pair);
            }
        }
        near_.clear();
        if (waiting_.size() >= most_waiting) settle();
    }

    void settle() {
        tests_.clear();
        for (std::size_t query = 0; query < queries_.size(); ++query) tests_.push_back(test(query));
        const Hidden* hidden = gallery_.planes.hidden(stretched);
        const auto is_out = [&](const Pair& pair) {
            const HiddenBound& bound = tests_[pair.query];
            const Hidden open = hidden[pair.row];
            const float sum = bound.step * static_cast<float>(pair.sum);
            return sum - bound.along * open.along + bound.across * open.across < bound.least;
        };
        waiting_.erase(std::remove_if(waiting_.begin(), waiting_.end(), is_out), waiting_.end());
        for (std::size_t at = 0; at < waiting_.size(); ++at) {
            if (at + rows_ahead < waiting_.size()) gallery_.rows.prefetch(waiting_[at + rows_ahead].row);
            const Pair& pair = waiting_[at];
            decide(gallery_, queries_[pair.query].unit, pair.row, error_, bests_[pair.query]);
        }
        waiting_.clear();
    }

    // Run by run of columns that are in one slice on every plane.
    void unpack(std::size_t block, std::uint8_t* codes) noexcept {
        const NestedPlanes& planes = gallery_.planes;
        const auto& slices = planes.slices();
        const RowSlice last = planes.rows(NestedPlanes::first_in_rows, {});
        const std::uint8_t* rows = last.codes + block * block_rows * last.stride;
        kernels().turn_rows_u8(rows, last.stride, planes.bytes(), last_plane_.data());
        for (std::size_t from = 0, to; from < planes.bytes(); from = to) {
            std::array<const std::uint8_t*, plane_count> of_block;
            of_block.back() = last_plane_.data() + from * block_rows;
            to = planes.bytes();
            for (std::size_t level = 0; level < NestedPlanes::first_in_rows; ++level) {
                const Slice& slice = slices[level];
                if (from < slice.from || from >= slice.to) continue;
                const std::uint8_t* of_level = planes.slice(level) + block * planes.block_bytes(level);
                of_block[slice.plane] = of_level + (from - slice.from) * block_rows;
                to = std::min(to, slice.to);
            }
            kernels().expand_u8(of_block.data(), of_block.size(), to - from, codes + 8 * block_rows * from);
        }
    }

    void find_near(std::size_t query, Span tile) {
        std::array<std::uint16_t, tile_blocks> kept;
        const std::int32_t* sums = sums_.data() + query * tile_rows;
        const std::size_t first = tile.from * block_rows;
        kernels().far_enough_i32(sums, gallery_.planes.hidden(stretched) + first, test(query), tile.to - tile.from,
                                 kept.data());
        for (std::size_t block = 0; block < tile.to - tile.from; ++block) {
            for (unsigned bits = kept[block] & gallery_.marks_of(tile.from + block); bits != 0; bits &= bits - 1) {
                const std::size_t at = block * block_rows + static_cast<std::size_t>(__builtin_ctz(bits));
                near_.push_back({static_cast<std::uint32_t>(query), static_cast<std::uint32_t>(first + at), sums[at]});
            }
        }
    }

    // With u the unpacked code, c = 2u - highest, and <p, c> = 2 step <values, u> - highest step total.
    HiddenBound test(std::size_t number) const noexcept {
        const PlaneQuery& query = queries_[number].planes;
        const float cut_off = cut_off_of(query, bests_[number].cut_off() - cut_off_slack);
        if (cut_off < 0.0f) return {0.0f, 0.0f, 0.0f, 0.0f};  // the bound is for rows on the query's side: all are near
        const Bound bound(cut_off, query.length() * gallery_.planes.unit(stretched));
        const float step = query.value_step(), base = step * static_cast<float>(highest_code * query.total());
        const float most = 127.0f * static_cast<float>(highest_code) * static_cast<float>(width_);
        const float sums = 2.0f * step * most + std::abs(base);
        return {2.0f * step, bound.of_along, bound.of_across, base - bound.rounding(sums)};
    }

    const Gallery& gallery_;
    const ArenaVector<Query>& queries_;
    std::size_t width_;
    float error_;
    ArenaVector<std::uint8_t> last_plane_;  // of a block
    ArenaVector<std::uint8_t> codes_;  // of a tile's rows
    ArenaVector<std::int8_t> values_;  // of all queries
    ArenaVector<std::int32_t> sums_;   // of all queries with a tile's rows
    ArenaVector<Leaders> leaders_;
    ArenaVector<Best> bests_;
    ArenaVector<HiddenBound> tests_;  // of all queries, while the waiting are settled
    ArenaVector<Pair> near_;          // of a tile
    ArenaVector<Pair> waiting_;       // for the floats to decide
};

}  // namespace

ArenaVector<Best> scan_batch(const Gallery& gallery, const ArenaVector<Query>& queries, Span span, std::size_t k,
                             float min_score, Arena* memory) {
    return BatchScan(gallery, queries, k, min_score, memory).run(span);
}

}  // namespace zbsec

// How a VectorIndex answers: by scans over the bit planes, shared among threads.
#include <algorithm>
#include <cmath>
#include <future>
#include <limits>
#include <optional>
#include <shared_mutex>
#include <string>
#include <utility>
#include <vector>

#include "arena.hpp"
#include "batch_scan.hpp"
#include "nested_planes.hpp"
#include "plane_query.hpp"
#include "plane_scan.hpp"
#include "rotation.hpp"
#include "row_of_id.hpp"
#include "rows.hpp"
#include "unit.hpp"
#include "zbsec/error.hpp"
#include "zbsec/vector_index.hpp"

namespace zbsec {
namespace {

constexpr std::size_t worth_a_thread = 2048;  // blocks times queries: a scan of fewer takes less than a thread costs
constexpr std::size_t bound_by_the_processor = 100'000;  // rows: of more, memory is what a scan waits for
constexpr std::size_t worth_a_batch = 8;      // queries: fewer are quicker one by one

// Calls work(part) for each of `parts`, side by side, and gives what they return, in order.
template <typename Work>
void in_parallel(std::size_t parts, const Work& work) {
    std::vector<std::future<void>> others;
    for (std::size_t part = 1; part < parts; ++part) {
        others.push_back(std::async(std::launch::async, [&work, part] { work(part); }));
    }
    work(0);
    for (auto& other : others) other.get();
}

struct Request {
    const Gallery& gallery;
    const float* units;
    const Rotation* spread;  // null where the rows are turned already
    std::size_t dim, count, k;
    float min_score;
    Arena* memory;

    const float* unit(std::size_t number) const noexcept { return units + number * gallery.rows.stride(); }
};

using Bests = ArenaVector<Best>;  // one for each query

// The whole gallery, shared out among threads: scan(span, memory) gives the bests of a part.
template <typename Scan>
Bests over_all_rows(const Request& request, unsigned threads, Arenas& arenas, const Scan& scan) {
    const std::size_t blocks = (request.gallery.planes.count() + block_rows - 1) / block_rows;
    const std::size_t parts = std::clamp<std::size_t>(blocks * request.count / worth_a_thread, 1, threads);
    if (parts == 1) return scan(Span{0, blocks}, request.memory);
    std::vector<Arenas::Lease> leases;
    for (std::size_t part = 0; part < parts; ++part) leases.push_back(arenas.lease());
    std::vector<std::optional<Bests>> bests(parts);
    in_parallel(parts, [&](std::size_t part) {
        bests[part].emplace(scan(Span{blocks * part / parts, blocks * (part + 1) / parts}, leases[part].get()));
    });
    Bests whole(request.memory);
    whole.reserve(request.count);
    for (std::size_t query = 0; query < request.count; ++query) {
        Best& best = whole.emplace_back(request.k, request.min_score, request.memory);
        for (const auto& part : bests) best.merge((*part)[query]);
    }
    return whole;
}

ArenaVector<PlaneQuery> plane_queries(const Request& request, PlaneQuery::Form form) {
    ArenaVector<PlaneQuery> planes(request.memory);
    planes.reserve(request.count);
    ErasingArray<double, max_dim> turned(request.dim);
    for (std::size_t number = 0; number < request.count; ++number) {
        std::copy_n(request.unit(number), request.dim, turned.data());
        if (request.spread != nullptr) request.spread->apply(turned.data());
        planes.emplace_back(turned.data(), request.dim, form, request.memory);
    }
    return planes;
}

Bests search_all(const Request& request, unsigned threads, Arenas& arenas) {
    const bool at_once = request.count >= worth_a_batch;
    const bool paired = request.gallery.planes.count() <= bound_by_the_processor;
    using Form = PlaneQuery::Form;
    const auto planes = plane_queries(request, at_once ? Form::values : paired ? Form::paired_tables : Form::tables);
    ArenaVector<Query> queries(request.memory);
    queries.reserve(request.count);
    for (std::size_t number = 0; number < request.count; ++number) {
        queries.push_back({request.unit(number), planes[number]});
    }
    if (at_once) {
        return over_all_rows(request, threads, arenas, [&](Span span, Arena* memory) {
            return scan_batch(request.gallery, queries, span, request.k, request.min_score, memory);
        });
    }
    return over_all_rows(request, threads, arenas, [&](Span span, Arena* memory) {
        Bests bests(memory);
        bests.reserve(queries.size());
        for (const Query& query : queries) {
            bests.push_back(scan_planes(request.gallery, query, span, request.k, request.min_score, memory));
        }
        return bests;
    });
}

void write(const std::pmr::vector<Answer>& answers, std::size_t k, Hits hits) noexcept {
    for (std::size_t rank = 0; rank < k; ++rank) {
        const bool found = rank < answers.size();
        hits.ids[rank] = found ? answers[rank].id : -1;
        hits.scores[rank] = found ? answers[rank].score : std::numeric_limits<float>::quiet_NaN();
    }
}

}  // namespace

void VectorIndex::check(std::size_t count, std::size_t k, float min_score) {
    constexpr std::size_t most = std::numeric_limits<std::int32_t>::max();
    if (k == 0 || k > most / std::max<std::size_t>(count, 1)) {
        throw Error(Code::argument, "k is 1 or more, and queries x k at most " + std::to_string(most) + ", not " +
                                        std::to_string(count) + " x " + std::to_string(k));
    }
    if (std::isnan(min_score)) throw Error(Code::argument, "min_score is NaN");
}

void VectorIndex::mark(const AllowedIds& allowed, std::uint16_t* marks) const noexcept {
    for (std::size_t at = 0; at < allowed.count; ++at) {
        const std::uint32_t row = row_of_->find(allowed.ids[at]);
        if (row == RowOfId::none) continue;
        auto& block = marks[row / block_rows];
        block = static_cast<std::uint16_t>(block | 1U << row % block_rows);
    }
}

void VectorIndex::search(const float* queries, std::size_t count, std::size_t k, float min_score,
                         const AllowedIds* allowed, Hits hits) const {
    check(count, k, min_score);
    const auto arena = arenas_->lease();
    std::shared_lock lock(mutex_);
    ArenaVector<std::uint16_t> marks(arena.get());
    if (allowed != nullptr) {
        marks.resize(ids_.size() / block_rows + 1);
        mark(*allowed, marks.data());
    }
    answer(queries, count, k, min_score, allowed != nullptr ? marks.data() : nullptr, hits, arena.get());
}

void VectorIndex::search(const float* queries, std::size_t count, std::size_t k, float min_score,
                         const Allowed& allowed, Hits hits) const {
    check(count, k, min_score);
    const auto arena = arenas_->lease();
    std::shared_lock lock(mutex_);
    const auto marks = allowed.marks(version_, [&] {
        Allowed::Marks made(ids_.size() / block_rows + 1);
        mark({allowed.ids().data(), allowed.ids().size()}, made.data());
        return made;
    });
    answer(queries, count, k, min_score, marks->data(), hits, arena.get());
}

void VectorIndex::answer(const float* queries, std::size_t count, std::size_t k, float min_score,
                         const std::uint16_t* marks, Hits hits, Arena* memory) const {
    const Rotation* rotation = rotation_.get();
    ArenaVector<float> units(count * rows_->stride(), memory);
    to_units(queries, count, dim_, keyed() ? rotation : nullptr, "queries", 0, units.data());
    if (count == 0) return;
    const Gallery gallery{*planes_, *rows_, ids_, marks};
    const Request request{gallery, units.data(), keyed() ? nullptr : rotation, dim_, count, k, min_score, memory};
    auto bests = search_all(request, threads_, *arenas_);
    for (std::size_t query = 0; query < count; ++query) {
        write(bests[query].in_order(), k, {hits.ids + query * k, hits.scores + query * k});
    }
}

}  // namespace zbsec

// How a VectorIndex answers: by scans over the bit planes, shared among threads.
#include <algorithm>
#include <cmath>
#include <future>
#include <limits>
#include <shared_mutex>
#include <string>

#include "batch_scan.hpp"
#include "nested_planes.hpp"
#include "plane_query.hpp"
#include "plane_scan.hpp"
#include "rotation.hpp"
#include "rows.hpp"
#include "unit.hpp"
#include "zbsec/error.hpp"
#include "zbsec/vector_index.hpp"

namespace zbsec {
namespace {

constexpr std::size_t worth_a_thread = 2048;  // blocks times queries: a scan of fewer takes less than a thread costs
constexpr std::size_t worth_a_batch = 8;      // queries: fewer are quicker one by one

// Calls work(part) for each of `parts`, side by side, and gives what they return, in order.
template <typename Work>
auto in_parallel(std::size_t parts, const Work& work) {
    std::vector<std::future<decltype(work(std::size_t{}))>> others;
    for (std::size_t part = 1; part < parts; ++part) {
        others.push_back(std::async(std::launch::async, [&work, part] { return work(part); }));
    }
    std::vector<decltype(work(std::size_t{}))> results;
    results.push_back(work(0));
    for (auto& other : others) results.push_back(other.get());
    return results;
}

struct Request {
    const Gallery& gallery;
    const ErasingVector<float>& units;
    const Rotation* spread;  // null where the rows are turned already
    std::size_t dim, count, k;
    float min_score;
};

PlaneQuery plane_query(const Request& request, std::size_t number) {
    const float* unit = request.units.data() + number * request.gallery.rows.stride();
    ErasingVector<double> turned(unit, unit + request.dim);
    if (request.spread != nullptr) request.spread->apply(turned.data());
    return PlaneQuery(turned.data(), request.dim);
}

// The whole gallery, shared out among threads: scan(span) gives the bests of a part, one for each query.
template <typename Scan>
std::vector<Best> over_all_rows(const Request& request, unsigned threads, const Scan& scan) {
    const std::size_t blocks = (request.gallery.planes.count() + block_rows - 1) / block_rows;
    const std::size_t parts = std::clamp<std::size_t>(blocks * request.count / worth_a_thread, 1, threads);
    auto bests = in_parallel(parts, [&](std::size_t part) {
        return scan(Span{blocks * part / parts, blocks * (part + 1) / parts});
    });
    for (std::size_t part = 1; part < parts; ++part) {
        for (std::size_t query = 0; query < bests[0].size(); ++query) bests[0][query].merge(bests[part][query]);
    }
    return std::move(bests[0]);
}

std::vector<Best> search_all(const Request& request, unsigned threads) {
    std::vector<PlaneQuery> planes;
    std::vector<Query> queries;
    for (std::size_t number = 0; number < request.count; ++number) planes.push_back(plane_query(request, number));
    for (std::size_t number = 0; number < request.count; ++number) {
        queries.push_back({request.units.data() + number * request.gallery.rows.stride(), planes[number]});
    }
    if (request.count >= worth_a_batch) {
        return over_all_rows(request, threads, [&](Span span) {
            return scan_batch(request.gallery, queries, span, request.k, request.min_score);
        });
    }
    return over_all_rows(request, threads, [&](Span span) {
        std::vector<Best> bests;
        for (const Query& query : queries) {
            bests.push_back(scan_planes(request.gallery, query, span, request.k, request.min_score));
        }
        return bests;
    });
}

void write(const std::vector<Answer>& answers, std::size_t place, Hits& hits) {
    for (std::size_t rank = 0; rank < answers.size(); ++rank) {
        hits.ids[place + rank] = answers[rank].id;
        hits.scores[place + rank] = answers[rank].score;
    }
}

}  // namespace

std::vector<std::uint8_t> VectorIndex::marks(const std::vector<std::int64_t>& allowed) const {
    std::vector<std::uint8_t> marked(ids_.size(), 0);
    for (const auto id : allowed) {
        if (const auto found = row_of_.find(id); found != row_of_.end()) marked[found->second] = 1;
    }
    return marked;
}

Hits VectorIndex::search(const float* queries, std::size_t count, std::size_t k, float min_score,
                         const std::optional<std::vector<std::int64_t>>& allowed) const {
    constexpr std::size_t most = std::numeric_limits<std::int32_t>::max();
    if (k == 0 || k > most / std::max<std::size_t>(count, 1)) {
        throw Error(Code::argument, "k is 1 or more, and queries x k at most " + std::to_string(most) + ", not " +
                                        std::to_string(count) + " x " + std::to_string(k));
    }
    if (std::isnan(min_score)) throw Error(Code::argument, "min_score is NaN");
    const auto units = to_units(queries, count, dim_, keyed() ? rotation_.get() : nullptr, "queries");
    Hits hits{std::vector<std::int64_t>(count * k, -1),
              std::vector<float>(count * k, std::numeric_limits<float>::quiet_NaN())};
    std::shared_lock lock(mutex_);
    const auto marked = allowed ? marks(*allowed) : std::vector<std::uint8_t>();
    const Gallery gallery{*planes_, *rows_, ids_, allowed ? marked.data() : nullptr};
    if (count == 0) return hits;
    auto bests = search_all({gallery, units, keyed() ? nullptr : rotation_.get(), dim_, count, k, min_score}, threads_);
    for (std::size_t query = 0; query < count; ++query) write(std::move(bests[query]).in_order(), query * k, hits);
    return hits;
}

}  // namespace zbsec

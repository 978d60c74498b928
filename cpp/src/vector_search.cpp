// How a VectorIndex answers: a scan in float32 over the rows, then the near ones again in double.
#include <algorithm>
#include <cmath>
#include <future>
#include <limits>
#include <shared_mutex>
#include <string>

#include "candidates.hpp"
#include "dot64.hpp"
#include "kernel_table.hpp"
#include "rotation.hpp"
#include "rows.hpp"
#include "unit.hpp"
#include "zbsec/error.hpp"
#include "zbsec/vector_index.hpp"

namespace zbsec {
namespace {

constexpr std::size_t run_bytes = 256 * 1024;     // rows that stay in the L2 cache while every query passes over them
constexpr std::size_t longest_run = 256;
constexpr std::size_t thread_flops = 4'000'000;  // under about a millisecond, a thread costs more than it saves

// |float32 scan - double| <= gamma_n |q||x| with gamma_n = nu / (1 - nu), u = 2^-24, for any order of the sums (Higham,
// Accuracy and Stability of Numerical Algorithms, 3.1, with Cauchy and Schwarz), and n u < 2^-11. Twice that, and a little
// for lengths that are not quite one and for rounding the double to float.
float scan_error(std::size_t dim) noexcept {
    return static_cast<float>(dim + 16) * std::numeric_limits<float>::epsilon();
}

struct Span {
    std::size_t from, to;
};

// Calls visit(first row, rows) for every run of rows that may be answers.
template <typename Visit>
void for_each_run(Span span, const std::uint8_t* marks, std::size_t longest, Visit visit) {
    for (std::size_t row = span.from; row < span.to;) {
        if (marks != nullptr && marks[row] == 0) {
            ++row;
            continue;
        }
        const std::size_t limit = std::min(span.to, row + longest);
        std::size_t end = row + 1;
        while (end < limit && (marks == nullptr || marks[end] != 0)) ++end;
        visit(row, end - row);
        row = end;
    }
}

struct Task {
    const Rows& rows;
    const std::uint8_t* marks;  // by row; null: all may be answers
    const ErasingVector<float>& queries;
    std::size_t count;  // of queries
    std::size_t k;
    float min_score;
    float error;
};

std::vector<Candidates> scan(const Task& task, Span span) {
    std::vector<Candidates> found(task.count, Candidates(task.k, task.min_score, task.error));
    const std::size_t stride = task.rows.stride();
    const std::size_t longest = std::clamp<std::size_t>(run_bytes / (stride * sizeof(float)), 4, longest_run);
    float scores[2 * longest_run];
    for_each_run(span, task.marks, longest, [&](std::size_t row, std::size_t rows) {
        for (std::size_t query = 0; query < task.count; query += 2) {
            const std::size_t many = std::min<std::size_t>(2, task.count - query);
            kernels().dot_rows_f32(task.queries.data() + query * stride, many, task.rows.row(row), rows, stride, scores);
            for (std::size_t at = 0; at < many * rows; ++at) found[query + at / rows].offer(scores[at], row + at % rows);
        }
    });
    return found;
}

std::vector<Candidates> scan_in_parallel(const Task& task, unsigned threads) {
    const std::size_t rows = task.rows.count();
    const double flops = static_cast<double>(rows) * static_cast<double>(task.rows.stride() * task.count);
    const auto worth = static_cast<std::size_t>(flops / static_cast<double>(thread_flops));
    const std::size_t workers = std::clamp<std::size_t>(worth, 1, threads);
    std::vector<std::future<std::vector<Candidates>>> others;
    for (std::size_t worker = 1; worker < workers; ++worker) {
        const Span span{rows * worker / workers, rows * (worker + 1) / workers};
        others.push_back(std::async(std::launch::async, [&task, span] { return scan(task, span); }));
    }
    auto found = scan(task, {0, rows / workers});
    for (auto& other : others) {
        const auto more = other.get();
        for (std::size_t query = 0; query < task.count; ++query) found[query].merge(more[query]);
    }
    return found;
}

// Scores the near rows again in double, and writes the best of them.
void answer(const Task& task, std::size_t query, std::vector<Scored> near, const std::vector<std::int64_t>& ids, Hits& hits) {
    const float* unit = task.queries.data() + query * task.rows.stride();
    for (auto& one : near) one.score = static_cast<float>(dot64(unit, task.rows.row(one.row), task.rows.stride()));
    std::sort(near.begin(), near.end(), [&](const Scored& a, const Scored& b) {
        return a.score != b.score ? a.score > b.score : ids[a.row] < ids[b.row];
    });
    const std::size_t most = std::min(task.k, near.size());
    for (std::size_t rank = 0; rank < most && near[rank].score >= task.min_score; ++rank) {
        hits.ids[query * task.k + rank] = ids[near[rank].row];
        hits.scores[query * task.k + rank] = near[rank].score;
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
    const auto units = to_units(queries, count, dim_, rotation_.get(), "queries");
    Hits hits{std::vector<std::int64_t>(count * k, -1),
              std::vector<float>(count * k, std::numeric_limits<float>::quiet_NaN())};
    std::shared_lock lock(mutex_);
    const auto marked = allowed ? marks(*allowed) : std::vector<std::uint8_t>();
    const Task task{*rows_, allowed ? marked.data() : nullptr, units, count, k, min_score, scan_error(dim_)};
    auto found = scan_in_parallel(task, threads_);
    for (std::size_t query = 0; query < count; ++query) answer(task, query, found[query].take(), ids_, hits);
    return hits;
}

}  // namespace zbsec

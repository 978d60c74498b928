#include "zbsec/vector_index.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <mutex>
#include <thread>

#include "rotation.hpp"
#include "rows.hpp"
#include "zbsec/dispatch.hpp"
#include "zbsec/error.hpp"

namespace zbsec {
namespace {

constexpr std::size_t block_rows = 256;

double dot(const float* a, const float* b, std::size_t dim) noexcept {
    double sum = 0.0;
    for (std::size_t at = 0; at < dim; ++at) sum += static_cast<double>(a[at]) * static_cast<double>(b[at]);
    return sum;
}

// |float32 scan - double| <= n * eps for unit vectors, whatever the order of the sums (Higham, Accuracy and Stability
// of Numerical Algorithms, 3.1, with Cauchy-Schwarz); one more eps for rounding the double to float.
float margin(std::size_t dim) noexcept {
    return static_cast<float>(dim + 16) * std::numeric_limits<float>::epsilon();
}

}  // namespace

struct VectorIndex::Scored {
    float score;
    std::size_t row;
};

VectorIndex::VectorIndex(std::size_t dim, std::optional<Key> key, unsigned threads)
    : dim_(dim), threads_(threads), fingerprint_(key ? Rotation::fingerprint(*key) : 0),
      rows_(std::make_unique<Rows>(dim)) {
    if (dim == 0 || dim > 65536) throw Error(Code::argument, "dim is 1 to 65536, not " + std::to_string(dim));
    if (threads == 0) throw Error(Code::argument, "threads is 1 or more, not 0");
    if (key) rotation_ = std::make_unique<Rotation>(dim, *key);
    kernels();
}

VectorIndex::~VectorIndex() = default;

std::size_t VectorIndex::size() const {
    std::shared_lock lock(mutex_);
    return ids_.size();
}

std::vector<std::int64_t> VectorIndex::ids() const {
    std::shared_lock lock(mutex_);
    auto sorted = ids_;
    std::sort(sorted.begin(), sorted.end());
    return sorted;
}

bool VectorIndex::contains(std::int64_t id) const {
    std::shared_lock lock(mutex_);
    return row_of_.count(id) != 0;
}

std::vector<float> VectorIndex::prepare(const float* vector, const std::string& what) const {
    std::vector<double> exact(vector, vector + dim_);
    double largest = 0.0;
    for (const double value : exact) {
        if (!std::isfinite(value)) throw Error(Code::shape, what + " holds NaN or infinity; every number must be finite");
        largest = std::max(largest, std::abs(value));
    }
    if (largest == 0.0) throw Error(Code::shape, what + " is zero and has no direction");
    double squares = 0.0;
    for (double& value : exact) {
        value /= largest;
        squares += value * value;
    }
    const double length = std::sqrt(squares);
    for (double& value : exact) value /= length;
    if (rotation_) exact = rotation_->apply(exact);
    std::vector<float> unit(rows_->stride(), 0.0f);
    std::transform(exact.begin(), exact.end(), unit.begin(), [](double value) { return static_cast<float>(value); });
    return unit;
}

void VectorIndex::add(const std::vector<std::int64_t>& ids, const float* vectors) {
    std::vector<std::vector<float>> units;
    units.reserve(ids.size());
    for (std::size_t row = 0; row < ids.size(); ++row) {
        if (ids[row] < 0) {
            throw Error(Code::argument, "ids, row " + std::to_string(row) + ": an id is 0 or more, not " +
                                            std::to_string(ids[row]));
        }
        units.push_back(prepare(vectors + row * dim_, "vectors, row " + std::to_string(row)));
    }
    std::unique_lock lock(mutex_);
    std::unordered_map<std::int64_t, std::size_t> fresh;
    for (std::size_t row = 0; row < ids.size(); ++row) {
        if (row_of_.count(ids[row]) != 0 || !fresh.emplace(ids[row], row).second) {
            throw Error(Code::duplicate, "ids, row " + std::to_string(row) + ": id " + std::to_string(ids[row]) +
                                             " is there already; remove it first");
        }
    }
    for (std::size_t row = 0; row < ids.size(); ++row) {
        row_of_.emplace(ids[row], ids_.size());
        ids_.push_back(ids[row]);
        rows_->append(units[row]);
    }
}

void VectorIndex::remove(const std::vector<std::int64_t>& ids) {
    std::unique_lock lock(mutex_);
    for (const auto id : ids) {
        if (row_of_.count(id) == 0) throw Error(Code::unknown_id, "id " + std::to_string(id) + " is not in the index");
    }
    for (const auto id : ids) {
        const auto found = row_of_.find(id);
        if (found == row_of_.end()) continue;  // named twice
        const std::size_t row = found->second;
        row_of_.erase(found);
        if (row + 1 != ids_.size()) {
            ids_[row] = ids_.back();
            row_of_[ids_[row]] = row;
        }
        ids_.pop_back();
        rows_->remove(row);
    }
}

std::vector<VectorIndex::Scored> VectorIndex::scan(const float* query, std::size_t k, float min_score,
                                                   const std::vector<std::size_t>* rows) const {
    const auto& kernel = kernels();
    const float slack = margin(dim_);
    const auto lower = [](const Scored& a, const Scored& b) { return a.score > b.score; };
    std::vector<Scored> best;  // the k best so far, a heap with the worst on top
    std::vector<Scored> near;  // everything that could still be among them
    float cut_off = min_score;
    const auto consider = [&](float score, std::size_t row) {
        if (!(score >= cut_off - 2 * slack)) return;
        near.push_back({score, row});
        best.push_back({score, row});
        std::push_heap(best.begin(), best.end(), lower);
        if (best.size() > k) {
            std::pop_heap(best.begin(), best.end(), lower);
            best.pop_back();
        }
        if (best.size() == k) cut_off = std::max(min_score, best.front().score);
    };
    float scores[block_rows];
    const std::size_t count = rows ? rows->size() : rows_->count();
    for (std::size_t from = 0; from < count; from += block_rows) {
        const std::size_t many = std::min(block_rows, count - from);
        if (rows == nullptr) {
            kernel.dot_rows_f32(query, rows_->row(from), rows_->stride(), many, scores);
        } else {
            for (std::size_t at = 0; at < many; ++at) {
                kernel.dot_rows_f32(query, rows_->row((*rows)[from + at]), rows_->stride(), 1, scores + at);
            }
        }
        for (std::size_t at = 0; at < many; ++at) consider(scores[at], rows ? (*rows)[from + at] : from + at);
    }
    near.erase(std::remove_if(near.begin(), near.end(),
                              [&](const Scored& one) { return !(one.score >= cut_off - 2 * slack); }),
               near.end());
    return near;
}

void VectorIndex::search_one(const float* query, std::size_t k, float min_score, const std::vector<std::size_t>* rows,
                             std::int64_t* ids, float* scores) const {
    auto near = scan(query, k, min_score, rows);
    for (auto& one : near) one.score = static_cast<float>(dot(query, rows_->row(one.row), dim_));
    near.erase(std::remove_if(near.begin(), near.end(), [&](const Scored& one) { return one.score < min_score; }),
               near.end());
    std::sort(near.begin(), near.end(), [this](const Scored& a, const Scored& b) {
        return a.score != b.score ? a.score > b.score : ids_[a.row] < ids_[b.row];
    });
    for (std::size_t rank = 0; rank < k; ++rank) {
        const bool there = rank < near.size();
        ids[rank] = there ? ids_[near[rank].row] : -1;
        scores[rank] = there ? near[rank].score : std::numeric_limits<float>::quiet_NaN();
    }
}

Hits VectorIndex::search(const float* queries, std::size_t count, std::size_t k, float min_score,
                         const std::optional<std::vector<std::int64_t>>& allowed) const {
    if (k == 0) throw Error(Code::argument, "k is 1 or more, not 0");
    if (std::isnan(min_score)) throw Error(Code::argument, "min_score is NaN");
    std::vector<std::vector<float>> units;
    for (std::size_t row = 0; row < count; ++row) {
        units.push_back(prepare(queries + row * dim_, "queries, row " + std::to_string(row)));
    }
    Hits hits{std::vector<std::int64_t>(count * k), std::vector<float>(count * k)};
    std::shared_lock lock(mutex_);
    std::vector<std::size_t> rows;
    if (allowed) {
        for (const auto id : *allowed) {
            if (const auto found = row_of_.find(id); found != row_of_.end()) rows.push_back(found->second);
        }
        std::sort(rows.begin(), rows.end());
        rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    }
    const auto share = [&](std::size_t first, std::size_t step) {
        for (std::size_t row = first; row < count; row += step) {
            search_one(units[row].data(), k, min_score, allowed ? &rows : nullptr, hits.ids.data() + row * k,
                       hits.scores.data() + row * k);
        }
    };
    const std::size_t workers = std::min<std::size_t>(threads_, count);
    std::vector<std::thread> others;
    for (std::size_t worker = 1; worker < workers; ++worker) others.emplace_back(share, worker, workers);
    if (workers > 0) share(0, workers);
    for (auto& other : others) other.join();
    return hits;
}

}  // namespace zbsec

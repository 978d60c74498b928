// What a scan in float32 cannot rule out of the k best answers to one query.
#pragma once
#include <algorithm>
#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

namespace zbsec {

struct Scored {
    float score;
    std::size_t row;
};

class Candidates {
public:
    // `error` bounds how far a score offered may be from the exact one.
    Candidates(std::size_t k, float min_score, float error) : k_(k), slack_(2.0f * error), cut_off_(min_score) {}

    void offer(float score, std::size_t row) {
        if (!near(score)) return;
        found_.push_back({score, row});
        best_.push_back(score);
        std::push_heap(best_.begin(), best_.end(), std::greater<>());
        if (best_.size() > k_) {
            std::pop_heap(best_.begin(), best_.end(), std::greater<>());
            best_.pop_back();
        }
        if (best_.size() == k_) cut_off_ = std::max(cut_off_, best_.front());
    }

    void merge(const Candidates& other) {
        for (const auto& one : other.found_) offer(one.score, one.row);
    }

    // Everything that may still be among the k best, and nothing else.
    std::vector<Scored> take() {
        found_.erase(std::remove_if(found_.begin(), found_.end(), [&](const Scored& one) { return !near(one.score); }),
                     found_.end());
        return std::move(found_);
    }

private:
    // An answer's exact score is at least that of k others; each of the two scores may be off by the error.
    bool near(float score) const noexcept { return score >= cut_off_ - slack_; }

    std::size_t k_;
    float slack_;
    float cut_off_;
    std::vector<float> best_;  // the k best scores so far, a heap with the worst on top
    std::vector<Scored> found_;
};

}  // namespace zbsec

// The k best answers to one query so far.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace zbsec {

struct Answer {
    float score;
    std::int64_t id;
    // Best first, equal scores by smaller id.
    friend bool operator<(const Answer& a, const Answer& b) noexcept {
        return a.score != b.score ? a.score > b.score : a.id < b.id;
    }
};

class Best {
public:
    Best(std::size_t k, float min_score) : k_(k), min_score_(min_score) {}

    // What scores less is no answer; what scores as much may be one.
    float cut_off() const noexcept { return answers_.size() < k_ ? min_score_ : std::max(min_score_, answers_.front().score); }

    void offer(const Answer& answer) {
        if (answer.score < min_score_ || (answers_.size() == k_ && !(answer < answers_.front()))) return;
        if (answers_.size() == k_) {
            std::pop_heap(answers_.begin(), answers_.end());
            answers_.pop_back();
        }
        answers_.push_back(answer);
        std::push_heap(answers_.begin(), answers_.end());
    }

    void merge(const Best& other) {
        for (const auto& answer : other.answers_) offer(answer);
    }

    std::vector<Answer> in_order() && {
        std::sort(answers_.begin(), answers_.end());
        return std::move(answers_);
    }

private:
    std::size_t k_;
    float min_score_;
    std::vector<Answer> answers_;  // a heap with the worst on top
};

}  // namespace zbsec

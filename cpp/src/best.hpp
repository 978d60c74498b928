// The k best answers to one query so far.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <utility>
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
    Best(std::size_t k, float min_score, std::pmr::memory_resource* memory)
        : k_(k), min_score_(min_score), answers_(memory) {}
    Best(const Best&) = delete;  // a copy would leave the arena
    Best(Best&&) = default;

    // Forgets the answers, and takes none that is worse than any of them was.
    void start_again() noexcept {
        min_score_ = cut_off();
        answers_.clear();
    }

    // What scores less is no answer; what scores as much may be one.
    float cut_off() const noexcept {
        return answers_.size() < k_ ? min_score_ : std::max(min_score_, answers_.front().score);
    }

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

    const std::pmr::vector<Answer>& in_order() {
        std::sort(answers_.begin(), answers_.end());
        return answers_;
    }

private:
    std::size_t k_;
    float min_score_;
    std::pmr::vector<Answer> answers_;  // a heap with the worst on top
};

}  // namespace zbsec

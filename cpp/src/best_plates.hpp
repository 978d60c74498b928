// Keeps the plates of least cost, equal costs by smaller id.
#pragma once
#include <algorithm>
#include <vector>

#include "zbsec/plate_book.hpp"

namespace zbsec {

class BestPlates {
public:
    BestPlates(std::size_t limit, float max_cost) : limit_(limit), max_cost_(max_cost) {}

    // A plate that costs more is none of the best.
    float cut_off() const noexcept { return kept_.size() < limit_ ? max_cost_ : kept_.front().cost; }

    void offer(float cost, std::int64_t id, std::uint64_t plate) {
        if (cost > cut_off()) return;
        const Kept one{cost, id, plate};
        if (kept_.size() == limit_) {
            if (!(one < kept_.front())) return;
            std::pop_heap(kept_.begin(), kept_.end());
            kept_.pop_back();
        }
        kept_.push_back(one);
        std::push_heap(kept_.begin(), kept_.end());
    }

    // Best first. Leaves none behind.
    std::vector<PlateMatch> take() {
        std::sort_heap(kept_.begin(), kept_.end());
        std::vector<PlateMatch> found;
        for (const auto& one : kept_) found.push_back({one.id, decode_text(unpack(one.plate)), one.cost});
        kept_.clear();
        return found;
    }

private:
    struct Kept {
        float cost;
        std::int64_t id;
        std::uint64_t plate;
        bool operator<(const Kept& other) const noexcept {
            return cost != other.cost ? cost < other.cost : id < other.id;
        }
    };
    std::size_t limit_;
    float max_cost_;
    std::vector<Kept> kept_;  // a heap, the worst in front
};

}  // namespace zbsec

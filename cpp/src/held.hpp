// Numbers in memory of our own, or in a mapped file until they first change.
#pragma once
#include <algorithm>
#include <cstddef>

#include "erasing.hpp"

namespace zbsec {

template <typename T>
class Held {
public:
    const T* data() const noexcept { return mapped_ != nullptr ? mapped_ : own_.data(); }
    std::size_t size() const noexcept { return mapped_ != nullptr ? mapped_count_ : own_.size(); }

    // Somebody else keeps the file open.
    void map(const T* values, std::size_t count) noexcept {
        own_ = {};
        mapped_ = values;
        mapped_count_ = count;
    }

    // Makes the numbers our own, with room for that many in all, and half as many again where there was too little.
    // What follows cannot fail.
    void make_room(std::size_t needed) {
        if (needed > own_.capacity()) own_.reserve(std::max(needed, own_.capacity() + own_.capacity() / 2));
        if (mapped_ == nullptr) return;
        own_.assign(mapped_, mapped_ + mapped_count_);
        mapped_ = nullptr;
    }

    // make_room comes first.
    ErasingVector<T>& own() noexcept { return own_; }

private:
    ErasingVector<T> own_;
    const T* mapped_ = nullptr;
    std::size_t mapped_count_ = 0;
};

}  // namespace zbsec

#include "arena.hpp"

namespace zbsec {
namespace {

// Bytes of the widest vector and of a cache line; all that is handed out starts at one.
constexpr std::size_t line = 64;

constexpr std::size_t whole_lines(std::size_t bytes) noexcept { return (bytes + line - 1) / line * line; }

}  // namespace

void* Arena::do_allocate(std::size_t bytes, std::size_t) {
    const std::size_t wanted = whole_lines(bytes);
    if (wanted <= block_.size() - used_) {
        void* data = block_.data() + used_;
        used_ += wanted;
        return data;
    }
    further_.emplace_back(wanted);
    further_bytes_ += wanted;
    return further_.back().data();
}

void Arena::do_deallocate(void* data, std::size_t bytes, std::size_t) {
    // A vector that grows while it is the last one leaves no gap.
    const std::size_t wanted = whole_lines(bytes);
    if (used_ >= wanted && data == block_.data() + (used_ - wanted)) {
        erase(data, wanted);
        used_ -= wanted;
    }
}

void Arena::clear() {
    if (used_ > 0) erase(block_.data(), used_);
    const std::size_t needed = block_.size() + further_bytes_;
    const bool grows = !further_.empty();
    further_.clear();
    further_bytes_ = used_ = 0;
    if (!grows) return;
    block_ = Block();
    block_.resize(needed);
}

Arenas::Lease Arenas::lease() {
    const std::lock_guard lock(mutex_);
    if (free_.empty()) {
        free_.reserve(free_.capacity() + 1);  // so that giving it back cannot fail
        return {*this, std::make_unique<Arena>()};
    }
    auto arena = std::move(free_.back());
    free_.pop_back();
    return {*this, std::move(arena)};
}

Arenas::Lease::~Lease() {
    if (!arena_) return;
    try {
        arena_->clear();
    } catch (const std::bad_alloc&) {
        return;  // this one is given up; the next search makes another
    }
    const std::lock_guard lock(arenas_->mutex_);
    arenas_->free_.push_back(std::move(arena_));
}

}  // namespace zbsec

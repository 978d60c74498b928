// Keys in order and a value for each, in blocks of a few hundred, so that one key goes in or out without moving the
// others.
#pragma once
#include <algorithm>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "erasing.hpp"
#include "kernel_table.hpp"

namespace zbsec {

template <typename Key, typename Value>
class SortedBlocks {
public:
    // Where a key stands: positions grow with the keys, but with gaps behind blocks that are not full.
    using Position = std::size_t;

    static constexpr std::size_t most = 512;  // keys of a block

    std::size_t size() const noexcept { return size_; }
    Position begin() const noexcept { return 0; }
    Position end() const noexcept { return blocks_.size() * most; }

    const Key& key(Position at) const noexcept { return blocks_[at / most]->keys[at % most]; }
    const Value& value(Position at) const noexcept { return blocks_[at / most]->values[at % most]; }

    // The first position of [from, to) whose key is not below this one, or `to`.
    Position lower_bound(Position from, Position to, const Key& key) const noexcept {
        if (from == to) return to;
        const std::size_t first = from / most, last = to / most;
        std::size_t block = first;
        if (first != last) {
            const Key* firsts = firsts_.data();
            const Key* behind = firsts + std::min(last + 1, blocks_.size());
            block = static_cast<std::size_t>(std::lower_bound(firsts + first + 1, behind, key) - firsts) - 1;
        }
        const Key* keys = blocks_[block]->keys;
        const Key* stop = keys + (block == last ? to % most : blocks_[block]->count);
        const Key* found = std::lower_bound(keys + (block == first ? from % most : 0), stop, key);
        if (block < last && found == stop) return (block + 1) * most;
        return block * most + static_cast<std::size_t>(found - keys);
    }

    // Null where the key is not there.
    const Value* find(const Key& wanted) const noexcept {
        const Position at = lower_bound(begin(), end(), wanted);
        return at != end() && key(at) == wanted ? &value(at) : nullptr;
    }

    // Calls act(keys, values, count) for each run of [from, to) that stands together. Behind the keys of a run, the
    // next kernel_width can be read.
    template <typename Act>
    void each_run(Position from, Position to, const Act& act) const {
        while (from < to) {
            const Block& block = *blocks_[from / most];
            const std::size_t start = from % most;
            const std::size_t stop = from / most == to / most ? to % most : block.count;
            act(block.keys + start, block.values + start, stop - start);
            from = (from / most + 1) * most;
        }
    }

    // How many keys [from, to) has; exact up to `enough`, else at least that.
    std::size_t count(Position from, Position to, std::size_t enough) const noexcept {
        std::size_t many = 0;
        while (from < to && many < enough) {
            const bool within = from / most == to / most;
            many += (within ? to % most : blocks_[from / most]->count) - from % most;
            from = (from / most + 1) * most;
        }
        return many;
    }

    // A key that is not there yet. Nothing has changed where memory runs out.
    void insert(const Key& key, const Value& value) {
        std::size_t at = block_of(key);
        if (blocks_.empty() || blocks_[at]->count == most) at = make_room(at, key);
        Block& block = *blocks_[at];
        Key* const place = std::lower_bound(block.keys, block.keys + block.count, key);
        const auto row = static_cast<std::size_t>(place - block.keys);
        std::copy_backward(place, block.keys + block.count, block.keys + block.count + 1);
        std::copy_backward(block.values + row, block.values + block.count, block.values + block.count + 1);
        block.keys[row] = key;
        block.values[row] = value;
        ++block.count;
        ++size_;
        firsts_[at] = block.keys[0];
    }

    // A key that is there. What it leaves is overwritten.
    void erase(const Key& key) noexcept {
        const std::size_t at = block_of(key);
        Block& block = *blocks_[at];
        Key* const place = std::lower_bound(block.keys, block.keys + block.count, key);
        const auto row = static_cast<std::size_t>(place - block.keys);
        std::copy(place + 1, block.keys + block.count, place);
        std::copy(block.values + row + 1, block.values + block.count, block.values + row);
        --block.count;
        --size_;
        zbsec::erase(block.keys + block.count, sizeof(Key));
        zbsec::erase(block.values + block.count, sizeof(Value));
        firsts_[at] = block.keys[0];
        if (block.count == 0) {
            drop(at);
        } else if (!absorbed_next(at) && at > 0) {
            absorbed_next(at - 1);
        }
    }

private:
    struct Block {
        std::size_t count = 0;
        Key keys[most + kernel_width] = {};
        Value values[most] = {};

        Block() = default;
        Block(const Block&) = delete;
        ~Block() {
            zbsec::erase(keys, sizeof keys);
            zbsec::erase(values, sizeof values);
        }
    };

    // The block that has the key, or would have it.
    std::size_t block_of(const Key& key) const noexcept {
        const auto above = std::upper_bound(firsts_.begin(), firsts_.end(), key);
        return above == firsts_.begin() ? 0 : static_cast<std::size_t>(above - firsts_.begin()) - 1;
    }

    // Which block takes the key when this one is full, or there is none. Keys that come in order fill each block.
    std::size_t make_room(std::size_t at, const Key& key) {
        if (firsts_.size() == firsts_.capacity()) firsts_.reserve(2 * firsts_.size() + 1);
        auto fresh = std::make_unique<Block>();
        if (blocks_.empty()) {
            blocks_.push_back(std::move(fresh));
            firsts_.push_back(key);
            return 0;
        }
        Block& full = *blocks_[at];
        Block& upper = *fresh;
        blocks_.insert(blocks_.begin() + static_cast<std::ptrdiff_t>(at) + 1, std::move(fresh));
        const std::size_t half = full.keys[most - 1] < key ? most : most / 2;
        append(upper, full, half);
        zbsec::erase(full.keys + half, (most - half) * sizeof(Key));
        zbsec::erase(full.values + half, (most - half) * sizeof(Value));
        full.count = half;
        const Key first = half == most ? key : upper.keys[0];
        firsts_.insert(firsts_.begin() + static_cast<std::ptrdiff_t>(at) + 1, first);
        return first > key ? at : at + 1;
    }

    static void append(Block& to, const Block& from, std::size_t first) noexcept {
        std::copy(from.keys + first, from.keys + from.count, to.keys + to.count);
        std::copy(from.values + first, from.values + from.count, to.values + to.count);
        to.count += from.count - first;
    }

    // Two blocks that hold half of one become one.
    bool absorbed_next(std::size_t at) noexcept {
        if (at + 1 == blocks_.size() || blocks_[at]->count + blocks_[at + 1]->count > most / 2) return false;
        append(*blocks_[at], *blocks_[at + 1], 0);
        drop(at + 1);
        return true;
    }

    void drop(std::size_t at) noexcept {
        blocks_.erase(blocks_.begin() + static_cast<std::ptrdiff_t>(at));
        firsts_.erase(firsts_.begin() + static_cast<std::ptrdiff_t>(at));
        zbsec::erase(firsts_.data() + firsts_.size(), sizeof(Key));
    }

    std::vector<std::unique_ptr<Block>> blocks_;
    ErasingVector<Key> firsts_;  // of each block
    std::size_t size_ = 0;
};

}  // namespace zbsec

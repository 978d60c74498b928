// Where each id's row is: a hash table of row numbers with linear probing, five to seven bytes an id.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace zbsec {

class RowOfId {
public:
    static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

    // The ids by row, which the owner keeps: an id stands there before it is put here, and until it is taken out.
    explicit RowOfId(const std::vector<std::int64_t>& ids) : ids_(ids) {}

    bool contains(std::int64_t id) const noexcept { return find(id) != none; }

    // none where the id is not there.
    std::uint32_t find(std::int64_t id) const noexcept { return slots_.empty() ? none : slots_[slot_of(id)]; }

    // Room for that many ids in all. What follows cannot fail.
    void make_room(std::size_t count) {
        if (5 * count <= 4 * slots_.size()) return;
        const std::size_t before = slots_.size();
        slots_.assign(std::max(count + count / 4 + 1, before + before / 2), none);
        for (std::size_t row = 0; row < ids_.size(); ++row) put(static_cast<std::uint32_t>(row));
    }

    // False where the id of this row is there already, with another row.
    bool put(std::uint32_t row) noexcept {
        std::uint32_t& slot = slots_[slot_of(ids_[row])];
        if (slot != none && slot != row) return false;
        slot = row;
        return true;
    }

    // The id of row `from` will stand in row `to`.
    void move(std::uint32_t from, std::uint32_t to) noexcept { slots_[slot_of(ids_[from])] = to; }

    void take(std::int64_t id) noexcept {
        std::size_t gap = slot_of(id);
        slots_[gap] = none;
        // What was put further on because of it moves up.
        for (std::size_t at = next(gap); slots_[at] != none; at = next(at)) {
            const std::size_t from_home = distance(home(ids_[slots_[at]]), at);
            if (from_home < distance(gap, at)) continue;
            slots_[gap] = slots_[at];
            slots_[at] = none;
            gap = at;
        }
    }

private:
    std::size_t home(std::int64_t id) const noexcept {
        // The finaliser of MurmurHash3: neighbouring ids land far apart.
        auto bits = static_cast<std::uint64_t>(id);
        bits = (bits ^ bits >> 33) * 0xFF51AFD7ED558CCDULL;
        bits = (bits ^ bits >> 33) * 0xC4CEB9FE1A85EC53ULL;
        bits ^= bits >> 33;
        return static_cast<std::size_t>((bits >> 32) * slots_.size() >> 32);
    }
    std::size_t next(std::size_t slot) const noexcept { return slot + 1 < slots_.size() ? slot + 1 : 0; }
    std::size_t distance(std::size_t from, std::size_t to) const noexcept {
        return to >= from ? to - from : to + slots_.size() - from;
    }
    // Where the id is, or would be put.
    std::size_t slot_of(std::int64_t id) const noexcept {
        std::size_t slot = home(id);
        while (slots_[slot] != none && ids_[slots_[slot]] != id) slot = next(slot);
        return slot;
    }

    const std::vector<std::int64_t>& ids_;
    std::vector<std::uint32_t> slots_;
};

}  // namespace zbsec

#include "zbsec/vector_index.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <string>
#include <utility>

#include "arena.hpp"
#include "mapped_file.hpp"
#include "nested_planes.hpp"
#include "rotation.hpp"
#include "row_of_id.hpp"
#include "rows.hpp"
#include "unit.hpp"
#include "zbsec/dispatch.hpp"
#include "zbsec/error.hpp"

namespace zbsec {
namespace {

constexpr std::size_t most_rows = RowOfId::none;
constexpr std::size_t rows_at_once = 256;  // converted vectors that stay in the cache until they are stored

std::uint64_t next_version() noexcept {
    static std::atomic<std::uint64_t> last{0};
    return ++last;
}

[[noreturn]] void refuse_id(std::size_t row, std::int64_t id, const char* reason) {
    throw Error(Code::shape, "ids, row " + std::to_string(row) + ": id " + std::to_string(id) + " " + reason);
}

}  // namespace

VectorIndex::VectorIndex(std::size_t dim, const std::optional<Key>& key, unsigned threads)
    : dim_(dim), threads_(threads), fingerprint_(key ? Rotation::fingerprint(*key) : 0), version_(next_version()),
      arenas_(std::make_unique<Arenas>()), rows_(std::make_unique<Rows>(dim)),
      row_of_(std::make_unique<RowOfId>(ids_)) {
    if (dim == 0 || dim > max_dim) {
        throw Error(Code::argument, "dim is 1 to " + std::to_string(max_dim) + ", not " + std::to_string(dim));
    }
    if (threads == 0) throw Error(Code::argument, "threads is 1 or more, not 0");
    simd();  // a ZBSEC_SIMD that cannot be had is said here, not by the first search
    rotation_ = std::make_unique<Rotation>(dim, key.value_or(Key{}));
    planes_ = std::make_unique<NestedPlanes>(dim);
}

VectorIndex::~VectorIndex() = default;

std::size_t VectorIndex::size() const {
    std::shared_lock lock(mutex_);
    return ids_.size();
}

std::vector<std::int64_t> VectorIndex::ids() const {
    std::vector<std::int64_t> sorted;
    {
        std::shared_lock lock(mutex_);
        sorted = ids_;
    }
    std::sort(sorted.begin(), sorted.end());
    return sorted;
}

bool VectorIndex::contains(std::int64_t id) const {
    std::shared_lock lock(mutex_);
    return row_of_->contains(id);
}

void VectorIndex::add(const std::vector<std::int64_t>& ids, const float* vectors) {
    std::unique_lock lock(mutex_);
    if (ids.size() > most_rows - ids_.size()) {
        throw Error(Code::argument, "an index holds " + std::to_string(most_rows) + " vectors at most");
    }
    // Whatever can run out of memory comes before the first change; an id or vector that is none takes back those
    // before it.
    make_room(ids.size());
    ids_.reserve(ids_.size() + ids.size());
    row_of_->make_room(ids_.size() + ids.size());
    put_ids(ids);
    const std::size_t before = rows_->count();
    try {
        for (std::size_t row = 0; row < ids.size(); row += rows_at_once) {
            append(vectors + row * dim_, std::min(rows_at_once, ids.size() - row), row);
        }
    } catch (...) {
        while (rows_->count() > before) take_last();
        take_last_ids(ids.size());
        throw;
    }
}

void VectorIndex::make_room(std::size_t more) {
    rows_->make_room(more);
    planes_->make_room(more);
    file_.reset();
    version_ = next_version();
}

void VectorIndex::put_ids(const std::vector<std::int64_t>& ids) {
    for (std::size_t row = 0; row < ids.size(); ++row) {
        ids_.push_back(ids[row]);
        if (ids[row] >= 0 && row_of_->put(static_cast<std::uint32_t>(ids_.size() - 1))) continue;
        ids_.pop_back();
        take_last_ids(row);
        refuse_id(row, ids[row], ids[row] < 0 ? "is negative" : "is there already; remove it first");
    }
}

void VectorIndex::take_last_ids(std::size_t count) noexcept {
    for (; count > 0; --count) {
        row_of_->take(ids_.back());
        ids_.pop_back();
    }
}

void VectorIndex::append(const float* vectors, std::size_t count, std::size_t first) {
    ErasingVector<float> units(count * rows_->stride());
    to_units(vectors, count, dim_, keyed() ? rotation_.get() : nullptr, "vectors", first, units.data());
    rows_->append(units);
    for (std::size_t row = 0; row < count; ++row) append_planes(units.data() + row * rows_->stride());
}

void VectorIndex::take_last() noexcept {
    rows_->remove(rows_->count() - 1);
    planes_->remove(planes_->count() - 1);
}

void VectorIndex::append_planes(const float* unit) noexcept {
    ErasingArray<double, max_dim> turned(dim_);
    std::copy_n(unit, dim_, turned.data());
    if (!keyed()) rotation_->apply(turned.data());
    planes_->append(turned.data());
}

void VectorIndex::remove(const std::vector<std::int64_t>& ids) {
    std::unique_lock lock(mutex_);
    for (const auto id : ids) {
        if (!row_of_->contains(id)) throw Error(Code::unknown_id, "id " + std::to_string(id) + " is not in the index");
    }
    if (ids.empty()) return;
    make_room(0);
    for (const auto id : ids) {
        const std::uint32_t row = row_of_->find(id);
        if (row == RowOfId::none) continue;  // named twice
        const auto last = static_cast<std::uint32_t>(ids_.size() - 1);
        rows_->remove(row);
        planes_->remove(row);
        row_of_->take(id);
        if (row != last) row_of_->move(last, row);
        ids_[row] = ids_[last];
        ids_.pop_back();
    }
}

void VectorIndex::rekey(const std::optional<Key>& key) {
    // Whatever can run out of memory comes before the first change.
    auto rotation = std::make_unique<Rotation>(dim_, key.value_or(Key{}));
    auto planes = std::make_unique<NestedPlanes>(dim_);
    std::unique_lock lock(mutex_);
    rows_->make_room(0);
    planes->make_room(rows_->count());
    file_.reset();
    const bool was_keyed = keyed();
    fingerprint_ = key ? Rotation::fingerprint(*key) : 0;
    std::swap(rotation_, rotation);
    std::swap(planes_, planes);
    ErasingArray<double, max_dim> turned(dim_);
    for (std::size_t row = 0; row < rows_->count(); ++row) {
        std::copy_n(rows_->row(row), dim_, turned.data());
        if (was_keyed) rotation->undo(turned.data());
        if (keyed()) rotation_->apply(turned.data());
        narrow(turned.data(), dim_, rows_->change(row));
        append_planes(rows_->row(row));
    }
}

}  // namespace zbsec

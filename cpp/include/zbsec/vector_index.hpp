// Exact cosine search among the unit vectors of a gallery.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "zbsec/allowed.hpp"
#include "zbsec/fair_mutex.hpp"

namespace zbsec {

constexpr std::size_t max_dim = 4096;  // a rotation of it takes 64 MiB

using Key = std::array<std::uint8_t, 32>;

// Where a search writes its answers.
struct Hits {
    std::int64_t* ids;  // queries x k, row by row; -1 where there is none
    float* scores;      // likewise; NaN where there is none
};

class Arena;
class Arenas;
class MappedFile;
class NestedPlanes;
class Rotation;
class RowOfId;
class Rows;

// Answers equal those of a scan in double precision over the same float32 unit vectors, rounded to float and ordered by
// score, then by id. So the answer does not depend on the processor. Most vectors are ruled out by the first bits of
// their numbers, with a bound that is proved, not estimated (src/nested_planes.hpp); the float32 vectors decide on the
// rest.
//
// Threads: there is no data race by construction. Whatever a search reads (ids, rows, planes, rotation) is changed by
// add, remove and rekey alone, which hold the mutex for themselves, while searches share it; the mutex lets nobody
// overtake a waiting writer, so a removal is seen by every search that begins after it. What a search writes is its
// caller's, or comes from an arena that it has to itself until it is done; its helper threads each have an arena and a
// span of rows of their own and are joined before it returns. Kernels are chosen once, before the first object exists.
// cpp/tests runs searches beside changes under the thread sanitizer.
class VectorIndex {
public:
    explicit VectorIndex(std::size_t dim, const std::optional<Key>& key = std::nullopt, unsigned threads = 1);
    ~VectorIndex();

    // vectors: ids.size() x dim. All or nothing: throws Error(shape) naming the row.
    void add(const std::vector<std::int64_t>& ids, const float* vectors);

    // All or nothing: throws Error(unknown_id). The vectors' memory is overwritten with zeros.
    void remove(const std::vector<std::int64_t>& ids);

    // queries: count x dim. allowed: null: all may be answers. With one thread a search like an earlier one allocates
    // nothing.
    void search(const float* queries, std::size_t count, std::size_t k, float min_score, const AllowedIds* allowed,
                Hits hits) const;
    void search(const float* queries, std::size_t count, std::size_t k, float min_score, const Allowed& allowed,
                Hits hits) const;

    // What search refuses, for those who must make room for answers first. Throws Error(argument).
    static void check(std::size_t count, std::size_t k, float min_score);

    // Turns every vector under another key, or under none. All or nothing; scores move by rounding alone.
    void rekey(const std::optional<Key>& key);

    // Writes a new file beside `path`, flushes it and renames it over `path`; the file that was there is overwritten
    // with zeros as soon as nobody maps it. Throws Error(storage).
    void save(const std::string& path) const;

    // Maps the file; the pages of its vectors, and of those planes that few searches come to, are shared until the
    // first change. Throws Error(storage) for a torn or altered file, and Error(argument) where the key is not the one
    // it was saved under.
    static std::unique_ptr<VectorIndex> open(const std::string& path, const std::optional<Key>& key = std::nullopt,
                                             unsigned threads = 1);

    std::size_t dim() const noexcept { return dim_; }
    std::size_t size() const;
    std::vector<std::int64_t> ids() const;  // ascending
    bool contains(std::int64_t id) const;

private:
    bool keyed() const noexcept { return fingerprint_ != 0; }
    void make_room(std::size_t more);
    void put_ids(const std::vector<std::int64_t>& ids);
    void take_last_ids(std::size_t count) noexcept;
    void append(const float* vectors, std::size_t count, std::size_t first);
    void take_last() noexcept;
    void append_planes(const float* unit) noexcept;
    void mark(const AllowedIds& allowed, std::uint16_t* marks) const noexcept;
    void answer(const float* queries, std::size_t count, std::size_t k, float min_score, const std::uint16_t* marks,
                Hits hits, Arena* memory) const;

    std::size_t dim_;
    unsigned threads_;
    std::uint64_t fingerprint_;           // of the key; 0 without one
    std::uint64_t version_;               // of ids and rows; no two indexes ever have the same
    std::unique_ptr<Rotation> rotation_;  // of the vectors under a key, else of what the planes are made from
    std::unique_ptr<Arenas> arenas_;
    std::unique_ptr<Rows> rows_;
    std::unique_ptr<NestedPlanes> planes_;
    std::vector<std::int64_t> ids_;  // by row
    std::unique_ptr<RowOfId> row_of_;
    std::unique_ptr<MappedFile> file_;  // that rows and planes may stand in
    mutable FairMutex mutex_;
};

}  // namespace zbsec

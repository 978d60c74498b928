#include "zbsec/vector_index.hpp"

#include <algorithm>
#include <optional>

#include "guard.hpp"

struct zbsec_index {
    std::unique_ptr<zbsec::VectorIndex> core;
};

namespace {

using zbsec::abi::copied;
using zbsec::abi::guarded;
using zbsec::abi::need;

static_assert(ZBSEC_MAX_DIM == zbsec::max_dim && ZBSEC_KEY_BYTES == sizeof(zbsec::Key));

std::optional<zbsec::Key> key_of(const std::uint8_t* bytes) {
    if (bytes == nullptr) return std::nullopt;
    zbsec::Key key;
    std::copy_n(bytes, key.size(), key.begin());
    return key;
}

template <typename Make>
zbsec_status make(zbsec_index** index, const Make& core) noexcept {
    return guarded([&] {
        need(index, "index");
        *index = nullptr;
        *index = new zbsec_index{core()};
    });
}

}  // namespace

zbsec_status zbsec_index_create(size_t dim, const uint8_t* key, unsigned threads, zbsec_index** index) {
    return make(index, [&] { return std::make_unique<zbsec::VectorIndex>(dim, key_of(key), threads); });
}

zbsec_status zbsec_index_open(const char* path, const uint8_t* key, unsigned threads, zbsec_index** index) {
    return make(index, [&] {
        need(path, "path");
        return zbsec::VectorIndex::open(path, key_of(key), threads);
    });
}

void zbsec_index_destroy(zbsec_index* index) { delete index; }

zbsec_status zbsec_index_add(zbsec_index* index, const int64_t* ids, const float* vectors, size_t count) {
    return guarded([&] {
        need(index, "index");
        const auto list = copied(ids, count, "ids");
        if (count != 0) need(vectors, "vectors");
        index->core->add(list, vectors);
    });
}

zbsec_status zbsec_index_remove(zbsec_index* index, const int64_t* ids, size_t count) {
    return guarded([&] {
        need(index, "index");
        index->core->remove(copied(ids, count, "ids"));
    });
}

zbsec_status zbsec_index_search(const zbsec_index* index, const float* queries, size_t count, size_t k, float min_score,
                                const int64_t* allowed, size_t allowed_count, int64_t* ids, float* scores) {
    return guarded([&] {
        need(index, "index");
        if (allowed_count != 0) need(allowed, "allowed");
        if (count != 0) {
            need(queries, "queries");
            need(ids, "ids");
            need(scores, "scores");
        }
        const zbsec::AllowedIds only{allowed, allowed_count};
        index->core->search(queries, count, k, min_score, allowed == nullptr ? nullptr : &only, {ids, scores});
    });
}

zbsec_status zbsec_index_rekey(zbsec_index* index, const uint8_t* key) {
    return guarded([&] {
        need(index, "index");
        index->core->rekey(key_of(key));
    });
}

zbsec_status zbsec_index_save(const zbsec_index* index, const char* path) {
    return guarded([&] {
        need(index, "index");
        need(path, "path");
        index->core->save(path);
    });
}

size_t zbsec_index_dim(const zbsec_index* index) { return index == nullptr ? 0 : index->core->dim(); }

size_t zbsec_index_size(const zbsec_index* index) { return index == nullptr ? 0 : index->core->size(); }

int zbsec_index_contains(const zbsec_index* index, int64_t id) {
    return index != nullptr && index->core->contains(id) ? 1 : 0;
}

zbsec_status zbsec_index_ids(const zbsec_index* index, int64_t* ids, size_t room, size_t* count) {
    return guarded([&] {
        need(index, "index");
        need(count, "count");
        if (room != 0) need(ids, "ids");
        const auto all = index->core->ids();
        std::copy_n(all.begin(), std::min(room, all.size()), ids);
        *count = all.size();
    });
}

// How a VectorIndex is written to a file and mapped from one.
#include <algorithm>
#include <array>
#include <cstring>
#include <mutex>
#include <string>

#include "index_file.hpp"
#include "mapped_file.hpp"
#include "nested_planes.hpp"
#include "replacement_file.hpp"
#include "rotation.hpp"
#include "row_of_id.hpp"
#include "rows.hpp"
#include "xxh64.hpp"
#include "zbsec/error.hpp"
#include "zbsec/vector_index.hpp"

namespace zbsec {
namespace {

[[noreturn]] void refuse(const std::string& path, const std::string& reason) {
    throw Error(Code::storage, path + ": " + reason);
}

void check_size(const MappedFile& file, const IndexHeader& header, const std::string& path) {
    // The first comparison keeps the second from running over.
    const std::size_t each = sizeof(std::int64_t) + row_bytes(header.dim);
    const bool plausible = header.count <= file.size() / each;
    if (!plausible || file.size() != sizeof header + header.count * each + padding(header.count) +
                                         NestedPlanes::file_bytes(header.dim, header.count)) {
        refuse(path, "is torn: " + std::to_string(file.size()) + " bytes do not hold " + std::to_string(header.count) +
                         " vectors of " + std::to_string(header.dim));
    }
}

IndexHeader read_header(const MappedFile& file, const std::string& path) {
    IndexHeader header;
    if (file.size() < sizeof header) refuse(path, "is torn: it is too short for a vector index");
    std::memcpy(&header, file.data(), sizeof header);
    if (std::memcmp(header.magic, index_magic, sizeof index_magic) != 0) refuse(path, "is no vector index");
    if (header.header_sum != header.own_sum()) refuse(path, "its header is altered");
    if (header.version != index_version) {
        refuse(path, "has version " + std::to_string(header.version) +
                     "; this library reads " + std::to_string(index_version));
    }
    if (header.dim == 0 || header.dim > max_dim) {
        refuse(path, "its header is altered: dim " + std::to_string(header.dim));
    }
    check_size(file, header, path);
    return header;
}

}  // namespace

void VectorIndex::save(const std::string& path) const {
    std::shared_lock lock(mutex_);
    const std::size_t count = ids_.size();
    IndexHeader header{};
    std::memcpy(header.magic, index_magic, sizeof index_magic);
    header.version = index_version;
    header.dim = static_cast<std::uint32_t>(dim_);
    header.count = count;
    header.fingerprint = fingerprint_;
    header.ids_sum = xxh64(ids_.data(), ids_bytes(count));
    header.rows_sum = xxh64(rows_->data(), count * row_bytes(dim_));
    header.planes_sum = sum_of(*planes_);
    header.header_sum = header.own_sum();
    constexpr char zeros[64] = {};
    ReplacementFile file(path);
    file.write(&header, sizeof header);
    file.write(ids_.data(), ids_bytes(count));
    file.write(zeros, padding(count));
    file.write(rows_->data(), count * row_bytes(dim_));
    for (const auto& part : planes_->parts()) file.write(part.data, part.bytes);
    file.commit();
}

std::unique_ptr<VectorIndex> VectorIndex::open(const std::string& path, const std::optional<Key>& key,
                                         unsigned threads) {
    auto file = std::make_unique<MappedFile>(path);
    const IndexHeader header = read_header(*file, path);
    auto index = std::make_unique<VectorIndex>(header.dim, key, threads);
    if (header.fingerprint != index->fingerprint_) {
        throw Error(Code::argument, path + ": key is not the one it was saved under, or it was saved under none");
    }
    const unsigned char* ids = file->data() + sizeof header;
    const unsigned char* rows = ids + ids_bytes(header.count) + padding(header.count);
    const bool padded = std::all_of(ids + ids_bytes(header.count), rows, [](unsigned char byte) { return byte == 0; });
    if (!padded || xxh64(ids, ids_bytes(header.count)) != header.ids_sum) refuse(path, "its ids are altered");
    if (xxh64(rows, header.count * row_bytes(header.dim)) != header.rows_sum) refuse(path, "its vectors are altered");
    index->row_of_->make_room(header.count);
    index->ids_.resize(header.count);
    std::copy_n(ids, ids_bytes(header.count), reinterpret_cast<unsigned char*>(index->ids_.data()));
    for (std::size_t row = 0; row < header.count; ++row) {
        if (index->row_of_->put(static_cast<std::uint32_t>(row))) continue;
        refuse(path, "its ids are altered: one stands there twice");
    }
    index->planes_->open(rows + header.count * row_bytes(header.dim), header.count);
    if (sum_of(*index->planes_) != header.planes_sum) refuse(path, "its planes are altered");
    index->rows_->map(reinterpret_cast<const float*>(rows), header.count);
    file->forget();
    index->file_ = std::move(file);
    return index;
}

}  // namespace zbsec

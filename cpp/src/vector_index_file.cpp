// How a VectorIndex is written to a file and mapped from one.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <mutex>

#include "file_format.hpp"
#include "rotation.hpp"
#include "rows.hpp"
#include "zbsec/error.hpp"
#include "zbsec/vector_index.hpp"

namespace zbsec {
namespace {

[[noreturn]] void refuse(const std::string& path, const std::string& reason) {
    throw Error(Code::storage, path + ": " + reason);
}

// A file that takes the place of `path` only when all of it is on disk.
class Replacement {
public:
    explicit Replacement(const std::string& path)
        : path_(path), partial_(path + ".partial"),
          file_(::open(partial_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)) {
        if (file_ < 0) refuse(partial_, std::strerror(errno));
    }
    ~Replacement() {
        if (file_ < 0) return;
        ::close(file_);
        ::unlink(partial_.c_str());
    }
    Replacement(const Replacement&) = delete;
    Replacement& operator=(const Replacement&) = delete;

    void write(const void* data, std::size_t bytes) {
        const auto* at = static_cast<const char*>(data);
        while (bytes > 0) {
            const ssize_t written = ::write(file_, at, bytes);
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) refuse(partial_, std::strerror(errno));
            at += written;
            bytes -= static_cast<std::size_t>(written);
        }
    }

    void commit() {
        if (::fsync(file_) != 0) refuse(partial_, std::strerror(errno));
        if (std::rename(partial_.c_str(), path_.c_str()) != 0) refuse(path_, std::strerror(errno));
        ::close(file_);
        file_ = -1;
        const auto slash = path_.find_last_of('/');
        const std::string folder = slash == std::string::npos ? "." : path_.substr(0, slash + 1);
        const int directory = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (directory < 0) return;
        ::fsync(directory);
        ::close(directory);
    }

private:
    std::string path_, partial_;
    int file_;
};

FileHeader checked_header(const MappedFile& file, const std::string& path) {
    FileHeader header;
    if (file.size() < sizeof header) refuse(path, "is too short for a vector index");
    std::memcpy(&header, file.data(), sizeof header);
    if (std::memcmp(header.magic, file_magic, sizeof file_magic) != 0) refuse(path, "is no vector index");
    if (header.header_sum != checksum(&header, offsetof(FileHeader, header_sum))) refuse(path, "its header is altered");
    if (header.version != file_version) {
        refuse(path, "has version " + std::to_string(header.version) + ", this library reads " +
                         std::to_string(file_version));
    }
    const std::size_t bytes = sizeof header + header.count * (sizeof(std::int64_t) + header.stride * sizeof(float));
    if (file.size() != bytes) {
        refuse(path, "is torn: " + std::to_string(file.size()) + " of " + std::to_string(bytes) + " bytes");
    }
    return header;
}

}  // namespace

void VectorIndex::save(const std::string& path) const {
    std::shared_lock lock(mutex_);
    const std::size_t row_bytes = rows_->count() * rows_->stride() * sizeof(float);
    FileHeader header{};
    std::memcpy(header.magic, file_magic, sizeof file_magic);
    header.version = file_version;
    header.dim = static_cast<std::uint32_t>(dim_);
    header.stride = rows_->stride();
    header.count = rows_->count();
    header.key = fingerprint_;
    header.ids_sum = checksum(ids_.data(), ids_.size() * sizeof(std::int64_t));
    header.rows_sum = checksum(rows_->data(), row_bytes);
    header.header_sum = checksum(&header, offsetof(FileHeader, header_sum));
    Replacement file(path);
    file.write(&header, sizeof header);
    file.write(ids_.data(), ids_.size() * sizeof(std::int64_t));
    file.write(rows_->data(), row_bytes);
    file.commit();
}

std::unique_ptr<VectorIndex> VectorIndex::open(const std::string& path, std::optional<Key> key, unsigned threads) {
    auto file = std::make_unique<MappedFile>(path);
    const FileHeader header = checked_header(*file, path);
    auto index = std::make_unique<VectorIndex>(header.dim, key, threads);
    if (header.key != index->fingerprint_) {
        throw Error(Code::argument, path + ": was saved under another key, or under none where one is given");
    }
    const unsigned char* ids = file->data() + sizeof header;
    const unsigned char* rows = ids + header.count * sizeof(std::int64_t);
    if (checksum(ids, header.count * sizeof(std::int64_t)) != header.ids_sum ||
        checksum(rows, header.count * header.stride * sizeof(float)) != header.rows_sum) {
        refuse(path, "is altered: its checksum does not fit");
    }
    index->ids_.resize(header.count);
    std::memcpy(index->ids_.data(), ids, header.count * sizeof(std::int64_t));
    for (std::size_t row = 0; row < index->ids_.size(); ++row) index->row_of_.emplace(index->ids_[row], row);
    index->rows_->map(std::move(file), reinterpret_cast<const float*>(rows), header.count);
    return index;
}

}  // namespace zbsec

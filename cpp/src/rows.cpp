#include "rows.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "zbsec/error.hpp"

namespace zbsec {

MappedFile::MappedFile(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat facts {};
    if (file < 0 || ::fstat(file, &facts) != 0) {
        const std::string reason = std::strerror(errno);
        if (file >= 0) ::close(file);
        throw Error(Code::storage, path + ": " + reason);
    }
    size_ = static_cast<std::size_t>(facts.st_size);
    void* mapped = size_ == 0 ? MAP_FAILED : ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file, 0);
    ::close(file);
    if (mapped == MAP_FAILED) throw Error(Code::storage, path + ": cannot be mapped, or is empty");
    data_ = static_cast<const unsigned char*>(mapped);
}

MappedFile::~MappedFile() { ::munmap(const_cast<unsigned char*>(data_), size_); }

void Rows::append(const std::vector<float>& vector) {
    own();
    if (own_.size() + stride_ > own_.capacity()) {
        // Grown by hand: a plain reallocation would leave the old vectors in freed memory.
        std::vector<float> larger;
        larger.reserve(std::max<std::size_t>(own_.capacity() * 2, stride_ * 64));
        larger.assign(own_.begin(), own_.end());
        wipe(0, own_.size());
        own_.swap(larger);
    }
    own_.insert(own_.end(), vector.begin(), vector.end());
    own_.resize((count_ + 1) * stride_, 0.0f);
    ++count_;
}

void Rows::remove(std::size_t index) {
    own();
    const std::size_t last = (count_ - 1) * stride_;
    std::copy_n(own_.begin() + static_cast<std::ptrdiff_t>(last), stride_,
                own_.begin() + static_cast<std::ptrdiff_t>(index * stride_));
    wipe(last, stride_);
    own_.resize(last);
    --count_;
}

void Rows::map(std::unique_ptr<MappedFile> file, const float* rows, std::size_t count) {
    file_ = std::move(file);
    mapped_ = rows;
    count_ = count;
}

void Rows::own() {
    if (!file_) return;
    own_.assign(mapped_, mapped_ + count_ * stride_);
    file_.reset();
    mapped_ = nullptr;
}

void Rows::wipe(std::size_t from, std::size_t count) noexcept {
    volatile float* values = own_.data() + from;
    for (std::size_t index = 0; index < count; ++index) values[index] = 0.0f;
}

}  // namespace zbsec

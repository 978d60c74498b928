#include "mapped_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "replaced_file.hpp"
#include "zbsec/error.hpp"

namespace zbsec {
namespace {

void* map(int file, std::size_t bytes) noexcept {
    return bytes == 0 ? MAP_FAILED : ::mmap(nullptr, bytes, PROT_READ, MAP_PRIVATE, file, 0);
}

}  // namespace

MappedFile::MappedFile(const std::string& path) : file_(open_shared(path)) {
    if (file_ < 0) throw Error(Code::storage, path + ": " + std::strerror(errno));
    struct stat facts {};
    const bool known = ::fstat(file_, &facts) == 0;
    size_ = known ? static_cast<std::size_t>(facts.st_size) : 0;
    void* mapped = map(file_, size_);
    if (mapped == MAP_FAILED) {
        const std::string reason = known && size_ == 0 ? "is empty" : std::strerror(errno);
        ::close(file_);
        throw Error(Code::storage, path + ": " + reason);
    }
    data_ = static_cast<const unsigned char*>(mapped);
}

MappedFile::~MappedFile() {
    ::munmap(const_cast<unsigned char*>(data_), size_);
    close_and_erase_if_replaced(file_);
}

void MappedFile::forget() const noexcept { ::madvise(const_cast<unsigned char*>(data_), size_, MADV_DONTNEED); }

}  // namespace zbsec

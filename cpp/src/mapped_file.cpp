#include "mapped_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "zbsec/error.hpp"

namespace zbsec {

MappedFile::MappedFile(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) throw Error(Code::storage, path + ": " + std::strerror(errno));
    struct stat facts {};
    const bool known = ::fstat(file, &facts) == 0;
    size_ = known ? static_cast<std::size_t>(facts.st_size) : 0;
    void* mapped = size_ == 0 ? MAP_FAILED : ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file, 0);
    const std::string reason = known && size_ == 0 ? "is empty" : std::strerror(errno);
    ::close(file);
    if (mapped == MAP_FAILED) throw Error(Code::storage, path + ": " + reason);
    data_ = static_cast<const unsigned char*>(mapped);
}

MappedFile::~MappedFile() { ::munmap(const_cast<unsigned char*>(data_), size_); }

}  // namespace zbsec

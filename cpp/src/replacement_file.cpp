#include "replacement_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "replaced_file.hpp"
#include "zbsec/error.hpp"

namespace zbsec {
namespace {

// A rename is on disk when its folder is. Some file systems cannot flush a folder; then the rename is safe by itself.
void flush_folder_of(const std::string& path) {
    const auto slash = path.find_last_of('/');
    const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
    const int directory = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0) return;
    ::fsync(directory);
    ::close(directory);
}

}  // namespace

ReplacementFile::ReplacementFile(const std::string& path) : path_(path), partial_(path + ".XXXXXX") {
    file_ = ::mkostemp(partial_.data(), O_CLOEXEC);
    if (file_ < 0) refuse();
}

ReplacementFile::~ReplacementFile() {
    if (file_ < 0) return;
    ::close(file_);
    ::unlink(partial_.c_str());
}

void ReplacementFile::write(const void* data, std::size_t bytes) {
    const auto* at = static_cast<const char*>(data);
    while (bytes > 0) {
        const ssize_t written = ::write(file_, at, bytes);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) refuse();
        at += written;
        bytes -= static_cast<std::size_t>(written);
    }
}

void ReplacementFile::commit() {
    if (::fsync(file_) != 0) refuse();
    const int replaced = open_shared(path_);
    if (std::rename(partial_.c_str(), path_.c_str()) != 0) {
        const int reason = errno;
        if (replaced >= 0) ::close(replaced);
        errno = reason;
        refuse();
    }
    ::close(file_);
    file_ = -1;
    flush_folder_of(path_);
    if (replaced >= 0) close_and_erase_if_replaced(replaced);
}

void ReplacementFile::refuse() const {
    throw Error(Code::storage, path_ + ": cannot be written: " + std::strerror(errno));
}

}  // namespace zbsec

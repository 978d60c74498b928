#include "replaced_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace zbsec {
namespace {

bool has_a_name(int file) noexcept {
    struct stat facts {};
    return ::fstat(file, &facts) != 0 || facts.st_nlink > 0;
}

void overwrite(int file) noexcept {
    constexpr ssize_t zeros_at_once = 1 << 16;
    static constexpr char zeros[zeros_at_once] = {};
    struct stat facts {};
    if (::fstat(file, &facts) != 0) return;
    for (off_t at = 0; at < facts.st_size;) {
        const auto bytes = static_cast<std::size_t>(std::min<off_t>(zeros_at_once, facts.st_size - at));
        const ssize_t written = ::pwrite(file, zeros, bytes, at);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) break;
        at += written;
    }
    ::fdatasync(file);
}

// Writable where that is allowed, so that it can be erased one day.
int open_best(const std::string& path) noexcept {
    const int file = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
    const bool read_only = file < 0 && (errno == EACCES || errno == EROFS || errno == EPERM || errno == ETXTBSY);
    return read_only ? ::open(path.c_str(), O_RDONLY | O_CLOEXEC) : file;
}

bool stands_at(int file, const std::string& path) noexcept {
    struct stat here {}, there {};
    return ::fstat(file, &here) == 0 && ::stat(path.c_str(), &there) == 0 && here.st_dev == there.st_dev &&
           here.st_ino == there.st_ino;
}

int locked(int file) noexcept {
    while (file >= 0 && ::flock(file, LOCK_SH) != 0 && errno == EINTR) {
    }
    return file;
}

}  // namespace

int open_shared(const std::string& path) noexcept {
    while (true) {
        const int file = locked(open_best(path));
        if (file < 0 || has_a_name(file)) return file;
        const bool nameless = stands_at(file, path);  // reached through /proc/self/fd, say: no save will replace it
        ::close(file);
        if (nameless) return locked(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
        // Replaced between open and flock, and maybe erased: once more.
    }
}

void close_and_erase_if_replaced(int file) noexcept {
    const bool writable = (::fcntl(file, F_GETFL) & O_ACCMODE) == O_RDWR;
    if (writable && !has_a_name(file) && ::flock(file, LOCK_EX | LOCK_NB) == 0) overwrite(file);
    ::close(file);
}

}  // namespace zbsec

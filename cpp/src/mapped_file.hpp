// A file as read-only memory.
#pragma once
#include <cstddef>
#include <string>

namespace zbsec {

class MappedFile {
public:
    // Throws Error(storage) for a file that is absent, unreadable or empty.
    explicit MappedFile(const std::string& path);
    ~MappedFile();  // a file that was replaced meanwhile is erased by the last who lets go of it
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    const unsigned char* data() const noexcept { return data_; }
    std::size_t size() const noexcept { return size_; }

    // Lets go of the pages read so far; they come back when they are read again.
    void forget() const noexcept;

private:
    int file_ = -1;
    const unsigned char* data_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace zbsec

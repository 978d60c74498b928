// A file that takes the place of another only when all of it is on disk; the other is erased.
#pragma once
#include <cstddef>
#include <string>

namespace zbsec {

class ReplacementFile {
public:
    // Starts a new file beside `path`, readable by its owner only. Throws Error(storage), as all of this does.
    explicit ReplacementFile(const std::string& path);
    ~ReplacementFile();  // leaves no trace unless committed
    ReplacementFile(const ReplacementFile&) = delete;
    ReplacementFile& operator=(const ReplacementFile&) = delete;

    void write(const void* data, std::size_t bytes);
    void commit();

private:
    [[noreturn]] void refuse() const;

    std::string path_;
    std::string partial_;
    int file_;
};

}  // namespace zbsec

// Rows of padded float32 vectors, in memory of our own or in a mapped file until they first change.
#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace zbsec {

class MappedFile {
public:
    explicit MappedFile(const std::string& path);
    ~MappedFile();
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    const unsigned char* data() const noexcept { return data_; }
    std::size_t size() const noexcept { return size_; }

private:
    const unsigned char* data_ = nullptr;
    std::size_t size_ = 0;
};

class Rows {
public:
    explicit Rows(std::size_t dim) : stride_((dim + 15) / 16 * 16) {}
    ~Rows() { wipe(0, own_.size()); }

    std::size_t stride() const noexcept { return stride_; }
    std::size_t count() const noexcept { return count_; }
    const float* data() const noexcept { return file_ ? mapped_ : own_.data(); }
    const float* row(std::size_t index) const noexcept { return data() + index * stride_; }

    void append(const std::vector<float>& vector);

    // Moves the last row into the place of this one and overwrites the last with zeros.
    void remove(std::size_t index);

    void map(std::unique_ptr<MappedFile> file, const float* rows, std::size_t count);

private:
    void own();
    void wipe(std::size_t from, std::size_t count) noexcept;

    std::size_t stride_;
    std::size_t count_ = 0;
    std::vector<float> own_;
    std::unique_ptr<MappedFile> file_;
    const float* mapped_ = nullptr;
};

}  // namespace zbsec

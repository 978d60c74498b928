#include "rows.hpp"

#include <algorithm>
#include <utility>

namespace zbsec {

void Rows::make_room(std::size_t more) {
    const std::size_t needed = (count_ + more) * stride_;
    if (needed > own_.capacity()) own_.reserve(std::max(needed, 2 * own_.capacity()));
    if (!file_) return;
    own_.assign(mapped_, mapped_ + count_ * stride_);
    file_.reset();
}

void Rows::append(const ErasingVector<float>& rows) noexcept {
    own_.insert(own_.end(), rows.begin(), rows.end());
    count_ = own_.size() / stride_;
}

void Rows::remove(std::size_t index) noexcept {
    float* last = own_.data() + (count_ - 1) * stride_;
    std::copy_n(last, stride_, own_.data() + index * stride_);
    erase(last, stride_ * sizeof(float));
    own_.resize(--count_ * stride_);
}

void Rows::map(std::unique_ptr<MappedFile> file, const float* rows, std::size_t count) noexcept {
    file_ = std::move(file);
    mapped_ = rows;
    count_ = count;
}

}  // namespace zbsec

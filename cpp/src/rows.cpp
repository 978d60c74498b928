#include "rows.hpp"

#include <algorithm>

namespace zbsec {

void Rows::append(const ErasingVector<float>& rows) noexcept {
    values_.own().insert(values_.own().end(), rows.begin(), rows.end());
}

void Rows::remove(std::size_t index) noexcept {
    float* last = change(count() - 1);
    std::copy_n(last, stride_, change(index));
    erase(last, stride_ * sizeof(float));
    values_.own().resize(values_.size() - stride_);
}

}  // namespace zbsec

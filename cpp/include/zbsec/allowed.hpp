// Which ids may be answers.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace zbsec {

// An id that is not there is ignored.
struct AllowedIds {
    const std::int64_t* ids;
    std::size_t count;
};

// The same for many searches: where the ids' rows are is found out by the first, and again after the index has changed.
// Any number of threads may use one object.
class Allowed {
public:
    using Marks = std::vector<std::uint16_t>;  // by block of rows, a bit for each row

    explicit Allowed(std::vector<std::int64_t> ids) : ids_(std::move(ids)) {}

    const std::vector<std::int64_t>& ids() const noexcept { return ids_; }

    // make() gives the marks of this version of an index, if they are not here already.
    template <typename Make>
    std::shared_ptr<const Marks> marks(std::uint64_t version, const Make& make) const {
        const std::lock_guard lock(mutex_);
        if (!marks_ || version_ != version) {
            marks_ = std::make_shared<const Marks>(make());
            version_ = version;
        }
        return marks_;
    }

private:
    std::vector<std::int64_t> ids_;
    mutable std::mutex mutex_;
    mutable std::shared_ptr<const Marks> marks_;
    mutable std::uint64_t version_ = 0;
};

}  // namespace zbsec

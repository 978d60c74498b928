// Memory for the working of one search, kept for the next one.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <memory_resource>
#include <mutex>
#include <utility>
#include <vector>

#include "erasing.hpp"

namespace zbsec {

// Hands out memory from one block, front to back, and takes nothing back before clear(). What does not fit comes from
// further blocks; the next round has one block of the size that this one needed. What was handed out is overwritten
// with zeros.
class Arena : public std::pmr::memory_resource {
public:
    void clear();

private:
    void* do_allocate(std::size_t bytes, std::size_t alignment) override;
    void do_deallocate(void* data, std::size_t bytes, std::size_t alignment) override;
    bool do_is_equal(const std::pmr::memory_resource& other) const noexcept override { return this == &other; }

    using Block = ErasingVector<std::uint8_t>;
    Block block_;
    std::size_t used_ = 0;
    std::vector<Block> further_;
    std::size_t further_bytes_ = 0;
};

template <typename T>
using ArenaVector = std::pmr::vector<T>;

// Arenas that nobody uses just now.
class Arenas {
public:
    class Lease {
    public:
        Lease(Arenas& arenas, std::unique_ptr<Arena> arena) : arenas_(&arenas), arena_(std::move(arena)) {}
        Lease(Lease&&) = default;
        Lease& operator=(Lease&&) = delete;
        ~Lease();

        Arena* get() const noexcept { return arena_.get(); }

    private:
        Arenas* arenas_;
        std::unique_ptr<Arena> arena_;
    };

    Lease lease();

private:
    std::mutex mutex_;
    std::vector<std::unique_ptr<Arena>> free_;
};

}  // namespace zbsec

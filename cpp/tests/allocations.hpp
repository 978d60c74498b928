// What the test program takes from the heap: counted, and refused on demand.
#pragma once

constexpr long unlimited_allocations = -1;

long allocations_so_far() noexcept;

// From now on so many of this thread succeed, and then std::bad_alloc is thrown.
void allow_allocations(long most) noexcept;

// What becomes of a file of templates when another takes its place: nothing of it stays readable.
//
// A file that has no name any more is overwritten with zeros by the last one that holds it: the one who replaced it, or
// who had it mapped. Holders tell each other by a lock on the file (flock). File systems that never write in place
// (copy on write, log-structured) and flash memory may keep older blocks; there only an encrypted disk helps.
#pragma once
#include <string>

namespace zbsec {

// Opens a file that is read, and holds it. -1 and errno where that fails.
int open_shared(const std::string& path) noexcept;

// Where the file has no name and no other holder, overwrites it.
void close_and_erase_if_replaced(int file) noexcept;

}  // namespace zbsec

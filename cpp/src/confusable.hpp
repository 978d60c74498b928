// Which characters of plates readers take for one another.
#pragma once
#include <array>
#include <bitset>

#include "zbsec/alphabet.hpp"

namespace zbsec {

// [a] holds b where a is taken for b; the other way round as well. A character is not its own.
const std::array<std::bitset<alphabet_size>, alphabet_size>& confusable();

}  // namespace zbsec

// Which kernels run on this machine.
#pragma once
#include "zbsec/kernel_table.hpp"

namespace zbsec {

// The best table that this processor can run, or the lower one that the environment variable ZBSEC_SIMD names.
// Throws Error(unsupported) when ZBSEC_SIMD names something this build or this processor does not have.
const KernelTable& kernels();

}  // namespace zbsec

// The table of kernels of one instruction set. Plain types only: isa/ files include it and nothing else.
#pragma once

namespace zbsec {

struct KernelTable {
    const char* name;
#define ZBSEC_KERNEL(kernel, result, arguments) result(*kernel) arguments;
#include "../../kernels/kernels.def"
#undef ZBSEC_KERNEL
};

}  // namespace zbsec

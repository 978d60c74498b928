// What every isa/ file holds after it has named its vector type: the kernels, private to the file, and their table.
#include "../include/zbsec/kernel_table.hpp"

namespace {
#include "../kernels/diagonal_cost_f32.inl.hpp"
#include "../kernels/dot_rows_f32.inl.hpp"
}  // namespace

namespace zbsec {
extern const KernelTable ZBSEC_ISA_TABLE;
const KernelTable ZBSEC_ISA_TABLE = {
    ZBSEC_ISA_NAME,
#define ZBSEC_KERNEL(kernel, result, arguments) &::kernel,
#include "../kernels/kernels.def"
#undef ZBSEC_KERNEL
};
}  // namespace zbsec

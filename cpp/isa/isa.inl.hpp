// What every isa/ file holds after it has named its vector type: the kernels, private to the file, and their table.
#include "../src/kernel_table.hpp"

namespace {
using zbsec::CostBand;
using zbsec::Hidden;
using zbsec::HiddenBound;
using zbsec::PlaneSlice;
using zbsec::PlaneTables;
using zbsec::RowSlice;
#include "kernels.inl.hpp"  // written by CMake: one #include for each line of kernels.def
}  // namespace

#define ZBSEC_JOIN(a, b) a##b
#define ZBSEC_TABLE(isa) ZBSEC_JOIN(table_, isa)
#define ZBSEC_TEXT(isa) #isa
#define ZBSEC_NAME(isa) ZBSEC_TEXT(isa)

namespace zbsec {
extern const KernelTable ZBSEC_TABLE(ZBSEC_ISA);
const KernelTable ZBSEC_TABLE(ZBSEC_ISA) = {
    ZBSEC_NAME(ZBSEC_ISA),
#define ZBSEC_KERNEL(kernel, result, arguments) &::kernel,
#include "../kernels/kernels.def"
#undef ZBSEC_KERNEL
};
}  // namespace zbsec

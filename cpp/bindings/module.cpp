#include "common.hpp"
#include "zbsec/dispatch.hpp"

PYBIND11_MODULE(_core, module) {
    using namespace zbsec::bindings;
    bind_errors(module);
    bind_plate_book(module);
    bind_vector_index(module);
    module.def("simd", [] { return zbsec::kernels().name; });
}

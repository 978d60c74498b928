#include "common.hpp"
#include "zbsec/dispatch.hpp"

PYBIND11_MODULE(_core, module) {
    using namespace zbsec::bindings;
    module.doc() = "What the native module offers.";
    bind_errors(module);
    bind_plate_book(module);
    bind_vector_index(module);
    module.def("simd", &zbsec::simd, "The instruction set in use: ``avx512``, ``avx2``, ``neon`` or ``scalar``.");
}

#define ZBSEC_ISA avx512
#include "../simd/avx512.hpp"
#include "isa.inl.hpp"

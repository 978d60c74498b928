#define ZBSEC_ISA avx2
#include "../simd/avx2.hpp"
#include "isa.inl.hpp"

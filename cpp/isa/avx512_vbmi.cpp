#define ZBSEC_ISA avx512_vbmi
#include "../simd/avx512.hpp"
#include "isa.inl.hpp"

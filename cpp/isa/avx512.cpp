#include "../simd/avx512.hpp"
#define ZBSEC_ISA_NAME "avx512"
#define ZBSEC_ISA_TABLE table_avx512
#include "isa.inl.hpp"

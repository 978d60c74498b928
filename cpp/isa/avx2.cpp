#include "../simd/avx2.hpp"
#define ZBSEC_ISA_NAME "avx2"
#define ZBSEC_ISA_TABLE table_avx2
#include "isa.inl.hpp"

#include "../simd/neon.hpp"
#define ZBSEC_ISA_NAME "neon"
#define ZBSEC_ISA_TABLE table_neon
#include "isa.inl.hpp"

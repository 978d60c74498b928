#include "../simd/scalar.hpp"
#define ZBSEC_ISA_NAME "scalar"
#define ZBSEC_ISA_TABLE table_scalar
#include "isa.inl.hpp"

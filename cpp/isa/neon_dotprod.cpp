#define ZBSEC_ISA neon_dotprod
#include "../simd/neon.hpp"
#include "isa.inl.hpp"

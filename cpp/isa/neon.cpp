#define ZBSEC_ISA neon
#include "../simd/neon.hpp"
#include "isa.inl.hpp"

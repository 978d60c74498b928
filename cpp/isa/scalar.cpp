#define ZBSEC_ISA scalar
#include "../simd/scalar.hpp"
#include "isa.inl.hpp"

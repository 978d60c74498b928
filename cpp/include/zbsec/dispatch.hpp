// Which instruction set the core runs on.
#pragma once

namespace zbsec {

// "avx512", "avx2", "neon_dotprod", "neon" or "scalar": the best that this processor can run, or the lower one that the environment
// variable ZBSEC_SIMD names. Throws Error(unsupported) when ZBSEC_SIMD names what this build or processor does not have.
const char* simd();

}  // namespace zbsec

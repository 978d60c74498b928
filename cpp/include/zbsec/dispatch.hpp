// Which instruction set the core runs on.
#pragma once

namespace zbsec {

// "avx512", "avx2", "neon" or "scalar": the best that this processor can run, or the lower one that the environment
// variable ZBSEC_SIMD names. Of AVX-512 and NEON there are kernels for more of their extensions, "avx512_vbmi" and
// "neon_dotprod", which are chosen where the processor has them; ZBSEC_SIMD=avx512 forces those without. Throws
// Error(unsupported) when ZBSEC_SIMD names what this build or processor does not have.
const char* simd();

}  // namespace zbsec

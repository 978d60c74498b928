#include "zbsec/dispatch.hpp"

#if defined(__aarch64__)
#include <sys/auxv.h>
#endif

#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "kernel_table.hpp"
#include "zbsec/error.hpp"

namespace zbsec {

extern const KernelTable table_scalar;
#if defined(__x86_64__)
extern const KernelTable table_avx2;
extern const KernelTable table_avx512;
extern const KernelTable table_avx512_vbmi;
#elif defined(__aarch64__)
extern const KernelTable table_neon;
extern const KernelTable table_neon_dotprod;
#endif

namespace {

// Best first. Each condition names every feature that CMakeLists.txt lets the compiler use in that file.
std::vector<const KernelTable*> supported() {
    std::vector<const KernelTable*> tables;
#if defined(__x86_64__)
    __builtin_cpu_init();
    const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    const bool avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                        __builtin_cpu_supports("avx512vnni");
    if (avx2 && avx512 && __builtin_cpu_supports("avx512vbmi")) tables.push_back(&table_avx512_vbmi);
    if (avx2 && avx512) tables.push_back(&table_avx512);
    if (avx2) tables.push_back(&table_avx2);
#elif defined(__aarch64__)
    constexpr unsigned long dot_products = 1UL << 20;  // HWCAP_ASIMDDP, Armv8.2
    if ((::getauxval(AT_HWCAP) & dot_products) != 0) tables.push_back(&table_neon_dotprod);
    tables.push_back(&table_neon);
#endif
    tables.push_back(&table_scalar);
    return tables;
}

const KernelTable& choose() {
    const auto tables = supported();
    const char* wanted = std::getenv("ZBSEC_SIMD");
    if (wanted == nullptr || *wanted == '\0') return *tables.front();
    std::string names;
    for (const auto* table : tables) {
        if (std::string_view(table->name) == wanted) return *table;
        names += (names.empty() ? "" : ", ") + std::string(table->name);
    }
    throw Error(Code::unsupported, "ZBSEC_SIMD is '" + std::string(wanted) + "'; this machine can run: " + names);
}

}  // namespace

const KernelTable& kernels() {
    static const KernelTable& chosen = choose();
    return chosen;
}

// Of a table "avx512_vbmi" the family, "avx512".
const char* simd() {
    static const std::string family = [] {
        const std::string name = kernels().name;
        return name.substr(0, name.find('_'));
    }();
    return family.c_str();
}

}  // namespace zbsec

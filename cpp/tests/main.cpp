// Usage: zbsec_native_tests ISA. Fails unless that instruction set is really in use.
#include <cstring>

#include "check.hpp"
#include "kernel_table.hpp"

int main(int count, char** arguments) {
    if (count != 2) {
        std::cerr << "usage: zbsec_native_tests ISA\n";
        return 2;
    }
    try {
        if (std::strcmp(zbsec::kernels().name, arguments[1]) != 0) {
            std::cerr << "dispatch chose " << zbsec::kernels().name << ", not " << arguments[1] << "\n";
            return 1;
        }
    } catch (const zbsec::Error& error) {
        std::cerr << error.what() << "\n";
        return 77;
    }
    for (const auto& test : cases()) {
        const int before = failures();
        test.run();
        std::cout << (failures() == before ? "passed " : "FAILED ") << test.name << "\n";
    }
    std::cout << cases().size() << " cases, " << failures() << " failed checks, on " << arguments[1] << "\n";
    return failures() == 0 ? 0 : 1;
}

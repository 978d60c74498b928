#include "guard.hpp"

#include <cstdio>

#include "zbsec/dispatch.hpp"

namespace zbsec::abi {
namespace {

// A fixed room: an error must be tellable where memory has run out.
thread_local char last_error[512] = "";

}  // namespace

zbsec_status failed(zbsec_status status, const char* message) noexcept {
    std::snprintf(last_error, sizeof last_error, "%s", message);
    return status;
}

zbsec_status status_of(Code code) noexcept {
    switch (code) {
        case Code::shape: return ZBSEC_ERROR_SHAPE;
        case Code::plate: return ZBSEC_ERROR_PLATE;
        case Code::unknown_id: return ZBSEC_ERROR_UNKNOWN_ID;
        case Code::storage: return ZBSEC_ERROR_STORAGE;
        case Code::argument: return ZBSEC_ERROR_ARGUMENT;
        case Code::unsupported: return ZBSEC_ERROR_UNSUPPORTED;
    }
    return ZBSEC_ERROR_INTERNAL;
}

}  // namespace zbsec::abi

int zbsec_abi_version(void) { return ZBSEC_ABI_VERSION; }

const char* zbsec_last_error(void) { return zbsec::abi::last_error; }

zbsec_status zbsec_simd(const char** name) {
    return zbsec::abi::guarded([&] {
        zbsec::abi::need(name, "name");
        *name = zbsec::simd();
    });
}

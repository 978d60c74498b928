// What stands between the core, which throws, and C, which must not see it.
#pragma once
#include <new>
#include <string>
#include <vector>

#include "zbsec.h"
#include "zbsec/error.hpp"

namespace zbsec::abi {

// Sets this thread's last error.
zbsec_status failed(zbsec_status status, const char* message) noexcept;

zbsec_status status_of(Code code) noexcept;

// Names the argument.
inline void need(const void* pointer, const char* name) {
    if (pointer == nullptr) throw Error(Code::argument, std::string(name) + " is null");
}

template <typename Work>
zbsec_status guarded(const Work& work) noexcept {
    try {
        work();
        return ZBSEC_OK;
    } catch (const Error& error) {
        return failed(status_of(error.code()), error.what());
    } catch (const std::bad_alloc&) {
        return failed(ZBSEC_ERROR_MEMORY, "there is not enough memory");
    } catch (const std::exception& error) {
        return failed(ZBSEC_ERROR_INTERNAL, error.what());
    } catch (...) {
        return failed(ZBSEC_ERROR_INTERNAL, "something that is no exception was thrown");
    }
}

// An array of the caller's; it may be null where it is empty.
template <typename T>
std::vector<T> copied(const T* data, std::size_t count, const char* name) {
    if (count != 0) need(data, name);
    return {data, data + count};
}

}  // namespace zbsec::abi

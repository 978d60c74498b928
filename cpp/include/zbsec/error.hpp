// The one exception of the native core: a code that bindings map to a class, and a sentence for people.
#pragma once
#include <stdexcept>
#include <string>

namespace zbsec {

enum class Code {
    shape,        // an array has the wrong shape or content
    plate,        // a text is no plate
    duplicate,    // an id or plate is there already
    unknown_id,   // an id is not there
    storage,      // a file is damaged or cannot be written
    argument,     // an option is out of range
    unsupported,  // this processor cannot do what was asked
};

class Error : public std::runtime_error {
public:
    Error(Code code, const std::string& message) : std::runtime_error(message), code_(code) {}
    Code code() const noexcept { return code_; }

private:
    Code code_;
};

}  // namespace zbsec

// What the native core throws: a code that bindings map to a class, and a sentence for people.
#pragma once
#include <cstddef>
#include <stdexcept>
#include <string>

namespace zbsec {

enum class Code {
    shape,        // an array has the wrong shape or content
    plate,        // a text is no plate
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

// Facts, so that bindings need not read the sentence.
class PlateError : public Error {
public:
    // `position` counts characters from 1; 0: the length is wrong.
    PlateError(const std::string& text, std::size_t position, const std::string& allowed)
        : Error(Code::plate, "'" + text + "' is no plate, character " + std::to_string(position) + ": " + allowed),
          text_(text), position_(position), allowed_(allowed) {}

    const std::string& text() const noexcept { return text_; }
    std::size_t position() const noexcept { return position_; }
    const std::string& allowed() const noexcept { return allowed_; }

private:
    std::string text_;
    std::size_t position_;
    std::string allowed_;
};

}  // namespace zbsec

#include "common.hpp"

namespace zbsec::bindings {
namespace {

// KeyError is Python's own word for an id that is not there.
py::object python_class(Code code) {
    const auto errors = py::module_::import("zbsec.errors");
    switch (code) {
        case Code::shape: return errors.attr("ShapeError");
        case Code::storage: return errors.attr("StorageError");
        case Code::unknown_id: return py::reinterpret_borrow<py::object>(PyExc_KeyError);
        case Code::plate:
        case Code::duplicate:
        case Code::argument:
        case Code::unsupported: break;
    }
    return py::reinterpret_borrow<py::object>(PyExc_ValueError);
}

}  // namespace

void bind_errors(py::module_&) {
    py::register_exception_translator([](std::exception_ptr pointer) {
        try {
            if (pointer) std::rethrow_exception(pointer);
        } catch (const Error& error) {
            py::set_error(python_class(error.code()), error.what());
        }
    });
}

}  // namespace zbsec::bindings

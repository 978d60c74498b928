#include "common.hpp"

namespace zbsec::bindings {
namespace {

// KeyError and ValueError are Python's own words for an id that is not there and an option out of range.
py::object python_class(Code code) {
    const auto errors = py::module_::import("zbsec.errors");
    switch (code) {
        case Code::shape: return errors.attr("ShapeError");
        case Code::plate: return errors.attr("PlateFormatError");
        case Code::storage: return errors.attr("StorageError");
        case Code::unknown_id: return py::reinterpret_borrow<py::object>(PyExc_KeyError);
        case Code::argument:
        case Code::unsupported: break;
    }
    return py::reinterpret_borrow<py::object>(PyExc_ValueError);
}

void set(const PlateError& error) {
    using py::literals::operator""_a;
    const py::object position = error.position() == 0 ? py::object(py::none()) : py::int_(error.position());
    const auto type = python_class(error.code());
    const auto value = type(py::str(error.text().data(), error.text().size()), error.allowed(), "position"_a = position);
    PyErr_SetObject(type.ptr(), value.ptr());
}

}  // namespace

void bind_errors(py::module_&) {
    py::register_local_exception_translator([](std::exception_ptr pointer) {
        try {
            if (pointer) std::rethrow_exception(pointer);
        } catch (const PlateError& error) {
            set(error);
        } catch (const Error& error) {
            py::set_error(python_class(error.code()), error.what());
        }
    });
}

}  // namespace zbsec::bindings

// Array types and conversions that the bindings share.
#pragma once
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "zbsec/error.hpp"

namespace py = pybind11;

namespace zbsec::bindings {

void bind_errors(py::module_& module);
void bind_plate_book(py::module_& module);
void bind_vector_index(py::module_& module);

inline std::string seen(const py::array& array) {
    return py::str(array.dtype()).cast<std::string>() + " " + py::str(array.attr("shape")).cast<std::string>();
}

// An array of exactly this element type and number of dimensions, in C order: nothing is copied behind the caller's back.
template <typename T>
py::array_t<T, py::array::c_style> exactly(const py::handle& value, const char* name, py::ssize_t dimensions,
                                           const char* expected) {
    if (!py::isinstance<py::array>(value)) {
        throw Error(Code::shape, std::string(name) + " is " + expected + ", not " +
                                     py::str(py::type::handle_of(value).attr("__name__")).cast<std::string>());
    }
    const auto array = py::reinterpret_borrow<py::array>(value);
    if (!py::array_t<T, py::array::c_style>::check_(array) || array.ndim() != dimensions) {
        const bool order = array.dtype().is(py::dtype::of<T>()) && array.ndim() == dimensions;
        throw Error(Code::shape, std::string(name) + " is " + expected + (order ? " in C order" : "") + ", not " + seen(array));
    }
    return py::reinterpret_borrow<py::array_t<T, py::array::c_style>>(value);
}

inline std::vector<std::int64_t> id_list(const py::handle& value, const char* name) {
    const auto array = exactly<std::int64_t>(value, name, 1, "int64 (n,)");
    return {array.data(), array.data() + array.size()};
}

}  // namespace zbsec::bindings

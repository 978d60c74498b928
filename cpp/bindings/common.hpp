// Array types and conversions that the bindings share.
#pragma once
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
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

// An array of exactly this element type and number of dimensions, aligned and in C order: nothing is copied behind the
// caller's back.
template <typename T>
py::array_t<T, py::array::c_style> exactly(const py::handle& value, const char* name, py::ssize_t dimensions,
                                           const std::string& expected) {
    const std::string sentence = std::string(name) + " is " + expected;
    if (!py::isinstance<py::array>(value)) {
        throw Error(Code::shape, sentence + ", not " + py::type::handle_of(value).attr("__name__").cast<std::string>());
    }
    const auto array = py::reinterpret_borrow<py::array>(value);
    if (!py::isinstance<py::array_t<T>>(array) || array.ndim() != dimensions) {
        throw Error(Code::shape, sentence + ", not " + seen(array));
    }
    const bool aligned = (array.flags() & py::detail::npy_api::NPY_ARRAY_ALIGNED_) != 0;
    if (!aligned || (array.flags() & py::array::c_style) == 0) {
        throw Error(Code::shape, sentence + " in C order; numpy.ascontiguousarray makes it so");
    }
    return py::reinterpret_borrow<py::array_t<T, py::array::c_style>>(value);
}

// float32 (n, width).
inline py::array_t<float, py::array::c_style> matrix(const py::handle& value, const char* name, const std::string& rows,
                                                     std::size_t width) {
    const std::string expected = "float32 (" + rows + ", " + std::to_string(width) + ")";
    auto array = exactly<float>(value, name, 2, expected);
    if (array.shape(1) != static_cast<py::ssize_t>(width)) {
        throw Error(Code::shape, std::string(name) + " is " + expected + ", not " + seen(array));
    }
    return array;
}

inline std::vector<std::int64_t> id_list(const py::handle& value, const char* name) {
    const auto array = exactly<std::int64_t>(value, name, 1, "int64 (n,)");
    return {array.data(), array.data() + array.size()};
}

// Python's integers have a sign; the core's counts have none.
inline std::size_t count_of(py::ssize_t value, const char* name) {
    if (value < 1) throw Error(Code::argument, std::string(name) + " is 1 or more, not " + std::to_string(value));
    return static_cast<std::size_t>(value);
}

// An array that owns the vector's memory.
template <typename T>
py::array_t<T> give(std::vector<T>&& values, const std::vector<std::size_t>& shape) {
    auto owned = std::make_unique<std::vector<T>>(std::move(values));
    const T* data = owned->data();
    const py::capsule owner(owned.release(), [](void* pointer) { delete static_cast<std::vector<T>*>(pointer); });
    return py::array_t<T>(shape, data, owner);
}

}  // namespace zbsec::bindings

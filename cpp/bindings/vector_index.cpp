#include "zbsec/vector_index.hpp"

#include <algorithm>
#include <filesystem>

#include "common.hpp"

namespace zbsec::bindings {
namespace {

struct PyHits {
    py::array_t<std::int64_t> ids;
    py::array_t<float> scores;
};

std::optional<Key> to_key(const std::optional<py::bytes>& bytes) {
    if (!bytes) return std::nullopt;
    const std::string_view view = *bytes;
    Key key;
    if (view.size() != key.size()) {
        throw Error(Code::argument, "key is 32 bytes, not " + std::to_string(view.size()));
    }
    std::copy(view.begin(), view.end(), key.begin());
    return key;
}

py::array_t<float, py::array::c_style> matrix(const VectorIndex& index, const py::handle& value, const char* name) {
    const std::string expected = "float32 (n, " + std::to_string(index.dim()) + ")";
    auto array = exactly<float>(value, name, 2, expected.c_str());
    if (array.shape(1) != static_cast<py::ssize_t>(index.dim())) {
        throw Error(Code::shape, std::string(name) + " is " + expected + ", not " + seen(array));
    }
    return array;
}

void add(VectorIndex& index, const py::object& ids, const py::object& vectors) {
    const auto list = id_list(ids, "ids");
    const auto rows = matrix(index, vectors, "vectors");
    if (rows.shape(0) != static_cast<py::ssize_t>(list.size())) {
        throw Error(Code::shape, std::to_string(list.size()) + " ids for " + std::to_string(rows.shape(0)) + " vectors");
    }
    py::gil_scoped_release release;
    index.add(list, rows.data());
}

void remove(VectorIndex& index, const py::object& ids) {
    const auto list = id_list(ids, "ids");
    py::gil_scoped_release release;
    index.remove(list);
}

PyHits search(const VectorIndex& index, const py::object& queries, std::size_t k, float min_score,
              const py::object& allowed) {
    const auto rows = matrix(index, queries, "queries");
    const auto count = static_cast<std::size_t>(rows.shape(0));
    const auto only = allowed.is_none() ? std::nullopt : std::optional(id_list(allowed, "allowed"));
    Hits hits;
    {
        py::gil_scoped_release release;
        hits = index.search(rows.data(), count, k, min_score, only);
    }
    PyHits found{py::array_t<std::int64_t>({count, k}), py::array_t<float>({count, k})};
    std::copy(hits.ids.begin(), hits.ids.end(), found.ids.mutable_data());
    std::copy(hits.scores.begin(), hits.scores.end(), found.scores.mutable_data());
    return found;
}

}  // namespace

void bind_vector_index(py::module_& module) {
    py::class_<PyHits>(module, "Hits")
        .def_readonly("ids", &PyHits::ids)
        .def_readonly("scores", &PyHits::scores);

    py::class_<VectorIndex>(module, "VectorIndex")
        .def(py::init([](std::size_t dim, const std::optional<py::bytes>& key, unsigned threads) {
                 return std::make_unique<VectorIndex>(dim, to_key(key), threads);
             }),
             py::arg("dim") = 512, py::arg("key") = py::none(), py::arg("threads") = 1)
        .def("add", &add, py::arg("ids"), py::arg("vectors"))
        .def("remove", &remove, py::arg("ids"))
        .def("search", &search, py::arg("queries"), py::arg("k") = 1, py::arg("min_score") = -1.0f,
             py::arg("allowed") = py::none())
        .def("save", [](const VectorIndex& index, const std::filesystem::path& path) {
                 py::gil_scoped_release release;
                 index.save(path.string());
             }, py::arg("path"))
        .def_static("open", [](const std::filesystem::path& path, const std::optional<py::bytes>& key, unsigned threads) {
                 return VectorIndex::open(path.string(), to_key(key), threads);
             }, py::arg("path"), py::arg("key") = py::none(), py::arg("threads") = 1)
        .def_property_readonly("dim", &VectorIndex::dim)
        .def("ids", [](const VectorIndex& index) {
                 const auto ids = index.ids();
                 return py::array_t<std::int64_t>(static_cast<py::ssize_t>(ids.size()), ids.data());
             })
        .def("__len__", &VectorIndex::size)
        .def("__contains__", &VectorIndex::contains, py::arg("id"));
}

}  // namespace zbsec::bindings

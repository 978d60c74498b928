#include "zbsec/vector_index.hpp"

#include <algorithm>
#include <filesystem>

#include "common.hpp"

namespace zbsec::bindings {
namespace {

using Path = std::filesystem::path;
using KeyBytes = std::optional<py::bytes>;

struct PyHits {
    py::array_t<std::int64_t> ids;
    py::array_t<float> scores;
};

std::optional<Key> to_key(const KeyBytes& bytes) {
    if (!bytes) return std::nullopt;
    const std::string_view view = *bytes;
    Key key;
    if (view.size() != key.size()) throw Error(Code::argument, "key is 32 bytes, not " + std::to_string(view.size()));
    std::copy(view.begin(), view.end(), key.begin());
    return key;
}

unsigned to_threads(py::ssize_t threads) {
    return static_cast<unsigned>(std::min<std::size_t>(count_of(threads, "threads"), 1024));
}

std::unique_ptr<VectorIndex> create(py::ssize_t dim, const KeyBytes& key, py::ssize_t threads) {
    return std::make_unique<VectorIndex>(count_of(dim, "dim"), to_key(key), to_threads(threads));
}

std::unique_ptr<VectorIndex> open(const Path& path, const KeyBytes& key, py::ssize_t threads) {
    const auto bytes = to_key(key);
    const auto workers = to_threads(threads);
    py::gil_scoped_release release;
    return VectorIndex::open(path.string(), bytes, workers);
}

void add(VectorIndex& index, const py::object& ids, const py::object& vectors) {
    const auto list = id_list(ids, "ids");
    const auto rows = matrix(vectors, "vectors", "n", index.dim());
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

std::unique_ptr<Allowed> prepare(const py::object& ids) { return std::make_unique<Allowed>(id_list(ids, "ids")); }

PyHits search(const VectorIndex& index, const py::object& queries, py::ssize_t k, float min_score,
              const py::object& allowed) {
    const auto rows = matrix(queries, "queries", "m", index.dim());
    const std::size_t count = static_cast<std::size_t>(rows.shape(0)), most = count_of(k, "k");
    const Allowed* prepared = py::isinstance<Allowed>(allowed) ? allowed.cast<const Allowed*>() : nullptr;
    const bool listed = prepared == nullptr && !allowed.is_none();
    const auto only = listed ? id_list(allowed, "allowed") : std::vector<std::int64_t>();
    const AllowedIds marked{only.data(), only.size()};
    VectorIndex::check(count, most, min_score);
    PyHits hits{py::array_t<std::int64_t>({count, most}), py::array_t<float>({count, most})};
    const Hits place{hits.ids.mutable_data(), hits.scores.mutable_data()};
    {
        py::gil_scoped_release release;
        if (prepared != nullptr) {
            index.search(rows.data(), count, most, min_score, *prepared, place);
        } else {
            index.search(rows.data(), count, most, min_score, listed ? &marked : nullptr, place);
        }
    }
    return hits;
}

void rekey(VectorIndex& index, const KeyBytes& key) {
    const auto bytes = to_key(key);
    py::gil_scoped_release release;
    index.rekey(bytes);
}

void save(const VectorIndex& index, const Path& path) {
    py::gil_scoped_release release;
    index.save(path.string());
}

py::array_t<std::int64_t> ids_of(const VectorIndex& index) {
    std::vector<std::int64_t> ids;
    {
        py::gil_scoped_release release;
        ids = index.ids();
    }
    const std::size_t count = ids.size();
    return give(std::move(ids), {count});
}

}  // namespace

void bind_vector_index(py::module_& module) {
    using NoGil = py::call_guard<py::gil_scoped_release>;

    py::class_<PyHits>(module, "Hits", "Answers of a search, one row a query, best first.")
        .def_readonly("ids", &PyHits::ids)
        .def_readonly("scores", &PyHits::scores);

    py::class_<Allowed>(module, "Allowed", "Ids that may be answers, prepared for many searches.")
        .def(py::init(&prepare), py::arg("ids"), "From int64 (n,).")
        .def("__len__", [](const Allowed& allowed) { return allowed.ids().size(); });

    py::class_<VectorIndex>(module, "VectorIndex", "Exact cosine search.")
        .def(py::init(&create), py::arg("dim") = 512, py::arg("key") = py::none(), py::arg("threads") = 1,
             "An empty index.")
        .def_static("open", &open, py::arg("path"), py::arg("key") = py::none(), py::arg("threads") = 1,
                    "Map a saved index.")
        .def("add", &add, py::arg("ids"), py::arg("vectors"), "Add vectors, all or none.")
        .def("remove", &remove, py::arg("ids"), "Remove vectors, all or none; their memory is overwritten.")
        .def("search", &search, py::arg("queries"), py::arg("k") = 1, py::arg("min_score") = -1.0f,
             py::arg("allowed") = py::none(), "The ``k`` most similar vectors of each query.")
        .def("rekey", &rekey, py::arg("key"), "Turn every vector under another key, or under none.")
        .def("save", &save, py::arg("path"), "Write a new file, and put it in the place of ``path`` when all of it is on disk.")
        .def("ids", &ids_of, "int64 (n,), ascending.")
        .def_property_readonly("dim", &VectorIndex::dim, "Numbers a vector has.")
        .def("__len__", &VectorIndex::size, NoGil())
        .def("__contains__", &VectorIndex::contains, py::arg("id"), NoGil());
}

}  // namespace zbsec::bindings

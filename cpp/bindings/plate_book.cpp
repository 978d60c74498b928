#include "zbsec/plate_book.hpp"

#include "common.hpp"
#include "zbsec/alphabet.hpp"

namespace zbsec::bindings {
namespace {

// A text, float32 probabilities (characters, 80), or an object that has them.
ReadingCosts to_costs(const py::object& reading) {
    if (py::isinstance<py::str>(reading)) return ReadingCosts::of_text(reading.cast<std::string>());
    const py::object value = py::hasattr(reading, "probabilities") ? reading.attr("probabilities") : reading;
    const std::string expected = "float32 (characters, " + std::to_string(alphabet_size) + ")";
    const auto array = exactly<float>(value, "probabilities", 2, expected.c_str());
    if (array.shape(1) != static_cast<py::ssize_t>(alphabet_size)) {
        throw Error(Code::shape, "probabilities is " + expected + ", not " + seen(array));
    }
    return ReadingCosts::of_probabilities(array.data(), static_cast<std::size_t>(array.shape(0)));
}

}  // namespace

void bind_plate_book(py::module_& module) {
    module.attr("PLATE_ALPHABET") = py::str(std::string(alphabet()));
    module.attr("DEFAULT_MAX_COST") = default_max_cost;
    module.attr("GAP_COST") = gap_cost;

    py::class_<PlateMatch>(module, "PlateMatch")
        .def_readonly("id", &PlateMatch::id)
        .def_readonly("plate", &PlateMatch::plate)
        .def_readonly("cost", &PlateMatch::cost)
        .def("__repr__", [](const PlateMatch& match) {
            return "PlateMatch(id=" + std::to_string(match.id) + ", plate='" + match.plate +
                   "', cost=" + std::to_string(match.cost) + ")";
        });

    py::class_<PlateBook>(module, "PlateBook")
        .def(py::init<>())
        .def("add", [](PlateBook& book, const py::object& ids, const std::vector<std::string>& plates) {
                 book.add(id_list(ids, "ids"), plates);
             }, py::arg("ids"), py::arg("plates"))
        .def("remove", [](PlateBook& book, const py::object& ids) { book.remove(id_list(ids, "ids")); }, py::arg("ids"))
        .def("match", [](const PlateBook& book, const py::object& reading, std::size_t limit, float max_cost) {
                 const auto costs = to_costs(reading);
                 py::gil_scoped_release release;
                 return book.match(costs, limit, max_cost);
             }, py::arg("reading_or_text"), py::arg("limit") = 1, py::arg("max_cost") = default_max_cost)
        .def("__len__", &PlateBook::size)
        .def("__contains__", &PlateBook::contains, py::arg("id"));
}

}  // namespace zbsec::bindings

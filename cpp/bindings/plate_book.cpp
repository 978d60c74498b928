#include "zbsec/plate_book.hpp"

#include "common.hpp"

namespace zbsec::bindings {
namespace {

// A text, float32 probabilities (characters, 80), or an object that has them.
ReadingCosts to_costs(const py::object& reading) {
    if (py::isinstance<py::str>(reading)) return ReadingCosts::of_text(reading.cast<std::string>());
    const py::object value = py::hasattr(reading, "probabilities") ? reading.attr("probabilities") : reading;
    const auto array = matrix(value, "probabilities", "characters", alphabet_size);
    return ReadingCosts::of_probabilities(array.data(), static_cast<std::size_t>(array.shape(0)));
}

void add(PlateBook& book, const py::object& ids, const std::vector<std::string>& plates) {
    const auto list = id_list(ids, "ids");
    py::gil_scoped_release release;
    book.add(list, plates);
}

void remove(PlateBook& book, const py::object& ids) {
    const auto list = id_list(ids, "ids");
    py::gil_scoped_release release;
    book.remove(list);
}

std::vector<PlateMatch> match(const PlateBook& book, const py::object& reading, py::ssize_t limit, float max_cost) {
    const auto costs = to_costs(reading);
    const auto most = count_of(limit, "limit");
    py::gil_scoped_release release;
    return book.match(costs, most, max_cost);
}

py::str describe(const PlateMatch& match) {
    return py::str("PlateMatch(id={}, plate={!r}, cost={:.6g})").format(match.id, match.plate, match.cost);
}

}  // namespace

void bind_plate_book(py::module_& module) {
    module.attr("PLATE_ALPHABET") = py::str(std::string(alphabet()));
    module.attr("DEFAULT_MAX_COST") = default_max_cost;
    module.attr("GAP_COST") = gap_cost;
    module.attr("CONFUSABLE_COST") = confusable_cost;

    py::class_<PlateMatch>(module, "PlateMatch", "A registered plate and what it costs to take the reading for it.")
        .def_readonly("id", &PlateMatch::id)
        .def_readonly("plate", &PlateMatch::plate)
        .def_readonly("cost", &PlateMatch::cost)
        .def("__repr__", &describe);

    py::class_<PlateBook>(module, "PlateBook", "Registered plates and the soft match.")
        .def(py::init<>(), "An empty book.")
        .def("add", &add, py::arg("ids"), py::arg("plates"), "Add plates in normal form, all or none.")
        .def("remove", &remove, py::arg("ids"), "Remove plates by id, all or none.")
        .def("match", &match, py::arg("reading_or_text"), py::arg("limit") = 1, py::arg("max_cost") = default_max_cost,
             "The likeliest registered plates, best first, equal costs by smaller id.")
        .def("__len__", &PlateBook::size, py::call_guard<py::gil_scoped_release>())
        .def("__contains__", &PlateBook::contains, py::arg("id"), py::call_guard<py::gil_scoped_release>());
}

}  // namespace zbsec::bindings

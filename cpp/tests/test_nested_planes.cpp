// The bound against the truth, on rows meant to break it; and the codes as they move about.
#include "nested_planes.hpp"

#include <cmath>

#include "check.hpp"
#include "plane_query.hpp"

using zbsec::Hidden;
using zbsec::NestedPlanes;

namespace {

std::vector<double> unit(std::vector<double> vector) {
    const double length = std::sqrt(std::inner_product(vector.begin(), vector.end(), vector.begin(), 0.0));
    for (double& value : vector) value /= length;
    return vector;
}

std::vector<double> gaussian_unit(std::size_t dim, unsigned seed) {
    const auto values = gaussian(dim, seed);
    return unit({values.begin(), values.end()});
}

std::vector<double> one_hot(std::size_t dim, std::size_t place, double value) {
    std::vector<double> vector(dim, 0.0);
    vector[place] = value;
    return vector;
}

// Gaussian, constant, one-hot, alternating, nearly all of it in one number.
std::vector<std::vector<double>> hard_rows(std::size_t dim) {
    std::vector<std::vector<double>> rows;
    for (unsigned seed = 0; seed < 40; ++seed) rows.push_back(gaussian_unit(dim, seed));
    rows.push_back(unit(std::vector<double>(dim, -1.0)));
    rows.push_back(one_hot(dim, dim / 2, -1.0));
    rows.push_back(one_hot(dim, 0, 1.0));
    std::vector<double> alternating(dim), steep(dim);
    for (std::size_t at = 0; at < dim; ++at) {
        alternating[at] = at % 2 == 0 ? 1.0 : -1.0;
        steep[at] = std::pow(0.5, static_cast<double>(at % 40));
    }
    rows.push_back(unit(alternating));
    rows.push_back(unit(steep));
    return rows;
}

// The number a row's code has on a level for one dimension.
int code_on(const NestedPlanes& planes, std::size_t level, std::size_t row, std::size_t at) {
    int code = 0;
    for (std::size_t below = 0; below <= level; ++below) {
        const zbsec::Slice& slice = planes.slices()[below];
        if (slice.starts_plane()) code *= 2;
        if (at / 8 < slice.from || at / 8 >= slice.to) continue;
        const std::uint8_t* block = planes.slice(below) + row / 16 * planes.block_bytes(below);
        code += 2 * ((block[(at / 8 - slice.from) * 16 + row % 16] >> (at % 8)) & 1) - 1;
    }
    return code;
}

int code(const NestedPlanes& planes, std::size_t level, std::size_t row, std::size_t at) {
    if (level < NestedPlanes::levels) return code_on(planes, level, row, at);
    const int whole = code_on(planes, NestedPlanes::levels - 1, row, at);
    return whole == 31 ? 35 : whole == -31 ? -35 : whole;
}

double along_code(const NestedPlanes& planes, std::size_t level, std::size_t row, const std::vector<double>& query) {
    double sum = 0.0;
    for (std::size_t at = 0; at < query.size(); ++at) sum += query[at] * code(planes, level, row, at);
    return sum;
}

}  // namespace

TEST(no_row_is_nearer_than_its_bound_says) {
    for (const std::size_t dim : {1, 2, 7, 16, 63, 64, 65, 129, 512}) {
        const auto rows = hard_rows(dim);
        NestedPlanes planes(dim);
        planes.make_room(rows.size());
        for (const auto& row : rows) planes.append(row.data());
        for (const auto& query : rows) {
            for (std::size_t row = 0; row < rows.size(); ++row) {
                const double score = std::inner_product(query.begin(), query.end(), rows[row].begin(), 0.0);
                if (score < 0.0) continue;
                const double least = std::min(1.0, score), rest = std::sqrt(1.0 - least * least);
                for (std::size_t level = 0; level <= NestedPlanes::levels; ++level) {
                    const Hidden hidden = planes.hidden(level)[row];
                    const double needed = planes.unit(level) * (least * hidden.along - rest * hidden.across);
                    CHECK(along_code(planes, level, row, query) >= needed - 1e-9);
                }
            }
        }
    }
}

// More planes hide less, and the numbers in the comment of nested_planes.cpp are these.
TEST(what_stays_hidden_is_what_was_measured) {
    constexpr std::size_t dim = 512, count = 200;
    NestedPlanes planes(dim);
    planes.make_room(count);
    for (unsigned seed = 0; seed < count; ++seed) planes.append(gaussian_unit(dim, seed).data());
    // By level; those between whole planes are the square root of the mean of the squares.
    const double expected[] = {0.60, 0.54, 0.36, 0.24, 0.19, 0.11, 0.08, 0.06};
    for (std::size_t level = 0; level <= NestedPlanes::levels; ++level) {
        double mean = 0.0;
        for (std::size_t row = 0; row < count; ++row) {
            const Hidden hidden = planes.hidden(level)[row];
            mean += hidden.across / std::hypot(hidden.along, hidden.across) / count;
        }
        CHECK(std::abs(mean - expected[level]) < 0.01);
    }
}

TEST(a_query_is_off_by_no_more_than_it_says) {
    for (const std::size_t dim : {1, 5, 64, 100, 512, 2048, 4096}) {
        const auto rows = hard_rows(dim);
        NestedPlanes planes(dim);
        planes.make_room(rows.size());
        for (const auto& row : rows) planes.append(row.data());
        std::vector<std::uint32_t> blocks((rows.size() + 15) / 16);
        std::iota(blocks.begin(), blocks.end(), 0U);
        const std::size_t count = blocks.size();
        for (std::size_t number = 0; number < rows.size(); number += 7) {
            const auto& q = rows[number];
            zbsec::Arena memory;
            const bool paired = number % 2 != 0;
            using Form = zbsec::PlaneQuery::Form;
            const zbsec::PlaneQuery query(q.data(), dim, paired ? Form::paired_tables : Form::tables, &memory);
            const zbsec::PlaneQuery bytes(q.data(), dim, Form::values, &memory);
            const auto sum = paired ? zbsec::kernels().plane_sums_u16_paired : zbsec::kernels().plane_sums_u16;
            for (std::size_t level = 0; level < NestedPlanes::levels; ++level) {
                const zbsec::Slice& slice = planes.slices()[level];
                if (slice.columns() == 0) continue;
                std::vector<std::uint16_t> sums(16 * count);
                sum({query.low_tables() + 16 * slice.from, query.high_tables() + 16 * slice.from, slice.columns()},
                    planes.slice(level), blocks.data(), count, 0, sums.data());
                const auto& of_level = query.of_level(level);
                for (std::size_t row = 0; row < rows.size(); ++row) {
                    double signs = 0.0;
                    for (std::size_t at = 8 * slice.from; at < std::min(dim, 8 * slice.to); ++at) {
                        const std::uint8_t byte = planes.slice(level)[(row / 16 * slice.columns() + at / 8 - slice.from) * 16 + row % 16];
                        signs += q[at] * (2 * ((byte >> (at % 8)) & 1) - 1);
                    }
                    const double found = static_cast<double>(query.table_step()) * sums[row] - static_cast<double>(of_level.base);
                    CHECK(std::abs(found - signs) <= static_cast<double>(of_level.error));
                }
            }
            double left = 0.0, square = 0.0;
            std::int32_t total = 0;
            for (std::size_t at = 0; at < dim; ++at) {
                const double value = static_cast<double>(bytes.value_step()) * bytes.values()[at];
                left += (q[at] - value) * (q[at] - value);
                square += value * value;
                total += bytes.values()[at];
            }
            CHECK(std::sqrt(left) <= static_cast<double>(bytes.left_out()));
            CHECK(std::abs(std::sqrt(square) - static_cast<double>(bytes.length())) < 1e-6);
            CHECK(total == bytes.total());
        }
    }
}

TEST(a_removed_row_gives_its_place_to_the_last) {
    constexpr std::size_t dim = 70;
    NestedPlanes planes(dim), expected(dim);
    planes.make_room(35);
    expected.make_room(35);
    for (unsigned seed = 0; seed < 35; ++seed) planes.append(gaussian_unit(dim, seed).data());
    for (unsigned seed = 0; seed < 33; ++seed) expected.append(gaussian_unit(dim, seed == 4 ? 34 : seed).data());
    planes.remove(4);
    planes.remove(33);
    const auto a = planes.parts(), b = expected.parts();
    for (std::size_t part = 0; part < a.size(); ++part) {
        CHECK(a[part].bytes == b[part].bytes && std::equal(a[part].data, a[part].data + a[part].bytes, b[part].data));
    }
}

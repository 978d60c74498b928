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

int bit(const NestedPlanes& planes, std::size_t level, std::size_t row, std::size_t at) {
    const std::uint8_t byte = level == 0 ? planes.block(row / 16)[at / 8 * 16 + row % 16]
                                         : planes.plane(level)[row * planes.bytes() + at / 8];
    return (byte >> (at % 8)) & 1;
}

// <q, c> with the code of the first planes, from the bits.
double along_code(const NestedPlanes& planes, std::size_t level, std::size_t row, const std::vector<double>& query) {
    double sum = 0.0;
    for (std::size_t at = 0; at < query.size(); ++at) {
        int code = 0;
        for (std::size_t plane = 0; plane <= level; ++plane) code = 2 * code + 2 * bit(planes, plane, row, at) - 1;
        sum += query[at] * code;
    }
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
                for (std::size_t level = 0; level < NestedPlanes::levels; ++level) {
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
    const double expected[] = {0.60, 0.36, 0.19, 0.11, 0.08};
    for (std::size_t level = 0; level < NestedPlanes::levels; ++level) {
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
        for (std::size_t number = 0; number < rows.size(); number += 7) {
            zbsec::Arena memory;
            const zbsec::PlaneQuery query(rows[number].data(), dim, &memory);
            std::vector<std::uint16_t> table_sums((rows.size() + 15) / 16 * 16);
            zbsec::kernels().plane_sums_u16(query.low_tables(), query.high_tables(), planes.bytes(), planes.block(0),
                                            table_sums.size() / 16, table_sums.data());
            std::vector<std::uint32_t> which(rows.size());
            std::iota(which.begin(), which.end(), 0U);
            std::vector<std::int32_t> bit_sums(rows.size());
            zbsec::kernels().bit_sums_i32(query.values(), planes.bytes(), planes.plane(1), which.data(), which.size(),
                                          bit_sums.data());
            for (std::size_t row = 0; row < rows.size(); ++row) {
                double first = 0.0, second = 0.0;
                for (std::size_t at = 0; at < dim; ++at) {
                    first += rows[number][at] * (2 * bit(planes, 0, row, at) - 1);
                    second += rows[number][at] * (2 * bit(planes, 1, row, at) - 1);
                }
                CHECK(std::abs(query.of_tables(table_sums[row]) - first) <= query.table_error());
                const float sum = query.bit_step() * static_cast<float>(bit_sums[row]) - query.bit_base();
                CHECK(std::abs(sum - second) <= query.bit_error());
            }
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

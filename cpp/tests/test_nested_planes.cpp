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

// What a level that reaches a dimension has there.
int bit_of(const NestedPlanes& planes, std::size_t level, std::size_t row, std::size_t at) {
    const std::size_t column = at / 8 - planes.slices()[level].from;
    const auto in_rows = planes.rows(level, {});
    const std::uint8_t byte = level >= NestedPlanes::first_in_rows
                                  ? in_rows.codes[row * in_rows.stride + column]
                                  : planes.slice(level)[row / 16 * planes.block_bytes(level) + column * 16 + row % 16];
    return (byte >> (at % 8)) & 1;
}

// The number a row's code has on a level for one dimension.
int code_on(const NestedPlanes& planes, std::size_t level, std::size_t row, std::size_t at) {
    int code = 0;
    for (std::size_t below = 0; below <= level; ++below) {
        const zbsec::Slice& slice = planes.slices()[below];
        if (slice.starts_plane()) code *= 2;
        if (at / 8 < slice.from || at / 8 >= slice.to) continue;
        code += 2 * bit_of(planes, below, row, at) - 1;
    }
    return code;
}

int code(const NestedPlanes& planes, std::size_t level, std::size_t row, std::size_t at) {
    if (level < NestedPlanes::levels) return code_on(planes, level, row, at);
    const int whole = code_on(planes, NestedPlanes::first_in_rows, row, at);  // five planes
    return whole == 31 ? 35 : whole == -31 ? -35 : whole;
}

double along_code(const NestedPlanes& planes, std::size_t level, std::size_t row, const std::vector<double>& query) {
    double sum = 0.0;
    for (std::size_t at = 0; at < query.size(); ++at) sum += query[at] * code(planes, level, row, at);
    return sum;
}

// The number that a query's tables stand for: half of what its sign makes in the table that it is in.
double in_tables(const zbsec::PlaneQuery& query, std::size_t at) {
    const std::uint8_t* table = (at / 4 % 2 == 0 ? query.low_tables() : query.high_tables()) + 16 * (at / 8);
    return 0.5 * static_cast<double>(query.table_step()) * (table[std::size_t{1} << (at % 4)] - table[0]);
}

template <typename Number>
void check_left_out(const zbsec::PlaneQuery& query, const std::vector<double>& q, const Number& number) {
    double left = 0.0, square = 0.0;
    for (std::size_t at = 0; at < q.size(); ++at) {
        left += (q[at] - number(at)) * (q[at] - number(at));
        square += number(at) * number(at);
    }
    CHECK(std::sqrt(left) <= static_cast<double>(query.left_out()));
    CHECK(std::abs(std::sqrt(square) - static_cast<double>(query.length())) < 1e-6);
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
    const double expected[] = {0.60, 0.54, 0.37, 0.24, 0.20, 0.11, 0.06, 0.05, 0.06};
    for (std::size_t level = 0; level <= NestedPlanes::levels; ++level) {
        double mean = 0.0;
        for (std::size_t row = 0; row < count; ++row) {
            const Hidden hidden = planes.hidden(level)[row];
            mean += hidden.across / std::hypot(hidden.along, hidden.across) / count;
        }
        CHECK(std::abs(mean - expected[level]) < 0.01);
    }
}

// What the tables of a query say of a level's bits of all rows.
std::vector<std::uint16_t> sums_of(const zbsec::PlaneQuery& query, const NestedPlanes& planes, std::size_t level) {
    const zbsec::Slice& slice = planes.slices()[level];
    const zbsec::PlaneTables tables{query.low_tables() + 16 * slice.from, query.high_tables() + 16 * slice.from,
                                    slice.columns()};
    std::vector<std::uint32_t> blocks((planes.count() + 15) / 16);
    std::iota(blocks.begin(), blocks.end(), 0U);
    const auto in_rows = planes.rows(level, tables);
    std::vector<std::uint8_t> turned(16 * blocks.size() * in_rows.stride);
    if (level >= NestedPlanes::first_in_rows) {
        for (const std::uint32_t block : blocks) {
            zbsec::kernels().turn_rows_u8(in_rows.codes + 16 * block * in_rows.stride, in_rows.stride, slice.columns(),
                                          turned.data() + 16 * block * slice.columns());
        }
    }
    std::vector<std::uint16_t> sums(16 * blocks.size());
    const auto sum = query.paired() ? zbsec::kernels().plane_sums_u16_paired : zbsec::kernels().plane_sums_u16;
    const std::uint8_t* codes = level >= NestedPlanes::first_in_rows ? turned.data() : planes.slice(level);
    sum(tables, codes, blocks.data(), blocks.size(), 0, sums.data());
    return sums;
}

TEST(a_query_is_off_by_no_more_than_it_says) {
    for (const std::size_t dim : {1, 5, 64, 100, 512, 2048, 4096}) {
        const auto rows = hard_rows(dim);
        NestedPlanes planes(dim);
        planes.make_room(rows.size());
        for (const auto& row : rows) planes.append(row.data());
        for (std::size_t number = 0; number < rows.size(); number += 7) {
            const auto& q = rows[number];
            zbsec::Arena memory;
            using Form = zbsec::PlaneQuery::Form;
            const zbsec::PlaneQuery query(q.data(), dim, number % 2 != 0 ? Form::paired_tables : Form::tables, &memory);
            for (std::size_t level = 0; level < NestedPlanes::levels; ++level) {
                const zbsec::Slice& slice = planes.slices()[level];
                if (slice.columns() == 0) continue;
                const auto sums = sums_of(query, planes, level);
                for (std::size_t row = 0; row < rows.size(); ++row) {
                    double signs = 0.0, of_p = 0.0;
                    for (std::size_t at = 8 * slice.from; at < std::min(dim, 8 * slice.to); ++at) {
                        const int sign = 2 * bit_of(planes, level, row, at) - 1;
                        signs += q[at] * sign;
                        of_p += in_tables(query, at) * sign;
                    }
                    const auto& of_level = query.of_level(level);
                    const double found = static_cast<double>(query.table_step()) * sums[row] - static_cast<double>(of_level.base);
                    CHECK(std::abs(found - signs) <= static_cast<double>(of_level.error));
                    CHECK(std::abs(found - of_p) <= static_cast<double>(of_level.rounding));
                }
            }
            check_left_out(query, q, [&](std::size_t at) { return in_tables(query, at); });
            const zbsec::PlaneQuery bytes(q.data(), dim, Form::values, &memory);
            const double step = static_cast<double>(bytes.value_step());
            check_left_out(bytes, q, [&](std::size_t at) { return step * bytes.values()[at]; });
            CHECK(std::accumulate(bytes.values(), bytes.values() + dim, 0) == bytes.total());
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

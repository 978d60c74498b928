// Each kernel of the instruction set in use against the plainest loop.
#include <algorithm>
#include <cmath>

#include "check.hpp"
#include "kernel_table.hpp"
#include "zbsec/alphabet.hpp"

namespace {

constexpr std::size_t row_size = 128;

std::vector<std::uint64_t> words(std::size_t count) {
    std::mt19937_64 engine(3);
    std::vector<std::uint64_t> all(count);
    for (auto& word : all) word = engine();
    return all;
}

std::vector<std::uint8_t> bytes_of_noise(std::size_t count, unsigned seed) {
    std::mt19937 engine(seed);
    std::vector<std::uint8_t> all(count);
    for (auto& byte : all) byte = static_cast<std::uint8_t>(engine());
    return all;
}

float table_cost(const std::vector<float>& costs, int reading, std::uint64_t plate, int length, float gap) {
    float table[11][9];
    for (int read = 0; read <= reading; ++read) {
        for (int done = 0; done <= length; ++done) {
            float least = read + done == 0 ? 0.0f : zbsec::never;
            if (read > 0) least = std::min(least, table[read - 1][done] + gap);
            if (done > 0) least = std::min(least, table[read][done - 1] + gap);
            if (read > 0 && done > 0) {
                const std::size_t code = zbsec::packed_code(plate, static_cast<std::size_t>(done - 1));
                const float cost = costs[row_size * static_cast<std::size_t>(read - 1) + code];
                least = std::min(least, table[read - 1][done - 1] + cost);
            }
            table[read][done] = least;
        }
    }
    return table[reading][length];
}

}  // namespace

TEST(dot_rows_gives_every_product) {
    for (const std::size_t stride : {16, 32, 48, 512, 528}) {
        for (const std::size_t rows : {1, 3, 4, 5, 8, 9}) {
            for (const std::size_t queries : {1, 2, 3}) {
                const auto a = gaussian(queries * stride, 1), b = gaussian(rows * stride, 2);
                std::vector<float> scores(queries * rows, -1.0f);
                zbsec::kernels().dot_rows_f32(a.data(), queries, b.data(), rows, stride, scores.data());
                for (std::size_t at = 0; at < scores.size(); ++at) {
                    const float *query = &a[at / rows * stride], *row = &b[at % rows * stride];
                    CHECK(std::abs(scores[at] - std::inner_product(query, query + stride, row, 0.0)) < 1e-3);
                }
            }
        }
    }
}

TEST(finish_cost_fills_the_table_of_wagner_and_fischer) {
    const auto plates = words(37 + zbsec::kernel_width);
    auto costs = gaussian(10 * row_size, 4);
    for (auto& cost : costs) cost = std::abs(cost);
    for (int reading = 1; reading <= 10; ++reading) {
        for (int length = 1; length <= 8; ++length) {
            const zbsec::CostBand band{costs.data(), reading, length, -length, reading + length + 1, 0.75f};
            std::vector<float> cells(static_cast<std::size_t>(length), zbsec::never), sums(plates.size());
            for (int read = 0; read <= reading; ++read) cells.push_back(0.75f * static_cast<float>(read));
            zbsec::kernels().finish_cost_f32(band, 0, cells.data(), plates.data(), 37, sums.data());
            for (std::size_t plate = 0; plate < 37; ++plate) {
                CHECK(sums[plate] == table_cost(costs, reading, plates[plate], length, 0.75f));
            }
        }
    }
}

TEST(expanded_codes_are_the_bits_of_the_planes) {
    for (const std::size_t count : {2, 3, 5}) {
        for (const std::size_t columns : {4, 8, 24, 64}) {
            const auto bits = bytes_of_noise(count * columns * 16, 6);
            std::vector<const std::uint8_t*> planes;
            for (std::size_t plane = 0; plane < count; ++plane) planes.push_back(&bits[plane * columns * 16]);
            std::vector<std::uint8_t> codes(columns * 128);
            zbsec::kernels().expand_u8(planes.data(), count, columns, codes.data());
            for (std::size_t row = 0; row < 16; ++row) {
                for (std::size_t at = 0; at < 8 * columns; ++at) {
                    unsigned code = 0;
                    for (const auto* plane : planes) code = 2 * code + ((plane[at / 8 * 16 + row] >> (at % 8)) & 1U);
                    const unsigned highest = (1U << count) - 1U;
                    const unsigned stretched = code == 0 ? 0 : code == highest ? code + 4 : code + 2;
                    CHECK(codes[at / 4 * 64 + 4 * row + at % 4] == stretched);
                }
            }
        }
    }
}

TEST(code_dots_gives_every_product) {
    for (const std::size_t width : {64, 128, 512, 4096}) {
        for (const std::size_t queries : {1, 3, 4, 9}) {
            constexpr std::size_t blocks = 2, rows = 16 * blocks;
            auto codes = bytes_of_noise(rows * width, 7);
            for (auto& code : codes) code = static_cast<std::uint8_t>(code % 36);
            const auto noise = bytes_of_noise(queries * width, 8);
            std::vector<std::int8_t> values;
            for (const auto byte : noise) values.push_back(static_cast<std::int8_t>(std::max(-127, byte - 128)));
            std::vector<std::int32_t> sums(queries * rows);
            zbsec::kernels().code_dots_i32(values.data(), queries, codes.data(), blocks, width, sums.data());
            for (std::size_t query = 0; query < queries; ++query) {
                for (std::size_t row = 0; row < rows; ++row) {
                    std::int32_t expected = 0;
                    for (std::size_t at = 0; at < width; ++at) {
                        const std::uint8_t code = codes[row / 16 * 16 * width + at / 4 * 64 + 4 * (row % 16) + at % 4];
                        expected += values[query * width + at] * code;
                    }
                    CHECK(sums[query * rows + row] == expected);
                }
            }
        }
    }
}

TEST(plane_sums_adds_what_the_tables_say) {
    for (const std::size_t columns : {4, 8, 48, 64, 512}) {
        constexpr std::size_t count = 15, ahead = 8, of_all = 10;  // four in step three times, and three more
        const auto codes = bytes_of_noise(of_all * 16 * columns, 11);
        auto tables = bytes_of_noise(32 * columns, 12);
        for (auto& entry : tables) entry &= 63;  // so that 512 columns stay under 2^16
        const std::uint8_t *low = tables.data(), *high = low + 16 * columns;
        const zbsec::PlaneTables given{low, high, columns};
        std::vector<std::uint32_t> blocks(count + ahead);
        for (std::size_t at = 0; at < blocks.size(); ++at) blocks[at] = static_cast<std::uint32_t>(at * 3 % of_all);
        std::vector<std::uint16_t> sums(16 * count), in_step(16 * count);
        zbsec::kernels().plane_sums_u16(given, codes.data(), blocks.data(), count, ahead, sums.data());
        zbsec::kernels().plane_sums_u16(given, codes.data(), blocks.data(), count, 0, in_step.data());
        CHECK(in_step == sums);
        for (std::size_t at = 0; at < sums.size(); ++at) {
            unsigned expected = 0;
            for (std::size_t column = 0; column < columns; ++column) {
                const std::uint8_t code = codes[(blocks[at / 16] * columns + column) * 16 + at % 16];
                expected += low[16 * column + code % 16] + high[16 * column + code / 16];
            }
            CHECK(sums[at] == expected);
        }
        std::vector<std::uint16_t> paired(16 * count);
        zbsec::kernels().plane_sums_u16_paired(given, codes.data(), blocks.data(), count, 0, paired.data());
        CHECK(paired == sums);
    }
}

TEST(tables_hold_every_pattern_of_signs) {
    const auto noise = gaussian(4 * 20, 13);
    std::vector<std::int16_t> numbers;
    for (const float value : noise) numbers.push_back(static_cast<std::int16_t>(std::clamp(25.0f * value, -63.0f, 63.0f)));
    std::vector<std::uint8_t> tables(16 * 20);
    zbsec::kernels().fill_tables_u8(numbers.data(), 20, tables.data());
    for (std::size_t group = 0; group < 20; ++group) {
        for (std::size_t bits = 0; bits < 16; ++bits) {
            int sum = 0;
            for (std::size_t at = 0; at < 4; ++at) {
                const int value = numbers[4 * group + at];
                sum += std::abs(value) + ((bits >> at & 1) != 0 ? value : -value);
            }
            CHECK(2 * tables[16 * group + bits] == sum);
        }
    }
}

TEST(turned_rows_are_a_block) {
    for (const std::size_t columns : {4, 8, 16, 20, 64, 72}) {
        const std::size_t stride = (columns + 15) / 16 * 16;
        const auto rows = bytes_of_noise(16 * stride, 16);
        std::vector<std::uint8_t> block(16 * stride);
        zbsec::kernels().turn_rows_u8(rows.data(), stride, columns, block.data());
        for (std::size_t at = 0; at < 16 * columns; ++at) CHECK(block[at] == rows[at % 16 * stride + at / 16]);
    }
}

// A slice of some blocks, in a gallery of more of them.
struct Slices {
    static constexpr std::size_t count = 9, of_all = 12, columns = 8, ahead = 3;
    std::vector<std::uint8_t> noise = bytes_of_noise(2 * 16 * of_all + 48 * count, 9);
    std::vector<std::uint8_t> codes = bytes_of_noise(16 * columns * of_all, 14), tables = bytes_of_noise(32 * columns, 15);
    std::vector<zbsec::Hidden> hidden;
    std::vector<std::uint32_t> blocks;
    std::vector<std::uint16_t> marks, first, sums;
    std::vector<float> so_far;

    Slices() {
        for (auto& entry : tables) entry &= 127;  // so that two fit in a byte
        for (std::size_t at = 0; at < 16 * of_all; ++at) hidden.push_back({noise[at], noise[16 * of_all + at]});
        for (std::size_t at = 0; at < count + ahead; ++at) blocks.push_back(static_cast<std::uint32_t>(at * 5 % of_all));
        for (std::size_t at = 0; at < count; ++at) marks.push_back(static_cast<std::uint16_t>(at == 4 ? 0 : 0xFFFFU >> at));
        for (std::size_t at = 0; at < 16 * count; ++at) {
            so_far.push_back(static_cast<float>(3 * noise[at]));
            first.push_back(static_cast<std::uint16_t>(65535 - 7 * at));
        }
        sums.resize(16 * count);
        zbsec::kernels().plane_sums_u16(given(), codes.data(), blocks.data(), count, 0, sums.data());
    }

    zbsec::PlaneTables given() const { return {tables.data(), tables.data() + 16 * columns, columns}; }
};

// What is known of a place of the list behind that many slices, all the same one.
float known_behind(const Slices& all, std::size_t slices, float before, std::size_t place) {
    for (std::size_t slice = 0; slice < slices; ++slice) before = 2.0f * before + static_cast<float>(all.sums[place]);
    return before;
}

// What is compared with `least`, with the bound {0.5f, 2.0f, 1.0f, least}: whole numbers and halves, nothing is rounded.
float compared(const Slices& all, float sum, std::size_t row) {
    const zbsec::Hidden open = all.hidden[row];
    return 0.5f * sum - 2.0f * static_cast<float>(open.along) + static_cast<float>(open.across);
}

std::size_t row_at(const Slices& all, std::size_t place) { return 16 * all.blocks[place / 16] + place % 16; }

TEST(rows_stay_marked_by_their_bounds_as_slices_are_taken) {
    for (const auto take : {zbsec::kernels().take_slices_f32, zbsec::kernels().take_slices_f32_paired}) {
        for (std::size_t slices = 0; slices <= 5; ++slices) {
            for (const bool summed_up : {false, true}) {
                const std::size_t ahead = summed_up ? Slices::ahead : 0;
                Slices all;
                const std::vector<zbsec::PlaneSlice> given(slices, {all.given(), all.codes.data(), 2.0f});
                auto marks = all.marks;
                auto so_far = all.so_far;
                std::vector<float> sums, scores;
                for (std::size_t place = 0; place < 16 * Slices::count; ++place) {
                    const float before = summed_up ? static_cast<float>(all.first[place]) : all.so_far[place];
                    sums.push_back(known_behind(all, slices, before, place));
                    scores.push_back(compared(all, sums.back(), row_at(all, place)));
                }
                auto sorted = scores;
                std::sort(sorted.begin(), sorted.end());
                const float least = sorted[sorted.size() * 3 / 4];
                const std::size_t left =
                    take(given.data(), slices, all.blocks.data(), Slices::count, ahead,
                         summed_up ? all.first.data() : nullptr, so_far.data(), all.hidden.data(),
                         {0.5f, 2.0f, 1.0f, least}, marks.data(), nullptr, nullptr);
                std::size_t expected_left = 0, kept = 0;
                for (std::size_t place = 0; place < 16 * Slices::count; ++place) {
                    const std::size_t at = place / 16;
                    CHECK(so_far[place] == sums[place]);
                    const bool near = scores[place] >= least && (all.marks[at] >> place % 16 & 1) != 0;
                    CHECK((marks[at] >> place % 16 & 1) == (near ? 1 : 0));
                    kept += near ? 1 : 0;
                    expected_left += place % 16 == 15 && marks[at] != 0 ? 1 : 0;
                }
                CHECK(left == expected_left && left < Slices::count && kept > 5 && kept < 36);
            }
        }
    }
}

TEST(marked_rows_are_listed) {
    for (const auto take : {zbsec::kernels().take_slices_f32, zbsec::kernels().take_slices_f32_paired}) {
        Slices all;
        const zbsec::PlaneSlice given{all.given(), all.codes.data(), 2.0f};
        auto so_far = all.so_far;
        so_far.resize(so_far.size() + 16);
        std::vector<std::uint32_t> rows(16 * Slices::count + 16);
        const auto in_rows = bytes_of_noise(64 * 16 * Slices::of_all, 20);
        const zbsec::RowSlice next{{}, in_rows.data(), 64, all.hidden.data(), 2.0f};
        const std::size_t left =
            take(&given, 1, all.blocks.data(), Slices::count, Slices::ahead, nullptr, so_far.data(), all.hidden.data(),
                 {0.5f, 2.0f, 1.0f, 1100.0f}, all.marks.data(), &next, rows.data());
        std::size_t expected = 0;
        for (std::size_t place = 0; place < 16 * Slices::count; ++place) {
            const float sum = known_behind(all, 1, all.so_far[place], place);
            const bool marked = (all.marks[place / 16] >> place % 16 & 1) != 0;
            if (!marked || compared(all, sum, row_at(all, place)) < 1100.0f) continue;
            CHECK(rows[expected] == row_at(all, place) && so_far[expected] == sum);
            ++expected;
        }
        CHECK(left == expected && left > 5 && left < 50);
    }
}

TEST(rows_are_taken_one_by_one) {
    for (const auto take : {zbsec::kernels().take_rows_f32, zbsec::kernels().take_rows_f32_paired}) {
        for (const std::size_t columns : {4, 16, 20, 64, 512}) {
            for (const std::size_t count : {1, 15, 16, 17, 300}) {
                const std::size_t stride = (columns + 15) / 16 * 16;
                constexpr std::size_t of_all = 700;
                const auto codes = bytes_of_noise(of_all * stride, 17);
                auto tables = bytes_of_noise(32 * columns, 18);
                for (auto& entry : tables) entry &= 63;
                const auto noise = bytes_of_noise(2 * of_all, 19);
                std::vector<zbsec::Hidden> hidden;
                for (std::size_t row = 0; row < of_all; ++row) hidden.push_back({noise[row], noise[of_all + row]});
                std::vector<std::uint32_t> rows;
                std::vector<float> so_far;
                for (std::size_t at = 0; at < count; ++at) {
                    rows.push_back(static_cast<std::uint32_t>(at * 7 / 3));
                    so_far.push_back(static_cast<float>(at % 11));
                }
                const auto asked = rows;
                const auto before = so_far;
                rows.resize(count + 16);
                so_far.resize(count + 16);
                const float least = 0.5f * 2.0f * 31.5f * static_cast<float>(columns) - 128.0f;
                const zbsec::PlaneTables given{tables.data(), tables.data() + 16 * columns, columns};
                const std::size_t left = take({given, codes.data(), stride, hidden.data(), 2.0f}, rows.data(), so_far.data(),
                                              count, {0.5f, 2.0f, 1.0f, least});
                std::size_t expected = 0;
                for (std::size_t at = 0; at < count; ++at) {
                    float sum = 2.0f * before[at];
                    for (std::size_t column = 0; column < columns; ++column) {
                        const std::uint8_t code = codes[asked[at] * stride + column];
                        const int low = tables[16 * column + code % 16], high = given.high[16 * column + code / 16];
                        sum += static_cast<float>(low + high);
                    }
                    const zbsec::Hidden open = hidden[asked[at]];
                    if (0.5f * sum - 2.0f * float(open.along) + float(open.across) < least) continue;
                    CHECK(expected < left && rows[expected] == asked[at] && so_far[expected] == sum);
                    ++expected;
                }
                CHECK(left == expected);
                if (count == 300) CHECK(left > 5 && left < 295);
            }
        }
    }
}

TEST(far_enough_marks_each_row) {
    const auto noise = bytes_of_noise(3 * 48, 10);
    std::vector<zbsec::Hidden> hidden;
    std::vector<std::int32_t> sums;
    for (std::size_t at = 0; at < 48; ++at) {
        hidden.push_back({noise[at], noise[48 + at]});
        sums.push_back(3 * noise[96 + at]);
    }
    std::uint16_t kept[3];
    zbsec::kernels().far_enough_i32(sums.data(), hidden.data(), {1.0f, 2.0f, 1.0f, 3.0f}, 3, kept);
    for (std::size_t row = 0; row < 48; ++row) {
        const bool near = sums[row] - 2 * hidden[row].along + hidden[row].across >= 3;
        CHECK(((kept[row / 16] >> (row % 16)) & 1) == (near ? 1 : 0));
    }
}

TEST(the_largest_is_found_wherever_it_stands) {
    for (const std::size_t count : {0, 1, 15, 16, 17, 128}) {
        std::vector<std::uint16_t> values(count, 7);
        CHECK(zbsec::kernels().largest_u16(values.data(), count) == (count > 0 ? 7 : 0));
        for (std::size_t place = 0; place < count; ++place) {
            values[place] = 65535;
            CHECK(zbsec::kernels().largest_u16(values.data(), count) == 65535);
            values[place] = 7;
        }
    }
}

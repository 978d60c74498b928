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
    for (const std::size_t levels : {1, 3, 5}) {
        for (const std::size_t bytes : {8, 24, 64}) {
            const auto bits = bytes_of_noise(levels * bytes, 6);
            std::vector<const std::uint8_t*> planes;
            for (std::size_t level = 0; level < levels; ++level) planes.push_back(&bits[level * bytes]);
            std::vector<std::uint8_t> codes(8 * bytes);
            zbsec::kernels().expand_u8(planes.data(), levels, bytes, codes.data());
            for (std::size_t at = 0; at < codes.size(); ++at) {
                unsigned code = 0;
                for (const auto* plane : planes) code = 2 * code + ((plane[at / 8] >> (at % 8)) & 1U);
                CHECK(codes[at] == code);
            }
        }
    }
}

TEST(code_dots_gives_every_product) {
    for (const std::size_t width : {64, 128, 512, 4096}) {
        for (const std::size_t queries : {1, 3, 4, 9}) {
            constexpr std::size_t rows = 8;
            auto codes = bytes_of_noise(rows * width, 7);
            for (auto& code : codes) code &= 31;
            const auto noise = bytes_of_noise(queries * width, 8);
            std::vector<std::int8_t> values;
            for (const auto byte : noise) values.push_back(static_cast<std::int8_t>(std::max(-127, byte - 128)));
            std::vector<std::int32_t> sums(queries * rows);
            zbsec::kernels().code_dots_i32(values.data(), queries, codes.data(), rows, width, sums.data());
            for (std::size_t at = 0; at < sums.size(); ++at) {
                const auto *query = &values[at / rows * width], *end = query + width;
                CHECK(sums[at] == std::inner_product(query, end, &codes[at % rows * width], 0));
            }
        }
    }
}

TEST(rows_are_kept_by_their_bound_in_order) {
    constexpr std::size_t count = 37, places = 64;
    const auto noise = bytes_of_noise(2 * places, 9);
    std::vector<zbsec::Hidden> hidden;
    for (std::size_t at = 0; at < places; ++at) hidden.push_back({noise[at], noise[places + at]});
    const zbsec::HiddenBound bound{0.5f, 2.0f, 1.0f, 3.0f};
    std::vector<std::uint32_t> rows(count + 16), expected;
    std::vector<float> so_far(count + 16), expected_sums;
    std::vector<std::int32_t> sums(count + 16);
    for (std::size_t at = 0; at < count; ++at) {
        rows[at] = static_cast<std::uint32_t>((at * 29) % places);
        so_far[at] = static_cast<float>(at);
        sums[at] = static_cast<std::int32_t>(at * 17);
        const float sum = 2.0f * so_far[at] + 0.5f * static_cast<float>(sums[at]);
        const zbsec::Hidden open = hidden[rows[at]];
        if (sum < 2.0f * open.along - open.across + 3.0f) continue;
        expected.push_back(rows[at]);
        expected_sums.push_back(sum);
    }
    const std::size_t kept = zbsec::kernels().keep_near_u32(rows.data(), so_far.data(), sums.data(), hidden.data(), bound, count);
    CHECK(kept == expected.size() && kept > 3 && kept < count);
    CHECK(std::equal(expected.begin(), expected.end(), rows.begin()));
    CHECK(std::equal(expected_sums.begin(), expected_sums.end(), so_far.begin()));
}

TEST(far_enough_marks_each_row) {
    const auto noise = bytes_of_noise(4 * 48, 10);
    std::vector<zbsec::Hidden> hidden;
    std::vector<std::uint16_t> small;
    std::vector<std::int32_t> large;
    for (std::size_t at = 0; at < 48; ++at) {
        hidden.push_back({noise[at], noise[48 + at]});
        small.push_back(static_cast<std::uint16_t>(3 * noise[96 + at]));
        large.push_back(3 * noise[96 + at]);
    }
    const zbsec::HiddenBound bound{1.0f, 2.0f, 1.0f, 3.0f};
    std::uint16_t by_small[3], by_large[3];
    zbsec::kernels().far_enough_u16(small.data(), hidden.data(), bound, 3, by_small);
    zbsec::kernels().far_enough_i32(large.data(), hidden.data(), bound, 3, by_large);
    for (std::size_t row = 0; row < 48; ++row) {
        const bool near = large[row] - 2 * hidden[row].along + hidden[row].across >= 3;
        CHECK(((by_small[row / 16] >> (row % 16)) & 1) == (near ? 1 : 0));
        CHECK(((by_large[row / 16] >> (row % 16)) & 1) == (near ? 1 : 0));
    }
}

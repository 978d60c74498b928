// Each kernel of the instruction set in use against the plainest loop.
#include <algorithm>
#include <cmath>

#include "check.hpp"
#include "kernel_table.hpp"

namespace {

constexpr std::size_t row_size = 128;

std::vector<std::uint64_t> words(std::size_t count) {
    std::mt19937_64 engine(3);
    std::vector<std::uint64_t> all(count);
    for (auto& word : all) word = engine();
    return all;
}

float cost_at(const std::vector<float>& costs, std::size_t step, std::uint64_t plate, std::size_t character) {
    return costs[row_size * step + ((plate >> (7 * character)) & 127)];
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

TEST(straight_cost_adds_in_the_order_of_the_characters) {
    const auto plates = words(48);
    const auto costs = gaussian(8 * row_size, 4);
    for (std::size_t length = 0; length <= 8; ++length) {
        std::vector<float> sums(plates.size());
        zbsec::kernels().straight_cost_f32(costs.data(), length, plates.data(), plates.size(), sums.data());
        for (std::size_t plate = 0; plate < plates.size(); ++plate) {
            float sum = 0.0f;
            for (std::size_t step = 0; step < length; ++step) sum += cost_at(costs, step, plates[plate], step);
            CHECK(sums[plate] == sum);
        }
    }
}

TEST(gap_cost_finds_the_best_place) {
    const auto plates = words(32);
    const auto costs = gaussian(9 * row_size, 5);
    for (const zbsec::GapShape gap : {zbsec::GapShape{2.0f, 0, 1}, zbsec::GapShape{2.0f, 1, 0}}) {
        for (std::size_t steps = 0; steps <= 7; ++steps) {
            std::vector<float> sums(plates.size());
            zbsec::kernels().gap_cost_f32(costs.data(), steps, gap, plates.data(), plates.size(), sums.data());
            for (std::size_t plate = 0; plate < plates.size(); ++plate) {
                float least = INFINITY;
                for (std::size_t place = 0; place <= steps; ++place) {
                    float sum = 0.0f;
                    for (std::size_t step = 0; step < place; ++step) sum += cost_at(costs, step, plates[plate], step);
                    sum += gap.cost;
                    for (std::size_t step = place; step < steps; ++step) {
                        sum += cost_at(costs, step + gap.in_reading, plates[plate], step + gap.in_plate);
                    }
                    least = std::min(least, sum);
                }
                CHECK(sums[plate] == least);
            }
        }
    }
}

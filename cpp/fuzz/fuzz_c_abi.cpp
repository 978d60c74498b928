// Any bytes as a program of calls of the C ABI, whose answers are compared with a plain list of ids.
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <set>
#include <vector>

#include "zbsec.h"

namespace {

class Program {
public:
    Program(const std::uint8_t* data, std::size_t size) : data_(data), left_(size) {}

    bool done() const { return left_ == 0; }
    std::uint8_t byte() {
        if (left_ == 0) return 0;
        --left_;
        return *data_++;
    }
    // All kinds of floats, and often ordinary ones.
    float number() {
        const std::uint8_t kind = byte();
        if (kind < 250) return static_cast<float>(kind) - 125.0f;
        std::uint32_t bits = 0;
        for (int at = 0; at < 4; ++at) bits = bits << 8 | byte();
        float value;
        std::memcpy(&value, &bits, sizeof value);
        return value;
    }
    std::vector<float> numbers(std::size_t count) {
        std::vector<float> all(count);
        for (float& value : all) value = number();
        return all;
    }

private:
    const std::uint8_t* data_;
    std::size_t left_;
};

void check(bool holds) {
    if (!holds) std::abort();
}

struct State {
    zbsec_index* index;
    std::size_t dim;
    std::set<std::int64_t> ids;
};

void add(State& state, Program& program) {
    const auto vector = program.numbers(state.dim);
    const std::int64_t id = static_cast<std::int8_t>(program.byte());
    const bool added = zbsec_index_add(state.index, &id, vector.data(), 1) == ZBSEC_OK;
    check(!added || (id >= 0 && state.ids.insert(id).second));
}

void remove(State& state, Program& program) {
    const std::int64_t id = static_cast<std::int8_t>(program.byte());
    const zbsec_status expected = state.ids.erase(id) == 1 ? ZBSEC_OK : ZBSEC_ERROR_UNKNOWN_ID;
    check(zbsec_index_remove(state.index, &id, 1) == expected);
}

void search(State& state, Program& program) {
    const std::size_t count = program.byte() % 12, k = program.byte() % 9;
    const float min_score = program.number();
    const auto queries = program.numbers(count * state.dim);
    std::vector<std::int64_t> ids(count * k + 1);
    std::vector<float> scores(count * k + 1);
    if (zbsec_index_search(state.index, queries.data(), count, k, min_score, nullptr, 0, ids.data(), scores.data()) != ZBSEC_OK) {
        return;
    }
    for (std::size_t at = 0; at < count * k; ++at) {
        const bool none = ids[at] == -1;
        check(none ? scores[at] != scores[at] : state.ids.count(ids[at]) == 1 && scores[at] >= min_score);
    }
    if (min_score <= -1.1f && k > 0 && count > 0) check((ids[0] == -1) == state.ids.empty());
}

void rekey(State& state, Program& program) {
    std::uint8_t key[ZBSEC_KEY_BYTES];
    for (auto& value : key) value = program.byte();
    check(zbsec_index_rekey(state.index, key[0] == 0 ? nullptr : key) == ZBSEC_OK);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Program program(data, size);
    State state{nullptr, program.byte() % 70U, {}};
    const bool valid = state.dim > 0;
    check((zbsec_index_create(state.dim, nullptr, 1, &state.index) == ZBSEC_OK) == valid);
    while (valid && !program.done()) {
        switch (program.byte() % 8) {
            case 0: remove(state, program); break;
            case 1: search(state, program); break;
            case 2: rekey(state, program); break;
            default: add(state, program);
        }
        check(zbsec_index_size(state.index) == state.ids.size());
    }
    zbsec_index_destroy(state.index);
    return 0;
}

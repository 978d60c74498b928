// The little that the native tests need: named cases, checks that say where they failed, numbers from a seed.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iostream>
#include <numeric>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "zbsec/error.hpp"

struct Case {
    std::string name;
    std::function<void()> run;
};

inline std::vector<Case>& cases() {
    static std::vector<Case> all;
    return all;
}

inline int& failures() {
    static int count = 0;
    return count;
}

struct Register {
    Register(std::string name, std::function<void()> run) { cases().push_back({std::move(name), std::move(run)}); }
};

inline void fail(const char* file, int line, const std::string& what) {
    std::cerr << file << ":" << line << ": " << what << "\n";
    ++failures();
}

template <typename Statement>
bool throws(const Statement& statement, zbsec::Code expected) {
    try {
        statement();
    } catch (const zbsec::Error& error) {
        return error.code() == expected;
    }
    return false;
}

#define TEST(name)                                      \
    static void name();                                 \
    static const Register register_##name(#name, name); \
    static void name()

#define CHECK(condition)                                                        \
    do {                                                                        \
        if (!(condition)) fail(__FILE__, __LINE__, #condition " does not hold"); \
    } while (false)

#define CHECK_THROWS(statement, expected)                                                                         \
    do {                                                                                                          \
        if (!throws([&] { statement; }, zbsec::Code::expected)) fail(__FILE__, __LINE__, #statement " does not throw " #expected); \
    } while (false)

inline std::vector<float> gaussian(std::size_t count, unsigned seed) {
    std::mt19937 engine(seed);
    std::normal_distribution<float> normal;
    std::vector<float> values(count);
    for (auto& value : values) value = normal(engine);
    return values;
}

inline std::vector<std::int64_t> range(std::size_t count) {
    std::vector<std::int64_t> ids(count);
    std::iota(ids.begin(), ids.end(), 0);
    return ids;
}

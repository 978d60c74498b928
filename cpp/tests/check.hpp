// The little that the native tests need: named cases, and checks that say where they failed.
#pragma once
#include <functional>
#include <iostream>
#include <string>
#include <vector>

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

#define TEST(name)                                      \
    static void name();                                 \
    static const Register register_##name(#name, name); \
    static void name()

#define CHECK(condition)                                                                   \
    do {                                                                                   \
        if (!(condition)) {                                                                \
            std::cerr << __FILE__ << ":" << __LINE__ << ": " << #condition << " is false\n"; \
            ++failures();                                                                  \
        }                                                                                  \
    } while (false)

#define CHECK_THROWS(statement, expected)                                                    \
    do {                                                                                     \
        bool thrown = false;                                                                 \
        try {                                                                                \
            statement;                                                                       \
        } catch (const zbsec::Error& error) {                                                \
            thrown = error.code() == zbsec::Code::expected;                                  \
        }                                                                                    \
        if (!thrown) {                                                                       \
            std::cerr << __FILE__ << ":" << __LINE__ << ": " << #statement << " does not throw " << #expected << "\n"; \
            ++failures();                                                                    \
        }                                                                                    \
    } while (false)

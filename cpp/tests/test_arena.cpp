#include "arena.hpp"

#include "check.hpp"

using zbsec::Arena;
using zbsec::ArenaVector;

TEST(an_arena_hands_out_whole_lines) {
    Arena arena;
    for (int round = 0; round < 3; ++round) {
        {
            const ArenaVector<char> one(3, &arena), two(100, &arena);
            CHECK(reinterpret_cast<std::uintptr_t>(one.data()) % 64 == 0);
            CHECK(reinterpret_cast<std::uintptr_t>(two.data()) % 64 == 0);
            CHECK(two.data() + two.size() <= one.data() || one.data() + one.size() <= two.data());
        }
        arena.clear();
    }
}

TEST(an_arena_forgets_what_it_held) {
    Arena arena;
    { const ArenaVector<float> first(64, 1.5f, &arena); }
    arena.clear();
    const float* place = nullptr;
    {
        ArenaVector<float> second(16, 2.5f, &arena);
        place = second.data();
    }
    CHECK(place[0] == 0.0f && place[15] == 0.0f);  // the arena keeps its block, erased
}

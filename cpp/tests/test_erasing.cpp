#include <algorithm>

#include "check.hpp"
#include "erasing.hpp"
#include "rows.hpp"

TEST(memory_is_aligned_for_the_widest_vector) {
    const zbsec::ErasingVector<float> values(3);
    CHECK(reinterpret_cast<std::uintptr_t>(values.data()) % 64 == 0);
}

// Behind the end of the rows, inside their memory: what a removed vector would leave there.
TEST(a_removed_row_is_overwritten) {
    zbsec::Rows rows(16);
    rows.make_room(2);
    rows.append(zbsec::ErasingVector<float>(32, 1.5f));
    const float* behind = rows.row(1);
    rows.remove(0);
    CHECK(rows.count() == 1 && rows.row(0)[0] == 1.5f);
    CHECK(std::all_of(behind, behind + 16, [](float value) { return value == 0.0f; }));
}

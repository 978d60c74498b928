// For each group of four numbers what its sixteen patterns of signs give (bit j of the pattern is 1 where number j
// counts as it is, 0 where it counts less), from the least one up, halved. A group's numbers add up to 255 at most
// without their signs.
inline void fill_tables_u8(const std::int16_t* numbers, std::size_t groups, std::uint8_t* tables) {
    constexpr std::int16_t signs[4][16] = {{-1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1},
                                           {-1, -1, 1, 1, -1, -1, 1, 1, -1, -1, 1, 1, -1, -1, 1, 1},
                                           {-1, -1, -1, -1, 1, 1, 1, 1, -1, -1, -1, -1, 1, 1, 1, 1},
                                           {-1, -1, -1, -1, -1, -1, -1, -1, 1, 1, 1, 1, 1, 1, 1, 1}};
    for (std::size_t group = 0; group < groups; ++group) {
        const std::int16_t* four = numbers + 4 * group;
        int least = 0;
        for (std::size_t at = 0; at < 4; ++at) least += four[at] < 0 ? four[at] : -four[at];
        std::uint8_t* table = tables + 16 * group;
        std::int16_t sums[16];
        for (std::size_t bits = 0; bits < 16; ++bits) {
            sums[bits] = static_cast<std::int16_t>(-least);
            for (std::size_t at = 0; at < 4; ++at) {
                sums[bits] = static_cast<std::int16_t>(sums[bits] + four[at] * signs[at][bits]);
            }
        }
        for (std::size_t bits = 0; bits < 16; ++bits) table[bits] = static_cast<std::uint8_t>(sums[bits] >> 1);
    }
}

// sums[16 i + r] = what the tables give for the halves of the `columns` bytes of row r of block blocks[i], in the layout of
// Andre, Kermarrec and Le Scouarnec, "Quicker ADC", TPAMI 2021: byte after byte of all 16 rows. The sum of all tables' largest entries stays under 2^16. `columns` is a multiple of 4. Behind the blocks stand
// plane_sums_ahead more, that are asked for but not read.
template <bool Paired>
inline void sum_planes(const std::uint8_t* low_tables, const std::uint8_t* high_tables, std::size_t columns,
                       const std::uint8_t* codes, const std::uint32_t* blocks, std::size_t count, std::uint16_t* sums) {
    // About 16 KiB, into the L2 cache: more is on its way at a time than into the L1 cache (1.6 ns a row instead of 2.3 to 3.2,
    // measured on a Zen 4 with nobody beside).
    const std::size_t wanted = 1024 / columns, most = zbsec::plane_sums_ahead;
    const std::size_t ahead = wanted < 8 ? 8 : wanted > most ? most : wanted;
    const std::size_t block_bytes = 16 * columns;
    for (std::size_t at = 0; at < count; ++at) {
        const std::uint8_t* next = codes + blocks[at + ahead] * block_bytes;
        for (std::size_t line = 0; line < block_bytes; line += 64) __builtin_prefetch(next + line, 0, 2);
        const std::uint8_t* block = codes + blocks[at] * block_bytes;
        Sums16 all = Sums16::zero();
        for (std::size_t column = 0; column < columns; column += Bytes::columns) {
            const Bytes code = Bytes::load(block + 16 * column);
            const Bytes low = Bytes::look_up_low_halves(low_tables + 16 * column, code);
            const Bytes high = Bytes::look_up_high_halves(high_tables + 16 * column, code);
            if constexpr (Paired) {
                all.add(Bytes::add(low, high));
            } else {
                all.add(low);
                all.add(high);
            }
        }
        Sums16::store(sums + 16 * at, all);
    }
}

inline void plane_sums_u16(const std::uint8_t* low_tables, const std::uint8_t* high_tables, std::size_t columns,
                           const std::uint8_t* codes, const std::uint32_t* blocks, std::size_t count, std::uint16_t* sums) {
    sum_planes<false>(low_tables, high_tables, columns, codes, blocks, count, sums);
}

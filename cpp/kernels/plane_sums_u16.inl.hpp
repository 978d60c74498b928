// sums[16 i + r] = what the tables give for the halves of the `columns` bytes of row r of block blocks[i], in the layout of
// Andre, Kermarrec and Le Scouarnec, "Quicker ADC", TPAMI 2021: byte after byte of all 16 rows. The sum of all tables' largest entries stays under 2^16. `columns` is a multiple of 4. Behind the blocks stand
// plane_sums_ahead more, that are asked for but not read.
inline void plane_sums_u16(const std::uint8_t* low_tables, const std::uint8_t* high_tables, std::size_t columns,
                           const std::uint8_t* codes, const std::uint32_t* blocks, std::size_t count, std::uint16_t* sums) {
    // About 8 KiB: past the page at which the processor stops asking by itself.
    const std::size_t wanted = 512 / columns, most = zbsec::plane_sums_ahead;
    const std::size_t ahead = wanted < 8 ? 8 : wanted > most ? most : wanted;
    const std::size_t block_bytes = 16 * columns;
    for (std::size_t at = 0; at < count; ++at) {
        const std::uint8_t* next = codes + blocks[at + ahead] * block_bytes;
        for (std::size_t line = 0; line < block_bytes; line += 64) __builtin_prefetch(next + line);
        const std::uint8_t* block = codes + blocks[at] * block_bytes;
        Sums16 all = Sums16::zero();
        for (std::size_t column = 0; column < columns; column += Bytes::columns) {
            const Bytes code = Bytes::load(block + 16 * column);
            all.add(Bytes::look_up(low_tables + 16 * column, high_tables + 16 * column, code));
        }
        Sums16::store(sums + 16 * at, all);
    }
}

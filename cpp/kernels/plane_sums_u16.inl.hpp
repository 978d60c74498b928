// sums[r] = what the tables give for the halves of every byte of row r: one plane of a block of 16 rows at a time, byte
// after byte of all 16 (the layout of Andre, Kermarrec and Le Scouarnec, "Quicker ADC", TPAMI 2021). The sum of all tables'
// largest entries stays under 2^16. `columns`, the bytes of a row, is a multiple of 8.
inline void plane_sums_u16(const std::uint8_t* low_tables, const std::uint8_t* high_tables, std::size_t columns,
                           const std::uint8_t* codes, std::size_t blocks, std::uint16_t* sums) {
    constexpr std::size_t ahead = 8192;  // past the page at which the processor stops asking by itself
    for (std::size_t block = 0; block < blocks; ++block) {
        for (std::size_t line = 0; line < 16 * columns; line += 64) __builtin_prefetch(codes + ahead + line);
        Sums16 all = Sums16::zero();
        for (std::size_t column = 0; column < columns; column += Bytes::columns) {
            const Bytes code = Bytes::load(codes + 16 * column);
            all.add(Bytes::look_up_low_halves(low_tables + 16 * column, code));
            all.add(Bytes::look_up_high_halves(high_tables + 16 * column, code));
        }
        Sums16::store(sums, all);
        codes += 16 * columns;
        sums += 16;
    }
}

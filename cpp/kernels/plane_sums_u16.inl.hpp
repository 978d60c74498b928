// sums[16 i + r] = what the tables give for the halves of the bytes of row r of block blocks[i], in the layout of
// Andre, Kermarrec and Le Scouarnec, "Quicker ADC", TPAMI 2021: byte after byte of all 16 rows.
//
// `next`, a block, is asked for a line at a time while this one is summed up: into the L2 cache, where more may be on
// its way at a time than into the L1 cache. Asked for all at once, it would keep the next loads waiting.
//
// Apart: the two halves' entries have sums of their own, so that additions wait less for one another. That pays where
// much else is done for a block; a mere scan of a plane from memory takes a little longer.
template <bool Paired, bool Apart>
inline Sums16 sum_of_block(const PlaneTables& tables, const std::uint8_t* block, const std::uint8_t* next) {
    Sums16 all = Sums16::zero(), others = Sums16::zero();
    for (std::size_t line = 0; line < tables.columns; line += 4) {
        __builtin_prefetch(next + 16 * line, 0, 2);
        for (std::size_t column = line; column < line + 4; column += Bytes::columns) {
            const Bytes code = Bytes::load(block + 16 * column);
            const Bytes low = Bytes::look_up_low_halves(tables.low + 16 * column, code);
            const Bytes high = Bytes::look_up_high_halves(tables.high + 16 * column, code);
            if constexpr (Paired) {
                all.add(Bytes::add(low, high));
            } else {
                all.add(low);
                (Apart ? others : all).add(high);
            }
        }
    }
    if constexpr (Apart) all.add(others);
    return all;
}

// `ahead` blocks behind those listed are asked for, but not read.
template <bool Paired>
inline void sum_planes(const PlaneTables& tables, const std::uint8_t* codes, const std::uint32_t* blocks, std::size_t count,
                       std::size_t ahead, std::uint16_t* sums) {
    const std::size_t bytes = 16 * tables.columns;
    for (std::size_t at = 0; at < count; ++at) {
        const std::uint8_t* next = codes + blocks[at + ahead] * bytes;
        Sums16::store(sums + 16 * at, sum_of_block<Paired, false>(tables, codes + blocks[at] * bytes, next));
    }
}

inline void plane_sums_u16(const PlaneTables& tables, const std::uint8_t* codes, const std::uint32_t* blocks,
                           std::size_t count, std::size_t ahead, std::uint16_t* sums) {
    sum_planes<false>(tables, codes, blocks, count, ahead, sums);
}

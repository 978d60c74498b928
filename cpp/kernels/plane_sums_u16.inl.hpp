// sums[16 i + r] = what the tables give for the halves of the bytes of row r of block blocks[i], in the layout of
// Andre, Kermarrec and Le Scouarnec, "Quicker ADC", TPAMI 2021: byte after byte of all 16 rows.
//
// Memory: of blocks that are read one and all, the processor fetches the next by itself, and has more on its way at a
// time than a program may ask for. It does so for each place that is read on from, and at one alone memory waits for
// it; so a mere scan of a plane takes four blocks in step, one from each quarter of the list. Of slices there are
// several anyway, and with more than about eight places it loses track. Blocks here and there are asked for, a line of
// a later one at a time while an earlier one is summed up: into the L2 cache, where more may be on its way than into
// the L1 cache. Asked for all at once, it would keep the next loads waiting.
//
// Apart: the two halves' entries have sums of their own, so that additions wait less for one another.
constexpr std::size_t in_step = 4;

template <bool Paired, bool Apart, std::size_t Count, typename Ask>
inline void sum_of_blocks(const PlaneTables& tables, const std::uint8_t* const (&blocks)[Count], const Ask& ask,
                          Sums16 (&sums)[Count]) {
    Sums16 all[Count], others[Count];
    for (std::size_t at = 0; at < Count; ++at) all[at] = others[at] = Sums16::zero();
    for (std::size_t line = 0; line < tables.columns; line += 4) {
        ask(16 * line);
        for (std::size_t column = line; column < line + 4; column += Bytes::columns) {
            for (std::size_t at = 0; at < Count; ++at) {
                const Bytes code = Bytes::load(blocks[at] + 16 * column);
                const Bytes low = Bytes::look_up_low_halves(tables.low + 16 * column, code);
                const Bytes high = Bytes::look_up_high_halves(tables.high + 16 * column, code);
                if constexpr (Paired) {
                    all[at].add(Bytes::add(low, high));
                } else {
                    all[at].add(low);
                    (Apart ? others[at] : all[at]).add(high);
                }
            }
        }
    }
    for (std::size_t at = 0; at < Count; ++at) {
        if constexpr (Apart) all[at].add(others[at]);
        sums[at] = all[at];
    }
}

// Of one block; `next`, unless it is null, is the one to ask for.
template <bool Paired, bool Apart>
inline Sums16 sum_of_block(const PlaneTables& tables, const std::uint8_t* block, const std::uint8_t* next) {
    Sums16 sum[1];
    if (next != nullptr) {
        const auto ask = [next](std::size_t byte) { __builtin_prefetch(next + byte, 0, 2); };
        sum_of_blocks<Paired, Apart, 1>(tables, {block}, ask, sum);
    } else {
        sum_of_blocks<Paired, Apart, 1>(tables, {block}, [](std::size_t) {}, sum);
    }
    return sum[0];
}

template <bool Paired>
inline void sum_planes(const PlaneTables& tables, const std::uint8_t* codes, const std::uint32_t* blocks, std::size_t count,
                       std::size_t ahead, std::uint16_t* sums) {
    const std::size_t bytes = 16 * tables.columns, quarter = ahead == 0 ? count / in_step : 0;
    for (std::size_t at = 0; at < quarter; ++at) {
        const std::uint8_t* of_quarters[in_step];
        Sums16 all[in_step];
        for (std::size_t part = 0; part < in_step; ++part) {
            of_quarters[part] = codes + blocks[at + part * quarter] * bytes;
        }
        sum_of_blocks<Paired, false, in_step>(tables, of_quarters, [](std::size_t) {}, all);
        for (std::size_t part = 0; part < in_step; ++part) Sums16::store(sums + 16 * (at + part * quarter), all[part]);
    }
    for (std::size_t at = in_step * quarter; at < count; ++at) {
        const std::uint8_t* next = ahead == 0 ? nullptr : codes + blocks[at + ahead] * bytes;
        Sums16::store(sums + 16 * at, sum_of_block<Paired, false>(tables, codes + blocks[at] * bytes, next));
    }
}

// `ahead` blocks behind in the list is the one that is asked for; where that is 0 none is, and none stand behind it.
inline void plane_sums_u16(const PlaneTables& tables, const std::uint8_t* codes, const std::uint32_t* blocks,
                           std::size_t count, std::size_t ahead, std::uint16_t* sums) {
    sum_planes<false>(tables, codes, blocks, count, ahead, sums);
}

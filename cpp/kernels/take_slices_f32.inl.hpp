// Adds slices of planes, one after the other, to what is known of blocks: so_far becomes times * so_far + the sums of
// the slice, see plane_sums_u16; before the first it is `first`, where that is given. Row r of block blocks[i] then
// stays marked where step * so_far - along * hidden.along + across * hidden.across >= least, hidden being of all rows.
// Returns how many blocks have a row that is marked. Where `next` is given, the rows that stay marked go to `rows`
// instead, in order, and what is known of them to the front of so_far, and it returns how many; both have room for 16
// more. What `next` has of them is asked for meanwhile, while memory is busy anyway.
//
// All slices of a block in one go: what is known of it stays in registers, and arithmetic has more of the memory's time
// to hide in. How many there are is known to the compiler for a member's first two levels, a stranger's three planes
// and all that a search without a threshold reads in blocks.
constexpr std::size_t any_count = 16;

template <bool Paired, std::size_t Count>
inline std::size_t take_slices(const PlaneSlice* slices, std::size_t slice_count, const std::uint32_t* blocks,
                               std::size_t count, std::size_t ahead, const std::uint16_t* first, float* so_far,
                               const Hidden* hidden, const HiddenBound& bound, std::uint16_t* marks,
                               const RowSlice* next, std::uint32_t* rows) {
    constexpr std::size_t parts = 16 / F32::lanes;
    const F32 step = F32::all(bound.step), along = F32::all(-bound.along);
    const F32 across = F32::all(bound.across), least = F32::all(bound.least);
    std::size_t left = 0;
    for (std::size_t at = 0; at < count; ++at) {
        F32 sums[parts];
        for (std::size_t part = 0; part < parts; ++part) {
            const std::size_t row = 16 * at + part * F32::lanes;
            sums[part] = first != nullptr ? F32::load_whole(first + row) : F32::load(so_far + row);
        }
        for (std::size_t slice = 0; slice < (Count != any_count ? Count : slice_count); ++slice) {
            const PlaneSlice& mine = slices[slice];
            const std::size_t bytes = 16 * mine.tables.columns;
            std::uint16_t of_slice[16];
            const std::uint8_t* codes = mine.codes + blocks[at] * bytes;
            const std::uint8_t* later = ahead == 0 ? nullptr : mine.codes + blocks[at + ahead] * bytes;
            Sums16::store(of_slice, sum_of_block<Paired, !Paired>(mine.tables, codes, later));
            const F32 times = F32::all(mine.times);
            for (std::size_t part = 0; part < parts; ++part) {
                sums[part] = F32::multiply_add(times, sums[part], F32::load_whole(of_slice + part * F32::lanes));
            }
        }
        const Hidden* open = hidden + 16 * std::size_t{blocks[at]};
        if (ahead != 0) __builtin_prefetch(hidden + 16 * std::size_t{blocks[at + ahead]});
        std::uint32_t near = 0;
        for (std::size_t part = 0; part < parts; ++part) {
            const std::size_t row = part * F32::lanes;
            F32 score = F32::multiply_add(step, sums[part], F32::zero());
            score = F32::multiply_add(along, F32::load_first(open + row), score);
            score = F32::multiply_add(across, F32::load_second(open + row), score);
            near |= F32::at_least(score, least) << row;
        }
        near &= marks[at];
        if (next != nullptr) {
            float of_block[16];
            for (std::size_t part = 0; part < parts; ++part) F32::store(of_block + part * F32::lanes, sums[part]);
            const std::size_t before = left;
            left += compress_rows(16 * blocks[at], of_block, near, rows + left, so_far + left);
            for (std::size_t row = before; row < left; ++row) zbsec::ask_for_row(*next, rows[row]);
            continue;
        }
        for (std::size_t part = 0; part < parts; ++part) F32::store(so_far + 16 * at + part * F32::lanes, sums[part]);
        marks[at] = static_cast<std::uint16_t>(near);
        left += near != 0 ? 1 : 0;
    }
    return left;
}

template <bool Paired>
inline std::size_t take_slices_of(const PlaneSlice* slices, std::size_t slice_count, const std::uint32_t* blocks,
                                  std::size_t count, std::size_t ahead, const std::uint16_t* first, float* so_far,
                                  const Hidden* hidden, const HiddenBound& bound, std::uint16_t* marks,
                                  const RowSlice* next, std::uint32_t* rows) {
    const auto take = slice_count == 0   ? take_slices<Paired, 0>
                      : slice_count == 1 ? take_slices<Paired, 1>
                      : slice_count == 3 ? take_slices<Paired, 3>
                      : slice_count == 5 ? take_slices<Paired, 5>
                                         : take_slices<Paired, any_count>;
    return take(slices, slice_count, blocks, count, ahead, first, so_far, hidden, bound, marks, next, rows);
}

inline std::size_t take_slices_f32(const PlaneSlice* slices, std::size_t slice_count, const std::uint32_t* blocks,
                                   std::size_t count, std::size_t ahead, const std::uint16_t* first, float* so_far,
                                   const Hidden* hidden, const HiddenBound& bound, std::uint16_t* marks,
                                   const RowSlice* next, std::uint32_t* rows) {
    return take_slices_of<false>(slices, slice_count, blocks, count, ahead, first, so_far, hidden, bound, marks, next,
                                 rows);
}

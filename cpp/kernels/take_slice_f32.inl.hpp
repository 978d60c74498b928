// Adds a slice of a plane to what is known of blocks: so_far becomes times * so_far + the sums of the slice, see
// plane_sums_u16; times `first` where that is given. Where `hidden` is given, row r of block blocks[i] stays marked
// where step * so_far - along * hidden.along + across * hidden.across >= least, hidden being of all rows. Returns how
// many blocks have a row that is marked.
template <bool Paired>
inline std::size_t take_slice(const PlaneTables& tables, const std::uint8_t* codes, const std::uint32_t* blocks,
                              std::size_t count, std::size_t ahead, const std::uint16_t* first, float times, float* so_far,
                              const Hidden* hidden, const HiddenBound& bound, std::uint16_t* marks) {
    const std::size_t bytes = 16 * tables.columns;
    const F32 more = F32::all(times), step = F32::all(bound.step), along = F32::all(-bound.along);
    const F32 across = F32::all(bound.across), least = F32::all(bound.least);
    std::size_t left = 0;
    for (std::size_t at = 0; at < count; ++at) {
        std::uint16_t sums[16];
        const std::uint8_t* next = codes + blocks[at + ahead] * bytes;
        Sums16::store(sums, sum_of_block<Paired>(tables, codes + blocks[at] * bytes, next));
        const Hidden* open = hidden != nullptr ? hidden + 16 * std::size_t{blocks[at]} : nullptr;
        if (hidden != nullptr) __builtin_prefetch(hidden + 16 * std::size_t{blocks[at + ahead]});
        std::uint32_t near = 0;
        for (std::size_t row = 0; row < 16; row += F32::lanes) {
            float* mine = so_far + 16 * at + row;
            const F32 before = first != nullptr ? F32::load_whole(first + 16 * at + row) : F32::load(mine);
            const F32 sum = F32::multiply_add(more, before, F32::load_whole(sums + row));
            F32::store(mine, sum);
            if (open == nullptr) continue;
            F32 score = F32::multiply_add(step, sum, F32::zero());
            score = F32::multiply_add(along, F32::load_first(open + row), score);
            score = F32::multiply_add(across, F32::load_second(open + row), score);
            near |= F32::at_least(score, least) << row;
        }
        if (open != nullptr) marks[at] = static_cast<std::uint16_t>(marks[at] & near);
        left += marks[at] != 0 ? 1 : 0;
    }
    return left;
}

inline std::size_t take_slice_f32(const PlaneTables& tables, const std::uint8_t* codes, const std::uint32_t* blocks,
                                  std::size_t count, std::size_t ahead, const std::uint16_t* first, float times,
                                  float* so_far, const Hidden* hidden, const HiddenBound& bound, std::uint16_t* marks) {
    return take_slice<false>(tables, codes, blocks, count, ahead, first, times, so_far, hidden, bound, marks);
}

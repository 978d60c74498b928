// Adds a level to what is known of blocks of 16 rows, and keeps those of which a row may be an answer, in place and in order;
// returns how many. so_far becomes times * so_far + sums; row r stays marked where step * so_far - along * hidden.along +
// across * hidden.across >= least. `hidden` is of all rows, the others of the blocks that `blocks` names.
inline std::size_t keep_near_f32(std::uint32_t* blocks, std::uint16_t* marks, float* so_far, const std::uint16_t* sums,
                                 float times, const Hidden* hidden, const HiddenBound& bound, std::size_t count) {
    const F32 more = F32::all(times), step = F32::all(bound.step), along = F32::all(-bound.along);
    const F32 across = F32::all(bound.across), least = F32::all(bound.least);
    std::size_t kept = 0;
    for (std::size_t at = 0; at < count; ++at) {
        const Hidden* open = hidden + 16 * std::size_t{blocks[at]};
        std::uint32_t near = 0;
        for (std::size_t row = 0; row < 16; row += F32::lanes) {
            const F32 sum = F32::multiply_add(more, F32::load(so_far + 16 * at + row), F32::load_whole(sums + 16 * at + row));
            F32 score = F32::multiply_add(step, sum, F32::zero());
            score = F32::multiply_add(along, F32::load_first(open + row), score);
            score = F32::multiply_add(across, F32::load_second(open + row), score);
            near |= F32::at_least(score, least) << row;
            F32::store(so_far + 16 * kept + row, sum);
        }
        near &= marks[at];
        blocks[kept] = blocks[at];
        marks[kept] = static_cast<std::uint16_t>(near);
        kept += near != 0 ? 1 : 0;
    }
    return kept;
}

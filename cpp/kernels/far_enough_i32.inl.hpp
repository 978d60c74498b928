// Which rows may be answers: bit r of kept[b] is 1 where step * sums - along * hidden.along + across * hidden.across >=
// least, for row r of 16 rows b.
inline void far_enough_i32(const std::int32_t* sums, const Hidden* hidden, const HiddenBound& bound, std::size_t blocks,
                           std::uint16_t* kept) {
    const F32 step = F32::all(bound.step), along = F32::all(-bound.along), across = F32::all(bound.across);
    const F32 least = F32::all(bound.least);
    for (std::size_t block = 0; block < blocks; ++block) {
        std::uint32_t bits = 0;
        for (std::size_t at = 0; at < 16; at += F32::lanes) {
            const std::size_t row = 16 * block + at;
            F32 sum = F32::multiply_add(step, F32::load_whole(sums + row), F32::zero());
            sum = F32::multiply_add(along, F32::load_first(hidden + row), sum);
            sum = F32::multiply_add(across, F32::load_second(hidden + row), sum);
            bits |= F32::at_least(sum, least) << at;
        }
        kept[block] = static_cast<std::uint16_t>(bits);
    }
}

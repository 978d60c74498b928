// Which rows may be answers, by the first plane alone: as far_enough_i32.
inline void far_enough_u16(const std::uint16_t* sums, const Hidden* hidden, const HiddenBound& bound, std::size_t blocks,
                           std::uint16_t* kept) {
    far_enough(sums, hidden, bound, blocks, kept);
}

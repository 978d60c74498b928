// Which rows may be answers, by all planes: bit r of kept[b] is 1 where
// step * sums - along * hidden.along + across * hidden.across >= least, for row r of 16 rows b.
inline void far_enough_i32(const std::int32_t* sums, const Hidden* hidden, const HiddenBound& bound, std::size_t blocks,
                           std::uint16_t* kept) {
    far_enough(sums, hidden, bound, blocks, kept);
}

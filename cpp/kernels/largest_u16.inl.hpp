// The largest of `count` numbers, 0 of none.
inline std::uint16_t largest_u16(const std::uint16_t* values, std::size_t count) {
    std::uint16_t largest = 0;
    for (std::size_t at = 0; at < count; ++at) largest = values[at] > largest ? values[at] : largest;
    return largest;
}

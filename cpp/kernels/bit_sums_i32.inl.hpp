// sums[i] = the values at which the bits of row rows[i] are 1, added up. A row has `bytes` bytes, a multiple of 8, and there
// is a value for every bit. Asks for the rows to come while it works on some.
inline void bit_sums_i32(const std::int8_t* values, std::size_t bytes, const std::uint8_t* bits, const std::uint32_t* rows,
                         std::size_t count, std::int32_t* sums) {
    constexpr std::size_t ahead = 64;
    const auto row = [&](std::size_t at) { return bits + rows[at] * bytes; };
    std::size_t at = 0;
    for (; at + 4 <= count; at += 4) {
        for (std::size_t next = at + ahead; next < at + ahead + 4 && next < count; ++next) {
            for (std::size_t line = 0; line < bytes; line += 64) __builtin_prefetch(row(next) + line);
        }
        const std::uint8_t* four[4] = {row(at), row(at + 1), row(at + 2), row(at + 3)};
        Bytes::sums_where(four, values, bytes, sums + at);
    }
    for (; at < count; ++at) {
        const std::uint8_t* same[4] = {row(at), row(at), row(at), row(at)};
        std::int32_t four[4];
        Bytes::sums_where(same, values, bytes, four);
        sums[at] = four[0];
    }
}

// sums[i] = the values at which the bits of row rows[i] are 1, added up. A row has `bytes` bytes, a multiple of 8, and there
// is a value for every bit. Asks for the rows to come while it works on one.
inline void bit_sums_i32(const std::int8_t* values, std::size_t bytes, const std::uint8_t* bits, const std::uint32_t* rows,
                         std::size_t count, std::int32_t* sums) {
    constexpr std::size_t ahead = 12;
    for (std::size_t at = 0; at < count; ++at) {
        if (at + ahead < count) {
            const std::uint8_t* coming = bits + rows[at + ahead] * bytes;
            for (std::size_t line = 0; line < bytes; line += 64) __builtin_prefetch(coming + line);
        }
        sums[at] = Bytes::sum_where(bits + rows[at] * bytes, values, bytes);
    }
}

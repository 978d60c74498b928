// sums[q * row_count + r] = <queries[q], codes[r]>: bytes without a sign, at most 31, times bytes with one. `width` is a
// multiple of 64 and at most 4096, `row_count` one of 4.
inline void code_dots_i32(const std::int8_t* queries, std::size_t query_count, const std::uint8_t* codes, std::size_t row_count,
                          std::size_t width, std::int32_t* sums) {
    for (std::size_t row = 0; row < row_count; row += 4) {
        const std::uint8_t* four = codes + row * width;
        std::size_t query = 0;
        for (; query + 4 <= query_count; query += 4) {
            Bytes::dots<4>(queries + query * width, four, width, sums + query * row_count + row, row_count);
        }
        for (; query < query_count; ++query) {
            Bytes::dots<1>(queries + query * width, four, width, sums + query * row_count + row, row_count);
        }
    }
}

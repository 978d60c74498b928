// sums[16 (q * blocks + b) + r] = <queries[q], codes of row r of block b>: bytes without a sign, at most 35, times
// bytes with one. The codes of a block stand by four dimensions: those of row 0, of row 1, to row 15, then the next
// four of each. `width` is a multiple of 64 and at most 4096.
inline void code_dots_i32(const std::int8_t* queries, std::size_t query_count, const std::uint8_t* codes, std::size_t blocks,
                          std::size_t width, std::int32_t* sums) {
    for (std::size_t block = 0; block < blocks; ++block) {
        const std::uint8_t* rows = codes + 16 * width * block;
        std::int32_t* to = sums + 16 * block;
        std::size_t query = 0;
        for (; query + 4 <= query_count; query += 4) {
            Bytes::dots<4>(queries + query * width, rows, width, to + 16 * blocks * query, 16 * blocks);
        }
        for (; query < query_count; ++query) {
            Bytes::dots<1>(queries + query * width, rows, width, to + 16 * blocks * query, 16 * blocks);
        }
    }
}

// scores[q * row_count + r] = <queries[q], rows[r]>. All rows have `stride` floats, a multiple of 16 padded with zeros,
// so that no instruction set has a tail. Sums are float32 in an order of the instruction set's own.

// Two queries by four rows: eight sums hide the latency of two multiply-add units, and six loads feed eight of them, so
// that neither waits; sixteen registers hold it all.
template <std::size_t Queries, std::size_t Rows>
inline void dot_tile(const float* queries, const float* rows, std::size_t row_count, std::size_t stride, float* scores) {
    F32 sums[Queries][Rows];
    for (auto& sums_of_query : sums) {
        for (F32& sum : sums_of_query) sum = F32::zero();
    }
    for (std::size_t at = 0; at < stride; at += F32::lanes) {
        for (std::size_t row = 0; row < Rows; ++row) {
            const F32 values = F32::load(rows + row * stride + at);
            for (std::size_t query = 0; query < Queries; ++query) {
                sums[query][row] = F32::multiply_add(F32::load(queries + query * stride + at), values, sums[query][row]);
            }
        }
    }
    for (std::size_t query = 0; query < Queries; ++query) {
        for (std::size_t row = 0; row < Rows; ++row) scores[query * row_count + row] = F32::total(sums[query][row]);
    }
}

template <std::size_t Queries>
inline void dot_queries(const float* queries, const float* rows, std::size_t row_count, std::size_t stride, float* scores) {
    std::size_t row = 0;
    for (; row + 4 <= row_count; row += 4) {
        dot_tile<Queries, 4>(queries, rows + row * stride, row_count, stride, scores + row);
    }
    for (; row < row_count; ++row) dot_tile<Queries, 1>(queries, rows + row * stride, row_count, stride, scores + row);
}

inline void dot_rows_f32(const float* queries, std::size_t query_count, const float* rows, std::size_t row_count,
                         std::size_t stride, float* scores) {
    std::size_t query = 0;
    for (; query + 2 <= query_count; query += 2) {
        dot_queries<2>(queries + query * stride, rows, row_count, stride, scores + query * row_count);
    }
    if (query < query_count) dot_queries<1>(queries + query * stride, rows, row_count, stride, scores + query * row_count);
}

// As take_rows_f32, for tables as plane_sums_u16_paired takes them.
inline std::size_t take_rows_f32_paired(const RowSlice& slice, std::uint32_t* rows, float* so_far, std::size_t count,
                                        const HiddenBound& bound) {
    return take_rows<true>(slice, rows, so_far, count, bound);
}

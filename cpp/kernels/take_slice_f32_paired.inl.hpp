// As take_slice_f32, for tables as plane_sums_u16_paired takes them.
inline std::size_t take_slice_f32_paired(const PlaneTables& tables, const std::uint8_t* codes, const std::uint32_t* blocks,
                                         std::size_t count, std::size_t ahead, const std::uint16_t* first, float times,
                                         float* so_far, const Hidden* hidden, const HiddenBound& bound,
                                         std::uint16_t* marks) {
    return take_slice<true>(tables, codes, blocks, count, ahead, first, times, so_far, hidden, bound, marks);
}

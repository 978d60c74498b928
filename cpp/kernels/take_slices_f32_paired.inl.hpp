// As take_slices_f32, for tables as plane_sums_u16_paired takes them.
inline std::size_t take_slices_f32_paired(const PlaneSlice* slices, std::size_t slice_count, const std::uint32_t* blocks,
                                          std::size_t count, std::size_t ahead, const std::uint16_t* first, float* so_far,
                                          const Hidden* hidden, const HiddenBound& bound, std::uint16_t* marks,
                                          const RowSlice* next, std::uint32_t* rows) {
    return take_slices_of<true>(slices, slice_count, blocks, count, ahead, first, so_far, hidden, bound, marks, next,
                                rows);
}

// As plane_sums_u16, for tables of which the two of a byte never add up to more than a byte holds: one addition for
// both.
inline void plane_sums_u16_paired(const PlaneTables& tables, const std::uint8_t* codes, const std::uint32_t* blocks,
                                  std::size_t count, std::size_t ahead, std::uint16_t* sums) {
    sum_planes<true>(tables, codes, blocks, count, ahead, sums);
}

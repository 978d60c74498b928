// As plane_sums_u16, for tables of which the two of a byte never add up to more than a byte holds: one addition for both.
inline void plane_sums_u16_paired(const std::uint8_t* low_tables, const std::uint8_t* high_tables, std::size_t columns,
                                  const std::uint8_t* codes, const std::uint32_t* blocks, std::size_t count,
                                  std::uint16_t* sums) {
    sum_planes<true>(low_tables, high_tables, columns, codes, blocks, count, sums);
}

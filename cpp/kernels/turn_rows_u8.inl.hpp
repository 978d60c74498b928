// Sixteen rows, `stride` bytes from one to the next, as a block: of each column the byte of all rows. Up to the next
// multiple of 16 columns are read of a row and written.
inline void turn_rows_u8(const std::uint8_t* rows, std::size_t stride, std::size_t columns, std::uint8_t* block) {
    const std::uint8_t* each[16];
    for (std::size_t row = 0; row < 16; ++row) each[row] = rows + row * stride;
    for (std::size_t from = 0; from < columns; from += 16) Bytes::turn(each, from, block + 16 * from);
}

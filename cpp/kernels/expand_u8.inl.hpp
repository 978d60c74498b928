// The codes of a block of 16 rows, stretched, from their planes: with the first plane's bit as the highest of
// `plane_count`, those of all ones and of all zeros move outwards by half a stretch, and all up by as much. A byte
// each, they stand by four dimensions of all rows, as code_dots_i32 takes them.
inline void expand_u8(const std::uint8_t* const* planes, std::size_t plane_count, std::size_t columns, std::uint8_t* codes) {
    for (std::size_t column = 0; column < columns; ++column) {
        Bytes::expand(planes, plane_count, 16 * column, codes + 128 * column);
    }
}

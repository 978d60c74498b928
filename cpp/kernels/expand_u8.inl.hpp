// One row's codes, a byte each, from its planes: the first plane's bit is the highest of `levels`.
inline void expand_u8(const std::uint8_t* const* planes, std::size_t levels, std::size_t bytes, std::uint8_t* codes) {
    for (std::size_t at = 0; at < bytes; at += 8) Bytes::expand(planes, levels, at, codes + 8 * at);
}

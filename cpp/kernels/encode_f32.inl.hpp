// The codes of `count` numbers, a multiple of 16, as `levels` planes of `bytes` bytes each: bit by bit, is what is left
// of a number positive, and what is then left. For each level signed_sums has the sum of the numbers under its signs,
// squares that of the squared codes. Behind them stand <numbers, code> and the square of the code of `stretched` levels
// where its outermost numbers are stretched (zbsec::stretch): numbers beyond the range are further out on average.
inline void encode_f32(const float* values, std::size_t count, float range, std::size_t levels, std::size_t stretched,
                       std::uint8_t* planes, std::size_t bytes, float* signed_sums, float* squares) {
    F32 sums[8], norms[8];
    for (std::size_t level = 0; level <= levels; ++level) sums[level] = norms[level] = F32::zero();
    const F32 last_but_one = F32::all(static_cast<float>((1 << stretched) - 3));
    for (std::size_t group = 0; group < count; group += 16) {
        std::uint32_t bits[8] = {};
        for (std::size_t lane = 0; lane < 16; lane += F32::lanes) {
            const F32 value = F32::load(values + group + lane);
            F32 left = value, code = F32::zero(), outer = F32::zero();
            float step = range;
            for (std::size_t level = 0; level < levels; ++level) {
                step *= 0.5f;
                const F32 sign = F32::sign_of(left);
                bits[level] |= F32::positive(left) << lane;
                sums[level] = F32::multiply_add(value, sign, sums[level]);
                left = F32::multiply_add(F32::all(-step), sign, left);
                code = F32::multiply_add(F32::all(2.0f), code, sign);
                norms[level] = F32::multiply_add(code, code, norms[level]);
                if (level + 1 == stretched) outer = code;
            }
            // 0 but for the outermost codes, 2 for them: how far they are from the last but one.
            const F32 sign = F32::sign_of(outer);
            const F32 size = F32::multiply_add(outer, sign, F32::zero());
            const F32 inside = F32::smaller(F32::zero(), F32::multiply_add(size, F32::all(-1.0f), last_but_one));
            const F32 further = F32::multiply_add(inside, F32::all(-0.5f * zbsec::stretch), F32::zero());
            outer = F32::multiply_add(further, sign, outer);
            sums[levels] = F32::multiply_add(value, outer, sums[levels]);
            norms[levels] = F32::multiply_add(outer, outer, norms[levels]);
        }
        for (std::size_t level = 0; level < levels; ++level) {
            planes[level * bytes + group / 8] = static_cast<std::uint8_t>(bits[level]);
            planes[level * bytes + group / 8 + 1] = static_cast<std::uint8_t>(bits[level] >> 8);
        }
    }
    for (std::size_t level = 0; level <= levels; ++level) {
        signed_sums[level] = F32::total(sums[level]);
        squares[level] = F32::total(norms[level]);
    }
}

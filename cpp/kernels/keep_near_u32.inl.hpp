// Keeps of `rows` and `so_far`, in place and in order, those that may be answers by one plane more, and returns how many:
// their sum is 2 * so_far + bound.step * sums, and at least along * hidden.along - across * hidden.across + least. Both
// arrays have room for 16 more.
inline std::size_t keep_near_u32(std::uint32_t* rows, float* so_far, const std::int32_t* sums, const Hidden* hidden,
                                 const HiddenBound& bound, std::size_t count) {
    const F32 two = F32::all(2.0f), step = F32::all(bound.step), least = F32::all(bound.least);
    const F32 along = F32::all(bound.along), across = F32::all(-bound.across);
    std::size_t kept = 0;
    for (std::size_t at = 0; at < count; at += F32::lanes) {
        const F32 sum = F32::multiply_add(two, F32::load(so_far + at), F32::multiply_add(step, F32::load_whole(sums + at), F32::zero()));
        const HiddenLanes open = F32::gather(hidden, rows + at, count - at);
        const F32 needed = F32::multiply_add(across, open.across, F32::multiply_add(along, open.along, least));
        std::uint32_t bits = F32::at_least(sum, needed);
        if (count - at < F32::lanes) bits &= (1U << (count - at)) - 1U;
        F32::keep(so_far + kept, rows + kept, sum, rows + at, bits);
        kept += static_cast<std::size_t>(__builtin_popcount(bits));
    }
    return kept;
}

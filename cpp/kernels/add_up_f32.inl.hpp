// so_far becomes times * so_far + sums, number by number. `count` is a multiple of 16.
inline void add_up_f32(float* so_far, const std::uint16_t* sums, float times, std::size_t count) {
    const F32 more = F32::all(times);
    for (std::size_t at = 0; at < count; at += F32::lanes) {
        F32::store(so_far + at, F32::multiply_add(more, F32::load(so_far + at), F32::load_whole(sums + at)));
    }
}

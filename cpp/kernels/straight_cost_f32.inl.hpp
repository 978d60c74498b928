// sums[p] = what it costs to read plate p character by character: `costs` has a row of 128 floats, by code, for each of
// `length` characters. Sums run in the order of the characters, so that every instruction set gives the same float.
// `count` is a multiple of 16.
inline void straight_cost_f32(const float* costs, std::size_t length, const std::uint64_t* plates, std::size_t count,
                              float* sums) {
    for (std::size_t at = 0; at < count; at += F32::lanes) {
        F32 sum = F32::zero();
        for (std::size_t step = 0; step < length; ++step) {
            sum = F32::add(sum, F32::look_up(costs + 128 * step, plates + at, step));
        }
        F32::store(sums + at, sum);
    }
}

// sums[p] = what it costs to read plate p character by character: row i of `costs` (128 floats, by code) at the plate's
// code i, for i < length. Sums run in the order of the characters, so that every instruction set gives the same float.
// `count` is a multiple of 16.
inline void diagonal_cost_f32(const float* costs, unsigned long length, const unsigned long* plates, unsigned long count,
                              float* sums) {
    for (unsigned long at = 0; at < count; at += F32::lanes) {
        F32 sum = F32::zero();
        for (unsigned long position = 0; position < length; ++position) {
            sum = F32::add(sum, F32::look_up(costs + 128 * position, plates + at, 7 * static_cast<unsigned>(position)));
        }
        F32::store(sums + at, sum);
    }
}

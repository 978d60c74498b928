// scores[r] = <query, rows[r]> for rows of `stride` floats; stride is a multiple of 16 and padded with zeros, so that no
// instruction set has a tail. Four sums run side by side because one would wait for its own addition each step.
inline void dot_rows_f32(const float* query, const float* rows, unsigned long stride, unsigned long count, float* scores) {
    for (unsigned long row = 0; row < count; ++row) {
        const float* vector = rows + row * stride;
        F32 sums[4] = {F32::zero(), F32::zero(), F32::zero(), F32::zero()};
        unsigned long at = 0;
        for (; at + 4 * F32::lanes <= stride; at += 4 * F32::lanes) {
            for (unsigned long part = 0; part < 4; ++part) {
                const unsigned long from = at + part * F32::lanes;
                sums[part] = F32::multiply_add(F32::load(query + from), F32::load(vector + from), sums[part]);
            }
        }
        for (; at < stride; at += F32::lanes) {
            sums[0] = F32::multiply_add(F32::load(query + at), F32::load(vector + at), sums[0]);
        }
        scores[row] = F32::total(F32::add(F32::add(sums[0], sums[1]), F32::add(sums[2], sums[3])));
    }
}

// `side_by_side` Walsh-Hadamard transforms, unscaled and in place, of numbers that take turns; both counts are powers
// of two. Two steps of the butterfly at a time: half the passes over memory. Every sum stands alone, so every
// instruction set gives the same bits.
inline void hadamard_f64(double* values, std::size_t width, std::size_t side_by_side) {
    std::size_t half = side_by_side;
    for (; 4 * half <= width; half *= 4) {
        for (std::size_t from = 0; from < width; from += 4 * half) {
            double* __restrict a = values + from;
            double* __restrict b = a + half;
            double* __restrict c = b + half;
            double* __restrict d = c + half;
            for (std::size_t at = 0; at < half; ++at) {
                const double sum_ab = a[at] + b[at], difference_ab = a[at] - b[at];
                const double sum_cd = c[at] + d[at], difference_cd = c[at] - d[at];
                a[at] = sum_ab + sum_cd;
                b[at] = difference_ab + difference_cd;
                c[at] = sum_ab - sum_cd;
                d[at] = difference_ab - difference_cd;
            }
        }
    }
    for (std::size_t at = 0; 2 * half <= width && at < half; ++at) {
        const double a = values[at], b = values[half + at];
        values[at] = a + b;
        values[half + at] = a - b;
    }
}

// sums[p] = what it costs to read plate p, whose first `done` characters have led to `cells`: see CostBand. Each cell
// is computed as alignment_cost does, so that every instruction set gives the same float. Reads up to lanes - 1 plates
// behind the last, and writes as many sums.
inline void finish_cost_f32(const CostBand& band, int done, const float* cells, const std::uint64_t* plates,
                            std::size_t count, float* sums) {
    const F32 gap = F32::all(band.gap);
    const F32 never = F32::all(zbsec::never);
    for (std::size_t at = 0; at < count; at += F32::lanes) {
        F32 row[zbsec::max_band + 1];
        for (int cell = 0; cell < band.width; ++cell) row[cell] = F32::all(cells[cell]);
        row[band.width] = never;
        for (int character = done; character < band.plate; ++character) {
            const auto shift = static_cast<unsigned>(7 * (7 - character));  // see pack()
            const int read = band.lowest + character + 1;  // at the lowest cell
            const int last = band.reading - read < band.width ? band.reading - read + 1 : band.width;
            F32 below = never;
            for (int cell = read < 0 ? -read : 0; cell < last; ++cell) {
                F32 least = F32::add(F32::smaller(row[cell + 1], below), gap);
                if (read + cell > 0) {
                    const float* costs = band.costs + 128 * (read + cell - 1);
                    least = F32::smaller(least, F32::add(row[cell], F32::look_up(costs, plates + at, shift)));
                }
                row[cell] = below = least;
            }
        }
        F32::store(sums + at, row[band.reading - band.plate - band.lowest]);
    }
}

// sums[p] = what it costs to read plate p with one gap, at the best place. Up to the gap, character s of the reading stands
// against character s of the plate; behind it, against s + in_reading and s + in_plate. So {cost, 0, 1} is a character that
// the reader lost, {cost, 1, 0} one that it added; `steps` is the length of the shorter side. Additions run in the order of
// alignment_cost, so that every instruction set gives the same float. `count` is a multiple of 16.
inline void gap_cost_f32(const float* costs, std::size_t steps, GapShape gap, const std::uint64_t* plates, std::size_t count,
                         float* sums) {
    const F32 price = F32::all(gap.cost);
    for (std::size_t at = 0; at < count; at += F32::lanes) {
        F32 before = F32::zero();
        F32 behind = price;
        for (std::size_t step = 0; step < steps; ++step) {
            before = F32::add(before, F32::look_up(costs + 128 * step, plates + at, step));
            const F32 shifted = F32::look_up(costs + 128 * (step + gap.in_reading), plates + at, step + gap.in_plate);
            behind = F32::smaller(F32::add(behind, shifted), F32::add(before, price));
        }
        F32::store(sums + at, behind);
    }
}

// As take_slices_f32 with one slice, for rows one by one: the columns of a row stand side by side. Of the rows, and of
// what is known of them, those stay that may be answers, in order; returns how many. `so_far` has room for 16 more. The
// rows have been asked for.
template <bool Paired>
inline Sums16 sum_of_rows(const PlaneTables& tables, const std::uint8_t* const* rows) {
    Sums16 all = Sums16::zero(), others = Sums16::zero();
    for (std::size_t from = 0; from < tables.columns; from += 16) {
        std::uint8_t block[256];
        Bytes::turn(rows, from, block);
        const std::size_t columns = tables.columns - from < 16 ? tables.columns - from : 16;
        for (std::size_t column = 0; column < columns; column += Bytes::columns) {
            const Bytes code = Bytes::load(block + 16 * column);
            const Bytes low = Bytes::look_up_low_halves(tables.low + 16 * (from + column), code);
            const Bytes high = Bytes::look_up_high_halves(tables.high + 16 * (from + column), code);
            if constexpr (Paired) {
                all.add(Bytes::add(low, high));
            } else {
                all.add(low);
                others.add(high);
            }
        }
    }
    all.add(others);
    return all;
}

template <bool Paired>
inline std::size_t take_rows(const RowSlice& slice, std::uint32_t* rows, float* so_far, std::size_t count,
                             const HiddenBound& bound) {
    const F32 times = F32::all(slice.times), step = F32::all(bound.step), along = F32::all(-bound.along);
    const F32 across = F32::all(bound.across), least = F32::all(bound.least);
    std::size_t kept = 0;
    for (std::size_t from = 0; from < count; from += 16) {
        const std::uint8_t* codes[16];
        Hidden open[16];
        const std::size_t together = count - from < 16 ? count - from : 16;
        for (std::size_t at = 0; at < 16; ++at) {
            const std::size_t row = rows[from + (at < together ? at : 0)];
            codes[at] = slice.codes + row * slice.stride;
            open[at] = slice.hidden[row];
        }
        std::uint16_t of_slice[16];
        Sums16::store(of_slice, sum_of_rows<Paired>(slice.tables, codes));
        float sums[16];
        std::uint32_t near = 0;
        for (std::size_t row = 0; row < 16; row += F32::lanes) {
            const F32 sum = F32::multiply_add(times, F32::load(so_far + from + row), F32::load_whole(of_slice + row));
            F32::store(sums + row, sum);
            F32 score = F32::multiply_add(step, sum, F32::zero());
            score = F32::multiply_add(along, F32::load_first(open + row), score);
            score = F32::multiply_add(across, F32::load_second(open + row), score);
            near |= F32::at_least(score, least) << row;
        }
        for (near &= (1U << together) - 1U; near != 0; near &= near - 1) {
            const auto row = static_cast<std::size_t>(__builtin_ctz(near));
            rows[kept] = rows[from + row];
            so_far[kept++] = sums[row];
        }
    }
    return kept;
}

inline std::size_t take_rows_f32(const RowSlice& slice, std::uint32_t* rows, float* so_far, std::size_t count,
                                 const HiddenBound& bound) {
    return take_rows<false>(slice, rows, so_far, count, bound);
}

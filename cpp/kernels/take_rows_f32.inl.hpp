// As take_slices_f32 with one slice, for rows one by one: the columns of a row stand side by side. Of the rows, and of
// what is known of them, those stay that may be answers, in order; returns how many. `so_far` has room for 16 more.
template <bool Paired>
inline Sums16 sum_of_rows(const PlaneTables& tables, const std::uint8_t* rows, std::size_t stride) {
    Sums16 all = Sums16::zero(), others = Sums16::zero();
    for (std::size_t from = 0; from < tables.columns; from += 16) {
        std::uint8_t block[256];
        Bytes::turn(rows + from, stride, block);
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

// Rows are fetched some time before they are summed up: arithmetic in between would let fewer lines be on their way.
template <bool Paired>
inline std::size_t take_rows(const RowSlice& slice, std::uint32_t* rows, float* so_far, std::size_t count,
                             const HiddenBound& bound) {
    constexpr std::size_t rows_ahead = 40, most_bytes = 8192, most_rows = 128;
    const F32 times = F32::all(slice.times), step = F32::all(bound.step), along = F32::all(-bound.along);
    const F32 across = F32::all(bound.across), least = F32::all(bound.least);
    const auto ask = [&](std::size_t at) {
        const std::uint8_t* codes = slice.codes + rows[at] * slice.stride;
        for (std::size_t byte = 0; byte < slice.stride; byte += 64) __builtin_prefetch(codes + byte, 0, 2);
        __builtin_prefetch(slice.hidden + rows[at], 0, 2);
    };
    for (std::size_t at = 0; at < rows_ahead && at < count; ++at) ask(at);
    const std::size_t fitting = most_bytes / slice.stride / 16 * 16;
    const std::size_t together = fitting < most_rows ? fitting : most_rows;
    std::size_t kept = 0;
    for (std::size_t start = 0; start < count; start += together) {
        alignas(64) std::uint8_t codes[most_bytes];
        Hidden open[most_rows];
        const std::size_t fetched = count - start < together ? count - start : together;
        for (std::size_t at = 0; at < fetched; ++at) {
            const std::size_t row = rows[start + at];
            if (start + at + rows_ahead < count) ask(start + at + rows_ahead);
            for (std::size_t byte = 0; byte < slice.stride; byte += 16) {
                __builtin_memcpy(codes + at * slice.stride + byte, slice.codes + row * slice.stride + byte, 16);
            }
            open[at] = slice.hidden[row];
        }
        for (std::size_t from = 0; from < fetched; from += 16) {
            std::uint16_t of_slice[16];
            Sums16::store(of_slice, sum_of_rows<Paired>(slice.tables, codes + from * slice.stride, slice.stride));
            float sums[16];
            std::uint32_t near = 0;
            for (std::size_t row = 0; row < 16; row += F32::lanes) {
                const F32 before = F32::load(so_far + start + from + row);
                const F32 sum = F32::multiply_add(times, before, F32::load_whole(of_slice + row));
                F32::store(sums + row, sum);
                F32 score = F32::multiply_add(step, sum, F32::zero());
                score = F32::multiply_add(along, F32::load_first(open + from + row), score);
                score = F32::multiply_add(across, F32::load_second(open + from + row), score);
                near |= F32::at_least(score, least) << row;
            }
            if (fetched - from < 16) near &= (1U << (fetched - from)) - 1U;
            for (; near != 0; near &= near - 1) {
                const auto row = static_cast<std::size_t>(__builtin_ctz(near));
                rows[kept] = rows[start + from + row];
                so_far[kept++] = sums[row];
            }
        }
    }
    return kept;
}

inline std::size_t take_rows_f32(const RowSlice& slice, std::uint32_t* rows, float* so_far, std::size_t count,
                                 const HiddenBound& bound) {
    return take_rows<false>(slice, rows, so_far, count, bound);
}

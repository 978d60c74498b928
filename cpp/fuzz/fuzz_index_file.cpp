// Any bytes as an index file: refused by name, or an index that answers. Half of the inputs get sums that fit, so that what
// stands behind the checksums is reached too.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "index_file.hpp"
#include "zbsec/error.hpp"
#include "zbsec/vector_index.hpp"

namespace {

using zbsec::IndexHeader;

std::uint64_t sum_of_planes(const IndexHeader& header, const std::uint8_t* from) {
    zbsec::NestedPlanes planes(header.dim);
    planes.open(from, header.count);
    return zbsec::sum_of(planes);
}

// Where the sizes fit.
void make_sums_fit(std::vector<std::uint8_t>& file) {
    IndexHeader header;
    std::memcpy(&header, file.data(), sizeof header);
    const std::size_t each = sizeof(std::int64_t) + zbsec::row_bytes(header.dim);
    if (header.dim > 0 && header.dim <= zbsec::max_dim && header.count <= file.size() / each) {
        const std::size_t rows = sizeof header + zbsec::ids_bytes(header.count) + zbsec::padding(header.count);
        const std::size_t planes = rows + header.count * zbsec::row_bytes(header.dim);
        if (file.size() == planes + zbsec::NestedPlanes::file_bytes(header.dim, header.count)) {
            header.ids_sum = zbsec::xxh64(&file[sizeof header], zbsec::ids_bytes(header.count));
            header.rows_sum = zbsec::xxh64(file.data() + rows, planes - rows);
            header.planes_sum = sum_of_planes(header, file.data() + planes);
        }
    }
    header.header_sum = header.own_sum();
    std::memcpy(file.data(), &header, sizeof header);
}

std::string written(const std::vector<std::uint8_t>& file, int descriptor) {
    if (ftruncate(descriptor, 0) != 0 || pwrite(descriptor, file.data(), file.size(), 0) < 0) std::abort();
    return "/proc/self/fd/" + std::to_string(descriptor);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const int descriptor = memfd_create("index", 0);
    std::vector<std::uint8_t> file(data, data + size);
    if (size >= sizeof(IndexHeader) && (data[size - 1] & 1) != 0) make_sums_fit(file);
    try {
        const auto index = zbsec::VectorIndex::open(written(file, descriptor));
        const std::vector<float> query(index->dim(), 1.0f);
        std::int64_t ids[3];
        float scores[3];
        index->search(query.data(), 1, 3, -1.0f, nullptr, {ids, scores});
        if (index->size() > 0) index->remove({index->ids().front()});
    } catch (const zbsec::Error&) {
    }
    return 0;
}

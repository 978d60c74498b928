// Any bytes as plates and readings: refused, or in the book and found again at no cost.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "zbsec/error.hpp"
#include "zbsec/plate_book.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto cut = text.find('\n');
    zbsec::PlateBook book;
    std::int64_t next = 0;
    for (const auto plate : {text.substr(0, cut), cut == text.npos ? text : text.substr(cut + 1)}) {
        try {
            book.add({next}, {std::string(plate)});
            const auto found = book.match(zbsec::ReadingCosts::of_text(plate), 2, 6.0f);
            if (found.empty() || found[0].id != next || found[0].cost != 0.0f || found[0].plate != plate) std::abort();
            ++next;
        } catch (const zbsec::Error&) {
        }
    }
    return 0;
}

#include "chacha20.hpp"
#include "check.hpp"

TEST(the_stream_is_that_of_rfc_8439) {
    // 2.3.2: key 00 01 .. 1f, nonce 00 00 00 09 00 00 00 4a 00 00 00 00, counter 1; state after the rounds.
    zbsec::Key key;
    std::iota(key.begin(), key.end(), std::uint8_t{0});
    zbsec::ChaCha20 stream(key, {0x09000000, 0x4a000000, 0}, 1);
    const std::uint32_t expected[16] = {0xe4e7f110, 0x15593bd1, 0x1fdd0f50, 0xc47120a3, 0xc7f4d1c7, 0x0368c033,
                                        0x9aaa2204, 0x4e6cd4c3, 0x466482d2, 0x09aa9f07, 0x05d7c214, 0xa2028bd9,
                                        0xd19c12b5, 0xb94e16de, 0xe883d0cb, 0x4e3c50a2};
    for (const auto word : expected) CHECK(stream.word() == word);
}

TEST(the_stream_goes_on_with_the_next_block) {
    zbsec::ChaCha20 both({}, {0, 0, 7}), second({}, {0, 0, 7}, 1);
    for (int word = 0; word < 16; ++word) both.word();
    for (int word = 0; word < 16; ++word) CHECK(both.word() == second.word());
}

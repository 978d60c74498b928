#include <cstdio>
#include <filesystem>
#include <fstream>

#include "answers.hpp"
#include "check.hpp"
#include "zbsec/vector_index.hpp"

using zbsec::VectorIndex;

namespace {

// A folder that goes when the test does.
class Folder {
public:
    Folder() : path_(std::filesystem::temp_directory_path() / ("zbsec-" + std::to_string(std::random_device{}()))) {
        std::filesystem::create_directory(path_);
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    std::string file() const { return path_ / "index"; }
    std::size_t files() const {
        return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(path_), {}));
    }

private:
    std::filesystem::path path_;
};

std::string bytes_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void write(const std::string& path, const std::string& bytes) { std::ofstream(path, std::ios::binary) << bytes; }

}  // namespace

TEST(a_saved_index_answers_alike_and_can_change) {
    const Folder folder;
    const auto vectors = gaussian(65 * 20, 6);
    VectorIndex index(20);
    index.add(range(65), vectors.data());
    index.save(folder.file());
    CHECK(folder.files() == 1);
    const auto opened = VectorIndex::open(folder.file());
    CHECK(opened->dim() == 20 && search(*opened, vectors.data(), 65, 1).ids == range(65));
    opened->remove({5});
    opened->add({70}, &vectors[5 * 20]);
    CHECK(search(*opened, &vectors[5 * 20], 1, 1, 0.999f).ids[0] == 70);
    CHECK(VectorIndex::open(folder.file())->contains(5));
    opened->save(folder.file());
    CHECK(VectorIndex::open(folder.file())->contains(70));
}

TEST(an_empty_index_can_be_saved) {
    const Folder folder;
    VectorIndex(3).save(folder.file());
    const auto opened = VectorIndex::open(folder.file());
    CHECK(opened->size() == 0 && opened->dim() == 3);
}

TEST(every_altered_byte_and_every_torn_file_is_refused) {
    const Folder folder;
    const auto vectors = gaussian(3 * 5, 6);
    VectorIndex index(5);
    index.add(range(3), vectors.data());
    index.save(folder.file());
    const std::string good = bytes_of(folder.file());
    for (std::size_t at = 0; at < good.size(); ++at) {
        std::string altered = good;
        altered[at] = static_cast<char>(altered[at] ^ 0x10);
        write(folder.file(), altered);
        CHECK_THROWS(VectorIndex::open(folder.file()), storage);
    }
    for (const std::size_t length : {std::size_t{0}, std::size_t{63}, std::size_t{64}, good.size() - 1}) {
        write(folder.file(), good.substr(0, length));
        CHECK_THROWS(VectorIndex::open(folder.file()), storage);
    }
    write(folder.file(), good + "x");
    CHECK_THROWS(VectorIndex::open(folder.file()), storage);
}

TEST(another_key_is_refused) {
    const Folder folder;
    const zbsec::Key key{1}, other{2};
    VectorIndex(4, key).save(folder.file());
    CHECK(VectorIndex::open(folder.file(), key)->dim() == 4);
    CHECK_THROWS(VectorIndex::open(folder.file(), other), argument);
    CHECK_THROWS(VectorIndex::open(folder.file()), argument);
}

TEST(what_cannot_be_written_or_read_is_said) {
    CHECK_THROWS(VectorIndex(4).save("/no/such/folder/index"), storage);
    CHECK_THROWS(VectorIndex::open("/no/such/folder/index"), storage);
}

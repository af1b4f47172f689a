#include <gtest/gtest.h>

#include <fcntl.h>

#include "core/base/crc32c.h"
#include "core/interop/internal/event.h"
#include "core/interop/internal/event_state.h"
#include "core/interop/internal/npy.h"
#include "core/interop/internal/record_file.h"
#include "core/track/types.h"
#include "tests/core/interop/event_writer.h"
#include "tests/support/temp_folder.h"

namespace tatara::interop::internal {
namespace {

RecordFile openRecords(const std::filesystem::path& file, std::int64_t offset = 0) {
  return {Descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC)), offset};
}

TEST(RecordFileTest, TheChecksumIsThatOfTheStandardAndMaskedAsTensorflowDoes) {
  EXPECT_EQ(crc32c("123456789"), 0xe3069283U);
  EXPECT_EQ(crc32c(crc32c("1234"), "56789"), 0xe3069283U);
  // The head of the first record of event files of TensorFlow, which says "brain.Event:2": 24 bytes follow.
  EXPECT_EQ(maskedCrc(std::string("\x18\0\0\0\0\0\0\0", 8)), 0x224b7fa3U);
}

TEST(RecordFileTest, ARecordLongerThanTheBufferIsReadWholeAndOneLongerThanAllowedIsPassedOver) {
  ::tatara::tests::TempFolder folder;
  const auto path = folder.path() / "f";
  std::string bytes;
  const std::string large(3 << 20, 'a');
  putRecord(bytes, large);
  putRecord(bytes, "b");
  tests::write(path, bytes);
  RecordFile records = openRecords(path);
  ASSERT_EQ(records.next().value(), RecordFile::Next::Record);
  EXPECT_EQ(records.data(), large);
  ASSERT_EQ(records.next().value(), RecordFile::Next::Record);
  EXPECT_EQ(records.data(), "b");
  EXPECT_EQ(records.next().value(), RecordFile::Next::End);

  // A hole in the file stands for the data.
  std::string head(8, '\0');
  const std::uint64_t length = kMostRecord + 1;
  std::memcpy(head.data(), &length, 8);
  const std::uint32_t crc = maskedCrc(head);
  head.append(reinterpret_cast<const char*>(&crc), 4);
  tests::write(path, head);
  EXPECT_EQ(openRecords(path).next().value(), RecordFile::Next::End);
  std::filesystem::resize_file(path, 12 + length + 4);
  std::string tail;
  putRecord(tail, "after");
  tests::write(path, tail, std::ios::app);
  RecordFile again = openRecords(path);
  EXPECT_EQ(again.next().value(), RecordFile::Next::TooLarge);
  ASSERT_EQ(again.next().value(), RecordFile::Next::Record);
  EXPECT_EQ(again.data(), "after");
}

TEST(RecordFileTest, EveryCutOfAFileEndsAtTheLastWholeRecordAndReadingGoesOnFromThere) {
  ::tatara::tests::TempFolder folder;
  const auto path = folder.path() / "f";
  std::string bytes;
  putRecord(bytes, "first");
  const auto whole = static_cast<std::int64_t>(bytes.size());
  putRecord(bytes, "");
  putRecord(bytes, "third");
  for (std::size_t size = static_cast<std::size_t>(whole); size < bytes.size(); ++size) {
    tests::write(path, bytes.substr(0, size));
    RecordFile records = openRecords(path);
    int count = 0;
    while (records.next().value() == RecordFile::Next::Record) {
      ++count;
    }
    EXPECT_GE(count, 1);
    tests::write(path, bytes);
    RecordFile rest = openRecords(path, records.offset());
    while (rest.next().value() == RecordFile::Next::Record) {
      ++count;
    }
    EXPECT_EQ(count, 3) << size;
  }
}

TEST(WireTest, LengthsBeyondTheEndGroupsAndEndlessVarintsEndTheReading) {
  for (const std::string& bytes :
       {std::string("\x0a\x05only"), std::string("\x0b"), std::string(11, '\xff'), std::string("\x00\x01", 2),
        std::string("\x09\x01"), std::string("\x0d\x01"),
        std::string("\x0a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01")}) {
    WireReader reader(bytes);
    WireField field;
    while (reader.next(field)) {
    }
    EXPECT_FALSE(reader.wellFormed()) << bytes.size();
  }
}

TEST(TensorTest, ElementsThatAreNotSaidAreLikeTheLastAndAHugeShapeTakesNoMemory) {
  const auto parse = [](const tests::WireWriter& message, auto&& use) {
    const std::string bytes = message.message();
    const auto tensor = parseTensor(bytes);
    ASSERT_TRUE(tensor);
    use(*tensor);
  };
  parse(tests::tensor(1, {2, 2}).number(5, 1.F).number(5, 2.F), [](const Tensor& tensor) {
    EXPECT_EQ(numbersOf(tensor), (std::vector{1.0, 2.0, 2.0, 2.0}));
  });
  parse(tests::tensor(1, {1 << 30}).number(5, 1.F),
        [](const Tensor& tensor) { EXPECT_FALSE(numbersOf(tensor)); });
  parse(tests::tensor(1, {1}).number(5, 1.F).number(5, 2.F),
        [](const Tensor& tensor) { EXPECT_FALSE(numbersOf(tensor)); });
  parse(tests::tensor(1, {2}).bytes(4, "1234"),
        [](const Tensor& tensor) { EXPECT_FALSE(numbersOf(tensor)); });
  parse(tests::tensor(8, {1}), [](const Tensor& tensor) { EXPECT_FALSE(toNpy(tensor)); });
  const std::string huge = tests::tensor(1, {std::int64_t{1} << 40, std::int64_t{1} << 40}).message();
  EXPECT_FALSE(parseTensor(huge));
  const std::string negative = tests::tensor(1, {-1}).message();
  EXPECT_FALSE(parseTensor(negative));
}

TEST(TagKeyTest, EveryTagBecomesAKeyThatIsOne) {
  for (const char* tag :
       {"a", "/a", "a/", "..", "../..", "...", "a/./b", "", "a\\b", "a\nb", "é/ü", "....//"}) {
    EXPECT_TRUE(track::checkKey("metric", keyOfTag(tag))) << tag << " " << keyOfTag(tag);
  }
  EXPECT_TRUE(track::checkKey("metric", keyOfTag(std::string(4000, '/') + std::string(4000, 'x'))));
  EXPECT_TRUE(track::checkKey("metric", keyOfTag(std::string(239, 'x') + "/..y")));
  EXPECT_EQ(keyOfTag("train/loss"), "train/loss");
}

}  // namespace
}  // namespace tatara::interop::internal

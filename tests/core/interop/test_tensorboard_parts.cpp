#include <gtest/gtest.h>

#include <fcntl.h>

#include <random>

#include "core/base/crc32c.h"
#include "core/interop/internal/event.h"
#include "core/interop/internal/event_collector.h"
#include "core/interop/internal/event_state.h"
#include "core/interop/internal/event_tensor.h"
#include "core/interop/internal/hparams.h"
#include "core/interop/internal/npy.h"
#include "core/interop/internal/record_file.h"
#include "core/interop/internal/wire.h"
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
  tests::TempFolder folder;
  const auto path = folder.path() / "f";
  std::string bytes;
  const std::string large(3 << 20, 'a');
  putRecord(bytes, large);
  putRecord(bytes, "b");
  made::write(path, bytes);
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
  made::write(path, head);
  EXPECT_EQ(openRecords(path).next().value(), RecordFile::Next::End);
  std::filesystem::resize_file(path, 12 + length + 4);
  std::string tail;
  putRecord(tail, "after");
  made::write(path, tail, std::ios::app);
  RecordFile again = openRecords(path);
  EXPECT_EQ(again.next().value(), RecordFile::Next::TooLarge);
  ASSERT_EQ(again.next().value(), RecordFile::Next::Record);
  EXPECT_EQ(again.data(), "after");
}

TEST(RecordFileTest, EveryCutOfAFileEndsAtTheLastWholeRecordAndReadingGoesOnFromThere) {
  tests::TempFolder folder;
  const auto path = folder.path() / "f";
  std::string bytes;
  putRecord(bytes, "first");
  const auto whole = static_cast<std::int64_t>(bytes.size());
  putRecord(bytes, "");
  putRecord(bytes, "third");
  for (std::size_t size = static_cast<std::size_t>(whole); size < bytes.size(); ++size) {
    made::write(path, bytes.substr(0, size));
    RecordFile records = openRecords(path);
    int count = 0;
    while (records.next().value() == RecordFile::Next::Record) {
      ++count;
    }
    EXPECT_GE(count, 1);
    made::write(path, bytes);
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

// What the long way makes of a record that is one number.
std::optional<PlainScalar> longWay(std::string_view record) {
  const auto event = parseEvent(record);
  if (!event || !event->summary || event->fileVersion || event->graph || event->metaGraph ||
      event->runMetadata || event->restart) {
    return std::nullopt;
  }
  SummaryReader reader(*event->summary);
  SummaryValue value;
  if (!reader.next(value) || value.kind != SummaryValue::Kind::Simple || value.hasMetadata) {
    return std::nullopt;
  }
  const PlainScalar scalar{event->wallTime, event->step, value.tag, value.simple};
  return reader.next(value) || !reader.wellFormed() ? std::nullopt : std::optional(scalar);
}

TEST(PlainScalarTest, TheShortWayNeverSaysOtherThanTheLongOne) {
  std::mt19937_64 random(11);
  int taken = 0;
  for (int i = 0; i < 200'000; ++i) {
    const std::string tag(random() % 200 + 1, static_cast<char>('a' + random() % 26));
    const auto step = static_cast<std::int64_t>(random() >> (random() % 64));
    const auto bits = static_cast<std::uint32_t>(random());
    WireWriter value;
    value.bytes(1, tag).number(2, std::bit_cast<float>(bits));
    WireWriter summary;
    summary.bytes(1, value.message());
    WireWriter event;
    event.number(1, static_cast<double>(random() % 2'000'000'000));
    if (step != 0) {
      event.varint(2, static_cast<std::uint64_t>(step));
    }
    event.bytes(5, summary.message());
    std::string record = event.message();
    const auto sound = parsePlainScalar(record);
    taken += sound ? 1 : 0;
    EXPECT_TRUE(sound || step < 0 || step >= std::int64_t{1} << 56) << step;
    // A few bytes wrong, missing or too many.
    for (std::uint64_t mistakes = random() % 4; mistakes > 0; --mistakes) {
      const std::size_t at = random() % record.size();
      switch (random() % 4) {
        case 0:
          record.erase(at);
          break;
        case 1:
          record.insert(at, 1, static_cast<char>(random()));
          break;
        default:
          record[at] = static_cast<char>(random() % 8 ? random() % 64 : random());
      }
      if (record.empty()) {
        break;
      }
    }
    if (const auto found = parsePlainScalar(record)) {
      const auto expected = longWay(record);
      ASSERT_TRUE(expected) << i;
      EXPECT_EQ(std::bit_cast<std::uint64_t>(found->wallTime),
                std::bit_cast<std::uint64_t>(expected->wallTime));
      EXPECT_EQ(found->step, expected->step);
      EXPECT_EQ(found->tag, expected->tag);
      EXPECT_EQ(std::bit_cast<std::uint32_t>(found->value), std::bit_cast<std::uint32_t>(expected->value));
    }
  }
  EXPECT_GT(taken, 100'000);
}

TEST(TensorTest, ElementsThatAreNotSaidAreLikeTheLastAndAHugeShapeTakesNoMemory) {
  const auto parse = [](const made::WireWriter& message, auto&& use) {
    const std::string bytes = message.message();
    const auto tensor = parseTensor(bytes);
    ASSERT_TRUE(tensor);
    use(*tensor);
  };
  parse(made::tensor(1, {2, 2}).number(5, 1.F).number(5, 2.F), [](const Tensor& tensor) {
    EXPECT_EQ(numbersOf(tensor), (std::vector{1.0, 2.0, 2.0, 2.0}));
  });
  parse(made::tensor(1, {1 << 30}).number(5, 1.F),
        [](const Tensor& tensor) { EXPECT_FALSE(numbersOf(tensor)); });
  parse(made::tensor(1, {1}).number(5, 1.F).number(5, 2.F),
        [](const Tensor& tensor) { EXPECT_FALSE(numbersOf(tensor)); });
  parse(made::tensor(1, {2}).bytes(4, "1234"), [](const Tensor& tensor) { EXPECT_FALSE(numbersOf(tensor)); });
  parse(made::tensor(8, {1}), [](const Tensor& tensor) { EXPECT_FALSE(toNpy(tensor)); });
  const std::string huge = made::tensor(1, {std::int64_t{1} << 40, std::int64_t{1} << 40}).message();
  EXPECT_FALSE(parseTensor(huge));
  const std::string negative = made::tensor(1, {-1}).message();
  EXPECT_FALSE(parseTensor(negative));
}

TEST(TensorTest, ContentGoesBeforeWhatIsSaidNumberByNumberWhereverItStands) {
  const std::string content("\0\0\x80\x3f", 4);  // 1
  for (const std::string& message : {made::tensor(1, {}).number(5, 2.F).bytes(4, content).message(),
                                     made::tensor(1, {}).bytes(4, content).number(5, 2.F).message()}) {
    const auto tensor = parseTensor(message);
    ASSERT_TRUE(tensor);
    EXPECT_EQ(numbersOf(*tensor), std::vector{1.0});
    EXPECT_EQ(scalarOf(message), 1.0);
  }
}

TEST(TensorTest, AScalarIsReadAsItsTensorIsHoweverOftenItsPartsAreSaid) {
  const std::string twoNumbers = made::tensor(1, {}).number(5, 1.F).number(5, 2.F).message();
  EXPECT_FALSE(scalarOf(twoNumbers));
  const std::string twoShapes = made::tensor(1, {3}).message() + made::tensor(1, {}).number(5, 1.F).message();
  EXPECT_EQ(scalarOf(twoShapes), numbersOf(*parseTensor(twoShapes)).value().front());
}

// What is held is written once it weighs enough, so everything that is held has to weigh something.
TEST(EventCollectorTest, WhatIsNoPointWeighsAsWell) {
  ImportReport report;
  Problems problems(report);
  EventCollector collector({}, problems);
  const std::string file = "events.out.tfevents.1";
  const std::string start = makeHparamsStart({{"a", std::string(5000, 'x')}}, 1);
  collector.add(
      made::summaryEvent(1, 0, WireWriter().bytes(1, "start").bytes(9, made::metadata("hparams", start))),
      {file, 0});
  EXPECT_GE(collector.weight(), 5000U);
  ASSERT_EQ(collector.take().params.size(), 1U);
  EXPECT_EQ(collector.weight(), 0U);
  collector.add(
      made::summaryEvent(1, 0, WireWriter().bytes(1, "i").bytes(4, WireWriter().bytes(4, "").message())),
      {file, 0});
  EXPECT_GE(collector.weight(), sizeof(EventBatch::File));
  EXPECT_EQ(collector.take().files.size(), 1U);
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

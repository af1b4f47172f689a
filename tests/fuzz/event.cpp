// Event files: the frame of a record, events, summaries, tensors, hyperparameters.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cstring>

#include "core/interop/internal/event.h"
#include "core/interop/internal/event_collector.h"
#include "core/interop/internal/event_tensor.h"
#include "core/interop/internal/event_writer.h"
#include "core/interop/internal/hparams.h"
#include "core/interop/internal/npy.h"
#include "core/interop/internal/record_file.h"
#include "tests/fuzz/fuzz.h"

namespace tatara::fuzz {
namespace {

namespace tb = interop::internal;

bool same(double one, double other) {
  return std::bit_cast<std::uint64_t>(one) == std::bit_cast<std::uint64_t>(other);
}

void trySummary(std::string_view summary) {
  tb::SummaryReader reader(summary);
  tb::SummaryValue value;
  while (reader.next(value)) {
    tb::parseHparams(value.pluginContent);
    tb::scalarOf(value.body);
    tb::parseImage(value.body);
    tb::parseAudio(value.body);
    tb::parseHistogram(value.body);
    if (const auto tensor = tb::parseTensor(value.body)) {
      tb::bucketsOf(*tensor);
      tb::textsOf(*tensor);
      const auto numbers = tb::numbersOf(*tensor);
      expect(!numbers || numbers->size() == static_cast<std::size_t>(tensor->elements),
             "a tensor has as many numbers as its shape says");
      const auto scalar = tb::scalarOf(value.body);
      expect(!scalar || !numbers || tensor->elements != 1 || same(*scalar, numbers->front()),
             "a scalar is the one number of its tensor");
      if (const auto file = tb::toNpy(*tensor)) {
        expect(tb::fromNpy(*file).has_value(), "an array that was written is read");
      }
    }
  }
}

// The short way that most records take says nothing that the long one does not say.
void tryPlainScalar(std::string_view record) {
  const auto plain = tb::parsePlainScalar(record);
  if (!plain) {
    return;
  }
  const auto event = tb::parseEvent(record);
  expect(event && event->summary && event->step == plain->step, "a plain scalar is an event");
  tb::SummaryReader reader(*event->summary);
  tb::SummaryValue value;
  expect(reader.next(value) && value.tag == plain->tag && value.kind == tb::SummaryValue::Kind::Simple,
         "a plain scalar is a value of its tag");
}

void tryRecord(std::string_view record) {
  tryPlainScalar(record);
  if (const auto event = tb::parseEvent(record); event && event->summary) {
    trySummary(*event->summary);
  }
}

void tryFile(std::string_view bytes) {
  static const int memory = ::memfd_create("events", MFD_CLOEXEC);
  expect(::ftruncate(memory, static_cast<off_t>(bytes.size())) == 0 &&
             ::pwrite(memory, bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size()),
         "a file in memory can be made");
  tb::RecordFile file(tb::Descriptor(::fcntl(memory, F_DUPFD_CLOEXEC, 0)), 0);
  std::int64_t last = 0;
  while (true) {
    const auto next = file.next();
    if (!next || *next == tb::RecordFile::Next::End || *next == tb::RecordFile::Next::Lost) {
      return;
    }
    expect(file.offset() > last, "reading goes on");
    last = file.offset();
    if (*next == tb::RecordFile::Next::Record) {
      tryRecord(file.data());
    }
  }
}

// The points of whole and sound records, all of them by the long way or as many as there are by the quick
// one.
std::vector<tb::EventBatch::Series> pointsOf(std::string_view records, bool quickly) {
  constexpr std::size_t kHead = 12;
  constexpr std::size_t kTail = 4;
  const std::string name = "events";
  interop::ImportReport report;
  tb::Problems problems(report);
  tb::EventCollector collector({}, problems);
  while (true) {
    if (quickly) {
      records.remove_prefix(collector.addPlainScalars(records));
    }
    if (records.empty()) {
      return collector.take().series;
    }
    std::uint64_t length = 0;
    std::memcpy(&length, records.data(), sizeof(length));
    collector.add(records.substr(kHead, static_cast<std::size_t>(length)), {name});
    records.remove_prefix(kHead + static_cast<std::size_t>(length) + kTail);
  }
}

// `bytes` are records, each behind a byte that says how long it is.
void tryCollector(std::string_view bytes) {
  std::string records;
  while (!bytes.empty()) {
    const std::size_t wanted = takeChoice(bytes);
    const std::size_t length = std::min(wanted, bytes.size());
    tb::putRecord(records, bytes.substr(0, length));
    bytes.remove_prefix(length);
  }
  const auto quick = pointsOf(records, true);
  const auto slow = pointsOf(records, false);
  expect(quick.size() == slow.size(), "the quick way finds the same metrics");
  for (std::size_t i = 0; i < quick.size(); ++i) {
    expect(quick[i].key == slow[i].key &&
               std::equal(quick[i].points.begin(), quick[i].points.end(), slow[i].points.begin(),
                          slow[i].points.end(), series::samePoint),
           "the quick way finds the same points");
  }
}

std::string message(int field, std::string_view body) {
  std::string bytes;
  bytes.push_back(static_cast<char>(field << 3 | 2));
  bytes.push_back(static_cast<char>(body.size()));
  return bytes.append(body);
}

}  // namespace

std::vector<std::string> seeds() {
  using std::string_literals::operator""s;
  const std::string simple = message(1, message(1, "loss") + "\x15\x00\x00\x80\x3f"s);
  const std::string tensor =
      "\x08\x01"s + message(2, message(2, "\x08\x02"s)) + message(4, "\0\0\x80\x3f\0\0\0\x40"s);
  const std::string rich =
      message(1, message(1, "t") + message(9, message(1, message(1, "scalars"))) + message(8, tensor));
  const std::string histogram =
      message(1, message(1, "h") +
                     message(5, message(6, std::string(16, '\x3f')) + message(7, std::string(16, '\x40'))));
  std::vector<std::string> result;
  std::string whole = "\1";
  for (const std::string& summary : {simple, rich, histogram}) {
    const std::string event = "\x09\0\0\0\0\0\0\xF0\x3F\x10\x05"s + message(5, summary);
    result.push_back("\0"s + event);
    std::string record;
    tb::putRecord(record, event);
    whole += record;
  }
  result.push_back(whole);
  const auto behindLength = [](const std::string& record) {
    return static_cast<char>(record.size()) + record;
  };
  const std::string time = "\x09\0\0\0\0\0\0\xF0\x3F"s;
  std::string training = "\2" + behindLength(time + message(3, "brain.Event:2"));
  for (char step = 1; step < 6; ++step) {
    for (const char* tag : {"loss", "accuracy of both"}) {
      const std::string value = message(1, message(1, tag) + "\x15\x00\x00\x80\x3f"s);
      training += behindLength(time + "\x10" + step + message(5, value));
    }
  }
  result.push_back(training);
  return result;
}

void tryBytes(std::string_view bytes) {
  switch (takeChoice(bytes) % 3) {
    case 0:
      return tryRecord(bytes);
    case 1:
      return tryFile(bytes);
    default:
      return tryCollector(bytes);
  }
}

}  // namespace tatara::fuzz

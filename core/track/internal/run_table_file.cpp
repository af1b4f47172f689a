#include "core/track/internal/run_table_file.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

namespace tatara::track {
namespace {

constexpr std::string_view kMagic = "TTRUNS\x02\n";  // the byte before the line break is the layout's version
constexpr std::size_t kHead = 16;                    // magic and checksum
constexpr std::int64_t kNoTime = std::numeric_limits<std::int64_t>::min();

std::uint64_t checksum(std::span<const char> bytes) {
  // Four FNV-1a hashes over words instead of bytes, side by side: 30 MB in a few milliseconds.
  constexpr std::uint64_t kPrime = 1099511628211ULL;
  std::array<std::uint64_t, 4> lanes = {14695981039346656037ULL, 1, 2, 3};
  std::size_t at = 0;
  for (; at + 32 <= bytes.size(); at += 32) {
    std::array<std::uint64_t, 4> words;
    std::memcpy(words.data(), bytes.data() + at, 32);
    for (std::size_t i = 0; i < 4; ++i) {
      lanes[i] = (lanes[i] ^ words[i]) * kPrime;
      lanes[i] ^= lanes[i] >> 32;
    }
  }
  std::uint64_t sum = bytes.size();
  for (const std::uint64_t lane : lanes) {
    sum = (sum ^ lane) * kPrime;
  }
  for (; at < bytes.size(); ++at) {
    sum = (sum ^ static_cast<unsigned char>(bytes[at])) * kPrime;
  }
  return sum;
}

class Output {
 public:
  explicit Output(std::string& bytes) : m_bytes(bytes) {}

  template <typename T>
  void value(T value) {
    static_assert(std::is_trivially_copyable_v<T>);
    m_bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  template <typename T>
  void array(const std::vector<T>& values) {
    static_assert(std::is_trivially_copyable_v<T>);
    m_bytes.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
  }
  void text(std::string_view text) {
    value(static_cast<std::uint32_t>(text.size()));
    m_bytes.append(text);
  }
  // `at` gives the text of an index.
  void texts(std::size_t count, auto&& at) {
    for (std::size_t i = 0; i < count; ++i) {
      value(static_cast<std::uint32_t>(at(i).size()));
    }
    for (std::size_t i = 0; i < count; ++i) {
      m_bytes.append(at(i));
    }
  }
  void column(std::size_t count, auto&& at) {
    for (std::size_t i = 0; i < count; ++i) {
      value(at(i));
    }
  }

 private:
  std::string& m_bytes;
};

// After the first thing that does not fit, everything reads as empty and failed() is true.
class Input {
 public:
  explicit Input(std::span<const char> bytes) : m_bytes(bytes) {}

  bool failed() const { return m_failed; }
  bool atEnd() const { return m_bytes.empty(); }
  void fail() {
    m_failed = true;
    m_bytes = {};
  }
  void check(bool fine) {
    if (!fine) {
      fail();
    }
  }

  template <typename T>
  T value() {
    T result{};
    if (const char* from = take(1, sizeof(T))) {
      std::memcpy(&result, from, sizeof(T));
    }
    return result;
  }
  template <typename T>
  std::vector<T> array(std::size_t count) {
    std::vector<T> result;
    if (const char* from = take(count, sizeof(T)); from != nullptr && count > 0) {
      result.resize(count);
      std::memcpy(result.data(), from, count * sizeof(T));
    }
    return result;
  }
  std::string text() {
    const auto size = value<std::uint32_t>();
    const char* from = take(size, 1);
    return from == nullptr ? std::string() : std::string(from, size);
  }
  // Hands each text to `put(index, text)`.
  void texts(std::size_t count, auto&& put) {
    const auto sizes = array<std::uint32_t>(count);
    for (std::size_t i = 0; i < count && !m_failed; ++i) {
      if (const char* from = take(sizes[i], 1)) {
        put(i, std::string_view(from, sizes[i]));
      }
    }
  }
  // A count of things of which each takes at least one byte of what is left.
  std::size_t count() {
    const auto number = value<std::uint64_t>();
    check(number <= m_bytes.size());
    return m_failed ? 0 : static_cast<std::size_t>(number);
  }

 private:
  const char* take(std::size_t count, std::size_t size) {
    if (m_failed || count > m_bytes.size() / size) {
      fail();
      return nullptr;
    }
    const char* from = m_bytes.data();
    m_bytes = m_bytes.subspan(count * size);
    return from;
  }

  std::span<const char> m_bytes;
  bool m_failed = false;
};

std::int64_t timeOf(const std::optional<Timestamp>& time) {
  return time ? toUnixMillis(*time) : kNoTime;
}

std::optional<Timestamp> optionalTime(std::int64_t millis) {
  return millis == kNoTime ? std::nullopt : std::optional(fromUnixMillis(millis));
}

void writeRuns(Output& out, const RunList& runs) {
  const std::size_t size = runs.size();
  out.value(static_cast<std::uint64_t>(size));
  out.column(size, [&](std::size_t i) { return runs[i].key.value(); });
  out.column(size, [&](std::size_t i) { return runs[i].experiment.value(); });
  out.column(size, [&](std::size_t i) { return toUnixMillis(runs[i].started); });
  out.column(size, [&](std::size_t i) { return timeOf(runs[i].ended); });
  out.column(size, [&](std::size_t i) { return timeOf(runs[i].deleted); });
  out.column(size, [&](std::size_t i) { return static_cast<std::uint8_t>(runs[i].status); });
  out.texts(size, [&](std::size_t i) { return std::string_view(runs[i].id.value()); });
  out.texts(size, [&](std::size_t i) { return std::string_view(runs[i].name); });
  out.texts(size, [&](std::size_t i) { return std::string_view(runs[i].user); });
  out.texts(size, [&](std::size_t i) { return std::string_view(runs[i].artifactUri); });
}

RunList readRuns(Input& in) {
  const std::size_t size = in.count();
  const auto keys = in.array<std::int64_t>(size);
  const auto experiments = in.array<std::int64_t>(size);
  const auto started = in.array<std::int64_t>(size);
  const auto ended = in.array<std::int64_t>(size);
  const auto deleted = in.array<std::int64_t>(size);
  const auto status = in.array<std::uint8_t>(size);
  RunList runs;
  runs.resize(in.failed() ? 0 : size);
  RunInfo* piece = nullptr;
  const auto at = [&](std::size_t i) -> RunInfo& {
    const std::size_t place = i % RunList::kPiece;
    piece = place == 0 ? &runs.writable(i) : piece;
    return piece[place];
  };
  for (std::size_t i = 0; i < runs.size(); ++i) {
    RunInfo& run = at(i);
    run.key = RunKey(keys[i]);
    run.experiment = ExperimentId(experiments[i]);
    run.started = fromUnixMillis(started[i]);
    run.ended = optionalTime(ended[i]);
    run.deleted = optionalTime(deleted[i]);
    run.status = static_cast<RunStatus>(status[i]);
    in.check((i == 0 || keys[i - 1] < keys[i]) && status[i] >= 1 && status[i] <= 5);
  }
  const auto put = [&](auto&& set) {
    in.texts(runs.size(), [&](std::size_t i, std::string_view text) { set(at(i), text); });
  };
  put([](RunInfo& run, std::string_view text) { run.id = RunId(std::string(text)); });
  put([](RunInfo& run, std::string_view text) { run.name = text; });
  put([](RunInfo& run, std::string_view text) { run.user = text; });
  put([](RunInfo& run, std::string_view text) { run.artifactUri = text; });
  return runs;
}

void writeMetric(Output& out, const MetricColumn& column) {
  out.text(column.key);
  out.array(column.last);
  out.array(column.present);
}

std::shared_ptr<const MetricColumn> readMetric(Input& in, std::size_t rows) {
  auto column = std::make_shared<MetricColumn>();
  column->key = in.text();
  column->last = in.array<double>(rows);
  column->present = in.array<std::uint8_t>(rows);
  column->count = std::ranges::count_if(column->present, [](std::uint8_t one) { return one != 0; });
  in.check(
      std::ranges::all_of(column->present, [](std::uint8_t one) { return one <= MetricColumn::Course; }));
  return column;
}

void writeText(Output& out, const TextColumn& column) {
  out.text(column.key);
  out.value(static_cast<std::uint64_t>(column.dictionary.size()));
  out.texts(column.dictionary.size(), [&](std::size_t i) { return std::string_view(column.dictionary[i]); });
  out.value(static_cast<std::uint8_t>(column.numbers.empty() ? 0 : 1));
  out.array(column.codes);
  out.array(column.numbers);
}

std::shared_ptr<const TextColumn> readText(Input& in, std::size_t rows) {
  auto column = std::make_shared<TextColumn>();
  column->key = in.text();
  const std::size_t size = in.count();
  column->dictionary.resize(size);
  in.texts(size, [&](std::size_t i, std::string_view text) {
    column->dictionary[i] = text;
    in.check(i == 0 || column->dictionary[i - 1] < column->dictionary[i]);
  });
  const auto areNumbers = in.value<std::uint8_t>();
  column->codes = in.array<std::int32_t>(rows);
  column->numbers = in.array<double>(areNumbers == 1 ? rows : 0);
  bool inside = true;
  for (const std::int32_t code : column->codes) {
    inside = inside && code >= -1 && code < static_cast<std::int64_t>(size);
    column->count += code >= 0 ? 1 : 0;
  }
  in.check(inside);
  return column;
}

template <typename Column>
void writeColumns(Output& out, const std::vector<std::shared_ptr<const Column>>& columns, auto&& write) {
  out.value(static_cast<std::uint64_t>(columns.size()));
  for (const auto& column : columns) {
    write(out, *column);
  }
}

template <typename Column>
std::vector<std::shared_ptr<const Column>> readColumns(Input& in, std::size_t rows, auto&& read) {
  std::vector<std::shared_ptr<const Column>> columns;
  for (std::size_t left = in.count(); left > 0 && !in.failed(); --left) {
    columns.push_back(read(in, rows));
    in.check(columns.size() < 2 || columns[columns.size() - 2]->key < columns.back()->key);
  }
  return columns;
}

Result<Input> openInput(std::span<const char> bytes) {
  if (bytes.size() < kHead || std::string_view(bytes.data(), kMagic.size()) != kMagic) {
    return makeError(ErrorKind::Corrupt, "Kept run columns do not begin as they should");
  }
  return Input(bytes.subspan(kHead));
}

}  // namespace

std::string RunTableFile::encode(const RunTable& table, std::string_view mark, std::int64_t change) {
  std::string bytes(kMagic);
  Output out(bytes);
  out.value(std::uint64_t{0});  // the checksum's place
  out.text(mark);
  out.value(change);
  out.value(static_cast<std::uint8_t>(table.m_view));
  out.value(static_cast<std::uint64_t>(table.m_experiments.size()));
  out.column(table.m_experiments.size(), [&](std::size_t i) { return table.m_experiments[i].value(); });
  writeRuns(out, table.m_runs);
  writeColumns<MetricColumn>(out, table.m_metrics, writeMetric);
  writeColumns<TextColumn>(out, table.m_params, writeText);
  writeColumns<TextColumn>(out, table.m_tags, writeText);
  out.value(static_cast<std::uint64_t>(table.m_datasets.size()));
  for (const DatasetName& dataset : table.m_datasets) {
    out.text(dataset.name);
    out.text(dataset.digest);
    out.text(dataset.context);
  }
  for (const auto& datasets : *table.m_rowDatasets) {
    out.value(static_cast<std::uint32_t>(datasets.size()));
    out.array(datasets);
  }
  seal(bytes);
  return bytes;
}

void RunTableFile::seal(std::string& bytes) {
  const std::uint64_t sum = checksum(std::span<const char>(bytes).subspan(kHead));
  std::memcpy(bytes.data() + kMagic.size(), &sum, sizeof sum);
}

std::optional<RunTableFile::Head> RunTableFile::decodeHead(std::span<const char> bytes) {
  auto in = openInput(bytes);
  if (!in) {
    return std::nullopt;
  }
  Head head;
  head.mark = in->text();
  head.change = in->value<std::int64_t>();
  return in->failed() ? std::nullopt : std::optional(std::move(head));
}

Result<RunTableFile::Content> RunTableFile::decode(std::span<const char> bytes) {
  TATARA_ASSIGN(Input in, openInput(bytes));
  std::uint64_t sum = 0;
  std::memcpy(&sum, bytes.data() + kMagic.size(), sizeof sum);
  if (sum != checksum(bytes.subspan(kHead))) {
    return makeError(ErrorKind::Corrupt, "Kept run columns do not fit their checksum");
  }
  Content content;
  content.mark = in.text();
  content.change = in.value<std::int64_t>();
  const std::shared_ptr<RunTable> table(new RunTable());
  const auto view = in.value<std::uint8_t>();
  in.check(view <= static_cast<std::uint8_t>(ViewType::All));
  table->m_view = static_cast<ViewType>(view);
  for (const std::int64_t id : in.array<std::int64_t>(in.count())) {
    table->m_experiments.emplace_back(id);
  }
  table->m_runs = readRuns(in);
  const std::size_t rows = table->m_runs.size();
  table->m_metrics = readColumns<MetricColumn>(in, rows, readMetric);
  table->m_params = readColumns<TextColumn>(in, rows, readText);
  table->m_tags = readColumns<TextColumn>(in, rows, readText);
  for (std::size_t left = in.count(); left > 0 && !in.failed(); --left) {
    DatasetName& dataset = table->m_datasets.emplace_back();
    dataset.name = in.text();
    dataset.digest = in.text();
    dataset.context = in.text();
  }
  table->m_rowDatasets->resize(rows);
  for (std::size_t row = 0; row < rows && !in.failed(); ++row) {
    const auto count = in.value<std::uint32_t>();
    if (count == 0) {
      continue;
    }
    (*table->m_rowDatasets)[row] = in.array<std::uint32_t>(count);
    for (const std::uint32_t index : (*table->m_rowDatasets)[row]) {
      in.check(index < table->m_datasets.size());
    }
  }
  if (in.failed() || !in.atEnd()) {
    return makeError(ErrorKind::Corrupt, "Kept run columns contradict themselves");
  }
  content.table = table;
  return content;
}

}  // namespace tatara::track

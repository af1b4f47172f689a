#include "core/dataset/internal/row_match.h"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <memory>
#include <optional>

#include "core/base/file_error.h"
#include "core/dataset/internal/column_facts.h"
#include "core/dataset/internal/frame_values.h"

namespace tatara::dataset {
namespace {

constexpr std::uint64_t kMatchBlock = 65'536;
constexpr std::uint64_t kMissingHash = 0x6d697373696e6700;
constexpr std::uint64_t kMostHeldRows = 8'000'000;  // of both frames, 24 bytes each
constexpr std::size_t kMostHashedWords = 4'000'000;

Error matchCancelled() {
  return makeError(ErrorKind::Cancelled, "The comparison was cancelled");
}

std::uint64_t hashOf(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ull ^ text.size();
  while (text.size() >= 8) {
    std::uint64_t word = 0;
    std::copy_n(text.data(), 8, reinterpret_cast<char*>(&word));
    hash = mixed(hash ^ word);
    text.remove_prefix(8);
  }
  std::uint64_t word = 0;
  std::copy_n(text.data(), text.size(), reinterpret_cast<char*>(&word));
  return mixed(hash ^ word ^ 0x74657874);
}

std::uint64_t hashOf(double value) {
  return mixed(std::bit_cast<std::uint64_t>(value == 0 ? 0.0 : value) ^ 0x6e756d626572);
}

struct Entry {
  std::uint64_t key = 0;
  std::uint64_t content = 0;
  std::uint64_t row = 0;
  friend auto operator<=>(const Entry&, const Entry&) = default;
};

// The entries of one frame, divided by their keys.
class Parts {
 public:
  explicit Parts(std::size_t count) : m_held(count) {
    if (count > 1) {
      m_files.resize(count);
    }
  }

  Status add(const Entry& entry) {
    const std::size_t part = m_held.size() == 1 ? 0 : static_cast<std::size_t>(entry.key % m_held.size());
    m_held[part].push_back(entry);
    return m_held.size() > 1 && m_held[part].size() >= kBufferedEntries ? spill(part) : Status{};
  }

  // Sorted; empties the part.
  Result<std::vector<Entry>> take(std::size_t part) {
    if (!m_files.empty() && m_files[part]) {
      TATARA_TRY(spill(part));
      std::FILE* file = m_files[part].get();
      const long bytes = std::ftell(file);
      m_held[part].resize(static_cast<std::size_t>(bytes) / sizeof(Entry));
      std::rewind(file);
      if (std::fread(m_held[part].data(), sizeof(Entry), m_held[part].size(), file) != m_held[part].size()) {
        return fileError("The temporary file of the comparison cannot be read", "", errno);
      }
      m_files[part].reset();
    }
    std::vector<Entry> entries = std::move(m_held[part]);
    m_held[part] = {};
    std::ranges::sort(entries);
    return entries;
  }

 private:
  static constexpr std::size_t kBufferedEntries = 16'384;
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  Status spill(std::size_t part) {
    if (!m_files[part]) {
      m_files[part].reset(std::tmpfile());
    }
    std::vector<Entry>& held = m_held[part];
    if (!m_files[part] ||
        std::fwrite(held.data(), sizeof(Entry), held.size(), m_files[part].get()) != held.size() ||
        std::fflush(m_files[part].get()) != 0) {
      return fileError("There is no room for the temporary file of the comparison", "", errno);
    }
    held.clear();
    return {};
  }

  std::vector<std::vector<Entry>> m_held;
  std::vector<std::unique_ptr<std::FILE, Close>> m_files;
};

Status fill(const MatchRequest& request, DiffSide side, Parts& parts) {
  const Frame& frame = side == DiffSide::Before ? request.before : request.after;
  const std::uint64_t both = request.before.rows() + request.after.rows();
  const std::uint64_t base = side == DiffSide::Before ? 0 : request.before.rows();
  const RowHasher contents(frame, request.cells, side);
  const RowHasher keys(frame, request.key, side);
  std::vector<std::uint64_t> content(kMatchBlock);
  std::vector<std::uint64_t> key(kMatchBlock);
  for (std::uint64_t first = 0; first < frame.rows(); first += kMatchBlock) {
    if (request.stop.stop_requested()) {
      return matchCancelled();
    }
    if (request.onProgress) {
      request.onProgress("Reading rows", base + first, both);
    }
    const auto count = static_cast<std::size_t>(std::min(kMatchBlock, frame.rows() - first));
    contents.hash(first, {content.data(), count});
    if (!request.key.empty()) {
      keys.hash(first, {key.data(), count});
    }
    for (std::size_t i = 0; i < count; ++i) {
      TATARA_TRY(parts.add({request.key.empty() ? content[i] : key[i], content[i], first + i}));
    }
  }
  return {};
}

using Words = Selection::Words;

struct Marks {
  std::shared_ptr<Words> words;
  std::uint64_t count = 0;

  explicit Marks(std::uint64_t rows)
      : words(std::make_shared<Words>(static_cast<std::size_t>((rows + 63) / 64), 0)) {}
  void mark(std::uint64_t row) {
    (*words)[static_cast<std::size_t>(row / 64)] |= std::uint64_t{1} << (row % 64);
    ++count;
  }
  Selection selection() const { return {words, count}; }
};

// Rows of one key: pairs equal ones, then the rest by their order.
class GroupMatcher {
 public:
  GroupMatcher(bool keyed, RowChanges& rows, Marks& added, Marks& removed)
      : m_keyed(keyed), m_rows(rows), m_added(added), m_removed(removed) {}

  void match(std::span<const Entry> before, std::span<const Entry> after, RowPairs& changed) {
    m_rows.repeatedBefore += m_keyed && before.size() > 1 ? before.size() - 1 : 0;
    m_rows.repeatedAfter += m_keyed && after.size() > 1 ? after.size() - 1 : 0;
    m_left.clear();
    m_right.clear();
    std::size_t i = 0;
    std::size_t k = 0;
    while (i < before.size() || k < after.size()) {
      if (k == after.size() || (i < before.size() && before[i].content < after[k].content)) {
        m_left.push_back(before[i++].row);
      } else if (i == before.size() || after[k].content < before[i].content) {
        m_right.push_back(after[k++].row);
      } else {
        ++m_rows.unchanged;
        ++i;
        ++k;
      }
    }
    std::ranges::sort(m_left);
    std::ranges::sort(m_right);
    const std::size_t pairs = m_keyed ? std::min(m_left.size(), m_right.size()) : 0;
    for (std::size_t n = 0; n < pairs; ++n) {
      changed.emplace_back(m_left[n], m_right[n]);
    }
    for (std::size_t n = pairs; n < m_left.size(); ++n) {
      m_removed.mark(m_left[n]);
    }
    for (std::size_t n = pairs; n < m_right.size(); ++n) {
      m_added.mark(m_right[n]);
    }
  }

 private:
  bool m_keyed;
  RowChanges& m_rows;
  Marks& m_added;
  Marks& m_removed;
  std::vector<std::uint64_t> m_left;
  std::vector<std::uint64_t> m_right;
};

std::span<const Entry> takeGroup(std::span<const Entry>& rest, std::uint64_t key) {
  std::size_t end = 0;
  while (end < rest.size() && rest[end].key == key) {
    ++end;
  }
  const auto group = rest.first(end);
  rest = rest.subspan(end);
  return group;
}

void matchPart(std::span<const Entry> before, std::span<const Entry> after, GroupMatcher& matcher,
               RowPairs& changed) {
  while (!before.empty() || !after.empty()) {
    const std::uint64_t key = before.empty()  ? after.front().key
                              : after.empty() ? before.front().key
                                              : std::min(before.front().key, after.front().key);
    const auto left = takeGroup(before, key);
    const auto right = takeGroup(after, key);
    matcher.match(left, right, changed);
  }
}

// Rows of the frame whose key falls into the sample, sorted by key.
Result<std::vector<Entry>> sampleOf(const Frame& frame, std::span<const CellPair> key, DiffSide side,
                                    std::uint64_t below, const std::stop_token& stop) {
  const RowHasher hasher(frame, key, side);
  std::vector<std::uint64_t> hashes(kMatchBlock);
  std::vector<Entry> sample;
  for (std::uint64_t first = 0; first < frame.rows(); first += kMatchBlock) {
    if (stop.stop_requested()) {
      return matchCancelled();
    }
    const auto count = static_cast<std::size_t>(std::min(kMatchBlock, frame.rows() - first));
    hasher.hash(first, {hashes.data(), count});
    for (std::size_t i = 0; i < count; ++i) {
      if (hashes[i] <= below) {
        sample.push_back({hashes[i], 0, first + i});
      }
    }
  }
  std::ranges::sort(sample);
  return sample;
}

bool usable(const Frame& frame, std::span<const CellPair> key, DiffSide side,
            const std::vector<Entry>& sample) {
  for (std::size_t i = 0; i < sample.size(); ++i) {
    if (i > 0 && sample[i].key == sample[i - 1].key) {
      return false;
    }
    for (const CellPair& pair : key) {
      if (frame.missing(side == DiffSide::Before ? pair.before : pair.after, sample[i].row)) {
        return false;
      }
    }
  }
  return true;
}

}  // namespace

bool CellPair::equal(const Frame& left, std::uint64_t leftRow, const Frame& right,
                     std::uint64_t rightRow) const {
  const bool missingLeft = left.missing(before, leftRow);
  const bool missingRight = right.missing(after, rightRow);
  if (missingLeft || missingRight) {
    return missingLeft == missingRight;
  }
  switch (by) {
    case By::Integer:
      return left.integers(before)[static_cast<std::size_t>(leftRow)] ==
             right.integers(after)[static_cast<std::size_t>(rightRow)];
    case By::Number:
      return left.number(before, leftRow) == right.number(after, rightRow);
    case By::Text:
      return left.entry(before, left.code(before, leftRow)) ==
             right.entry(after, right.code(after, rightRow));
    case By::Writing:
      break;
  }
  return left.text(before, leftRow) == right.text(after, rightRow);
}

CellPair cellPair(const Frame& before, std::size_t columnBefore, const Frame& after,
                  std::size_t columnAfter) {
  using Storage = FrameColumn::Storage;
  const FrameColumn& left = before.column(columnBefore);
  const FrameColumn& right = after.column(columnAfter);
  const auto numeric = [](const FrameColumn& column) {
    return column.info.type == ColumnType::Integer || column.info.type == ColumnType::Real;
  };
  CellPair pair{columnBefore, columnAfter, CellPair::By::Writing};
  if (left.isText() && right.isText()) {
    pair.by = CellPair::By::Text;
  } else if (left.info.type == right.info.type && left.storage == Storage::Integer &&
             right.storage == Storage::Integer) {
    pair.by = CellPair::By::Integer;
  } else if (left.info.type == right.info.type || (numeric(left) && numeric(right))) {
    pair.by = CellPair::By::Number;
  }
  return pair;
}

RowHasher::RowHasher(const Frame& frame, std::span<const CellPair> pairs, DiffSide side) : m_frame(frame) {
  for (const CellPair& pair : pairs) {
    Source source{side == DiffSide::Before ? pair.before : pair.after, pair.by, {}};
    const FrameColumn& column = frame.column(source.column);
    if (source.by == CellPair::By::Text && column.entries <= kMostHashedWords) {
      source.words.reserve(column.entries);
      for (std::size_t code = 0; code < column.entries; ++code) {
        source.words.push_back(hashOf(frame.entry(source.column, static_cast<std::int32_t>(code))));
      }
    }
    m_sources.push_back(std::move(source));
  }
}

void RowHasher::hash(std::uint64_t first, std::span<std::uint64_t> hashes) const {
  std::ranges::fill(hashes, std::uint64_t{0x726f77});
  for (const Source& source : m_sources) {
    hashColumn(source, first, hashes);
    m_frame.release(source.column, first, hashes.size());
  }
}

void RowHasher::hashColumn(const Source& source, std::uint64_t first, std::span<std::uint64_t> hashes) const {
  const auto each = [&](const auto& cell) {
    for (std::size_t i = 0; i < hashes.size(); ++i) {
      hashes[i] = mixed(hashes[i] * 0x9E3779B97F4A7C15ull + cell(first + i));
    }
  };
  switch (source.by) {
    case CellPair::By::Integer: {
      const auto values = m_frame.integers(source.column);
      each([&](std::uint64_t row) {
        const std::int64_t value = values[static_cast<std::size_t>(row)];
        return value == kMissingInteger ? kMissingHash : mixed(static_cast<std::uint64_t>(value));
      });
      return;
    }
    case CellPair::By::Number:
      withValues(m_frame, source.column, [&](const auto& values) {
        each([&](std::uint64_t row) {
          const double value = values(row);
          return std::isnan(value) ? kMissingHash : hashOf(value);
        });
      });
      return;
    case CellPair::By::Text: {
      const auto codes = m_frame.codes(source.column);
      each([&](std::uint64_t row) {
        const std::int32_t code = codes[static_cast<std::size_t>(row)];
        return code < 0               ? kMissingHash
               : source.words.empty() ? hashOf(m_frame.entry(source.column, code))
                                      : source.words[static_cast<std::size_t>(code)];
      });
      return;
    }
    case CellPair::By::Writing:
      each([&](std::uint64_t row) {
        return m_frame.missing(source.column, row) ? kMissingHash : hashOf(m_frame.text(source.column, row));
      });
      return;
  }
}

Status matchRows(const MatchRequest& request, RowChanges& rows,
                 const std::function<Result<std::vector<bool>>(const RowPairs&)>& onChanged) {
  const std::uint64_t both = request.before.rows() + request.after.rows();
  const auto count = static_cast<std::size_t>(both / kMostHeldRows + 1);
  Parts before(count);
  Parts after(count);
  TATARA_TRY(fill(request, DiffSide::Before, before));
  TATARA_TRY(fill(request, DiffSide::After, after));
  Marks added(request.after.rows());
  Marks removed(request.before.rows());
  Marks changedBefore(request.before.rows());
  Marks changedAfter(request.after.rows());
  GroupMatcher matcher(!request.key.empty(), rows, added, removed);
  for (std::size_t part = 0; part < count; ++part) {
    if (request.stop.stop_requested()) {
      return matchCancelled();
    }
    if (request.onProgress) {
      request.onProgress("Comparing rows", part, count);
    }
    RowPairs pairs;
    {
      TATARA_ASSIGN(const auto left, before.take(part));
      TATARA_ASSIGN(const auto right, after.take(part));
      matchPart(left, right, matcher, pairs);
    }
    std::ranges::sort(pairs);
    TATARA_ASSIGN(const auto changed, onChanged(pairs));
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      (changed[i] ? changedBefore : removed).mark(pairs[i].first);
      (changed[i] ? changedAfter : added).mark(pairs[i].second);
    }
  }
  rows.added = added.count;
  rows.removed = removed.count;
  rows.changed = changedAfter.count;
  rows.addedRows = added.selection();
  rows.removedRows = removed.selection();
  rows.changedBefore = changedBefore.selection();
  rows.changedAfter = changedAfter.selection();
  return {};
}

Result<std::optional<KeySample>> sampleByKey(const Frame& before, const Frame& after,
                                             std::span<const CellPair> key, std::stop_token stop) {
  constexpr std::uint64_t kSampleRows = 20'000;
  const std::uint64_t rows = std::max(before.rows(), after.rows());
  const std::uint64_t below =
      rows <= kSampleRows ? ~std::uint64_t{0} : ~std::uint64_t{0} / rows * kSampleRows;
  TATARA_ASSIGN(const auto left, sampleOf(before, key, DiffSide::Before, below, stop));
  if (!usable(before, key, DiffSide::Before, left)) {
    return std::optional<KeySample>();
  }
  TATARA_ASSIGN(const auto right, sampleOf(after, key, DiffSide::After, below, stop));
  if (!usable(after, key, DiffSide::After, right)) {
    return std::optional<KeySample>();
  }
  KeySample sample{{}, left.size(), right.size()};
  for (std::size_t i = 0, k = 0; i < left.size() && k < right.size();) {
    if (left[i].key == right[k].key) {
      sample.pairs.emplace_back(left[i++].row, right[k++].row);
    } else if (left[i].key < right[k].key) {
      ++i;
    } else {
      ++k;
    }
  }
  return std::optional<KeySample>(std::move(sample));
}

}  // namespace tatara::dataset

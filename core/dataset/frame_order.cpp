#include "core/dataset/frame_order.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <numeric>

#include "core/base/file_error.h"
#include "core/base/seeded_random.h"
#include "core/dataset/internal/frame_values.h"
#include "core/dataset/internal/parallel.h"
#include "core/text/error_phrase.h"

namespace tatara::dataset {
namespace {

constexpr std::size_t kSmall = 16u << 20;    // rows of an order that stays in memory
constexpr std::size_t kInMemory = 1u << 18;  // rows of a part that is sorted at once
constexpr std::size_t kSplitters = 127;      // with their equals 255 parts
constexpr std::size_t kParts = 2 * kSplitters + 1;
constexpr std::size_t kSample = kSplitters * 32;
constexpr std::uint64_t kLastKey = ~std::uint64_t{0};

// One step of comparing two rows: a column, and for texts that stand unsorted in the dictionary eight of
// their bytes.
struct Level {
  std::size_t key = 0;
  std::size_t byte = 0;
};

class Sorter {
 public:
  Sorter(const Frame& frame, std::span<const OrderKey> keys, std::stop_token stop)
      : m_frame(frame), m_keys(keys), m_stop(std::move(stop)) {}

  Status sort(std::span<std::uint32_t> rows) {
    std::iota(rows.begin(), rows.end(), 0U);
    return sortPart(rows, {}, true);
  }

 private:
  bool byBytes(std::size_t key) const { return !m_frame.column(m_keys[key].column).distinctKnown; }

  // A number whose order is the order of the rows; equal numbers are equal rows at this level. Missing is the
  // greatest in both directions, and no value is.
  std::uint64_t keyOf(std::uint32_t row, Level level) const {
    const OrderKey& key = m_keys[level.key];
    std::uint64_t value = 0;
    switch (m_frame.column(key.column).storage) {
      case FrameColumn::Storage::Double: {
        const double number = m_frame.doubles(key.column)[row];
        if (number != number) {
          return kLastKey;
        }
        const auto bits = std::bit_cast<std::uint64_t>(number + 0.0);  // −0 is 0
        value = bits >> 63 ? ~bits : bits | std::uint64_t{1} << 63;
        break;
      }
      case FrameColumn::Storage::Integer: {
        const std::int64_t number = m_frame.integers(key.column)[row];
        if (number == kMissingInteger) {
          return kLastKey;
        }
        // The greatest integer gives way by one to missing; the least stands for missing itself.
        value = static_cast<std::uint64_t>(number) ^ std::uint64_t{1} << 63;
        value -= value == kLastKey;
        break;
      }
      case FrameColumn::Storage::Codes: {
        const std::int32_t code = m_frame.code(key.column, row);
        if (code < 0) {
          return kLastKey;
        }
        value = byBytes(level.key) ? prefix(m_frame.entry(key.column, code), level.byte)
                                   : static_cast<std::uint64_t>(code);
        break;
      }
    }
    return key.descending ? kLastKey - 1 - value : value;
  }

  // Seven bytes from `byte` on and how many there are, so that the end of a text comes before all bytes and
  // the greatest key is never one of a text.
  static std::uint64_t prefix(std::string_view text, std::size_t byte) {
    std::uint64_t value = 0;
    const std::size_t left = text.size() > byte ? text.size() - byte : 0;
    for (std::size_t i = 0; i < 7; ++i) {
      value = value << 8 | (i < left ? static_cast<unsigned char>(text[byte + i]) : 0);
    }
    return value << 8 | std::min<std::size_t>(left, 8);
  }

  // What to compare when rows are equal at this level; none when they are equal altogether.
  std::optional<Level> next(Level level, std::uint64_t key) const {
    if (byBytes(level.key) && key != kLastKey) {
      const std::uint64_t plain = m_keys[level.key].descending ? kLastKey - 1 - key : key;
      if ((plain & 0xFF) == 8) {
        return Level{level.key, level.byte + 7};
      }
    }
    return level.key + 1 < m_keys.size() ? std::optional(Level{level.key + 1, 0}) : std::nullopt;
  }

  bool less(std::uint32_t left, std::uint32_t right, std::optional<Level> level) const {
    while (level) {
      const std::uint64_t a = keyOf(left, *level);
      const std::uint64_t b = keyOf(right, *level);
      if (a != b) {
        return a < b;
      }
      level = next(*level, a);
    }
    return left < right;
  }

  void sortSmall(std::span<std::uint32_t> rows, Level level) const {
    std::vector<std::pair<std::uint64_t, std::uint32_t>> pairs;
    pairs.reserve(rows.size());
    for (const std::uint32_t row : rows) {
      pairs.emplace_back(keyOf(row, level), row);
    }
    const bool single = level.key + 1 == m_keys.size() && !byBytes(level.key);
    if (single) {
      std::sort(pairs.begin(), pairs.end());
    } else {
      std::sort(pairs.begin(), pairs.end(), [&](const auto& a, const auto& b) {
        return a.first != b.first ? a.first < b.first : less(a.second, b.second, next(level, a.first));
      });
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
      rows[i] = pairs[i].second;
    }
  }

  std::vector<std::uint64_t> splitters(std::span<const std::uint32_t> rows, Level level) const {
    SeededRandom random(rows.size());
    std::vector<std::uint64_t> sample;
    for (std::size_t i = 0; i < kSample; ++i) {
      sample.push_back(keyOf(rows[random.below(rows.size())], level));
    }
    std::ranges::sort(sample);
    std::vector<std::uint64_t> result;
    for (std::size_t i = 1; i <= kSplitters; ++i) {
      const std::uint64_t key = sample[i * kSample / (kSplitters + 1)];
      if (result.empty() || result.back() != key) {
        result.push_back(key);
      }
    }
    return result;
  }

  // Puts the rows in parts around the splitters, each part in the order the rows had; gives where parts
  // begin.
  Result<std::vector<std::size_t>> partition(std::span<std::uint32_t> rows, Level level, bool parallel,
                                             const std::vector<std::uint64_t>& split) const {
    const std::size_t blocks = blockCount(rows.size());
    std::vector<std::uint8_t> parts(rows.size());
    std::vector<std::array<std::size_t, kParts + 1>> places(blocks);
    const auto each = [&](const std::function<void(std::size_t, std::size_t)>& work) {
      return parallel ? forBlocks(blocks, work, m_stop) : inTurn(blocks, work);
    };
    // The whole frame still has the order of the file, which needs no copy.
    const std::vector<std::uint32_t> copy =
        parallel ? std::vector<std::uint32_t>() : std::vector<std::uint32_t>(rows.begin(), rows.end());
    const auto before = [&](std::size_t i) { return parallel ? static_cast<std::uint32_t>(i) : copy[i]; };
    TATARA_TRY(each([&](std::size_t block, std::size_t) {
      auto& counts = places[block];
      counts.fill(0);
      const std::size_t end = std::min<std::size_t>(rows.size(), (block + 1) * kBlockRows);
      for (std::size_t i = block * kBlockRows; i < end; ++i) {
        const std::uint64_t key = keyOf(before(i), level);
        const auto at = static_cast<std::size_t>(std::ranges::lower_bound(split, key) - split.begin());
        parts[i] = static_cast<std::uint8_t>(2 * at + (at < split.size() && split[at] == key ? 1 : 0));
        ++counts[parts[i]];
      }
      release();
    }));
    std::vector<std::size_t> begins(kParts + 1, 0);
    std::size_t place = 0;
    for (std::size_t part = 0; part < kParts; ++part) {
      begins[part] = place;
      for (auto& counts : places) {
        const std::size_t count = counts[part];
        counts[part] = place;
        place += count;
      }
    }
    begins[kParts] = place;
    TATARA_TRY(each([&](std::size_t block, std::size_t) {
      auto& to = places[block];
      const std::size_t end = std::min<std::size_t>(rows.size(), (block + 1) * kBlockRows);
      for (std::size_t i = block * kBlockRows; i < end; ++i) {
        rows[to[parts[i]]++] = before(i);
      }
    }));
    return begins;
  }

  Status sortPart(std::span<std::uint32_t> rows, Level level, bool parallel) {
    if (m_stop.stop_requested()) {
      return makeError(ErrorKind::Cancelled, "Sorting was cancelled");
    }
    if (rows.size() <= kInMemory) {
      sortSmall(rows, level);
      return {};
    }
    const std::vector<std::uint64_t> split = splitters(rows, level);
    TATARA_ASSIGN(const auto begins, partition(rows, level, parallel, split));
    std::vector<Status> done(kParts);
    const auto sortOne = [&](std::size_t part, std::size_t) {
      const auto own = rows.subspan(begins[part], begins[part + 1] - begins[part]);
      if (own.size() < 2) {
        return;
      }
      if (part % 2 == 0) {
        done[part] = sortPart(own, level, false);
      } else if (const auto deeper = next(level, split[part / 2])) {
        done[part] = sortPart(own, *deeper, false);
      }
      if (parallel) {
        release();
      }
    };
    TATARA_TRY(parallel ? forBlocks(kParts, sortOne, m_stop) : inTurn(kParts, sortOne));
    for (const Status& status : done) {
      TATARA_TRY(status);
    }
    return {};
  }

  // Keeps what is resident of a large frame to what one part needs.
  void release() const {
    for (const OrderKey& key : m_keys) {
      m_frame.release(key.column, 0, m_frame.rows());
    }
  }

  Status inTurn(std::size_t blocks, const std::function<void(std::size_t, std::size_t)>& work) const {
    for (std::size_t block = 0; block < blocks; ++block) {
      if (m_stop.stop_requested()) {
        return makeError(ErrorKind::Cancelled, "Sorting was cancelled");
      }
      work(block, 0);
    }
    return {};
  }

  const Frame& m_frame;
  std::span<const OrderKey> m_keys;
  std::stop_token m_stop;
};

}  // namespace

RowOrder::~RowOrder() {
  if (m_mapped) {
    ::munmap(m_rows, m_count * sizeof(std::uint32_t));
  }
}

Status RowOrder::allocate(const Frame& frame) {
  m_count = static_cast<std::size_t>(frame.rows());
  if (m_count <= kSmall) {
    m_small.resize(m_count);
    m_rows = m_small.data();
    return {};
  }
  const std::filesystem::path folder = frame.file().parent_path();
  const int descriptor = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    return fileError("The order of the rows cannot be kept", folder, errno);
  }
  const auto bytes = m_count * sizeof(std::uint32_t);
  // Reserved now: a full disk would otherwise end the program at a write.
  const int code = ::posix_fallocate(descriptor, 0, static_cast<off_t>(bytes));
  void* data =
      code == 0 ? ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0) : MAP_FAILED;
  const int mapCode = code == 0 ? errno : code;
  ::close(descriptor);
  if (data == MAP_FAILED) {
    return fileError("The order of the rows cannot be kept", folder, mapCode);
  }
  m_rows = static_cast<std::uint32_t*>(data);
  m_mapped = true;
  return {};
}

Result<std::shared_ptr<const RowOrder>> sortRows(const Frame& frame, std::span<const OrderKey> keys,
                                                 std::stop_token stop) {
  if (keys.empty()) {
    return std::shared_ptr<const RowOrder>();
  }
  for (const OrderKey& key : keys) {
    if (key.column >= frame.columns().size()) {
      return text::sayError(ErrorKind::InvalidArgument,
                            TATARA_SAYS("Phrase", "The rows cannot be sorted by a column that is not there"));
    }
  }
  std::shared_ptr<RowOrder> order(new RowOrder);
  TATARA_TRY(order->allocate(frame));
  TATARA_TRY(Sorter(frame, keys, std::move(stop)).sort({order->m_rows, order->m_count}));
  return std::shared_ptr<const RowOrder>(order);
}

Result<RowView> RowView::make(const Frame& frame, std::shared_ptr<const RowOrder> order, Selection selection,
                              std::stop_token stop) {
  RowView view;
  view.m_order = std::move(order);
  view.m_selection = std::move(selection);
  view.m_total = frame.rows();
  view.m_size = view.m_selection.count(frame.rows());
  if (view.m_selection.everything()) {
    return view;
  }
  const std::size_t blocks = blockCount(frame.rows());
  view.m_before.assign(blocks + 1, 0);
  const Selection::Words& words = *view.m_selection.words();
  TATARA_TRY(forBlocks(
      blocks,
      [&](std::size_t block, std::size_t) {
        const std::uint64_t first = block * kBlockRows;
        const std::uint64_t end = std::min(frame.rows(), first + kBlockRows);
        std::uint64_t count = 0;
        if (view.m_order) {
          const auto rows = view.m_order->rows();
          for (std::uint64_t place = first; place < end; ++place) {
            count += words[rows[place] / 64] >> (rows[place] % 64) & 1;
          }
        } else {
          for (std::uint64_t word = first / 64; word < (end + 63) / 64; ++word) {
            count += static_cast<std::uint64_t>(std::popcount(words[word]));
          }
        }
        view.m_before[block + 1] = count;
      },
      stop));
  std::partial_sum(view.m_before.begin(), view.m_before.end(), view.m_before.begin());
  return view;
}

std::vector<std::uint64_t> RowView::rows(std::uint64_t first, std::size_t count) const {
  std::vector<std::uint64_t> result;
  if (first >= m_size) {
    return result;
  }
  const std::uint64_t wanted = std::min<std::uint64_t>(count, m_size - first);
  result.reserve(static_cast<std::size_t>(wanted));
  const auto rowAt = [this](std::uint64_t place) -> std::uint64_t {
    return m_order ? m_order->rows()[place] : place;
  };
  std::uint64_t place = first;
  std::uint64_t skip = 0;
  if (!m_before.empty()) {
    const auto block = std::ranges::upper_bound(m_before, first) - m_before.begin() - 1;
    place = static_cast<std::uint64_t>(block) * kBlockRows;
    skip = first - m_before[static_cast<std::size_t>(block)];
  }
  for (; place < m_total && result.size() < wanted; ++place) {
    const std::uint64_t row = rowAt(place);
    if (m_selection.contains(row)) {
      if (skip > 0) {
        --skip;
      } else {
        result.push_back(row);
      }
    }
  }
  return result;
}

std::optional<std::uint64_t> RowView::placeOf(std::uint64_t row) const {
  if (m_order) {
    if (row >= m_total || !m_selection.contains(row)) {
      return std::nullopt;
    }
    const auto rows = m_order->rows();
    const auto at = static_cast<std::uint64_t>(std::ranges::find(rows, row) - rows.begin());
    std::uint64_t place = m_before.empty() ? at : m_before[at / kBlockRows];
    for (std::uint64_t i = at / kBlockRows * kBlockRows; i < at && !m_before.empty(); ++i) {
      place += m_selection.contains(rows[i]);
    }
    return place;
  }
  while (row < m_total && !m_selection.contains(row)) {
    ++row;
  }
  if (row >= m_total) {
    return std::nullopt;
  }
  if (m_before.empty()) {
    return row;
  }
  std::uint64_t place = m_before[row / kBlockRows];
  for (std::uint64_t i = row / kBlockRows * kBlockRows; i < row; ++i) {
    place += m_selection.contains(i);
  }
  return place;
}

}  // namespace tatara::dataset

#include "core/dataset/frame.h"

#include <sys/mman.h>

#include <algorithm>
#include <bit>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>

#include "core/base/number_text.h"
#include "core/dataset/internal/frame_file.h"
#include "core/dataset/internal/frame_values.h"
#include "core/dataset/internal/parallel.h"
#include "core/text/error_phrase.h"

namespace tatara::dataset {
namespace {

constexpr std::uint64_t kReleaseAbove = 512u << 20;

}  // namespace

double Bins::edge(std::size_t i) const {
  const double share = static_cast<double>(i) / static_cast<double>(count);
  const double width = last - first;
  return i == count             ? last
         : std::isfinite(width) ? first + width * share
                                : first * (1 - share) + last * share;
}

Frame::~Frame() {
  if (m_data) {
    ::munmap(const_cast<std::byte*>(m_data), m_size);
  }
}

Result<std::size_t> Frame::find(std::string_view name) const {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < m_columns.size(); ++i) {
    if (m_columns[i].info.name == name) {
      return i;
    }
    names.push_back(m_columns[i].info.name);
  }
  const auto near = nearestWord(name, names);
  return text::sayError(ErrorKind::NotFound,
                        near ? TATARA_SAYS("Phrase", "There is no column '%1'; the nearest name is '%2'")
                             : TATARA_SAYS("Phrase", "There is no column '%1'"),
                        {std::string(name), near.value_or("")});
}

bool Frame::missing(std::size_t column, std::uint64_t row) const {
  return withValues(*this, column, [row](auto value) { return std::isnan(value(row)); });
}

double Frame::number(std::size_t column, std::uint64_t row) const {
  if (m_columns[column].isText()) {
    return std::nan("");
  }
  return withValues(*this, column, [row](auto value) { return value(row); });
}

std::string Frame::text(std::size_t column, std::uint64_t row) const {
  const FrameColumn& info = m_columns[column];
  if (missing(column, row)) {
    return {};
  }
  if (info.isText()) {
    return std::string(entry(column, code(column, row)));
  }
  if (info.info.type == ColumnType::Time) {
    return timeText(number(column, row));
  }
  if (info.info.type == ColumnType::Boolean) {
    return number(column, row) != 0 ? "true" : "false";
  }
  if (info.storage == FrameColumn::Storage::Integer) {
    return std::to_string(integers(column)[row]);
  }
  return tatara::toText(number(column, row));
}

std::int32_t Frame::code(std::size_t column, std::uint64_t row) const {
  const std::int32_t value = at<std::int32_t>(m_parts[column].values)[row];
  return value < 0 || static_cast<std::size_t>(value) >= m_columns[column].entries ? -1 : value;
}

std::string_view Frame::entry(std::size_t column, std::int32_t code) const {
  const Parts& parts = m_parts[column];
  if (code < 0 || static_cast<std::size_t>(code) >= m_columns[column].entries) {
    return {};
  }
  const auto* offsets = at<std::uint64_t>(parts.offsets);
  const std::uint64_t begin = offsets[code];
  const std::uint64_t end = offsets[code + 1];
  if (begin > end || end > parts.texts.bytes) {
    return {};  // damaged; verify() says so
  }
  return {at<char>(parts.texts) + begin, static_cast<std::size_t>(end - begin)};
}

void Frame::numbers(std::size_t column, std::uint64_t first, std::span<double> target) const {
  withValues(*this, column, [&](auto value) {
    for (std::size_t i = 0; i < target.size(); ++i) {
      target[i] = value(first + i);
    }
  });
}

std::span<const double> Frame::doubles(std::size_t column) const {
  return {at<double>(m_parts[column].values), static_cast<std::size_t>(m_rows)};
}
std::span<const std::int64_t> Frame::integers(std::size_t column) const {
  return {at<std::int64_t>(m_parts[column].values), static_cast<std::size_t>(m_rows)};
}
std::span<const std::int32_t> Frame::codes(std::size_t column) const {
  return {at<std::int32_t>(m_parts[column].values), static_cast<std::size_t>(m_rows)};
}
std::span<const std::uint8_t> Frame::binCodes(std::size_t column) const {
  return {at<std::uint8_t>(m_parts[column].bins), static_cast<std::size_t>(m_rows)};
}

Column Frame::read(std::size_t column) const {
  Column result;
  result.info = m_columns[column].info;
  if (!m_columns[column].isText()) {
    result.numbers.resize(static_cast<std::size_t>(m_rows));
    numbers(column, 0, result.numbers);
    const FrameColumn& own = m_columns[column];
    const auto beyond = static_cast<double>(kExactWholes);
    if (own.info.type == ColumnType::Integer && (own.greatest >= beyond || own.least <= -beyond)) {
      const auto exact = integers(column);
      result.wholes.assign(exact.begin(), exact.end());
    }
    return result;
  }
  // Equal texts are joined here even where the file keeps them apart.
  const std::size_t entries = m_columns[column].entries;
  std::vector<std::int32_t> order(entries);
  for (std::size_t i = 0; i < entries; ++i) {
    order[i] = static_cast<std::int32_t>(i);
  }
  if (!m_columns[column].distinctKnown) {
    std::ranges::sort(order, {}, [&](std::int32_t code) { return entry(column, code); });
  }
  std::vector<std::int32_t> place(entries);
  for (const std::int32_t code : order) {
    const std::string_view text = entry(column, code);
    if (result.categories.empty() || result.categories.back() != text) {
      result.categories.emplace_back(text);
    }
    place[static_cast<std::size_t>(code)] = static_cast<std::int32_t>(result.categories.size()) - 1;
  }
  result.codes.resize(static_cast<std::size_t>(m_rows));
  for (std::uint64_t row = 0; row < m_rows; ++row) {
    const std::int32_t own = code(column, row);
    result.codes[row] = own < 0 ? -1 : place[static_cast<std::size_t>(own)];
  }
  return result;
}

void Frame::release(std::size_t column, std::uint64_t first, std::uint64_t rows) const {
  if (m_size < kReleaseAbove) {
    return;
  }
  const Part& part = m_parts[column].values;
  const std::uint64_t width = valueBytes(m_columns[column].storage);
  const std::uint64_t begin = roundToPage(part.offset + first * width);
  const std::uint64_t end = (part.offset + (first + rows) * width) / kPage * kPage;
  if (begin < end) {
    ::madvise(const_cast<std::byte*>(m_data) + begin, end - begin, MADV_DONTNEED);
  }
}

Status Frame::verify(std::stop_token stop) const {
  std::vector<std::uint8_t> damaged(m_columns.size(), 0);
  TATARA_TRY(forBlocks(
      m_columns.size(),
      [&](std::size_t column, std::size_t) {
        const Parts& parts = m_parts[column];
        for (const Part* part : {&parts.values, &parts.bins, &parts.offsets, &parts.texts}) {
          if (partChecksum(m_data + part->offset, part->bytes) != part->checksum) {
            damaged[column] = 1;
          }
        }
        release(column, 0, m_rows);
      },
      stop));
  for (std::size_t i = 0; i < damaged.size(); ++i) {
    if (damaged[i]) {
      return text::sayError(
          ErrorKind::Corrupt,
          TATARA_SAYS("Phrase",
                      "The kept rows of column '%1' are damaged; they are read from the source again"),
          {m_columns[i].info.name}, m_file.string());
    }
  }
  return {};
}

std::string timeText(double seconds) {
  if (!std::isfinite(seconds) || std::abs(seconds) > 8e12) {
    return tatara::toText(seconds);
  }
  const auto micros = static_cast<std::int64_t>(std::llround(seconds * kMicros));
  const std::chrono::sys_time<std::chrono::microseconds> time{std::chrono::microseconds(micros)};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  std::array<char, 48> text{};
  int length = std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                             static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  const std::int64_t rest = (time - day).count();
  std::string result(text.data(), static_cast<std::size_t>(length));
  if (rest != 0) {
    const std::int64_t whole = rest / 1'000'000;
    length = std::snprintf(text.data(), text.size(), "T%02d:%02d:%02d", static_cast<int>(whole / 3600),
                           static_cast<int>(whole / 60 % 60), static_cast<int>(whole % 60));
    result.append(text.data(), static_cast<std::size_t>(length));
    if (const std::int64_t part = rest % 1'000'000; part != 0) {
      length = std::snprintf(text.data(), text.size(), ".%06d", static_cast<int>(part));
      result.append(text.data(), static_cast<std::size_t>(length));
    }
  }
  return result;
}

}  // namespace tatara::dataset

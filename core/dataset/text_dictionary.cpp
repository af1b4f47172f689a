#include "core/dataset/internal/text_dictionary.h"

#include <algorithm>
#include <cerrno>
#include <functional>
#include <limits>

#include "core/base/file_error.h"
#include "core/text/error_phrase.h"

namespace tatara::dataset {
namespace {

constexpr std::size_t kFirstSlots = 64;
constexpr std::size_t kEntryOverhead = 24;  // offset, slots

}  // namespace

void TextDictionary::grow() {
  std::vector<std::int32_t> slots(std::max(kFirstSlots, m_slots.size() * 2), 0);
  const std::size_t mask = slots.size() - 1;
  for (std::size_t i = 0; i + 1 < m_offsets.size(); ++i) {
    std::size_t at = std::hash<std::string_view>()(entry(i)) & mask;
    while (slots[at] != 0) {
      at = (at + 1) & mask;
    }
    slots[at] = static_cast<std::int32_t>(i) + 1;
  }
  m_slots = std::move(slots);
}

Result<std::int32_t> TextDictionary::add(std::string_view text) {
  if (m_offsets.size() * 2 > m_slots.size()) {
    grow();
  }
  const std::size_t mask = m_slots.size() - 1;
  std::size_t at = std::hash<std::string_view>()(text) & mask;
  while (m_slots[at] != 0) {
    const std::int32_t found = m_slots[at] - 1;
    if (entry(static_cast<std::size_t>(found)) == text) {
      return found;
    }
    at = (at + 1) & mask;
  }
  if (m_entries >= static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max()) - 1) {
    return text::sayError(
        ErrorKind::Unsupported,
        TATARA_SAYS("Phrase", "A column holds more than two thousand million different texts"));
  }
  const std::uint64_t cost = text.size() + kEntryOverhead;
  if (m_spilled > 0 || m_entries >= m_budget->entriesEach || cost > m_budget->bytes) {
    TATARA_TRY(spill(text));
  } else {
    m_budget->bytes -= cost;
    m_bytes += text;
    m_offsets.push_back(m_bytes.size());
    m_slots[at] = static_cast<std::int32_t>(m_entries) + 1;
    m_end += text.size();
  }
  return static_cast<std::int32_t>(m_entries++);
}

Status TextDictionary::spill(std::string_view text) {
  if (!m_spillBytes) {
    for (auto [file, suffix] : {std::pair(&m_spillBytes, ".texts"), std::pair(&m_spillOffsets, ".offsets")}) {
      const std::filesystem::path path = m_spillFile.string() + suffix;
      file->reset(std::fopen(path.c_str(), "w+be"));
      if (!*file) {
        return fileError("The rows of a dataset cannot be kept", path, errno);
      }
      std::error_code ignored;
      std::filesystem::remove(path, ignored);  // it lives as long as it is open
    }
  }
  m_end += text.size();
  ++m_spilled;
  if (std::fwrite(text.data(), 1, text.size(), m_spillBytes.get()) != text.size() ||
      std::fwrite(&m_end, sizeof m_end, 1, m_spillOffsets.get()) != 1) {
    return fileError("The rows of a dataset cannot be kept", m_spillFile, errno);
  }
  return {};
}

std::vector<std::int32_t> TextDictionary::sort() {
  std::vector<std::int32_t> order(m_entries);
  for (std::size_t i = 0; i < m_entries; ++i) {
    order[i] = static_cast<std::int32_t>(i);
  }
  std::ranges::sort(order, {}, [this](std::int32_t index) { return entry(static_cast<std::size_t>(index)); });
  std::vector<std::int32_t> place(m_entries);
  std::string bytes;
  bytes.reserve(m_bytes.size());
  std::vector<std::uint64_t> offsets{0};
  offsets.reserve(m_offsets.size());
  for (std::size_t i = 0; i < m_entries; ++i) {
    place[static_cast<std::size_t>(order[i])] = static_cast<std::int32_t>(i);
    bytes += entry(static_cast<std::size_t>(order[i]));
    offsets.push_back(bytes.size());
  }
  m_bytes = std::move(bytes);
  m_offsets = std::move(offsets);
  m_slots.clear();
  return place;
}

}  // namespace tatara::dataset

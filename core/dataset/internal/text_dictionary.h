// The different texts of a column as they are met, each with a number.
//
// Up to a budget equal texts are joined through a hash table in memory; beyond it every new text goes to a
// spill file as an entry of its own, so that memory stays bounded with a hundred million different texts.
// Threads: one. Errors: Io.
#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace tatara::dataset {

class TextDictionary {
 public:
  // What all dictionaries of one build may hold in memory together.
  struct Budget {
    std::uint64_t bytes = 256u << 20;
    std::size_t entriesEach = 1u << 20;
  };

  TextDictionary(Budget& budget, std::filesystem::path spill)
      : m_budget(&budget), m_spillFile(std::move(spill)) {}
  TextDictionary(TextDictionary&&) = default;
  TextDictionary& operator=(TextDictionary&&) = default;

  Result<std::int32_t> add(std::string_view text);

  std::size_t entries() const { return m_entries; }
  bool distinctKnown() const { return m_spilled == 0; }
  std::uint64_t bytes() const { return m_end; }
  // Of those in memory, in the order they came.
  std::string_view entry(std::size_t index) const {
    return {m_bytes.data() + m_offsets[index],
            static_cast<std::size_t>(m_offsets[index + 1] - m_offsets[index])};
  }
  // Sorts the entries by their bytes; gives the new number of each old one. Only when distinctKnown().
  std::vector<std::int32_t> sort();

  // Appends offsets (entries + 1 of them) or bytes to an open file, through `write(data, size)`.
  template <typename Write>
  Status writeOffsets(Write&& write) const;
  template <typename Write>
  Status writeBytes(Write&& write) const;

 private:
  struct Closer {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  using File = std::unique_ptr<std::FILE, Closer>;

  Status spill(std::string_view text);
  void grow();
  template <typename Write>
  static Status copy(std::FILE* file, Write&& write);

  Budget* m_budget;
  std::filesystem::path m_spillFile;
  std::string m_bytes;
  std::vector<std::uint64_t> m_offsets{0};
  std::vector<std::int32_t> m_slots;  // entry + 1, 0 is free; a power of two of them
  std::size_t m_entries = 0;
  std::uint64_t m_end = 0;  // bytes of all entries
  std::size_t m_spilled = 0;
  File m_spillBytes;
  File m_spillOffsets;
};

template <typename Write>
Status TextDictionary::copy(std::FILE* file, Write&& write) {
  if (!file) {
    return {};
  }
  std::rewind(file);
  std::vector<char> buffer(1 << 20);
  while (const std::size_t size = std::fread(buffer.data(), 1, buffer.size(), file)) {
    TATARA_TRY(write(buffer.data(), size));
  }
  return {};
}

template <typename Write>
Status TextDictionary::writeOffsets(Write&& write) const {
  TATARA_TRY(write(reinterpret_cast<const char*>(m_offsets.data()), m_offsets.size() * 8));
  return copy(m_spillOffsets.get(), write);
}

template <typename Write>
Status TextDictionary::writeBytes(Write&& write) const {
  TATARA_TRY(write(m_bytes.data(), m_bytes.size()));
  return copy(m_spillBytes.get(), write);
}

}  // namespace tatara::dataset

// The values of a table: chunk by chunk, and columns as vectors.
#include <algorithm>
#include <cmath>
#include <optional>
#include <unordered_map>

#include "core/dataset/internal/cells.h"
#include "core/dataset/internal/spool.h"
#include "core/dataset/table.h"
#include "core/text/error_phrase.h"

namespace tatara::dataset {
namespace {

constexpr double kMicrosInSecond = 1e6;

// A column being built from chunks.
class ColumnBuilder {
 public:
  ColumnBuilder(const ColumnInfo& info, std::uint64_t rows) {
    m_column.info = info;
    if (info.type == ColumnType::Text) {
      m_column.codes.reserve(rows);
    } else {
      m_column.numbers.reserve(rows);
    }
  }

  void add(const RowChunk::Values& values, std::size_t rows) {
    for (std::size_t row = 0; row < rows; ++row) {
      const bool missing = values.missing(row);
      switch (values.type) {
        case ColumnType::Text:
          m_column.codes.push_back(missing ? -1 : code(values.texts[row]));
          break;
        case ColumnType::Real:
          m_column.numbers.push_back(missing ? std::nan("") : values.reals[row]);
          break;
        case ColumnType::Time:
          m_column.numbers.push_back(missing ? std::nan("")
                                             : static_cast<double>(values.integers[row]) / kMicrosInSecond);
          break;
        case ColumnType::Integer:
          addWhole(missing ? std::nullopt : std::optional(values.integers[row]));
          break;
        default:
          m_column.numbers.push_back(missing ? std::nan("") : static_cast<double>(values.integers[row]));
      }
    }
  }

  Column finish() {
    std::vector<const std::pair<const std::string, std::int32_t>*> entries;
    for (const auto& entry : m_dictionary) {
      entries.push_back(&entry);
    }
    std::ranges::sort(entries, {}, [](const auto* entry) -> const std::string& { return entry->first; });
    std::vector<std::int32_t> place(entries.size());
    for (std::size_t k = 0; k < entries.size(); ++k) {
      place[static_cast<std::size_t>(entries[k]->second)] = static_cast<std::int32_t>(k);
      m_column.categories.push_back(entries[k]->first);
    }
    for (auto& code : m_column.codes) {
      code = code < 0 ? code : place[static_cast<std::size_t>(code)];
    }
    return std::move(m_column);
  }

 private:
  void addWhole(std::optional<std::int64_t> value) {
    if (m_column.wholes.empty() && value && (*value > kExactWholes || *value < -kExactWholes)) {
      // The first that a double may round: those before it are exact in theirs.
      m_column.wholes.reserve(m_column.numbers.capacity());
      for (const double number : m_column.numbers) {
        m_column.wholes.push_back(std::isnan(number) ? 0 : static_cast<std::int64_t>(number));
      }
      m_column.wholes.push_back(*value);
    } else if (!m_column.wholes.empty()) {
      m_column.wholes.push_back(value.value_or(0));
    }
    m_column.numbers.push_back(value ? static_cast<double>(*value) : std::nan(""));
  }

  std::int32_t code(std::string_view text) {
    const auto next = static_cast<std::int32_t>(m_dictionary.size());
    return m_dictionary.try_emplace(std::string(text), next).first->second;
  }

  Column m_column;
  std::unordered_map<std::string, std::int32_t> m_dictionary;
};

}  // namespace

Status Table::scan(std::span<const std::string> names, const OnRows& onRows, std::stop_token stop) const {
  std::vector<std::size_t> wanted;
  for (const auto& name : names) {
    TATARA_ASSIGN(const ColumnInfo* info, column(name));
    if (info->type == ColumnType::Unsupported) {
      return text::sayError(ErrorKind::Unsupported,
                            TATARA_SAYS("Phrase", "The column '%1' of %2 holds no single values (%3)"),
                            {name, m_file.filename().string(), info->reason});
    }
    wanted.push_back(static_cast<std::size_t>(info - m_columns.data()));
  }
  if (!m_spool) {
    return scanParquet(names, onRows, stop);
  }
  std::vector<Piece> pieces(wanted.size());
  for (std::size_t chunk = 0; chunk < m_spool->chunks(); ++chunk) {
    RowChunk rows{.firstRow = m_spool->firstRowOf(chunk), .rows = m_spool->rowsOf(chunk)};
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      if (stop.stop_requested()) {
        return readCancelled();
      }
      TATARA_TRY(m_spool->read(chunk, wanted[i], pieces[i]));
      rows.columns.push_back(pieces[i].values);
    }
    TATARA_TRY(onRows(rows));
  }
  return {};
}

Result<std::vector<Column>> Table::read(std::span<const std::string> names, std::stop_token stop) const {
  std::vector<ColumnBuilder> builders;
  for (const auto& name : names) {
    TATARA_ASSIGN(const ColumnInfo* info, column(name));
    builders.emplace_back(*info, m_rows);
  }
  TATARA_TRY(scan(
      names,
      [&](const RowChunk& chunk) {
        for (std::size_t i = 0; i < builders.size(); ++i) {
          builders[i].add(chunk.columns[i], chunk.rows);
        }
        return Status{};
      },
      stop));
  std::vector<Column> columns;
  for (auto& builder : builders) {
    columns.push_back(builder.finish());
    if (columns.back().rows() != m_rows) {
      return text::sayError(ErrorKind::Conflict,
                            TATARA_SAYS("Phrase", "%1 changed while it was read; open it again"),
                            {m_file.filename().string()});
    }
  }
  return columns;
}

}  // namespace tatara::dataset

#include "core/train/internal/choose_rows.h"

#include <algorithm>
#include <filesystem>

#include "core/dataset/frame.h"
#include "core/dataset/query.h"
#include "core/text/error_phrase.h"

namespace tatara::train {
namespace {

using dataset::Column;
using dataset::ColumnType;

}  // namespace

Result<std::vector<std::uint64_t>> chooseRows(dataset::Engine& engine, const dataset::Table& table,
                                              const std::string& condition, std::stop_token stop) {
  const auto file = engine.temporaryFolder() / "where.frame";
  TATARA_ASSIGN(const auto frame, dataset::buildFrame(table, file, {}, stop));
  std::error_code failed;
  std::filesystem::remove(file, failed);  // stays mapped
  // One thread, so that rows come in the order of the file.
  TATARA_ASSIGN(
      const auto query,
      dataset::Query::open({{"data", frame}}, {.temporaryFolder = engine.temporaryFolder(), .threads = 1}));
  std::vector<std::uint64_t> rows;
  std::uint64_t row = 0;
  const auto answer = query->scan(
      "SELECT (" + condition + "\n) FROM data",
      [&](const dataset::QueryResult& part) -> Status {
        const dataset::QueryColumn& holds = part.columns.front();
        if (part.columns.size() != 1 || holds.type != ColumnType::Boolean) {
          return text::sayError(
              ErrorKind::InvalidArgument,
              TATARA_SAYS("Phrase", "The condition “%1” is neither true nor false of a row; it gives %2"),
              {condition, holds.sqlType});
        }
        for (std::uint64_t i = 0; i < part.rows; ++i, ++row) {
          if (!holds.missing[i] && holds.integers[i] != 0) {
            rows.push_back(row);
          }
        }
        return {};
      },
      stop);
  if (!answer.value) {
    const Error& error = answer.failure.error;
    if (error.kind == ErrorKind::Cancelled || error.message.starts_with("The condition")) {
      return error;
    }
    return text::sayError(error.kind, TATARA_SAYS("Phrase", "The condition “%1” is not understood"),
                          {condition}, error.message);
  }
  if (row != table.rows()) {
    return text::sayError(
        ErrorKind::InvalidArgument,
        TATARA_SAYS(
            "Phrase",
            "The condition “%1” is none of single rows; write one over the columns, such as price > 0"),
        {condition});
  }
  return rows;
}

Column onlyRows(const Column& column, std::span<const std::uint64_t> rows) {
  Column result;
  result.info = column.info;
  result.info.missing = 0;
  for (const std::uint64_t row : rows) {
    result.info.missing += column.missing(row) ? 1 : 0;
  }
  if (column.info.type != ColumnType::Text) {
    for (const std::uint64_t row : rows) {
      result.numbers.push_back(column.numbers[row]);
    }
    return result;
  }
  std::vector<std::int32_t> renamed(column.categories.size(), -1);
  for (const std::uint64_t row : rows) {
    if (column.codes[row] >= 0) {
      renamed[static_cast<std::size_t>(column.codes[row])] = 0;
    }
  }
  for (std::size_t code = 0; code < renamed.size(); ++code) {
    if (renamed[code] == 0) {
      renamed[code] = static_cast<std::int32_t>(result.categories.size());
      result.categories.push_back(column.categories[code]);
    }
  }
  for (const std::uint64_t row : rows) {
    const std::int32_t code = column.codes[row];
    result.codes.push_back(code < 0 ? code : renamed[static_cast<std::size_t>(code)]);
  }
  return result;
}

}  // namespace tatara::train

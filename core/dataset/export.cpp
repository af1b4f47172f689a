#include "core/dataset/export.h"

#include <algorithm>
#include <cerrno>
#include <fstream>

#include "core/base/clock.h"
#include "core/base/file_error.h"
#include "core/base/number_text.h"
#include "core/base/random.h"
#include "core/text/error_phrase.h"
#include "core/text/json.h"

namespace tatara::dataset {
namespace {

enum class Form { Csv, Tsv, JsonLines, Parquet };

Result<Form> formOf(const std::filesystem::path& file) {
  const std::string ending = file.extension().string();
  if (ending == ".csv") {
    return Form::Csv;
  }
  if (ending == ".tsv") {
    return Form::Tsv;
  }
  if (ending == ".jsonl" || ending == ".ndjson") {
    return Form::JsonLines;
  }
  if (ending == ".parquet") {
    return Form::Parquet;
  }
  return text::sayError(
      ErrorKind::InvalidArgument,
      TATARA_SAYS("Phrase", "Rows are written as .csv, .tsv, .jsonl or .parquet, not as '%1'"), {ending});
}

// ISO 8601; microseconds only where there are any.
std::string isoTime(std::int64_t micros) {
  constexpr std::int64_t kPerMilli = 1000;
  std::int64_t millis = micros / kPerMilli;
  std::int64_t rest = micros % kPerMilli;
  if (rest < 0) {
    rest += kPerMilli;
    --millis;
  }
  std::string text = toIso8601(fromUnixMillis(millis));
  if (rest == 0) {
    return text;
  }
  text.pop_back();
  text += text.find('.') == std::string::npos ? ".000" : "";
  const std::string digits = std::to_string(rest);
  return text + std::string(3 - digits.size(), '0') + digits + "Z";
}

text::Json jsonOf(const RowChunk::Values& values, std::size_t row) {
  if (values.missing(row)) {
    return {};
  }
  switch (values.type) {
    case ColumnType::Integer:
      return text::Json(values.integers[row]);
    case ColumnType::Real:
      return text::Json(values.reals[row]);
    case ColumnType::Boolean:
      return text::Json(values.integers[row] != 0);
    default:
      return text::Json(valueText(values, row));
  }
}

void addRow(const RowChunk& chunk, std::size_t row, const std::vector<std::string>& names, Form form,
            std::string& to) {
  const char delimiter = form == Form::Tsv ? '\t' : ',';
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (form == Form::JsonLines) {
      to += (i == 0 ? "{" : ",") + text::toJson(text::Json(names[i])) + ":" +
            text::toJson(jsonOf(chunk.columns[i], row));
    } else {
      to += i == 0 ? "" : std::string(1, delimiter);
      const std::string value = valueText(chunk.columns[i], row);
      // A line with nothing on it would be no record.
      to += names.size() == 1 && value.empty() ? "\"\"" : csvField(value, delimiter);
    }
  }
  to += form == Form::JsonLines ? "}\n" : "\n";
}

Status writeText(const Table& table, const std::filesystem::path& file, const std::vector<std::string>& names,
                 const ExportOptions& options, Form form, const std::stop_token& stop) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  std::string text;
  if (form != Form::JsonLines) {
    const char delimiter = form == Form::Tsv ? '\t' : ',';
    for (const auto& name : names) {
      text += (text.empty() ? "" : std::string(1, delimiter)) + csvField(name, delimiter);
    }
    text += "\n";
  }
  TATARA_TRY(table.scan(
      names,
      [&](const RowChunk& chunk) -> Status {
        for (std::size_t row = 0; row < chunk.rows; ++row) {
          addRow(chunk, row, names, form, text);
          if (text.size() > (1 << 20)) {
            out << text;
            text.clear();
          }
        }
        if (options.onProgress) {
          options.onProgress(chunk.firstRow + chunk.rows);
        }
        return out ? Status{} : fileError("The rows cannot be written", file, errno);
      },
      stop));
  out << text;
  out.close();
  return out ? Status{} : fileError("The rows cannot be written", file, errno);
}

Status writeParquet(Engine& engine, const Table& table, const std::filesystem::path& file,
                    const std::vector<std::string>& names, const std::stop_token& stop) {
  std::string columns;
  for (const auto& name : names) {
    columns += (columns.empty() ? "" : ", ") + quotedName(name);
  }
  return engine.run("COPY (SELECT " + columns + " FROM " + table.relation(Table::Order::OfFile) + ") TO " +
                        quotedText(file.string()) + " (FORMAT parquet, COMPRESSION zstd)",
                    stop);
}

}  // namespace

std::string valueText(const RowChunk::Values& values, std::size_t row) {
  if (values.missing(row)) {
    return "";
  }
  switch (values.type) {
    case ColumnType::Integer:
      return std::to_string(values.integers[row]);
    case ColumnType::Real:
      return toText(values.reals[row]);
    case ColumnType::Boolean:
      return values.integers[row] != 0 ? "true" : "false";
    case ColumnType::Time:
      return isoTime(values.integers[row]);
    default:
      return std::string(values.texts[row]);
  }
}

std::string csvField(std::string_view text, char delimiter) {
  const bool blank = !text.empty() && (text.front() == ' ' || text.back() == ' ');
  if (!blank && text.find_first_of(std::string("\"\r\n") + delimiter) == std::string_view::npos) {
    return std::string(text);
  }
  std::string quoted = "\"";
  for (const char c : text) {
    quoted += c == '"' ? "\"\"" : std::string(1, c);
  }
  return quoted + "\"";
}

Status exportRows(Engine& engine, const Table& table, const std::filesystem::path& file,
                  const ExportOptions& options, std::stop_token stop) {
  TATARA_ASSIGN(const Form form, formOf(file));
  std::error_code failed;
  if (!options.replace && std::filesystem::exists(file, failed)) {
    return text::sayError(ErrorKind::AlreadyExists, TATARA_SAYS("Phrase", "There is already a file %1"),
                          {file.string()});
  }
  std::vector<std::string> names = options.columns;
  for (const auto& info : table.columns()) {
    if (options.columns.empty() && info.type != ColumnType::Unsupported) {
      names.push_back(info.name);
    }
  }
  for (const auto& name : names) {
    TATARA_TRY(table.column(name));
  }
  if (names.empty()) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "There is no column that could be written"));
  }
  const std::filesystem::path beside = file.string() + "." + randomHex(4) + ".part";
  Status written = form == Form::Parquet ? writeParquet(engine, table, beside, names, stop)
                                         : writeText(table, beside, names, options, form, stop);
  if (written) {
    std::filesystem::rename(beside, file, failed);
    written = failed ? fileError("The file cannot take its name", file, failed.value()) : Status{};
  }
  if (!written) {
    std::filesystem::remove(beside, failed);
  }
  return written;
}

}  // namespace tatara::dataset

#include "core/dataset/internal/sqlite_source.h"

#include <algorithm>
#include <optional>

#include "core/base/number_text.h"
#include "core/dataset/dialect.h"
#include "core/dataset/engine.h"
#include "core/sql/connection.h"
#include "core/text/error_phrase.h"
#include "core/text/utf8.h"

namespace tatara::dataset {
namespace {

constexpr std::size_t kTableBlockBytes = 4 << 20;

class SqliteSource : public CellSource {
 public:
  // `stored` are the columns as the file names them, `names` as they are shown.
  SqliteSource(std::unique_ptr<sql::Connection> connection, std::string file, std::string table,
               const std::vector<std::string>& stored, std::vector<std::string> names)
      : m_connection(std::move(connection)),
        m_file(std::move(file)),
        m_table(std::move(table)),
        m_names(std::move(names)) {
    for (const auto& column : stored) {
      m_select += (m_select.empty() ? "SELECT " : ", ") + quotedName(column);
    }
    m_select += " FROM " + quotedName(m_table);
  }

  Status rewind() override {
    m_rows.reset();
    m_row = 0;
    m_ended = false;
    return {};
  }
  // Asked for once, when a sample has been read.
  double progress() const override {
    const auto all = m_connection->findInteger("SELECT count(*) FROM " + quotedName(m_table));
    return all && *all && **all > 0 ? static_cast<double>(m_row) / static_cast<double>(**all) : 1;
  }

  Result<bool> next(CellBlock& block, std::stop_token stop) override {
    block.clear();
    block.columns = m_names.size();
    block.firstRow = m_row;
    m_connection->setStopToken(stop);
    if (!m_rows && !m_ended) {
      auto rows = m_connection->query(m_select);
      if (!rows) {
        return named(rows.error());
      }
      m_rows.emplace(std::move(*rows));
    }
    const std::size_t most = std::clamp<std::size_t>((4u << 20) / block.columns, 1, kMostRowsOfBlock);
    while (!m_ended && block.rows < most && block.text.size() < kTableBlockBytes) {
      if (!m_rows->next()) {
        m_ended = true;
        const Status status = m_rows->status();
        m_rows.reset();
        if (!status) {
          return named(status.error());
        }
        break;
      }
      for (std::size_t i = 0; i < block.columns; ++i) {
        addCell(block, i);
      }
      ++block.rows;
    }
    m_row += block.rows;
    return block.rows > 0;
  }

 private:
  Error named(const Error& error) const {
    if (error.kind == ErrorKind::Cancelled) {
      return readCancelled();
    }
    const bool damaged = error.kind == ErrorKind::Corrupt || error.kind == ErrorKind::Internal;
    return text::sayError(
        damaged ? ErrorKind::Parse : error.kind,
        TATARA_SAYS(
            "Phrase",
            "%1, table '%2', behind row %3: the database cannot be read (%4); restore it from a copy"),
        {m_file, m_table, std::to_string(m_row), error.message}, error.detail);
  }

  void addCell(CellBlock& block, std::size_t column) {
    const int at = static_cast<int>(column);
    switch (m_rows->kind(at)) {
      case sql::ValueKind::Null:
        block.add("");
        return;
      case sql::ValueKind::Integer:
        block.add(std::to_string(m_rows->integer(at)));
        return;
      case sql::ValueKind::Real:
        block.add(toText(m_rows->real(at)));
        return;
      case sql::ValueKind::Text: {
        const std::string_view value = m_rows->text(at);
        if (value.size() > kMostRecordBytes) {
          block.add("");
          reject(block, column, toByteText(value.size()), TATARA_SAYS("Phrase", "is longer than 16 MB"));
          return;
        }
        if (text::isValidUtf8(value)) {
          block.add(value);
          return;
        }
        block.add(text::replaceInvalidUtf8(value));
        reject(block, column, text::replaceInvalidUtf8(value.substr(0, 100)),
               TATARA_SAYS("Phrase", "is not valid UTF-8"));
        return;
      }
      case sql::ValueKind::Blob:
        block.add("");
        reject(block, column, toByteText(m_rows->blob(at).size()), TATARA_SAYS("Phrase", "is binary"));
    }
  }

  void reject(CellBlock& block, std::size_t column, std::string text, std::string_view reason) const {
    block.addRagged({.row = m_row + block.rows,
                     .column = m_names[column],
                     .text = std::move(text),
                     .reason = text::Phrase::say(reason)});
  }

  std::unique_ptr<sql::Connection> m_connection;
  std::string m_file;
  std::string m_table;
  std::vector<std::string> m_names;
  std::string m_select;
  std::optional<sql::Rows> m_rows;
  std::uint64_t m_row = 0;
  bool m_ended = false;
};

Result<std::vector<std::string>> texts(sql::Connection& connection, const std::string& sql) {
  std::vector<std::string> result;
  TATARA_ASSIGN(auto rows, connection.query(sql));
  while (rows.next()) {
    result.emplace_back(rows.text(0));
  }
  TATARA_TRY(rows.status());
  return result;
}

}  // namespace

Result<OpenedCells> openSqlite(const std::filesystem::path& file, const std::string& part,
                               std::stop_token stop) {
  const std::string name = file.filename().string();
  const auto damaged = [&name](const Error& error) {
    return error.kind == ErrorKind::Cancelled
               ? readCancelled()
               : text::sayError(
                     ErrorKind::Parse,
                     TATARA_SAYS("Phrase", "%1 is a damaged SQLite database (%2); restore it from a copy"),
                     {name, error.message}, error.detail);
  };
  auto connection =
      sql::Connection::open(file, {.access = sql::Access::ReadOnly, .leaveNoFiles = true, .foreign = true});
  if (!connection) {
    return damaged(connection.error());
  }
  (*connection)->setStopToken(stop);
  OpenedCells opened;
  opened.format = "sqlite";
  auto tables = texts(**connection,
                      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' "
                      "ESCAPE '\\' ORDER BY name");
  if (!tables) {
    return damaged(tables.error());
  }
  opened.parts = std::move(*tables);
  if (opened.parts.empty()) {
    return text::sayError(ErrorKind::Parse, TATARA_SAYS("Phrase", "%1 is a SQLite database without tables"),
                          {name});
  }
  const std::string table = part.empty() ? opened.parts.front() : part;
  opened.part = table;
  if (std::ranges::find(opened.parts, table) == opened.parts.end()) {
    const auto near = nearestWord(table, opened.parts);
    return text::sayError(ErrorKind::NotFound,
                          near ? TATARA_SAYS("Phrase", "%1 has no table '%2'; the nearest name is '%3'")
                               : TATARA_SAYS("Phrase", "%1 has no table '%2'; its first is '%3'"),
                          {name, table, near ? *near : opened.parts.front()});
  }
  // What is stored; columns that are computed on reading (hidden = 2) run expressions of the file's writer.
  const std::string columnsOf =
      "SELECT name FROM pragma_table_xinfo(" + quotedText(table) + ") WHERE hidden ";
  auto stored = texts(**connection, columnsOf + "IN (0, 3) ORDER BY cid");
  auto computed = texts(**connection, columnsOf + "= 2 ORDER BY cid");
  if (!stored || !computed) {
    return damaged(stored ? computed.error() : stored.error());
  }
  if (stored->empty()) {
    return text::sayError(ErrorKind::Parse,
                          TATARA_SAYS("Phrase", "%1, table '%2': it has no columns that can be read"),
                          {name, table});
  }
  opened.names = columnNames(*stored);
  opened.reasons.push_back(partReason(text::Phrase::say(TATARA_SAYS("Phrase", "SQLite table '%1'"), {table}),
                                      table, opened.parts, !part.empty()));
  for (const auto& one : *computed) {
    opened.reasons.push_back(text::Phrase::say(
        TATARA_SAYS("Phrase", "Column '%1' is left out: the database computes it on reading"), {one}));
  }
  opened.source = std::make_unique<SqliteSource>(std::move(*connection), name, table, *stored, opened.names);
  return opened;
}

}  // namespace tatara::dataset

#include "core/dataset/query.h"

#include <duckdb.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <thread>

#include "core/base/mutex.h"
#include "core/base/number_text.h"
#include "core/dataset/engine.h"
#include "core/dataset/internal/duck_api.h"
#include "core/dataset/internal/duck_instance.h"
#include "core/dataset/internal/query_result.h"
#include "core/dataset/internal/query_rows.h"
#include "core/text/error_phrase.h"

namespace tatara::dataset {
namespace {

using SteadyTime = std::chrono::steady_clock::time_point;

constexpr std::size_t kMostBytes = 1'000'000;  // of a statement
constexpr std::uint64_t kBatch = 4096;
constexpr std::chrono::milliseconds kInterruptEvery{20};

// Table functions that compute from their arguments alone.
const std::set<std::string> kComputing{"range",      "generate_series", "unnest",   "repeat",
                                       "repeat_row", "json_each",       "json_tree"};

// Interrupts the connection again and again once the time is up or a stop is asked for: DuckDB forgets an
// interrupt that comes before the statement has begun.
class Interrupter {
 public:
  Interrupter(duckdb_connection connection, std::stop_token stop, Millis time)
      : m_connection(connection),
        m_stop(std::move(stop)),
        m_end(time.count() > 0 ? std::chrono::steady_clock::now() + time : SteadyTime::max()),
        m_onStop(m_stop, [this] { m_wake.notifyAll(); }),
        m_thread([this] { watch(); }) {}
  ~Interrupter() {
    {
      const Lock lock(m_mutex);
      m_done = true;
    }
    m_wake.notifyAll();
  }
  bool stopped() const { return m_stop.stop_requested(); }
  bool late() const { return std::chrono::steady_clock::now() >= m_end; }
  bool over() const { return stopped() || late(); }

 private:
  void watch() {
    Lock lock(m_mutex);
    while (!m_done) {
      if (over()) {
        duck().interrupt(m_connection);
      }
      m_wake.waitFor(m_mutex, kInterruptEvery);
    }
  }

  duckdb_connection m_connection;
  std::stop_token m_stop;
  SteadyTime m_end;
  Mutex m_mutex;
  Condition m_wake;
  bool m_done GUARDED_BY(m_mutex) = false;
  std::stop_callback<std::function<void()>> m_onStop;
  std::jthread m_thread;
};

struct Extracted {
  duckdb_extracted_statements statements = nullptr;
  ~Extracted() { duck().destroyExtracted(&statements); }
};

struct QueryStatement {
  duckdb_prepared_statement prepared = nullptr;
  duckdb_pending_result pending = nullptr;
  duckdb_result result{};
  ~QueryStatement() {
    duck().destroyResult(&result);
    duck().destroyPending(&pending);
    duck().destroyPrepare(&prepared);
  }
};

// What DuckDB says of the last step that failed.
std::string wordsOf(QueryStatement& statement) {
  const DuckApi& api = duck();
  const char* words = statement.pending ? api.resultError(&statement.result) : nullptr;
  if (!words && statement.pending) {
    words = api.pendingError(statement.pending);
  }
  if (!words && statement.prepared) {
    words = api.prepareError(statement.prepared);
  }
  return words ? words : "DuckDB does not say why";
}

std::string withoutTail(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) {
    text.pop_back();
  }
  return text;
}

// DuckDB's words as one sentence: without the name of the error's class, and its lines joined.
Error sentenceOf(std::string_view words, const std::string& sql) {
  if (words.starts_with("Permission Error")) {
    return {ErrorKind::PermissionDenied,
            "Statements cannot read or write files; register the file as a dataset and name that",
            std::string(words) + "\n" + sql};
  }
  for (const std::string_view kind : {"Binder Error: ", "Parser Error: ", "Catalog Error: ",
                                      "Conversion Error: ", "Invalid Input Error: "}) {
    words.remove_prefix(words.starts_with(kind) ? kind.size() : 0);
  }
  std::string message;
  for (const char c : withoutTail(std::string(words))) {
    if (c != '\n') {
      message += c;
    } else if (!message.ends_with("; ")) {
      message += "; ";
    }
  }
  return {ErrorKind::InvalidArgument, std::move(message), sql};
}

// DuckDB says where in a drawing: "LINE 2: …text…" and a caret below it.
QueryError duckFailure(std::string_view words, const std::string& sql) {
  QueryError failure{sentenceOf(words, sql)};
  const std::size_t drawing = words.find("\n\nLINE ");
  if (drawing == std::string_view::npos) {
    return failure;
  }
  failure.error = sentenceOf(words.substr(0, drawing), sql);
  std::string_view rest = words.substr(drawing + 2);
  const std::size_t colon = rest.find(": ");
  const std::size_t lineEnd = rest.find('\n');
  const std::size_t caret = rest.find('^', lineEnd == std::string_view::npos ? 0 : lineEnd);
  const auto line = parseDouble(rest.substr(5, colon == std::string_view::npos ? 0 : colon - 5));
  if (!line || colon > lineEnd || caret == std::string_view::npos) {
    return failure;
  }
  // Columns are counted in characters of the drawing; the shown part may begin within the line.
  std::string_view shown = rest.substr(colon + 2, lineEnd - colon - 2);
  std::size_t at = caret - lineEnd - 1 - std::min(caret - lineEnd - 1, colon + 2);
  if (shown.starts_with("...")) {
    shown.remove_prefix(3);
    at -= std::min<std::size_t>(at, 3);
  }
  if (shown.ends_with("...")) {
    shown.remove_suffix(3);
  }
  std::size_t begin = 0;
  for (int i = 1; i < static_cast<int>(*line); ++i) {
    begin = std::min(sql.find('\n', begin), sql.size() - 1) + 1;
  }
  const std::size_t found = sql.find(shown, begin);
  std::size_t bytes = 0;  // of `at` characters
  for (std::size_t left = at; left > 0 && bytes < shown.size(); --left) {
    do {
      ++bytes;
    } while (bytes < shown.size() && (static_cast<unsigned char>(shown[bytes]) & 0xC0) == 0x80);
  }
  const std::size_t place = (found == std::string::npos ? begin : found) + bytes;
  std::size_t length = 1;
  for (const SqlWord& word : sqlWords(sql)) {
    if (word.begin <= place && place < word.end()) {
      length = word.end() - place;
    }
  }
  failure.place = placeOf(sql, std::min(place, sql.size()), length);
  return failure;
}

QueryError queryRefused(const std::string& sql, const SqlWord* word, const text::Phrase& message) {
  QueryError failure{text::phraseError(ErrorKind::PermissionDenied, message, sql)};
  if (word) {
    failure.place = placeOf(sql, word->begin, word->length);
  }
  return failure;
}

std::string_view kindOf(duckdb_statement_type type) {
  switch (type) {
    case DUCKDB_STATEMENT_TYPE_INSERT:
    case DUCKDB_STATEMENT_TYPE_UPDATE:
    case DUCKDB_STATEMENT_TYPE_DELETE:
    case DUCKDB_STATEMENT_TYPE_ALTER:
    case DUCKDB_STATEMENT_TYPE_DROP:
    case DUCKDB_STATEMENT_TYPE_CREATE:
    case DUCKDB_STATEMENT_TYPE_CREATE_FUNC:
      return TATARA_SAYS(
          "Phrase", "Datasets cannot be changed here; save the result of a SELECT as a new version instead");
    case DUCKDB_STATEMENT_TYPE_COPY:
    case DUCKDB_STATEMENT_TYPE_EXPORT:
    case DUCKDB_STATEMENT_TYPE_ATTACH:
    case DUCKDB_STATEMENT_TYPE_DETACH:
      return TATARA_SAYS("Phrase",
                         "Statements cannot read or write files; register the file as a dataset, or save the "
                         "result as a version");
    case DUCKDB_STATEMENT_TYPE_EXPLAIN:
      return TATARA_SAYS("Phrase", "Write the SELECT alone and ask for its plan");
    default:
      return TATARA_SAYS(
          "Phrase",
          "Only statements that read are run here: SELECT, WITH, FROM, VALUES, DESCRIBE, SUMMARIZE, SHOW");
  }
}

}  // namespace

Result<std::unique_ptr<Query>> Query::open(std::vector<QueryRelation> relations,
                                           const QueryOptions& options) {
  TATARA_ASSIGN(const auto* api, duckApi());
  TATARA_ASSIGN(
      DuckInstance instance,
      openInstance(
          *api, {.prefix = "tatara-query-",
                 .temporaryFolder = options.temporaryFolder,
                 .threads = options.threads,
                 .memoryLimit = static_cast<std::uint64_t>(options.memoryLimit),
                 .failure = "DuckDB cannot start for queries",
                 .settings = {{"allow_unsigned_extensions", "false"},
                              {"allow_persistent_secrets", "false"},
                              {"max_temp_directory_size", std::to_string(options.spillLimit / 1000) + "KB"},
                              {"enable_external_access", "false"}},
                 .folderSetting = "secret_directory"}));
  std::unique_ptr<Query> query(new Query);
  query->m_folder = instance.folder;
  query->m_database = instance.database;
  query->m_connection = instance.connection;
  query->m_relations = std::move(relations);
  TATARA_TRY(query->expose());
  TATARA_TRY(query->learnFunctions());
  return query;
}

Query::~Query() {
  closeInstance(**duckApi(), {m_folder, static_cast<duckdb_database>(m_database),
                              static_cast<duckdb_connection>(m_connection)});
}

// Our own statements; at most a few thousand rows of one text column.
Result<std::vector<std::string>> Query::texts(const std::string& sql) {
  const DuckApi& api = duck();
  QueryStatement statement;
  auto connection = static_cast<duckdb_connection>(m_connection);
  if (api.prepare(connection, sql.c_str(), &statement.prepared) != DuckDBSuccess) {
    return makeError(ErrorKind::InvalidArgument, wordsOf(statement), sql);
  }
  if (api.pendingStreaming(statement.prepared, &statement.pending) != DuckDBSuccess ||
      executeStatement(api, statement.pending, &statement.result) != DuckDBSuccess) {
    return makeError(ErrorKind::InvalidArgument, wordsOf(statement), sql);
  }
  QueryColumn column;
  while (duckdb_data_chunk chunk = api.fetchChunk(statement.result)) {
    if (api.columnType(&statement.result, 0) == DUCKDB_TYPE_VARCHAR) {
      duckdb_vector vector = api.chunkVector(chunk, 0);
      for (std::size_t row = 0; row < api.chunkSize(chunk); ++row) {
        append(column, ColumnType::Text, vector, row, false);
      }
    }
    api.destroyChunk(&chunk);
  }
  return std::move(column.texts);
}

Status Query::expose() {
  m_frames = std::make_unique<QueryFrames>();
  for (const QueryRelation& relation : m_relations) {
    m_frames->push_back(relation.frame);
  }
  TATARA_TRY(registerFrameFunction(duck(), static_cast<duckdb_connection>(m_connection), *m_frames));
  for (std::size_t i = 0; i < m_relations.size(); ++i) {
    TATARA_ASSIGN(const auto done, texts("CREATE VIEW " + quotedName(m_relations[i].name) +
                                         " AS SELECT * FROM tatara_frame(" + std::to_string(i) + ")"));
    static_cast<void>(done);
  }
  return {};
}

Status Query::learnFunctions() {
  TATARA_ASSIGN(const auto tables, texts("SELECT DISTINCT lower(function_name) FROM duckdb_functions() WHERE "
                                         "function_type IN ('table', 'table_macro', 'pragma')"));
  for (const std::string& name : tables) {
    if (!kComputing.contains(name)) {
      m_refused.insert(name);
    }
  }
  TATARA_ASSIGN(
      m_functions,
      texts("SELECT DISTINCT function_name FROM duckdb_functions() WHERE function_type IN ('scalar', "
            "'aggregate', 'macro') AND regexp_full_match(function_name, '[a-z][a-z0-9_]*') AND NOT "
            "starts_with(function_name, 'pg_') AND NOT starts_with(function_name, '__') ORDER BY 1"));
  return {};
}

// What can be told from the words alone, before DuckDB sees the statement.
std::optional<QueryError> Query::refusal(const std::string& sql) const {
  if (sql.size() > kMostBytes) {
    return queryRefused(
        sql, nullptr,
        text::Phrase::say(TATARA_SAYS("Phrase", "The statement is longer than a million bytes")));
  }
  if (sql.find('\0') != std::string::npos) {
    return queryRefused(sql, nullptr,
                        text::Phrase::say(TATARA_SAYS("Phrase", "The statement holds a NUL byte")));
  }
  std::vector<SqlWord> words = sqlWords(sql);
  std::erase_if(words, [](const SqlWord& word) { return word.kind == SqlWord::Kind::Comment && !word.open; });
  if (words.empty()) {
    return queryRefused(sql, nullptr,
                        text::Phrase::say(TATARA_SAYS("Phrase", "There is no statement to run")));
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    const SqlWord& word = words[i];
    if (word.kind == SqlWord::Kind::Parameter) {
      return queryRefused(sql, &word,
                          text::Phrase::say(TATARA_SAYS(
                              "Phrase", "There are no values for parameters here; write the value itself")));
    }
    if (word.kind == SqlWord::Kind::QuotedName && sql[word.begin] != '"') {
      return queryRefused(
          sql, &word,
          text::Phrase::say(TATARA_SAYS(
              "Phrase", "Names with Unicode escapes are not taken; write the characters themselves")));
    }
    const bool call = i + 1 < words.size() && sql[words[i + 1].begin] == '(';
    const bool name = word.kind == SqlWord::Kind::Name || word.kind == SqlWord::Kind::QuotedName ||
                      word.kind == SqlWord::Kind::Keyword;
    if (!call || !name) {
      continue;
    }
    std::string function = nameOf(sql, word);
    std::ranges::transform(function, function.begin(),
                           [](unsigned char c) { return c < 0x80 ? static_cast<char>(std::tolower(c)) : c; });
    if (m_refused.contains(function)) {
      return queryRefused(
          sql, &word,
          text::Phrase::say(TATARA_SAYS("Phrase",
                                        "“%1” is not run here: it can reach beyond the datasets that are "
                                        "open. Register the file as a dataset and name that"),
                            {function}));
    }
  }
  return std::nullopt;
}

std::optional<QueryError> Query::check(const std::string& sql, std::vector<QueryColumn>& columns) const {
  if (auto failure = refusal(sql)) {
    return failure;
  }
  const DuckApi& api = duck();
  auto connection = static_cast<duckdb_connection>(m_connection);
  Extracted extracted;
  const idx_t count = api.extractStatements(connection, sql.c_str(), &extracted.statements);
  if (count == 0) {
    const char* words = api.extractError(extracted.statements);
    return words && *words
               ? duckFailure(words, sql)
               : queryRefused(sql, nullptr,
                              text::Phrase::say(TATARA_SAYS("Phrase", "There is no statement to run")));
  }
  if (count > 1) {
    return queryRefused(sql, nullptr,
                        text::Phrase::say(TATARA_SAYS("Phrase", "Write one statement at a time")));
  }
  QueryStatement statement;
  const bool prepared =
      api.prepareExtracted(connection, extracted.statements, 0, &statement.prepared) == DuckDBSuccess;
  if (!prepared) {
    return duckFailure(wordsOf(statement), sql);
  }
  const duckdb_statement_type type = api.statementType(statement.prepared);
  if (type != DUCKDB_STATEMENT_TYPE_SELECT) {
    return queryRefused(sql, nullptr, text::Phrase::say(kindOf(type)));
  }
  for (idx_t i = 0; i < api.preparedColumns(statement.prepared); ++i) {
    const char* name = api.preparedColumnName(statement.prepared, i);
    const duckdb_type own = api.preparedColumnType(statement.prepared, i);
    columns.push_back({.name = name ? name : "", .type = columnTypeOf(own), .sqlType = sqlTypeName(own)});
    api.free(const_cast<char*>(name));
  }
  return std::nullopt;
}

namespace {

std::vector<ColumnType> typesOf(const std::vector<QueryColumn>& columns) {
  std::vector<ColumnType> types;
  for (const QueryColumn& column : columns) {
    types.push_back(column.type);
  }
  return types;
}

// The same statement with its columns cast to what is read here; a comment or a semicolon at its end stays
// outside of it.
std::string withCasts(const std::string& sql, std::span<const ColumnType> types) {
  std::string casts;
  for (std::size_t i = 0; i < types.size(); ++i) {
    casts += (i ? ", CAST(#" : "CAST(#") + std::to_string(i + 1) + " AS " + castOf(types[i]) + ")";
  }
  std::string inner = sql;
  for (const SqlWord& word : sqlWords(sql)) {
    if (word.kind == SqlWord::Kind::Operator && sql[word.begin] == ';') {
      inner[word.begin] = ' ';
    }
  }
  return "SELECT " + casts + " FROM (\n" + inner + "\n)";
}

// A query that was cut off is told as such, whatever DuckDB says of it.
QueryError failureOf(QueryError failure, const Interrupter& interrupter, const std::string& sql,
                     Millis time) {
  if (interrupter.stopped()) {
    failure = {{ErrorKind::Cancelled, "The query was cancelled", sql}};
  } else if (interrupter.late()) {
    failure = {{ErrorKind::Busy,
                "The query took longer than " + toText(static_cast<double>(time.count()) / 1000) +
                    " s and was stopped",
                sql}};
  }
  return failure;
}

// `whole` with its casts is what runs, `sql` what a failure is told of.
std::optional<QueryError> begin(QueryStatement& statement, duckdb_connection connection,
                                const std::string& whole, const std::string& sql) {
  const DuckApi& api = duck();
  if (api.prepare(connection, whole.c_str(), &statement.prepared) != DuckDBSuccess) {
    return QueryError{sentenceOf(wordsOf(statement), whole)};
  }
  if (api.pendingStreaming(statement.prepared, &statement.pending) != DuckDBSuccess ||
      executeStatement(api, statement.pending, &statement.result) != DuckDBSuccess) {
    return duckFailure(wordsOf(statement), sql);
  }
  return std::nullopt;
}

// The first `taken` rows; their bytes.
std::uint64_t appendChunk(QueryResult& result, std::span<const ColumnType> types, duckdb_data_chunk chunk,
                          std::size_t taken) {
  const DuckApi& api = duck();
  std::uint64_t bytes = 0;
  for (std::size_t column = 0; column < types.size(); ++column) {
    duckdb_vector vector = api.chunkVector(chunk, column);
    const std::uint64_t* mask = api.vectorValidity(vector);
    for (std::size_t row = 0; row < taken; ++row) {
      bytes += append(result.columns[column], types[column], vector, row,
                      mask && !(mask[row / 64] >> (row % 64) & 1));
    }
  }
  return bytes;
}

}  // namespace

QueryAnswer<QueryResult> Query::fetch(const std::string& sql, const QueryBounds& bounds,
                                      const OnQueryRows& onRows, const std::stop_token& stop) {
  const DuckApi& api = duck();
  auto connection = static_cast<duckdb_connection>(m_connection);
  const auto begun = std::chrono::steady_clock::now();
  QueryResult result;
  const Interrupter interrupter(connection, stop, bounds.time);
  const auto failed = [&](QueryError failure) -> QueryAnswer<QueryResult> {
    return {std::nullopt, failureOf(std::move(failure), interrupter, sql, bounds.time)};
  };
  if (auto failure = check(sql, result.columns)) {
    return failed(std::move(*failure));
  }
  const std::vector<ColumnType> types = typesOf(result.columns);
  const std::string whole = withCasts(sql, types);
  QueryStatement statement;
  if (auto failure = begin(statement, connection, whole, sql)) {
    return failed(std::move(*failure));
  }
  std::uint64_t bytes = 0;
  std::uint64_t held = 0;
  while (duckdb_data_chunk chunk = api.fetchChunk(statement.result)) {
    const std::size_t rows = api.chunkSize(chunk);
    const std::uint64_t room = onRows ? rows : bounds.rows - std::min(bounds.rows, result.rows);
    const std::size_t taken =
        bytes < bounds.bytes ? static_cast<std::size_t>(std::min<std::uint64_t>(rows, room)) : 0;
    bytes += appendChunk(result, types, chunk, taken);
    api.destroyChunk(&chunk);
    result.rows += taken;
    held += taken;
    if (onRows && held >= kBatch) {
      if (Status status = onRows(result); !status) {
        return failed({status.error()});
      }
      clearRows(result);
      bytes = held = 0;
    }
    if (taken < rows) {
      result.complete = false;
      break;
    }
    if (interrupter.over()) {
      return failed({});
    }
  }
  if (const char* words = api.resultError(&statement.result); result.complete && words && *words) {
    return failed(duckFailure(words, sql));
  }
  if (interrupter.stopped()) {
    return failed({});
  }
  if (onRows) {
    if (Status status = onRows(result); !status) {
      return failed({status.error()});
    }
    clearRows(result);
  }
  result.took = std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now() - begun);
  return {std::move(result), {}};
}

QueryAnswer<QueryResult> Query::run(const std::string& sql, const QueryBounds& bounds, std::stop_token stop) {
  return fetch(sql, bounds, {}, stop);
}

QueryAnswer<QueryResult> Query::scan(const std::string& sql, const OnQueryRows& onRows,
                                     std::stop_token stop) {
  QueryBounds bounds;
  bounds.bytes = std::numeric_limits<std::uint64_t>::max();
  return fetch(sql, bounds, onRows, stop);
}

QueryAnswer<std::string> Query::plan(const std::string& sql, std::stop_token stop) {
  std::vector<QueryColumn> columns;
  if (auto failure = check(sql, columns)) {
    return {std::nullopt, std::move(*failure)};
  }
  const Interrupter interrupter(static_cast<duckdb_connection>(m_connection), stop, Millis(0));
  // The first column says which plan, the second draws it.
  const DuckApi& api = duck();
  QueryStatement statement;
  const std::string whole = "EXPLAIN " + sql;
  QueryColumn text;
  if (api.prepare(static_cast<duckdb_connection>(m_connection), whole.c_str(), &statement.prepared) !=
          DuckDBSuccess ||
      api.pendingStreaming(statement.prepared, &statement.pending) != DuckDBSuccess ||
      executeStatement(api, statement.pending, &statement.result) != DuckDBSuccess) {
    return {std::nullopt, duckFailure(wordsOf(statement), sql)};
  }
  while (duckdb_data_chunk chunk = api.fetchChunk(statement.result)) {
    duckdb_vector vector = api.chunkVector(chunk, 1);
    for (std::size_t row = 0; row < api.chunkSize(chunk); ++row) {
      append(text, ColumnType::Text, vector, row, false);
    }
    api.destroyChunk(&chunk);
  }
  if (text.texts.empty()) {
    return {std::nullopt, {{ErrorKind::Internal, "DuckDB gives no plan", sql}}};
  }
  return {text.texts.back(), {}};
}

}  // namespace tatara::dataset

// SQL over datasets that a person opened, and over nothing else.
//
// Each Query is a DuckDB instance of its own in memory. Datasets are views of their rows (frames mapped into
// memory), so that statements need no file at all. What holds a statement in, one behind the other:
//  - the statement is parsed by DuckDB itself and has to be one statement of the kind SELECT (which WITH,
//    FROM, VALUES, DESCRIBE, SUMMARIZE and SHOW are, too); nothing is run before that is known;
//  - of DuckDB's table functions only those that compute are admitted (range, unnest, …), by a list: some of
//    the others write files though they stand in a SELECT;
//  - access to files and the network is off for the whole instance, so are loading and fetching of
//    extensions, and the configuration is locked.
// DuckDB may spill to a private folder below the system's temporary one; it goes with the Query.
//
// Results are bounded in rows, bytes and time; one that was cut says so (`complete`). Whole numbers beyond 64
// bits are given as reals; what is neither number, flag nor time as DuckDB writes it. Times are microseconds
// since 1970 in UTC.
//
// Threads: one statement at a time, from any thread; a stop token ends it within 200 ms. Errors:
// PermissionDenied (a statement that is not admitted), InvalidArgument (DuckDB's words), Cancelled, Busy (out
// of time), NotFound (no library). A QueryError says where in the statement, when that is known.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/dataset/column.h"
#include "core/dataset/engine.h"
#include "core/dataset/frame.h"
#include "core/dataset/query_text.h"

namespace tatara::dataset {

struct QueryRelation {
  std::string name;  // "rides", "rides@2"
  std::shared_ptr<const Frame> frame;
};

struct QueryOptions {
  std::filesystem::path temporaryFolder = {};  // empty: the system's; a private folder is made inside
  std::uint64_t memoryLimit = 1'000'000'000;
  std::uint64_t spillLimit = 8'000'000'000;
  int threads = 0;  // 0: one a processor
};

struct QueryBounds {
  std::uint64_t rows = 100'000;
  std::uint64_t bytes = 256'000'000;
  Millis time{0};  // 0: none
};

// One column of a result; the vector of its type holds a value a row, of Time as of Integer.
struct QueryColumn {
  std::string name;
  ColumnType type = ColumnType::Text;
  std::string sqlType;                      // "DECIMAL(18,3)"
  std::vector<std::int64_t> integers = {};  // Integer, Boolean, Time
  std::vector<double> reals = {};
  std::vector<std::string> texts = {};
  std::vector<bool> missing = {};

  double number(std::size_t row) const;  // NaN: missing or a text
  // As Frame::text writes it; empty: missing.
  std::string text(std::size_t row) const;
};

struct QueryResult {
  std::vector<QueryColumn> columns;
  std::uint64_t rows = 0;
  bool complete = true;  // false: cut at the bounds
  Millis took{0};
};

struct QueryError {
  Error error;
  std::optional<TextPlace> place = {};
};

template <typename T>
struct QueryAnswer {
  std::optional<T> value = {};
  QueryError failure = {};  // when there is no value
};

// Rows as they come, at most a few thousand at once.
using OnQueryRows = std::function<Status(const QueryResult& rows)>;

class Query {
 public:
  static Result<std::unique_ptr<Query>> open(std::vector<QueryRelation> relations,
                                             const QueryOptions& options = {});
  ~Query();
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  QueryAnswer<QueryResult> run(const std::string& sql, const QueryBounds& bounds = {},
                               std::stop_token stop = {});
  // Every row, by batches; the value is the last batch's columns without rows, and how many rows there were.
  QueryAnswer<QueryResult> scan(const std::string& sql, const OnQueryRows& onRows, std::stop_token stop = {});
  // How DuckDB would go about it, drawn with lines of text.
  QueryAnswer<std::string> plan(const std::string& sql, std::stop_token stop = {});

  const std::vector<QueryRelation>& relations() const { return m_relations; }
  // Functions that a statement may use, for completion.
  const std::vector<std::string>& functions() const { return m_functions; }

 private:
  struct Prepared;
  Query() = default;
  Status expose();
  Status learnFunctions();
  std::optional<QueryError> refusal(const std::string& sql) const;
  // Null: admitted, and what its columns are.
  std::optional<QueryError> check(const std::string& sql, std::vector<QueryColumn>& columns) const;
  QueryAnswer<QueryResult> fetch(const std::string& sql, const QueryBounds& bounds, const OnQueryRows& onRows,
                                 const std::stop_token& stop);
  Result<std::vector<std::string>> texts(const std::string& sql);

  std::filesystem::path m_folder;
  void* m_database = nullptr;
  void* m_connection = nullptr;
  std::vector<QueryRelation> m_relations;
  std::unique_ptr<std::vector<std::shared_ptr<const Frame>>> m_frames;
  std::vector<std::string> m_functions;
  std::set<std::string> m_refused;  // table functions that are not admitted
};

// Every row of a statement as a Parquet file, for a new version; how many there were. `engine` writes it: the
// query itself reaches no file. A second column of a name gets "_2" behind it.
Result<std::uint64_t> writeQueryParquet(Query& query, const std::string& sql, Engine& engine,
                                        const std::filesystem::path& file, std::stop_token stop = {});
// One record, quoted where it has to be.
std::string csvRecord(const std::vector<std::string>& cells);

}  // namespace tatara::dataset

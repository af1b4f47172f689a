// tatara data query
#include <algorithm>
#include <filesystem>
#include <set>

#include "app/cli/data_frame.h"
#include "app/cli/human.h"
#include "app/cli/listing.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/base/number_text.h"
#include "core/dataset/query.h"

namespace tatara::cli {
namespace {

struct QueryVerbOptions {
  std::string sql;
  std::vector<std::string> data;
  std::vector<std::string> missing;
  std::int64_t rows = 10'000;
  std::int64_t seconds = 0;
  bool plan = false;
};

// What a person names with --data: FILE, NAME, NAME@VERSION, each perhaps after "as=".
struct Asked {
  std::string as;
  std::string data;
};

Asked parseData(const std::string& text) {
  std::error_code failed;
  const std::size_t at = text.find('=');
  if (at == std::string::npos || std::filesystem::exists(text, failed)) {
    return {{}, text};
  }
  return {text.substr(0, at), text.substr(at + 1)};
}

// The registered datasets that a statement names.
Result<std::vector<Asked>> namedIn(Session& session, const std::string& sql) {
  std::vector<Asked> asked;
  if (!session.workspace()) {
    return asked;
  }
  TATARA_ASSIGN(const auto store, session.store());
  TATARA_ASSIGN(const auto datasets,
                store->read([](sql::Connection& connection) { return dataset::listDatasets(connection); }));
  std::set<std::string> seen;
  for (const dataset::SqlWord& word : dataset::sqlWords(sql)) {
    if (word.kind != dataset::SqlWord::Kind::Name && word.kind != dataset::SqlWord::Kind::QuotedName) {
      continue;
    }
    const std::string name = dataset::nameOf(sql, word);
    const std::string before = name.substr(0, name.rfind('@'));
    const bool known = std::ranges::any_of(
        datasets, [&](const auto& one) { return one.name == name || one.name == before; });
    if (known && seen.insert(name).second) {
      asked.push_back({name, name});
    }
  }
  return asked;
}

Result<std::vector<dataset::QueryRelation>> openRelations(DataFrames& frames, Session& session,
                                                          const QueryVerbOptions& options) {
  std::vector<Asked> asked;
  for (const std::string& data : options.data) {
    asked.push_back(parseData(data));
  }
  if (options.data.empty()) {
    TATARA_ASSIGN(asked, namedIn(session, options.sql));
  }
  std::vector<dataset::QueryRelation> relations;
  for (const Asked& one : asked) {
    std::error_code failed;
    const bool file = std::filesystem::exists(one.data, failed);
    ReadingOptions reading;
    reading.missing = options.missing;
    TATARA_ASSIGN(const auto opened, frames.open(one.data, reading));
    const std::string name = !one.as.empty() ? one.as : file ? dataset::defaultName(one.data, {}) : one.data;
    if (std::ranges::find(relations, name, &dataset::QueryRelation::name) != relations.end()) {
      return makeError(
          ErrorKind::InvalidArgument,
          "Two of the data are called " + name + "; name one of them otherwise: --data NAME=" + one.data);
    }
    relations.push_back({name, opened.frame});
  }
  return relations;
}

Cell cellOf(const dataset::QueryColumn& column, std::size_t row) {
  if (column.missing[row]) {
    return {};
  }
  switch (column.type) {
    case dataset::ColumnType::Integer:
      return {column.text(row), column.integers[row]};
    case dataset::ColumnType::Real:
      return numberCell(column.reals[row]);
    case dataset::ColumnType::Boolean:
      return {column.text(row), column.integers[row] != 0};
    default:
      return textCell(column.text(row));
  }
}

// Objects have each key once: a name that comes again gets a number, as in pandas.
std::vector<std::string> keysOf(const dataset::QueryResult& result) {
  std::vector<std::string> keys;
  std::set<std::string> seen;
  for (const auto& column : result.columns) {
    std::string key = column.name;
    for (int i = 1; !seen.insert(key).second; ++i) {
      key = column.name + "." + std::to_string(i);
    }
    keys.push_back(std::move(key));
  }
  return keys;
}

Listing listingOf(const dataset::QueryResult& result) {
  Listing listing;
  const auto keys = keysOf(result);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const auto type = result.columns[i].type;
    const bool number = type == dataset::ColumnType::Integer || type == dataset::ColumnType::Real;
    listing.addKeyColumn(keys[i], keys[i], number ? text::Align::Right : text::Align::Left, 40);
  }
  for (std::size_t row = 0; row < result.rows; ++row) {
    Listing::Row cells;
    for (const auto& column : result.columns) {
      cells.push_back(cellOf(column, row));
    }
    listing.addRow(std::move(cells));
  }
  return listing;
}

Error placed(const dataset::QueryError& failure) {
  Error error = failure.error;
  if (failure.place) {
    error.message = "Line " + std::to_string(failure.place->line) + ", column " +
                    std::to_string(failure.place->column) + ": " + error.message;
  }
  return error;
}

Result<int> runQuery(Session& session, const QueryVerbOptions& options) {
  DataFrames frames(session);
  TATARA_ASSIGN(auto relations, openRelations(frames, session, options));
  TATARA_ASSIGN(const auto query, dataset::Query::open(std::move(relations)));
  if (options.plan) {
    const auto plan = query->plan(options.sql, session.stop());
    if (!plan.value) {
      return placed(plan.failure);
    }
    session.print(*plan.value + "\n");
    return kDone;
  }
  if (options.rows < 1 || options.seconds < 0) {
    return makeError(ErrorKind::InvalidArgument, "--limit is at least 1 and --timeout at least 0");
  }
  const auto answer = query->run(
      options.sql, {.rows = static_cast<std::uint64_t>(options.rows), .time = Millis(options.seconds * 1000)},
      session.stop());
  if (!answer.value) {
    return placed(answer.failure);
  }
  listingOf(*answer.value).print(session, "No rows");
  if (!answer.value->complete) {
    session.remark("Cut after " + withThousands(static_cast<std::int64_t>(answer.value->rows)) +
                   " rows; --limit gives more");
  }
  return kDone;
}

}  // namespace

Verb dataQueryVerb() {
  auto options = std::make_shared<QueryVerbOptions>();
  Verb verb{
      .path = "data query",
      .summary = "Ask datasets with SQL",
      .details =
          "One reading statement in DuckDB's SQL over registered datasets, which are tables of their "
          "names: NAME is the newest version, \"NAME@2\" another. --data opens files, or gives a dataset "
          "another name. The statement can read nothing else and write nothing.",
      .examples = {"tatara data query 'SELECT season, avg(cnt) FROM bikes GROUP BY season'",
                   "tatara data query --data bikes.csv 'SELECT count(*) FROM bikes' --format json",
                   "tatara data query --data old=bikes@1 --data new=bikes@2 "
                   "'SELECT * FROM new EXCEPT SELECT * FROM old'"}};
  verb.positional("SQL", options->sql, "One statement that reads");
  verb.option("--data", options->data, "[NAME=]DATA",
              "A data file, or NAME or NAME@VERSION of a registered dataset; may be given several times "
              "(default: the datasets that the statement names)")
      .offers(Offer::Files);
  verb.option("--limit", options->rows, "ROWS", "Give at most so many rows (default 10,000)");
  verb.option("--timeout", options->seconds, "SECONDS", "Stop after so long (default: never)");
  verb.option("--missing", options->missing, "WORD", "A word that means missing, beside pandas' own");
  verb.flag("--plan", options->plan, "Say how DuckDB would go about it instead");
  verb.run = [options](Session& session) { return runQuery(session, *options); };
  return verb;
}

}  // namespace tatara::cli

// What is done to a version of a dataset to make a better one: a recipe of steps that is kept with the new
// version, applied again to the next, and shown as SQL and as pandas code that do the same.
//
// A step is data, never a piece of SQL or Python: what is shown and run is written from it with quoted names
// and literals. A condition is a list of comparisons that must all hold; a missing value holds none but
// IsMissing. Rows keep their order. Numbers are compared by value, texts without the blanks around them.
//
//   {"steps": [{"do": "trim", "columns": ["city"]},
//              {"do": "make_missing", "columns": ["city"], "values": ["?"]},
//              {"do": "drop_rows", "where": [{"column": "cnt", "is": "=", "value": "0"}]}, …]}
//
// The new version is a Parquet file of the same columns and types; the source is never touched.
//
// Threads: pure functions, but applyRecipe(), which reads and writes files: any thread but the GUI's. Errors:
// NotFound (a column, with the nearest name), InvalidArgument (a step that does not suit its column, in
// words), Parse (no recipe), those of datasets.h.
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/dataset/datasets.h"
#include "core/dataset/profile_alert.h"

namespace tatara::dataset {

struct Comparison {
  enum class By { Equal, Unequal, Less, LessOrEqual, Greater, GreaterOrEqual, IsMissing, IsPresent };
  std::string column;
  By by = By::Equal;
  std::string value = {};  // as Frame::text writes it
  friend bool operator==(const Comparison&, const Comparison&) = default;
};

struct FixStep {
  enum class Kind {
    Trim,            // blanks off the texts of `columns`
    MakeMissing,     // `values` of `columns` become missing
    DropColumns,     // `columns`
    DropRows,        // those for which `where` holds
    DropDuplicates,  // but for the first of rows equal in `columns`, all of them when empty
    ParseTimes,      // texts of `columns` by `format` (strptime's); what does not fit becomes missing
    Rename,          // columns[0] to `value`
    ChangeType,      // `columns` to `type`; what does not fit becomes missing
    FillMissing,     // of `columns` by `value`; without one by the median of the numbers
    Scale,           // numbers of `columns` times `factor` in the rows for which `where` holds
  };
  Kind kind = Kind::Trim;
  std::vector<std::string> columns = {};
  std::vector<std::string> values = {};
  std::vector<Comparison> where = {};
  std::string value = {};
  std::string format = {};
  ColumnType type = ColumnType::Text;
  double factor = 1;
  friend bool operator==(const FixStep&, const FixStep&) = default;
};
std::string_view toString(FixStep::Kind kind);  // "trim", "make_missing", …

struct Recipe {
  std::string of;  // "bikes@3" that it was made for; may be empty
  std::vector<FixStep> steps;
  friend bool operator==(const Recipe&, const Recipe&) = default;
};
std::string toJsonText(const Recipe& recipe);
Result<Recipe> recipeFromJson(std::string_view json);

// One step in a line of words: `trim city`, `missing "?" in city job`, `drop columns X "Unnamed: 0"`,
// `drop rows where cnt = 0 and weathersit is missing`, `drop duplicates`, `times day as "%m/%d/%y"`,
// `rename hum to humidity`, `type hr to text`, `fill hum with 0.5`, `fill hum with median`,
// `scale temp by 0.01 where temp > 50`. Words with blanks or signs stand in quotes.
Result<FixStep> parseStep(std::string_view line);
std::string stepText(const FixStep& step);

// What an alert proposes, as steps. To exclude columns is to drop them.
Result<std::vector<FixStep>> stepsOf(const Fix& fix);

// Statements over the relation `from`, whose columns are these; the result has the rows in their order.
Result<std::string> recipeSql(const Recipe& recipe, const std::vector<ColumnInfo>& columns,
                              std::string_view from);
// Python that reads `file` into `df` as `table` was read: dialect, sheet, missing words, numbers and times.
std::string pandasReading(const Table& table, std::string_view file);
// A program that reads `file` so, and leaves the result in `df`.
Result<std::string> recipePandas(const Recipe& recipe, const Table& table, std::string_view file);

// Opens the version, applies and registers the result as the dataset's next version.
Result<Added> applyRecipe(store::Store& store, const artifact::ArtifactStore& artifacts, Engine& engine,
                          const Version& version, const Recipe& recipe, std::stop_token stop = {});

// What drift is told against: the newest earlier version that came about in the same way, added as it is or
// made by the same steps. One that was mended differs from what it was made of on purpose.
Result<std::optional<Version>> comparableVersion(sql::Connection& connection, const Version& version);

// What a recipe would leave and change, found by running it without keeping the result.
//
// A cell is changed when its value is another afterwards; where a column's type changed, numbers are compared
// by value, and of texts only those count that become missing because they do not fit.
struct RecipePreview {
  struct Column {
    std::string before;  // name
    std::string after;   // empty: dropped
    ColumnType typeBefore = ColumnType::Text;
    ColumnType typeAfter = ColumnType::Text;
    std::uint64_t changed = 0;  // cells, in the rows that are left
    std::uint64_t emptied = 0;  // of those, which become missing
  };
  struct Sample {
    std::uint64_t row = 0;  // of the version, from zero
    bool dropped = false;
    // A cell a column that is left; none: missing. `after` is empty for a row that is dropped.
    std::vector<std::optional<std::string>> before = {};
    std::vector<std::optional<std::string>> after = {};
  };
  std::uint64_t rowsBefore = 0;
  std::uint64_t rowsAfter = 0;
  std::vector<Column> columns;  // of the version, in its order
  std::vector<std::string> columnsAfter;
  std::vector<Sample> samples;  // the first rows that are changed, then the first that are dropped

  std::uint64_t changedCells() const;
};
Result<RecipePreview> previewRecipe(Engine& engine, const Table& table, const Recipe& recipe,
                                    std::size_t samples = 0, std::stop_token stop = {});

}  // namespace tatara::dataset

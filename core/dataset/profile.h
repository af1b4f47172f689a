// What is known of a dataset's columns: counts, moments, quantiles, histograms, top values, relations between
// columns, and the alerts that are worth a person's time. Computed once per version and kept as JSON beside
// it.
//
// Numbers are pandas': missing values are left out; `sd` divides by n − 1; `skew` and `kurtosis` are the
// bias-corrected G1 and G2 (Joanes and Gill 1998); quantiles are interpolated linearly. What is undefined (no
// value, one value, no number) is NaN here and null in JSON. Times are seconds since 1970 in UTC, flags 0
// and 1.
//
// A row is counted from zero in file order, a header not counted.
//
// Columns are asked for one at a time, from several threads at once, so that a dataset larger than memory can
// be profiled: at most `ProfileOptions::threads` columns are held by the pass over columns.
//
// Threads: pure functions. `OnProfile` is called from the worker threads, one call at a time. Errors: those
// of the source; Cancelled; Parse (JSON that is no profile).
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/dataset/column.h"
#include "core/dataset/profile_alert.h"
#include "core/text/json.h"

namespace tatara::dataset {

class Frame;
class Table;

inline constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

enum class ColumnRole { Feature, Target, Id, Time, Group, Ignore };
std::string_view toString(ColumnRole role);  // "feature", …
std::optional<ColumnRole> parseColumnRole(std::string_view word);

struct ValueCount {
  std::string text;            // as a person reads it; a time in ISO 8601
  double number = kUndefined;  // numbers, flags and times
  std::uint64_t count = 0;
};

// Text columns only. Lengths are in characters (code points).
struct TextFacts {
  std::uint64_t shortest = 0;
  std::uint64_t longest = 0;
  double meanLength = kUndefined;
  std::uint64_t blankStart = 0;  // values that begin or end with a blank
  std::uint64_t blankEnd = 0;
  std::uint64_t numbers = 0;  // values that would be numbers
  std::vector<ValueCount>
      patterns;  // "Aaa-999": capitals A, small letters a, digits 9, runs of four or more as "a+"
};

// A stretch of a regular time series that holds no row.
struct TimeGap {
  double first = 0;  // the first missing time, and the last
  double last = 0;
  std::uint64_t steps = 0;
};

// Regular times only. `hourColumn` names the column that adds hours to dates, when one does.
struct TimeFacts {
  double step = kUndefined;  // seconds between neighbours
  std::string hourColumn;
  std::uint64_t missingSteps = 0;
  std::vector<TimeGap> gaps;  // the longest first, at most 100
};

struct ColumnProfile {
  std::string name;
  ColumnType type = ColumnType::Text;
  text::Phrase typeReason;
  ColumnRole role = ColumnRole::Feature;
  text::Phrase roleReason;

  std::uint64_t count = 0;  // values that are there
  std::uint64_t missing = 0;
  std::uint64_t distinct = 0;
  std::uint64_t zeros = 0;
  std::uint64_t infinite = 0;
  std::uint64_t outliers = 0;  // beyond three interquartile ranges from the quartiles

  double min = kUndefined;
  double max = kUndefined;
  double mean = kUndefined;
  double sd = kUndefined;
  double skew = kUndefined;
  double kurtosis = kUndefined;
  double q05 = kUndefined;
  double q25 = kUndefined;
  double median = kUndefined;
  double q75 = kUndefined;
  double q95 = kUndefined;

  // Numbers and times: equal widths, closed on the left, the last one on both sides; infinities left out. One
  // more edge than counts.
  std::vector<double> edges;
  std::vector<std::uint64_t> counts;
  std::vector<ValueCount> top;  // the most frequent first, then by value; at most 20
  TextFacts text;
  TimeFacts time;

  // Against the target; NaN without one, and for the target itself.
  double mutualInformation = kUndefined;  // nats
  double predictivePower = kUndefined;    // 0 none … 1 all

  std::vector<std::size_t> alerts;  // places in Profile::alerts

  bool numeric() const {
    return type == ColumnType::Integer || type == ColumnType::Real || type == ColumnType::Boolean;
  }
};

// A symmetric matrix over some of the columns; NaN where undefined.
struct RelationMatrix {
  std::vector<std::string> columns;
  std::vector<double> values;  // row by row

  double at(std::size_t i, std::size_t j) const { return values[i * columns.size() + j]; }
};

struct Profile {
  std::uint64_t rows = 0;
  std::string sample;  // empty when exact; else "the first 20,000 rows"
  std::string target;  // empty without one
  std::string digest;  // of the source, when it has one
  std::vector<ColumnProfile> columns;
  std::vector<Alert> alerts;                           // gravest first
  std::optional<std::uint64_t> duplicateRows;          // rows that repeat an earlier one
  std::vector<std::vector<std::string>> equalColumns;  // groups with the same values in every row
  RelationMatrix pearson;                              // numbers and flags; pairwise complete rows
  RelationMatrix spearman;
  RelationMatrix cramersV;  // texts and whole numbers of few values; bias-corrected (Bergsma 2013)

  const ColumnProfile* find(std::string_view name) const;
};

// Where the columns come from.
struct ColumnSource {
  std::uint64_t rows = 0;
  std::vector<ColumnInfo> columns;
  std::string digest;
  std::vector<Rejected> rejected;  // the first values that did not fit, as far as they are known
  // From several threads at once.
  std::function<Result<std::shared_ptr<const Column>>(std::size_t column, std::stop_token stop)> load;
};

ColumnSource sourceOf(std::vector<Column> columns);
// Read on demand; the table outlives the source.
ColumnSource sourceOf(const Table& table);
ColumnSource sourceOf(std::shared_ptr<const Frame> frame);

struct ProfileOptions {
  std::optional<std::string> target = {};        // else guessed; empty: none
  std::map<std::string, ColumnRole> roles = {};  // laid down by a person; the rest is guessed
  // Of the version before, for drift: its rows, compared as shift.h does; else its profile, whose stability
  // index alone can be told.
  const ColumnSource* previousRows = nullptr;
  const Profile* previous = nullptr;
  bool relations = true;    // the three matrices and what is told against the target
  std::string sample = {};  // as Profile::sample
  unsigned threads = 2;
};

struct ProfileProgress {
  std::size_t done = 0;  // columns
  std::size_t total = 0;
  const ColumnProfile* column =
      nullptr;  // just finished, without role and alerts; null: the relations are next
};
using OnProfile = std::function<void(const ProfileProgress&)>;

Result<Profile> makeProfile(const ColumnSource& source, const ProfileOptions& options = {},
                            const OnProfile& onProgress = {}, std::stop_token stop = {});

// `{"columns": [...], "alerts": [...], ...}`: what `tatara data profile --format json` prints.
text::Json toJson(const Profile& profile);
// The same with sentences as phrases: what is kept, to be told in any language.
text::Json keptJson(const Profile& profile);
// Of either.
Result<Profile> profileFromJson(const text::Json& json);

}  // namespace tatara::dataset

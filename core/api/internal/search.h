// Filtering, sorting and paging of lists that are few enough to be looked through in memory.
//
// A record type says how a query::Field is read from it: `Source` has
//   std::optional<double> number(const T&, const query::Field&) const;
//   std::optional<std::string_view> text(const T&, const query::Field&) const;
// Sorting: NaN after numbers, missing last in both directions, as MLflow has it. Threads: pure functions.
#pragma once

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/internal/arguments.h"
#include "core/api/internal/failure.h"
#include "core/query/query.h"

namespace tatara::api {

Result<query::Filter> parseMlflowFilter(query::Entity entity, std::string_view text);
// One term each; the same field twice is InvalidArgument.
Result<std::vector<query::OrderBy>> parseMlflowOrder(query::Entity entity,
                                                     const std::vector<std::string>& terms);

template <typename T, typename Source>
class SourceRow final : public query::FilterRow {
 public:
  SourceRow(const query::Filter& filter, const T& record, const Source& source)
      : m_filter(filter), m_record(record), m_source(source) {}
  std::optional<double> number(std::size_t field) const override {
    return m_source.number(m_record, m_filter.fields[field]);
  }
  std::optional<std::string_view> text(std::size_t field, std::size_t nth) const override {
    return nth == 0 ? m_source.text(m_record, m_filter.fields[field]) : std::nullopt;
  }

 private:
  const query::Filter& m_filter;
  const T& m_record;
  const Source& m_source;
};

template <typename T, typename Source>
void keepMatching(std::vector<T>& records, const query::Filter& filter, const Source& source) {
  records.erase(std::remove_if(records.begin(), records.end(),
                               [&](const T& record) {
                                 return !query::matches(filter, SourceRow<T, Source>(filter, record, source));
                               }),
                records.end());
}

// -1, 0 or 1 as `left` stands before, with or after `right`.
int compareNumbers(std::optional<double> left, std::optional<double> right,
                   query::OrderBy::Direction direction);
int compareTexts(std::optional<std::string_view> left, std::optional<std::string_view> right,
                 query::OrderBy::Direction direction);

// Stable: records must stand in the order that breaks ties.
template <typename T, typename Source>
void sortBy(std::vector<T>& records, const std::vector<query::OrderBy>& order, const Source& source) {
  std::stable_sort(records.begin(), records.end(), [&](const T& left, const T& right) {
    for (const query::OrderBy& by : order) {
      const int compared =
          by.field.type == query::FieldType::Text
              ? compareTexts(source.text(left, by.field), source.text(right, by.field), by.direction)
              : compareNumbers(source.number(left, by.field), source.number(right, by.field), by.direction);
      if (compared != 0) {
        return compared < 0;
      }
    }
    return false;
  });
}

// Cuts the page out; the token of the next one, or an empty text.
template <typename T>
std::string cutPage(std::vector<T>& records, const Page& page) {
  const std::size_t begin = std::min(page.offset, records.size());
  const std::size_t end = std::min(records.size(), begin + page.size);
  const bool more = end < records.size();
  records.erase(records.begin() + static_cast<std::ptrdiff_t>(end), records.end());
  records.erase(records.begin(), records.begin() + static_cast<std::ptrdiff_t>(begin));
  return more ? pageToken(end) : std::string();
}

// The value of `key` among params or tags.
std::optional<std::string_view> valueOf(const std::vector<track::KeyValue>& pairs, std::string_view key);

}  // namespace tatara::api

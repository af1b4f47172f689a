// Filters written as SQL and as pandas, for copies.
#include <cmath>

#include "core/base/number_text.h"
#include "core/dataset/engine.h"
#include "core/dataset/frame_filter.h"
#include "core/text/json.h"

namespace tatara::dataset {
namespace {

enum class Language { Sql, Pandas };

std::string pythonText(std::string_view text) {
  std::string result;
  text::appendJsonString(result, text);
  return result;
}

class FilterWriter {
 public:
  FilterWriter(const Frame& frame, Language language) : m_frame(frame), m_sql(language == Language::Sql) {}

  std::string write(const Filter& filter) const {
    switch (filter.kind) {
      case Filter::Kind::Leaf:
        return std::visit([this](const auto& condition) { return leaf(condition); }, filter.condition);
      case Filter::Kind::Not:
        return filter.parts.empty() ? ""
                                    : (m_sql ? "NOT coalesce(" : "~(") + write(filter.parts.front()) +
                                          (m_sql ? ", false)" : ")");
      case Filter::Kind::All:
      case Filter::Kind::Any:
        break;
    }
    const bool all = filter.kind == Filter::Kind::All;
    if (filter.parts.empty()) {
      return m_sql ? (all ? "true" : "false")
                   : std::string("pd.Series(") + (all ? "True" : "False") + ", index=df.index)";
    }
    std::string result;
    for (const Filter& part : filter.parts) {
      result += (result.empty() ? "" : m_sql ? (all ? " AND " : " OR ") : (all ? " & " : " | "));
      result += filter.parts.size() > 1 ? "(" + write(part) + ")" : write(part);
    }
    return result;
  }

 private:
  std::string column(const std::string& name) const {
    return m_sql ? quotedName(name) : "df[" + pythonText(name) + "]";
  }
  ColumnType type(const std::string& name) const {
    const auto index = m_frame.find(name);
    return index ? m_frame.column(*index).info.type : ColumnType::Real;
  }
  std::string number(const std::string& name, double value) const {
    if (type(name) == ColumnType::Time) {
      return m_sql ? "TIMESTAMP " + quotedText(sqlTime(value))
                   : "pd.Timestamp(" + pythonText(timeText(value)) + ")";
    }
    if (type(name) == ColumnType::Boolean && (value == 0 || value == 1)) {
      return m_sql ? (value == 1 ? "true" : "false") : (value == 1 ? "True" : "False");
    }
    return tatara::toText(value);
  }
  static std::string sqlTime(double value) {
    std::string text = timeText(value);
    if (const auto at = text.find('T'); at != std::string::npos) {
      text[at] = ' ';
    }
    return text;
  }
  std::string both(const std::string& left, const std::string& right) const {
    return left + (m_sql ? " AND " : " & ") + right;
  }

  std::string leaf(std::monostate) const { return m_sql ? "true" : "True"; }
  std::string leaf(const RangeCondition& range) const {
    const std::string name = column(range.column);
    const auto compare = [&](const char* sign, double bound) {
      const std::string text = name + " " + sign + " " + number(range.column, bound);
      return m_sql ? text : "(" + text + ")";
    };
    const bool below = std::isfinite(range.least);
    const bool above = std::isfinite(range.greatest);
    const std::string low = below ? compare(range.openBelow ? ">" : ">=", range.least) : "";
    const std::string high = above ? compare(range.openAbove ? "<" : "<=", range.greatest) : "";
    if (below && above) {
      return both(low, high);
    }
    return below ? low : above ? high : name + (m_sql ? " IS NOT NULL" : ".notna()");
  }
  std::string leaf(const SetCondition& set) const {
    std::string list;
    for (const std::string& value : set.values) {
      list += list.empty() ? "" : ", ";
      if (type(set.column) == ColumnType::Text) {
        list += m_sql ? quotedText(value) : pythonText(value);
      } else if (type(set.column) == ColumnType::Time) {
        list += number(set.column, timeOf(value).value_or(0));
      } else {
        list += value == "true" ? number(set.column, 1) : value == "false" ? number(set.column, 0) : value;
      }
    }
    return column(set.column) + (m_sql ? " IN (" + list + ")" : ".isin([" + list + "])");
  }
  std::string leaf(const MissingCondition& missing) const {
    return column(missing.column) + (m_sql ? " IS NULL" : ".isna()");
  }
  std::string leaf(const ContainsCondition& contains) const {
    return m_sql ? "contains(lower(" + column(contains.column) + "::VARCHAR), lower(" +
                       quotedText(contains.text) + "))"
                 : column(contains.column) + ".astype(str).str.contains(" + pythonText(contains.text) +
                       ", case=False, regex=False) & " + column(contains.column) + ".notna()";
  }
  // Even-odd rule: the parity of the edges to the right of the point.
  std::string leaf(const PolygonCondition& polygon) const {
    const auto axis = [&](const std::string& name, bool logarithmic) {
      std::string text = column(name);
      if (type(name) == ColumnType::Time) {
        text = m_sql ? "epoch_us(" + text + ") / 1e6" : "(" + text + ".astype('int64') / 1e9)";
      } else if (type(name) == ColumnType::Boolean) {
        text = m_sql ? text + "::INTEGER" : text + ".astype(float)";
      }
      const std::string log =
          m_sql ? "CASE WHEN " + text + " > 0 THEN log10(" + text + ") END" : "np.log10(" + text + ")";
      return "(" + (logarithmic ? log : text) + ")";
    };
    const std::string x = axis(polygon.x, polygon.logX);
    const std::string y = axis(polygon.y, polygon.logY);
    std::string sum;
    const auto& corners = polygon.corners;
    for (std::size_t i = 0, j = corners.size() - 1; i < corners.size(); j = i++) {
      const auto [xi, yi] = corners[i];
      const auto [xj, yj] = corners[j];
      if (yi == yj) {
        continue;
      }
      const std::string crosses = "(" + tatara::toText(yi) + " > " + y + ") " + (m_sql ? "<>" : "!=") + " (" +
                                  tatara::toText(yj) + " > " + y + ")";
      const std::string right = x + " < (" + tatara::toText(xj - xi) + ") * (" + y + " - (" +
                                tatara::toText(yi) + ")) / (" + tatara::toText(yj - yi) + ") + (" +
                                tatara::toText(xi) + ")";
      sum += sum.empty() ? "" : " + ";
      sum += m_sql ? "((" + crosses + ") AND " + right + ")::INTEGER"
                   : "((" + crosses + ") & (" + right + ")).astype(int)";
    }
    return "(" + sum + ") % 2 " + (m_sql ? "= 1" : "== 1");
  }

  const Frame& m_frame;
  bool m_sql;
};

}  // namespace

std::string toSql(const Frame& frame, const Filter& filter) {
  return FilterWriter(frame, Language::Sql).write(filter);
}
std::string toPandas(const Frame& frame, const Filter& filter) {
  return FilterWriter(frame, Language::Pandas).write(filter);
}

}  // namespace tatara::dataset

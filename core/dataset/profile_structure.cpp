// What columns are to one another: roles, the target and its leak, recodings, row numbers.
#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "core/base/number_text.h"
#include "core/dataset/engine.h"
#include "core/dataset/internal/column_findings.h"
#include "core/dataset/internal/profile_work.h"

namespace tatara::dataset {

using text::Phrase;

namespace {

std::string lowered(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return result;
}

bool isOneOf(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

bool namedAsKey(const std::string& name) {
  const std::string low = lowered(name);
  return isOneOf(low, {"id", "uuid", "guid", "key", "index", "row", "rowid", "row_id", "no", "number"}) ||
         low.ends_with("_id") || low.ends_with(" id") || low.ends_with("-id") || low.ends_with("_key") ||
         low.ends_with("_uuid") || name.ends_with("Id") || name.ends_with("ID");
}

bool namedAsGroup(const std::string& name) {
  return isOneOf(lowered(name), {"group", "subject", "patient", "user", "customer", "participant",
                                 "household", "session", "family", "client"});
}

bool namedAsTime(const std::string& name) {
  const std::string low = lowered(name);
  return low == "year" || low.find("date") != std::string::npos || low.find("time") != std::string::npos ||
         low.find("epoch") != std::string::npos;
}

bool namedAsTarget(const std::string& name) {
  return isOneOf(lowered(name),
                 {"target",  "label",     "class",     "y",        "outcome",       "response", "cnt",
                  "count",   "price",     "income",    "survived", "churn",         "churned",  "default",
                  "quality", "species",   "diagnosis", "sales",    "demand",        "revenue",  "saleprice",
                  "medv",    "converted", "fraud",     "is_fraud", "category_label"});
}

Phrase laidDown() {
  return Phrase::say(TATARA_SAYS("Phrase", "laid down"));
}

Phrase repeatedKey(const ColumnProfile& column) {
  const std::uint64_t rows = column.count - column.distinct;
  return Phrase::say(
      rows == 1 ? TATARA_SAYS("Phrase", "%1 looks like a key, but %2 row repeats a value of an earlier one")
                : TATARA_SAYS("Phrase", "%1 looks like a key, but %2 rows repeat a value of an earlier one"),
      {column.name, withThousands(static_cast<std::int64_t>(rows))});
}

void setRole(ProfileWork& work, std::size_t index, ColumnRole role, Phrase reason) {
  ColumnProfile& column = work.column(index);
  if (column.roleReason.empty()) {
    column.role = role;
    column.roleReason = std::move(reason);
  }
}

// --- sums ---

struct Sum {
  std::vector<std::size_t> parts;
  std::size_t whole = 0;
  char sign = '+';  // '*' for a product
};

bool near(double left, double right) {
  return std::abs(left - right) <= 1e-9 * std::max({1.0, std::abs(left), std::abs(right)});
}

double joined(const Sum& sum, const auto& value) {
  double result = value(sum.parts[0]);
  for (std::size_t i = 1; i < sum.parts.size(); ++i) {
    result = sum.sign == '*' ? result * value(sum.parts[i]) : result + value(sum.parts[i]);
  }
  return result;
}

constexpr std::size_t kFewestRows = 20;

bool holdsInSample(const ProfileWork& work, const Sum& sum) {
  std::size_t seen = 0;
  const auto& whole = work.facts[sum.whole].sample;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    const double result = joined(sum, [&](std::size_t part) { return work.facts[part].sample[i]; });
    if (std::isnan(result) || std::isnan(whole[i])) {
      continue;
    }
    if (!near(result, whole[i])) {
      return false;
    }
    ++seen;
  }
  return seen >= kFewestRows;
}

Result<bool> holdsInAllRows(ProfileWork& work, const Sum& sum) {
  std::map<std::size_t, HeldColumn> columns;
  for (const std::size_t part : sum.parts) {
    TATARA_ASSIGN(columns[part], work.cache.load(part, work.stop));
  }
  TATARA_ASSIGN(columns[sum.whole], work.cache.load(sum.whole, work.stop));
  std::vector<const double*> parts;
  for (const std::size_t part : sum.parts) {
    parts.push_back(columns[part]->numbers.data());
  }
  const auto& whole = columns[sum.whole]->numbers;
  for (std::size_t row = 0; row < whole.size(); ++row) {
    double result = parts[0][row];
    for (std::size_t i = 1; i < parts.size(); ++i) {
      result = sum.sign == '*' ? result * parts[i][row] : result + parts[i][row];
    }
    if (!std::isnan(result) && !std::isnan(whole[row]) && !near(result, whole[row])) {
      return false;
    }
  }
  return true;
}

std::vector<std::size_t> summable(const ProfileWork& work) {
  constexpr std::size_t kMostColumns = 120;
  std::vector<std::size_t> columns;
  for (std::size_t i = 0; i < work.facts.size() && columns.size() < kMostColumns; ++i) {
    const ColumnFacts& facts = work.facts[i];
    const ColumnType type = facts.profile.type;
    if ((type == ColumnType::Integer || type == ColumnType::Real) && facts.profile.distinct >= 4 &&
        facts.rowNumber.empty()) {
      columns.push_back(i);
    }
  }
  return columns;
}

// Every a + b = c. Equal columns are told elsewhere.
std::vector<Sum> findSums(const ProfileWork& work) {
  std::vector<Sum> sums;
  const std::vector<std::size_t> columns = summable(work);
  for (const std::size_t whole : columns) {
    for (std::size_t a = 0; a < columns.size(); ++a) {
      for (std::size_t b = a + 1; b < columns.size(); ++b) {
        if (columns[a] == whole || columns[b] == whole) {
          continue;
        }
        Sum sum{{columns[a], columns[b]}, whole};
        if (holdsInSample(work, sum)) {
          sums.push_back(std::move(sum));
        }
      }
    }
  }
  return sums;
}

// a + b + c = target, a · b = target.
std::vector<Sum> findTargetSums(const ProfileWork& work, std::size_t target) {
  constexpr std::size_t kMostColumns = 60;
  std::vector<Sum> sums;
  std::vector<std::size_t> columns = summable(work);
  std::erase(columns, target);
  columns.resize(std::min(columns.size(), kMostColumns));
  for (std::size_t a = 0; a < columns.size(); ++a) {
    for (std::size_t b = a + 1; b < columns.size(); ++b) {
      Sum product{{columns[a], columns[b]}, target, '*'};
      if (holdsInSample(work, product)) {
        sums.push_back(std::move(product));
      }
      for (std::size_t c = b + 1; c < columns.size(); ++c) {
        Sum sum{{columns[a], columns[b], columns[c]}, target};
        if (holdsInSample(work, sum)) {
          sums.push_back(std::move(sum));
        }
      }
    }
  }
  return sums;
}

void tellSum(ProfileWork& work, const Sum& sum) {
  Alert alert;
  std::string formula;  // the same in every language
  for (const std::size_t part : sum.parts) {
    formula += (formula.empty() ? "" : sum.sign == '*' ? " × " : " + ") + work.name(part);
    alert.columns.push_back(work.name(part));
  }
  formula += " = " + work.name(sum.whole);
  std::vector<std::string> others = alert.columns;
  alert.columns.push_back(work.name(sum.whole));
  const bool leak = work.target && (*work.target == sum.whole ||
                                    std::ranges::find(sum.parts, *work.target) != sum.parts.end());
  alert.sentence = Phrase::say(TATARA_SAYS("Phrase", "%1 in every row"), {formula});
  if (leak) {
    others = alert.columns;
    std::erase(others, work.name(*work.target));
    alert.kind = AlertKind::TargetLeak;
    alert.severity = Severity::Error;
    alert.badge = leaksTarget();
    alert.fix = Fix{
        .kind = FixKind::Exclude,
        .label = Phrase::say(others.size() == 2 ? TATARA_SAYS("Phrase", "Exclude both from the features")
                                                : TATARA_SAYS("Phrase", "Exclude them from the features")),
        .columns = others,
        .values = {},
        .where = {}};
  } else {
    alert.kind = AlertKind::NearDuplicate;
    alert.badge = Phrase::say(TATARA_SAYS("Phrase", "follows from others"));
    alert.fix = Fix{.kind = FixKind::Exclude,
                    .label = Phrase::say(TATARA_SAYS("Phrase", "Exclude %1"), {work.name(sum.whole)}),
                    .columns = {work.name(sum.whole)},
                    .values = {},
                    .where = {}};
  }
  work.tell(std::move(alert));
}

// --- recodings ---

bool canBeRecoded(const ColumnFacts& facts) {
  return facts.partition != 0 && facts.profile.distinct >= 2 && facts.secondCount >= 2 &&
         facts.profile.distinct * 2 <= facts.profile.count && facts.rowNumber.empty();
}

// Groups of columns that split the rows alike: the first in the file, then the others.
std::vector<std::vector<std::size_t>> findRecodings(const ProfileWork& work) {
  std::map<std::uint64_t, std::vector<std::size_t>> alike;
  for (std::size_t i = 0; i < work.facts.size(); ++i) {
    if (canBeRecoded(work.facts[i])) {
      alike[work.facts[i].partition].push_back(i);
    }
  }
  std::vector<std::vector<std::size_t>> groups;
  for (auto& [partition, columns] : alike) {
    if (columns.size() > 1) {
      groups.push_back(std::move(columns));
    }
  }
  std::ranges::sort(groups, {}, [](const auto& group) { return group[1]; });
  return groups;
}

void tellRecodings(ProfileWork& work, const std::vector<std::vector<std::size_t>>& groups) {
  Alert alert{.kind = AlertKind::Recoding,
              .severity = Severity::Warning,
              .badge = Phrase::say(TATARA_SAYS("Phrase", "recoding")),
              .sentence = {},
              .columns = {},
              .rows = 0,
              .firstRows = {},
              .where = {},
              .fix = Fix{.kind = FixKind::Exclude, .label = {}, .columns = {}, .values = {}, .where = {}}};
  std::vector<Phrase> told;
  for (const auto& group : groups) {
    if (work.target && std::ranges::find(group, *work.target) != group.end()) {
      std::vector<std::string> others;
      for (const std::size_t index : group) {
        if (index != *work.target) {
          others.push_back(work.name(index));
        }
      }
      Alert leak{.kind = AlertKind::TargetLeak,
                 .severity = Severity::Error,
                 .badge = leaksTarget(),
                 .sentence = Phrase::say(others.size() == 1
                                             ? TATARA_SAYS("Phrase", "%1 says %2 in other words, row by row")
                                             : TATARA_SAYS("Phrase", "%1 say %2 in other words, row by row"),
                                         {listed(others), work.name(*work.target)}),
                 .columns = others,
                 .rows = 0,
                 .firstRows = {},
                 .where = {},
                 .fix = Fix{.kind = FixKind::Exclude,
                            .label = Phrase::say(TATARA_SAYS("Phrase", "Exclude %1"), {listed(others)}),
                            .columns = others,
                            .values = {},
                            .where = {}}};
      leak.columns.push_back(work.name(*work.target));
      work.tell(std::move(leak));
      continue;
    }
    std::vector<std::string> others;
    for (std::size_t i = 1; i < group.size(); ++i) {
      others.push_back(work.name(group[i]));
      setRole(work, group[i], ColumnRole::Ignore,
              Phrase::say(TATARA_SAYS("Phrase", "says %1 in other words"), {work.name(group[0])}));
      alert.fix->columns.push_back(work.name(group[i]));
      alert.columns.push_back(work.name(group[i]));
    }
    alert.columns.push_back(work.name(group[0]));
    told.push_back(Phrase::say(
        others.size() == 1 ? TATARA_SAYS("Phrase", "%1 recodes %2") : TATARA_SAYS("Phrase", "%1 recode %2"),
        {listed(others), work.name(group[0])}));
  }
  if (!alert.columns.empty()) {
    alert.sentence = Phrase::say(TATARA_SAYS("Phrase", "%1, value for value"),
                                 {Phrase::join(TATARA_SAYS("Phrase", "%1, %2"), told)});
    alert.fix->label = Phrase::say(TATARA_SAYS("Phrase", "Exclude %1"), {listed(alert.fix->columns)});
    work.tell(std::move(alert));
  }
}

void tellRowNumbers(ProfileWork& work) {
  Alert alert = plainAlert(AlertKind::RowNumber, Phrase::say(TATARA_SAYS("Phrase", "row number")));
  bool declared = true;
  for (std::size_t i = 0; i < work.facts.size(); ++i) {
    if (!work.facts[i].rowNumber.empty() && !namedAsTime(work.name(i))) {
      alert.columns.push_back(work.name(i));
      declared = declared && namedAsKey(work.name(i));
      setRole(work, i, ColumnRole::Id, work.facts[i].rowNumber);
    }
  }
  // A single key that says so is what a table should have.
  if (alert.columns.empty() || (declared && alert.columns.size() == 1)) {
    return;
  }
  const bool one = alert.columns.size() == 1;
  alert.sentence = Phrase::say(one ? TATARA_SAYS("Phrase", "%1 only numbers the rows")
                                   : TATARA_SAYS("Phrase", "%1 only number the rows, or nearly so"),
                               {listed(alert.columns)});
  alert.fix = Fix{.kind = FixKind::Exclude,
                  .label = Phrase::say(one ? TATARA_SAYS("Phrase", "Exclude it from the features")
                                           : TATARA_SAYS("Phrase", "Exclude them from the features")),
                  .columns = alert.columns,
                  .values = {},
                  .where = {}};
  work.tell(std::move(alert));
}

void guessKeys(ProfileWork& work) {
  for (std::size_t i = 0; i < work.facts.size(); ++i) {
    const ColumnFacts& facts = work.facts[i];
    const ColumnProfile& column = facts.profile;
    if (column.type == ColumnType::Time) {
      setRole(work, i, ColumnRole::Time, Phrase::say(TATARA_SAYS("Phrase", "its values are times")));
    } else if (column.distinct <= 1) {
      setRole(work, i, ColumnRole::Ignore,
              Phrase::say(column.count == 0 ? TATARA_SAYS("Phrase", "it is empty")
                                            : TATARA_SAYS("Phrase", "it holds one value only")));
    } else if (namedAsKey(column.name) && column.type != ColumnType::Real) {
      if (column.distinct * 20 >= column.count * 19) {
        setRole(work, i, ColumnRole::Id,
                Phrase::say(TATARA_SAYS("Phrase", "its name, and a different value in nearly every row")));
        if (column.distinct < column.count) {
          const std::string name = quotedName(column.name);
          work.tell({.kind = AlertKind::RepeatedKey,
                     .severity = Severity::Warning,
                     .badge = Phrase::say(TATARA_SAYS("Phrase", "repeated key")),
                     .sentence = repeatedKey(column),
                     .columns = {column.name},
                     .rows = column.count - column.distinct,
                     .firstRows = {},
                     .where = "count(*) OVER (PARTITION BY " + name + ") > 1",
                     .fix = std::nullopt});
        }
      } else if (column.distinct * 2 <= column.count) {
        setRole(work, i, ColumnRole::Group,
                Phrase::say(TATARA_SAYS("Phrase", "its name, and values that come back")));
      }
    } else if (namedAsGroup(column.name) && column.distinct > 2 && column.distinct * 2 <= column.count) {
      setRole(work, i, ColumnRole::Group,
              Phrase::say(TATARA_SAYS("Phrase", "its name, and values that come back")));
    } else if (column.type == ColumnType::Text && facts.allDistinct && column.text.longest <= 64 &&
               column.count >= kFewestRows) {
      setRole(work, i, ColumnRole::Id,
              Phrase::say(TATARA_SAYS("Phrase", "a different short text in every row")));
    }
  }
}

void guessTarget(ProfileWork& work, const std::vector<Sum>& sums,
                 const std::vector<std::vector<std::size_t>>& recodings) {
  const auto take = [&](std::size_t index, Phrase reason) {
    work.target = index;
    work.column(index).role = ColumnRole::Target;
    work.column(index).roleReason = std::move(reason);
    work.profile.target = work.name(index);
  };
  if (work.options.target) {
    for (std::size_t i = 0; i < work.facts.size() && !work.options.target->empty(); ++i) {
      if (work.name(i) == *work.options.target) {
        take(i, laidDown());
      }
    }
    return;
  }
  for (std::size_t i = 0; i < work.facts.size(); ++i) {
    if (work.column(i).role == ColumnRole::Target) {
      return take(i, laidDown());
    }
  }
  const auto possible = [&](std::size_t index) {
    const ColumnProfile& column = work.column(index);
    const bool recoded = std::ranges::any_of(recodings, [&](const auto& group) {
      return std::ranges::find(group.begin() + 1, group.end(), index) != group.end();
    });
    return !recoded && column.roleReason.empty() && column.distinct >= 2 &&
           work.facts[index].rowNumber.empty() &&
           (column.numeric() || (column.type == ColumnType::Text && column.distinct <= 100));
  };
  for (std::size_t i = work.facts.size(); i-- > 0;) {
    if (possible(i) && namedAsTarget(work.name(i))) {
      return take(i, Phrase::say(TATARA_SAYS("Phrase", "its name")));
    }
  }
  for (const Sum& sum : sums) {
    if (possible(sum.whole)) {
      return take(sum.whole, Phrase::say(TATARA_SAYS("Phrase", "it is the sum of others")));
    }
  }
  for (std::size_t i = work.facts.size(); i-- > 0;) {
    if (possible(i)) {
      return take(i, Phrase::say(TATARA_SAYS("Phrase", "the last column that could be one")));
    }
  }
}

}  // namespace

Status findStructure(ProfileWork& work) {
  for (std::size_t i = 0; i < work.facts.size(); ++i) {
    if (const auto given = work.options.roles.find(work.name(i)); given != work.options.roles.end()) {
      setRole(work, i, given->second, laidDown());
    }
  }
  const auto recodings = findRecodings(work);
  std::vector<Sum> sums;
  for (Sum& sum : findSums(work)) {
    TATARA_ASSIGN(const bool holds, holdsInAllRows(work, sum));
    if (holds) {
      sums.push_back(std::move(sum));
    }
  }
  tellRowNumbers(work);
  guessKeys(work);
  guessTarget(work, sums, recodings);
  const auto ofTarget = [&](const Sum& sum) {
    return work.target &&
           (sum.whole == *work.target || std::ranges::find(sum.parts, *work.target) != sum.parts.end());
  };
  if (work.target && std::ranges::none_of(sums, ofTarget) &&
      work.column(*work.target).type != ColumnType::Text && work.column(*work.target).distinct >= 4) {
    for (Sum& sum : findTargetSums(work, *work.target)) {
      TATARA_ASSIGN(const bool holds, holdsInAllRows(work, sum));
      if (holds) {
        sums.push_back(std::move(sum));
        break;
      }
    }
  }
  for (const Sum& sum : sums) {
    tellSum(work, sum);
  }
  tellRecodings(work, recodings);
  for (std::size_t i = 0; i < work.facts.size(); ++i) {
    setRole(work, i, ColumnRole::Feature, Phrase::say(TATARA_SAYS("Phrase", "nothing speaks against it")));
  }
  return {};
}

}  // namespace tatara::dataset

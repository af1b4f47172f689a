// The alerts of single columns, told together where they are of one kind.
#include <algorithm>
#include <cmath>

#include "core/base/number_text.h"
#include "core/dataset/internal/column_findings.h"
#include "core/dataset/internal/profile_work.h"

namespace tatara::dataset {

using text::Phrase;

Alert plainAlert(AlertKind kind, Phrase badge) {
  return {.kind = kind,
          .severity = Severity::Warning,
          .badge = std::move(badge),
          .sentence = {},
          .columns = {},
          .rows = 0,
          .firstRows = {},
          .where = {},
          .fix = std::nullopt};
}

namespace {

Fix exclude(const std::vector<std::string>& columns) {
  return {.kind = FixKind::Exclude,
          .label = Phrase::say(TATARA_SAYS("Phrase", "Exclude %1"), {listed(columns)}),
          .columns = columns,
          .values = {},
          .where = {}};
}

// --- alerts of single columns ---

// A sentence of a list of names, for one name and for several.
struct NamesSentence {
  const char* one;
  const char* many;
};

void tellColumns(ProfileWork& work, AlertKind kind, std::string_view badge, const NamesSentence& sentence,
                 const auto& holds) {
  Alert alert = plainAlert(kind, Phrase::say(badge));
  for (const ColumnFacts& facts : work.facts) {
    if (facts.profile.type != ColumnType::Unsupported && holds(facts)) {
      alert.columns.push_back(facts.profile.name);
    }
  }
  if (!alert.columns.empty()) {
    alert.sentence =
        Phrase::say(alert.columns.size() == 1 ? sentence.one : sentence.many, {listed(alert.columns)});
    alert.fix = exclude(alert.columns);
    work.tell(std::move(alert));
  }
}

// Several of a kind become one.
void tellTogether(ProfileWork& work, AlertKind kind, const auto& sentence) {
  Alert joined;
  std::uint64_t cells = 0;
  bool any = false;
  for (ColumnFacts& facts : work.facts) {
    for (Alert& alert : facts.alerts) {
      if (alert.kind != kind) {
        continue;
      }
      cells += alert.rows;
      if (!any) {
        joined = alert;
        any = true;
        continue;
      }
      joined.columns.push_back(facts.profile.name);
      joined.rows = std::max(joined.rows, alert.rows);
      joined.where += joined.where.empty() || alert.where.empty() ? alert.where : " OR " + alert.where;
      if (joined.fix && alert.fix) {
        joined.fix->columns.push_back(facts.profile.name);
        joined.fix->where = joined.where;
        for (const std::string& value : alert.fix->values) {
          if (std::ranges::find(joined.fix->values, value) == joined.fix->values.end()) {
            joined.fix->values.push_back(value);
          }
        }
      }
    }
  }
  if (any) {
    joined.sentence = sentence(joined, cells);
    work.tell(std::move(joined));
  }
}

Phrase quotedWords(const std::vector<std::string>& words) {
  std::vector<std::string> quoted;
  for (const std::string& word : words) {
    quoted.push_back("'" + word + "'");
  }
  return listed(quoted);
}

void tellRounded(ProfileWork& work) {
  Alert alert = plainAlert(AlertKind::Rounded, Phrase::say(TATARA_SAYS("Phrase", "rounded")));
  std::uint64_t values = 0;
  for (const ColumnFacts& facts : work.facts) {
    if (facts.rounded > 0) {
      alert.columns.push_back(facts.profile.name);
      alert.rows = std::max(alert.rows, facts.rounded);
      values += facts.rounded;
    }
  }
  if (values > 0) {
    alert.severity = Severity::Information;
    alert.sentence = Phrase::say(
        values == 1
            ? TATARA_SAYS("Phrase", "%1 of %2 has more digits than numbers keep (about 16) and is rounded")
            : TATARA_SAYS("Phrase", "%1 of %2 have more digits than numbers keep (about 16) and are rounded"),
        {countedValues(values), listed(alert.columns)});
    work.tell(std::move(alert));
  }
}

void tellImbalance(ProfileWork& work) {
  if (!work.target) {
    return;
  }
  constexpr double kMost = 0.9;
  const ColumnProfile& target = work.column(*work.target);
  const bool classes =
      target.distinct >= 2 && (target.type == ColumnType::Text || target.type == ColumnType::Boolean ||
                               (target.type == ColumnType::Integer && target.distinct <= 20));
  if (!classes || target.top.empty() ||
      static_cast<double>(target.top[0].count) < kMost * static_cast<double>(target.count)) {
    return;
  }
  Alert alert = plainAlert(AlertKind::Imbalance, Phrase::say(TATARA_SAYS("Phrase", "imbalanced")));
  const double share = 100 * static_cast<double>(target.top[0].count) / static_cast<double>(target.count);
  alert.sentence = Phrase::say(TATARA_SAYS("Phrase", "%1 % of %2 are '%3'; accuracy alone says little"),
                               {toText(std::floor(share * 10) / 10), target.name, target.top[0].text});
  alert.columns = {target.name};
  work.tell(std::move(alert));
}

}  // namespace

void tellColumnAlerts(ProfileWork& work) {
  const auto rows = static_cast<double>(work.source.rows);
  tellTogether(work, AlertKind::MissingWord, [](const Alert& alert, std::uint64_t cells) {
    const auto& words = alert.fix ? alert.fix->values : alert.columns;
    return Phrase::say(words.size() == 1 ? TATARA_SAYS("Phrase", "%1 stands for missing in %2, %3 in all")
                                         : TATARA_SAYS("Phrase", "%1 stand for missing in %2, %3 in all"),
                       {quotedWords(words), listed(alert.columns), countedValues(cells)});
  });
  tellTogether(work, AlertKind::Blanks, [](const Alert& alert, std::uint64_t cells) {
    return Phrase::say(alert.badge == leadingSpaces()
                           ? TATARA_SAYS("Phrase", "Texts of %1 begin with a space, %2 in all")
                           : TATARA_SAYS("Phrase", "Texts of %1 begin or end with a space, %2 in all"),
                       {listed(alert.columns), countedValues(cells)});
  });
  for (ColumnFacts& facts : work.facts) {
    for (Alert& alert : facts.alerts) {
      if (alert.kind != AlertKind::MissingWord && alert.kind != AlertKind::Blanks) {
        work.tell(std::move(alert));
      }
    }
  }
  tellColumns(work, AlertKind::Constant, TATARA_SAYS("Phrase", "constant"),
              {TATARA_SAYS("Phrase", "%1 holds at most one value"),
               TATARA_SAYS("Phrase", "%1 hold at most one value")},
              [&](const ColumnFacts& facts) { return facts.profile.distinct <= 1 && rows > 1; });
  constexpr const char* kHalf = TATARA_SAYS("Phrase", "Half of the values or more are missing in %1");
  tellColumns(work, AlertKind::MostlyMissing, TATARA_SAYS("Phrase", "mostly missing"), {kHalf, kHalf},
              [&](const ColumnFacts& facts) {
                return facts.profile.distinct > 1 && static_cast<double>(facts.profile.missing) >= 0.5 * rows;
              });
  tellColumns(
      work, AlertKind::HighCardinality, TATARA_SAYS("Phrase", "many categories"),
      {TATARA_SAYS("Phrase",
                   "%1 has so many different texts that few come back; as a category it teaches little"),
       TATARA_SAYS("Phrase",
                   "%1 have so many different texts that few come back; as a category it teaches "
                   "little")},
      [](const ColumnFacts& facts) {
        const ColumnProfile& column = facts.profile;
        return column.type == ColumnType::Text && column.role == ColumnRole::Feature &&
               column.distinct > 100 && column.distinct * 5 > column.count;
      });
  tellColumns(
      work, AlertKind::Infinite, TATARA_SAYS("Phrase", "infinite"),
      {TATARA_SAYS("Phrase", "%1 holds infinite values"), TATARA_SAYS("Phrase", "%1 hold infinite values")},
      [](const ColumnFacts& facts) { return facts.profile.infinite > 0; });
  tellRounded(work);
  tellImbalance(work);
}

}  // namespace tatara::dataset

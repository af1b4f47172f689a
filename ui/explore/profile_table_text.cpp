// The profile table in words: for screen readers, tooltips, the clipboard and reports.
#include <algorithm>
#include <cmath>

#include "core/base/number_text.h"
#include "ui/base/number_text.h"
#include "ui/base/phrase_text.h"
#include "ui/base/utf8.h"
#include "ui/explore/column_text.h"
#include "ui/explore/profile_table.h"

namespace tatara::ui {

QString ProfileTable::helpText(std::size_t index, int x) const {
  const dataset::ColumnProfile& column = m_profile->columns[index];
  QString text;
  if (x < slot(Field::Distribution).rect.left()) {
    text = QString::fromStdString(column.name) + QStringLiteral("\n") + typeWord(column.type) +
           QStringLiteral(" · ") + roleWord(column.role);
    if (const dataset::ColumnNote* note = noteOf(column.name)) {
      text += note->description.empty() ? QString()
                                        : QLatin1Char('\n') + QString::fromStdString(note->description);
      text += note->personal ? QLatin1Char('\n') + tr("Marked as personal data") : QString();
    }
    for (const text::Phrase& reason : {column.typeReason, column.roleReason}) {
      text += reason.empty() ? QString() : QStringLiteral("\n") + phraseText(reason);
    }
  } else if (x >= slot(Field::Alerts).rect.left()) {
    for (const std::size_t alert : column.alerts) {
      text +=
          (text.isEmpty() ? QString() : QStringLiteral("\n")) + phraseText(m_profile->alerts[alert].sentence);
    }
  }
  return text;
}

QString ProfileTable::rowText(std::size_t index) const {
  const dataset::ColumnProfile& column = m_profile->columns[index];
  QString text = tr("%1, %2, %3, missing %4, distinct %5")
                     .arg(QString::fromStdString(column.name), typeWord(column.type), roleWord(column.role),
                          countText(static_cast<std::int64_t>(column.missing)),
                          countText(static_cast<std::int64_t>(column.distinct)));
  if (column.numeric()) {
    text += tr(", min %1, median %2, max %3, mean %4, SD %5")
                .arg(valueText(column, column.min), valueText(column, column.median),
                     valueText(column, column.max), metricText(column.mean), metricText(column.sd));
  }
  for (const std::size_t alert : column.alerts) {
    text += QStringLiteral(", ") + phraseText(m_profile->alerts[alert].sentence);
  }
  return text;
}

// As it is painted.
QString ProfileTable::numberText(const dataset::ColumnProfile& column, Field field) {
  const bool row = column.role == dataset::ColumnRole::Id;  // the mean of row numbers says nothing
  switch (field) {
    case Field::Missing:
      return countText(static_cast<std::int64_t>(column.missing));
    case Field::Distinct:
      return countText(static_cast<std::int64_t>(column.distinct));
    case Field::Min:
      return valueText(column, column.min);
    case Field::Median:
      return valueText(column, column.median);
    case Field::Max:
      return valueText(column, column.max);
    case Field::Mean:
      return row ? QString(kMissing) : metricText(column.mean, columnDecimalsOf(column));
    case Field::Deviation:
      return row ? QString(kMissing) : metricText(column.sd, columnDecimalsOf(column));
    default:
      return {};
  }
}

QString ProfileTable::cellValue(int item, int cell) const {
  const std::size_t index = m_rows[static_cast<std::size_t>(item)];
  const dataset::ColumnProfile& column = m_profile->columns[index];
  const Field field = m_slots[static_cast<std::size_t>(cell)].field;
  if (field == Field::Column) {
    return fromUtf8(column.name);
  }
  if (field == Field::Alerts) {
    QStringList words;
    for (const std::size_t alert : column.alerts) {
      words << phraseText(m_profile->alerts[alert].sentence);
    }
    return words.join(QStringLiteral(", "));
  }
  if (index >= m_known.size() || !m_known[index]) {
    return tr("not computed yet");
  }
  if (field == Field::Distribution) {
    return distributionText(index);
  }
  const bool worded = !column.numeric() && field != Field::Missing && field != Field::Distinct;
  return !worded               ? numberText(column, field)
         : field == Field::Min ? acrossText(column)  // painted over the cells up to the deviation
                               : QString();
}

QString ProfileTable::acrossText(const dataset::ColumnProfile& column) {
  if (column.type != dataset::ColumnType::Time) {
    return textFactsText(column);
  }
  return std::isnan(column.min)
             ? QString()
             : tr("%1 to %2").arg(valueText(column, column.min), valueText(column, column.max));
}

// The fullest of the bars, or why there are none.
QString ProfileTable::distributionText(std::size_t index) const {
  const dataset::ColumnProfile& column = m_profile->columns[index];
  if (index >= m_bars.size() || m_bars[index].empty()) {
    return column.count == 0 ? tr("no values") : tr("all different");
  }
  const auto& bars = m_bars[index].bars;
  const auto fullest = std::ranges::max_element(bars, {}, &ColumnBars::Bar::count) - bars.begin();
  return tr("most in %1").arg(barText(m_bars[index], static_cast<std::size_t>(fullest)));
}

QString ProfileTable::tsv() const {
  // Full precision, for programs.
  QString text = QStringLiteral("column\ttype\trole\tcount\tmissing\tdistinct\tmin\tmedian\tmax\tmean\tsd\n");
  for (const std::size_t index : m_rows) {
    const dataset::ColumnProfile& column = m_profile->columns[index];
    QStringList cells{QString::fromStdString(column.name).replace(QLatin1Char('\t'), QLatin1Char(' ')),
                      QString::fromStdString(std::string(toString(column.type))),
                      QString::fromStdString(std::string(toString(column.role))),
                      QString::number(column.count),
                      QString::number(column.missing),
                      QString::number(column.distinct)};
    for (const double value : {column.min, column.median, column.max, column.mean, column.sd}) {
      cells << (std::isnan(value) ? QString() : QString::fromStdString(tatara::toText(value)));
    }
    text += cells.join(QLatin1Char('\t')) + QLatin1Char('\n');
  }
  return text;
}

ChartTable ProfileTable::statistics(const QStringList& without) const {
  const auto words = [](const QString& name) {
    return ChartTable::Column{.name = name, .values = {}, .texts = {}};
  };
  ChartTable table;
  table.columns = {words(tr("Column")), words(tr("Type")), words(tr("Role"))};
  const QStringList numbers{tr("Rows"),   tr("Missing"), tr("Distinct"), tr("Min"),
                            tr("Median"), tr("Max"),     tr("Mean"),     tr("SD")};
  for (const QString& name : numbers) {
    table.columns.push_back(words(name));
  }
  table.columns.push_back(words(tr("Alerts")));
  for (const std::size_t index : m_rows) {
    const dataset::ColumnProfile& column = m_profile->columns[index];
    const QString name = QString::fromStdString(column.name);
    const bool hidden = without.contains(name);
    table.columns[0].texts << name;
    table.columns[1].texts << typeWord(column.type);
    table.columns[2].texts << roleWord(column.role);
    const bool time = column.type == dataset::ColumnType::Time;
    table.columns[3].values.push_back(static_cast<double>(column.count));
    table.columns[4].values.push_back(static_cast<double>(column.missing));
    table.columns[5].values.push_back(static_cast<double>(column.distinct));
    std::size_t at = 6;
    for (const double value : {column.min, column.median, column.max, column.mean, column.sd}) {
      const bool moment = time && at < 9;
      table.columns[at++].texts << (hidden || std::isnan(value) || (time && !moment) ? QString()
                                    : moment ? valueText(column, value)
                                             : QString::fromStdString(tatara::toText(value)));
    }
    QStringList badges;
    for (const std::size_t alert : column.alerts) {
      badges << phraseText(m_profile->alerts[alert].badge);
    }
    table.columns[at].texts << (hidden ? QString() : badges.join(QStringLiteral(", ")));
  }
  return table;
}

}  // namespace tatara::ui

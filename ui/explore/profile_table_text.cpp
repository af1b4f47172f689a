// The profile table in words: for screen readers, tooltips, the clipboard and reports.
#include <cmath>

#include "core/base/number_text.h"
#include "ui/base/number_text.h"
#include "ui/base/phrase_text.h"
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

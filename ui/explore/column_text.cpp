#include "ui/explore/column_text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QRegularExpression>
#include <algorithm>
#include <array>
#include <cmath>

#include "ui/base/number_text.h"
#include "ui/chart/ticks.h"

namespace tatara::ui {
namespace {

constexpr std::size_t kFewValues = 20;

class ColumnText {
  Q_DECLARE_TR_FUNCTIONS(tatara::ui::ColumnText)
};

bool whole(const dataset::ColumnProfile& column) {
  return column.type == dataset::ColumnType::Integer || column.type == dataset::ColumnType::Boolean;
}

// One bar a whole number, when bars are narrower than the distance of whole numbers.
bool spreadWholeNumbers(const dataset::ColumnProfile& column, ColumnBars& bars) {
  const double low = column.edges.front();
  const double high = column.edges.back();
  const double width = (high - low) / static_cast<double>(column.counts.size());
  if (!whole(column) || width >= 1 || low != std::floor(low) || high - low >= 240) {
    return false;
  }
  bars.whole = true;
  for (double value = low; value <= high; ++value) {
    bars.bars.push_back({value, value + 1, {}, 0, -1});
  }
  for (std::size_t i = 0; i < column.counts.size(); ++i) {
    if (column.counts[i] > 0) {
      const double inside = i + 1 == column.counts.size() ? high : std::ceil(column.edges[i]);
      const auto at = std::min(static_cast<std::size_t>(std::max(inside - low, 0.0)), bars.bars.size() - 1);
      bars.bars[at].count += static_cast<double>(column.counts[i]);
    }
  }
  bars.bars.back().high = high;
  bars.bars.back().low = high;
  return true;
}

}  // namespace

ColumnBars barsOf(const dataset::ColumnProfile& column) {
  ColumnBars bars;
  const bool text = column.type == dataset::ColumnType::Text;
  if (text || column.type == dataset::ColumnType::Boolean) {
    // Texts of which every one is different have no distribution to show.
    if (column.top.empty() || (text && column.distinct == column.count && column.distinct > kFewValues)) {
      return bars;
    }
    bars.kind = ColumnBars::Kind::Values;
    for (const dataset::ValueCount& value : column.top) {
      bars.bars.push_back({value.number, value.number, QString::fromStdString(value.text),
                           static_cast<double>(value.count), -1});
    }
    if (!text) {
      std::ranges::sort(bars.bars, {}, &ColumnBars::Bar::low);
    }
    return bars;
  }
  if (column.counts.empty() || column.edges.size() != column.counts.size() + 1) {
    return bars;
  }
  bars.kind = ColumnBars::Kind::Ranges;
  bars.scale = column.type == dataset::ColumnType::Time ? ColumnBars::Scale::Time : ColumnBars::Scale::Number;
  if (spreadWholeNumbers(column, bars)) {
    return bars;
  }
  bars.whole = whole(column);
  for (std::size_t i = 0; i < column.counts.size(); ++i) {
    bars.bars.push_back(
        {column.edges[i], column.edges[i + 1], {}, static_cast<double>(column.counts[i]), -1});
  }
  endWhole(bars, column.max);
  return bars;
}

QString typeIcon(dataset::ColumnType type) {
  switch (type) {
    case dataset::ColumnType::Integer:
    case dataset::ColumnType::Real:
      return QStringLiteral("type-number");
    case dataset::ColumnType::Boolean:
      return QStringLiteral("type-bool");
    case dataset::ColumnType::Time:
      return QStringLiteral("type-date");
    case dataset::ColumnType::Text:
    case dataset::ColumnType::Unsupported:
      break;
  }
  return QStringLiteral("type-text");
}

QString typeWord(dataset::ColumnType type) {
  switch (type) {
    case dataset::ColumnType::Integer:
      return ColumnText::tr("integer");
    case dataset::ColumnType::Real:
      return ColumnText::tr("number");
    case dataset::ColumnType::Boolean:
      return ColumnText::tr("flag");
    case dataset::ColumnType::Time:
      return ColumnText::tr("time");
    case dataset::ColumnType::Text:
      return ColumnText::tr("text");
    case dataset::ColumnType::Unsupported:
      break;
  }
  return ColumnText::tr("unsupported");
}

QString roleWord(dataset::ColumnRole role) {
  switch (role) {
    case dataset::ColumnRole::Feature:
      return ColumnText::tr("feature");
    case dataset::ColumnRole::Target:
      return ColumnText::tr("target");
    case dataset::ColumnRole::Id:
      return ColumnText::tr("ID");
    case dataset::ColumnRole::Time:
      return ColumnText::tr("time");
    case dataset::ColumnRole::Group:
      return ColumnText::tr("group");
    case dataset::ColumnRole::Ignore:
      break;
  }
  return ColumnText::tr("ignore");
}

BadgeState alertState(dataset::Severity severity) {
  switch (severity) {
    case dataset::Severity::Error:
      return BadgeState::Alert;
    case dataset::Severity::Warning:
      return BadgeState::Warning;
    case dataset::Severity::Information:
      break;
  }
  return BadgeState::Note;
}

std::optional<int> columnDecimalsOf(const dataset::ColumnProfile& column) {
  const std::array values{std::abs(column.mean), column.sd, std::abs(column.max)};
  const double largest = *std::ranges::max_element(
      values, [](double a, double b) { return (std::isfinite(a) ? a : 0) < (std::isfinite(b) ? b : 0); });
  if (!std::isfinite(largest) || largest == 0 || largest < 0.01 || largest >= 1e7) {
    return std::nullopt;
  }
  return std::clamp(3 - static_cast<int>(std::floor(std::log10(largest))), 0, 3);
}

QString valueText(const dataset::ColumnProfile& column, double value) {
  if (std::isnan(value)) {
    return QString(kMissing);
  }
  if (column.type == dataset::ColumnType::Time) {
    return momentText(value);
  }
  if (whole(column) && value == std::floor(value) && std::abs(value) < 1e15) {
    return countText(std::llround(value));
  }
  return metricText(value, columnDecimalsOf(column));
}

QString textFactsText(const dataset::ColumnProfile& column) {
  if (column.count == 0) {
    return ColumnText::tr("no values");
  }
  if (column.distinct == column.count) {
    return ColumnText::tr("every value different");
  }
  if (!column.top.empty()) {
    const dataset::ValueCount& first = column.top.front();
    return ColumnText::tr("most often %1, %2")
        .arg(QString::fromStdString(first.text),
             percentText(static_cast<double>(first.count) / static_cast<double>(column.count)));
  }
  return {};
}

QString momentText(double seconds) {
  constexpr double kFarthest = 8e12;  // what QDateTime can still write
  if (!(std::abs(seconds) < kFarthest)) {
    return QString(kMissing);
  }
  const QDateTime at = QDateTime::fromMSecsSinceEpoch(std::llround(seconds * 1000), Qt::UTC);
  return at.time() == QTime(0, 0) ? at.date().toString(Qt::ISODate)
                                  : at.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"))
                                        .remove(QRegularExpression(QStringLiteral(":00$")));
}

QString counted(std::uint64_t count) {
  return countText(static_cast<std::int64_t>(count));
}

QString sqlName(const QString& name) {
  return QLatin1Char('"') + QString(name).replace(QLatin1Char('"'), QStringLiteral("\"\"")) +
         QLatin1Char('"');
}

QString pandasName(const QString& name) {
  QString inside = name;
  inside.replace(QLatin1Char('\\'), QStringLiteral("\\\\")).replace(QLatin1Char('"'), QStringLiteral("\\\""));
  return QStringLiteral("df[\"%1\"]").arg(inside);
}

QString fileNameOf(QString name) {
  return name.replace(QLatin1Char('/'), QLatin1Char('-'));
}

}  // namespace tatara::ui

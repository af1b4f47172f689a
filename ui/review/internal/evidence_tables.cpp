#include "ui/review/internal/evidence_tables.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QPainter>

#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/style.h"
#include "ui/base/time_text.h"
#include "ui/base/type.h"
#include "ui/base/utf8.h"
#include "ui/review/internal/review_text.h"

namespace tatara::ui {
namespace {

constexpr int kMetricRow = 28;
constexpr int kSliceRow = 24;
constexpr int kFactRow = 26;
constexpr qreal kDot = 4.5;

QString versionText(std::int64_t version) {
  return QStringLiteral("v%1").arg(version);
}

PlainCell valueCell(const std::optional<double>& value, int decimals, bool strong = false) {
  PlainCell cell;
  cell.text = value ? metricText(*value, decimals) : QString(kMissing);
  cell.color = !value ? &Colors::tx3 : strong ? &Colors::tx1 : &Colors::tx2;
  cell.strong = strong && value.has_value();
  return cell;
}

int decimalsOf(const std::optional<double>& left, const std::optional<double>& right) {
  std::vector<double> values;
  for (const auto& value : {left, right}) {
    if (value) {
      values.push_back(*value);
    }
  }
  return columnDecimals(values);
}

ColorRole colorOf(Judgement judgement) {
  switch (judgement) {
    case Judgement::Better:
      return &Colors::ok;
    case Judgement::Worse:
      return &Colors::err;
    case Judgement::Unclear:
      return &Colors::warn;
    case Judgement::None:
      return &Colors::tx2;
  }
  return &Colors::tx2;
}

// An interval with its estimate: filled disc better, square worse, ring no clear change.
CellPaint forestPaint(const MetricLine& line) {
  return [line](QPainter& painter, const QRectF& rect) {
    const Colors& c = colors();
    const qreal middle = std::round(rect.center().x()) + 0.5;
    painter.setPen(QPen(c.axis, 1));
    painter.drawLine(QPointF(middle, rect.top() + 2), QPointF(middle, rect.bottom() - 2));
    if (!line.difference || !line.directed || !line.interval) {
      return;
    }
    const double scale = std::max(std::abs(line.interval->low), std::abs(line.interval->high));
    const auto x = [&](double change) {
      return middle + forestPosition(change, line.lowerIsBetter, scale) * rect.width() / 2 * 0.9;
    };
    const QColor color = colors().*colorOf(line.judgement);
    const qreal y = rect.center().y();
    painter.setPen(QPen(color, 2));
    const qreal low = x(line.interval->low);
    const qreal high = x(line.interval->high);
    painter.drawLine(QPointF(low, y), QPointF(high, y));
    painter.drawLine(QPointF(low, y - 4), QPointF(low, y + 4));
    painter.drawLine(QPointF(high, y - 4), QPointF(high, y + 4));
    const QPointF at(x(*line.difference), y);
    if (line.judgement == Judgement::Worse) {
      painter.fillRect(QRectF(at.x() - kDot, at.y() - kDot, 2 * kDot, 2 * kDot), color);
    } else {
      painter.setBrush(line.judgement == Judgement::Better ? color : c.bg1);
      painter.drawEllipse(at, kDot, kDot);
      painter.setBrush(Qt::NoBrush);
    }
  };
}

struct Axis {
  double low = 0, high = 1;
  qreal at(double value, const QRectF& rect) const {
    const double share = high > low ? (value - low) / (high - low) : 0.5;
    return rect.left() + kDot + share * (rect.width() - 2 * kDot);
  }
};

CellPaint dumbbellPaint(const SliceLine& line, const Axis& axis, ColorRole role) {
  return [line, axis, role](QPainter& painter, const QRectF& rect) {
    const Colors& c = colors();
    const qreal y = rect.center().y();
    const QColor color = c.*role;
    if (line.champion && line.challenger) {
      painter.setPen(QPen(color, 2));
      painter.drawLine(QPointF(axis.at(*line.champion, rect), y),
                       QPointF(axis.at(*line.challenger, rect), y));
    }
    if (line.champion) {
      painter.setPen(QPen(c.tx3, 1.5));
      painter.setBrush(c.bg1);
      painter.drawEllipse(QPointF(axis.at(*line.champion, rect), y), kDot - 0.5, kDot - 0.5);
    }
    if (line.challenger) {
      painter.setPen(Qt::NoPen);
      painter.setBrush(color);
      painter.drawEllipse(QPointF(axis.at(*line.challenger, rect), y), kDot, kDot);
    }
    painter.setBrush(Qt::NoBrush);
  };
}

// Two or three values along the header of the plot.
CellPaint axisPaint(const Axis& axis) {
  return [axis](QPainter& painter, const QRectF& rect) {
    const int decimals = columnDecimals(std::array{axis.high - axis.low});
    const auto label = [&](double value, Qt::Alignment align) {
      drawTabular(painter, rect, align, metricText(value, std::max(0, std::min(decimals, 4) - 2)));
    };
    label(axis.low, Qt::AlignLeft);
    label(axis.high, Qt::AlignRight);
  };
}

bool betterOf(const SliceLine& line) {
  return line.regression && *line.regression < 0;
}

}  // namespace

double forestPosition(double change, bool lowerIsBetter, double scale) {
  if (!(scale > 0) || !std::isfinite(change)) {
    return 0;
  }
  return std::clamp((lowerIsBetter ? change : -change) / scale, -1.0, 1.0);
}

// --- metrics

MetricTable::MetricTable(QWidget* parent)
    : PlainTable(tr("Metrics against the champion"), kMetricRow, parent) {}

void MetricTable::show(const ReviewFacts& facts) {
  std::vector<std::vector<PlainCell>> rows;
  for (const MetricLine& line : facts.metrics) {
    rows.push_back(rowOf(line, facts.review.info.replaces > 0));
  }
  setContent(columnsOf(facts), std::move(rows));
}

std::vector<PlainColumn> MetricTable::columnsOf(const ReviewFacts& facts) const {
  const registry::ReviewInfo& info = facts.review.info;
  if (info.replaces == 0) {
    return {{tr("Metric"), 0}, {versionText(info.version), 84, Qt::AlignRight, true}};
  }
  PlainColumn forest{{}, 168};
  forest.leastTable = 560;
  forest.tight = 140;
  forest.paintHeader = [better = tr("better"), same = tr("no change"), worse = tr("worse")](
                           QPainter& painter, const QRectF& rect) {
    painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter, better);
    painter.drawText(rect, Qt::AlignCenter, same);
    painter.drawText(rect, Qt::AlignRight | Qt::AlignVCenter, worse);
  };
  return {{tr("Metric"), 0},
          {versionText(info.replaces), 84, Qt::AlignRight, true, 0, {}, 72},
          {versionText(info.version), 84, Qt::AlignRight, true, 0, {}, 72},
          {tr("Δ"), 76, Qt::AlignRight, true, 0, {}, 66},
          {tr("%1 % interval").arg(facts.confidence * 100), 132, Qt::AlignRight, true, 720, {}, 122},
          std::move(forest),
          {tr("Verdict"), 124}};
}

QString MetricTable::nameOf(const MetricLine& line) {
  return line.name == "latency_p95_ms" ? tr("Latency, ms")
         : line.name == "memory"       ? tr("Memory")
         : line.name == "size"         ? tr("Size")
                                       : fromUtf8(line.name);
}

QString MetricTable::tipOf(const MetricLine& line) {
  return line.name == "latency_p95_ms"
             ? tr("One row at a time on one thread of this machine, 95th percentile")
         : line.name == "memory" ? tr("What loading the model added to the heap of this process")
         : line.name == "size"   ? tr("All files of the version together")
         : line.title.empty()    ? fromUtf8(line.name)
                                 : phraseText(text::Phrase::say(line.title));
}

std::vector<PlainCell> MetricTable::byteRow(const MetricLine& line, PlainCell name, bool compared) {
  const auto cell = [](const std::optional<double>& value, bool strong) {
    return PlainCell{value ? byteText(static_cast<std::uint64_t>(std::max(0.0, *value))) : QString(kMissing),
                     strong ? &Colors::tx1 : &Colors::tx2, strong};
  };
  if (!compared) {
    return {std::move(name), cell(line.challenger, true)};
  }
  PlainCell delta{QString(kMissing), &Colors::tx3};
  if (line.difference) {
    const QString size = byteText(static_cast<std::uint64_t>(std::abs(*line.difference)));
    delta = {*line.difference < 0   ? QStringLiteral("−") + size
             : *line.difference > 0 ? QStringLiteral("+") + size
                                    : size,
             &Colors::tx2};
  }
  return {std::move(name), cell(line.champion, false), cell(line.challenger, true), delta, {}, {}, {}};
}

std::vector<PlainCell> MetricTable::rowOf(const MetricLine& line, bool compared) const {
  const int decimals = decimalsOf(line.champion, line.challenger);
  PlainCell name{nameOf(line), &Colors::tx1, line.deciding};
  name.tip = tipOf(line);
  if (line.deciding) {
    name.tip = tr("%1; this metric decides").arg(name.tip);
  }
  if (line.bytes) {
    return byteRow(line, std::move(name), compared);
  }
  PlainCell ours = valueCell(line.challenger, decimals, true);
  ours.tip = line.undefined.empty() ? QString() : phraseText(text::Phrase::say(line.undefined));
  if (!compared) {
    return {name, ours};
  }
  PlainCell delta{QString(kMissing), &Colors::tx3};
  if (line.difference) {
    delta.text = metricText(*line.difference, decimals);
    delta.text = *line.difference > 0 ? QLatin1Char('+') + delta.text : delta.text;
    delta.color = colorOf(line.judgement);
  }
  PlainCell interval;
  if (line.interval) {
    interval.text =
        tr("%1 to %2")
            .arg(metricText(line.interval->low, decimals), metricText(line.interval->high, decimals));
  }
  PlainCell forest;
  forest.paint = forestPaint(line);
  return {name, valueCell(line.champion, decimals), ours, delta, interval, forest, verdictOf(line.judgement)};
}

PlainCell MetricTable::verdictOf(Judgement judgement) {
  PlainCell verdict{{}, colorOf(judgement)};
  switch (judgement) {
    case Judgement::Better:
      verdict.text = tr("Better");
      verdict.icon = QStringLiteral("check");
      break;
    case Judgement::Worse:
      verdict.text = tr("Worse");
      verdict.icon = QStringLiteral("chevron-up");
      break;
    case Judgement::Unclear:
      verdict.text = tr("No clear change");
      verdict.icon = QStringLiteral("in-review");
      break;
    case Judgement::None:
      verdict.text = tr("Not judged");
      verdict.color = &Colors::tx3;
      break;
  }
  return verdict;
}

// --- slices

SliceTable::SliceTable(QWidget* parent) : PlainTable(tr("Slices"), kSliceRow, parent) {}

void SliceTable::show(const ReviewFacts& facts, bool all) {
  std::vector<const SliceLine*> lines;
  for (const SliceLine& line : facts.slices) {
    if (all || line.judged) {
      lines.push_back(&line);
    }
  }
  if (!all) {
    std::ranges::stable_sort(lines, [](const SliceLine* left, const SliceLine* right) {
      return left->regression.value_or(-1e300) > right->regression.value_or(-1e300);
    });
    lines.resize(std::min(lines.size(), kShort));
  }
  Axis axis{1e300, -1e300};
  for (const SliceLine* line : lines) {
    for (const auto& value : {line->champion, line->challenger}) {
      if (value) {
        axis.low = std::min(axis.low, *value);
        axis.high = std::max(axis.high, *value);
      }
    }
  }
  std::vector<PlainColumn> columns{{tr("Slice"), 0}, {tr("rows"), 52, Qt::AlignRight, true}};
  PlainColumn plot{{}, 132};
  plot.paintHeader = axisPaint(axis);
  columns.push_back(std::move(plot));
  columns.push_back({tr("Δ"), 64, Qt::AlignRight, true});
  std::vector<std::vector<PlainCell>> rows;
  for (const SliceLine* line : lines) {
    const ColorRole role = !line->regression       ? &Colors::bar
                           : *line->regression > 0 ? &Colors::err
                                                   : &Colors::ok;
    PlainCell name{tr("%1: %2").arg(fromUtf8(line->column), phraseText(line->slice)), &Colors::tx1};
    PlainCell count{countText(line->rows), &Colors::tx2};
    count.tip =
        line->judged ? tr("%n rows", nullptr, static_cast<int>(line->rows)) : tr("too few rows to be judged");
    PlainCell pair;
    pair.paint = dumbbellPaint(*line, axis, role);
    PlainCell change{QString(kMissing), &Colors::tx3};
    if (line->regression && line->champion && line->challenger) {
      const double difference = *line->challenger - *line->champion;
      change.text = deltaGlyph(difference) + QStringLiteral("\u2009") +
                    deltaText(difference, decimalsOf(line->champion, line->challenger));
      change.color = line->judged ? role : &Colors::tx3;
      change.strong = line->shown;
      change.tip = betterOf(*line) ? tr("%1 better").arg(percentText(-*line->regression))
                                   : tr("%1 worse").arg(percentText(*line->regression));
    }
    rows.push_back({name, count, pair, change});
  }
  setContent(std::move(columns), std::move(rows));
}

// --- facts

FactTable::FactTable(const QString& name, QWidget* parent) : PlainTable(name, kFactRow, parent) {}

QString FactTable::title(const std::string& name) {
  return name == "run"        ? tr("Run")
         : name == "by"       ? tr("Trained by")
         : name == "started"  ? tr("Started")
         : name == "commit"   ? tr("Commit")
         : name == "source"   ? tr("Program")
         : name == "datasets" ? tr("Data")
                              : fromUtf8(name);
}

// A moment stands in the evidence in UTC, on screen in local time.
QString FactTable::value(const FactLine& line, const std::string& side) {
  const auto time = line.name == "started" ? parseIso8601(side) : std::nullopt;
  return side.empty() ? QString(kMissing) : time ? isoTimeText(*time) : fromUtf8(side);
}

void FactTable::show(const ReviewFacts& facts, const std::vector<FactLine>& lines, bool header) {
  const registry::ReviewInfo& info = facts.review.info;
  std::vector<PlainColumn> columns{{accessibleName(), 0}, {versionText(info.version), 0, Qt::AlignRight}};
  if (info.replaces > 0) {
    columns.insert(columns.begin() + 1, {versionText(info.replaces), 0, Qt::AlignRight});
  }
  std::vector<std::vector<PlainCell>> rows;
  for (const FactLine& line : lines) {
    PlainCell ours{value(line, line.challenger), line.differs ? &Colors::tx1 : &Colors::tx2, line.differs};
    std::vector<PlainCell> row{{header ? title(line.name) : fromUtf8(line.name), &Colors::tx2}, ours};
    if (info.replaces > 0) {
      row.insert(row.begin() + 1, {value(line, line.champion)});
    }
    rows.push_back(std::move(row));
  }
  setContent(std::move(columns), std::move(rows));
}

// --- fairness

DisparityTable::DisparityTable(QWidget* parent) : PlainTable(tr("Fairness"), kFactRow, parent) {}

void DisparityTable::show(const ReviewFacts& facts) {
  const registry::ReviewInfo& info = facts.review.info;
  std::vector<PlainColumn> columns{
      {tr("Between groups of"), 110},
      {tr("Difference in"), 0},
      {versionText(info.replaces), 76, Qt::AlignRight, true, info.replaces > 0 ? 0 : 100000},
      {versionText(info.version), 76, Qt::AlignRight, true},
      {tr("Lowest"), 110, Qt::AlignLeft, false, 620},
      {tr("Highest"), 110, Qt::AlignLeft, false, 620}};
  std::vector<std::vector<PlainCell>> rows;
  for (const DisparityLine& line : facts.disparities) {
    QString name = fromUtf8(line.name);
    name.replace(QLatin1Char('_'), QLatin1Char(' '));
    const int decimals = 3;
    rows.push_back({{fromUtf8(line.column), &Colors::tx1},
                    {name},
                    valueCell(line.champion, decimals),
                    valueCell(line.challenger, decimals, true),
                    {phraseText(line.lowest)},
                    {phraseText(line.highest)}});
  }
  setContent(std::move(columns), std::move(rows));
}

// --- files

FileTable::FileTable(QWidget* parent) : PlainTable(tr("Files"), kFactRow, parent) {}

void FileTable::show(const ReviewFacts& facts) {
  std::vector<PlainColumn> columns{{tr("File"), 0},
                                   {tr("Size"), 76, Qt::AlignRight, true},
                                   {tr("SHA-256"), 104},
                                   {tr("What a pickle would import"), 0, Qt::AlignLeft, false, 520}};
  std::vector<std::vector<PlainCell>> rows;
  for (const FileLine& line : facts.files) {
    PlainCell digest{fromUtf8(line.digest).left(12), &Colors::tx2};
    digest.code = true;
    digest.tip = fromUtf8(line.digest);
    PlainCell pickle{line.pickle.empty() ? tr("no pickle") : phraseText(line.pickle),
                     line.dangerous        ? &Colors::err
                     : line.pickle.empty() ? &Colors::tx3
                                           : &Colors::tx2};
    pickle.icon = line.dangerous ? QStringLiteral("warning") : QString();
    rows.push_back({{fromUtf8(line.path), &Colors::tx1},
                    {byteText(static_cast<std::uint64_t>(std::max<std::int64_t>(0, line.bytes)))},
                    digest,
                    pickle});
  }
  setContent(std::move(columns), std::move(rows));
}

// --- importance

ImportanceTable::ImportanceTable(QWidget* parent) : PlainTable(tr("What matters most"), kSliceRow, parent) {}

void ImportanceTable::show(const ReviewFacts& facts) {
  std::vector<std::vector<PlainCell>> rows;
  for (const ImportanceLine& line : facts.importance) {
    PlainCell bar;
    bar.paint = [share = line.share](QPainter& painter, const QRectF& rect) {
      drawPanel(painter, QRectF(rect.left(), rect.center().y() - 5, std::max(1.0, rect.width() * share), 10),
                2, colors().bar, Qt::transparent);
    };
    PlainCell permuted{line.permuted ? metricText(*line.permuted) : QString(kMissing),
                       line.permuted ? &Colors::tx2 : &Colors::tx3};
    if (line.permuted && line.deviation) {
      permuted.tip = tr("± %1 over repeats").arg(metricText(*line.deviation));
    }
    rows.push_back({{fromUtf8(line.input), &Colors::tx1}, bar, {metricText(line.mean)}, std::move(permuted)});
  }
  const QString metric = fromUtf8(facts.deciding);
  setContent({{tr("Input"), 160},
              {tr("Mean size of its contributions (TreeSHAP)"), 0},
              {{}, 72, Qt::AlignRight, true},
              {tr("%1 worse when shuffled").arg(metric), 152, Qt::AlignRight, true, 520}},
             std::move(rows));
}

}  // namespace tatara::ui

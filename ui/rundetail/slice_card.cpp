#include "ui/rundetail/slice_card.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/base/number_text.h"
#include "ui/base/phrase_text.h"
#include "ui/base/theme.h"
#include "ui/base/tip_text.h"
#include "ui/base/type.h"
#include "ui/base/utf8.h"
#include "ui/chart/chart_card.h"

namespace tatara::ui {
namespace {

constexpr double kSliceHeader = 26;
constexpr double kSliceRow = 27;
constexpr double kSliceSide = 12;
constexpr double kLeastBar = 60;
constexpr double kNumberColumn = 76;

void drawRight(QPainter& painter, const QRectF& row, double right, const QString& text) {
  drawTabular(painter, QRectF(right - kNumberColumn, row.top(), kNumberColumn, row.height()), Qt::AlignRight,
              text);
}

}  // namespace

QString sliceName(const evaluate::RunSlice& slice) {
  QStringList parts;
  for (const evaluate::RunSlice::Condition& condition : slice.conditions) {
    parts << fromUtf8(condition.column) + QLatin1Char(' ') + phraseText(condition.value);
  }
  return parts.join(QStringLiteral(" · "));
}

QString measureName(std::string_view measure) {
  return measure == "mae"        ? SliceChart::tr("MAE")
         : measure == "log_loss" ? SliceChart::tr("log loss")
                                 : SliceChart::tr("error rate");
}

void SliceChart::setSlices(evaluate::RunSlices slices, const QString& unit) {
  m_slices = std::move(slices);
  m_unit = unit;
  std::vector<double> losses;
  for (const evaluate::RunSlice& slice : m_slices.slices) {
    losses.push_back(slice.loss);
  }
  m_decimals = columnDecimals(losses);
  update();
}

ChartTable SliceChart::table() const {
  const QString measure = measureName(m_slices.measure);
  ChartTable::Column names{tr("Slice"), {}, {}};
  ChartTable::Column rows{tr("Rows"), {}, {}};
  ChartTable::Column losses{measure, {}, {}};
  ChartTable::Column others{tr("%1 of all other rows").arg(measure), {}, {}};
  ChartTable::Column baseline{tr("%1 of the baseline").arg(measure), {}, {}};
  for (const evaluate::RunSlice& slice : m_slices.slices) {
    names.texts << sliceName(slice);
    rows.values.push_back(static_cast<double>(slice.rows));
    losses.values.push_back(slice.loss);
    others.values.push_back(slice.others);
    baseline.values.push_back(slice.baseline.value_or(std::nan("")));
  }
  ChartTable table{{names, rows, losses, others}};
  if (m_slices.baseline) {
    table.columns.push_back(baseline);
  }
  return table;
}

SliceChart::Places SliceChart::placesIn(const QRectF& rect) const {
  const double deltas = m_slices.baseline ? kNumberColumn + 12 : 0;
  const double numbers = 2 * kNumberColumn + deltas;
  const double free = rect.width() - 2 * kSliceSide - numbers;
  const double bar = std::max(free * 0.32, kLeastBar);
  Places places{};
  places.end = rect.right() - kSliceSide;
  places.bar = places.end - bar;
  places.delta = places.bar - 20;
  places.loss = places.delta - deltas;
  places.rows = places.loss - kNumberColumn;
  places.name = places.rows - kNumberColumn;
  return places;
}

double SliceChart::greatest() const {
  double most = 0;
  for (const evaluate::RunSlice& slice : m_slices.slices) {
    most = std::max({most, slice.loss, slice.baseline.value_or(0)});
  }
  return most;
}

void SliceChart::paintHeader(QPainter& painter, const QRectF& rect, const Places& places) const {
  const Colors& c = colors();
  const QRectF row(rect.left(), rect.top(), rect.width(), kSliceHeader);
  painter.fillRect(row, c.bg2);
  painter.fillRect(QRectF(row.left(), row.bottom() - 1, row.width(), 1), c.line);
  painter.setFont(ui::font(TextRole::Header));
  painter.setPen(c.tx2);
  painter.drawText(QRectF(rect.left() + kSliceSide, row.top(), places.name, row.height()),
                   Qt::AlignLeft | Qt::AlignVCenter, tr("Slice"));
  drawRight(painter, row, places.rows, tr("Rows"));
  drawRight(painter, row, places.loss, measureName(m_slices.measure));
  if (m_slices.baseline) {
    drawRight(painter, row, places.delta, tr("Δ baseline"));
  }
  const QString scale = tr("0 to %1").arg(metricText(greatest(), m_decimals)) +
                        (m_unit.isEmpty() ? QString() : QLatin1Char(' ') + m_unit);
  painter.drawText(
      QRectF(places.bar, row.top(), places.end - places.bar, row.height()), Qt::AlignLeft | Qt::AlignVCenter,
      painter.fontMetrics().elidedText(scale, Qt::ElideRight, static_cast<int>(places.end - places.bar)));
}

void SliceChart::paintRow(QPainter& painter, const QRectF& row, const Places& places,
                          const evaluate::RunSlice& slice) const {
  const Colors& c = colors();
  painter.fillRect(QRectF(row.left(), row.bottom() - 1, row.width(), 1), c.line);
  painter.setFont(ui::font(TextRole::Cell));
  painter.setPen(c.tx1);
  const double width = std::max(places.name - row.left() - kSliceSide, 10.0);
  painter.drawText(
      QRectF(row.left() + kSliceSide, row.top(), width, row.height()), Qt::AlignLeft | Qt::AlignVCenter,
      painter.fontMetrics().elidedText(sliceName(slice), Qt::ElideMiddle, static_cast<int>(width)));
  drawRight(painter, row, places.rows, countText(static_cast<std::int64_t>(slice.rows)));
  drawRight(painter, row, places.loss, metricText(slice.loss, m_decimals));
  if (slice.baseline) {
    const double delta = slice.loss - *slice.baseline;
    painter.setPen(delta == 0 ? c.tx3 : delta < 0 ? c.ok : c.err);
    drawRight(painter, row, places.delta,
              QString(deltaGlyph(delta)) + QLatin1Char(' ') + deltaText(delta, m_decimals));
  }
  const double most = greatest();
  const QRectF track(places.bar, row.center().y() - 2, places.end - places.bar, 4);
  painter.setPen(Qt::NoPen);
  painter.setBrush(c.bg3);
  painter.drawRoundedRect(track, 2, 2);
  if (most > 0) {
    QRectF bar = track;
    bar.setWidth(std::max(track.width() * slice.loss / most, 1.0));
    painter.setBrush(c.bar);
    painter.drawRoundedRect(bar, 2, 2);
    const double mark = slice.baseline.value_or(m_slices.loss) / most * (track.width() - 2);
    painter.fillRect(QRectF(track.left() + std::round(mark), row.center().y() - 6, 2, 12), c.tx1);
  }
}

void SliceChart::paintChart(QPainter& painter, const QRectF& rect) {
  painter.setRenderHint(QPainter::Antialiasing);
  const Places places = placesIn(rect);
  paintHeader(painter, rect, places);
  const auto fitting =
      static_cast<std::size_t>(std::max(1.0, std::floor((rect.height() - kSliceHeader) / kSliceRow)));
  const std::size_t count = m_slices.slices.size();
  const std::size_t shown = count <= fitting ? count : fitting - 1;
  double y = rect.top() + kSliceHeader;
  for (std::size_t i = 0; i < shown; ++i, y += kSliceRow) {
    paintRow(painter, QRectF(rect.left(), y, rect.width(), kSliceRow), places, m_slices.slices[i]);
  }
  if (shown < count) {
    painter.setFont(ui::font(TextRole::Caption));
    painter.setPen(colors().tx3);
    painter.drawText(QRectF(rect.left() + kSliceSide, y, rect.width() - 2 * kSliceSide, kSliceRow),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     tr("%n more; enlarge the card to see them", nullptr, static_cast<int>(count - shown)));
  }
}

void SliceChart::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paintChart(painter, QRectF(rect()));
}

bool SliceChart::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) {
    return ChartView::event(event);
  }
  const auto* help = static_cast<QHelpEvent*>(event);
  const auto at = static_cast<int>(std::floor((help->pos().y() - kSliceHeader) / kSliceRow));
  if (at >= 0 && at < static_cast<int>(m_slices.slices.size())) {
    const evaluate::RunSlice& slice = m_slices.slices[static_cast<std::size_t>(at)];
    const QString measure = measureName(m_slices.measure);
    QStringList lines{sliceName(slice), tr("%1 %2, of all other rows %3")
                                            .arg(measure, metricText(slice.loss, m_decimals),
                                                 metricText(slice.others, m_decimals))};
    if (slice.baseline) {
      lines << tr("the baseline here %1").arg(metricText(*slice.baseline, m_decimals));
    }
    QToolTip::showText(help->globalPos(), tipText(lines.join(QLatin1Char('\n'))), this);
  } else {
    QToolTip::hideText();
  }
  return true;
}

SliceCard::SliceCard(std::shared_ptr<store::Store> store, QWidget* stage, QWidget* parent)
    : QObject(parent),
      m_store(std::move(store)),
      m_chart(new SliceChart),
      m_card(new ChartCard(tr("Worst slices"), m_chart, parent)),
      m_job([this](Result<SliceAnswer> answer) { take(std::move(answer)); }) {
  m_card->setStage(stage);
  m_card->hide();
}

void SliceCard::setRun(const RunFactsPtr& facts) {
  m_facts = facts;
  m_card->setVisible(hasSlices(*facts));
  if (!hasSlices(*facts)) {
    m_job.cancel();
    m_shownFor.clear();
    return;
  }
  QString wanted = fromUtf8(facts->run.info.id.value());
  if (facts->baseline) {
    wanted += fromUtf8(facts->baseline->info.id.value());
  }
  for (const RunFile& file : facts->files) {
    if (file.name.starts_with("predictions/") || file.name.starts_with("reproduce/")) {
      wanted += fromUtf8(file.info.digest.hex());
    }
  }
  if (wanted != m_shownFor) {
    m_shownFor = wanted;
    m_card->setSubtitle({});
    start(SliceCause::Opened);
  }
}

void SliceCard::start(SliceCause cause) {
  m_card->showLoading();
  m_job.start([store = m_store, facts = m_facts, cause](std::stop_token stop) {
    return loadSlices(store, facts, cause, stop);
  });
}

void SliceCard::take(Result<SliceAnswer> answer) {
  if (!answer) {
    const ErrorKind kind = answer.error().kind;
    if (kind == ErrorKind::NotFound || kind == ErrorKind::Conflict) {
      m_card->showEmpty(tr("The data that this run learned from is not there any more"));
    } else {
      m_card->showError(answer.error(), [this] { start(SliceCause::Asked); });
    }
    return;
  }
  if (answer->left) {
    m_card->showEmpty(
        tr("Its data is %1 and would be read whole").arg(byteText(static_cast<std::uint64_t>(*answer->left))),
        tr("Find worst slices"), [this] { start(SliceCause::Asked); });
    return;
  }
  const auto looked = countText(static_cast<std::int64_t>(answer->slices.lookedAt));
  if (answer->slices.slices.empty()) {
    m_card->showEmpty(
        tr("No part of the held-out rows is clearly worse than the rest; %1 were looked at").arg(looked));
    return;
  }
  QString unit;
  if (answer->slices.measure == "mae" && m_facts->primaryMetric) {
    unit = fromUtf8(track::meaningOf(m_facts->experiment, *m_facts->primaryMetric).unit);
  }
  m_card->setSubtitle(
      tr("validation, sorted by %1, of %2 looked at").arg(measureName(answer->slices.measure), looked));
  m_card->setToolTip(
      tr("Parts of the held-out rows by one column or two whose errors are clearly greater than those of all "
         "others; the mark is the baseline on the same rows, else the mean of all rows"));
  m_chart->setSlices(std::move(answer->slices), unit);
  m_card->showChart();
}

}  // namespace tatara::ui

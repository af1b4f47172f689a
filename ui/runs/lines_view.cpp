#include "ui/runs/lines_view.h"

#include <QAction>
#include <QFocusEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/base/type.h"

namespace tatara::ui {
namespace {

constexpr double kTitle = 18;
constexpr double kLeastCell = 220;

// On a logarithmic axis of what is positive. A paged curve's least positive value would have to be read; the
// least of its buckets' values that is positive is at most a bucket off, and the greatest is exact.
Extremes shownExtremes(const CurveData& curve, AxisScale scale) {
  if (scale == AxisScale::Linear || curve.notPositive() == 0) {
    return curve.extremes();
  }
  Extremes positive;
  if (!curve.paged()) {
    for (const double y : curve.y()) {
      positive.include(y > 0 ? y : std::nan(""));
    }
    return positive;
  }
  const CurveLevels& levels = curve.levels();
  for (std::size_t i = 0; i * CurveLevels::kBucket < curve.size(); ++i) {
    const Extremes bucket = levels.bucket(0, i);
    for (const double y : {bucket.low, bucket.high}) {
      positive.include(y > 0 ? y : std::nan(""));
    }
  }
  return positive;
}

// What all facets' lines and bands reach, with a little room.
std::optional<AxisRange> commonRange(const std::vector<LinesView::Facet>& facets, AxisScale scale) {
  Extremes all;
  for (const LinesView::Facet& facet : facets) {
    for (const Curve& curve : facet.curves) {
      for (const CurvePtr& data : {curve.data, curve.band.low, curve.band.high}) {
        if (data) {
          all.include(shownExtremes(*data, scale));
        }
      }
    }
  }
  if (!(all.low < all.high)) {
    return std::nullopt;
  }
  if (scale == AxisScale::Log) {
    const double room = std::pow(all.high / all.low, 0.04);
    return AxisRange{all.low / room, all.high * room};
  }
  const double room = (all.high - all.low) * 0.04;
  return AxisRange{all.low - room, all.high + room};
}

}  // namespace

LinesView::LinesView(ChartLink* link, QWidget* parent) : ChartView(parent), m_link(link) {
  setFocusPolicy(Qt::StrongFocus);
}

void LinesView::setLines(std::vector<Facet> facets, const LineOptions& options,
                         std::vector<ChartLevel> levels) {
  m_left = facets.size() - std::min(facets.size(), kMostFacets);
  facets.resize(std::max<std::size_t>(std::min(facets.size(), kMostFacets), 1));
  LineOptions each = options;
  if (facets.size() > 1 && !each.yRange) {
    each.yRange = commonRange(facets, options.yScale);
  }
  while (m_charts.size() > facets.size()) {
    m_charts.back()->deleteLater();
    m_charts.back()->hide();
    m_charts.pop_back();
  }
  while (m_charts.size() < facets.size()) {
    auto* chart = new LineChart(m_link, this);
    connect(chart, &LineChart::curveClicked, this, &LinesView::curveClicked);
    connect(chart, &LineChart::curvesChosen, this, &LinesView::curvesChosen);
    connect(chart, &ChartView::noteChanged, this, &ChartView::noteChanged);
    m_charts.push_back(chart);
  }
  m_titles.clear();
  for (const Facet& facet : facets) {
    m_titles.push_back(facet.title);
  }
  arrange();
  for (std::size_t i = 0; i < facets.size(); ++i) {
    m_charts[i]->setAccessibleName(facets.size() > 1 ? facets[i].title : accessibleName());
    each.fit = m_charts[i]->options().fit;  // a person chose it there
    m_charts[i]->setOptions(each);
    m_charts[i]->setLevels(levels);
    m_charts[i]->setCurves(std::move(facets[i].curves));
    m_charts[i]->show();
  }
  update();
}

bool LinesView::settled() const {
  return std::all_of(m_charts.begin(), m_charts.end(),
                     [](const LineChart* chart) { return chart->settled(); });
}

std::vector<QRectF> LinesView::cells(const QRectF& rect) const {
  const auto count = static_cast<int>(m_charts.size());
  const int columns =
      std::clamp(static_cast<int>(rect.width() / kLeastCell), 1,
                 count <= 3 ? std::max(count, 1) : static_cast<int>(std::ceil(std::sqrt(count))));
  const int rows = (count + columns - 1) / columns;
  std::vector<QRectF> result;
  for (int i = 0; i < count; ++i) {
    const double width = rect.width() / columns;
    const double height = rect.height() / rows;
    result.emplace_back(rect.left() + (i % columns) * width, rect.top() + (i / columns) * height, width,
                        height);
  }
  return result;
}

void LinesView::arrange() {
  const std::vector<QRectF> places = cells(QRectF(rect()));
  const double title = m_charts.size() > 1 ? kTitle : 0;
  for (std::size_t i = 0; i < places.size(); ++i) {
    m_charts[i]->setGeometry(places[i].adjusted(0, title, 0, 0).toAlignedRect().intersected(rect()));
  }
}

void LinesView::resizeEvent(QResizeEvent*) {
  arrange();
}

void LinesView::focusInEvent(QFocusEvent* event) {
  if (!m_charts.empty()) {
    m_charts.front()->setFocus(event->reason());
  }
}

void LinesView::paintEvent(QPaintEvent*) {
  if (m_charts.size() < 2) {
    return;
  }
  QPainter painter(this);
  painter.setFont(ui::font(TextRole::Badge));
  painter.setPen(colors().tx2);
  const std::vector<QRectF> places = cells(QRectF(rect()));
  for (std::size_t i = 0; i < places.size(); ++i) {
    painter.drawText(QRectF(places[i].left() + 10, places[i].top(), places[i].width() - 14, kTitle),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(m_titles[i], Qt::ElideMiddle,
                                                      static_cast<int>(places[i].width()) - 14));
  }
}

void LinesView::paintChart(QPainter& painter, const QRectF& rect) {
  const std::vector<QRectF> places = cells(rect);
  const bool facets = m_charts.size() > 1;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (facets) {
      painter.setFont(ui::font(TextRole::Badge));
      painter.setPen(colors().tx2);
      painter.drawText(QRectF(places[i].left() + 10, places[i].top(), places[i].width() - 14, kTitle),
                       Qt::AlignLeft | Qt::AlignVCenter, m_titles[i]);
    }
    m_charts[i]->paintChart(painter, places[i].adjusted(0, facets ? kTitle : 0, 0, 0));
  }
}

QString LinesView::note() const {
  QStringList notes;
  if (m_left > 0) {
    notes << tr("%n more group(s) not drawn", nullptr, static_cast<int>(m_left));
  }
  for (const LineChart* chart : m_charts) {
    if (const QString note = chart->note(); !note.isEmpty() && !notes.contains(note)) {
      notes << note;
    }
  }
  return notes.join(QStringLiteral(" · "));
}

QList<QAction*> LinesView::chartActions() {
  if (m_charts.size() == 1) {
    return m_charts.front()->chartActions();
  }
  auto* reset = new QAction(tr("Show all"), this);
  connect(reset, &QAction::triggered, this, [this] {
    for (LineChart* chart : m_charts) {
      chart->resetZoom();
    }
  });
  return {reset};
}

// One facet's table; several get a first column that says which.
ChartTable LinesView::table() const {
  if (m_charts.size() == 1) {
    return m_charts.front()->table();
  }
  ChartTable all;
  all.columns.push_back({tr("Group"), {}, {}});
  for (std::size_t i = 0; i < m_charts.size(); ++i) {
    const ChartTable one = m_charts[i]->table();
    const std::size_t before = static_cast<std::size_t>(all.columns[0].texts.size());
    for (std::size_t row = 0; row < one.rows(); ++row) {
      all.columns[0].texts.push_back(m_titles[i]);
    }
    for (const ChartTable::Column& column : one.columns) {
      auto found = std::find_if(all.columns.begin() + 1, all.columns.end(),
                                [&](const ChartTable::Column& known) { return known.name == column.name; });
      if (found == all.columns.end()) {
        found = all.columns.insert(found, {column.name, {}, {}});
      }
      found->values.resize(before, std::nan(""));
      found->values.insert(found->values.end(), column.values.begin(), column.values.end());
    }
  }
  return all;
}

}  // namespace tatara::ui

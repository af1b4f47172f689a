#include "ui/rundetail/metric_charts.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/chart/chart_card.h"
#include "ui/curves/block_pages.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"

namespace tatara::ui {
namespace {

constexpr std::size_t kMostCharts = 24;
constexpr int kCardHeight = 224;
constexpr int kCardWidth = 420;
constexpr int kMostCardWidth = 900;

}  // namespace

CurvePtr curveIn(const std::map<std::string, CurvePtr>& curves, const std::string& key) {
  const auto found = curves.find(key);
  return found == curves.end() ? nullptr : found->second;
}

CurvePtr curveOf(const std::vector<series::Point>& points, XUnit unit, Timestamp started) {
  std::vector<double> x;
  std::vector<double> y;
  x.reserve(points.size());
  y.reserve(points.size());
  const std::int64_t origin = toUnixMillis(started);
  for (const series::Point& point : points) {
    x.push_back(unit == XUnit::Step       ? static_cast<double>(point.step)
                : unit == XUnit::Duration ? static_cast<double>(point.timestamp - origin) / 1000
                                          : static_cast<double>(point.timestamp));
    y.push_back(point.value);
  }
  return CurveData::make(std::move(x), std::move(y));
}

MetricCharts::MetricCharts(Kind kind, std::shared_ptr<store::Store> store, QWidget* parent)
    : QWidget(parent),
      m_kind(kind),
      m_store(std::move(store)),
      m_limit(kMostCharts),
      m_job([this](Result<Loaded> loaded) { take(std::move(loaded)); }) {
  m_search = new SearchField(tr("Search metrics"), this);
  m_search->setFixedWidth(260);
  m_axis = new SegmentedControl(this);
  m_axis->addSegment(tr("Step"));
  m_axis->addSegment(tr("Relative time"));
  m_axis->addSegment(tr("Wall time"));
  m_axis->setCurrent(kind == Kind::System ? 1 : 0);
  m_count = new Label(QString(), TextRole::Cell, &Colors::tx3, this);
  auto* strip = new QHBoxLayout;
  strip->setContentsMargins(kPanelMargin, 6, kPanelMargin, 6);
  strip->setSpacing(10);
  strip->addWidget(m_search);
  strip->addWidget(m_count);
  strip->addStretch();
  auto* axisLabel = new Label(tr("X axis"), TextRole::Cell, &Colors::tx3, this);
  strip->addWidget(axisLabel);
  strip->addWidget(m_axis);
  m_area = new QScrollArea(this);
  m_area->setFrameShape(QFrame::NoFrame);
  m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_area->viewport()->setAutoFillBackground(false);
  m_grid = new QWidget;
  m_grid->setAutoFillBackground(false);
  m_area->setWidget(m_grid);
  m_more = makeButton(QString(), {}, ButtonKind::Normal, m_grid);
  m_more->hide();
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addLayout(strip);
  layout->addWidget(m_area, 1);
  connect(m_search, &QLineEdit::textChanged, this, [this] {
    m_limit = kMostCharts;
    rebuild();
  });
  connect(m_axis, &SegmentedControl::currentChanged, this, &MetricCharts::refresh);
  connect(m_more, &QPushButton::clicked, this, [this] {
    m_limit += kMostCharts;
    rebuild();
  });
}

QWidget* MetricCharts::filterField() {
  return m_search;
}

XUnit MetricCharts::unit() const {
  return m_axis->current() == 0 ? XUnit::Step : m_axis->current() == 1 ? XUnit::Duration : XUnit::Time;
}

void MetricCharts::setRun(const RunFactsPtr& facts, const RunStyle& style, const RunStyle& baselineStyle) {
  const bool another = !m_facts || m_facts->run.info.key != facts->run.info.key;
  m_facts = facts;
  m_style = style;
  m_baselineStyle = baselineStyle;
  if (another) {
    m_loaded = {};
    m_limit = kMostCharts;
    m_link.setRange(XUnit::Step, {});
    m_link.setRange(XUnit::Duration, {});
    m_link.setRange(XUnit::Time, {});
  }
  if (isVisible()) {
    rebuild();
  }
}

void MetricCharts::showEvent(QShowEvent*) {
  if (m_facts) {
    rebuild();
  }
}

std::vector<std::string> MetricCharts::wantedKeys() const {
  std::vector<std::string> keys;
  const QString words = m_search->text().trimmed();
  for (const track::MetricSummary& metric : m_facts->run.metrics) {
    if (isSystemMetric(metric.key) == (m_kind == Kind::System) &&
        QString::fromStdString(metric.key).contains(words, Qt::CaseInsensitive)) {
      keys.push_back(metric.key);
    }
  }
  // The deciding metric first; the rest by name.
  if (m_facts->primaryMetric) {
    std::ranges::stable_partition(keys,
                                  [this](const std::string& key) { return key == *m_facts->primaryMetric; });
  }
  return keys;
}

void MetricCharts::rebuild() {
  std::vector<std::string> keys = wantedKeys();
  const std::size_t all = keys.size();
  m_count->setText(tr("%n metric(s)", nullptr, static_cast<int>(all)));
  keys.resize(std::min(keys.size(), m_limit));
  m_more->setVisible(all > keys.size());
  m_more->setText(tr("Show %n more", nullptr, static_cast<int>(std::min(all - keys.size(), kMostCharts))));
  for (auto at = m_cards.begin(); at != m_cards.end();) {
    if (std::ranges::find(keys, at->first) == keys.end()) {
      at->second->deleteLater();
      at = m_cards.erase(at);
    } else {
      ++at;
    }
  }
  m_order = std::move(keys);
  for (const std::string& key : m_order) {
    if (!m_cards.contains(key)) {
      const QString name = QString::fromStdString(key);
      auto* card = new ChartCard(m_kind == Kind::System ? name.mid(7) : name, new LineChart(&m_link), m_grid);
      card->setSubtitle(QString::fromStdString(track::meaningOf(m_facts->experiment, key).unit));
      card->setStage(m_area->viewport());
      card->showLoading();
      card->show();
      m_cards[key] = card;
    }
  }
  place();
  refresh();
}

void MetricCharts::refresh() {
  if (!m_facts || !isVisible()) {
    return;
  }
  // A run that logs without pause must not cancel its own reading for ever: one is under way, one more
  // follows.
  if (m_job.running()) {
    m_again = true;
    return;
  }
  m_again = false;
  const std::size_t curves = m_order.size() * (m_facts->baseline ? 2 : 1);
  m_job.start([wanted = Wanted{m_store, m_order, unit(), pagedFrom(curves)}, facts = m_facts,
               before = m_loaded](std::stop_token stop) -> Result<Loaded> {
    Loaded loaded;
    loaded.unit = wanted.unit;
    const bool same = before.unit == wanted.unit;
    TATARA_ASSIGN(loaded.own, load(wanted, facts->run.info, same ? before.own : Curves(), stop));
    if (facts->baseline) {
      TATARA_ASSIGN(loaded.baseline,
                    load(wanted, facts->baseline->info, same ? before.baseline : Curves(), stop));
    }
    return loaded;
  });
}

Result<MetricCharts::Curves> MetricCharts::load(const Wanted& wanted, const track::RunInfo& run,
                                                const Curves& before, std::stop_token stop) {
  Curves curves;
  std::vector<std::string> rest;
  for (const std::string& key : wanted.keys) {
    const SeriesPlace place{wanted.store, run.key, key, wanted.unit, toUnixMillis(run.started)};
    TATARA_ASSIGN(CurvePtr stored, makePagedCurve(place, curveIn(before, key), stop, wanted.least));
    if (stored) {
      curves[key] = std::move(stored);
    } else {
      rest.push_back(key);
    }
  }
  if (rest.empty()) {
    return curves;
  }
  TATARA_ASSIGN(
      const std::vector<track::RunSeries> series,
      wanted.store->read(
          [&](sql::Connection& connection) { return track::loadRunSeries(connection, run.key, rest); },
          stop));
  for (const track::RunSeries& each : series) {
    curves[each.key] = curveOf(each.points, wanted.unit, run.started);
  }
  return curves;
}

void MetricCharts::take(Result<Loaded> loaded) {
  if (!loaded) {
    for (const auto& [key, card] : m_cards) {
      card->showError(loaded.error(), [this] { refresh(); });
    }
    return;
  }
  m_loaded = std::move(*loaded);
  for (const std::string& key : m_order) {
    fill(key);
  }
  if (m_again) {
    refresh();
  }
}

void MetricCharts::fill(const std::string& key) {
  const CurvePtr own = curveIn(m_loaded.own, key);
  ChartCard* card = m_cards[key];
  auto* chart = static_cast<LineChart*>(card->view());
  if (!own) {
    return;
  }
  LineOptions options = chart->options();
  options.xUnit = m_loaded.unit;
  options.xName = options.xUnit != XUnit::Step ? QString()
                  : countsRounds(m_facts->run) ? tr("Round")
                                               : tr("Step");
  options.better = track::meaningOf(m_facts->experiment, key).direction == track::Direction::HigherIsBetter
                       ? Better::Higher
                       : Better::Lower;
  std::vector<Curve> curves(1);
  curves[0].key = QString::fromStdString(m_facts->run.info.id.value());
  curves[0].label = QString::fromStdString(m_facts->run.info.name);
  curves[0].style = m_style;
  curves[0].data = own;
  const CurvePtr other = curveIn(m_loaded.baseline, key);
  if (other && other->size() > 0 && m_facts->baseline) {
    Curve baseline;
    baseline.key = QString::fromStdString(m_facts->baseline->info.id.value());
    baseline.label = QString::fromStdString(m_facts->baseline->info.name);
    baseline.style = m_baselineStyle;
    baseline.style.dash = RunDash::Long;
    baseline.data = other;
    curves.push_back(baseline);
  }
  chart->setOptions(options);
  chart->setCurves(std::move(curves));
  card->showChart();
}

void MetricCharts::place() {
  const int width = m_area->viewport()->width() - 2 * kPanelMargin;
  const int columns = std::max(1, (width + kCardGap) / (kCardWidth + kCardGap));
  const int card = std::min((width - (columns - 1) * kCardGap) / columns, kMostCardWidth);
  int index = 0;
  for (const std::string& key : m_order) {
    ChartCard* each = m_cards[key];
    if (!each->expanded()) {
      each->setGeometry(kPanelMargin + index % columns * (card + kCardGap),
                        4 + index / columns * (kCardHeight + kCardGap), card, kCardHeight);
    }
    ++index;
  }
  const int rows = (index + columns - 1) / columns;
  int bottom = 4 + rows * (kCardHeight + kCardGap);
  if (!m_more->isHidden()) {
    m_more->adjustSize();
    m_more->move(kPanelMargin, bottom);
    bottom += m_more->height() + kCardGap;
  }
  m_grid->resize(m_area->viewport()->width(), std::max(bottom + 6, m_area->viewport()->height()));
}

void MetricCharts::resizeEvent(QResizeEvent*) {
  if (m_facts) {
    place();
  }
}

bool MetricCharts::settled() const {
  return !m_job.running() && std::ranges::all_of(m_cards, [](const auto& each) {
    return static_cast<LineChart*>(each.second->view())->settled() || each.second->visibleRegion().isEmpty();
  });
}

}  // namespace tatara::ui

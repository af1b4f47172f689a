#include "ui/runs/comparison_area.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QSlider>
#include <QVBoxLayout>

#include "ui/async/release_later.h"
#include "ui/base/icon.h"
#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/chart/chart_card.h"
#include "ui/chart/line_chart.h"
#include "ui/runs/internal/comparison_layout.h"
#include "ui/runs/parallel_plot.h"
#include "ui/runs/run_list.h"
#include "ui/runs/small_plots.h"
#include "ui/shell/panel.h"
#include "ui/shell/selection_hub.h"
#include "ui/widget/card.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"

namespace tatara::ui {
namespace {

constexpr int kListWidth = 276;
constexpr std::size_t kMostCurves = 200;
constexpr std::size_t kCurveCache = 2000;

CurvePtr makeCurve(const std::vector<series::Point>& points, CurveAxis axis) {
  std::vector<double> x;
  std::vector<double> y;
  x.reserve(points.size());
  y.reserve(points.size());
  std::int64_t origin = 0;
  if (axis == CurveAxis::Relative && !points.empty()) {
    origin = std::min_element(points.begin(), points.end(), [](const auto& left, const auto& right) {
               return left.timestamp < right.timestamp;
             })->timestamp;
  }
  for (const series::Point& point : points) {
    switch (axis) {
      case CurveAxis::Step:
        x.push_back(static_cast<double>(point.step));
        break;
      case CurveAxis::Relative:
        x.push_back(static_cast<double>(point.timestamp - origin) / 1000.0);
        break;
      case CurveAxis::Wall:
        x.push_back(static_cast<double>(point.timestamp));
        break;
    }
    y.push_back(point.value);
  }
  return CurveData::make(std::move(x), std::move(y));
}

// White with a hairline, for the run list.
class Frame final : public QWidget {
 public:
  using QWidget::QWidget;

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    drawPanel(painter, QRectF(rect()), kCardRadius, colors().bg1, colors().line);
  }
};

}  // namespace

ComparisonArea::ComparisonArea(PanelContext& context, QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_link(new ChartLink(this)),
      m_curves(
          context.store,
          [](const std::vector<series::Point>& points) { return makeCurve(points, CurveAxis::Step); },
          [this] { fillLines(); }, kCurveCache),
      m_job([this](Result<InsightPtr> insight) {
        if (insight) {
          releaseLater(std::exchange(m_insight, std::move(*insight)));
          fillOthers();
        }
        if (std::exchange(m_insightBehind, false)) {
          startInsight();
        }
      }) {
  buildBar();
  buildBody();
  connectHub();
}

ComparisonArea::~ComparisonArea() = default;

void ComparisonArea::buildBar() {
  m_bar = new QWidget(this);
  m_bar->setFixedHeight(40);
  m_title = new Label(tr("Comparison"), TextRole::CardTitle, &Colors::tx1, m_bar);
  m_count = new Label(QString(), TextRole::Cell, &Colors::tx3, m_bar);
  m_axis = new SegmentedControl(m_bar);
  m_axis->setSmall(true);
  m_axis->addSegment(tr("Round"), {}, tr("Step, round or epoch, as logged"));
  m_axis->addSegment(tr("Relative time"), {}, tr("Time since the first point"));
  m_axis->addSegment(tr("Wall time"));
  m_axis->setAccessibleName(tr("X axis"));
  m_smoothing = new QSlider(Qt::Horizontal, m_bar);
  m_smoothing->setRange(0, 99);
  m_smoothing->setFixedWidth(96);
  m_smoothing->setAccessibleName(tr("Smoothing"));
  m_smoothingText = new Label(QStringLiteral("0.00"), TextRole::Cell, &Colors::tx1, m_bar);
  m_smoothingText->setTabular(true);
  m_scale = new SegmentedControl(m_bar);
  m_scale->setSmall(true);
  m_scale->addSegment(tr("Linear"));
  m_scale->addSegment(tr("Log"));
  m_scale->setAccessibleName(tr("Y axis"));
  m_add = makeButton(tr("Add chart"), QStringLiteral("add"), ButtonKind::Normal, m_bar);
  setControlSize(*m_add, ControlSize::Small);
  auto* row = new QHBoxLayout(m_bar);
  row->setContentsMargins(0, 0, 0, 4);
  row->setSpacing(8);
  row->addWidget(m_title);
  row->addWidget(m_count);
  row->addStretch(1);
  row->addWidget(new Label(tr("X axis"), TextRole::Cell, &Colors::tx3, m_bar));
  row->addWidget(m_axis);
  row->addSpacing(8);
  row->addWidget(new Label(tr("Smoothing"), TextRole::Cell, &Colors::tx3, m_bar));
  row->addWidget(m_smoothing);
  row->addWidget(m_smoothingText);
  row->addSpacing(4);
  row->addWidget(m_scale);
  row->addWidget(m_add);
  connect(m_axis, &SegmentedControl::currentChanged, this, [this](int index) {
    change(tr("X axis"), [index](ViewState& view) { view.axis = static_cast<CurveAxis>(index); });
  });
  connect(m_smoothing, &QSlider::valueChanged, this, [this](int value) {
    change(tr("Smoothing"), [value](ViewState& view) { view.smoothing = value / 100.0; });
  });
  connect(m_scale, &SegmentedControl::currentChanged, this, [this](int index) {
    change(tr("Y axis"), [index](ViewState& view) { view.logScale = index == 1; });
  });
  connect(m_add, &QPushButton::clicked, this, &ComparisonArea::addChartMenu);
}

void ComparisonArea::buildBody() {
  m_listCard = new Frame(this);
  m_listCard->setFixedWidth(kListWidth);
  m_listTitle = new Label(QString(), TextRole::CardTitle, &Colors::tx1, m_listCard);
  m_list = new RunList(m_listCard);
  m_listFooter = new Label(QString(), TextRole::Caption, &Colors::tx2, m_listCard);
  auto* column = new QVBoxLayout(m_listCard);
  column->setContentsMargins(1, 0, 1, 0);
  column->setSpacing(0);
  const auto inset = [column](Label* label, int height) {
    label->setFixedHeight(height);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(12, 0, 12, 0);
    row->addWidget(label);
    column->addLayout(row);
  };
  inset(m_listTitle, cardHeaderHeight());
  column->addWidget(makeLine(Qt::Horizontal));
  column->addWidget(m_list, 1);
  column->addWidget(makeLine(Qt::Horizontal));
  inset(m_listFooter, 30);
  m_scroll = new QScrollArea(this);
  m_scroll->setFrameShape(QFrame::NoFrame);
  m_scroll->setWidgetResizable(false);
  m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_scroll->viewport()->setAutoFillBackground(false);
  m_canvas = new QWidget;
  m_canvas->setAutoFillBackground(false);
  m_scroll->setWidget(m_canvas);
  m_scroll->viewport()->installEventFilter(this);
  auto* body = new QHBoxLayout;
  body->setContentsMargins(0, 0, 0, 0);
  body->setSpacing(kCardGap);
  body->addWidget(m_listCard);
  body->addWidget(m_scroll, 1);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  outer->setSpacing(0);
  outer->addWidget(m_bar);
  outer->addLayout(body, 1);
  connect(m_list, &RunList::checkRequested, this, &ComparisonArea::checkRequested);
  connect(m_list, &RunList::opened, this, &ComparisonArea::openRequested);
  connect(m_list, &RunList::hovered, this, &ComparisonArea::setHovered);
}

void ComparisonArea::connectHub() {
  SelectionHub& hub = m_context.selection;
  connect(&hub, &SelectionHub::hoveredChanged, this, [this] {
    const auto& hover = m_context.selection.hovered();
    const std::optional<track::RunKey> run =
        hover && hover->run ? std::optional<track::RunKey>(hover->run) : std::nullopt;
    QString id;
    for (const ShownRun& shown : m_shown) {
      id = run == shown.key ? shown.id : id;
    }
    m_link->setHovered(id);
    m_list->setHovered(run);
    for (const Item& item : m_items) {
      if (auto* parallel = qobject_cast<ParallelPlot*>(item.view)) {
        parallel->setHovered(run);
      } else if (auto* scatter = qobject_cast<ScatterPlot*>(item.view)) {
        scatter->setHovered(run);
      }
    }
  });
  connect(m_link, &ChartLink::hoveredChanged, this, [this] {
    for (const ShownRun& shown : m_shown) {
      if (shown.id == m_link->hovered()) {
        setHovered(shown.key);
        return;
      }
    }
    setHovered(std::nullopt);
  });
  connect(&hub, &SelectionHub::brushesChanged, this, [this] {
    for (const Item& item : m_items) {
      if (auto* parallel = qobject_cast<ParallelPlot*>(item.view)) {
        parallel->setBrushes(m_context.selection.brushes());
      }
    }
  });
}

void ComparisonArea::setHovered(std::optional<track::RunKey> run) {
  std::optional<Hover> hover;
  if (run) {
    hover = Hover{*run, std::nullopt, QString()};
  }
  m_context.selection.setHovered(hover);
}

void ComparisonArea::change(const QString& what, const std::function<void(ViewState&)>& edit) {
  ViewState view = m_input.view;
  edit(view);
  if (view != m_input.view) {
    m_input.view = view;
    Q_EMIT viewChanged(view, what);
  }
}

std::string ComparisonArea::metricOf(const RunChart& spec) const {
  return !spec.metric.empty() || m_input.listing == nullptr ? spec.metric
                                                            : m_input.listing->meanings->primary;
}

QString ComparisonArea::unitOf(const std::string& metric) const {
  return QString::fromStdString(m_input.listing->meanings->of(metric).unit);
}

std::vector<RunChart> ComparisonArea::wantedCharts() const {
  if (!m_input.view.charts.empty()) {
    return m_input.view.charts;
  }
  // The deciding metric, and the next that is better the same way.
  const Meanings& meanings = *m_input.listing->meanings;
  std::string second;
  for (const RunColumn& column : m_input.listing->sources) {
    if (column.origin == Origin::Metric && column.key != meanings.primary && second.empty() &&
        meanings.of(column.key).direction == meanings.of(meanings.primary).direction) {
      second = column.key;
    }
  }
  std::vector<RunChart> charts{{RunChartKind::Line, {}, {}, {}}};
  if (!second.empty()) {
    charts.push_back({RunChartKind::Line, second, {}, {}});
  }
  charts.push_back({RunChartKind::Parallel, {}, {}, {}});
  if (m_input.view.layout == RunsLayout::Charts) {
    charts.push_back({RunChartKind::Heatmap, {}, {}, {}});
    charts.push_back({RunChartKind::Differences, {}, {}, {}});
  } else {
    charts.push_back({RunChartKind::Scatter, {}, {}, {}});
    charts.push_back({RunChartKind::Importance, {}, {}, {}});
  }
  return charts;
}

void ComparisonArea::show(const ComparisonInput& input) {
  const bool other = input.listing != m_input.listing;
  const bool axisChanged = input.view.axis != m_curveAxis;
  const bool sameInput = !other && input.view == m_input.view && input.shown == m_input.shown &&
                         input.selected == m_input.selected;
  m_input = input;
  if (axisChanged) {
    m_curveAxis = input.view.axis;
    m_curves.setDerive(
        [axis = m_curveAxis](const std::vector<series::Point>& points) { return makeCurve(points, axis); });
  }
  ShownRuns shown;
  const track::RunTable& table = *input.listing->table;
  for (std::size_t i = 0; i < std::min(input.shown.size(), kMostCurves); ++i) {
    const track::RunInfo& run = table.run(input.shown[i]);
    ShownRun one;
    one.row = input.shown[i];
    one.key = run.key;
    one.id = QString::fromStdString(run.id.value());
    one.name = QString::fromStdString(run.name);
    if (const auto style = input.looks->styles.find(run.key.value()); style != input.looks->styles.end()) {
      one.style = style->second;
    }
    one.baseline = input.listing->baseline == input.shown[i];
    shown.push_back(std::move(one));
  }
  const bool sameRuns = shown == m_shown;
  m_shown = std::move(shown);
  if (sameInput && sameRuns) {
    updateBar();  // times and thumbnails of the list
    return;
  }
  const std::vector<RunChart> wanted = wantedCharts();
  if (wanted != m_made || m_madeFor != input.view.layout) {
    m_made = wanted;
    m_madeFor = input.view.layout;
    makeCards();
  }
  updateBar();
  if (input.view.layout == RunsLayout::Table) {
    return;
  }
  wantCurves();
  fillLines();
  if (other) {
    startInsight();
  }
  fillOthers();
}

void ComparisonArea::startInsight() {
  InsightRequest request;
  request.listing = m_input.listing;
  request.metric = m_input.listing->meanings->primary;
  for (const RunChart& chart : m_made) {
    if (chart.kind == RunChartKind::Heatmap) {
      request.heatX = chart.x;
      request.heatY = chart.y;
    } else if (chart.kind == RunChartKind::Scatter && !chart.x.empty()) {
      request.scatterX = chart.x;
    }
  }
  // A job that runs is not cut short by the next listing, else live logging would starve it.
  if (m_job.running()) {
    m_insightBehind = true;
    return;
  }
  m_job.start([request](std::stop_token stop) { return makeInsight(request, stop); });
}

void ComparisonArea::invalidate(const store::ChangeSet& changes) {
  m_curves.invalidate(changes);
}

bool ComparisonArea::settled() const {
  if (m_input.view.layout == RunsLayout::Table) {
    return true;
  }
  if (m_job.running() || !m_curves.complete()) {
    return false;
  }
  return std::all_of(m_items.begin(), m_items.end(), [](const Item& item) {
    const auto* line = qobject_cast<const LineChart*>(item.view);
    const auto* parallel = qobject_cast<const ParallelPlot*>(item.view);
    return (line == nullptr || line->settled()) && (parallel == nullptr || parallel->settled());
  });
}

void ComparisonArea::makeCards() {
  for (Item& item : m_items) {
    item.card->hide();
    item.card->deleteLater();
  }
  m_items.clear();
  for (const RunChart& spec : m_made) {
    m_items.push_back(makeItem(spec));
    m_items.back().card->setParent(m_canvas);
    m_items.back().card->setStage(this);
    m_items.back().card->show();
  }
  placeCards();
}

ComparisonArea::Item ComparisonArea::makeItem(const RunChart& spec) {
  Item item;
  item.spec = spec;
  QString title;
  switch (spec.kind) {
    case RunChartKind::Line: {
      auto* line = new LineChart(m_link);
      connect(line, &LineChart::curveClicked, this, [this](const QString& id) {
        for (const ShownRun& shown : m_shown) {
          if (shown.id == id) {
            Q_EMIT checkRequested(shown.key, !m_context.selection.isSelected(shown.key));
          }
        }
      });
      item.view = line;
      title = QString::fromStdString(metricOf(spec));
      break;
    }
    case RunChartKind::Parallel: {
      auto* parallel = new ParallelPlot;
      connect(parallel, &ParallelPlot::brushed, this,
              [this](const QString& axis, std::optional<Brush> brush) {
                m_context.selection.setBrush(axis, brush);
              });
      connect(parallel, &ParallelPlot::hovered, this, &ComparisonArea::setHovered);
      connect(parallel, &ParallelPlot::clicked, this, [this](track::RunKey run) {
        Q_EMIT checkRequested(run, !m_context.selection.isSelected(run));
      });
      item.view = parallel;
      title = tr("Hyperparameters");
      break;
    }
    case RunChartKind::Scatter: {
      auto* scatter = new ScatterPlot;
      connect(scatter, &ScatterPlot::hovered, this, &ComparisonArea::setHovered);
      connect(scatter, &ScatterPlot::clicked, this, [this](track::RunKey run) {
        Q_EMIT checkRequested(run, !m_context.selection.isSelected(run));
      });
      item.view = scatter;
      title = tr("%1 against fit time").arg(QString::fromStdString(metricOf(spec)));
      break;
    }
    case RunChartKind::Importance:
      item.view = new ImportancePlot;
      title = tr("What moves %1").arg(QString::fromStdString(metricOf(spec)));
      break;
    case RunChartKind::Heatmap: {
      auto* heat = new HeatPlot;
      connect(heat, &HeatPlot::clicked, this,
              [this](const std::vector<track::RunKey>& runs) { m_context.selection.setSelected(runs); });
      item.view = heat;
      title = tr("Two parameters");
      break;
    }
    case RunChartKind::Differences:
      item.view = new DifferenceTable;
      title = tr("Differences");
      break;
  }
  item.card = new ChartCard(title, item.view);
  auto* remove = new QAction(tr("Remove chart"), item.card);
  connect(remove, &QAction::triggered, this, [this, spec] { removeChart(spec); });
  item.card->addAction(remove);
  return item;
}

void ComparisonArea::removeChart(const RunChart& spec) {
  std::vector<RunChart> charts = wantedCharts();
  if (charts.size() > 1) {
    std::erase(charts, spec);
    change(tr("Remove chart"), [&](ViewState& view) { view.charts = charts; });
  }
}

void ComparisonArea::wantCurves() {
  std::vector<SeriesName> names;
  for (const Item& item : m_items) {
    if (item.spec.kind == RunChartKind::Line) {
      for (const ShownRun& run : m_shown) {
        names.push_back({run.key, metricOf(item.spec)});
      }
    }
  }
  m_curves.want(std::move(names));
}

void ComparisonArea::fillLines() {
  for (Item& item : m_items) {
    if (item.spec.kind == RunChartKind::Line) {
      fillLine(item);
    }
  }
}

void ComparisonArea::fillLine(Item& item) {
  auto* chart = static_cast<LineChart*>(item.view);
  const std::string metric = metricOf(item.spec);
  std::vector<Curve> curves;
  for (const ShownRun& run : m_shown) {
    const CurvePtr points = m_curves.find({run.key, metric});
    if (points == nullptr || points->size() == 0) {
      continue;
    }
    Curve curve;
    curve.key = run.id;
    curve.label = run.name;
    curve.style = run.style;
    curve.muted = run.style.slot < 0;
    curve.data = points;
    curves.push_back(std::move(curve));
  }
  LineOptions options;
  options.xUnit = m_curveAxis == CurveAxis::Step       ? XUnit::Step
                  : m_curveAxis == CurveAxis::Relative ? XUnit::Duration
                                                       : XUnit::Time;
  options.xName = m_curveAxis == CurveAxis::Step ? tr("Round") : QString();
  options.yScale = m_input.view.logScale ? AxisScale::Log : AxisScale::Linear;
  options.smoothing = m_input.view.smoothing;
  options.better = m_input.listing->meanings->of(metric).direction == track::Direction::HigherIsBetter
                       ? Better::Higher
                       : Better::Lower;
  const bool none = curves.empty();
  chart->setOptions(options);
  chart->setCurves(std::move(curves));
  item.card->setSubtitle(unitOf(metric));
  item.card->setBadge(options.smoothing > 0 ? tr("smoothing %1").arg(options.smoothing, 0, 'f', 2)
                                            : QString());
  if (none && m_curves.complete()) {
    item.card->showEmpty(tr("None of these runs logged %1").arg(QString::fromStdString(metric)));
  } else if (none) {
    item.card->showLoading();
  } else {
    item.card->showChart();
  }
}

void ComparisonArea::fillOthers() {
  if (m_insight == nullptr) {
    for (Item& item : m_items) {
      if (item.spec.kind != RunChartKind::Line) {
        item.card->showLoading();
      }
    }
    return;
  }
  for (Item& item : m_items) {
    if (item.spec.kind != RunChartKind::Line) {
      item.card->showChart();
      fillCard(item);
    }
  }
}

void ComparisonArea::fillCard(Item& item) {
  const QString runs = countText(static_cast<std::int64_t>(m_insight->parallel.rows.size()));
  const auto highlighted = static_cast<int>(m_shown.size());
  switch (item.spec.kind) {
    case RunChartKind::Line:
      break;
    case RunChartKind::Parallel: {
      auto* plot = static_cast<ParallelPlot*>(item.view);
      plot->setData(m_insight, m_shown);
      plot->setBrushes(m_context.selection.brushes());
      item.card->setSubtitle(tr("%1 runs, %2 highlighted").arg(runs).arg(highlighted));
      item.card->setToolTip(
          tr("Drag an axis to filter, its name to reorder; double-click a name to flip it"));
      break;
    }
    case RunChartKind::Scatter:
      static_cast<ScatterPlot*>(item.view)->setData(m_insight, m_shown);
      break;
    case RunChartKind::Importance:
      static_cast<ImportancePlot*>(item.view)->setData(m_insight);
      break;
    case RunChartKind::Heatmap: {
      static_cast<HeatPlot*>(item.view)->setData(m_insight, m_shown);
      const Heatmap& map = m_insight->heatmap;
      const auto name = [](const std::string& column) {
        return QString::fromStdString(column.substr(column.find('.') + 1));
      };
      if (!map.cells.empty()) {
        item.card->setTitle(name(map.yColumn) + QStringLiteral(" × ") + name(map.xColumn));
        item.card->setSubtitle(tr("best %1").arg(QString::fromStdString(map.metric)));
      }
      break;
    }
    case RunChartKind::Differences: {
      auto* table = static_cast<DifferenceTable*>(item.view);
      table->setData(m_insight, m_shown);
      item.card->setSubtitle(m_input.listing->baseline ? tr("against baseline")
                                                       : tr("against the first run"));
      break;
    }
  }
}

void ComparisonArea::updateBar() {
  const bool charts = m_input.view.layout == RunsLayout::Charts;
  m_listCard->setVisible(charts);
  const auto count = static_cast<int>(m_input.shown.size());
  QString words = m_input.selected ? tr("%n run(s)", nullptr, count)
                                   : tr("first %n run(s); tick runs to choose", nullptr, count);
  if (count > static_cast<int>(kColoredRuns)) {
    words = tr("%1 runs, %2 coloured").arg(countText(count)).arg(kColoredRuns);
  }
  m_count->setText(words);
  const QSignalBlocker axis(m_axis);
  const QSignalBlocker smoothing(m_smoothing);
  const QSignalBlocker scale(m_scale);
  m_axis->setCurrent(static_cast<int>(m_input.view.axis));
  m_smoothing->setValue(qRound(m_input.view.smoothing * 100));
  m_smoothingText->setText(QString::number(m_input.view.smoothing, 'f', 2));
  m_scale->setCurrent(m_input.view.logScale ? 1 : 0);
  if (charts) {
    std::unordered_set<RowId> checked;
    for (const ShownRun& run : m_shown) {
      if (m_context.selection.isSelected(run.key)) {
        checked.insert(run.key.value());
      }
    }
    m_list->show(m_input.listing, m_input.looks, std::move(checked));
    m_listTitle->setText(
        tr("Runs: %1").arg(countText(static_cast<std::int64_t>(m_input.listing->rows.size()))));
    m_listFooter->setText(tr("%1 shown in charts · Space toggles").arg(countText(count)));
  }
}

void ComparisonArea::placeCards() {
  std::vector<RunChartKind> kinds;
  for (const Item& item : m_items) {
    kinds.push_back(item.spec.kind);
  }
  const QSize space = m_scroll->viewport()->size();
  const std::vector<QRect> places =
      placeCharts(kinds, space, m_input.view.charts.empty() ? m_madeFor : RunsLayout::Table);
  int bottom = 0;
  for (std::size_t i = 0; i < m_items.size(); ++i) {
    if (!m_items[i].card->expanded()) {
      m_items[i].card->setGeometry(places[i]);
    }
    bottom = std::max(bottom, places[i].bottom() + 1);
  }
  m_canvas->resize(space.width(), std::max(space.height(), bottom));
}

void ComparisonArea::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  placeCards();
}

bool ComparisonArea::eventFilter(QObject* watched, QEvent* event) {
  if (watched == m_scroll->viewport() && event->type() == QEvent::Resize) {
    placeCards();
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace tatara::ui

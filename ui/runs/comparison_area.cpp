#include "ui/runs/comparison_area.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QScrollArea>
#include <QTabBar>
#include <QVBoxLayout>

#include "ui/async/release_later.h"
#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/style.h"
#include "ui/chart/chart_card.h"
#include "ui/curves/block_pages.h"
#include "ui/curves/overview.h"
#include "ui/runs/internal/comparison_layout.h"
#include "ui/runs/lines_view.h"
#include "ui/runs/parallel_plot.h"
#include "ui/runs/run_list.h"
#include "ui/runs/small_plots.h"
#include "ui/runs/study_plots.h"
#include "ui/shell/panel.h"
#include "ui/shell/selection_hub.h"
#include "ui/widget/card.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"

namespace tatara::ui {
namespace {

constexpr int kListWidth = 276;
constexpr std::size_t kMostCurves = 200;
constexpr std::size_t kMostOthers = 5000;
constexpr std::size_t kCurveCache = 24'000;

// Empty cards where the first charts will stand: the structure is there at once.
class WaitingCards final : public QWidget {
 public:
  using QWidget::QWidget;

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    const int left = width() * 13 / 25;
    const int top = (height() - kCardGap) / 2;
    const int right = width() - left - kCardGap;
    const int wide = right * 3 / 5;
    for (const QRect& card :
         {QRect(0, 0, left, top), QRect(left + kCardGap, 0, right, top), QRect(0, top + kCardGap, left, top),
          QRect(left + kCardGap, top + kCardGap, wide, top),
          QRect(left + 2 * kCardGap + wide, top + kCardGap, right - wide - kCardGap, top)}) {
      drawPanel(painter, card, kCardRadius, colors().bg1, colors().line);
      drawPanel(painter, QRect(card.left() + kCardPadding, card.top() + 13, card.width() / 4, 10), 3,
                colors().bg3, Qt::transparent);
    }
  }
};

// Nothing where x is another metric.
std::optional<XUnit> unitOfStored(CurveAxis axis) {
  switch (axis) {
    case CurveAxis::Step:
      return XUnit::Step;
    case CurveAxis::Relative:
      return XUnit::Duration;
    case CurveAxis::Wall:
      return XUnit::Time;
    case CurveAxis::Metric:
      break;
  }
  return std::nullopt;
}

// Series longer than their share stay in the store. What is made of several metrics is made of all their
// points.
SeriesCache<CurveData>::Direct directly(std::shared_ptr<store::Store> store, const CurveRecipe& recipe) {
  return [store = std::move(store), axis = recipe.axis](const SeriesName& name,
                                                        const SeriesCache<CurveData>::Before& before,
                                                        std::stop_token stop) -> Result<CurvePtr> {
    const std::optional<XUnit> unit = unitOfStored(axis);
    if (!unit || isExpression(name.key)) {
      return CurvePtr();
    }
    return makePagedCurve({store, name.run, name.key, *unit, std::nullopt}, before.value, stop,
                          pagedFrom(before.together));
  };
}

// What stands for those of them that are not there yet.
SeriesCache<CurveData>::Early early(std::shared_ptr<store::Store> store, const CurveRecipe& recipe) {
  return [store = std::move(store), axis = recipe.axis](const SeriesName& name, std::size_t together,
                                                        std::stop_token stop) -> Result<CurvePtr> {
    const std::optional<XUnit> unit = unitOfStored(axis);
    if (!unit || isExpression(name.key)) {
      return CurvePtr();
    }
    return makeOverviewCurve({store, name.run, name.key, *unit, std::nullopt}, stop, pagedFrom(together));
  };
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
          [](const std::string& metric, const std::vector<track::RunSeries>& loaded) {
            return makeCurve({}, metric, loaded);
          },
          [this] { fillLines(); }, kCurveCache,
          {kKeptBytes, [](const CurveData& curve) { return curve.bytes(); }}),
      m_groupPace([this] { startGroups(Cause::Data); }),
      m_studyPace([this] { makeStudiesOf(studyRequest()); }),
      m_insightPace([this] { startInsight(); }),
      m_groupJob([this](Result<GroupedCurvesPtr> grouped) { takeGroups(std::move(grouped)); }),
      m_studyJob([this](Result<std::vector<StudyPtr>> studies) { takeStudies(std::move(studies)); }),
      m_reportJob([this](Result<std::vector<StudyPtr>> studies) { m_reportDone(std::move(studies)); }),
      m_job([this](Result<InsightPtr> insight) {
        m_insightPace.ended();
        if (insight) {
          releaseLater(std::exchange(m_insight, std::move(*insight)));
          fillOthers();
        }
      }) {
  m_curves.setDirect(directly(m_context.store, {}), early(m_context.store, {}));
  buildBar();
  buildBody();
  connectHub();
}

ComparisonArea::~ComparisonArea() = default;

void ComparisonArea::buildBody() {
  m_listCard = new Frame(this);
  m_listCard->hide();  // until the layout wants it
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
  m_waiting = new WaitingCards(m_scroll);
  auto* body = new QHBoxLayout;
  body->setContentsMargins(0, 0, 0, 0);
  body->setSpacing(kCardGap);
  body->addWidget(m_listCard);
  body->addWidget(m_scroll, 1);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  outer->setSpacing(0);
  m_tabs = new QTabBar(this);
  m_tabs->setDrawBase(false);
  m_tabs->setExpanding(false);
  m_tabs->setAccessibleName(tr("Charts"));
  m_tabs->hide();
  connect(m_tabs, &QTabBar::currentChanged, this, &ComparisonArea::placeCards);
  outer->addWidget(m_bar);
  outer->addWidget(m_tabs);
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
    if (const auto row =
            run && id.isEmpty() && !m_others.empty() ? m_input.listing->table->findRow(*run) : std::nullopt) {
      id = QString::fromStdString(m_input.listing->table->run(*row).id.value());
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
    const track::RunTable* table = m_input.listing == nullptr ? nullptr : m_input.listing->table.get();
    const auto other = std::ranges::find_if(m_others, [&](std::uint32_t row) {
      return QString::fromStdString(table->run(row).id.value()) == m_link->hovered();
    });
    setHovered(other == m_others.end() ? std::nullopt : std::optional(table->run(*other).key));
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

void ComparisonArea::show(const ComparisonInput& input) {
  delete std::exchange(m_waiting, nullptr);
  const bool other = input.listing != m_input.listing;
  const CurveRecipe recipe{input.view.axis, input.view.xMetric};
  const bool sameInput = !other && input.view == m_input.view && input.shown == m_input.shown &&
                         input.selected == m_input.selected;
  m_input = input;
  if (recipe != m_recipe) {
    m_recipe = recipe;
    m_curves.setDerive(
        [recipe](const std::string& metric, const std::vector<track::RunSeries>& loaded) {
          return makeCurve(recipe, metric, loaded);
        },
        [recipe](const std::string& metric) { return needsOf(recipe, metric); },
        directly(m_context.store, recipe), early(m_context.store, recipe));
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
  std::vector<std::uint32_t> others = otherRows();
  const bool sameRuns = shown == m_shown && others == m_others;
  m_shown = std::move(shown);
  m_others = std::move(others);
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
  startGroups(Cause::View);
  fillLines();
  if (other) {
    input.live ? m_insightPace.want() : startInsight();
  }
  startStudies(Cause::View);
  fillOthers();
}

// What is shown beyond the lines that are told apart, and where it is asked for the other matching runs.
std::vector<std::uint32_t> ComparisonArea::otherRows() const {
  const std::vector<std::uint32_t>& shown = m_input.shown;
  std::vector<std::uint32_t> others(
      shown.begin() + static_cast<std::ptrdiff_t>(std::min(shown.size(), kMostCurves)), shown.end());
  if (m_input.view.others) {
    const std::unordered_set<std::uint32_t> known(shown.begin(), shown.end());
    std::ranges::copy_if(m_input.listing->rows, std::back_inserter(others),
                         [&](std::uint32_t row) { return !known.contains(row); });
  }
  others.resize(std::min(others.size(), kMostOthers));
  return others;
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
  m_insightPace.began();
  m_job.start([request](std::stop_token stop) { return makeInsight(request, stop); });
}

void ComparisonArea::invalidate(const store::ChangeSet& changes) {
  m_curves.invalidate(changes);
  const bool metrics =
      changes.everything || std::ranges::any_of(changes.changes, [](const store::Change& change) {
        return change.kind == store::ChangeKind::RunMetrics;
      });
  const bool files =
      changes.everything || std::ranges::any_of(changes.changes, [](const store::Change& change) {
        return change.kind == store::ChangeKind::RunArtifacts;
      });
  if (m_studiedFor && (files || metrics)) {
    startStudies(Cause::Data);
  }
  if (m_groupedFor && metrics) {
    m_groupPace.want();
  }
}

bool ComparisonArea::settled() const {
  if (m_input.view.layout == RunsLayout::Table) {
    return true;
  }
  if (m_job.running() || m_groupJob.running() || m_studyJob.running() || !m_curves.complete()) {
    return false;
  }
  // In a low window the charts stand in tabs, and those behind draw nothing.
  return std::all_of(m_items.begin(), m_items.end(), [this](const Item& item) {
    if (!item.view->isVisibleTo(this)) {
      return true;
    }
    const auto* line = qobject_cast<const LinesView*>(item.view);
    const auto* parallel = qobject_cast<const ParallelPlot*>(item.view);
    const auto* pictures = qobject_cast<const PicturePlot*>(item.view);
    return (line == nullptr || line->settled()) && (parallel == nullptr || parallel->settled()) &&
           (pictures == nullptr || pictures->settled());
  });
}

void ComparisonArea::makeCards() {
  for (Item& item : m_items) {
    item.card->hide();
    item.card->deleteLater();
  }
  m_items.clear();
  for (std::size_t i = 0; i < m_made.size(); ++i) {
    m_items.push_back(makeItem(i));
    m_items.back().card->setParent(m_canvas);
    m_items.back().card->setStage(this);
    m_items.back().card->setArrangeable(true);
    m_items.back().card->show();
  }
  placeCards();
}

void ComparisonArea::fillOthers() {
  fillStudies();
  if (m_insight == nullptr) {
    for (Item& item : m_items) {
      if (item.spec.kind != RunChartKind::Line && !isStudy(item.spec.kind)) {
        item.card->showLoading();
      }
    }
    return;
  }
  for (Item& item : m_items) {
    if (item.spec.kind != RunChartKind::Line && !isStudy(item.spec.kind)) {
      item.card->showChart();
      fillCard(item);
    }
  }
}

void ComparisonArea::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  placeCards();
}

void ComparisonArea::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  holdLive(false);
}

void ComparisonArea::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  holdLive(true);
}

// What is worked out for live data waits while another panel is shown.
void ComparisonArea::holdLive(bool held) {
  for (Pace* pace : {&m_groupPace, &m_studyPace, &m_insightPace}) {
    pace->hold(held);
  }
}

bool ComparisonArea::eventFilter(QObject* watched, QEvent* event) {
  if (watched == m_scroll->viewport() && event->type() == QEvent::Resize) {
    placeCards();
    if (m_waiting != nullptr) {
      m_waiting->setGeometry(m_scroll->rect());
    }
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace tatara::ui

#include "ui/rundetail/overview_page.h"

#include <QScrollBar>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "core/artifact/artifact_store.h"
#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/time_text.h"
#include "ui/base/tip_text.h"
#include "ui/base/utf8.h"
#include "ui/chart/chart_card.h"
#include "ui/chart/line_chart.h"
#include "ui/curves/block_pages.h"
#include "ui/rundetail/detail_lists.h"
#include "ui/rundetail/fact_table.h"
#include "ui/rundetail/metric_charts.h"
#include "ui/rundetail/run_lineage.h"
#include "ui/rundetail/slice_card.h"
#include "ui/widget/card.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"

namespace tatara::ui {
namespace {

constexpr int kRightColumn = 312;
constexpr int kSideColumn = 280;
constexpr int kCurveHeight = 272;
constexpr int kEvidenceHeight = 224;
constexpr int kSliceHeight = 210;
constexpr int kKpiHeight = 80;
constexpr std::size_t kMostKpis = 6;
constexpr int kParamsShown = 10;
constexpr int kFilesShown = 7;
constexpr std::size_t kSparks = 4;

// "▾ 1.87  −4.6 %", in ok where that is better, in err where it is worse.
void addDelta(KpiCell& cell, double own, double other, track::Direction direction,
              std::optional<int> decimals) {
  const double delta = own - other;
  if (!std::isfinite(delta)) {
    return;
  }
  if (delta == 0) {
    cell.note = QObject::tr("= baseline");
    return;
  }
  cell.note = QString(deltaGlyph(delta)) + QLatin1Char(' ') + deltaText(delta, decimals);
  if (other != 0) {
    cell.note += QStringLiteral("  ") + (delta > 0 && other > 0 ? QStringLiteral("+") : QString()) +
                 percentText(delta / std::abs(other));
  }
  if (direction != track::Direction::Unknown) {
    cell.noteColor = track::isBetter(direction, own, other) ? &Colors::ok : &Colors::err;
  }
}

std::vector<std::string> kpiKeys(const RunFacts& facts) {
  std::vector<std::string> keys;
  const auto add = [&](auto wanted) {
    for (const track::MetricSummary& metric : facts.run.metrics) {
      if (!isSystemMetric(metric.key) && std::ranges::find(keys, metric.key) == keys.end() &&
          wanted(metric.key)) {
        keys.push_back(metric.key);
      }
    }
  };
  const std::string primary = facts.primaryMetric.value_or("");
  add([&](const std::string& key) { return key == primary; });
  const std::size_t bar = primary.find('_');
  const std::string kind = bar == std::string::npos ? std::string() : primary.substr(0, bar + 1);
  add([&](const std::string& key) { return !kind.empty() && key.starts_with(kind); });
  add([&](const std::string& key) {
    return key.find("train") == std::string::npos &&
           track::meaningOf(facts.experiment, key).direction != track::Direction::Unknown;
  });
  add([](const std::string&) { return true; });
  return keys;
}

}  // namespace

OverviewPage::OverviewPage(std::shared_ptr<store::Store> store, QWidget* parent)
    : QScrollArea(parent),
      m_store(std::move(store)),
      m_points([this](Result<OverviewCurves> points) { showPoints(std::move(points)); }),
      m_evidence([this](Result<Evidence> evidence) { showEvidence(std::move(evidence)); }) {
  setFrameShape(QFrame::NoFrame);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  viewport()->setAutoFillBackground(false);
  m_content = new QWidget;
  m_content->setAutoFillBackground(false);
  setWidget(m_content);
  m_left = new QWidget(m_content);
  m_kpis = new KpiStrip(KpiStrip::Size::Normal, m_left);
  m_kpis->setLoading(static_cast<int>(kMostKpis));
  m_note = new Card(tr("Note"), m_left);
  m_noteText = new Label(QString(), TextRole::Body, &Colors::tx1);
  m_noteText->setOverflow(Overflow::Wrap);
  auto* noteBody = new QWidget;
  auto* noteLayout = new QVBoxLayout(noteBody);
  noteLayout->setContentsMargins(kCardPadding, 0, kCardPadding, kCardPadding);
  noteLayout->addWidget(m_noteText);
  m_note->setContent(noteBody);
  m_note->hide();
  m_curve = new LineChart(&m_link);
  m_curveCard = new ChartCard(tr("Learning curve"), m_curve, m_left);
  m_curveCard->setStage(viewport());
  m_curveCard->showLoading();
  m_density = new DensityPlot;
  m_densityCard = new ChartCard(tr("Predicted and actual"), m_density, m_left);
  m_residuals = new BoxChart;
  m_residualCard = new ChartCard(tr("Residuals by prediction"), m_residuals, m_left);
  m_bars = new BarList;
  m_barCard = new ChartCard(tr("Feature importance"), m_bars, m_left);
  for (ChartCard* card : {m_densityCard, m_residualCard, m_barCard}) {
    card->setStage(viewport());
    card->hide();
  }
  m_residualCard->setSubtitle(tr("actual − predicted · box p25–p75, line p5–p95"));
  m_slices = new SliceCard(m_store, viewport(), m_left);
  m_compute = new Card(tr("Compute"), m_left);
  m_sparks = new SparkList;
  m_compute->setContent(m_sparks);
  m_compute->hide();
  m_right = makeRightColumn();
}

QWidget* OverviewPage::makeRightColumn() {
  auto* column = new QWidget(m_content);
  m_lineageCard = new Card(tr("Lineage"), column);
  m_lineage = new LineageList;
  m_lineageCard->setContent(m_lineage);
  m_paramCard = new Card(tr("Parameters"), column);
  m_params = new FactView;
  m_paramOrder = new SegmentedControl;
  m_paramOrder->setSmall(true);
  m_paramOrder->addSegment(tr("Changed first"));
  m_paramOrder->addSegment(tr("A–Z"));
  m_paramCard->addTool(m_paramOrder);
  auto* params = new QWidget;
  auto* paramLayout = new QVBoxLayout(params);
  paramLayout->setContentsMargins(0, 0, 0, 4);
  paramLayout->setSpacing(2);
  paramLayout->addWidget(m_params);
  auto* all = makeButton(tr("All parameters"), {}, ButtonKind::Link);
  paramLayout->addWidget(all, 0, Qt::AlignLeft);
  m_paramCard->setContent(params);
  m_fileCard = new Card(tr("Artifacts"), column);
  m_files = new FileList;
  m_fileCard->setContent(m_files);
  connect(m_paramOrder, &SegmentedControl::currentChanged, this, [this] { showParameters(); });
  connect(all, &QPushButton::clicked, this, &OverviewPage::parametersWanted);
  connect(m_files, &FileList::activated, this, [this](int index) {
    Q_EMIT fileWanted(fromUtf8(m_facts->files[static_cast<std::size_t>(index)].name));
  });
  return column;
}

void OverviewPage::setRun(const RunFactsPtr& facts, const RunStyle& style) {
  const bool another = !m_facts || m_facts->run.info.key != facts->run.info.key;
  m_facts = facts;
  m_style = style;
  if (another) {
    m_curveCard->showLoading();
    m_densityCard->hide();
    m_residualCard->hide();
    m_barCard->hide();
    m_link.setRange(XUnit::Step, {});
    verticalScrollBar()->setValue(0);
  }
  m_kpis->setCells(kpis());
  showNote();
  showLineage();
  showParameters();
  showFiles();
  m_slices->setRun(facts);
  layOut();
  refreshPoints();
  // Evidence is read again only when a file that could hold it is another one.
  QString files = fromUtf8(facts->run.info.id.value());
  for (const RunFile& file : facts->files) {
    files += fromUtf8(file.name) + fromUtf8(file.info.digest.hex());
  }
  if (files != m_evidenceOf) {
    m_evidenceOf = files;
    m_evidence.start([store = m_store, facts](std::stop_token stop) {
      return loadEvidence(artifact::ArtifactStore(store), *facts, stop);
    });
  }
}

std::vector<KpiCell> OverviewPage::kpis() const {
  std::vector<KpiCell> cells;
  const track::Run& run = m_facts->run;
  const std::optional<track::Run>& baseline = m_facts->baseline;
  std::int64_t modelBytes = 0;
  for (const RunFile& file : m_facts->files) {
    const bool model = file.name.find("model") != std::string::npos && !file.name.ends_with(".json");
    modelBytes += model ? file.info.size : 0;
  }
  const std::size_t most = kMostKpis - 1 - (modelBytes > 0 ? 1 : 0);
  std::vector<std::string> keys = kpiKeys(*m_facts);
  keys.resize(std::min(keys.size(), most));
  for (const std::string& key : keys) {
    const track::MetricSummary& metric = *findMetric(run, key);
    const track::MetricMeaning meaning = track::meaningOf(m_facts->experiment, key);
    const double value = metric.last.value;
    const std::vector<double> one{value};
    const int decimals = columnDecimals(one);
    KpiCell cell{fromUtf8(key), metricText(value, decimals), fromUtf8(meaning.unit), {}, &Colors::tx3, {}};
    const track::MetricSummary* other = baseline ? findMetric(*baseline, key) : nullptr;
    if (other) {
      addDelta(cell, value, other->last.value, meaning.direction, decimals);
    }
    cells.push_back(cell);
  }
  if (run.info.ended) {
    const Millis took = *run.info.ended - run.info.started;
    KpiCell cell{tr("run time"), durationText(took), {}, {}, &Colors::tx3, {}};
    if (baseline && baseline->info.ended) {
      const Millis before = *baseline->info.ended - baseline->info.started;
      const Millis more = took - before;
      if (more.count() != 0 && before.count() > 0) {
        cell.note = QString(deltaGlyph(static_cast<double>(more.count()))) + QLatin1Char(' ') +
                    durationText(more.count() < 0 ? -more : more) + QStringLiteral("  ") +
                    (more.count() > 0 ? QStringLiteral("+") : QString()) +
                    percentText(static_cast<double>(more.count()) / static_cast<double>(before.count()));
        cell.noteColor = more.count() > 0 ? &Colors::warn : &Colors::ok;
      }
    }
    cells.push_back(cell);
  }
  if (modelBytes > 0) {
    const QString size = byteText(static_cast<std::uint64_t>(modelBytes));
    const qsizetype blank = size.lastIndexOf(QLatin1Char(' '));
    cells.push_back({tr("model size"), size.left(blank), size.mid(blank + 1), {}, &Colors::tx3, {}});
  }
  return cells;
}

void OverviewPage::showNote() {
  const std::string* note = findTag(m_facts->run, track::tag::kNote);
  m_note->setVisible(note && !note->empty());
  m_noteText->setText(note ? fromUtf8(*note) : QString());
}

void OverviewPage::showLineage() {
  std::vector<LineageList::Item> items = lineageOf(*m_facts);
  if (m_facts->parent) {
    const track::RunId parent = m_facts->parent->id;
    for (LineageList::Item& item : items) {
      if (item.icon == QLatin1String("expand-all")) {
        item.open = [this, parent] { Q_EMIT runWanted(parent); };
      }
    }
  }
  m_lineage->setItems(std::move(items));
}

void OverviewPage::showParameters() {
  if (!m_facts) {
    return;
  }
  std::vector<Fact> facts = parameterFacts(*m_facts);
  const auto count = facts.size();
  m_paramCard->setSubtitle(QString::number(count));
  m_paramOrder->setVisible(m_facts->baseline.has_value());
  const FactOrder order =
      m_facts->baseline && m_paramOrder->current() == 0 ? FactOrder::ChangedFirst : FactOrder::ByName;
  facts = arrangeFacts(std::move(facts), order, {});
  facts.resize(std::min<std::size_t>(facts.size(), kParamsShown));
  m_params->setFacts(std::move(facts), m_facts->baseline ? tr("Baseline") : QString());
  m_params->fitRows(kParamsShown);
  m_paramCard->setVisible(count > 0);
  layOut();
}

void OverviewPage::showFiles() {
  std::vector<FileList::Item> items;
  std::int64_t bytes = 0;
  for (const RunFile& file : m_facts->files) {
    bytes += file.info.size;
    if (items.size() < kFilesShown) {
      items.push_back({fileIcon(fromUtf8(file.name)), fromUtf8(file.name),
                       byteText(static_cast<std::uint64_t>(file.info.size))});
    }
  }
  m_files->setItems(std::move(items));
  m_fileCard->setSubtitle(
      countText(static_cast<std::int64_t>(m_facts->files.size() + m_facts->filesLeftOut)) +
      QStringLiteral(" · ") + byteText(static_cast<std::uint64_t>(bytes)));
  m_fileCard->setVisible(!m_facts->files.empty());
}

OverviewWish OverviewPage::neededCurves() const {
  OverviewWish wish;
  wish.store = m_store;
  wish.run = m_facts->run.info.key;
  wish.started = m_facts->run.info.started;
  if (const std::optional<std::string> metric = curveMetric(*m_facts)) {
    wish.best = *metric;
    wish.direction = track::meaningOf(m_facts->experiment, wish.best).direction;
    wish.lines.push_back(wish.best);
    if (const std::optional<std::string> twin = trainingTwin(m_facts->run, wish.best)) {
      wish.lines.push_back(*twin);
    }
  }
  for (const track::MetricSummary& metric : m_facts->run.metrics) {
    if (isSystemMetric(metric.key) && wish.small.size() < kSparks) {
      wish.small.push_back(metric.key);
    }
  }
  wish.least = pagedFrom(wish.lines.size() + wish.small.size());
  return wish;
}

void OverviewPage::refreshPoints() {
  if (!m_facts) {
    return;
  }
  if (m_points.running()) {
    m_again = true;
    return;
  }
  m_again = false;
  OverviewWish wish = neededCurves();
  if (wish.lines.empty() && wish.small.empty()) {
    OverviewCurves none;
    none.run = m_facts->run.info.key;
    showPoints(std::move(none));
    return;
  }
  m_points.start([wish = std::move(wish), before = m_loaded](std::stop_token stop) {
    return loadOverviewCurves(wish, before, stop);
  });
}

void OverviewPage::showPoints(Result<OverviewCurves> points) {
  if (!points) {
    m_curveCard->showError(points.error(), [this] { refreshPoints(); });
    return;
  }
  m_loaded = std::move(*points);
  if (m_loaded.run == m_facts->run.info.key) {  // another run may have been opened meanwhile
    showCurve();
    showSparks();
    layOut();
  }
  if (m_again) {
    refreshPoints();
  }
}

void OverviewPage::showCurve() {
  const std::string key = curveMetric(*m_facts).value_or(std::string());
  const CurvePtr own = curveIn(m_loaded.lines, key);
  if (!own) {
    const bool running = m_facts->run.info.status == track::RunStatus::Running;
    m_curveCard->showEmpty(running ? tr("No metric yet; the curve grows here as the run logs")
                                   : tr("This run logged no metric"));
    return;
  }
  const track::MetricMeaning meaning = track::meaningOf(m_facts->experiment, key);
  const bool rounds = countsRounds(m_facts->run);
  m_curveCard->setSubtitle(
      fromUtf8(key) + (meaning.unit.empty() ? QString() : QStringLiteral(", ") + fromUtf8(meaning.unit)) +
      (rounds ? tr(", by boosting round") : tr(", by step")));
  LineOptions options = m_curve->options();
  options.xName = rounds ? tr("Round") : tr("Step");
  const bool higher = meaning.direction == track::Direction::HigherIsBetter;
  options.better = higher ? Better::Higher : Better::Lower;
  std::vector<Curve> curves;
  Curve curve;
  curve.key = fromUtf8(key);
  curve.label = fromUtf8(key);
  curve.style = m_style;
  curve.width = 2;
  curve.data = own;
  const std::optional<std::string> twin = trainingTwin(m_facts->run, key);
  const CurvePtr training = twin ? curveIn(m_loaded.lines, *twin) : CurvePtr();
  if (training) {
    curve.label = tr("validation");
    Curve train;
    train.key = fromUtf8(*twin);
    train.label = tr("train");
    train.role = &Colors::tx3;
    train.style.dash = RunDash::Long;
    train.data = training;
    curves = {curve, train};
  } else {
    curves = {curve};
  }
  // The best point, when the direction says which one that is.
  std::vector<ChartMark> marks;
  if (const auto& best = m_loaded.best; best && own->size() > 2) {
    const QString where = rounds ? tr("best round %1 · %2") : tr("best step %1 · %2");
    marks.push_back({static_cast<double>(best->step), best->value,
                     where.arg(QString::number(best->step), metricText(best->value)), fromUtf8(key)});
  }
  m_curve->setOptions(options);
  m_curve->setCurves(std::move(curves));
  m_curve->setMarks(std::move(marks));
  m_curveCard->showChart();
}

void OverviewPage::showSparks() {
  std::vector<SparkList::Item> sparks;
  for (const track::MetricSummary& metric : m_facts->run.metrics) {
    if (const CurvePtr curve = curveIn(m_loaded.small, metric.key)) {
      const track::MetricMeaning meaning = track::meaningOf(m_facts->experiment, metric.key);
      sparks.push_back(
          {fromUtf8(metric.key).mid(7), metricText(metric.last.value), fromUtf8(meaning.unit), curve});
    }
  }
  m_compute->setVisible(!sparks.empty());
  m_sparks->setItems(std::move(sparks));
}

void OverviewPage::showEvidence(Result<Evidence> evidence) {
  if (!evidence) {
    m_densityCard->show();
    m_densityCard->showError(evidence.error(), {});
    layOut();
    return;
  }
  const bool drawable = evidence->predictions && looksContinuous(evidence->predictions->truth);
  if (drawable) {
    const track::MetricMeaning meaning = m_facts->primaryMetric
                                             ? track::meaningOf(m_facts->experiment, *m_facts->primaryMetric)
                                             : track::MetricMeaning();
    m_densityCard->setSubtitle(fromUtf8(meaning.unit));
    m_densityCard->setToolTip(
        tipText(tr("%n row(s)", nullptr, static_cast<int>(evidence->predictions->truth.size())) +
                QStringLiteral(" · ") + fromUtf8(evidence->predictions->file)));
    m_densityCard->showChart();
    m_density->setGrid(densityOf(*evidence->predictions));
    m_residuals->setBoxes(tr("predicted"), residualsOf(*evidence->predictions));
  }
  m_densityCard->setVisible(drawable);
  m_residualCard->setVisible(drawable);
  if (evidence->importance) {
    m_barCard->setSubtitle(fromUtf8(evidence->importance->kind));
    m_bars->setBars(fromUtf8(evidence->importance->kind), evidence->importance->bars);
  }
  m_barCard->setVisible(evidence->importance.has_value());
  layOut();
}

void OverviewPage::resizeEvent(QResizeEvent* event) {
  QScrollArea::resizeEvent(event);
  layOut();
}

// Left: figures, then rows of one wide and one narrow card; what is hidden gives its room to its neighbour.
void OverviewPage::layOut() {
  const int width = viewport()->width();
  const int right = kRightColumn;
  const int left = std::max(width - 2 * kPanelMargin - right - kCardGap, 200);
  int y = 0;
  m_kpis->setGeometry(0, y, left, kKpiHeight);
  y += kKpiHeight + kCardGap;
  if (!m_note->isHidden()) {
    const int height = std::max(m_note->heightForWidth(left), cardHeaderHeight() + 40);
    m_note->setGeometry(0, y, left, height);
    y += height + kCardGap;
  }
  const auto row = [&](QWidget* wide, QWidget* narrow, int height) {
    const bool hasWide = !wide->isHidden();
    const bool hasNarrow = !narrow->isHidden();
    if (!hasWide && !hasNarrow) {
      return;
    }
    const int side = hasNarrow ? (hasWide ? kSideColumn : left) : 0;
    if (hasWide) {
      wide->setGeometry(0, y, hasNarrow ? left - side - kCardGap : left, height);
    }
    if (hasNarrow) {
      narrow->setGeometry(hasWide ? left - side : 0, y, side, height);
    }
    y += height + kCardGap;
  };
  const auto place = [](ChartCard* card) -> QWidget* { return card; };
  row(place(m_curveCard), place(m_densityCard), kCurveHeight);
  row(place(m_residualCard), place(m_barCard), kEvidenceHeight);
  const int sparks = cardHeaderHeight() + m_sparks->minimumHeight() + 4;
  row(place(m_slices->card()), m_compute,
      m_slices->card()->isHidden() ? sparks : std::max(sparks, kSliceHeight));
  const int leftBottom = y;
  y = 0;
  const auto stack = [&](QWidget* card, int content) {
    if (!card->isHidden()) {
      const int height = cardHeaderHeight() + content + 4;
      card->setGeometry(0, y, right, height);
      y += height + kCardGap;
    }
  };
  stack(m_lineageCard, m_lineage->height());
  stack(m_paramCard, m_params->height() + 36);
  stack(m_fileCard, m_files->height());
  const int height = std::max({leftBottom, y, 1}) + 6;
  m_left->setGeometry(kPanelMargin, kCardGap, left, height);
  m_right->setGeometry(kPanelMargin + left + kCardGap, kCardGap, right, height);
  m_content->resize(width, height + kCardGap);
}

bool OverviewPage::settled() const {
  return m_facts && !m_points.running() && !m_evidence.running() && m_slices->settled() &&
         (m_curve->curves().empty() || m_curve->settled());
}

}  // namespace tatara::ui

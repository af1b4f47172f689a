#include "ui/explore/profile_page.h"

#include <QActionGroup>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/style.h"
#include "ui/chart/chart_card.h"
#include "ui/explore/column_text.h"
#include "ui/widget/card.h"
#include "ui/widget/controls.h"

namespace tatara::ui {
namespace {

constexpr int kInspectorWidth = 372;
constexpr int kChartsHeight = 312;
constexpr int kMostChartsHeight = 460;
constexpr int kMatrixWidth = 408;
constexpr int kDrawerBelow = 1480;  // of the window
constexpr int kTurnsBelow = 800;
constexpr std::size_t kMostRelated = 50;

using Field = ProfileTable::Field;
using Order = ProfileTable::Order;

// The bordered white ground that clips what stands in it.
class Ground final : public QWidget {
 public:
  explicit Ground(QWidget* content, QWidget* parent) : QWidget(parent) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->addWidget(content);
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    drawPanel(painter, rect(), kCardRadius, colors().bg1, colors().line);
  }
};

QString measureWord(dataset::Measure::Kind kind) {
  switch (kind) {
    case dataset::Measure::Kind::Sum:
      return ProfilePage::tr("Sum of %1");
    case dataset::Measure::Kind::Least:
      return ProfilePage::tr("Least %1");
    case dataset::Measure::Kind::Greatest:
      return ProfilePage::tr("Greatest %1");
    case dataset::Measure::Kind::Deviation:
      return ProfilePage::tr("SD of %1");
    case dataset::Measure::Kind::Quantile:
      return ProfilePage::tr("Median %1");
    case dataset::Measure::Kind::Count:
      return ProfilePage::tr("Rows");
    case dataset::Measure::Kind::Mean:
      break;
  }
  return ProfilePage::tr("Mean %1");
}

}  // namespace

ProfilePage::ProfilePage(VersionFeed& feed, BrushModel& brushes, bool readOnly, QWidget* parent)
    : QWidget(parent),
      m_feed(feed),
      m_brushes(brushes),
      m_readOnly(readOnly),
      m_heatJob([this](Result<HeatAnswer> answer) {
        if (!answer) {
          m_heatCard->showError(answer.error(), [this] { askHeat(); });
          return;
        }
        m_heatAnswer = std::move(*answer);
        m_heat->setHeat(m_heatAnswer.heat);
        m_heat->setSeries(m_heatAnswer.series);
        if (m_heat->empty()) {
          m_heatCard->showEmpty(tr("No rows match the filters"));
        } else {
          m_heatCard->showChart();
        }
      }),
      m_splitJob([this](Result<GroupPlot::Content> split) {
        m_inspector->setSplit(
            split && !split->points.empty() ? std::optional(std::move(*split)) : std::nullopt, false);
      }),
      m_pairJob([this](Result<PairPlot::Content> pair) {
        m_inspector->setPair(pair ? std::optional(std::move(*pair)) : std::nullopt);
      }) {
  m_centre = new QWidget(this);
  auto* column = new QVBoxLayout(m_centre);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kCardGap);
  m_turns = new SegmentedControl(m_centre);
  m_turns->addSegment(tr("Columns"));
  m_turns->addSegment(tr("Correlation"));
  m_turns->addSegment(tr("Heat map and time"));
  m_turns->setAccessibleName(tr("What is shown"));
  column->addWidget(m_turns, 0, Qt::AlignLeft);
  m_table = new ProfileTable;
  m_tableCard = new Ground(m_table, m_centre);
  column->addWidget(m_tableCard, 1);
  buildCharts();
  column->addWidget(m_charts);
  m_inspector = new Inspector(this);
  connectTable();
  connect(m_turns, &SegmentedControl::currentChanged, this, &ProfilePage::applyLayout);
  connect(&m_feed, &VersionFeed::profileChanged, this, &ProfilePage::showProfile);
  connect(&m_feed, &VersionFeed::frameChanged, this, [this] {
    showBars();
    showColumn();
    showProfile();
  });
  connect(&m_feed, &VersionFeed::brushedChanged, this, [this] {
    showBars();
    showColumn();
    if (!m_feed.brushing()) {
      askHeat();
      askSplit();
      askPair();
    }
  });
  connect(&m_feed, &VersionFeed::statisticsChanged, this, [this] {
    if (m_feed.profile()) {
      m_table->setProfile(m_feed.shownProfile(), m_feed.known());
      m_table->setStale(m_feed.stale());
      showColumn();
      showMatrix();
    }
  });
  applyLayout();
}

void ProfilePage::buildCharts() {
  m_charts = new QWidget(m_centre);
  auto* row = new QHBoxLayout(m_charts);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(kCardGap);
  m_matrix = new CorrelationPlot;
  m_matrixCard = new ChartCard(tr("Correlation"), m_matrix, m_charts);
  m_matrixCard->setStage(m_centre);
  auto* kinds = new QActionGroup(this);
  QList<QAction*> actions;
  for (const auto& [name, kind] : {std::pair(QStringLiteral("Pearson"), Matrix::Pearson),
                                   std::pair(QStringLiteral("Spearman"), Matrix::Spearman),
                                   std::pair(tr("Cramér's V"), Matrix::CramersV)}) {
    auto* action = new QAction(name, kinds);
    action->setCheckable(true);
    action->setChecked(kind == m_kind);
    connect(action, &QAction::triggered, this, [this, wanted = kind] { chooseMatrix(wanted); });
    actions << action;
  }
  m_matrix->setMenu(actions);
  row->addWidget(m_matrixCard, 1);
  m_heat = new HeatTimePlot;
  m_heatCard = new ChartCard(tr("Groups"), m_heat, m_charts);
  m_heatCard->setStage(m_centre);
  row->addWidget(m_heatCard, 1);
  connect(m_matrix, &CorrelationPlot::chosen, this, &ProfilePage::cellChosen);
  connect(m_heat, &HeatTimePlot::cellClicked, this, &ProfilePage::brushCell);
  connect(m_heat, &HeatTimePlot::spanBrushed, this, [this](double from, double to) {
    const auto time =
        m_feed.profile() && m_feed.frame() ? timeColumnOf(*m_feed.profile(), *m_feed.frame()) : std::nullopt;
    if (time) {
      DataBrush brush;
      brush.key = m_feed.frame()->column(*time).info.name;
      dataset::RangeCondition range;
      range.column = brush.key;
      range.least = std::floor(from);
      range.greatest = std::ceil(to);
      brush.filter = dataset::Filter(range);
      brush.label =
          tr("%1  %2 to %3")
              .arg(QString::fromStdString(brush.key), momentText(range.least), momentText(range.greatest));
      m_brushes.set(std::move(brush));
    }
  });
}

void ProfilePage::connectTable() {
  connect(m_table, &ProfileTable::columnSelected, this, [this] {
    m_drawerOpen = true;
    m_pair.reset();
    m_inspector->setPair(std::nullopt);
    showColumn();
    askSplit();
    applyLayout();
  });
  connect(m_table, &ProfileTable::columnOpened, this, [this] {
    m_drawerOpen = true;
    applyLayout();
    m_inspector->setFocus();
  });
  connect(m_table, &ProfileTable::barClicked, this, &ProfilePage::brushBar);
  connect(m_table, &ProfileTable::typeMenuAsked, this, &ProfilePage::typeMenuAsked);
  connect(m_table, &ProfileTable::menuAsked, this, &ProfilePage::columnMenuAsked);
  connect(m_table, &ProfileTable::sortAsked, this, [this](Field field) {
    // Most first, then least, then as in the file; names the other way round.
    const bool same = m_table->sortField() == field && m_table->sortOrder() != Order::File;
    const Order first = field == Field::Column ? Order::Ascending : Order::Descending;
    const Order second = field == Field::Column ? Order::Descending : Order::Ascending;
    const Order next = !same ? first : m_table->sortOrder() == first ? second : Order::File;
    Q_EMIT sortWanted(field, next);
  });
  connect(m_inspector, &Inspector::barClicked, this, [this](int bar) { brushBar(m_table->selected(), bar); });
  connect(m_inspector, &Inspector::rangeBrushed, this, [this](double low, double high, bool closed) {
    const int column = m_table->selected();
    if (column >= 0 && m_feed.profile()) {
      const auto index = static_cast<std::size_t>(column);
      m_brushes.set(rangeBrush(m_feed.profile()->columns[index].name, m_feed.bars(index), low, high, closed));
    }
  });
  connect(m_inspector, &Inspector::columnChosen, this, &ProfilePage::selectColumn);
  connect(m_inspector, &Inspector::fixAsked, this, &ProfilePage::fixAsked);
  connect(m_inspector, &Inspector::closeAsked, this, [this] { closeDrawer(); });
  connect(m_inspector, &Inspector::pairClosed, this, [this] {
    m_pair.reset();
    m_inspector->setPair(std::nullopt);
    m_matrix->setChosen(std::nullopt);
    askSplit();
  });
  connect(m_inspector, &Inspector::splitMenuAsked, this, [this](QPushButton* under) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const GroupChoice& choice : m_choices) {
      QAction* action = menu->addAction(QString(choice.name).replace(QLatin1Char('&'), QStringLiteral("&&")));
      action->setCheckable(true);
      action->setChecked(m_by && *m_by == choice);
      connect(action, &QAction::triggered, this, [this, choice] {
        m_by = choice;
        askSplit();
      });
    }
    menu->popup(under->mapToGlobal(QPoint(0, under->height() + 2)));
  });
}

void ProfilePage::reset() {
  m_heatJob.cancel();
  m_splitJob.cancel();
  m_pairJob.cancel();
  m_choices.clear();
  m_rows.reset();
  m_columns.reset();
  m_by.reset();
  m_value.reset();
  m_pair.reset();
  m_heatAnswer = {};
  m_table->select(-1);
  m_table->setListed(std::nullopt);
  m_table->setProfile(nullptr, {});
  m_table->setBars({}, false);
  m_matrix->setContent({});
  m_heat->setHeat(std::nullopt);
  m_heat->setSeries(std::nullopt);
  m_matrixCard->showLoading();
  m_heatCard->showLoading();
  m_inspector->setPair(std::nullopt);
  m_inspector->setSplit(std::nullopt, false);
  m_inspector->clear();
  m_drawerOpen = false;
}

void ProfilePage::showProfile() {
  const ProfilePtr& profile = m_feed.profile();
  if (!profile) {
    return;
  }
  m_table->setProfile(m_feed.shownProfile(), m_feed.known());
  m_table->setStale(m_feed.stale());
  showBars();
  applyLayout();
  const bool whole = !m_feed.computing();
  if (m_table->selected() < 0 && whole && !profile->columns.empty()) {
    // What one came for: the target, else the column that most is to be said of.
    const auto target = std::ranges::find(profile->columns, profile->target, &dataset::ColumnProfile::name);
    const auto worst = std::ranges::max_element(
        profile->columns, [](const auto& a, const auto& b) { return a.alerts.size() < b.alerts.size(); });
    const auto first = target != profile->columns.end() ? target : worst;
    m_table->select(static_cast<int>(first - profile->columns.begin()));
  }
  if (m_feed.frame() && whole) {
    m_choices = groupChoices(*profile, *m_feed.frame());
    const auto sides = defaultSides(*profile, *m_feed.frame(), m_choices);
    if (!m_rows && sides) {
      m_rows = sides->first;
      m_columns = sides->second;
    }
    if (!m_by && !m_choices.empty()) {
      m_by = sides ? sides->second : m_choices.front();
    }
    if (!m_value) {
      m_value = valueColumnOf(*profile, *m_feed.frame());
    }
    fillHeatMenu();
    askHeat();
    askSplit();
  }
  showColumn();
  showMatrix();
}

void ProfilePage::showBars() {
  if (!m_feed.profile()) {
    return;
  }
  std::vector<ColumnBars> bars;
  for (std::size_t i = 0; i < m_feed.profile()->columns.size(); ++i) {
    const bool known = i < m_feed.known().size() && m_feed.known()[i];
    bars.push_back(known ? m_feed.bars(i) : ColumnBars());
  }
  m_table->setBars(std::move(bars), m_feed.brushing());
}

std::optional<std::pair<double, double>> ProfilePage::brushedRange(const std::string& column) const {
  const DataBrush* brush = m_brushes.find(column);
  const auto* range = brush ? std::get_if<dataset::RangeCondition>(&brush->filter.condition) : nullptr;
  return range ? std::optional(std::pair(range->least, range->greatest)) : std::nullopt;
}

void ProfilePage::showColumn() {
  const int column = m_table->selected();
  const auto index = static_cast<std::size_t>(column);
  if (!m_feed.profile() || column < 0 || index >= m_feed.profile()->columns.size() ||
      index >= m_feed.known().size() || !m_feed.known()[index]) {
    m_inspector->clear();
    return;
  }
  m_inspector->setColumn(m_feed.shownProfile(), column, m_feed.bars(index),
                         brushedRange(m_feed.profile()->columns[index].name), m_readOnly);
  m_inspector->setStale(m_feed.stale());
}

void ProfilePage::showMatrix() {
  const dataset::Profile& profile = *m_feed.shownProfile();
  const dataset::RelationMatrix& matrix = m_kind == Matrix::Pearson    ? profile.pearson
                                          : m_kind == Matrix::Spearman ? profile.spearman
                                                                       : profile.cramersV;
  m_matrixCard->setSubtitle(m_kind == Matrix::Pearson    ? QStringLiteral("Pearson")
                            : m_kind == Matrix::Spearman ? QStringLiteral("Spearman")
                                                         : tr("Cramér's V"));
  if (matrix.columns.size() < 2) {
    if (m_feed.computing()) {
      m_matrixCard->showLoading();
    } else {
      m_matrixCard->showEmpty(m_kind == Matrix::CramersV ? tr("No two columns of words or few values")
                                                         : tr("No two columns of numbers"));
    }
    return;
  }
  // How much a column is related: with the target, else with whichever other most. Row numbers say nothing.
  const auto target = std::ranges::find(matrix.columns, profile.target);
  const auto at = static_cast<std::size_t>(target - matrix.columns.begin());
  std::vector<std::pair<double, std::size_t>> strengths;
  for (std::size_t i = 0; i < matrix.columns.size(); ++i) {
    double strength = 0;
    for (std::size_t j = 0; j < matrix.columns.size(); ++j) {
      if (i != j && (target == matrix.columns.end() || j == at) && !std::isnan(matrix.at(i, j))) {
        strength = std::max(strength, std::abs(matrix.at(i, j)));
      }
    }
    const dataset::ColumnProfile* column = profile.find(matrix.columns[i]);
    const bool key =
        column && (column->role == dataset::ColumnRole::Id || column->role == dataset::ColumnRole::Ignore);
    strengths.emplace_back(i == at ? 2 : key ? -1 : strength, i);
  }
  std::ranges::sort(strengths, [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  strengths.resize(std::min(strengths.size(), kMostRelated));
  std::ranges::sort(strengths, {}, &std::pair<double, std::size_t>::second);
  CorrelationPlot::Content content;
  content.oneSided = m_kind == Matrix::CramersV;
  for (const auto& [strength, i] : strengths) {
    content.names << QString::fromStdString(matrix.columns[i]);
    content.strength.push_back(strength);
    for (const auto& [unused, j] : strengths) {
      content.values.push_back(matrix.at(i, j));
    }
  }
  m_matrix->setContent(std::move(content));
  if (m_feed.stale()) {
    m_matrixCard->showLoading();  // what stands is of other rows
  } else {
    m_matrixCard->showChart();
  }
}

void ProfilePage::chooseMatrix(Matrix matrix) {
  m_kind = matrix;
  if (m_feed.profile()) {
    showMatrix();
  }
}

void ProfilePage::cellChosen(int row, int column) {
  const QStringList names = m_matrix->table().columns.front().texts;
  const std::string y = names.value(row).toStdString();
  const std::string x = names.value(column).toStdString();
  const auto numeric = [&](const std::string& name) {
    const dataset::ColumnProfile* known = m_feed.profile()->find(name);
    return known && known->numeric();
  };
  if (row == column) {
    selectColumn(names.value(row));
    return;
  }
  if (m_kind != Matrix::CramersV || (numeric(x) && numeric(y))) {
    selectColumn(names.value(row));
    m_pair = std::pair(x, y);
    m_drawerOpen = true;
    applyLayout();
    askPair();
    return;
  }
  // Two columns of words: how often each goes with each.
  const auto choice = [&](const std::string& name) {
    const auto found = std::ranges::find(m_choices, QString::fromStdString(name), &GroupChoice::name);
    return found == m_choices.end() || !found->few ? std::nullopt : std::optional(*found);
  };
  if (const auto rows = choice(y), columns = choice(x); rows && columns) {
    m_rows = rows;
    m_columns = columns;
    m_measure = dataset::Measure::Kind::Count;
    fillHeatMenu();
    askHeat();
  }
}

void ProfilePage::askHeat() {
  const FramePtr& frame = m_feed.frame();
  if (!frame || !m_feed.profile() || m_feed.computing()) {
    return;
  }
  std::optional<HeatRequest> heat;
  std::optional<SeriesRequest> series;
  const QString value = m_value ? QString::fromStdString(frame->column(*m_value).info.name) : QString();
  if (m_rows && m_columns && (m_value || m_measure == dataset::Measure::Kind::Count)) {
    heat = HeatRequest{*m_rows, *m_columns, {m_measure, m_value.value_or(0), 0.5}, {}};
    if (m_measure == dataset::Measure::Kind::Count) {
      heat->measure.column = dataset::kEveryRow;
    }
    heat->valueName = m_measure == dataset::Measure::Kind::Count ? measureWord(m_measure)
                                                                 : measureWord(m_measure).arg(value);
  }
  const auto time = timeColumnOf(*m_feed.profile(), *frame);
  if (time && m_value && *m_value != *time) {
    series = SeriesRequest{*time, *m_value, value};
  }
  if (!heat && !series) {
    m_heatCard->setTitle(tr("Groups"));
    m_heatCard->setSubtitle({});
    m_heatCard->showEmpty(tr("No column has few enough values to group by"));
    return;
  }
  m_heatCard->setTitle(heat ? heat->valueName : value);
  m_heatCard->setSubtitle(heat ? tr("by %1 and %2").arg(m_rows->name, m_columns->name) : tr("over time"));
  m_heatCard->showLoading();
  m_heatJob.start([frame, heat, series, selection = m_feed.brushed().selection](std::stop_token stop) {
    return heatAndSeries(frame, heat, series, selection, stop);
  });
}

void ProfilePage::askSplit() {
  const int column = m_table->selected();
  const FramePtr& frame = m_feed.frame();
  const auto place = column >= 0 ? m_feed.frameColumn(static_cast<std::size_t>(column)) : std::nullopt;
  if (!frame || !place || !m_by || m_feed.computing() ||
      !m_feed.profile()->columns[static_cast<std::size_t>(column)].numeric()) {
    m_splitJob.cancel();
    m_inspector->setSplit(std::nullopt, false);
    return;
  }
  GroupChoice by = *m_by;
  if (by.key.column == *place && m_choices.size() > 1) {
    // A column by itself says nothing.
    const auto other =
        std::ranges::find_if(m_choices, [&](const auto& choice) { return choice.key.column != *place; });
    by = other == m_choices.end() ? by : *other;
  }
  m_splitJob.start([frame, column = *place, by, selection = m_feed.brushed().selection](
                       std::stop_token stop) { return splitOf(frame, column, by, selection, stop); });
}

void ProfilePage::askPair() {
  const FramePtr& frame = m_feed.frame();
  if (!frame || !m_pair) {
    return;
  }
  const Result<std::size_t> x = frame->find(m_pair->first);
  const Result<std::size_t> y = frame->find(m_pair->second);
  if (x && y) {
    m_pairJob.start([frame, across = *x, up = *y, selection = m_feed.brushed().selection](
                        std::stop_token stop) { return pairOf(frame, across, up, selection, stop); });
  }
}

void ProfilePage::fillHeatMenu() {
  QList<QAction*> actions;
  const auto submenu = [&](const QString& title) {
    auto* menu = new QMenu(title, this);
    actions << menu->menuAction();
    return menu;
  };
  const auto check = [](QMenu* menu, const QString& text, bool checked, auto act) {
    QAction* action = menu->addAction(QString(text).replace(QLatin1Char('&'), QStringLiteral("&&")));
    action->setCheckable(true);
    action->setChecked(checked);
    QObject::connect(action, &QAction::triggered, menu, act);
  };
  for (QObject* old : findChildren<QMenu*>(QStringLiteral("heat"), Qt::FindDirectChildrenOnly)) {
    old->deleteLater();
  }
  QMenu* rows = submenu(tr("Rows"));
  QMenu* columns = submenu(tr("Columns"));
  for (const GroupChoice& choice : m_choices) {
    if (choice.few) {
      check(rows, choice.name, m_rows && *m_rows == choice, [this, choice] {
        m_rows = choice;
        fillHeatMenu();
        askHeat();
      });
      check(columns, choice.name, m_columns && *m_columns == choice, [this, choice] {
        m_columns = choice;
        fillHeatMenu();
        askHeat();
      });
    }
  }
  QMenu* values = submenu(tr("Value"));
  for (const dataset::ColumnProfile& column : m_feed.profile()->columns) {
    const Result<std::size_t> place = m_feed.frame()->find(column.name);
    if (column.numeric() && place) {
      check(values, QString::fromStdString(column.name), m_value == *place, [this, at = *place] {
        m_value = at;
        fillHeatMenu();
        askHeat();
      });
    }
  }
  QMenu* measures = submenu(tr("Aggregate"));
  const std::pair<dataset::Measure::Kind, QString> kinds[] = {
      {dataset::Measure::Kind::Mean, tr("Mean")},         {dataset::Measure::Kind::Quantile, tr("Median")},
      {dataset::Measure::Kind::Sum, tr("Sum")},           {dataset::Measure::Kind::Least, tr("Least")},
      {dataset::Measure::Kind::Greatest, tr("Greatest")}, {dataset::Measure::Kind::Deviation, tr("SD")},
      {dataset::Measure::Kind::Count, tr("Rows")}};
  for (const auto& [kind, name] : kinds) {
    check(measures, name, kind == m_measure, [this, wanted = kind] {
      m_measure = wanted;
      fillHeatMenu();
      askHeat();
    });
  }
  for (QMenu* menu : {rows, columns, values, measures}) {
    menu->setObjectName(QStringLiteral("heat"));
  }
  m_heat->setMenu(actions);
}

void ProfilePage::brushCell(int row, int column) {
  const FramePtr& frame = m_feed.frame();
  if (!frame || !m_rows || !m_columns || !m_heatAnswer.heat) {
    return;
  }
  // Each side that can be said as a filter of its own is one brush; a weekday of a time cannot.
  const auto brush = [&](const GroupChoice& choice, double key, const QString& label) {
    const auto filter = filterOfGroup(*frame, choice, key);
    if (filter) {
      DataBrush made;
      made.key = frame->column(choice.key.column).info.name;
      made.filter = *filter;
      made.label = QStringLiteral("%1  %2").arg(choice.name, label);
      m_brushes.toggle(std::move(made));
    }
  };
  const HeatTimePlot::Heat heat = *m_heatAnswer.heat;
  const double rowKey = m_heatAnswer.rowKeys[static_cast<std::size_t>(row)];
  const double columnKey = m_heatAnswer.columnKeys[static_cast<std::size_t>(column)];
  const GroupChoice rows = *m_rows;
  const GroupChoice columns = *m_columns;
  brush(rows, rowKey, heat.rows[row]);
  brush(columns, columnKey, heat.columns[column]);
}

void ProfilePage::brushBar(int column, int bar) {
  if (!m_feed.profile() || !m_feed.frame() || column < 0) {
    return;
  }
  const auto index = static_cast<std::size_t>(column);
  if (auto brush =
          brushOf(m_feed.profile()->columns[index].name, m_feed.bars(index), static_cast<std::size_t>(bar))) {
    m_brushes.toggle(std::move(*brush));
  }
}

void ProfilePage::selectColumn(const QString& name) {
  const auto& columns = m_feed.profile()->columns;
  const auto found = std::ranges::find(columns, name.toStdString(), &dataset::ColumnProfile::name);
  if (found != columns.end()) {
    m_table->select(static_cast<int>(found - columns.begin()));
    m_pair.reset();
    m_inspector->setPair(std::nullopt);
    showColumn();
    askSplit();
  }
}

bool ProfilePage::settled() const {
  return !m_feed.computing() && !m_feed.following() && !m_feed.brushing() && !m_heatJob.running() &&
         !m_splitJob.running() && !m_pairJob.running();
}

bool ProfilePage::closeDrawer() {
  const bool was = m_drawerOpen && window()->width() < kDrawerBelow;
  m_drawerOpen = false;
  applyLayout();
  return was;
}

void ProfilePage::resizeEvent(QResizeEvent*) {
  applyLayout();
}

void ProfilePage::applyLayout() {
  const bool drawer = window()->width() < kDrawerBelow;
  const bool turns = window()->height() < kTurnsBelow;
  m_inspector->setDrawer(drawer);
  const int width = std::min(kInspectorWidth, this->width());
  m_centre->setGeometry(0, 0, drawer ? this->width() : this->width() - width - kCardGap, height());
  m_inspector->setGeometry(this->width() - width, 0, width, height());
  m_inspector->setVisible(!drawer || m_drawerOpen);
  m_inspector->raise();
  m_turns->setVisible(turns);
  const int turn = turns ? m_turns->current() : 0;
  m_tableCard->setVisible(turn == 0);
  m_charts->setVisible(!turns || turn > 0);
  m_matrixCard->setVisible(!turns || turn == 1);
  m_heatCard->setVisible(!turns || turn == 2);
  // Few columns leave room below the table, which the charts take.
  const int spare = height() - m_table->wholeHeight() - 2 - kCardGap;
  const int charts = std::clamp(spare, kChartsHeight, kMostChartsHeight);
  m_charts->setMaximumHeight(turns ? QWIDGETSIZE_MAX : charts);
  m_charts->setMinimumHeight(turns ? 0 : charts);
  m_matrixCard->setMaximumWidth(turns ? QWIDGETSIZE_MAX : std::max(kMatrixWidth, m_centre->width() / 2));
}

}  // namespace tatara::ui

#include "ui/explore/profile_page.h"

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
#include "ui/explore/group_overview.h"
#include "ui/explore/relation_overview.h"
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

}  // namespace

ProfilePage::ProfilePage(VersionFeed& feed, BrushModel& brushes, bool readOnly, QWidget* parent)
    : QWidget(parent),
      m_feed(feed),
      m_brushes(brushes),
      m_readOnly(readOnly),
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
      m_groups->ask();
      askSplit();
      askPair();
    }
  });
  connect(&m_feed, &VersionFeed::statisticsChanged, this, [this] {
    if (m_feed.profile()) {
      m_table->setProfile(m_feed.shownProfile(), m_feed.known());
      m_table->setStale(m_feed.stale());
      showColumn();
      m_relations->show();
    }
  });
  applyLayout();
}

void ProfilePage::buildCharts() {
  m_charts = new QWidget(m_centre);
  auto* row = new QHBoxLayout(m_charts);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(kCardGap);
  m_relations = new RelationOverview(m_feed, m_centre, m_charts);
  row->addWidget(m_relations->card(), 1);
  m_groups = new GroupOverview(m_feed, m_brushes, m_centre, m_charts);
  row->addWidget(m_groups->card(), 1);
  connect(m_relations, &RelationOverview::columnChosen, this, &ProfilePage::selectColumn);
  connect(m_relations, &RelationOverview::pairChosen, this, [this](const QString& y, const QString& x) {
    selectColumn(y);
    m_pair = std::pair(x.toStdString(), y.toStdString());
    m_drawerOpen = true;
    applyLayout();
    askPair();
  });
  connect(m_relations, &RelationOverview::queryAsked, this, [this](RowsFormat format) {
    Q_EMIT queryMade(m_relations->query(format, m_brushes.filter(), m_dataset), format);
  });
  connect(m_groups, &GroupOverview::queryAsked, this,
          [this](RowsFormat format) { Q_EMIT queryMade(m_groups->query(format, m_dataset), format); });
  connect(m_relations, &RelationOverview::wordsChosen, m_groups, &GroupOverview::countTogether);
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
    m_relations->clearChosen();
    askSplit();
  });
  connect(m_inspector, &Inspector::splitMenuAsked, this, [this](QPushButton* under) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const GroupChoice& choice : m_groups->choices()) {
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
  m_splitJob.cancel();
  m_pairJob.cancel();
  m_by.reset();
  m_pair.reset();
  m_table->select(-1);
  m_table->setListed(std::nullopt);
  m_table->setProfile(nullptr, {});
  m_table->setBars({}, false);
  m_relations->reset();
  m_groups->reset();
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
    m_groups->begin();
    if (!m_by && !m_groups->choices().empty()) {
      m_by = m_groups->across() ? *m_groups->across() : m_groups->choices().front();
    }
    askSplit();
  }
  showColumn();
  m_relations->show();
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
  if (by.key.column == *place && m_groups->choices().size() > 1) {
    // A column by itself says nothing.
    const auto other = std::ranges::find_if(m_groups->choices(),
                                            [&](const auto& choice) { return choice.key.column != *place; });
    by = other == m_groups->choices().end() ? by : *other;
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
  return !m_feed.computing() && !m_feed.following() && !m_feed.brushing() && !m_groups->running() &&
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
  m_relations->card()->setVisible(!turns || turn == 1);
  m_groups->card()->setVisible(!turns || turn == 2);
  // Few columns leave room below the table, which the charts take.
  const int spare = height() - m_table->wholeHeight() - 2 - kCardGap;
  const int charts = std::clamp(spare, kChartsHeight, kMostChartsHeight);
  m_charts->setMaximumHeight(turns ? QWIDGETSIZE_MAX : charts);
  m_charts->setMinimumHeight(turns ? 0 : charts);
  m_relations->card()->setMaximumWidth(turns ? QWIDGETSIZE_MAX
                                             : std::max(kMatrixWidth, m_centre->width() / 2));
}

}  // namespace tatara::ui

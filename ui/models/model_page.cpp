#include "ui/models/model_page.h"

#include <algorithm>
#include <cmath>

#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/time_text.h"
#include "ui/base/utf8.h"
#include "ui/model/text_grid.h"
#include "ui/models/internal/facts_sheet.h"
#include "ui/models/internal/grid_cells.h"
#include "ui/models/internal/stage_board.h"
#include "ui/models/internal/version_chart.h"
#include "ui/models/internal/version_text.h"
#include "ui/widget/badge.h"
#include "ui/widget/card.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"

namespace tatara::ui {
namespace {

constexpr int kMostShownRows = 14;
constexpr qsizetype kCommitShown = 7;

BetterWhen betterWhen(track::Direction direction) {
  return direction == track::Direction::LowerIsBetter    ? BetterWhen::Lower
         : direction == track::Direction::HigherIsBetter ? BetterWhen::Higher
                                                         : BetterWhen::Unknown;
}

}  // namespace

QWidget* ModelPage::makeHeader() {
  auto* header = new QWidget(this);
  header->setFixedHeight(kPanelHeaderHeight);
  auto* bar = new QHBoxLayout(header);
  bar->setContentsMargins(0, 0, 0, 0);
  bar->setSpacing(10);
  m_name = new Label({}, TextRole::PanelTitle, &Colors::tx1, header);
  m_champion = new Badge(BadgeState::Champion, {}, header);
  m_count = new Label({}, TextRole::Cell, &Colors::tx3, header);
  m_compare = makeButton(tr("Compare"), QStringLiteral("compare"), ButtonKind::Normal, header);
  m_review = makeButton(tr("Request review…"), QStringLiteral("gates"), ButtonKind::Normal, header);
  m_setChampion = makeButton(tr("Set champion"), QStringLiteral("champion"), ButtonKind::Primary, header);
  m_more = makeIconButton(QStringLiteral("more"), tr("More"), header);
  bar->addWidget(m_name);
  bar->addWidget(m_champion);
  bar->addWidget(m_count, 1);
  bar->addWidget(m_compare);
  bar->addWidget(m_review);
  bar->addWidget(m_setChampion);
  bar->addWidget(m_more);
  return header;
}

void ModelPage::makeVersions() {
  m_tableCard = new Card(tr("Versions"), this);
  m_table = new TextGrid(tr("Versions"));
  m_layout = new SegmentedControl;
  m_layout->setSmall(true);
  m_layout->setAccessibleName(tr("Layout of the versions"));
  m_layout->addSegment(tr("Table"), QStringLiteral("layout-table"));
  m_layout->addSegment(tr("Board"), QStringLiteral("columns"));
  m_archived = makeButton({}, {}, ButtonKind::Link);
  m_archived->hide();
  m_tableCard->addTool(m_archived);
  m_tableCard->addTool(m_layout);
  auto* both = new QWidget;
  auto* bothColumn = new QVBoxLayout(both);
  bothColumn->setContentsMargins(1, 0, 1, 1);
  m_board = new StageBoard;
  m_boardScroll = new QScrollArea;
  m_boardScroll->setWidgetResizable(true);
  m_boardScroll->setFrameShape(QFrame::NoFrame);
  m_boardScroll->viewport()->setAutoFillBackground(false);
  m_boardScroll->setWidget(m_board);
  m_board->setAutoFillBackground(false);  // setWidget() turns it on
  bothColumn->addWidget(m_table);
  bothColumn->addWidget(m_boardScroll);
  m_boardScroll->hide();
  m_tableCard->setContent(both);
}

QLayout* ModelPage::makeLower() {
  auto* lower = new QHBoxLayout;
  lower->setSpacing(kCardGap);
  m_chartCard = new Card(tr("Over the versions"), this);
  m_chart = new VersionChart;
  m_chartCard->setContent(m_chart);
  m_aboutCard = new Card(tr("About"), this);
  m_aboutCard->setFixedWidth(372);
  m_editFacts = makeIconButton(QStringLiteral("edit"), tr("Edit facts…"));
  m_editFacts->setObjectName(QStringLiteral("editFacts"));
  m_aboutCard->addTool(m_editFacts);
  auto* about = new QWidget;
  auto* aboutColumn = new QVBoxLayout(about);
  aboutColumn->setContentsMargins(1, 0, 1, 1);
  aboutColumn->setSpacing(8);
  m_description = new Label({}, TextRole::Body, &Colors::tx2);
  m_description->setOverflow(Overflow::Wrap);
  auto* padded = new QVBoxLayout;
  padded->setContentsMargins(kCardPadding, 0, kCardPadding, 0);
  padded->addWidget(m_description);
  aboutColumn->addLayout(padded);
  m_about = new TextGrid(tr("About"));
  aboutColumn->addWidget(m_about, 1);
  m_aboutCard->setContent(about);
  lower->addWidget(m_chartCard, 1);
  lower->addWidget(m_aboutCard);
  return lower;
}

ModelPage::ModelPage(QWidget* parent) : QWidget(parent) {
  auto* whole = new QVBoxLayout(this);
  whole->setContentsMargins(0, 0, 0, kPanelMargin);
  whole->setSpacing(kCardGap);
  whole->addWidget(makeHeader());
  makeVersions();
  whole->addWidget(m_tableCard);
  whole->addLayout(makeLower(), 1);
  connectParts();
}

void ModelPage::connectParts() {
  connect(m_layout, &SegmentedControl::currentChanged, this, &ModelPage::showLayout);
  connect(m_archived, &QPushButton::clicked, this, [this] {
    m_showArchived = !m_showArchived;
    showTable(m_now);
    showLayout();
  });
  connect(m_board, &StageBoard::opened, this, &ModelPage::versionOpened);
  connect(m_board, &StageBoard::menuRequested, this, &ModelPage::versionMenuAsked);
  connect(m_board, &StageBoard::moveAsked, this, &ModelPage::takeMove);
  connect(m_table, &TextGrid::activated, this, &ModelPage::versionOpened);
  connect(m_table, &TextGrid::menuRequested, this, &ModelPage::versionMenuAsked);
  connect(m_table, &TextGrid::chosenChanged, this, &ModelPage::showButtons);
  connect(m_chart, &VersionChart::versionChosen, this,
          [this](std::int64_t version) { Q_EMIT versionOpened(version, false); });
  connect(m_compare, &QPushButton::clicked, this, &ModelPage::compareAsked);
  connect(m_editFacts, &QToolButton::clicked, this, &ModelPage::factsAsked);
  connect(m_review, &QPushButton::clicked, this, [this] {
    if (const registry::ReviewInfo* review = liveReview()) {
      Q_EMIT reviewOpened(review->id.value());
    } else if (const auto versions = chosen(); versions.size() == 1) {
      Q_EMIT reviewAsked(versions.front());
    }
  });
  connect(m_setChampion, &QPushButton::clicked, this, [this] {
    if (const auto versions = chosen(); versions.size() == 1) {
      Q_EMIT championAsked(versions.front());
    }
  });
  connect(m_more, &QToolButton::clicked, this, [this] { Q_EMIT menuAsked(m_more); });
}

void ModelPage::show(ModelFactsPtr facts, Timestamp now, bool readOnly) {
  const bool other = !m_facts || m_facts->model.key != facts->model.key;
  m_showArchived = m_showArchived && !other;
  m_facts = std::move(facts);
  m_readOnly = readOnly;
  m_name->setText(fromUtf8(m_facts->model.name));
  m_champion->setVisible(m_facts->champion > 0);
  m_champion->setState(BadgeState::Champion, QStringLiteral("v%1").arg(m_facts->champion));
  m_count->setText(tr("%n versions", nullptr, static_cast<int>(m_facts->versions.size())));
  m_now = now;
  showTable(now);
  m_board->show(m_facts, now, readOnly);
  showLayout();
  const auto first =
      std::ranges::find_if(m_facts->versions, [this](const VersionLine& line) { return !hidden(line); });
  if (other && first != m_facts->versions.end()) {
    m_table->setCurrent(first->version.version);
  }
  showChart();
  showFacts(now);
  showButtons();
}

// What was put away stays out of the table until it is asked for.
bool ModelPage::hidden(const VersionLine& line) const {
  return !m_showArchived && line.version.state == registry::VersionState::Archived;
}

TextRow ModelPage::rowOf(const VersionLine& line, const TableShape& shape, Timestamp now) const {
  const registry::ModelVersion& version = line.version;
  TextRow row{version.version, {}};
  row.cells.push_back(TextCell::text({}));
  TextCell name = TextCell::value(QStringLiteral("v%1").arg(version.version),
                                  static_cast<double>(version.version), QString::number(version.version));
  name.cell.tone = Tone::Primary;
  row.cells.push_back(std::move(name));
  const VersionState state = stateOf(version);
  TextCell stateCell = TextCell::text(line.altered ? tr("Files altered") : state.word,
                                      line.altered ? Tone::Worse : Tone::Secondary);
  const BadgeLook look = badgeLook(line.altered ? BadgeState::Alert : state.badge);
  stateCell.cell.icon = look.icon;
  stateCell.cell.iconRole = look.text;
  stateCell.cell.tip =
      line.altered ? tr("%1; its files are not those that were registered").arg(state.word) : QString();
  row.cells.push_back(std::move(stateCell));
  QStringList aliases;
  for (const std::string& alias : version.aliases) {
    aliases << QLatin1Char('@') + fromUtf8(alias);
  }
  row.cells.push_back(aliases.isEmpty() ? TextCell::none()
                                        : TextCell::text(aliases.join(QLatin1Char(' ')), Tone::Primary));
  for (std::size_t i = 0; i < m_facts->metrics.size(); ++i) {
    row.cells.push_back(metricCell(line.run, m_facts->metrics[i], shape.decimals[i]));
  }
  if (shape.champion) {
    row.cells.push_back(
        deltaCell(line.run, shape.champion->run, m_facts->metrics.front(), shape.decimals.front()));
  }
  row.cells.push_back(line.run ? TextCell::text(fromUtf8(line.run->info.name)) : TextCell::none());
  if (shape.namesData) {
    row.cells.push_back(line.data.empty() ? TextCell::none() : TextCell::text(fromUtf8(line.data)));
  }
  row.cells.push_back(line.commit.empty() ? TextCell::none()
                                          : TextCell::text(fromUtf8(line.commit).left(kCommitShown) +
                                                           (line.dirty ? QStringLiteral(" *") : QString())));
  row.cells.push_back(version.user.empty() ? TextCell::none() : TextCell::text(fromUtf8(version.user)));
  row.cells.push_back(timeOrder(agoText(version.created, now), version.created));
  return row;
}

void ModelPage::showTable(Timestamp now) {
  const VersionLine* champion = m_facts->find(m_facts->champion);
  std::vector<ColumnSpec> columns = {gridColumn("check", {}, 36, ColumnKind::Check),
                                     gridColumn("version", tr("Version"), 84, ColumnKind::Name),
                                     gridColumn("state", tr("State"), 116),
                                     gridColumn("aliases", tr("Aliases"), 110)};
  std::vector<int> decimals;
  for (const ShownMetric& metric : m_facts->metrics) {
    ColumnSpec spec = gridColumn("", fromUtf8(metric.key), 88, ColumnKind::Number);
    spec.id = "metric:" + metric.key;
    spec.better = betterWhen(metric.meaning.direction);
    spec.tip = fromUtf8(metric.meaning.unit);
    columns.push_back(std::move(spec));
    decimals.push_back(decimalsOf(m_facts->versions, metric));
  }
  const bool deltas = champion && champion->run && !m_facts->metrics.empty();
  if (deltas) {
    ColumnSpec spec = gridColumn("delta", tr("Δ champion"), 100, ColumnKind::Delta);
    spec.better = betterWhen(m_facts->metrics.front().meaning.direction);
    spec.tip =
        tr("Change of %1 from version %2").arg(fromUtf8(m_facts->metrics.front().key)).arg(m_facts->champion);
    columns.push_back(std::move(spec));
  }
  columns.push_back(gridColumn("run", tr("Run"), 130));
  const bool namesData =
      std::ranges::any_of(m_facts->versions, [](const VersionLine& line) { return !line.data.empty(); });
  if (namesData) {
    columns.push_back(gridColumn("data", tr("Data"), 100));
  }
  columns.push_back(gridColumn("commit", tr("Commit"), 72));
  columns.push_back(gridColumn("user", tr("By"), 60));
  columns.push_back(gridColumn("created", tr("Registered"), 84));
  columns.back().fills = true;

  const TableShape shape{deltas ? champion : nullptr, namesData, std::move(decimals)};
  std::vector<TextRow> rows;
  for (const VersionLine& line : m_facts->versions) {
    if (hidden(line)) {
      continue;
    }
    rows.push_back(rowOf(line, shape, now));
  }
  m_shownRows = static_cast<int>(rows.size());
  const auto away = std::ranges::count_if(m_facts->versions, [](const VersionLine& line) {
    return line.version.state == registry::VersionState::Archived;
  });
  m_archived->setVisible(away > 0);
  m_archived->setText(m_showArchived ? tr("Hide archived")
                                     : tr("Show %n archived", nullptr, static_cast<int>(away)));
  m_table->show(std::move(columns), std::move(rows));
  m_tableCard->setSubtitle(
      m_facts->withoutRun > 0
          ? tr("metrics of the newest %1").arg(countText(static_cast<std::int64_t>(kMostRuns)))
          : tr("metrics are the last values of each version's run"));
}

// Table or board; both take what they show, up to a height beyond which they scroll.
void ModelPage::showLayout() {
  constexpr int kMostBoard = 420;
  const bool board = m_layout->current() == 1;
  m_table->setVisible(!board);
  m_boardScroll->setVisible(board);
  if (!m_facts) {
    return;
  }
  const int count = std::clamp(m_shownRows, 1, kMostShownRows);
  m_tableCard->setFixedHeight(
      cardHeaderHeight() + 4 +
      (board ? std::min(m_board->sizeHint().height() + 2, kMostBoard) : m_table->heightForRows(count)));
}

// A card that was put into another column means an act, which is asked for as by its button.
void ModelPage::takeMove(std::int64_t version, StageColumn to) {
  switch (to) {
    case StageColumn::InReview:
      Q_EMIT reviewAsked(version);
      break;
    case StageColumn::Champion:
      Q_EMIT championAsked(version);
      break;
    case StageColumn::Archived:
    case StageColumn::Candidate:
      Q_EMIT archiveAsked(version, to == StageColumn::Archived);
      break;
    case StageColumn::Approved:  // by reviews alone
    case StageColumn::Rejected:
      break;
  }
}

void ModelPage::showChart() {
  if (m_facts->metrics.empty()) {
    m_chartCard->setTitle(tr("Over the versions"));
    m_chartCard->setSubtitle({});
    m_chart->show({}, 0);
    return;
  }
  const ShownMetric& metric = m_facts->metrics.front();
  std::vector<VersionPoint> points;
  for (const VersionLine& line : m_facts->versions) {
    if (const auto value = metricOf(line.run, metric.key); value && std::isfinite(*value)) {
      points.push_back({line.version.version, *value});
    }
  }
  std::ranges::reverse(points);
  m_chartCard->setTitle(tr("%1 over the versions").arg(fromUtf8(metric.key)));
  const QString better = metric.meaning.direction == track::Direction::LowerIsBetter ? tr("lower is better")
                         : metric.meaning.direction == track::Direction::HigherIsBetter
                             ? tr("higher is better")
                             : QString();
  m_chartCard->setSubtitle(m_facts->champion > 0 ? tr("%1 · dashed: champion").arg(better) : better);
  m_chart->setAccessibleName(fromUtf8(metric.key));
  m_chart->show(std::move(points), m_facts->champion);
}

// Who answers for the model and what it may be used for, as far as somebody said so; then what the registry
// knows by itself.
std::vector<TextRow> ModelPage::factRows(Timestamp now) const {
  const registry::RegisteredModel& model = m_facts->model;
  const registry::ModelFacts& known = m_facts->known;
  std::vector<TextRow> rows;
  const auto add = [&rows](const QString& name, const QString& value, const QString& plain) {
    TextCell cell = TextCell::text(value, Tone::Primary);
    cell.plain = plain;
    cell.cell.tip = plain;
    addRow(rows, {TextCell::text(name), std::move(cell)});
  };
  const auto addKnown = [&add](const QString& name, const std::string& fact) {
    if (!fact.empty()) {
      add(name, fromUtf8(fact).simplified(), fromUtf8(fact));
    }
  };
  if (known.owner.empty()) {
    add(tr("Owner"), tr("nobody is named"), {});
    rows.back().cells.back().cell.tone = Tone::Caption;
  }
  addKnown(tr("Owner"), known.owner);
  addKnown(tr("Deputy"), known.deputy);
  addKnown(tr("Runbook"), known.runbook);
  addKnown(tr("Intended use"), known.intendedUse);
  addKnown(tr("Risk tier"), known.riskTier);
  addKnown(tr("Licence"), known.licence);
  QStringList personal;
  for (const std::string& column : known.personal) {
    personal << fromUtf8(column);
  }
  addKnown(tr("Personal data"), personal.join(QStringLiteral(", ")).toStdString());
  if (known.lookAgain) {
    const QString date = lookAgainText(known.lookAgain);
    const bool overdue = m_facts->champion > 0 && *known.lookAgain < now;
    add(tr("Look again by"), overdue ? tr("%1, overdue").arg(date) : date, date);
    rows.back().cells.back().cell.tone = overdue ? Tone::Warning : Tone::Primary;
  }
  add(tr("Created"), agoText(model.created, now), isoTimeText(model.created));
  add(tr("Changed"), agoText(model.updated, now), isoTimeText(model.updated));
  for (const registry::Alias& alias : model.aliases) {
    const QString version = QStringLiteral("v%1").arg(alias.version);
    add(QLatin1Char('@') + fromUtf8(alias.name), version, version);
  }
  for (const track::KeyValue& tag : model.tags) {
    add(fromUtf8(tag.key), fromUtf8(tag.value), fromUtf8(tag.value));
  }
  return rows;
}

void ModelPage::showFacts(Timestamp now) {
  const registry::RegisteredModel& model = m_facts->model;
  m_description->setText(model.description.empty() ? tr("No description yet") : fromUtf8(model.description));
  m_description->setColor(model.description.empty() ? &Colors::tx3 : &Colors::tx2);
  m_editFacts->setEnabled(!m_readOnly);
  m_about->show({gridColumn("name", tr("Name"), 140), filling(gridColumn("value", tr("Value"), 200))},
                factRows(now));
}

std::vector<std::int64_t> ModelPage::chosen() const {
  return m_table->chosen();
}

void ModelPage::showButtons() {
  if (!m_facts) {
    return;
  }
  const std::vector<std::int64_t> versions = chosen();
  const auto runs = std::ranges::count_if(versions, [this](std::int64_t version) {
    const VersionLine* line = m_facts->find(version);
    return line && line->run;
  });
  const bool two = versions.size() == 2;
  m_compare->setEnabled(two || runs >= 2);
  m_compare->setText(runs > 2 ? tr("Compare runs") : tr("Compare"));
  m_compare->setToolTip(two || runs >= 2 ? QString()
                                         : tr("Mark two versions, or more whose runs are in this workspace"));
  const bool isChampion = versions.size() == 1 && versions.front() == m_facts->champion;
  const VersionLine* one = versions.size() == 1 ? m_facts->find(versions.front()) : nullptr;
  const registry::ReviewInfo* review = liveReview();
  m_review->setText(review ? tr("Open review %1").arg(review->id.value()) : tr("Request review…"));
  m_review->setEnabled(review || (one && !isChampion && !m_readOnly));
  m_review->setToolTip(one ? QString() : tr("Choose one version"));
  const bool shut =
      m_facts->protection.champion && !(one && one->version.state == registry::VersionState::Approved);
  m_setChampion->setEnabled(versions.size() == 1 && !isChampion && !m_readOnly && !shut);
  m_setChampion->setText(versions.size() == 1 && !isChampion ? tr("Set v%1 as champion").arg(versions.front())
                                                             : tr("Set champion"));
  m_setChampion->setToolTip(m_readOnly             ? tr("This workspace is read-only")
                            : isChampion           ? tr("Version %1 is the champion").arg(versions.front())
                            : versions.size() != 1 ? tr("Choose one version")
                            : shut ? tr("The policy lets champion move only by an approved review")
                                   : QString());
}

const registry::ReviewInfo* ModelPage::liveReview() const {
  const std::vector<std::int64_t> versions = chosen();
  if (!m_facts || versions.size() != 1) {
    return nullptr;
  }
  const auto at = std::ranges::find(m_facts->reviews, versions.front(), &registry::ReviewInfo::version);
  return at == m_facts->reviews.end() ? nullptr : &*at;
}

}  // namespace tatara::ui

#include "ui/explore/relation_overview.h"

#include <QActionGroup>
#include <algorithm>
#include <cmath>
#include <vector>

#include "ui/chart/chart_card.h"
#include "ui/explore/group_view.h"

namespace tatara::ui {
namespace {

constexpr std::size_t kMostRelated = 50;

}  // namespace

RelationOverview::RelationOverview(VersionFeed& feed, QWidget* stage, QWidget* parent)
    : QObject(parent),
      m_feed(feed),
      m_plot(new CorrelationPlot),
      m_card(new ChartCard(tr("Correlation"), m_plot, parent)) {
  m_card->setStage(stage);
  auto* kinds = new QActionGroup(this);
  QList<QAction*> actions;
  for (const Kind kind : {Kind::Pearson, Kind::Spearman, Kind::CramersV}) {
    auto* action = new QAction(nameOf(kind), kinds);
    action->setCheckable(true);
    action->setChecked(kind == Kind::Pearson);
    connect(action, &QAction::triggered, this, [this, kind] { choose(kind); });
    actions << action;
  }
  auto* line = new QAction(this);
  line->setSeparator(true);
  actions << line;
  for (const auto& [format, words] :
       {std::pair(RowsFormat::Sql, tr("Copy as SQL")), {RowsFormat::Pandas, tr("Copy as pandas")}}) {
    auto* action = new QAction(words, this);
    connect(action, &QAction::triggered, this, [this, wanted = format] { Q_EMIT queryAsked(wanted); });
    actions << action;
  }
  m_plot->setMenu(actions);
  connect(m_plot, &CorrelationPlot::chosen, this, &RelationOverview::chooseCell);
}

const dataset::RelationMatrix& RelationOverview::matrix(const dataset::Profile& profile) const {
  switch (m_kind) {
    case Kind::Spearman:
      return profile.spearman;
    case Kind::CramersV:
      return profile.cramersV;
    case Kind::Pearson:
      break;
  }
  return profile.pearson;
}

QString RelationOverview::nameOf(Kind kind) {
  switch (kind) {
    case Kind::Spearman:
      return QStringLiteral("Spearman");
    case Kind::CramersV:
      return tr("Cramér's V");
    case Kind::Pearson:
      break;
  }
  return QStringLiteral("Pearson");
}

void RelationOverview::reset() {
  m_plot->setContent({});
  m_card->showLoading();
}

void RelationOverview::show() {
  const dataset::Profile& profile = *m_feed.shownProfile();
  const dataset::RelationMatrix& matrix = this->matrix(profile);
  m_card->setSubtitle(nameOf(m_kind));
  if (matrix.columns.size() < 2) {
    if (m_feed.computing()) {
      m_card->showLoading();
    } else {
      m_card->showEmpty(m_kind == Kind::CramersV ? tr("No two columns of words or few values")
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
  content.oneSided = m_kind == Kind::CramersV;
  for (const auto& [strength, i] : strengths) {
    content.names << QString::fromStdString(matrix.columns[i]);
    content.strength.push_back(strength);
    for (const auto& [unused, j] : strengths) {
      content.values.push_back(matrix.at(i, j));
    }
  }
  m_plot->setContent(std::move(content));
  if (m_feed.stale()) {
    m_card->showLoading();  // what stands is of other rows
  } else {
    m_card->showChart();
  }
}

QString RelationOverview::query(RowsFormat format, const dataset::Filter& filter,
                                const QString& table) const {
  std::vector<std::string> columns;
  for (const QString& name : m_plot->table().columns.front().texts) {
    columns.push_back(name.toStdString());
  }
  if (m_kind == Kind::CramersV || !m_feed.frame() || columns.empty()) {
    return {};
  }
  return QString::fromStdString(correlationQuery(*m_feed.frame(), columns, m_kind == Kind::Spearman, filter,
                                                 table.toStdString(), format));
}

void RelationOverview::choose(Kind kind) {
  m_kind = kind;
  if (m_feed.profile()) {
    show();
  }
}

void RelationOverview::chooseCell(int row, int column) {
  const QStringList names = m_plot->table().columns.front().texts;
  const QString y = names.value(row);
  const QString x = names.value(column);
  const auto numeric = [&](const QString& name) {
    const dataset::ColumnProfile* known = m_feed.profile()->find(name.toStdString());
    return known && known->numeric();
  };
  if (row == column) {
    Q_EMIT columnChosen(y);
  } else if (m_kind != Kind::CramersV || (numeric(x) && numeric(y))) {
    Q_EMIT pairChosen(y, x);
  } else {
    Q_EMIT wordsChosen(y, x);
  }
}

}  // namespace tatara::ui

#include "ui/explore/group_overview.h"

#include <QMenu>
#include <algorithm>
#include <cmath>

#include "ui/chart/chart_card.h"
#include "ui/explore/column_text.h"

namespace tatara::ui {
namespace {

QString measureWord(dataset::Measure::Kind kind) {
  switch (kind) {
    case dataset::Measure::Kind::Sum:
      return GroupOverview::tr("Sum of %1");
    case dataset::Measure::Kind::Least:
      return GroupOverview::tr("Least %1");
    case dataset::Measure::Kind::Greatest:
      return GroupOverview::tr("Greatest %1");
    case dataset::Measure::Kind::Deviation:
      return GroupOverview::tr("SD of %1");
    case dataset::Measure::Kind::Quantile:
      return GroupOverview::tr("Median %1");
    case dataset::Measure::Kind::Count:
      return GroupOverview::tr("Rows");
    case dataset::Measure::Kind::Mean:
      break;
  }
  return GroupOverview::tr("Mean %1");
}

}  // namespace

GroupOverview::GroupOverview(VersionFeed& feed, BrushModel& brushes, QWidget* stage, QWidget* parent)
    : QObject(parent),
      m_feed(feed),
      m_brushes(brushes),
      m_plot(new HeatTimePlot),
      m_card(new ChartCard(tr("Groups"), m_plot, parent)),
      m_job([this](Result<HeatAnswer> answer) { show(std::move(answer)); }) {
  m_card->setStage(stage);
  connect(m_plot, &HeatTimePlot::cellClicked, this, &GroupOverview::brushCell);
  connect(m_plot, &HeatTimePlot::spanBrushed, this, &GroupOverview::brushSpan);
}

void GroupOverview::reset() {
  m_job.cancel();
  m_choices.clear();
  m_rows.reset();
  m_columns.reset();
  m_value.reset();
  m_answer = {};
  m_plot->setHeat(std::nullopt);
  m_plot->setSeries(std::nullopt);
  m_card->showLoading();
}

void GroupOverview::begin() {
  const dataset::Profile& profile = *m_feed.profile();
  const dataset::Frame& frame = *m_feed.frame();
  m_choices = groupChoices(profile, frame);
  const auto sides = m_rows ? std::nullopt : defaultSides(profile, frame, m_choices);
  if (sides) {
    m_rows = sides->first;
    m_columns = sides->second;
  }
  if (!m_value) {
    m_value = valueColumnOf(profile, frame);
  }
  fillMenu();
  ask();
}

std::optional<HeatRequest> GroupOverview::heatRequest() const {
  const FramePtr& frame = m_feed.frame();
  const bool count = m_measure == dataset::Measure::Kind::Count;
  if (!frame || !m_rows || !m_columns || (!m_value && !count)) {
    return std::nullopt;
  }
  HeatRequest heat{*m_rows, *m_columns, {m_measure, m_value.value_or(0), 0.5}, {}};
  if (count) {
    heat.measure.column = dataset::kEveryRow;
    heat.valueName = measureWord(m_measure);
  } else {
    heat.valueName = measureWord(m_measure).arg(QString::fromStdString(frame->column(*m_value).info.name));
  }
  return heat;
}

QString GroupOverview::query(RowsFormat format, const QString& table) const {
  const auto heat = heatRequest();
  return heat ? QString::fromStdString(
                    heatQuery(*m_feed.frame(), *heat, m_brushes.filter(), table.toStdString(), format))
              : QString();
}

void GroupOverview::ask() {
  const FramePtr& frame = m_feed.frame();
  if (!frame || !m_feed.profile() || m_feed.computing()) {
    return;
  }
  const std::optional<HeatRequest> heat = heatRequest();
  std::optional<SeriesRequest> series;
  const QString value = m_value ? QString::fromStdString(frame->column(*m_value).info.name) : QString();
  const auto time = timeColumnOf(*m_feed.profile(), *frame);
  if (time && m_value && *m_value != *time) {
    series = SeriesRequest{*time, *m_value, value};
  }
  if (!heat && !series) {
    m_card->setTitle(tr("Groups"));
    m_card->setSubtitle({});
    m_card->showEmpty(tr("No column has few enough values to group by"));
    return;
  }
  m_card->setTitle(heat ? heat->valueName : value);
  m_card->setSubtitle(heat ? tr("by %1 and %2").arg(m_rows->name, m_columns->name) : tr("over time"));
  m_card->showLoading();
  m_job.start([frame, heat, series, selection = m_feed.brushed().selection](std::stop_token stop) {
    return heatAndSeries(frame, heat, series, selection, stop);
  });
}

QStringList GroupOverview::columns() const {
  QStringList names;
  if (const FramePtr& frame = m_feed.frame()) {
    const auto add = [&](std::size_t column) {
      names << QString::fromStdString(frame->column(column).info.name);
    };
    for (const std::optional<GroupChoice>& side : {m_rows, m_columns}) {
      if (side) {
        add(side->key.column);
      }
    }
    if (m_value) {
      add(*m_value);
    }
    if (const auto time = m_feed.profile() ? timeColumnOf(*m_feed.profile(), *frame) : std::nullopt) {
      add(*time);
    }
  }
  return names;
}

void GroupOverview::show(Result<HeatAnswer> answer) {
  if (!answer) {
    m_card->showError(answer.error(), [this] { ask(); });
    return;
  }
  m_answer = std::move(*answer);
  m_plot->setHeat(m_answer.heat);
  m_plot->setSeries(m_answer.series);
  if (m_plot->empty()) {
    m_card->showEmpty(tr("No rows match the filters"));
  } else {
    m_card->showChart();
  }
}

void GroupOverview::countTogether(const QString& rows, const QString& columns) {
  const auto choice = [&](const QString& name) {
    const auto found = std::ranges::find(m_choices, name, &GroupChoice::name);
    return found == m_choices.end() || !found->few ? std::nullopt : std::optional(*found);
  };
  if (const auto up = choice(rows), across = choice(columns); up && across) {
    m_rows = up;
    m_columns = across;
    m_measure = dataset::Measure::Kind::Count;
    fillMenu();
    ask();
  }
}

QList<QAction*> GroupOverview::copyActions(QObject* owner) {
  QList<QAction*> actions;
  for (const auto& [format, words] :
       {std::pair(RowsFormat::Sql, tr("Copy as SQL")), {RowsFormat::Pandas, tr("Copy as pandas")}}) {
    auto* action = new QAction(words, owner);
    connect(action, &QAction::triggered, this, [this, wanted = format] { Q_EMIT queryAsked(wanted); });
    actions << action;
  }
  return actions;
}

void GroupOverview::fillMenu() {
  QList<QAction*> actions;
  const auto submenu = [&](const QString& title) {
    auto* menu = new QMenu(title, m_card);
    actions << menu->menuAction();
    return menu;
  };
  const auto check = [](QMenu* menu, const QString& text, bool checked, auto act) {
    QAction* action = menu->addAction(QString(text).replace(QLatin1Char('&'), QStringLiteral("&&")));
    action->setCheckable(true);
    action->setChecked(checked);
    QObject::connect(action, &QAction::triggered, menu, act);
  };
  for (QObject* old : m_card->findChildren<QMenu*>(QStringLiteral("heat"), Qt::FindDirectChildrenOnly)) {
    old->deleteLater();
  }
  QMenu* rows = submenu(tr("Rows"));
  QMenu* columns = submenu(tr("Columns"));
  for (const GroupChoice& choice : m_choices) {
    if (choice.few) {
      check(rows, choice.name, m_rows && *m_rows == choice, [this, choice] {
        m_rows = choice;
        fillMenu();
        ask();
      });
      check(columns, choice.name, m_columns && *m_columns == choice, [this, choice] {
        m_columns = choice;
        fillMenu();
        ask();
      });
    }
  }
  QMenu* values = submenu(tr("Value"));
  for (const dataset::ColumnProfile& column : m_feed.profile()->columns) {
    const Result<std::size_t> place = m_feed.frame()->find(column.name);
    if (column.numeric() && place) {
      check(values, QString::fromStdString(column.name), m_value == *place, [this, at = *place] {
        m_value = at;
        fillMenu();
        ask();
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
      fillMenu();
      ask();
    });
  }
  for (QMenu* menu : {rows, columns, values, measures}) {
    menu->setObjectName(QStringLiteral("heat"));
  }
  m_plot->setMenu(actions << copyActions(rows));
}

void GroupOverview::brushCell(int row, int column) {
  const FramePtr& frame = m_feed.frame();
  if (!frame || !m_rows || !m_columns || !m_answer.heat) {
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
  const HeatTimePlot::Heat heat = *m_answer.heat;
  const double rowKey = m_answer.rowKeys[static_cast<std::size_t>(row)];
  const double columnKey = m_answer.columnKeys[static_cast<std::size_t>(column)];
  const GroupChoice rows = *m_rows;
  const GroupChoice columns = *m_columns;
  brush(rows, rowKey, heat.rows[row]);
  brush(columns, columnKey, heat.columns[column]);
}

void GroupOverview::brushSpan(double from, double to) {
  const auto time =
      m_feed.profile() && m_feed.frame() ? timeColumnOf(*m_feed.profile(), *m_feed.frame()) : std::nullopt;
  if (!time) {
    return;
  }
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

}  // namespace tatara::ui

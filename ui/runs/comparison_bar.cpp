#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QSlider>
#include <QToolButton>

#include "ui/base/icon.h"
#include "ui/base/number_text.h"
#include "ui/runs/comparison_area.h"
#include "ui/runs/internal/ask_condition.h"
#include "ui/runs/internal/menus.h"
#include "ui/runs/internal/smoothing.h"
#include "ui/runs/run_list.h"
#include "ui/shell/panel.h"
#include "ui/shell/selection_hub.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"

namespace tatara::ui {
namespace {

constexpr std::size_t kMostMenuEntries = 60;

}  // namespace

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
  m_axis->addSegment(tr("Metric"), {}, tr("Any metric, where both were logged at a step"));
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
  m_options = makeIconButton(QStringLiteral("smoothing"), tr("How lines are drawn"), m_bar);
  m_options->setFixedSize(24, 24);
  m_group = makeButton(tr("Group lines"), QStringLiteral("lineage"), ButtonKind::Normal, m_bar);
  setControlSize(*m_group, ControlSize::Small);
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
  row->addWidget(m_options);
  row->addWidget(m_group);
  row->addWidget(m_add);
  connect(m_axis, &SegmentedControl::currentChanged, this, [this](int index) {
    if (static_cast<CurveAxis>(index) == CurveAxis::Metric) {
      updateBar();  // until one is chosen
      xMetricMenu();
      return;
    }
    change(tr("X axis"), [index](ViewState& view) { view.axis = static_cast<CurveAxis>(index); });
  });
  connect(m_smoothing, &QSlider::valueChanged, this, [this](int value) {
    change(tr("Smoothing"), [value](ViewState& view) { view.smoothing = value / 100.0; });
  });
  connect(m_scale, &SegmentedControl::currentChanged, this, [this](int index) {
    change(tr("Y axis"), [index](ViewState& view) { view.logScale = index == 1; });
  });
  connect(m_options, &QToolButton::clicked, this, &ComparisonArea::optionsMenu);
  connect(m_group, &QPushButton::clicked, this, &ComparisonArea::groupMenu);
  connect(m_add, &QPushButton::clicked, this, &ComparisonArea::addChartMenu);
}

void ComparisonArea::updateBar() {
  const bool charts = m_input.view.layout == RunsLayout::Charts;
  m_listCard->setVisible(charts);
  const auto count = static_cast<int>(m_input.shown.size());
  QString words = m_input.selected ? tr("%n run(s)", nullptr, count)
                                   : tr("first %n run(s); tick runs to choose", nullptr, count);
  if (drawsGroups() && !m_input.selected) {
    words = tr("lines of all %n run(s)", nullptr, static_cast<int>(m_input.listing->rows.size()));
  } else if (count > static_cast<int>(kColoredRuns)) {
    words = tr("%1 runs, %2 coloured").arg(countText(count)).arg(kColoredRuns);
  }
  if (!m_others.empty()) {
    words += QStringLiteral(" · ") + tr("%n other(s) behind", nullptr, static_cast<int>(m_others.size()));
  }
  m_count->setText(words);
  const QSignalBlocker axis(m_axis);
  const QSignalBlocker smoothing(m_smoothing);
  const QSignalBlocker scale(m_scale);
  m_axis->setCurrent(static_cast<int>(m_input.view.axis));
  m_smoothing->setValue(qRound(m_input.view.smoothing * 100));
  m_smoothing->setEnabled(m_input.view.smoothingMethod != SmoothingMethod::BestSoFar);
  m_smoothingText->setText(smoothingText(m_input.view));
  m_group->setText(m_input.view.grouping.any() ? tr("Grouped lines") : tr("Group lines"));
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
    const std::int64_t drawn =
        drawsGroups() && !m_input.selected ? static_cast<std::int64_t>(m_input.listing->rows.size()) : count;
    m_listFooter->setText(tr("%1 shown in charts · Space toggles").arg(countText(drawn)));
  }
}

void ComparisonArea::xMetricMenu() {
  QMenu* menu = makeMenu(this);
  const auto& metrics = m_input.listing->table->metrics();
  for (std::size_t i = 0; i < std::min(metrics.size(), kMostMenuEntries); ++i) {
    const std::string key = metrics[i]->key;
    QAction* action = menu->addAction(QString::fromStdString(key), this, [this, key] {
      change(tr("X axis"), [&key](ViewState& view) {
        view.axis = CurveAxis::Metric;
        view.xMetric = key;
      });
    });
    action->setCheckable(true);
    action->setChecked(m_input.view.axis == CurveAxis::Metric && m_input.view.xMetric == key);
  }
  menu->popup(below(m_axis));
}

void ComparisonArea::optionsMenu() {
  QMenu* menu = makeMenu(this);
  const auto method = [&](const QString& text, SmoothingMethod value) {
    QAction* action = menu->addAction(text, this, [this, value] {
      change(tr("Smoothing"), [value](ViewState& view) { view.smoothingMethod = value; });
    });
    action->setCheckable(true);
    action->setChecked(m_input.view.smoothingMethod == value);
  };
  menu->addSection(tr("Smoothing"));
  method(tr("Exponential"), SmoothingMethod::Exponential);
  method(tr("Running mean"), SmoothingMethod::RunningMean);
  method(tr("Gaussian"), SmoothingMethod::Gaussian);
  method(tr("Best so far"), SmoothingMethod::BestSoFar);
  menu->addSeparator();
  const auto toggle = [&](const QString& text, bool ViewState::*field) {
    QAction* action = menu->addAction(text, this, [this, text, field] {
      change(text, [field](ViewState& view) { view.*field = !(view.*field); });
    });
    action->setCheckable(true);
    action->setChecked(m_input.view.*field);
  };
  toggle(tr("Min–max band where points outnumber pixels"), &ViewState::spread);
  toggle(tr("Logarithmic x axis"), &ViewState::logX);
  menu->addSeparator();
  toggle(tr("All other runs behind, as a density"), &ViewState::others);
  menu->popup(below(m_options));
}

void ComparisonArea::addGroupChoices(QMenu& menu, const QString& title, std::string CurveGrouping::*column) {
  QMenu* choices = menu.addMenu(title);
  const auto add = [&](QMenu* to, const QString& text, const std::string& group) {
    QAction* action = to->addAction(text, this, [this, column, group] {
      change(tr("Group lines"), [&](ViewState& view) { view.grouping.*column = group; });
    });
    action->setCheckable(true);
    action->setChecked(m_input.view.grouping.*column == group);
  };
  add(choices, tr("No groups"), "");
  add(choices, tr("Parent run"), "parent");
  add(choices, tr("Repeats (same parameters, other seed or fold)"), "repeats");
  choices->addSeparator();
  QMenu* params = choices->addMenu(tr("Parameter"));
  for (const auto& param : m_input.listing->table->params()) {
    if (param->dictionary.size() > 1 &&
        static_cast<std::size_t>(params->actions().size()) < kMostMenuEntries) {
      add(params, QString::fromStdString(param->key), "params." + param->key);
    }
  }
  params->setEnabled(!params->isEmpty());
  QMenu* tags = choices->addMenu(tr("Tag"));
  for (const auto& tag : m_input.listing->table->tags()) {
    if (!tag->key.starts_with("mlflow.") &&
        static_cast<std::size_t>(tags->actions().size()) < kMostMenuEntries) {
      add(tags, QString::fromStdString(tag->key), "tags." + tag->key);
    }
  }
  tags->setEnabled(!tags->isEmpty());
  choices->addSeparator();
  const std::string& now = m_input.view.grouping.*column;
  if (now.starts_with('=')) {
    add(choices, QString::fromStdString(now.substr(1)), now);
  }
  choices->addAction(tr("Condition…"), this, [this, column] { askGroupCondition(column); });
}

void ComparisonArea::askGroupCondition(std::string CurveGrouping::*column) {
  const auto asked =
      ui::askGroupCondition(this, m_input.view.grouping.*column, m_input.listing->meanings->primary);
  if (asked) {
    change(tr("Group lines"), [&](ViewState& view) { view.grouping.*column = *asked; });
  }
}

void ComparisonArea::groupMenu() {
  QMenu* menu = makeMenu(this);
  addGroupChoices(*menu, tr("Colour by"), &CurveGrouping::color);
  addGroupChoices(*menu, tr("Dash by"), &CurveGrouping::dash);
  addGroupChoices(*menu, tr("One chart for each"), &CurveGrouping::facet);
  const CurveGrouping& now = m_input.view.grouping;
  const auto center = [&](const QString& text, GroupCenter value) {
    QAction* action = menu->addAction(text, this, [this, value] {
      change(tr("Group lines"), [value](ViewState& view) {
        view.grouping.center = value;
        const bool ofMean = view.grouping.band == GroupBand::Deviation ||
                            view.grouping.band == GroupBand::Error ||
                            view.grouping.band == GroupBand::Interval;
        if (value == GroupCenter::Median && ofMean) {
          view.grouping.band = GroupBand::Quartiles;
        }
      });
    });
    action->setCheckable(true);
    action->setChecked(now.center == value);
  };
  menu->addSection(tr("A group is drawn as"));
  center(tr("Each of its runs"), GroupCenter::EachRun);
  center(tr("Its mean"), GroupCenter::Mean);
  center(tr("Its median"), GroupCenter::Median);
  const auto band = [&](const QString& text, GroupBand value, bool offered) {
    QAction* action = menu->addAction(text, this, [this, value] {
      change(tr("Group lines"), [value](ViewState& view) { view.grouping.band = value; });
    });
    action->setCheckable(true);
    action->setChecked(now.band == value);
    action->setEnabled(offered);
  };
  const bool groups = now.center != GroupCenter::EachRun;
  const bool mean = now.center == GroupCenter::Mean;
  menu->addSection(tr("with the band of"));
  band(tr("No band"), GroupBand::None, groups);
  band(tr("Standard deviation"), GroupBand::Deviation, mean);
  band(tr("Standard error"), GroupBand::Error, mean);
  band(tr("95 % interval of the mean"), GroupBand::Interval, mean);
  band(tr("Quartiles"), GroupBand::Quartiles, groups);
  band(tr("Least and greatest value"), GroupBand::Range, groups);
  menu->addSeparator();
  QAction* none = menu->addAction(tr("No groups"), this, [this] {
    change(tr("Group lines"), [](ViewState& view) { view.grouping = {}; });
  });
  none->setEnabled(now != CurveGrouping{});
  menu->popup(below(m_group));
}

}  // namespace tatara::ui

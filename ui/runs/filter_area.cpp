#include "ui/runs/filter_area.h"

#include <QPushButton>

#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/tip_text.h"
#include "ui/base/utf8.h"
#include "ui/runs/condition.h"
#include "ui/runs/condition_editor.h"
#include "ui/runs/expression_field.h"
#include "ui/widget/controls.h"
#include "ui/widget/filter_strip.h"

namespace tatara::ui {
namespace {

QString brushText(const QString& axis, const Brush& brush) {
  const QString name = axis.mid(axis.indexOf(QLatin1Char('.')) + 1);
  return FilterArea::tr("brush: %1 %2–%3")
      .arg(name, metricText(std::min(brush.from, brush.to)), metricText(std::max(brush.from, brush.to)));
}

}  // namespace

FilterArea::FilterArea(QWidget* parent)
    : QWidget(parent),
      m_strip(new FilterStrip(this)),
      m_add(makeButton(tr("Filter"), QStringLiteral("add"), ButtonKind::Flat, this)),
      m_baseline(makeButton(tr("Baseline"), QStringLiteral("baseline"), ButtonKind::Normal, this)),
      m_savedView(makeButton(tr("Saved views"), QStringLiteral("saved-view"), ButtonKind::Normal, this)),
      m_expression(new ExpressionField(this)) {
  setFixedHeight(kFilterStripHeight);
  m_add->setAccessibleName(tr("Add filter"));
  m_strip->setAddButton(m_add);
  m_strip->addRight(m_baseline);
  m_strip->addRight(m_savedView);
  m_expression->hide();
  connect(m_add, &QPushButton::clicked, this, &FilterArea::addFilter);
  connect(m_expression, &ExpressionField::abandoned, this, &FilterArea::closeExpression);
  connect(m_expression, &ExpressionField::applied, this, [this](const std::vector<std::string>& conditions) {
    closeExpression();
    Q_EMIT conditionsChanged(conditions);
  });
}

void FilterArea::show(const ViewState& view, const std::map<QString, Brush>& brushes,
                      const ListingPtr& listing) {
  m_listing = listing;
  m_conditions = view.conditions;
  m_expression->setListing(listing);
  m_add->setEnabled(listing != nullptr);
  std::vector<Chip*> chips;
  for (std::size_t i = 0; i < m_conditions.size(); ++i) {
    auto* chip = new Chip(chipWords(i), m_strip);
    chip->setToolTip(tipText(QString::fromStdString(m_conditions[i])));
    connect(chip, &Chip::clicked, this, [this, i] { editChip(i); });
    connect(chip, &Chip::removed, this, [this, i] {
      std::vector<std::string> conditions = m_conditions;
      conditions.erase(conditions.begin() + static_cast<std::ptrdiff_t>(i));
      Q_EMIT conditionsChanged(conditions);
    });
    chips.push_back(chip);
  }
  for (const auto& [axis, brush] : brushes) {
    auto* chip = new Chip(brushText(axis, brush), m_strip);
    chip->setOutlined(QStringLiteral("lineage"));
    connect(chip, &Chip::removed, this, [this, name = axis] { Q_EMIT brushRemoved(name); });
    chips.push_back(chip);
  }
  m_chips.assign(chips.begin(), chips.end());
  m_strip->setChips(std::move(chips));
  m_strip->setMatchText(
      listing == nullptr || listing->table->size() == 0
          ? QString()
          : tr("%1 of %2 match")
                .arg(countText(static_cast<std::int64_t>(listing->rows.size())),
                     countText(listing->partial ? static_cast<std::int64_t>(listing->table->size())
                                                : listing->total)));
}

void FilterArea::setBaselineName(const QString& name) {
  m_baseline->setText(name.isEmpty() ? tr("Baseline") : tr("Baseline %1").arg(name));
  m_baseline->updateGeometry();
}

void FilterArea::setSavedViewName(const QString& name) {
  m_savedView->setText(name.isEmpty() ? tr("Saved views") : name);
  m_savedView->updateGeometry();
}

QWidget* FilterArea::field() const {
  return m_expression;
}

QString FilterArea::chipWords(std::size_t index) const {
  if (index >= m_conditions.size()) {
    return {};
  }
  // A run's name says more than its id.
  const bool nested = m_listing != nullptr && m_listing->nesting != nullptr;
  const auto parent = nested ? parentAsked(m_conditions[index]) : std::nullopt;
  const auto row = parent ? m_listing->nesting->findParent(*parent) : std::nullopt;
  return row ? tr("child runs of %1").arg(fromUtf8(m_listing->table->run(*row).name))
             : chipText(m_conditions[index]);
}

void FilterArea::editExpression() {
  m_expression->setText(QString::fromStdString(joinedFilter(m_conditions)));
  m_expression->show();
  m_expression->raise();
  m_expression->setFocus(Qt::ShortcutFocusReason);
  m_expression->selectAll();
}

void FilterArea::closeExpression() {
  m_expression->hide();
}

void FilterArea::addFilter() {
  if (m_listing == nullptr) {
    return;
  }
  auto* editor = new ConditionEditor(m_listing, {}, this);
  connect(editor, &ConditionEditor::applied, this, [this](const std::string& condition) {
    std::vector<std::string> conditions = m_conditions;
    conditions.push_back(condition);
    Q_EMIT conditionsChanged(conditions);
  });
  editor->move(m_add->mapToGlobal(QPoint(0, m_add->height() + 4)));
  editor->show();
}

void FilterArea::editChip(std::size_t index) {
  if (!simpleCondition(m_conditions[index])) {
    editExpression();
    return;
  }
  auto* editor = new ConditionEditor(m_listing, m_conditions[index], this);
  connect(editor, &ConditionEditor::applied, this, [this, index](const std::string& condition) {
    std::vector<std::string> conditions = m_conditions;
    if (index < conditions.size()) {
      conditions[index] = condition;
    }
    Q_EMIT conditionsChanged(conditions);
  });
  editor->move(m_chips[index]->mapToGlobal(QPoint(0, m_chips[index]->height() + 4)));
  editor->show();
}

void FilterArea::resizeEvent(QResizeEvent*) {
  m_strip->setGeometry(rect());
  m_expression->setGeometry(22, (height() - kControlHeight) / 2, std::max(240, width() - 22 - 480),
                            kControlHeight);
}

}  // namespace tatara::ui

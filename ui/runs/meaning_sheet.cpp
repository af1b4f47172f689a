#include "ui/runs/meaning_sheet.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QVBoxLayout>

#include "ui/base/utf8.h"
#include "ui/widget/label.h"

namespace tatara::ui {
namespace {

using track::Direction;

QString directionWords(Direction direction) {
  switch (direction) {
    case Direction::LowerIsBetter:
      return MeaningSheet::tr("Lower is better");
    case Direction::HigherIsBetter:
      return MeaningSheet::tr("Higher is better");
    case Direction::Unknown:
      break;
  }
  return MeaningSheet::tr("Neither is better");
}

}  // namespace

MeaningSheet::MeaningSheet(const QString& metric, const track::MeaningChoice& now, int experiments,
                           QWidget* parent)
    : Sheet(tr("What %1 means").arg(metric), 420, parent) {
  const std::string key = metric.toStdString();
  m_direction = new QComboBox(this);
  m_direction->addItem(tr("By its name: %1").arg(directionWords(track::guessDirection(key))));
  for (const Direction direction :
       {Direction::LowerIsBetter, Direction::HigherIsBetter, Direction::Unknown}) {
    m_direction->addItem(directionWords(direction), static_cast<int>(direction));
    if (now.direction == direction) {
      m_direction->setCurrentIndex(m_direction->count() - 1);
    }
  }
  body()->addWidget(new FormField(tr("Which way is better"), m_direction,
                                  tr("The best run, colours of changes and sorting follow it"), this));
  m_guessedUnit = fromUtf8(track::guessUnit(key));
  m_unit = new QLineEdit(now.unit ? fromUtf8(*now.unit) : m_guessedUnit, this);
  m_unit->setPlaceholderText(tr("none"));
  body()->addWidget(new FormField(tr("Unit"), m_unit, {}, this));
  m_decides = new QCheckBox(tr("Decides which run is best"), this);
  m_decides->setChecked(now.primary);
  body()->addWidget(m_decides);
  auto* scope = new Label(experiments == 1 ? tr("Kept with the experiment, as its tags")
                                           : tr("Kept with the %n experiments that are shown, as their tags",
                                                nullptr, experiments),
                          TextRole::Caption, &Colors::tx3, this);
  scope->setOverflow(Overflow::Wrap);
  body()->addWidget(scope);
  addClose(tr("Cancel"));
  setSubmit(tr("Save meaning"), [this] {
    Q_EMIT submitted(choice());
    accept();
  });
}

track::MeaningChoice MeaningSheet::choice() const {
  track::MeaningChoice choice;
  if (m_direction->currentIndex() > 0) {
    choice.direction = static_cast<Direction>(m_direction->currentData().toInt());
  }
  if (const QString unit = m_unit->text().trimmed(); unit != m_guessedUnit) {
    choice.unit = unit.toStdString();
  }
  choice.primary = m_decides->isChecked();
  return choice;
}

}  // namespace tatara::ui

// Asks what a metric means: which way is better, its unit, and whether it decides the experiment.
//
// What is left to the guess stays a guess, and the sheet says what that is. Threads: GUI thread.
#pragma once

#include "core/track/metric_meaning.h"
#include "ui/widget/sheet.h"

class QCheckBox;
class QComboBox;
class QLineEdit;

namespace tatara::ui {

class MeaningSheet final : public Sheet {
  Q_OBJECT
 public:
  // `experiments`: how many the answer is for.
  MeaningSheet(const QString& metric, const track::MeaningChoice& now, int experiments, QWidget* parent);

 Q_SIGNALS:
  void submitted(const tatara::track::MeaningChoice& choice);

 private:
  track::MeaningChoice choice() const;

  QComboBox* m_direction;
  QLineEdit* m_unit;
  QCheckBox* m_decides;
  QString m_guessedUnit;
};

}  // namespace tatara::ui

// How far a review is: Candidate, In review, Approved, and what it asks for, each with its time. Passed steps
// carry a tick, the current one its half disc, those to come a ring.
// Threads: GUI thread.
#pragma once

#include <vector>

#include <QWidget>

namespace tatara::ui {

struct Step {
  QString name;
  QString when;  // "Nov 20 14:31", "needs 1 more"
  enum class State { Done, Current, Refused, ToCome } state = State::ToCome;
};

class Stepper final : public QWidget {
  Q_OBJECT
 public:
  explicit Stepper(QWidget* parent = nullptr);
  void setSteps(std::vector<Step> steps);
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {100, sizeHint().height()}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  std::vector<Step> m_steps;
};

}  // namespace tatara::ui

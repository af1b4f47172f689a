// The steps of a canary on one line: what passed, what it is on and how far, what comes. Threads: GUI thread.
#pragma once

#include <vector>

#include <QWidget>

namespace tatara::ui {

struct CanaryStepView {
  enum class State { Passed, Current, Failed, Ahead };
  QString title;    // "20 %"
  QString caption;  // "18 of 30 min"
  State state = State::Ahead;
  double progress = 0;  // of the line behind it, 0 to 1
};

class CanaryStrip final : public QWidget {
  Q_OBJECT
 public:
  explicit CanaryStrip(QWidget* parent = nullptr);
  void setSteps(std::vector<CanaryStepView> steps);
  QSize sizeHint() const override { return {480, 46}; }
  QSize minimumSizeHint() const override { return {240, 46}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  std::vector<CanaryStepView> m_steps;
};

}  // namespace tatara::ui

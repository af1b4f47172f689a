// The list of reviews: those that wait for this person, those under way, all.
// Threads: GUI thread.
#pragma once

#include <QWidget>

#include "core/base/clock.h"
#include "ui/review/review_data.h"

class QStackedWidget;

namespace tatara::ui {

class Label;
class SegmentedControl;
class TextGrid;

class ReviewList final : public QWidget {
  Q_OBJECT
 public:
  explicit ReviewList(QWidget* parent = nullptr);
  void show(const ReviewLines& lines, Timestamp now);
  ReviewSet set() const;

 Q_SIGNALS:
  void opened(std::int64_t review, bool newWindow);
  void setChanged();
  void modelsAsked();

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  Label* m_count;
  SegmentedControl* m_set;
  QStackedWidget* m_stack;
  TextGrid* m_grid;
};

}  // namespace tatara::ui

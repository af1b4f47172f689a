// How many entries each day had, the newest on top, beside their list: a click or the arrow keys go to a day.
//
// Days without entries take no room; where there are more days than lines, neighbours share one. Threads: GUI
// thread.
#pragma once

#include <optional>
#include <vector>

#include <QWidget>

#include "core/registry/act.h"

namespace tatara::ui {

class DayScrubber final : public QWidget {
  Q_OBJECT
 public:
  explicit DayScrubber(QWidget* parent = nullptr);
  // Oldest first. `chosen`: the day at which the list begins; none: with the newest.
  void show(std::vector<registry::ActDay> days, std::optional<Timestamp> chosen);

 Q_SIGNALS:
  void dayChosen(tatara::Timestamp day);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool event(QEvent* event) override;

 private:
  struct Line {
    Timestamp newest{}, oldest{};
    std::int64_t acts = 0;
  };
  std::vector<Line> lines() const;  // newest first
  int chosenLine(const std::vector<Line>& all) const;
  static QString textOf(const Line& line);

  std::vector<registry::ActDay> m_days;
  std::optional<Timestamp> m_chosen;
};

}  // namespace tatara::ui

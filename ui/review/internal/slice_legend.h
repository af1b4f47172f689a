// Below the slices: what the dots mean, and how far apart the worst and the best slice are in both versions.
// Threads: GUI thread.
#pragma once

#include <vector>

#include <QWidget>

#include "ui/base/theme.h"
#include "ui/review/review_data.h"

namespace tatara::ui {

class SliceLegend final : public QWidget {
  Q_OBJECT
 public:
  explicit SliceLegend(QWidget* parent = nullptr);
  void show(const ReviewFacts& facts);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  struct Entry {
    QString text;
    ColorRole color;
    bool filled;
  };
  std::vector<Entry> m_entries;
  QString m_gap;
};

}  // namespace tatara::ui

// What somebody else needs to come to the same model, and whether it is there: five facts side by
// side, and what came of it where somebody tried.
// Threads: GUI thread.
#pragma once

#include <utility>
#include <vector>

#include <QWidget>

#include "ui/review/review_data.h"

namespace tatara::ui {

class Label;

class ReproducibilityStrip final : public QWidget {
  Q_OBJECT
 public:
  explicit ReproducibilityStrip(QWidget* parent = nullptr);
  void show(const ReviewFacts& facts);

 private:
  void showAgain(const ReviewFacts& facts);

  std::vector<std::pair<Label*, Label*>> m_cells;  // value and note of each
  Label* m_words = nullptr;                        // of the verdict
};

}  // namespace tatara::ui

// Tables of what evidence says beyond metrics and slices: right and wrong answers, weak slices, rates of
// groups, and rows on which the two versions differ. Threads: GUI thread.
#pragma once

#include "ui/review/internal/plain_table.h"
#include "ui/review/review_data.h"

namespace tatara::ui {

// Rows by truth and answer of the challenger, and how many more or fewer than the champion's. Of many classes
// the commonest mistakes.
class ConfusionTable final : public PlainTable {
  Q_OBJECT
 public:
  explicit ConfusionTable(QWidget* parent = nullptr);
  void show(const ReviewFacts& facts);
  static constexpr std::size_t kMostClasses = 8;

 private:
  void showMistakes(const ConfusionFacts& facts);
};

// Parts of the rows where the challenger does worse than elsewhere, found without being named.
class WeakSliceTable final : public PlainTable {
  Q_OBJECT
 public:
  explicit WeakSliceTable(QWidget* parent = nullptr);
  void show(const ReviewFacts& facts);
};

class GroupTable final : public PlainTable {
  Q_OBJECT
 public:
  explicit GroupTable(QWidget* parent = nullptr);
  void show(const ReviewFacts& facts);
};

class DifferingTable final : public PlainTable {
  Q_OBJECT
 public:
  explicit DifferingTable(QWidget* parent = nullptr);
  void show(const ReviewFacts& facts);
  static constexpr std::size_t kMost = 10;
};

}  // namespace tatara::ui

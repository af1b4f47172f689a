// The tables of evidence: metrics with a forest plot, slices as pairs of dots, facts side by side.
//
// Forest: one axis for all rows, better left, no change in the middle, worse right; each row is scaled by the
// larger end of its own interval, so that rows of different units can be read by one look at the middle line.
// Glyph, side and word repeat the verdict. Threads: GUI thread.
#pragma once

#include "ui/review/internal/plain_table.h"
#include "ui/review/review_data.h"

namespace tatara::ui {

// Where a change lies on the common axis: −1 better … 0 … 1 worse.
double forestPosition(double change, bool lowerIsBetter, double scale);

class MetricTable final : public PlainTable {
  Q_OBJECT
 public:
  explicit MetricTable(QWidget* parent = nullptr);
  void show(const ReviewFacts& facts);

 private:
  std::vector<PlainColumn> columnsOf(const ReviewFacts& facts) const;
  std::vector<PlainCell> rowOf(const MetricLine& line, bool compared) const;
  static QString nameOf(const MetricLine& line);
  static QString tipOf(const MetricLine& line);
  static std::vector<PlainCell> byteRow(const MetricLine& line, PlainCell name, bool compared);
  static PlainCell verdictOf(Judgement judgement);
};

class SliceTable final : public PlainTable {
  Q_OBJECT
 public:
  explicit SliceTable(QWidget* parent = nullptr);
  // The slices that changed for the worse most come first; `all` shows every one, column by column.
  void show(const ReviewFacts& facts, bool all);
  static constexpr std::size_t kShort = 12;
};

// Of facts: those of code and data, then the parameters that differ.
class FactTable final : public PlainTable {
  Q_OBJECT
 public:
  explicit FactTable(const QString& name, QWidget* parent = nullptr);
  void show(const ReviewFacts& facts, const std::vector<FactLine>& lines, bool header);
  static QString title(const std::string& name);
  static QString value(const FactLine& line, const std::string& side);
};

class DisparityTable final : public PlainTable {
  Q_OBJECT
 public:
  explicit DisparityTable(QWidget* parent = nullptr);
  void show(const ReviewFacts& facts);
};

class FileTable final : public PlainTable {
  Q_OBJECT
 public:
  explicit FileTable(QWidget* parent = nullptr);
  void show(const ReviewFacts& facts);
};

class ImportanceTable final : public PlainTable {
  Q_OBJECT
 public:
  explicit ImportanceTable(QWidget* parent = nullptr);
  void show(const ReviewFacts& facts);
};

}  // namespace tatara::ui

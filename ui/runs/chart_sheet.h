// What one chart of the comparison shows: its metric or expression and what its kind asks for besides.
//
// Opened to make a chart or to change one. Nothing is sent that could not be drawn: an expression is read, a
// range has two ends in order, a reference line has a number. Threads: GUI thread.
#pragma once

#include "ui/runs/listing.h"
#include "ui/runs/view_state.h"
#include "ui/widget/sheet.h"

class QComboBox;
class QLineEdit;
class QPlainTextEdit;
class QSpinBox;

namespace tatara::ui {

class ChartSheet final : public Sheet {
  Q_OBJECT

 public:
  ChartSheet(ListingPtr listing, RunChart chart, const QString& act, QWidget* parent);

 Q_SIGNALS:
  void chosen(const tatara::ui::RunChart& chart);

 private:
  void addMetric();
  void addLineFields();
  void addBarFields();
  void addColumns();
  void addGroup();
  QComboBox* makeColumnCombo(const std::string& current, bool withRunColumns);
  void submit();
  bool readMetric(RunChart& chart);
  bool readLine(RunChart& chart);

  ListingPtr m_listing;
  RunChart m_chart;
  QComboBox* m_metric = nullptr;
  FormField* m_metricField = nullptr;
  QLineEdit* m_low = nullptr;
  QLineEdit* m_high = nullptr;
  FormField* m_lowField = nullptr;
  FormField* m_highField = nullptr;
  QPlainTextEdit* m_lines = nullptr;
  FormField* m_linesField = nullptr;
  QComboBox* m_reading = nullptr;
  QComboBox* m_other = nullptr;
  QSpinBox* m_lastCount = nullptr;
  QComboBox* m_x = nullptr;
  QComboBox* m_y = nullptr;
  QComboBox* m_group = nullptr;
};

// Reference lines as people write them, one a line: "45 target". Nothing when a line has no number.
std::optional<std::vector<ReferenceLine>> readReferenceLines(const QString& text);

}  // namespace tatara::ui

// Two versions of a model side by side: what changes for callers, metrics of their runs, parameters, data and
// code, files, what was measured of each, and slices. Which two can be chosen here.
// Threads: GUI thread; loadComparison() any but the GUI's.
#pragma once

#include <memory>
#include <vector>

#include <QWidget>

#include "core/evaluate/version_comparison.h"
#include "ui/model/grid.h"
#include "ui/shell/route.h"

class QComboBox;
class QPushButton;
class QVBoxLayout;

namespace tatara::ui {

class Badge;
class Card;
class Label;
class TextGrid;
struct TextRow;

// The tab of a version's route that sets it beside another one: "with/3". 0 where the tab is another.
QString besideTab(std::int64_t other);
std::int64_t besideOf(const QString& tab);

struct ComparisonFacts {
  evaluate::VersionComparison compared;
  std::vector<std::int64_t> versions;  // of the model, newest first
};
using ComparisonFactsPtr = std::shared_ptr<const ComparisonFacts>;
Result<ComparisonFactsPtr> loadComparison(const std::shared_ptr<store::Store>& store,
                                          const std::string& model, std::int64_t left, std::int64_t right,
                                          std::stop_token stop);

class ComparisonPage final : public QWidget {
  Q_OBJECT
 public:
  explicit ComparisonPage(QWidget* parent = nullptr);

  void show(ComparisonFactsPtr facts);
  const ComparisonFactsPtr& facts() const { return m_facts; }

 Q_SIGNALS:
  void routeAsked(const tatara::ui::Route& route);

 private:
  struct Section {
    Card* card = nullptr;
    Label* note = nullptr;
    TextGrid* grid = nullptr;
  };
  QWidget* makeHeader();
  Section addSection(QVBoxLayout* column, const QString& title, const char* name);
  void fill(const Section& section, std::vector<ColumnSpec> columns, std::vector<TextRow> rows,
            const QString& note);
  std::vector<ColumnSpec> sideColumns(const QString& first, ColumnKind kind = ColumnKind::Text) const;
  void showChoices();
  void showSignature();
  void showMetrics();
  void showOrigin();
  void showFiles();
  void showMeasured();
  void showSlices();
  void choose();

  ComparisonFactsPtr m_facts;
  Label* m_name = nullptr;
  QComboBox* m_left = nullptr;
  QComboBox* m_right = nullptr;
  QPushButton* m_runs = nullptr;
  Section m_signature;
  Section m_metrics;
  Section m_parameters;
  Section m_data;
  Section m_files;
  Section m_measured;
  Section m_slices;
};

}  // namespace tatara::ui

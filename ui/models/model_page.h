// One registered model: its versions as a table with the metrics of their runs and the change from the
// champion, the deciding metric over the versions, and what the model says about itself.
// Threads: GUI thread.
#pragma once

#include <vector>

#include <QWidget>

#include "core/base/clock.h"
#include "ui/models/models_data.h"

class QPushButton;
class QScrollArea;
class QToolButton;

namespace tatara::ui {

class Badge;
class Card;
class Label;
class SegmentedControl;
class StageBoard;
class TextGrid;
class VersionChart;
struct TextRow;
enum class StageColumn;

class ModelPage final : public QWidget {
  Q_OBJECT
 public:
  explicit ModelPage(QWidget* parent = nullptr);

  void show(ModelFactsPtr facts, Timestamp now, bool readOnly);
  const ModelFactsPtr& facts() const { return m_facts; }
  // The versions that were marked, else the current one.
  std::vector<std::int64_t> chosen() const;

 Q_SIGNALS:
  void versionOpened(std::int64_t version, bool newWindow);
  void championAsked(std::int64_t version);
  void reviewAsked(std::int64_t version);
  void reviewOpened(std::int64_t review);
  // Put away, or brought back.
  void archiveAsked(std::int64_t version, bool away);
  void compareAsked();
  void factsAsked();
  void menuAsked(QWidget* under);
  void versionMenuAsked(std::int64_t version, QPoint global);

 private:
  // What is the same for every row of the table.
  struct TableShape {
    const VersionLine* champion;  // null: no change from it is shown
    bool namesData;
    std::vector<int> decimals;  // of each metric
  };

  QWidget* makeHeader();
  void makeVersions();
  QLayout* makeLower();
  void connectParts();
  void showTable(Timestamp now);
  TextRow rowOf(const VersionLine& line, const TableShape& shape, Timestamp now) const;
  bool hidden(const VersionLine& line) const;
  void showLayout();
  void takeMove(std::int64_t version, StageColumn to);
  void showChart();
  void showFacts(Timestamp now);
  std::vector<TextRow> factRows(Timestamp now) const;
  void showButtons();
  // Of the one version that is chosen; nothing where it has none under way.
  const registry::ReviewInfo* liveReview() const;

  ModelFactsPtr m_facts;
  bool m_readOnly = false;
  Timestamp m_now{};
  bool m_showArchived = false;
  int m_shownRows = 0;
  Label* m_name;
  Badge* m_champion;
  Label* m_count;
  QPushButton* m_compare;
  QPushButton* m_review;
  QPushButton* m_setChampion;
  QToolButton* m_more;
  Card* m_tableCard;
  QPushButton* m_archived;
  SegmentedControl* m_layout;
  TextGrid* m_table;
  QScrollArea* m_boardScroll;
  StageBoard* m_board;
  Card* m_chartCard;
  VersionChart* m_chart;
  Card* m_aboutCard;
  QToolButton* m_editFacts;
  Label* m_description;
  TextGrid* m_about;
};

}  // namespace tatara::ui

// One review on one screen: above, what is asked and how far it is; left, the evidence as it was frozen, one
// card a piece; right, gates, people and the decision (decision_side.h).
//
// A piece that was not frozen has no card. Below 860 px cards that stand side by side stand one below the
// other. Threads: GUI thread.
#pragma once

#include <functional>
#include <vector>

#include <QWidget>

#include "core/base/clock.h"
#include "ui/review/review_data.h"
#include "ui/shell/route.h"

class QBoxLayout;
class QPushButton;
class QScrollArea;
class QToolButton;
class QVBoxLayout;

namespace tatara::ui {

class Badge;
class Card;
class CodeView;
class ConfusionTable;
class CurvesView;
class DecisionSide;
class DifferingTable;
class DisparityTable;
class FactTable;
class FileTable;
class GroupTable;
class ImportanceTable;
class Label;
class MetricTable;
class ReproducibilityStrip;
class ResidualsView;
class SliceLegend;
class SliceTable;
class Stepper;
class ThresholdView;
class WeakSliceTable;

class ReviewPage final : public QWidget {
  Q_OBJECT
 public:
  explicit ReviewPage(QWidget* parent = nullptr);

  // While a button here is pressed, what is shown stays until it is let go: a click belongs to what one saw.
  void show(ReviewFactsPtr facts, Timestamp now, bool readOnly);
  const ReviewFactsPtr& facts() const { return m_facts; }
  DecisionSide& decision() { return *m_side; }
  // The next card of evidence, or the one before.
  void stepCard(int by);
  void showCard(const QString& evidence);

 Q_SIGNALS:
  void routeAsked(const tatara::ui::Route& route);
  void menuAsked(QWidget* under);
  void exportAsked();
  void measureAsked();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;

 private:
  struct Piece {
    QString evidence;
    Card* card;
    QToolButton* comment;
  };
  Piece& piece(const char* evidence);
  void showComments();
  void showCode();
  void openDiff();
  void layOut();
  QString dataText() const;

  QWidget* makeHeader();
  QWidget* makeEvidence();
  Card* addCard(const char* evidence, const QString& title, QWidget* content);
  void showHeader(Timestamp now);
  void showSteps(Timestamp now);
  void showMetrics();
  void showSlices();
  void showFacts();
  void showWeakSlices();
  void showRest();

  ReviewFactsPtr m_facts;
  std::function<void()> m_waiting;  // what came while a button is pressed
  Label* m_name = nullptr;
  Badge* m_state = nullptr;
  Label* m_replaces = nullptr;
  Badge* m_champion = nullptr;
  Label* m_opened = nullptr;
  Stepper* m_steps = nullptr;
  QPushButton* m_lineage = nullptr;
  QPushButton* m_run = nullptr;
  QPushButton* m_measure = nullptr;
  QPushButton* m_export = nullptr;
  QPushButton* m_deploy = nullptr;
  QToolButton* m_more = nullptr;
  QScrollArea* m_scroll = nullptr;
  QBoxLayout* m_pair = nullptr;
  DecisionSide* m_side = nullptr;
  std::vector<Piece> m_pieces;
  int m_current = -1;

  Label* m_verdict = nullptr;
  MetricTable* m_metrics = nullptr;
  SliceTable* m_slices = nullptr;
  QPushButton* m_allSlices = nullptr;
  FactTable* m_origin = nullptr;
  FactTable* m_parameters = nullptr;
  FactTable* m_packages = nullptr;
  Label* m_signature = nullptr;
  Label* m_valueless = nullptr;
  Label* m_codeProblem = nullptr;
  CodeView* m_code = nullptr;
  QPushButton* m_openDiff = nullptr;
  ThresholdView* m_threshold = nullptr;
  SliceLegend* m_legend = nullptr;
  ReproducibilityStrip* m_reproducibility = nullptr;
  DisparityTable* m_fairness = nullptr;
  ImportanceTable* m_importance = nullptr;
  FileTable* m_files = nullptr;
  ConfusionTable* m_confusion = nullptr;
  CurvesView* m_curves = nullptr;
  ResidualsView* m_residuals = nullptr;
  WeakSliceTable* m_weak = nullptr;
  Label* m_weakNote = nullptr;
  GroupTable* m_groups = nullptr;
  DifferingTable* m_differing = nullptr;
  bool m_all = false;
};

}  // namespace tatara::ui

// The first page of a run: its figures against the baseline, its learning curve, what it predicted, and where
// it comes from. Cards that have nothing to show are not there.
//
// Threads: GUI thread; points and artifacts are read on workers.
#pragma once

#include <QScrollArea>
#include <memory>

#include "core/track/metrics.h"
#include "ui/async/latest_job.h"
#include "ui/base/run_color.h"
#include "ui/chart/chart_link.h"
#include "ui/rundetail/evidence.h"
#include "ui/rundetail/overview_curves.h"
#include "ui/rundetail/run_facts.h"

class QGridLayout;
class QVBoxLayout;

namespace tatara::ui {

class BarList;
class BoxChart;
class Card;
class ChartCard;
class DensityPlot;
class FactView;
class FileList;
class KpiStrip;
class Label;
class LineageList;
class LineChart;
class SegmentedControl;
class SliceCard;
class SparkList;
struct KpiCell;

class OverviewPage final : public QScrollArea {
  Q_OBJECT
 public:
  OverviewPage(std::shared_ptr<store::Store> store, QWidget* parent = nullptr);

  void setRun(const RunFactsPtr& facts, const RunStyle& style);
  void refreshPoints();
  bool settled() const;

 Q_SIGNALS:
  void parametersWanted();
  void fileWanted(const QString& name);
  void runWanted(const tatara::track::RunId& run);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  QWidget* makeRightColumn();
  std::vector<KpiCell> kpis() const;
  void showLineage();
  void showParameters();
  void showFiles();
  void showNote();
  void showPoints(Result<OverviewCurves> points);
  void showCurve();
  void showSparks();
  void showEvidence(Result<Evidence> evidence);
  void layOut();
  OverviewWish neededCurves() const;

  std::shared_ptr<store::Store> m_store;
  RunFactsPtr m_facts;
  RunStyle m_style;
  ChartLink m_link;

  QWidget* m_content;
  QWidget* m_left;
  QWidget* m_right;
  KpiStrip* m_kpis;
  Card* m_note;
  Label* m_noteText;
  LineChart* m_curve;
  ChartCard* m_curveCard;
  DensityPlot* m_density;
  ChartCard* m_densityCard;
  BoxChart* m_residuals;
  ChartCard* m_residualCard;
  BarList* m_bars;
  ChartCard* m_barCard;
  SliceCard* m_slices;
  Card* m_compute;
  SparkList* m_sparks;
  Card* m_lineageCard;
  LineageList* m_lineage;
  Card* m_paramCard;
  FactView* m_params;
  SegmentedControl* m_paramOrder;
  Card* m_fileCard;
  FileList* m_files;
  QString m_evidenceOf;  // run and files that the evidence was read from
  bool m_again = false;
  OverviewCurves m_loaded;
  LatestJob<OverviewCurves> m_points;
  LatestJob<Evidence> m_evidence;
};

}  // namespace tatara::ui

// Pictures of studies (study.h). Each draws itself with the painter alone, so that screen, PNG and SVG agree;
// what is clicked is told as the runs behind it. Keys: ↑/↓ go from mark to mark, Enter selects its runs.
//
// Threads: GUI thread; PicturePlot decodes on a worker.
#pragma once

#include <QImage>

#include <QTimer>

#include "ui/async/latest_job.h"
#include "ui/chart/chart_view.h"
#include "ui/chart/plain_plot.h"
#include "ui/runs/study.h"

class QPushButton;
class QSlider;

namespace tatara::ui {

// A mark under the pointer: what it says, and whose it is.
struct StudyMark {
  QRectF place;
  QString text;
  std::vector<track::RunKey> runs;
};

class StudyPlot : public ChartView {
  Q_OBJECT

 public:
  explicit StudyPlot(QWidget* parent = nullptr);
  virtual void setStudy(StudyPtr study);
  const Study* study() const { return m_study.get(); }
  QSize sizeHint() const override { return {360, 220}; }

 Q_SIGNALS:
  void clicked(const std::vector<tatara::track::RunKey>& runs);

 protected:
  // Filled by paintChart for the widget's own rectangle.
  virtual std::vector<StudyMark> marks() const = 0;
  template <typename T>
  const T* as() const {
    return dynamic_cast<const T*>(m_study.get());
  }
  void paintEvent(QPaintEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool event(QEvent* event) override;

 private:
  StudyPtr m_study;
  int m_current = -1;
};

class BarPlot final : public StudyPlot {
  Q_OBJECT
 public:
  using StudyPlot::StudyPlot;
  ChartTable table() const override;
  void paintChart(QPainter& painter, const QRectF& rect) override;

 protected:
  std::vector<StudyMark> marks() const override;
};

class SpreadPlot final : public StudyPlot {
  Q_OBJECT
 public:
  using StudyPlot::StudyPlot;
  ChartTable table() const override;
  void paintChart(QPainter& painter, const QRectF& rect) override;

 protected:
  std::vector<StudyMark> marks() const override;
};

class RunCorrelationPlot final : public StudyPlot {
  Q_OBJECT
 public:
  using StudyPlot::StudyPlot;
  ChartTable table() const override;
  void paintChart(QPainter& painter, const QRectF& rect) override;

 protected:
  std::vector<StudyMark> marks() const override;
};

class ContourPlot final : public StudyPlot {
  Q_OBJECT
 public:
  using StudyPlot::StudyPlot;
  ChartTable table() const override;
  void paintChart(QPainter& painter, const QRectF& rect) override;

 protected:
  std::vector<StudyMark> marks() const override;
};

class DecidingPlot final : public StudyPlot {
  Q_OBJECT
 public:
  explicit DecidingPlot(QWidget* parent = nullptr);
  ChartTable table() const override;
  void paintChart(QPainter& painter, const QRectF& rect) override;

 protected:
  std::vector<StudyMark> marks() const override { return {}; }
};

class ConfusionPlot final : public StudyPlot {
  Q_OBJECT
 public:
  using StudyPlot::StudyPlot;
  ChartTable table() const override;
  void paintChart(QPainter& painter, const QRectF& rect) override;

 protected:
  std::vector<StudyMark> marks() const override;
};

class CurvePlot final : public StudyPlot {
  Q_OBJECT
 public:
  using StudyPlot::StudyPlot;
  ChartTable table() const override;
  void paintChart(QPainter& painter, const QRectF& rect) override;

 protected:
  std::vector<StudyMark> marks() const override;
};

// The runs' pictures of one step side by side, or how each differs from the first, pixel by pixel.
class PicturePlot final : public StudyPlot {
  Q_OBJECT
 public:
  PicturePlot(std::shared_ptr<store::Store> store, QWidget* parent = nullptr);
  void setStudy(StudyPtr study) override;
  bool settled() const { return !m_job.running(); }
  void setStep(int place);
  void setDifference(bool on);
  // Every picture gives way to the first run's and comes back, again and again.
  void setBlinking(bool on);
  // The half of a blink in which the first run's picture stands everywhere.
  bool firstShown() const { return m_firstShown; }

  ChartTable table() const override;
  void paintChart(QPainter& painter, const QRectF& rect) override;

 protected:
  std::vector<StudyMark> marks() const override { return {}; }
  void resizeEvent(QResizeEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void load();

  std::shared_ptr<store::Store> m_store;
  std::vector<QImage> m_pictures;
  QSlider* m_slider;
  QPushButton* m_difference;
  QPushButton* m_blink;
  QTimer m_blinkTimer;
  bool m_firstShown = false;
  LatestJob<std::vector<QImage>> m_job;  // last: gone first
};

// |a − b| of each channel, on the common size; empty where sizes differ.
QImage pixelDifference(const QImage& a, const QImage& b);

}  // namespace tatara::ui

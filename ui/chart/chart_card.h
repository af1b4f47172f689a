// The card around a chart: title, unit or meaning, tools, and the states in which there is no chart to show.
//
// Menu of every card: what the chart itself offers, View as table, Copy as PNG, SVG or CSV, Save as. The
// button with two arrows lets the card fill its stage and back (Esc too); without a stage there is no such
// button. Loading shows grey bars after 150 ms and leaves what was there at 40 %; an error stays inside the
// card, with its cause, Retry and Copy details. Threads: GUI thread; files are written by a worker.
#pragma once

#include <QPointer>
#include <QTimer>
#include <QWidget>
#include <functional>

#include "core/base/result.h"
#include "ui/async/latest_job.h"
#include "ui/chart/chart_view.h"

class QLabel;
class QMenu;
class QToolButton;

namespace tatara::ui {

class ChartCard final : public QWidget {
  Q_OBJECT
 public:
  // Owns `view`.
  ChartCard(const QString& title, ChartView* view, QWidget* parent = nullptr);

  ChartView* view() const { return m_view; }
  const QString& title() const { return m_title; }
  void setTitle(const QString& title);
  void setSubtitle(const QString& text);
  void setBadge(const QString& text);  // "smoothing 0.75, raw shown"; empty: none
  // What the card fills when it is expanded: the panel's content.
  void setStage(QWidget* stage);
  bool expanded() const { return m_placeholder != nullptr; }

  void showChart();
  void showLoading();
  // One sentence and, when `act` is set, one action.
  void showEmpty(const QString& text, const QString& action = {}, std::function<void()> act = {});
  void showError(const Error& error, std::function<void()> retry);

  void fillMenu(QMenu& menu);

 Q_SIGNALS:
  void expandedChanged(bool expanded);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  enum class State { Chart, Loading, Empty, Error };

  QRect bodyRect() const;
  int headerHeight() const;
  void setState(State state);
  void toggleExpanded();
  void viewAsTable();
  void saveAs();

  QString m_title;
  QString m_subtitle;
  QString m_badge;
  ChartView* m_view;
  QToolButton* m_expand;
  QToolButton* m_more;
  QWidget* m_cover = nullptr;  // what stands over the chart when it is not `State::Chart`
  State m_state = State::Chart;
  QTimer m_delay;
  QPointer<QWidget> m_stage;
  QPointer<QWidget> m_placeholder;
  QPointer<QWidget> m_home;
  LatestJob<QString> m_save;
};

}  // namespace tatara::ui

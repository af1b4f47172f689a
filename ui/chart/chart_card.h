// The card around a chart: title, unit or meaning, tools, and the states in which there is no chart to show.
//
// Menu of every card: what the chart itself offers, View as table, Copy as PNG, SVG, CSV, Markdown or LaTeX,
// Save as. The
// button with two arrows lets the card fill its stage and back (Esc too); without a stage there is no such
// button. With `setArrangeable` a drag on the header moves the card and one on its right or lower edge sizes
// it; Alt+Shift+arrows and Ctrl+Shift+arrows do the same a step. The card only says so: who placed it places
// it anew. Loading shows grey bars after 150 ms and leaves what was there at 40 %; an error stays inside the
// card, with its cause, Retry and Copy details. Threads: GUI thread; files are written by a worker.
#pragma once

#include <QPointer>
#include <QTimer>
#include <QWidget>
#include <functional>
#include <optional>

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
  const QString& subtitle() const { return m_subtitle; }
  void setBadge(const QString& text);  // "smoothing 0.75, raw shown"; empty: none
  // What the card fills when it is expanded: the panel's content.
  void setStage(QWidget* stage);
  bool expanded() const { return m_placeholder != nullptr; }
  void setArrangeable(bool on);

  void showChart();
  void showLoading();
  // One sentence and, when `act` is set, one action.
  void showEmpty(const QString& text, const QString& action = {}, std::function<void()> act = {});
  void showError(const Error& error, std::function<void()> retry);

  void fillMenu(QMenu& menu);

  // What stands in the chart's place when there is none to show; empty: the chart does.
  const QString& message() const { return m_message; }
  // The card as it stands, at (0, 0), without tools: for pictures.
  void paintWhole(QPainter& painter);

  enum class Arrange { Move, Resize };

 Q_SIGNALS:
  void expandedChanged(bool expanded);
  // While dragged, by how far in pixels from where it began; then once that it is over.
  void arranging(tatara::ui::ChartCard::Arrange act, QPoint by);
  void arranged();
  // By keyboard, in steps of the grid.
  void arrangeStep(tatara::ui::ChartCard::Arrange act, QPoint steps);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  enum class State { Chart, Loading, Empty, Error };

  QRect bodyRect() const;
  int headerHeight() const;
  void setState(State state, const QString& message = {});
  void paintCard(QPainter& painter, int tools) const;
  void toggleExpanded();
  void viewAsTable();
  void saveAs();
  struct Grip {
    Arrange act = Arrange::Move;
    bool right = false;
    bool bottom = false;
  };
  std::optional<Grip> gripAt(QPointF at) const;

  QString m_title;
  QString m_subtitle;
  QString m_badge;
  QString m_message;
  ChartView* m_view;
  QToolButton* m_expand;
  QToolButton* m_more;
  bool m_arrangeable = false;
  std::optional<Grip> m_grip;
  QPointF m_gripFrom;  // global
  bool m_gripMoved = false;
  QWidget* m_cover = nullptr;  // what stands over the chart when it is not `State::Chart`
  State m_state = State::Chart;
  QTimer m_delay;
  QPointer<QWidget> m_stage;
  QPointer<QWidget> m_placeholder;
  QPointer<QWidget> m_home;
  LatestJob<QString> m_save;
};

}  // namespace tatara::ui

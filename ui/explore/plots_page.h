// The Plots tab: choose what is drawn of which columns, look at it, select in it, take it along.
//
// Every row that the brushes leave is in the picture. Choices are by names, so that they fit the next
// version. The picture is made on a worker at the size of the screen and again when that, the rows or the
// theme change; the old one stays at 40 % meanwhile. Threads: GUI thread.
#pragma once

#include <map>

#include <QTimer>
#include <QWidget>

#include "core/dataset/profile.h"
#include "ui/async/latest_job.h"
#include "ui/explore/plots_view.h"
#include "ui/explore/rows_filter.h"

class QComboBox;
class QMenu;
class QPushButton;
class QStackedWidget;

namespace tatara::ui {

class Label;
class SegmentedControl;

class PlotsPage final : public QWidget {
  Q_OBJECT
 public:
  explicit PlotsPage(QWidget* parent = nullptr);

  // Null: the rows are still being read.
  void setFrame(FramePtr frame);
  // What the columns are for: what nobody chose begins with the target and features, not with row numbers.
  void setRoles(std::map<std::string, dataset::ColumnRole> roles);
  void setFailure(const Error& error, std::function<void()> retry);
  void setSelection(dataset::Selection selection, bool updating);
  const PlotChoice& choice() const { return m_choice; }
  void setChoice(const PlotChoice& choice);
  PlotsView& view() { return *m_view; }
  PlotAnswerPtr answer() const { return m_answer; }
  bool settled() const { return !m_job.running() && !m_delay.isActive() && !m_save.running(); }
  // PNG, SVG or CSV by the suffix; written by a worker.
  void saveTo(const QString& file);

 Q_SIGNALS:
  void brushed(const QString& key, const tatara::dataset::Filter& filter, const QString& label);
  void clearAsked();
  void choiceChanged();
  void saved(const QString& file);
  void failed(const tatara::Error& error);
  // The statement that gives the rows of the picture.
  void queryAsked(tatara::ui::RowsFormat format);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void build();
  QLayout* makeBar();
  void takeBoxes();  // what the boxes of the bar say becomes the choice
  void showExportMenu();
  void fillColumns();
  void showChoice();
  void choose(const PlotChoice& choice);
  void put(const PlotChoice& choice);
  void start();
  void take(Result<PlotAnswerPtr> answer);
  void showState(QWidget* state);
  void showNote();
  void exportAs(const QString& suffix);
  std::string firstNumber(const std::string& other, bool target) const;
  // With columns for what the kind cannot do without.
  PlotChoice completed(PlotChoice choice) const;

  FramePtr m_frame;
  dataset::Selection m_selection;
  PlotChoice m_choice;
  bool m_chosen = false;  // by a person
  std::map<std::string, dataset::ColumnRole> m_roles;
  PlotAnswerPtr m_answer;

  QComboBox* m_kind;
  QComboBox* m_x;
  QComboBox* m_y;
  QComboBox* m_colour;
  QComboBox* m_facet;
  QPushButton* m_logX;
  QPushButton* m_logY;
  SegmentedControl* m_mode;
  QPushButton* m_export;
  QStackedWidget* m_stack;
  PlotsView* m_view;
  QWidget* m_state = nullptr;
  Label* m_note;
  Label* m_count;
  bool m_showing = false;
  QTimer m_delay;
  LatestJob<QString> m_save;
  LatestJob<PlotAnswerPtr> m_job;
};

}  // namespace tatara::ui

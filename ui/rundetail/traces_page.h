// The traces of a run, or of its experiment: a list at the left, the chosen one at the right.
//
// The list and the chosen trace are read on workers, one reading of each under way and at most one waiting,
// so that a program that traces without pause is shown live. While the page is hidden nothing is read; it
// catches up when it is shown. Keys: see TraceTable and SpanTreeView. Threads: GUI thread.
#pragma once

#include <QWidget>
#include <memory>
#include <string>

#include "ui/async/latest_job.h"
#include "ui/rundetail/run_facts.h"
#include "ui/rundetail/trace_facts.h"

class QSplitter;
class QStackedWidget;

namespace tatara::ui {

class Label;
class SearchField;
class SegmentedControl;
class TraceTable;
class TraceView;

class TracesPage final : public QWidget {
  Q_OBJECT
 public:
  explicit TracesPage(std::shared_ptr<store::Store> store, QWidget* parent = nullptr);

  void setRun(const RunFactsPtr& facts);
  // Traces have changed in the store.
  void refresh();
  bool settled() const;
  QWidget* filterField();

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  void load();
  void take(Result<track::TraceRows> rows);
  void loadTrace(const std::string& id);
  void takeTrace(Result<TraceFactsPtr> facts);
  void showState(QWidget* state);

  std::shared_ptr<store::Store> m_store;
  RunFactsPtr m_facts;
  SearchField* m_search;
  SegmentedControl* m_scope;
  Label* m_count;
  QStackedWidget* m_body;  // skeleton, the lists, or what is said instead of them
  QSplitter* m_splitter;
  QWidget* m_skeleton;
  QWidget* m_state = nullptr;
  TraceTable* m_table;
  QStackedWidget* m_right;
  TraceView* m_view;
  QWidget* m_failure = nullptr;
  std::string m_wanted;
  bool m_stale = true;
  bool m_again = false;
  bool m_traceAgain = false;
  LatestJob<track::TraceRows> m_rows;
  LatestJob<TraceFactsPtr> m_trace;
};

}  // namespace tatara::ui

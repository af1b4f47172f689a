// The Query tab: an SQL sheet over the registered datasets, and what a statement gives.
//
// A statement may name any dataset of the workspace: "rides" is its newest version, "rides@2" another. The
// rows of those it names are opened on a worker and given to a Query of their own; nothing else is within its
// reach. Instead of a statement a person may fill in a form: groups with a pivot, or a join; what it asks is
// written as SQL, runs at once, and stands in the sheet to go on with. Statements that ran are kept in the
// store, newest first. Threads: GUI thread.
#pragma once

#include <functional>
#include <memory>

#include <QWidget>

#include "core/dataset/query.h"
#include "core/dataset/query_build.h"
#include "core/store/store.h"
#include "ui/async/latest_job.h"
#include "ui/chart/chart_view.h"
#include "ui/explore/catalog.h"

class QPushButton;
class QVBoxLayout;
class QStackedWidget;
class QTableView;
class QPlainTextEdit;

namespace tatara::ui {

class GroupForm;
class JoinForm;
class Label;
class QueryChart;
class QueryEditor;
class SegmentedControl;

class QueryPage final : public QWidget {
  Q_OBJECT
 public:
  explicit QueryPage(std::shared_ptr<store::Store> store, QWidget* parent = nullptr);
  ~QueryPage() override;

  // What may be named; `current` is the dataset a fresh sheet asks about, the forms of this version of it.
  void setCatalog(CatalogPtr catalog, const QString& current, std::optional<std::int64_t> version = {});
  // What the panel filters the open version by, as SQL; the form of groups offers it.
  void setFilter(const QString& where);
  QueryEditor& editor() { return *m_editor; }
  void run();
  void cancel();
  bool settled() const {
    return !m_job.running() && !m_saveJob.running() && !m_historyJob.running() && !m_codeJob.running();
  }
  const std::shared_ptr<const dataset::QueryResult>& result() const { return m_result; }
  const QStringList& history() const { return m_history; }
  // The rows as they are: comma-separated, with a header.
  QString csv() const;
  // A program that asks the same of the same files.
  const QString& pandas() const { return m_pandas; }  // empty until it is known how the files are read
  void showAs(int view);                              // 0 table, 1 chart, 2 plan
  void askBy(int way);                                // 0 SQL, 1 groups, 2 join
  GroupForm& groups() { return *m_group; }
  JoinForm& join() { return *m_join; }
  QueryChart& chart() { return *m_chart; }
  const QString& ran() const { return m_ran; }
  // The first rows as numbers and words.
  ChartTable resultTable(std::size_t rows) const;
  void saveAs(const QString& name);

 Q_SIGNALS:
  void copied(const QString& said);
  void saved(const QString& dataset, qint64 version);
  void failed(const tatara::Error& error);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  struct Outcome;
  using OutcomePtr = std::shared_ptr<const Outcome>;
  struct Named {
    std::string name;
    dataset::Version version;
  };

  void build();
  QLayout* makeBar();
  void makeStatement();
  void makeResult();
  void buildForms(QVBoxLayout* column);
  void fitTop();
  void runGroups();
  void runJoin();
  void showUnmatched(dataset::JoinSide side);
  // A statement that was written here, with what else the worker asks of the opened query.
  using Ask = std::function<Result<OutcomePtr>(dataset::Query&, std::stop_token)>;
  void start(const std::string& naming, Ask ask);
  void take(Result<OutcomePtr> outcome);
  void showProblem(const dataset::QueryError& failure);
  void showRunning(bool running);
  void showHistory();
  void showCopyMenu();
  void writePandas();
  void askSave();
  void remember(const QString& sql);
  void fillNames();
  std::vector<Named> named(const std::string& sql) const;
  static Result<std::unique_ptr<dataset::Query>> openQuery(const std::shared_ptr<store::Store>& store,
                                                           const std::vector<Named>& named,
                                                           std::stop_token stop);

  std::shared_ptr<store::Store> m_store;
  CatalogPtr m_catalog;
  QString m_current;
  QStringList m_functions;
  QStringList m_history;  // newest first
  QString m_ran;          // the statement whose result stands
  QString m_pandas;       // a program that asks the same
  std::shared_ptr<const dataset::QueryResult> m_result;

  SegmentedControl* m_ways;
  GroupForm* m_group;
  JoinForm* m_join;
  QWidget* m_top;
  QueryEditor* m_editor;
  QPushButton* m_run;
  QPushButton* m_cancel;
  QPushButton* m_historyButton;
  QPushButton* m_copy;
  QPushButton* m_save;
  SegmentedControl* m_views;
  QStackedWidget* m_stack;
  QTableView* m_table;
  QueryChart* m_chart;
  QPlainTextEdit* m_plan;
  QWidget* m_problem;
  Label* m_problemText;
  Label* m_status;
  LatestJob<QStringList> m_historyJob;
  LatestJob<dataset::Added> m_saveJob;
  LatestJob<QString> m_codeJob;
  LatestJob<OutcomePtr> m_job;
};

}  // namespace tatara::ui

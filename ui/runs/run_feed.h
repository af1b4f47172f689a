// Keeps the listing of the panel fresh: loads the runs, answers to every change of the view, and follows the
// store.
//
// One job at a time. A change of the view cancels the running one and starts anew; a change of the store
// waits for it and is answered by the next, so that a client that logs without pause cannot starve the table.
// What the store said while a job ran is kept until a job that has read it delivers.
//
// Where reading every run takes long (many runs and no kept columns, see track/kept_runs.h), the first
// listing is a page of the newest runs, and the rest is read by a job of its own, which no change of the view
// cancels; until it delivers, every answer is about the page. Threads: GUI thread; the work runs on the
// shared pool.
#pragma once

#include <QObject>

#include "core/track/kept_runs.h"
#include "ui/async/latest_job.h"
#include "ui/async/store_signals.h"
#include "ui/runs/listing.h"

namespace tatara::ui {

// Which runs there are to choose from.
struct RunScope {
  std::optional<track::ExperimentId> experiment;  // none: all
  std::optional<std::vector<track::RunId>> only;  // just these
  friend bool operator==(const RunScope&, const RunScope&) = default;
};

class RunFeed final : public QObject {
  Q_OBJECT

 public:
  RunFeed(std::shared_ptr<store::Store> store, StoreSignals& changes, QObject* parent);

  // Forgets what was shown; asks with the next setView(). `settle`: while the view says no order, the first
  // whole listing is by the deciding metric, and so are those after it.
  void show(const RunScope& scope, bool settle);
  // `before` is what the table shows now, so that the plan fits it.
  void setView(ViewState view, std::map<QString, Brush> brushes, std::set<RowId> open);
  void setShown(RowIds before) { m_before = std::move(before); }
  void retry();

  const RunScope& scope() const { return m_scope; }
  // Null until the first is there.
  const ListingPtr& listing() const { return m_listing; }
  // The newest was made only because runs have changed: nobody asked for another scope, filter or order.
  bool live() const { return m_live; }
  const std::vector<track::Experiment>& experiments() const { return m_experiments; }
  const std::map<track::ExperimentId, std::int64_t>& counts() const { return m_counts; }
  bool busy() const { return m_job.running() || m_loading.running(); }

 Q_SIGNALS:
  void listed();
  void failed(const tatara::Error& error);
  // Before the first listing of a scope, and before the one that follows a first page.
  void colorsLoaded(const std::unordered_map<std::string, int>& slots);
  // What was logged; for whoever keeps series of these runs.
  void stored(const tatara::store::ChangeSet& changes);

 private:
  using ColorSlots = std::unordered_map<std::string, int>;  // by run id
  // The columns of best values that the view asks for, by metric, and the table that their rows are of.
  struct BestValues {
    std::map<std::string, std::shared_ptr<const track::MetricColumn>, std::less<>> columns;
    RunTablePtr table;
  };
  struct Loaded {
    track::LoadedRuns runs;
    ColorSlots colors;
  };
  struct Answer {
    RunTablePtr table;
    bool partial = false;  // the table is a first page
    bool worthKeeping = false;
    std::int64_t change = 0;  // the newest in a table that was loaded
    MeaningsPtr meanings;
    std::vector<track::Experiment> experiments;
    std::map<track::ExperimentId, std::int64_t> counts;
    std::optional<ColorSlots> colors;
    BestValues best;
    Result<ListingPtr> listing;
  };

  void onStored(const store::ChangeSet& changes);
  void start();
  void take(Result<Answer> answer);
  void loadAll();
  void takeAll(Result<Loaded> loaded);
  void keep(const track::LoadedRuns& runs);
  struct Question;
  static Result<Answer> work(Question question, std::stop_token stop);
  static Status loadTable(Question& question, sql::Connection& connection, Answer& answer);
  static Status readChanges(Question& question, sql::Connection& connection);
  static Status readBest(Question& question, std::stop_token stop);

  std::shared_ptr<store::Store> m_store;
  RunScope m_scope;
  bool m_settle = false;
  ViewState m_view;
  std::map<QString, Brush> m_brushes;
  std::set<RowId> m_open;
  RowIds m_before = std::make_shared<const std::vector<RowId>>();
  RunTablePtr m_table;
  RunTablePtr m_page;  // what is shown until m_table is there; null where none is needed
  MeaningsPtr m_meanings;
  std::vector<track::Experiment> m_experiments;
  std::map<track::ExperimentId, std::int64_t> m_counts;
  BestValues m_best;
  ListingPtr m_listing;
  bool m_live = false;
  bool m_asked = false;        // since the last listing
  store::ChangeSet m_unread;   // not yet given to a job
  store::ChangeSet m_reading;  // given to the running job
  LatestJob<Loaded> m_loading;
  LatestJob<Answer> m_job;  // last: gone first
};

}  // namespace tatara::ui

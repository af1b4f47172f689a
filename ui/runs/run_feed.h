// Keeps the listing of the panel fresh: loads the runs, answers to every change of the view, and follows the
// store.
//
// One job at a time. A change of the view cancels the running one and starts anew; a change of the store
// waits for it and is answered by the next, so that a client that logs without pause cannot starve the table.
// What the store said while a job ran is kept until a job that has read it delivers. Threads: GUI thread; the
// work runs on the shared pool.
#pragma once

#include <QObject>

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

  // Forgets what was shown.
  void show(const RunScope& scope);
  // `before` is what the table shows now, so that the plan fits it.
  void setView(ViewState view, std::map<QString, Brush> brushes, std::set<RowId> open);
  void setShown(RowIds before) { m_before = std::move(before); }
  void retry();

  const RunScope& scope() const { return m_scope; }
  // Null until the first is there.
  const ListingPtr& listing() const { return m_listing; }
  const std::vector<track::Experiment>& experiments() const { return m_experiments; }
  const std::map<track::ExperimentId, std::int64_t>& counts() const { return m_counts; }
  bool busy() const { return m_job.running(); }

 Q_SIGNALS:
  void listed();
  void failed(const tatara::Error& error);
  // Once a scope, before its first listing.
  void colorsLoaded(const std::unordered_map<std::string, int>& slots);
  // What was logged; for whoever keeps series of these runs.
  void stored(const tatara::store::ChangeSet& changes);

 private:
  struct Answer {
    RunTablePtr table;
    MeaningsPtr meanings;
    std::vector<track::Experiment> experiments;
    std::map<track::ExperimentId, std::int64_t> counts;
    std::optional<std::unordered_map<std::string, int>> colors;  // by run id
    Result<ListingPtr> listing;
  };

  void onStored(const store::ChangeSet& changes);
  void start();
  void take(Result<Answer> answer);
  static Result<Answer> work(store::Store& store, const RunScope& scope, RunTablePtr table,
                             MeaningsPtr meanings, const store::ChangeSet& changes, ListingRequest request,
                             std::stop_token stop);

  std::shared_ptr<store::Store> m_store;
  RunScope m_scope;
  ViewState m_view;
  std::map<QString, Brush> m_brushes;
  std::set<RowId> m_open;
  RowIds m_before = std::make_shared<const std::vector<RowId>>();
  RunTablePtr m_table;
  MeaningsPtr m_meanings;
  std::vector<track::Experiment> m_experiments;
  std::map<track::ExperimentId, std::int64_t> m_counts;
  ListingPtr m_listing;
  store::ChangeSet m_unread;   // not yet given to a job
  store::ChangeSet m_reading;  // given to the running job
  LatestJob<Answer> m_job;     // last: gone first
};

}  // namespace tatara::ui

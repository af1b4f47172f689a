#include "ui/runs/run_feed.h"

#include <algorithm>

#include "core/track/experiments.h"
#include "core/track/run_colors.h"

namespace tatara::ui {
namespace {

void join(store::ChangeSet& into, const store::ChangeSet& from) {
  into.everything = into.everything || from.everything;
  std::vector<store::Change> all;
  std::set_union(into.changes.begin(), into.changes.end(), from.changes.begin(), from.changes.end(),
                 std::back_inserter(all));
  into.changes = std::move(all);
}

bool any(const store::ChangeSet& changes) {
  return changes.everything || !changes.changes.empty();
}

}  // namespace

RunFeed::RunFeed(std::shared_ptr<store::Store> store, StoreSignals& changes, QObject* parent)
    : QObject(parent),
      m_store(std::move(store)),
      m_job([this](Result<Answer> answer) { take(std::move(answer)); }) {
  connect(&changes, &StoreSignals::changed, this, &RunFeed::onStored);
}

void RunFeed::show(const RunScope& scope) {
  m_scope = scope;
  m_table = nullptr;
  m_meanings = nullptr;
  m_listing = nullptr;
  m_open.clear();
  m_unread = {};
  m_reading = {};
  start();
}

void RunFeed::setView(ViewState view, std::map<QString, Brush> brushes, std::set<RowId> open) {
  m_view = std::move(view);
  m_brushes = std::move(brushes);
  m_open = std::move(open);
  start();
}

void RunFeed::retry() {
  m_table = nullptr;
  start();
}

void RunFeed::onStored(const store::ChangeSet& changes) {
  store::ChangeSet mine;
  mine.everything = changes.everything;
  for (const store::Change& change : changes.changes) {
    switch (change.kind) {
      case store::ChangeKind::Experiment:
      case store::ChangeKind::Run:
      case store::ChangeKind::RunParams:
      case store::ChangeKind::RunTags:
      case store::ChangeKind::RunMetrics:
        mine.changes.push_back(change);
        break;
      default:
        break;
    }
  }
  if (!any(mine)) {
    return;
  }
  join(m_unread, mine);
  Q_EMIT stored(mine);
  if (!m_job.running()) {
    start();
  }
}

void RunFeed::start() {
  join(m_reading, std::exchange(m_unread, {}));
  ListingRequest request;
  request.view = m_view;
  request.brushes = m_brushes;
  request.open = m_open;
  request.before = m_before;
  m_job.start([store = m_store, scope = m_scope, table = m_table, meanings = m_meanings, changes = m_reading,
               request = std::move(request)](std::stop_token stop) {
    return work(*store, scope, table, meanings, changes, request, stop);
  });
}

Result<RunFeed::Answer> RunFeed::work(store::Store& store, const RunScope& scope, RunTablePtr table,
                                      MeaningsPtr meanings, const store::ChangeSet& changes,
                                      ListingRequest request, std::stop_token stop) {
  Answer answer;
  const bool fresh = table == nullptr;
  TATARA_TRY(store.read(
      [&](sql::Connection& connection) -> Status {
        TATARA_ASSIGN(answer.experiments, track::loadExperiments(connection, track::ViewType::ActiveOnly));
        TATARA_ASSIGN(const auto counts, track::countRuns(connection));
        for (const track::ExperimentCount& count : counts) {
          answer.counts[count.id] = count.runs;
        }
        if (fresh) {
          std::vector<track::ExperimentId> ids;
          if (scope.experiment && !scope.only) {
            ids.push_back(*scope.experiment);
          }
          TATARA_ASSIGN(table, track::RunTable::load(connection, ids, track::ViewType::ActiveOnly));
          TATARA_ASSIGN(const auto slots, track::loadAllColorSlots(connection));
          answer.colors.emplace();
          for (const auto& [run, slot] : slots) {
            if (const auto row = table->findRow(run)) {
              answer.colors->emplace(table->run(*row).id.value(), slot);
            }
          }
        } else if (any(changes)) {
          TATARA_ASSIGN(table, track::RunTable::refresh(table, connection, changes));
        }
        return {};
      },
      stop));
  if (scope.only) {
    request.only.emplace();
    for (const track::RunId& id : *scope.only) {
      if (const auto row = table->findRow(id)) {
        request.only->push_back(table->run(*row).key);
      }
    }
  }
  if (meanings == nullptr || fresh || any(changes)) {
    std::vector<track::Experiment> shown;
    for (const track::Experiment& experiment : answer.experiments) {
      if (!scope.experiment || experiment.id == *scope.experiment) {
        shown.push_back(experiment);
      }
    }
    meanings = makeMeanings(std::move(shown), *table);
  }
  answer.table = table;
  answer.meanings = meanings;
  request.table = std::move(table);
  request.meanings = std::move(meanings);
  answer.listing = makeListing(request, stop);
  if (!answer.listing && answer.listing.error().kind == ErrorKind::Cancelled) {
    return answer.listing.error();
  }
  return answer;
}

void RunFeed::take(Result<Answer> answer) {
  if (!answer) {
    Q_EMIT failed(answer.error());
    return;
  }
  m_reading = {};
  m_table = answer->table;
  m_meanings = answer->meanings;
  m_experiments = std::move(answer->experiments);
  m_counts = std::move(answer->counts);
  if (answer->colors) {
    Q_EMIT colorsLoaded(*answer->colors);
  }
  if (answer->listing) {
    m_listing = std::move(*answer->listing);
    Q_EMIT listed();
  } else {
    Q_EMIT failed(answer->listing.error());
  }
  if (any(m_unread) && !m_job.running()) {
    start();
  }
}

}  // namespace tatara::ui

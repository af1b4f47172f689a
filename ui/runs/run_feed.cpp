#include "ui/runs/run_feed.h"

#include <QTimer>
#include <algorithm>

#include "core/base/log.h"
#include "core/exec/thread_pool.h"
#include "core/track/best_column.h"
#include "core/track/experiments.h"
#include "core/track/run_colors.h"
#include "ui/async/release_later.h"
#include "ui/runs/internal/derived_columns.h"

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

constexpr std::int64_t kPageRuns = 200;
constexpr std::chrono::seconds kKeepAfter{2};
// So many runs are read before anyone misses a first page.
constexpr std::int64_t kRunsWorthAPage = 4'000;

std::vector<track::ExperimentId> experimentsOf(const RunScope& scope) {
  return scope.experiment && !scope.only ? std::vector{*scope.experiment}
                                         : std::vector<track::ExperimentId>{};
}

Result<std::unordered_map<std::string, int>> loadColors(sql::Connection& connection,
                                                        const track::RunTable& table) {
  std::unordered_map<std::string, int> colors;
  TATARA_ASSIGN(const auto slots, track::loadAllColorSlots(connection));
  for (const auto& [run, slot] : slots) {
    if (const auto row = table.findRow(run)) {
      colors.emplace(table.run(*row).id.value(), slot);
    }
  }
  return colors;
}

bool anyOf(const store::ChangeSet& changes, std::initializer_list<store::ChangeKind> kinds) {
  return changes.everything ||
         std::any_of(changes.changes.begin(), changes.changes.end(), [&](const store::Change& change) {
           return std::find(kinds.begin(), kinds.end(), change.kind) != kinds.end();
         });
}

using RunCounts = std::map<track::ExperimentId, std::int64_t>;

// Of all experiments. SQLite takes 20 ms to count 100,000 runs; a table of all of them knows.
Result<RunCounts> countActiveRuns(sql::Connection& connection, const track::RunTable* all) {
  RunCounts counts;
  if (all == nullptr) {
    TATARA_ASSIGN(const auto counted, track::countRuns(connection));
    for (const track::ExperimentCount& count : counted) {
      counts[count.id] = count.runs;
    }
    return counts;
  }
  std::int64_t* last = nullptr;
  track::ExperimentId lastId;
  for (std::size_t row = 0; row < all->size(); ++row) {
    const track::ExperimentId id = all->run(row).experiment;
    if (last == nullptr || id != lastId) {
      last = &counts[id];
      lastId = id;
    }
    ++*last;
  }
  return counts;
}

}  // namespace

// What a job is to answer; values only.
struct RunFeed::Question {
  std::shared_ptr<store::Store> store;
  RunScope scope;
  RunTablePtr table;     // null: to be loaded
  bool partial = false;  // the table is a first page
  MeaningsPtr meanings;
  // As last read; read again where a change concerns them.
  std::vector<track::Experiment> experiments;
  RunCounts counts;
  store::ChangeSet changes;
  BestValues best;
  ListingRequest request;
};

RunFeed::RunFeed(std::shared_ptr<store::Store> store, StoreSignals& changes, QObject* parent)
    : QObject(parent),
      m_store(std::move(store)),
      m_loading([this](Result<Loaded> loaded) { takeAll(std::move(loaded)); }),
      m_job([this](Result<Answer> answer) { take(std::move(answer)); }) {
  connect(&changes, &StoreSignals::changed, this, &RunFeed::onStored);
}

void RunFeed::show(const RunScope& scope, bool settle) {
  m_scope = scope;
  m_settle = settle;
  m_asked = true;
  m_table = nullptr;
  m_page = nullptr;
  m_meanings = nullptr;
  m_best = {};
  m_listing = nullptr;
  m_open.clear();
  m_unread = {};
  m_reading = {};
  m_loading.cancel();
  m_job.cancel();
}

void RunFeed::setView(ViewState view, std::map<QString, Brush> brushes, std::set<RowId> open) {
  m_view = std::move(view);
  m_brushes = std::move(brushes);
  m_open = std::move(open);
  m_asked = true;
  start();
}

void RunFeed::retry() {
  m_table = nullptr;
  m_page = nullptr;
  m_asked = true;
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
  if (!busy()) {
    start();
  }
}

void RunFeed::start() {
  Question question;
  question.store = m_store;
  question.scope = m_scope;
  question.partial = m_table == nullptr && m_page != nullptr;
  question.table = question.partial ? m_page : m_table;
  question.meanings = m_meanings;
  question.experiments = m_experiments;
  question.counts = m_counts;
  if (!question.partial) {  // a page stays as it is; what came meanwhile goes into the whole table
    join(m_reading, std::exchange(m_unread, {}));
    question.changes = m_reading;
  }
  question.best = m_best;
  question.request.view = m_view;
  question.request.brushes = m_brushes;
  question.request.open = m_open;
  question.request.before = m_before;
  question.request.nesting = m_listing == nullptr ? nullptr : m_listing->nesting;
  question.request.now = m_store->clock().now();
  question.request.settle = m_settle;
  m_job.start([question = std::move(question)](std::stop_token stop) { return work(question, stop); });
}

// The table of a scope that has none yet: all of it where that is quick, else a first page.
Status RunFeed::loadTable(Question& question, sql::Connection& connection, Answer& answer) {
  const std::vector<track::ExperimentId> ids = experimentsOf(question.scope);
  TATARA_ASSIGN(const bool kept, track::hasKeptRuns(question.store->workspace(), connection, ids,
                                                    track::ViewType::ActiveOnly));
  if (!kept) {
    TATARA_ASSIGN(question.counts, countActiveRuns(connection, nullptr));
    std::int64_t total = 0;
    for (const auto& [experiment, count] : question.counts) {
      total += ids.empty() || ids.front() == experiment ? count : 0;
    }
    question.partial = !question.scope.only && total >= kRunsWorthAPage;
  }
  if (question.partial) {
    TATARA_ASSIGN(question.table,
                  track::RunTable::loadNewest(connection, ids, track::ViewType::ActiveOnly, kPageRuns));
  } else {
    TATARA_ASSIGN(const track::LoadedRuns loaded,
                  track::loadRuns(question.store->workspace(), connection, ids, track::ViewType::ActiveOnly));
    question.table = loaded.table;
    answer.worthKeeping = loaded.worthKeeping;
    answer.change = loaded.change;
  }
  if (kept) {
    TATARA_ASSIGN(question.counts, countActiveRuns(connection, ids.empty() ? question.table.get() : nullptr));
  }
  TATARA_ASSIGN(answer.colors, loadColors(connection, *question.table));
  return {};
}

// Brings what the question knows up to date with what it says has changed.
Status RunFeed::readChanges(Question& question, sql::Connection& connection) {
  using Kind = store::ChangeKind;
  if (anyOf(question.changes, {Kind::Experiment})) {
    TATARA_ASSIGN(question.experiments, track::loadExperiments(connection, track::ViewType::ActiveOnly));
  }
  TATARA_ASSIGN(question.table, track::RunTable::refresh(question.table, connection, question.changes));
  if (anyOf(question.changes, {Kind::Experiment, Kind::Run})) {
    const bool all = experimentsOf(question.scope).empty();
    TATARA_ASSIGN(question.counts, countActiveRuns(connection, all ? question.table.get() : nullptr));
  }
  return {};
}

// The best values that the view asks for: those of runs that changed, or all where none are known.
Status RunFeed::readBest(Question& question, std::stop_token stop) {
  using Kind = store::ChangeKind;
  const BestValues known = std::exchange(question.best, {{}, question.table});
  // What an experiment says of its metrics decides which value is best.
  const bool usable = known.table != nullptr && !anyOf(question.changes, {Kind::Experiment});
  std::vector<track::RunKey> changed;
  for (const store::Change& change : question.changes.changes) {
    if (change.kind == Kind::Run || change.kind == Kind::RunMetrics) {
      changed.emplace_back(change.object);
    }
  }
  std::sort(changed.begin(), changed.end());
  for (const std::string& id : derivedColumns(question.request.view)) {
    const std::string metric(bestMetric(id));
    const track::Direction direction = question.meanings->of(metric).direction;
    if (metric.empty() || direction == track::Direction::Unknown) {
      continue;
    }
    track::KnownBest before{nullptr, known.table, changed};
    if (const auto column = known.columns.find(metric); usable && column != known.columns.end()) {
      before.column = column->second;
    }
    if (before.column != nullptr && known.table == question.table && changed.empty()) {
      question.best.columns[metric] = before.column;
      continue;
    }
    const track::Extreme extreme =
        direction == track::Direction::LowerIsBetter ? track::Extreme::Least : track::Extreme::Greatest;
    TATARA_ASSIGN(question.best.columns[metric], question.store->read(
                                                     [&](sql::Connection& connection) {
                                                       return track::loadBest(connection, *question.table,
                                                                              metric, extreme, before);
                                                     },
                                                     stop));
  }
  question.request.best = question.best.columns;
  return {};
}

Result<RunFeed::Answer> RunFeed::work(Question question, std::stop_token stop) {
  Answer answer;
  const bool fresh = question.table == nullptr;
  if (fresh || any(question.changes)) {
    TATARA_TRY(question.store->read(
        [&](sql::Connection& connection) -> Status {
          if (!fresh) {
            return readChanges(question, connection);
          }
          TATARA_ASSIGN(question.experiments,
                        track::loadExperiments(connection, track::ViewType::ActiveOnly));
          return loadTable(question, connection, answer);
        },
        stop));
  }
  const track::RunTable& table = *question.table;
  ListingRequest& request = question.request;
  if (question.scope.only) {
    request.only.emplace();
    for (const track::RunId& id : *question.scope.only) {
      if (const auto row = table.findRow(id)) {
        request.only->push_back(table.run(*row).key);
      }
    }
  }
  if (question.meanings == nullptr || fresh || any(question.changes)) {
    std::vector<track::Experiment> shown;
    for (const track::Experiment& experiment : question.experiments) {
      if (!question.scope.experiment || experiment.id == *question.scope.experiment) {
        shown.push_back(experiment);
      }
    }
    question.meanings = makeMeanings(std::move(shown), table);
  }
  if (question.partial) {
    request.total = 0;
    for (const auto& [experiment, count] : question.counts) {
      *request.total += !question.scope.experiment || *question.scope.experiment == experiment ? count : 0;
    }
  }
  TATARA_TRY(readBest(question, stop));
  answer.best = std::move(question.best);
  answer.experiments = std::move(question.experiments);
  answer.counts = std::move(question.counts);
  answer.partial = question.partial;
  answer.table = question.table;
  answer.meanings = question.meanings;
  request.table = std::move(question.table);
  request.meanings = std::move(question.meanings);
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
  m_meanings = answer->meanings;
  m_experiments = std::move(answer->experiments);
  m_counts = std::move(answer->counts);
  m_best = std::move(answer->best);
  if (answer->partial) {
    m_page = answer->table;
  } else {
    m_reading = {};
    if (m_table != answer->table) {
      releaseLater(std::exchange(m_table, answer->table));
    }
    m_page = nullptr;
  }
  if (answer->colors) {
    Q_EMIT colorsLoaded(*answer->colors);
  }
  if (answer->listing) {
    if (!answer->partial && std::exchange(m_settle, false)) {
      m_view.sort = (*answer->listing)->sort;
    }
    releaseLater(std::exchange(m_listing, std::move(*answer->listing)));
    m_live = !std::exchange(m_asked, false);
    Q_EMIT listed();
  } else {
    Q_EMIT failed(answer->listing.error());
  }
  if (answer->worthKeeping) {
    keep({answer->table, answer->change, true});
  }
  if (m_page != nullptr && m_table == nullptr) {
    if (!m_loading.running()) {
      loadAll();
    }
  } else if (any(m_unread) && !m_job.running()) {
    start();
  }
}

void RunFeed::loadAll() {
  m_loading.start([store = m_store, ids = experimentsOf(m_scope)](std::stop_token stop) {
    return store->read(
        [&](sql::Connection& connection) -> Result<Loaded> {
          Loaded loaded;
          TATARA_ASSIGN(loaded.runs,
                        track::loadRuns(store->workspace(), connection, ids, track::ViewType::ActiveOnly));
          TATARA_ASSIGN(loaded.colors, loadColors(connection, *loaded.runs.table));
          return loaded;
        },
        stop);
  });
}

void RunFeed::takeAll(Result<Loaded> loaded) {
  if (!loaded) {
    m_page = nullptr;
    Q_EMIT failed(loaded.error());
    return;
  }
  m_table = loaded->runs.table;
  m_page = nullptr;
  m_meanings = nullptr;
  Q_EMIT colorsLoaded(loaded->colors);
  m_asked = true;
  start();
  if (loaded->runs.worthKeeping) {
    keep(loaded->runs);
  }
}

// Once the runs are on screen: a worker that writes meanwhile makes every new page of memory of the GUI
// thread dearer (the processors must agree on it), 25 ms for the rows of 200,000 runs.
void RunFeed::keep(const track::LoadedRuns& runs) {
  QTimer::singleShot(kKeepAfter, this, [store = m_store, runs] {
    exec::sharedPool().post([store, runs] {
      if (const Status kept = track::keepRuns(*store, runs); !kept) {
        log::error("keeping run columns", kept.error());
      }
    });
  });
}

}  // namespace tatara::ui

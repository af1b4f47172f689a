#include "core/deploy/serving.h"

#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <set>
#include <thread>

#include "core/artifact/artifact_store.h"
#include "core/base/log.h"
#include "core/base/memory.h"
#include "core/base/mutex.h"
#include "core/deploy/disagreements.h"
#include "core/deploy/internal/counting.h"
#include "core/deploy/internal/dispatch.h"
#include "core/deploy/internal/random.h"
#include "core/deploy/live_metric.h"
#include "core/deploy/model_source.h"
#include "core/deploy/prediction_log.h"
#include "core/deploy/predictions.h"
#include "core/deploy/rollout.h"
#include "core/exec/child.h"
#include "core/infer/probe.h"

namespace tatara::deploy {
namespace {

using std::chrono::steady_clock;

// FNV-1a (Fowler, Noll, Vo), finished by a mix, so that near keys land far apart.
std::uint64_t hashOf(std::string_view key) {
  std::uint64_t hash = 14695981039346656037ull;
  for (const char c : key) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  }
  hash ^= hash >> 33;
  hash *= 0xff51afd7ed558ccdull;
  return hash ^ hash >> 33;
}

// Compressing what was logged takes tenths of a second of processor time, for which no request should wait.
void stepBack() {
  constexpr int kNice = 10;
  const sched_param none{};
  ::sched_setscheduler(0, SCHED_BATCH, &none);  // of this thread
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kNice);
}

}  // namespace

const ServedVersion* ServedEndpoint::find(std::int64_t version) const {
  const auto found =
      std::ranges::find_if(versions, [&](const ServedVersion& one) { return one.route.version == version; });
  return found == versions.end() ? nullptr : &*found;
}

const ServedVersion& ServedEndpoint::choose(std::string_view key) const {
  const std::uint64_t draw = key.empty() ? internal::ownRandom()() : hashOf(key);
  auto place = static_cast<int>(draw % static_cast<std::uint64_t>(kWhole));
  for (const ServedVersion& one : versions) {
    place -= one.route.weight;
    if (place < 0) {
      return one;
    }
  }
  return versions.front();
}

struct Serving::Impl {
  Impl(std::shared_ptr<store::Store> sharedStore, ServingOptions given)
      : store(std::move(sharedStore)),
        options(std::move(given)),
        threads(options.threads > 0 ? options.threads : std::max(1u, std::thread::hardware_concurrency())),
        artifacts(store),
        predictions(store),
        disagreements(store),
        actor(registry::currentActor("tatara endpoints")) {}

  ~Impl() {
    if (subscription) {
      store->unsubscribe(*subscription);
    }
    {
      const Lock lock(mutex);
      closing = true;
    }
    wake.notifyAll();
    if (keeper.joinable()) {
      keeper.join();
    }
    dispatch.reset();
    recordAllTraffic();
    predictions.flush();
    disagreements.flush();
    // The lane writes in order: when this is done, so is what was kept.
    if (const Status kept = store->write([](store::Writer&) { return Status(); }); !kept) {
      log::error("keeping the last predictions", kept.error());
    }
  }

  struct Loaded {
    std::shared_ptr<const infer::Runner> runner;
    std::string problem;
  };
  struct Seen {
    std::shared_ptr<const Counters> of;  // a version that comes back is counted anew
    std::int64_t drawn = 0;
    std::int64_t failed = 0;
    std::int64_t slow = 0;
    std::int64_t refused = 0;
    std::int64_t compared = 0;
    std::int64_t differed = 0;
  };
  struct Recorded {
    std::shared_ptr<const Counters> of;
    Traffic total;
  };

  void keep() EXCLUDES(mutex);
  void bringInLine() EXCLUDES(mutex);
  void readAliases(const std::vector<Endpoint>& endpoints) EXCLUDES(mutex);
  std::shared_ptr<const ServedEndpoint> serve(const Endpoint& endpoint, const ServedEndpoint* before);
  Loaded load(const std::string& model, const Route& route);
  std::optional<Comparison> comparisonOf(const Endpoint& endpoint) const;
  void moveCanaries(bool labelsToo) EXCLUDES(mutex);
  std::optional<RateTest> testLabels(const Rollout& rollout);
  void recordAllTraffic() EXCLUDES(mutex);
  void giveBackMemory();
  void forgetOld();
  Observed since(const ServedEndpoint& endpoint, std::int64_t version);

  const std::shared_ptr<store::Store> store;
  const ServingOptions options;
  const std::size_t threads;
  const artifact::ArtifactStore artifacts;
  PredictionLog predictions;
  DisagreementLog disagreements;
  const registry::Actor actor;
  std::unique_ptr<internal::Dispatch> dispatch;
  std::optional<store::SubscriptionId> subscription;

  // The keeper's own.
  std::map<std::pair<std::string, std::string>, std::weak_ptr<const infer::Runner>> runners;  // model, digest
  std::map<std::int64_t, Timestamp> canaries;  // endpoint, beginning of the canary that is watched
  std::map<std::pair<std::int64_t, std::int64_t>, Seen> seen;  // endpoint, version
  std::map<std::pair<std::int64_t, std::int64_t>, Recorded> recorded;
  std::map<std::int64_t, LiveMetricReader> labelled;  // of endpoints with a canary
  int releases = 0;                                   // of free memory that are due

  mutable Mutex mutex;
  Condition wake;
  std::map<std::string, std::shared_ptr<const ServedEndpoint>, std::less<>> table GUARDED_BY(mutex);
  // By model and alias.
  std::map<std::pair<std::string, std::string>, std::int64_t> aliases GUARDED_BY(mutex);
  bool dirty GUARDED_BY(mutex) = false;
  bool closing GUARDED_BY(mutex) = false;

  std::thread keeper;  // last: it uses what stands above
};

Serving::Impl::Loaded Serving::Impl::load(const std::string& model, const Route& route) {
  auto& kept = runners[{model, route.digest}];
  if (auto runner = kept.lock()) {
    return {std::move(runner), {}};
  }
  const auto reference = store->read(
      [&](sql::Connection& connection) { return resolveVersion(connection, model, route.version); });
  if (!reference) {
    return {nullptr, reference.error().message};
  }
  const auto sourced = readModel(*store, artifacts, *reference);
  if (!sourced) {
    return {nullptr, sourced.error().message};
  }
  if (sourced->digest != route.digest) {
    return {nullptr,
            "The files of " + reference->title +
                " are not those that were put to service (their digest differs), so they are not served"};
  }
  std::thread opening([&] { infer::openLibraryOf(sourced->files); });  // while the child tries the model
  const auto report = infer::probe(sourced->files, {.program = options.probeProgram});
  opening.join();
  if (!report) {
    return {nullptr, report.error().message};
  }
  auto loaded = infer::loadRunner(sourced->files, {.threads = 1, .python = options.python});
  if (!loaded) {
    return {nullptr, loaded.error().message};
  }
  // The first call of a library is slow; what it says to an example is of no interest.
  const auto warm = (*loaded)->predict(infer::exampleBatch((*loaded)->info().signature));
  log::info(reference->title + (warm ? " is warm" : " refuses its example"));
  std::shared_ptr<const infer::Runner> runner = std::move(*loaded);
  kept = runner;
  return {std::move(runner), {}};
}

std::shared_ptr<const ServedEndpoint> Serving::Impl::serve(const Endpoint& endpoint,
                                                           const ServedEndpoint* before) {
  auto served = std::make_shared<ServedEndpoint>();
  served->endpoint = endpoint;
  served->comparison = comparisonOf(endpoint);
  if (before) {
    served->running = before->running;
    served->turnedAway = before->turnedAway;
  }
  std::vector<Route> routes = endpoint.routes;
  std::ranges::stable_sort(routes, {}, &Route::shadow);
  for (const Route& route : routes) {
    Loaded loaded = load(endpoint.model, route);
    if (!loaded.runner) {
      log::error("loading " + endpoint.model + " for " + endpoint.name,
                 makeError(ErrorKind::Internal, loaded.problem));
      if (before && before->ready()) {
        auto same = std::make_shared<ServedEndpoint>(*before);
        same->problem = loaded.problem;
        return same;
      }
      served->versions.clear();
      served->problem = loaded.problem;
      return served;
    }
    const ServedVersion* own = before ? before->find(route.version) : nullptr;
    served->versions.push_back({route, std::move(loaded.runner),
                                own ? own->counters : std::make_shared<Counters>(),
                                std::make_shared<RunnerLane>()});
  }
  log::info(endpoint.name + " serves " + endpoint.model + " " + routesText(endpoint.routes));
  return served;
}

// The routes of a canary are a revision of their own, when it begins and when it ends.
std::optional<Comparison> Serving::Impl::comparisonOf(const Endpoint& endpoint) const {
  const auto rollout =
      store->read([&](sql::Connection& connection) { return findRollout(connection, endpoint.id); });
  if (!rollout || !*rollout || (*rollout)->state != RolloutState::Running ||
      (*rollout)->plan.agreement.least == 0) {
    return std::nullopt;
  }
  return Comparison{(*rollout)->champion, (*rollout)->challenger, (*rollout)->plan.agreement.within};
}

void Serving::Impl::bringInLine() {
  const Status followed = store->write([this](store::Writer& writer) -> Status {
    TATARA_TRY(followAliases(writer, actor, store->clock().now()));
    return {};
  });
  if (!followed && followed.error().kind != ErrorKind::PermissionDenied) {
    log::error("following aliases", followed.error());
  }
  const auto wanted = store->read([](sql::Connection& connection) { return loadEndpoints(connection); });
  if (!wanted) {
    log::error("reading the endpoints", wanted.error());
    return;
  }
  readAliases(*wanted);
  decltype(table) next;
  for (const Endpoint& endpoint : *wanted) {
    std::shared_ptr<const ServedEndpoint> before;
    {
      const Lock lock(mutex);
      const auto found = table.find(endpoint.name);
      before = found == table.end() ? nullptr : found->second;
    }
    const bool same = before && before->endpoint.id == endpoint.id && before->problem.empty() &&
                      before->endpoint.revision == endpoint.revision;
    next[endpoint.name] =
        same ? before
             : serve(endpoint, before && before->endpoint.id == endpoint.id ? before.get() : nullptr);
  }
  const Lock lock(mutex);
  table.swap(next);
}

void Serving::Impl::readAliases(const std::vector<Endpoint>& endpoints) {
  std::set<std::string> models;
  for (const Endpoint& endpoint : endpoints) {
    models.insert(endpoint.model);
  }
  decltype(aliases) found;
  const Status read = store->read([&](sql::Connection& connection) -> Status {
    for (const std::string& name : models) {
      TATARA_ASSIGN(const auto model, registry::findModel(connection, name));
      for (const auto& alias : model ? model->aliases : std::vector<registry::Alias>()) {
        found[{name, alias.name}] = alias.version;
      }
    }
    return {};
  });
  if (!read) {
    log::error("reading aliases", read.error());
    return;
  }
  const Lock lock(mutex);
  aliases.swap(found);
}

Observed Serving::Impl::since(const ServedEndpoint& endpoint, std::int64_t version) {
  const ServedVersion* served = endpoint.find(version);
  if (!served) {
    return {};
  }
  Seen& last = seen[{endpoint.endpoint.id.value(), version}];
  const Counters& counters = *served->counters;
  if (last.of != served->counters) {
    last = {};
  }
  const Seen now{served->counters,      counters.drawn,    counters.drawnFailed, counters.drawnSlow,
                 counters.drawnRefused, counters.compared, counters.differed};
  Observed observed{.requests = now.drawn - last.drawn,
                    .failed = now.failed - last.failed,
                    .slow = now.slow - last.slow,
                    .refused = now.refused - last.refused,
                    .compared = now.compared - last.compared,
                    .differed = now.differed - last.differed};
  last = now;
  return observed;
}

std::optional<RateTest> Serving::Impl::testLabels(const Rollout& rollout) {
  const auto tested = store->read([&](sql::Connection& connection) {
    return labelled[rollout.endpoint.value()].compare(
        connection, rollout.endpoint, rollout.started,
        {.champion = rollout.champion, .challenger = rollout.challenger, .alpha = rollout.live.alpha()});
  });
  if (!tested) {
    log::error("comparing labelled answers", tested.error());
    return std::nullopt;
  }
  return *tested;
}

void Serving::Impl::moveCanaries(bool labelsToo) {
  std::vector<std::shared_ptr<const ServedEndpoint>> all;
  {
    const Lock lock(mutex);
    for (const auto& [name, endpoint] : table) {
      all.push_back(endpoint);
    }
  }
  for (const auto& served : all) {
    const Endpoint& endpoint = served->endpoint;
    const auto rollout =
        store->read([&](sql::Connection& connection) { return findRollout(connection, endpoint.id); });
    if (!rollout || !*rollout || (*rollout)->state != RolloutState::Running) {
      labelled.erase(endpoint.id.value());
      continue;
    }
    if (!served->problem.empty()) {
      continue;
    }
    const Observed champion = since(*served, (*rollout)->champion);
    Observed challenger = since(*served, (*rollout)->challenger);
    if (labelsToo) {
      challenger.live = testLabels(**rollout);
    }
    if (Timestamp& began = canaries[endpoint.id.value()]; began != (*rollout)->started) {
      began = (*rollout)->started;
      continue;  // what was counted up to here is from before the canary
    }
    const auto moved = store->writeFor([&](store::Writer& writer) {
      return advanceRollout(writer, endpoint, champion, challenger, actor, store->clock().now());
    });
    if (!moved) {
      log::error("moving the canary of " + endpoint.name, moved.error());
    } else if (moved->state != RolloutState::Running) {
      log::info("the canary of " + endpoint.name + " is " + std::string(toString(moved->state)) + ": " +
                moved->reason.english());
    }
  }
}

// What the versions did since the last time, as rows of the store. Called by the keeper, and at the end.
void Serving::Impl::recordAllTraffic() {
  decltype(table) all;
  {
    const Lock lock(mutex);
    all = table;
  }
  const Timestamp now = store->clock().now();
  for (const auto& [name, served] : all) {
    auto points = std::make_shared<std::vector<TrafficPoint>>();
    for (const ServedVersion& version : served->versions) {
      Recorded& last = recorded[{served->endpoint.id.value(), version.route.version}];
      if (last.of != version.counters) {
        last = {version.counters, {}};
      }
      const Traffic total = internal::totalOf(*version.counters);
      Traffic since = internal::difference(total, last.total);
      last.total = total;
      if (!since.empty()) {
        points->push_back({now, version.route.version, since});
      }
    }
    if (!points->empty()) {
      store->submit([id = served->endpoint.id,
                     points](store::Writer& writer) { return recordTraffic(writer, id, *points); },
                    [](const Status& status) {
                      if (!status) {
                        log::error("keeping the traffic of endpoints", status.error());
                      }
                    });
    }
  }
}

void Serving::Impl::forgetOld() {
  store->submit(
      [now = store->clock().now()](store::Writer& writer) -> Status {
        TATARA_TRY(forgetOldPredictions(writer, now));
        return {};
      },
      [](const Status& status) {
        if (!status) {
          log::error("forgetting old predictions", status.error());
        }
      });
}

// After large bodies; twice, because what the last of them held goes a little later than its answer.
void Serving::Impl::giveBackMemory() {
  constexpr int kTimes = 2;
  releases = dispatch && dispatch->hadLargeBody() ? kTimes : std::max(0, releases - 1);
  if (releases > 0) {
    releaseFreeMemory();
  }
}

void Serving::Impl::keep() {
  stepBack();
  constexpr std::chrono::seconds kPace{1};
  constexpr int kRoundsABlock = 5;  // larger blocks are smaller in sum
  constexpr std::size_t kLargeBlock = 4u << 20;
  constexpr int kRoundsAForgetting = 600;
  int round = 0;
  auto nextRound = steady_clock::now() + kPace;
  while (true) {
    bool changed = false;
    {
      const Lock lock(mutex);
      while (!closing && !dirty && steady_clock::now() < nextRound) {
        wake.waitFor(mutex, nextRound - steady_clock::now());
      }
      if (closing) {
        return;
      }
      changed = std::exchange(dirty, false);
    }
    if (changed) {
      bringInLine();
    }
    if (steady_clock::now() >= nextRound) {
      nextRound = steady_clock::now() + kPace;
      giveBackMemory();
      const bool due = ++round % kRoundsABlock == 0;
      if (due || predictions.waiting() > kLargeBlock) {
        predictions.flush(PredictionLog::Pace::Gentle);
      }
      if (due) {
        disagreements.flush();
        recordAllTraffic();
      }
      if (round % kRoundsAForgetting == 1) {
        forgetOld();
      }
      moveCanaries(due);
    }
  }
}

Result<std::unique_ptr<Serving>> Serving::start(std::shared_ptr<store::Store> store, ServingOptions options) {
  exec::makeForkLane();  // or the keeper would, and every model in Python would run as far back as it does
  auto impl = std::make_unique<Impl>(std::move(store), std::move(options));
  Impl* raw = impl.get();
  raw->subscription = raw->store->subscribe([raw](const store::ChangeSet& changes) {
    const bool ours =
        changes.everything || std::ranges::any_of(changes.changes, [](const store::Change& change) {
          return change.kind == store::ChangeKind::Endpoint || change.kind == store::ChangeKind::Model;
        });
    if (ours) {
      {
        const Lock lock(raw->mutex);
        raw->dirty = true;
      }
      raw->wake.notifyAll();
    }
  });
  raw->bringInLine();
  raw->dispatch = std::make_unique<internal::Dispatch>(
      raw->threads, internal::Dispatch::Keeping{raw->predictions, raw->disagreements, raw->store->clock()});
  raw->keeper = std::thread([raw] { raw->keep(); });
  return std::unique_ptr<Serving>(new Serving(std::move(impl)));
}

Serving::Serving(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Serving::~Serving() = default;

std::shared_ptr<const ServedEndpoint> Serving::find(std::string_view name) const {
  const Lock lock(m_impl->mutex);
  const auto& table = m_impl->table;
  const std::string_view wanted = name.empty() ? std::string_view(m_impl->options.defaultEndpoint) : name;
  if (wanted.empty()) {
    return table.size() == 1 ? table.begin()->second : nullptr;
  }
  const auto found = table.find(wanted);
  return found == table.end() ? nullptr : found->second;
}

std::vector<std::shared_ptr<const ServedEndpoint>> Serving::endpoints() const {
  const Lock lock(m_impl->mutex);
  std::vector<std::shared_ptr<const ServedEndpoint>> all;
  for (const auto& [name, endpoint] : m_impl->table) {
    all.push_back(endpoint);
  }
  return all;
}

std::int64_t Serving::versionOf(std::string_view model, std::string_view alias) const {
  const Lock lock(m_impl->mutex);
  const auto found = m_impl->aliases.find({std::string(model), std::string(alias)});
  return found == m_impl->aliases.end() ? 0 : found->second;
}

std::optional<Ticket> Serving::admit(const ServedEndpoint& endpoint) {
  if (++*endpoint.running > endpoint.endpoint.settings.queue) {
    --*endpoint.running;
    ++*endpoint.turnedAway;
    return std::nullopt;
  }
  return Ticket(endpoint.running);
}

void Serving::run(Job job) {
  m_impl->dispatch->run(std::move(job));
}

std::int64_t Serving::lostPredictions() const {
  return m_impl->predictions.lost();
}

store::Store& Serving::store() {
  return *m_impl->store;
}

}  // namespace tatara::deploy

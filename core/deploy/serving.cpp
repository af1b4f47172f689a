#include "core/deploy/serving.h"

#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <map>
#include <random>
#include <thread>

#include "core/artifact/artifact_store.h"
#include "core/base/log.h"
#include "core/base/mutex.h"
#include "core/deploy/internal/together.h"
#include "core/deploy/model_source.h"
#include "core/deploy/prediction_log.h"
#include "core/deploy/predictions.h"
#include "core/deploy/rollout.h"
#include "core/exec/thread_pool.h"
#include "core/infer/probe.h"

namespace tatara::deploy {
namespace {

using std::chrono::steady_clock;

std::mt19937_64& ownRandom() {
  thread_local std::mt19937_64 random{std::random_device{}()};
  return random;
}

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

void countTime(Counters& counters, steady_clock::duration time) {
  const double seconds = std::chrono::duration<double>(time).count();
  const auto bucket =
      static_cast<std::size_t>(std::ranges::lower_bound(kLatencyBounds, seconds) - kLatencyBounds.begin());
  ++counters.latency[bucket];
  ++counters.fine[LatencyCounts::bucketOf(seconds)];
  counters.microseconds += static_cast<std::int64_t>(seconds * 1e6);
}

Traffic totalOf(const Counters& counters) {
  Traffic total{.answered = counters.answered,
                .failed = counters.failed,
                .refused = counters.refused,
                .slow = counters.slow,
                .rows = counters.rows,
                .shadowed = counters.shadowed,
                .disagreed = counters.disagreed};
  for (std::size_t i = 0; i < LatencyCounts::kBuckets; ++i) {
    total.latency.counts()[i] = counters.fine[i];
  }
  return total;
}

Traffic difference(Traffic now, const Traffic& before) {
  now.answered -= before.answered;
  now.failed -= before.failed;
  now.refused -= before.refused;
  now.slow -= before.slow;
  now.rows -= before.rows;
  now.shadowed -= before.shadowed;
  now.disagreed -= before.disagreed;
  for (std::size_t i = 0; i < LatencyCounts::kBuckets; ++i) {
    now.latency.counts()[i] -= before.latency.counts()[i];
  }
  return now;
}

// Compressing what was logged takes tenths of a second of processor time, for which no request should wait.
void stepBack() {
  constexpr int kNice = 10;
  const sched_param none{};
  ::sched_setscheduler(0, SCHED_BATCH, &none);  // of this thread
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kNice);
}

bool sameAnswer(const infer::Batch& left, const infer::Batch& right) {
  return std::ranges::equal(left, right, [](const infer::Tensor& a, const infer::Tensor& b) {
    return a.shape == b.shape && a.bytes == b.bytes && a.texts == b.texts;
  });
}

}  // namespace

// Threads: any.
class RunnerLane {
 public:
  // Whether a thread is to be sent: none is on its way for it yet, or fewer than there may be.
  bool push(Job job, std::size_t threads) EXCLUDES(m_mutex) {
    const Lock lock(m_mutex);
    m_waiting.push_back(std::move(job));
    if (m_sent >= threads) {
      return false;
    }
    ++m_sent;
    return true;
  }
  // The share of one of `threads`; empty when the others took all.
  std::vector<Job> take(std::size_t threads, std::size_t most) EXCLUDES(m_mutex) {
    const Lock lock(m_mutex);
    std::vector<Job> share;
    const std::size_t count = std::min(most, (m_waiting.size() + threads - 1) / threads);
    share.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
      share.push_back(std::move(m_waiting.front()));
      m_waiting.pop_front();
    }
    return share;
  }
  // Whether there is more; otherwise the thread is let go.
  bool goOn() EXCLUDES(m_mutex) {
    const Lock lock(m_mutex);
    if (m_waiting.empty()) {
      --m_sent;
      return false;
    }
    return true;
  }

 private:
  Mutex m_mutex;
  std::deque<Job> m_waiting GUARDED_BY(m_mutex);
  std::size_t m_sent GUARDED_BY(m_mutex) = 0;
};

const ServedVersion* ServedEndpoint::find(std::int64_t version) const {
  const auto found =
      std::ranges::find_if(versions, [&](const ServedVersion& one) { return one.route.version == version; });
  return found == versions.end() ? nullptr : &*found;
}

const ServedVersion& ServedEndpoint::choose(std::string_view key) const {
  const std::uint64_t draw = key.empty() ? ownRandom()() : hashOf(key);
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
    pool.reset();
    recordAllTraffic();
    predictions.flush();
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
  };
  struct Recorded {
    std::shared_ptr<const Counters> of;
    Traffic total;
  };

  void keep() EXCLUDES(mutex);
  void bringInLine() EXCLUDES(mutex);
  std::shared_ptr<const ServedEndpoint> serve(const Endpoint& endpoint, const ServedEndpoint* before);
  Loaded load(const std::string& model, const Route& route);
  void moveCanaries() EXCLUDES(mutex);
  void recordAllTraffic() EXCLUDES(mutex);
  void forgetOld();
  void work(const std::shared_ptr<RunnerLane>& lane, bool together);
  void runShare(std::vector<Job> share);
  void finish(Job& job, infer::Batch inputs, Result<infer::Batch> answer);
  void mirror(const Call& call, infer::Batch inputs, infer::Batch answer);
  static void countFailure(const Call& call);
  static bool inTime(const Call& call);
  Observed since(const ServedEndpoint& endpoint, std::int64_t version);

  const std::shared_ptr<store::Store> store;
  const ServingOptions options;
  const std::size_t threads;
  const artifact::ArtifactStore artifacts;
  PredictionLog predictions;
  const registry::Actor actor;
  std::unique_ptr<exec::ThreadPool> pool;
  exec::ThreadPool* tasks = nullptr;  // the same, for tasks that post others while it is being destroyed
  std::optional<store::SubscriptionId> subscription;

  // The keeper's own.
  std::map<std::pair<std::string, std::string>, std::weak_ptr<const infer::Runner>> runners;  // model, digest
  std::map<std::int64_t, Timestamp> canaries;  // endpoint, beginning of the canary that is watched
  std::map<std::pair<std::int64_t, std::int64_t>, Seen> seen;  // endpoint, version
  std::map<std::pair<std::int64_t, std::int64_t>, Recorded> recorded;

  mutable Mutex mutex;
  Condition wake;
  std::map<std::string, std::shared_ptr<const ServedEndpoint>, std::less<>> table GUARDED_BY(mutex);
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
  return served;
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
  const Seen now{served->counters, counters.drawn, counters.drawnFailed, counters.drawnSlow};
  const Observed observed{now.drawn - last.drawn, now.failed - last.failed, now.slow - last.slow};
  last = now;
  return observed;
}

void Serving::Impl::moveCanaries() {
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
    if (!rollout || !*rollout || (*rollout)->state != RolloutState::Running || !served->problem.empty()) {
      continue;
    }
    const Observed champion = since(*served, (*rollout)->champion);
    const Observed challenger = since(*served, (*rollout)->challenger);
    if (Timestamp& began = canaries[endpoint.id.value()]; began != (*rollout)->started) {
      began = (*rollout)->started;
      continue;  // what was counted up to here is from before the canary
    }
    const Status moved = store->write([&](store::Writer& writer) -> Status {
      TATARA_TRY(advanceRollout(writer, endpoint, champion, challenger, actor, store->clock().now()));
      return {};
    });
    if (!moved) {
      log::error("moving the canary of " + endpoint.name, moved.error());
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
      const Traffic total = totalOf(*version.counters);
      Traffic since = difference(total, last.total);
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
      const bool due = ++round % kRoundsABlock == 0;
      if (due || predictions.waiting() > kLargeBlock) {
        predictions.flush();
      }
      if (due) {
        recordAllTraffic();
      }
      if (round % kRoundsAForgetting == 1) {
        forgetOld();
      }
      moveCanaries();
    }
  }
}

Result<std::unique_ptr<Serving>> Serving::start(std::shared_ptr<store::Store> store, ServingOptions options) {
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
  raw->pool = std::make_unique<exec::ThreadPool>(raw->threads, "predict");
  raw->tasks = raw->pool.get();
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

std::optional<Ticket> Serving::admit(const ServedEndpoint& endpoint) {
  if (++*endpoint.running > endpoint.endpoint.settings.queue) {
    --*endpoint.running;
    ++*endpoint.turnedAway;
    return std::nullopt;
  }
  return Ticket(endpoint.running);
}

void Serving::Impl::countFailure(const Call& call) {
  Counters& counters = *call.version->counters;
  ++counters.failed;
  counters.drawnFailed += call.drawn ? 1 : 0;
}

bool Serving::Impl::inTime(const Call& call) {
  const auto deadline = std::min(call.deadline, call.arrived + call.endpoint->endpoint.settings.deadline);
  return steady_clock::now() <= deadline;
}

// Between two shares the tasks of other runners have their turn.
void Serving::Impl::work(const std::shared_ptr<RunnerLane>& lane, bool together) {
  do {
    runShare(lane->take(threads, together ? kMostTogether : 1));
    if (!lane->goOn()) {
      return;
    }
  } while (tasks->queued() == 0);
  tasks->post([this, lane, together] { work(lane, together); });
}

void Serving::Impl::runShare(std::vector<Job> share) {
  std::vector<infer::Batch> inputs;
  std::vector<Job> asked;
  for (Job& job : share) {
    Counters& counters = *job.call.version->counters;
    if (!inTime(job.call)) {
      counters.drawn += job.call.drawn ? 1 : 0;
      countFailure(job.call);
      job.answer(makeError(ErrorKind::Busy, "The request waited longer than its deadline and was not run"));
      continue;
    }
    auto decoded = job.decode(job.call.version->runner->info().signature);
    if (!decoded) {
      ++counters.refused;
      job.answer(std::move(decoded));
      continue;
    }
    counters.drawn += job.call.drawn ? 1 : 0;
    inputs.push_back(std::move(*decoded));
    asked.push_back(std::move(job));
  }
  if (asked.empty()) {
    return;
  }
  auto answers = internal::predictTogether(*asked[0].call.version->runner, inputs);
  for (std::size_t i = 0; i < asked.size(); ++i) {
    finish(asked[i], std::move(inputs[i]), std::move(answers[i]));
  }
}

void Serving::Impl::finish(Job& job, infer::Batch inputs, Result<infer::Batch> answer) {
  const Call& call = job.call;
  const Settings& settings = call.endpoint->endpoint.settings;
  Counters& counters = *call.version->counters;
  const auto time = steady_clock::now() - call.arrived;
  countTime(counters, time);
  if (time > settings.slow) {
    ++counters.slow;
    counters.drawnSlow += call.drawn ? 1 : 0;
  }
  if (!answer) {
    if (answer.error().kind == ErrorKind::InvalidArgument) {
      ++counters.refused;
    } else {
      countFailure(call);
    }
    return job.answer(std::move(answer));
  }
  ++counters.answered;
  counters.rows += static_cast<std::int64_t>(inputs.empty() ? 0 : inputs[0].rows());
  const bool kept = settings.logged >= 100 ||
                    (settings.logged > 0 && ownRandom()() % 100 < static_cast<unsigned>(settings.logged));
  const bool mirrored =
      call.endpoint->versions.back().route.shadow && *call.endpoint->running < settings.queue;
  if (!kept && !mirrored) {
    return job.answer(std::move(answer));
  }
  job.answer(*answer);  // first, so that nobody waits for what is kept
  if (kept) {
    predictions.add({call.endpoint->endpoint.id, call.version->route.version, call.id, store->clock().now(),
                     std::chrono::duration<double, std::milli>(time).count()},
                    inputs, *answer, settings.masked);
  }
  if (mirrored) {
    mirror(call, std::move(inputs), std::move(*answer));
  }
}

void Serving::Impl::mirror(const Call& call, infer::Batch inputs, infer::Batch answer) {
  const auto& running = call.endpoint->running;
  tasks->post([endpoint = call.endpoint, ticket = std::make_shared<Ticket>((++*running, running)),
               asked = std::move(inputs), own = std::move(answer)] {
    const ServedVersion& shadow = endpoint->versions.back();
    const auto other = shadow.runner->predict(asked);
    ++shadow.counters->shadowed;
    if (!other || !sameAnswer(*other, own)) {
      ++shadow.counters->disagreed;
    }
  });
}

void Serving::run(Job job) {
  const std::shared_ptr<RunnerLane> lane = job.call.version->lane;
  const bool together = job.call.version->runner->info().rowsAlone;
  if (lane->push(std::move(job), m_impl->threads)) {
    m_impl->tasks->post([impl = m_impl.get(), lane, together] { impl->work(lane, together); });
  }
}

std::int64_t Serving::lostPredictions() const {
  return m_impl->predictions.lost();
}

store::Store& Serving::store() {
  return *m_impl->store;
}

}  // namespace tatara::deploy

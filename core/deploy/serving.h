// The models of a workspace's endpoints, loaded and answering: what a model server is made of, without a
// protocol.
//
// A thread of its own brings what is loaded in line with the store: after every change of an endpoint, an
// alias or a version it reads the files, holds their digest against the route's, tries them in a child
// without rights (infer/probe.h), loads, warms up, and only then exchanges the endpoint's versions in one
// step. A request keeps the set it began with, so that none fails and none is answered by two versions. What
// cannot be loaded leaves the endpoint as it was and is said in `problem`. The same thread keeps predictions
// (prediction_log.h), moves canaries on (rollout.h) every second, writes down how the versions fared every
// five (traffic.h), and forgets what was kept long enough (predictions.h).
//
// The queue of an endpoint is bounded: admit() gives no ticket beyond it. When the deadline of a request
// comes (its own or the endpoint's, whichever is first) it is answered with an Error of which
// missedDeadline() is true: one that waits is not run, one that is read or run keeps its place in the queue
// until that returns.
//
// Requests for one version that wait at the same time are run together where the runner's answers do not
// depend on it (infer/runner.h): a thread that becomes free takes its share of what waits, at most
// kMostTogether requests. Nothing ever waits for company, so that a lone request is as fast as without. What
// cannot be decoded, and what the model refuses, concerns its own request alone.
//
// Threads: every member function from any. Errors: those of the runner; Busy (the deadline has passed).
#pragma once

#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/deploy/endpoints.h"
#include "core/deploy/traffic.h"
#include "core/infer/runner.h"

namespace tatara::deploy {

// Upper ends of the latency histogram's buckets, in seconds.
inline constexpr std::array<double, 14> kLatencyBounds = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                                          0.1,    0.25,  0.5,    1,     2.5,  5,     10};

// Of one version at one endpoint, since the server started.
struct Counters {
  std::atomic<std::int64_t> answered{0};
  std::atomic<std::int64_t> failed{0};   // by the model, not by its caller
  std::atomic<std::int64_t> refused{0};  // inputs that do not fit
  std::atomic<std::int64_t> slow{0};
  // The same of requests that were routed by weight: those that named their version say nothing about a
  // canary.
  std::atomic<std::int64_t> drawn{0};
  std::atomic<std::int64_t> drawnFailed{0};
  std::atomic<std::int64_t> drawnSlow{0};
  std::atomic<std::int64_t> drawnRefused{0};
  // Of a canary's challenger: requests that the champion was asked as well, and those answered otherwise.
  std::atomic<std::int64_t> compared{0};
  std::atomic<std::int64_t> differed{0};
  std::atomic<std::int64_t> rows{0};
  std::atomic<std::int64_t> microseconds{0};
  std::array<std::atomic<std::int64_t>, kLatencyBounds.size() + 1> latency{};
  std::array<std::atomic<std::int64_t>, LatencyCounts::kBuckets> fine{};  // traffic.h
  std::atomic<std::int64_t> shadowed{0};
  std::atomic<std::int64_t> disagreed{0};
};

class RunnerLane;  // what waits for a runner

struct ServedVersion {
  Route route;
  std::shared_ptr<const infer::Runner> runner;
  std::shared_ptr<Counters> counters;
  std::shared_ptr<RunnerLane> lane;
};

// Of a canary whose plan asks for agreement: its challenger's requests are put to the champion as well.
struct Comparison {
  std::int64_t champion = 0;
  std::int64_t challenger = 0;
  int within = 0;  // percent of the champion's number
};

struct ServedEndpoint {
  Endpoint endpoint;
  std::optional<Comparison> comparison = {};
  std::vector<ServedVersion> versions;  // those with weight, then the shadow
  std::string problem;                  // why it does not serve what the store says
  std::shared_ptr<std::atomic<int>> running = std::make_shared<std::atomic<int>>(0);
  std::shared_ptr<std::atomic<std::int64_t>> turnedAway = std::make_shared<std::atomic<std::int64_t>>(0);

  bool ready() const { return !versions.empty() && !versions.front().route.shadow; }
  const ServedVersion* find(std::int64_t version) const;
  // By weight: the same key always meets the same version while the routes stay; without a key, at random.
  const ServedVersion& choose(std::string_view key) const;
};

struct ServingOptions {
  std::size_t threads = 0;  // 0: one a processor
  infer::PythonOptions python = {};
  std::filesystem::path probeProgram = {};
  std::string defaultEndpoint = {};  // empty: the only one there is
};

// A place in an endpoint's queue, given back when it goes.
class Ticket {
 public:
  explicit Ticket(std::shared_ptr<std::atomic<int>> running) : m_running(std::move(running)) {}
  Ticket(Ticket&&) noexcept = default;
  Ticket& operator=(Ticket&&) = delete;
  ~Ticket() {
    if (m_running) {
      --*m_running;
    }
  }

 private:
  std::shared_ptr<std::atomic<int>> m_running;
};

// One request on its way.
struct Call {
  std::shared_ptr<const ServedEndpoint> endpoint;
  const ServedVersion* version = nullptr;
  std::string id;
  std::chrono::steady_clock::time_point arrived{};
  bool drawn = true;  // by the weights; false: the request named its version
  // Its own, where the protocol has one; the endpoint's deadline holds besides.
  std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
};

// A request and what becomes of it, each at most once and on a thread of the serving: `decode`, unless the
// deadline came before, which may bring the call's own deadline forward; `answer`, always. What `decode`
// reads may go with the answer, so that none is given while it reads, unless the job says that it holds it
// itself: then `answer` may be called meanwhile.
struct Job {
  Call call;
  Ticket ticket;
  std::function<Result<infer::Batch>(const infer::Signature&, Call& call)> decode;
  std::function<void(Result<infer::Batch>)> answer;
  bool holdsRequest = false;
  std::size_t bytes = 0;  // of the request's body, where they are many: memory is given back afterwards
};

bool missedDeadline(const Error& error);

class Serving {
 public:
  static constexpr std::size_t kMostTogether = 32;

  // Loads what the store says; what cannot be loaded is a problem of its endpoint, not an error here.
  static Result<std::unique_ptr<Serving>> start(std::shared_ptr<store::Store> store, ServingOptions options);
  ~Serving();
  Serving(const Serving&) = delete;
  Serving& operator=(const Serving&) = delete;

  // The default endpoint when `name` is empty; null when there is none.
  std::shared_ptr<const ServedEndpoint> find(std::string_view name) const;
  std::vector<std::shared_ptr<const ServedEndpoint>> endpoints() const;  // by name

  // The version of a model that has the alias, as it was when the store last changed; 0: none.
  std::int64_t versionOf(std::string_view model, std::string_view alias) const;

  std::optional<Ticket> admit(const ServedEndpoint& endpoint);
  // Decodes, runs, counts, keeps, answers, and mirrors to the shadow.
  void run(Job job);

  std::int64_t lostPredictions() const;
  store::Store& store();

 private:
  struct Impl;
  explicit Serving(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> m_impl;
};

}  // namespace tatara::deploy

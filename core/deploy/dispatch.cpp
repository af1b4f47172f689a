#include "core/deploy/internal/dispatch.h"

#include <algorithm>
#include <cmath>

#include "core/deploy/internal/counting.h"
#include "core/deploy/internal/random.h"
#include "core/deploy/internal/together.h"

namespace tatara::deploy {

using std::chrono::steady_clock;

bool RunnerLane::push(internal::FlightPtr flight, std::size_t threads) {
  const Lock lock(m_mutex);
  m_waiting.push_back(std::move(flight));
  if (m_sent >= threads) {
    return false;
  }
  ++m_sent;
  return true;
}

std::vector<internal::FlightPtr> RunnerLane::take(std::size_t threads, std::size_t most) {
  const Lock lock(m_mutex);
  std::vector<internal::FlightPtr> share;
  const std::size_t count = std::min(most, (m_waiting.size() + threads - 1) / threads);
  share.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    share.push_back(std::move(m_waiting.front()));
    m_waiting.pop_front();
  }
  return share;
}

bool RunnerLane::goOn() {
  const Lock lock(m_mutex);
  if (m_waiting.empty()) {
    --m_sent;
    return false;
  }
  return true;
}

bool missedDeadline(const Error& error) {
  return error.kind == ErrorKind::Busy && error.detail == internal::kLateDetail;
}

namespace internal {
namespace {

bool sameAnswer(const infer::Batch& left, const infer::Batch& right) {
  return std::ranges::equal(left, right, [](const infer::Tensor& a, const infer::Tensor& b) {
    return a.shape == b.shape && a.bytes == b.bytes && a.texts == b.texts;
  });
}

void countRefusal(const Call& call) {
  Counters& counters = *call.version->counters;
  ++counters.refused;
  counters.drawnRefused += call.drawn ? 1 : 0;
}

bool alikeAt(const infer::Tensor& left, const infer::Tensor& right, std::size_t element, int within) {
  if (left.isMissing(element) || right.isMissing(element)) {
    return left.isMissing(element) == right.isMissing(element);
  }
  if (left.type == infer::ElementType::String || right.type == infer::ElementType::String) {
    return left.type == right.type && left.texts[element] == right.texts[element];
  }
  const double own = left.number(element);
  const double other = right.number(element);
  // No share of an infinity is a measure: everything would be within it.
  return own == other || (std::isfinite(other) && std::abs(own - other) <= std::abs(other) * within / 100);
}

steady_clock::time_point deadlineOf(const Call& call) {
  return std::min(call.deadline, call.arrived + call.endpoint->endpoint.settings.deadline);
}

constexpr std::size_t kLargeBody = 4u << 20;

bool mayRunTogether(const Call& call) {
  return call.version->runner->info().rowsAlone;
}

}  // namespace

bool alike(const infer::Batch& challenger, const infer::Batch& champion, std::size_t row, int within) {
  return std::ranges::equal(challenger, champion, [&](const infer::Tensor& left, const infer::Tensor& right) {
    if (left.shape != right.shape || row >= left.rows()) {
      return false;
    }
    const std::size_t each = left.elements() / left.rows();
    for (std::size_t i = row * each; i < (row + 1) * each; ++i) {
      if (!alikeAt(left, right, i, within)) {
        return false;
      }
    }
    return true;
  });
}

Dispatch::Dispatch(std::size_t threads, Keeping keeping)
    : m_threads(threads),
      m_keeping(keeping),
      m_watch([this](const FlightPtr& flight) { onLate(flight); }),
      m_pool(std::make_unique<exec::ThreadPool>(threads, "predict")),
      m_tasks(m_pool.get()) {}

Dispatch::~Dispatch() {
  m_pool.reset();
}

void Dispatch::run(Job job) {
  auto flight = std::make_shared<Flight>(std::move(job));
  const Call& call = flight->job.call;
  const std::shared_ptr<RunnerLane> lane = call.version->lane;
  const bool together = mayRunTogether(call);
  m_watch.add(flight, deadlineOf(call));
  if (lane->push(std::move(flight), m_threads)) {
    m_tasks->post([this, lane, together] { work(lane, together); });
  }
}

// Between two shares the tasks of other runners have their turn.
void Dispatch::work(const std::shared_ptr<RunnerLane>& lane, bool together) {
  do {
    runShare(lane->take(m_threads, together ? Serving::kMostTogether : 1));
    if (!lane->goOn()) {
      return;
    }
  } while (m_tasks->queued() == 0);
  m_tasks->post([this, lane, together] { work(lane, together); });
}

void Dispatch::runShare(const std::vector<FlightPtr>& share) {
  std::vector<infer::Batch> inputs;
  std::vector<Flight*> asked;
  for (const FlightPtr& flight : share) {
    infer::Batch batch;
    if (decode(flight, batch)) {
      inputs.push_back(std::move(batch));
      asked.push_back(flight.get());
    }
  }
  if (asked.empty()) {
    return;
  }
  auto answers = predictTogether(*asked[0]->job.call.version->runner, inputs);
  for (std::size_t i = 0; i < asked.size(); ++i) {
    finish(*asked[i], std::move(inputs[i]), std::move(answers[i]));
  }
}

bool Dispatch::decode(const FlightPtr& flight, infer::Batch& inputs) {
  Phase waiting = Phase::Waiting;
  if (!flight->phase.compare_exchange_strong(waiting, Phase::Decoding)) {
    return false;  // its deadline came before its turn
  }
  Job& job = flight->job;
  // False: the deadline came while it was read, and who asked was told.
  const auto goOnTo = [&](Phase next) {
    Phase decoding = Phase::Decoding;
    return flight->phase.compare_exchange_strong(decoding, next);
  };
  const auto late = [&] {
    if (goOnTo(Phase::Answered)) {
      answerLate(*flight, false);
    }
    return false;
  };
  const auto before = deadlineOf(job.call);
  if (steady_clock::now() > before) {
    return late();
  }
  auto decoded = job.decode(job.call.version->runner->info().signature, job.call);
  m_hadLargeBody = m_hadLargeBody || job.bytes >= kLargeBody;
  const auto deadline = deadlineOf(job.call);
  if (steady_clock::now() > deadline) {
    return late();
  }
  if (!decoded) {
    if (goOnTo(Phase::Answered)) {
      m_watch.remove(*flight);
      countRefusal(job.call);
      job.answer(std::move(decoded));
    }
    return false;
  }
  if (deadline < before) {
    m_watch.add(flight, deadline);
  }
  inputs = std::move(*decoded);
  if (!goOnTo(Phase::Running)) {
    return false;
  }
  job.call.version->counters->drawn += job.call.drawn ? 1 : 0;
  return true;
}

void Dispatch::onLate(const FlightPtr& flight) {
  constexpr std::chrono::milliseconds kDecodes{2};
  for (Phase seen = flight->phase; seen != Phase::Answered;) {
    if (seen == Phase::Decoding && !flight->job.holdsRequest) {
      m_watch.add(flight, steady_clock::now() + kDecodes);
      return;
    }
    if (flight->phase.compare_exchange_weak(seen, Phase::Answered)) {
      if (seen == Phase::Waiting) {
        flight->job.decode = nullptr;  // with the body that it holds
      }
      answerLate(*flight, seen == Phase::Running);
      return;
    }
  }
}

// The model goes on computing, and its place in the queue is given back when it is done.
void Dispatch::answerLate(Flight& flight, bool ran) {
  m_watch.remove(flight);
  Job& job = flight.job;
  Counters& counters = *job.call.version->counters;
  if (ran) {
    countTime(counters, steady_clock::now() - job.call.arrived);
  } else {
    counters.drawn += job.call.drawn ? 1 : 0;
  }
  countFailure(job.call);
  job.answer(makeError(ErrorKind::Busy,
                       ran ? "The model did not answer within the deadline of the request"
                           : "The request waited, or was read, longer than its deadline and was not run",
                       std::string(kLateDetail)));
}

void Dispatch::finish(Flight& flight, infer::Batch inputs, Result<infer::Batch> answer) {
  m_watch.remove(flight);
  Phase running = Phase::Running;
  if (!flight.phase.compare_exchange_strong(running, Phase::Answered)) {
    return;  // nobody waits for it any more
  }
  Job& job = flight.job;
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
      countRefusal(call);
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
  const auto& comparison = call.endpoint->comparison;
  const bool compared = comparison && call.drawn && call.version->route.version == comparison->challenger &&
                        *call.endpoint->running < settings.queue;
  if (!kept && !mirrored && !compared) {
    return job.answer(std::move(answer));
  }
  job.answer(*answer);  // first, so that nobody waits for what is kept
  if (kept) {
    m_keeping.predictions.add(
        {call.endpoint->endpoint.id, call.version->route.version, call.id, m_keeping.clock.now(),
         std::chrono::duration<double, std::milli>(time).count()},
        inputs, *answer, settings.masked);
  }
  if (compared) {
    compare(call, inputs, *answer);
  }
  if (mirrored) {
    mirror(call, std::move(inputs), std::move(*answer), kept);
  }
}

// One row of a request, so that each counts once.
void Dispatch::compare(const Call& call, infer::Batch inputs, infer::Batch answer) {
  const auto& running = call.endpoint->running;
  m_tasks->post([endpoint = call.endpoint, counters = call.version->counters,
                 ticket = std::make_shared<Ticket>((++*running, running)), asked = std::move(inputs),
                 own = std::move(answer)] {
    const Comparison& comparison = *endpoint->comparison;
    const ServedVersion* champion = endpoint->find(comparison.champion);
    const std::size_t rows = own.empty() ? 0 : own[0].rows();
    if (!champion || rows == 0) {
      return;
    }
    const auto other = champion->runner->predict(asked);
    if (!other) {
      return;  // the champion fails; that is no fault of its challenger
    }
    counters->differed += alike(own, *other, ownRandom()() % rows, comparison.within) ? 0 : 1;
    ++counters->compared;
  });
}

void Dispatch::mirror(const Call& call, infer::Batch inputs, infer::Batch answer, bool kept) {
  const auto& running = call.endpoint->running;
  m_tasks->post([this, kept, id = call.id, version = call.version->route.version, endpoint = call.endpoint,
                 ticket = std::make_shared<Ticket>((++*running, running)), asked = std::move(inputs),
                 own = std::move(answer)] {
    const ServedVersion& shadow = endpoint->versions.back();
    const auto other = shadow.runner->predict(asked);
    ++shadow.counters->shadowed;
    if (other && sameAnswer(*other, own)) {
      return;
    }
    ++shadow.counters->disagreed;
    if (kept) {
      m_keeping.disagreements.add({.endpoint = endpoint->endpoint.id,
                                   .version = version,
                                   .shadow = shadow.route.version,
                                   .request = id,
                                   .at = m_keeping.clock.now()},
                                  asked, own, other, endpoint->endpoint.settings.masked);
    }
  });
}

}  // namespace internal
}  // namespace tatara::deploy

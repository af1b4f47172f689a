// How requests reach the models of a serving: lanes in front of the runners, the threads that empty them,
// deadlines, what is kept of the answers, and the mirror to a shadow.
//
// A request is a Flight that goes from Waiting through Decoding and Running to Answered, and is answered once
// whoever moves it there: the thread that ran it, or the watch when its deadline came. While it is decoded
// its request's bytes are read; where they go with the answer (Job::holdsRequest), the watch comes again a
// little later.
// Threads: run() from any. Destruction finishes what waits.
#pragma once

#include <atomic>
#include <deque>
#include <memory>

#include "core/base/mutex.h"
#include "core/deploy/disagreements.h"
#include "core/deploy/internal/deadline_watch.h"
#include "core/deploy/prediction_log.h"
#include "core/deploy/serving.h"
#include "core/exec/thread_pool.h"

namespace tatara::deploy {

namespace internal {

// The detail of an error that tells of a deadline.
inline constexpr std::string_view kLateDetail = "deadline";

enum class Phase : std::uint8_t { Waiting, Decoding, Running, Answered };

struct Flight {
  explicit Flight(Job given) : job(std::move(given)) {}
  Job job;
  std::atomic<Phase> phase{Phase::Waiting};
  bool watched = false;  // this and `place` are the watch's, under its lock
  DeadlineWatch::Places::iterator place{};
};
using FlightPtr = std::shared_ptr<Flight>;

// Whether a row is answered alike: missing values and texts are the same, numbers within so many percent of
// the champion's.
bool alike(const infer::Batch& challenger, const infer::Batch& champion, std::size_t row, int within);

}  // namespace internal

// What waits for a runner. Threads: any.
class RunnerLane {
 public:
  // Whether a thread is to be sent: none is on its way for it yet, or fewer than there may be.
  bool push(internal::FlightPtr flight, std::size_t threads) EXCLUDES(m_mutex);
  // The share of one of `threads`; empty when the others took all.
  std::vector<internal::FlightPtr> take(std::size_t threads, std::size_t most) EXCLUDES(m_mutex);
  // Whether there is more; otherwise the thread is let go.
  bool goOn() EXCLUDES(m_mutex);

 private:
  Mutex m_mutex;
  std::deque<internal::FlightPtr> m_waiting GUARDED_BY(m_mutex);
  std::size_t m_sent GUARDED_BY(m_mutex) = 0;
};

namespace internal {

class Dispatch {
 public:
  struct Keeping {
    PredictionLog& predictions;
    DisagreementLog& disagreements;
    const Clock& clock;
  };
  Dispatch(std::size_t threads, Keeping keeping);
  ~Dispatch();

  void run(Job job);
  // Whether a request with a large body has ended since this was last asked.
  bool hadLargeBody() { return m_hadLargeBody.exchange(false); }

 private:
  void work(const std::shared_ptr<RunnerLane>& lane, bool together);
  void runShare(const std::vector<FlightPtr>& share);
  // False when it ended here: too late, or with a request that does not fit.
  bool decode(const FlightPtr& flight, infer::Batch& inputs);
  void finish(Flight& flight, infer::Batch inputs, Result<infer::Batch> answer);
  // What the champion says to a request that a canary's challenger answered.
  void compare(const Call& call, infer::Batch inputs, infer::Batch answer);
  void mirror(const Call& call, infer::Batch inputs, infer::Batch answer, bool kept);
  void onLate(const FlightPtr& flight);
  void answerLate(Flight& flight, bool ran);

  const std::size_t m_threads;
  const Keeping m_keeping;
  std::atomic<bool> m_hadLargeBody{false};
  DeadlineWatch m_watch;
  std::unique_ptr<exec::ThreadPool> m_pool;
  exec::ThreadPool* m_tasks;  // the same, for tasks that post others while it is being destroyed
};

}  // namespace internal
}  // namespace tatara::deploy

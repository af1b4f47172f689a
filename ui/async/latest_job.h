// One question a view asks again and again, of which only the newest answer counts.
//
// start() cancels the previous work through its stop token and posts the new one to a pool; its answer is
// delivered on the GUI thread by a queued call, unless a newer start(), a cancel() or the destructor came
// first. So a member `LatestJob<Rows> m_rows{...}` of a widget may capture the widget: nothing arrives after
// it is gone. Declare it last, so that it is destroyed first.
//
//   LatestJob<Rows> m_rows{[this](Result<Rows> rows) { show(std::move(rows)); }};
//   m_rows.start([store = m_store](std::stop_token stop) { return loadRows(*store, stop); });
//
// The work runs on a worker and captures values, never the widget. A Cancelled error is not delivered.
// Threads: all members on the GUI thread.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <utility>

#include <QCoreApplication>
#include <QMetaObject>

#include "core/base/result.h"
#include "core/exec/thread_pool.h"

namespace tatara::ui {

template <typename T>
class LatestJob {
 public:
  using Work = std::function<Result<T>(std::stop_token)>;
  using Deliver = std::function<void(Result<T>)>;

  explicit LatestJob(Deliver deliver, exec::ThreadPool& pool = exec::sharedPool())
      : m_pool(pool), m_state(std::make_shared<State>()) {
    m_state->deliver = std::move(deliver);
  }
  ~LatestJob() {
    cancel();
    m_state->deliver = nullptr;
  }
  LatestJob(const LatestJob&) = delete;
  LatestJob& operator=(const LatestJob&) = delete;

  void start(Work work) {
    cancel();
    m_stop = std::stop_source();
    m_state->running = true;
    m_pool.post([work = std::move(work), state = m_state, generation = m_state->generation,
                 stop = m_stop.get_token()]() mutable {
      if (stop.stop_requested()) {
        return;
      }
      auto answer = std::make_shared<Result<T>>(work(stop));
      work = nullptr;  // what it captured goes on the worker, not on the GUI thread
      QCoreApplication* app = QCoreApplication::instance();
      if (!app || stop.stop_requested()) {
        return;
      }
      QMetaObject::invokeMethod(
          app, [answer, state, generation] { hand(*state, generation, std::move(*answer)); },
          Qt::QueuedConnection);
    });
  }

  void cancel() {
    m_stop.request_stop();
    ++m_state->generation;
    m_state->running = false;
  }

  bool running() const { return m_state->running; }

 private:
  // Touched on the GUI thread only; workers just carry the pointer.
  struct State {
    Deliver deliver;
    std::uint64_t generation = 0;
    bool running = false;
  };

  static void hand(State& state, std::uint64_t generation, Result<T> answer) {
    if (state.generation != generation || !state.deliver) {
      return;
    }
    state.running = false;
    if (!answer && answer.error().kind == ErrorKind::Cancelled) {
      return;
    }
    // A copy: the receiver may destroy the job that calls it.
    const Deliver deliver = state.deliver;
    deliver(std::move(answer));
  }

  exec::ThreadPool& m_pool;
  std::shared_ptr<State> m_state;
  std::stop_source m_stop;
};

}  // namespace tatara::ui

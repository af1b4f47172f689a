#include "core/interop/internal/write_window.h"

#include <utility>
#include <vector>

#include "core/base/mutex.h"

namespace tatara::interop::internal {
namespace {

constexpr std::size_t kMostTasks = 128;
constexpr std::size_t kMostWeight = 2'000'000;

}  // namespace

struct WriteWindow::State {
  struct Done {
    std::size_t weight = 0;
    After after;
    Status status;
  };
  Mutex mutex;
  Condition wake;
  std::vector<Done> done GUARDED_BY(mutex);
};

WriteWindow::WriteWindow(std::shared_ptr<store::Store> store)
    : m_store(std::move(store)), m_state(std::make_shared<State>()) {}

WriteWindow::~WriteWindow() {
  m_first = makeError(ErrorKind::Cancelled, "Cancelled");
  static_cast<void>(waitUntil(0, 0));
}

Status WriteWindow::post(std::size_t weight, store::WriteTask task, After after) {
  TATARA_TRY(waitUntil(kMostTasks - 1, kMostWeight));
  ++m_tasks;
  m_weight += weight;
  m_store->submit(std::move(task),
                  [state = m_state, weight, after = std::move(after)](Status status) mutable {
                    const Lock lock(state->mutex);
                    state->done.push_back({weight, std::move(after), std::move(status)});
                    state->wake.notifyOne();
                  });
  return {};
}

Status WriteWindow::finish() {
  return waitUntil(0, 0);
}

Status WriteWindow::waitUntil(std::size_t tasks, std::size_t weight) {
  while (true) {
    std::vector<State::Done> done;
    {
      const Lock lock(m_state->mutex);
      while (m_state->done.empty() && (m_tasks > tasks || m_weight > weight)) {
        m_state->wake.wait(m_state->mutex);
      }
      done.swap(m_state->done);
    }
    for (State::Done& one : done) {
      --m_tasks;
      m_weight -= one.weight;
      if (m_first) {
        m_first = one.after(std::move(one.status));
      }
    }
    if (m_tasks <= tasks && m_weight <= weight) {
      return m_first;
    }
  }
}

}  // namespace tatara::interop::internal

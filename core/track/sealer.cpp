#include "core/track/sealer.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "core/base/log.h"
#include "core/base/memory.h"
#include "core/track/metrics.h"

namespace tatara::track {
namespace {

constexpr auto kPause = std::chrono::seconds(1);
constexpr auto kQuiet = std::chrono::seconds(2);

bool concernsMetrics(const store::Change& change) {
  return change.kind == store::ChangeKind::RunMetrics || change.kind == store::ChangeKind::Run;
}

}  // namespace

Sealer::Sealer(std::shared_ptr<store::Store> store) : m_store(std::move(store)) {
  m_subscription = m_store->subscribe([this](const store::ChangeSet& changes) {
    if (changes.everything || std::any_of(changes.changes.begin(), changes.changes.end(), concernsMetrics)) {
      {
        Lock lock(m_mutex);
        m_wanted = true;
      }
      m_wake.notifyOne();
    }
  });
  m_thread = std::thread([this] { work(); });
}

Sealer::~Sealer() {
  m_store->unsubscribe(m_subscription);
  m_stop.request_stop();
  {
    Lock lock(m_mutex);
    m_closing = true;
  }
  m_wake.notifyAll();
  m_thread.join();
}

bool Sealer::staysQuiet() {
  Lock lock(m_mutex);
  const auto end = std::chrono::steady_clock::now() + kQuiet;
  for (auto now = end - kQuiet; !m_wanted && !m_closing && now < end;
       now = std::chrono::steady_clock::now()) {
    m_wake.waitFor(m_mutex, end - now);
  }
  return !m_wanted && !m_closing;
}

bool Sealer::waitForWork() {
  Lock lock(m_mutex);
  while (!m_wanted && !m_closing) {
    m_wake.wait(m_mutex);
  }
  const auto end = std::chrono::steady_clock::now() + kPause;
  while (!m_closing && std::chrono::steady_clock::now() < end) {
    m_wake.waitFor(m_mutex, end - std::chrono::steady_clock::now());
  }
  m_wanted = false;
  return !m_closing;
}

void Sealer::work() {
  while (waitForWork()) {
    const Status status = sealAll(*m_store, m_stop.get_token());
    if (!status && status.error().kind != ErrorKind::Cancelled) {
      log::error("sealing metrics", status.error());
    }
    if (staysQuiet()) {
      releaseFreeMemory();
    }
  }
}

}  // namespace tatara::track

#include "ui/shell/run_notices.h"

#include "core/track/runs.h"
#include "ui/base/time_text.h"
#include "ui/base/utf8.h"
#include "ui/shell/preferences.h"

namespace tatara::ui {
namespace {

constexpr int kJoinMs = 300;
constexpr std::size_t kMostAtOnce = 1000;  // keys a moment; an import of more says nothing new
constexpr std::size_t kTellEach = 3;

}  // namespace

RunNotices::RunNotices(std::shared_ptr<store::Store> store, StoreSignals& changes,
                       NotificationList& notifications)
    : m_store(std::move(store)),
      m_notifications(notifications),
      m_since(m_store->clock().now()),
      m_job([this](Result<std::vector<track::RunInfo>> runs) {
        if (runs) {
          tell(*runs);
        }
        if (!m_pending.empty()) {
          m_soon.start();
        }
      }) {
  m_soon.setSingleShot(true);
  m_soon.setInterval(kJoinMs);
  connect(&m_soon, &QTimer::timeout, this, &RunNotices::read);
  connect(&changes, &StoreSignals::changed, this, &RunNotices::onChanged);
}

void RunNotices::onChanged(const store::ChangeSet& changes) {
  for (const store::Change& change : changes.changes) {
    if (change.kind == store::ChangeKind::Run && m_pending.size() < kMostAtOnce) {
      m_pending.insert(track::RunKey(change.object));
    }
  }
  if (!m_pending.empty() && !m_soon.isActive() && !m_job.running()) {
    m_soon.start();
  }
}

void RunNotices::read() {
  std::vector<track::RunKey> keys(m_pending.begin(), m_pending.end());
  m_pending.clear();
  m_job.start([store = m_store, keys = std::move(keys), since = m_since](std::stop_token stop) {
    return store->read(
        [&](sql::Connection& connection) -> Result<std::vector<track::RunInfo>> {
          std::vector<track::RunInfo> ended;
          for (const track::RunKey key : keys) {
            TATARA_ASSIGN(auto run, track::findRunInfo(connection, key));
            if (run && !run->deleted && track::isTerminal(run->status) && run->ended &&
                *run->ended >= since) {
              ended.push_back(std::move(*run));
            }
          }
          return ended;
        },
        stop);
  });
}

void RunNotices::tell(const std::vector<track::RunInfo>& runs) {
  std::map<track::RunStatus, std::vector<track::RunInfo>> byStatus;
  for (const track::RunInfo& run : runs) {
    if (m_told.insert(run.key).second) {
      byStatus[run.status].push_back(run);
    }
  }
  const Preferences preferences;
  for (const auto& [status, some] : byStatus) {
    const bool failed = status == track::RunStatus::Failed;
    if (failed ? preferences.notifyFailedRuns() : preferences.notifyFinishedRuns()) {
      tellOf(status, some);
    }
  }
}

void RunNotices::tellOf(track::RunStatus status, const std::vector<track::RunInfo>& runs) {
  const bool failed = status == track::RunStatus::Failed;
  const bool killed = status == track::RunStatus::Killed;
  Notification notice;
  notice.tone = failed ? BadgeState::Failed : killed ? BadgeState::Killed : BadgeState::Finished;
  notice.time = m_store->clock().now();
  if (runs.size() > kTellEach) {
    const auto count = static_cast<int>(runs.size());
    notice.text = failed   ? tr("%n runs failed", nullptr, count)
                  : killed ? tr("%n runs were stopped", nullptr, count)
                           : tr("%n runs finished", nullptr, count);
    notice.route = ExperimentsRoute{runs.front().experiment};
    m_notifications.add(std::move(notice));
    return;
  }
  for (const track::RunInfo& run : runs) {
    const QString name = fromUtf8(run.name);
    notice.text = failed   ? tr("Run %1 failed").arg(name)
                  : killed ? tr("Run %1 was stopped").arg(name)
                           : tr("Run %1 finished").arg(name);
    notice.detail = tr("after %1").arg(durationText(*run.ended - run.started));
    notice.route = RunRoute{run.id, {}};
    m_notifications.add(notice);
  }
}

}  // namespace tatara::ui

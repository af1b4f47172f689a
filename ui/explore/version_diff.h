// What differs between the version that is open and another one: which one, and the comparison as it stands.
//
// One for the tabs Compare versions and Drift, so that both versions are read and compared once. Nothing is
// compared before want(); another version, another key, cancel() and the destructor stop what is under way.
// Threads: GUI thread; rows are opened and compared on workers.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QObject>
#include <QTimer>

#include "core/base/mutex.h"
#include "core/dataset/diff.h"
#include "core/store/store.h"
#include "ui/async/latest_job.h"
#include "ui/explore/catalog.h"
#include "ui/explore/version_feed.h"

class QMenu;

namespace tatara::ui {

struct ComparedVersions {
  dataset::Version versionBefore;
  dataset::Version versionAfter;
  FramePtr before;
  FramePtr after;
  dataset::Diff diff;
};
using ComparedPtr = std::shared_ptr<const ComparedVersions>;

class VersionDiff final : public QObject {
  Q_OBJECT
 public:
  enum class State {
    Alone,    // there is no other version
    Waiting,  // nobody wanted it yet
    Running,
    Cancelled,
    Failed,
    Ready,
  };

  explicit VersionDiff(std::shared_ptr<store::Store> store, QObject* parent = nullptr);

  // The version before is chosen; a choice that was made for the same version stays.
  void setVersions(CatalogPtr catalog, const dataset::Version& current);
  void clear();
  void want();
  void cancel();
  void retry();
  void choose(const dataset::Version& other);
  // Empty: one is looked for; none: rows are compared whole.
  void setKey(std::optional<std::vector<std::string>> key);

  State state() const { return m_state; }
  const std::optional<dataset::Version>& current() const { return m_current; }
  const std::optional<dataset::Version>& other() const { return m_other; }
  // As it reads beside the open version: "v1", "rides v1".
  QString otherName() const;
  const ComparedPtr& compared() const { return m_compared; }
  const Error& failure() const { return *m_failure; }
  QString stage() const { return m_stage; }
  double progress() const { return m_progress; }
  bool settled() const { return m_state != State::Running; }

  // Versions of this dataset, then those of the others.
  void fillVersionMenu(QMenu& menu);
  // Columns of both versions, each to be part of the key or not.
  void fillKeyMenu(QMenu& menu);

 Q_SIGNALS:
  void changed();
  void progressChanged();

 private:
  struct Mailbox {
    Mutex mutex;
    std::string doing GUARDED_BY(mutex);
    std::uint64_t done GUARDED_BY(mutex) = 0, total GUARDED_BY(mutex) = 0;
  };
  void start();
  void collect();
  void take(Result<ComparedPtr> compared);

  std::shared_ptr<store::Store> m_store;
  CatalogPtr m_catalog;
  std::optional<dataset::Version> m_current, m_other;
  std::optional<std::vector<std::string>> m_key = std::vector<std::string>{};
  State m_state = State::Alone;
  ComparedPtr m_compared;
  std::optional<Error> m_failure;
  QString m_stage;
  double m_progress = 0;
  std::shared_ptr<Mailbox> m_mailbox;
  QTimer m_poll;
  LatestJob<ComparedPtr> m_job;
};

// "v2" of the open dataset, "rides v2" of another.
QString versionName(const dataset::Version& version, const std::optional<dataset::Version>& beside);
// What versions are compared with when nobody chose: the newest one before.
const CatalogVersion* versionBefore(const CatalogDataset& dataset, std::int64_t number);

}  // namespace tatara::ui

#include "ui/explore/version_diff.h"

#include <QMenu>
#include <algorithm>

#include "ui/base/icon.h"
#include "ui/base/number_text.h"
#include "ui/base/utf8.h"
#include "ui/explore/column_text.h"

namespace tatara::ui {
namespace {

constexpr int kDiffPollMs = 100;

// The engine words its stages in English.
QString stageWord(const std::string& doing) {
  return doing == "Looking for a key"         ? VersionDiff::tr("Looking for a key")
         : doing == "Reading rows"            ? VersionDiff::tr("Reading rows")
         : doing == "Comparing rows"          ? VersionDiff::tr("Comparing rows")
         : doing == "Comparing distributions" ? VersionDiff::tr("Comparing distributions")
                                              : VersionDiff::tr("Opening both versions");
}

}  // namespace

QString versionName(const dataset::Version& version, const std::optional<dataset::Version>& beside) {
  const QString number = QStringLiteral("v%1").arg(version.version);
  return beside && beside->dataset == version.dataset ? number
                                                      : fromUtf8(version.name) + QLatin1Char(' ') + number;
}

const CatalogVersion* versionBefore(const CatalogDataset& dataset, std::int64_t number) {
  // Newest first.
  const auto found = std::ranges::find_if(
      dataset.versions, [number](const CatalogVersion& version) { return version.number() < number; });
  return found == dataset.versions.end() ? nullptr : &*found;
}

VersionDiff::VersionDiff(std::shared_ptr<store::Store> store, QObject* parent)
    : QObject(parent),
      m_store(std::move(store)),
      m_job([this](Result<ComparedPtr> compared) { take(std::move(compared)); }) {
  m_poll.setInterval(kDiffPollMs);
  connect(&m_poll, &QTimer::timeout, this, &VersionDiff::collect);
}

void VersionDiff::setVersions(CatalogPtr catalog, const dataset::Version& current) {
  m_catalog = std::move(catalog);
  const CatalogDataset* own = findDataset(*m_catalog, current.name);
  const bool same = m_current && m_current->id == current.id && m_current->options == current.options;
  const bool there =
      m_other && std::ranges::any_of(*m_catalog, [this](const CatalogDataset& dataset) {
        return std::ranges::any_of(dataset.versions, [this](const CatalogVersion& version) {
          return version.version.id == m_other->id && version.version.options == m_other->options;
        });
      });
  if (same && there) {
    return;
  }
  m_job.cancel();
  m_poll.stop();
  m_current = current;
  m_compared = nullptr;
  m_key = std::vector<std::string>{};
  m_other.reset();
  if (const CatalogVersion* before = own ? versionBefore(*own, current.version) : nullptr) {
    m_other = before->version;
  } else if (own && own->versions.size() > 1) {
    m_other = own->versions.front().version;
  }
  m_state = m_other ? State::Waiting : State::Alone;
  Q_EMIT changed();
}

void VersionDiff::clear() {
  m_job.cancel();
  m_poll.stop();
  m_current.reset();
  m_other.reset();
  m_compared = nullptr;
  m_state = State::Alone;
  Q_EMIT changed();
}

QString VersionDiff::otherName() const {
  return m_other ? versionName(*m_other, m_current) : QString();
}

void VersionDiff::choose(const dataset::Version& other) {
  m_other = other;
  m_key = std::vector<std::string>{};
  start();
}

void VersionDiff::setKey(std::optional<std::vector<std::string>> key) {
  m_key = std::move(key);
  start();
}

void VersionDiff::want() {
  if (m_state == State::Waiting) {
    start();
  }
}

void VersionDiff::retry() {
  if (m_other) {
    start();
  }
}

void VersionDiff::cancel() {
  if (m_state == State::Running) {
    m_job.cancel();
    m_poll.stop();
    m_state = State::Cancelled;
    Q_EMIT changed();
  }
}

void VersionDiff::start() {
  m_mailbox = std::make_shared<Mailbox>();
  m_compared = nullptr;
  m_state = State::Running;
  m_stage = stageWord({});
  m_progress = 0;
  m_job.start([store = m_store, old = *m_other, now = *m_current, key = m_key,
               mailbox = m_mailbox](std::stop_token stop) -> Result<ComparedPtr> {
    auto compared = std::make_shared<ComparedVersions>();
    compared->versionBefore = old;
    compared->versionAfter = now;
    TATARA_ASSIGN(compared->before, openRows(store, old, {}, stop));
    TATARA_ASSIGN(compared->after, openRows(store, now, {}, stop));
    dataset::DiffOptions options;
    options.key = key.value_or(std::vector<std::string>());
    options.withoutKey = !key;
    const auto tell = [mailbox](std::string_view doing, std::uint64_t done, std::uint64_t total) {
      const Lock lock(mailbox->mutex);
      mailbox->doing = doing;
      mailbox->done = done;
      mailbox->total = total;
    };
    TATARA_ASSIGN(compared->diff,
                  dataset::makeDiff(*compared->before, *compared->after, options, tell, stop));
    return compared;
  });
  m_poll.start();
  Q_EMIT changed();
}

void VersionDiff::collect() {
  {
    const Lock lock(m_mailbox->mutex);
    m_stage = stageWord(m_mailbox->doing);
    m_progress = m_mailbox->total == 0
                     ? 0
                     : static_cast<double>(m_mailbox->done) / static_cast<double>(m_mailbox->total);
  }
  Q_EMIT progressChanged();
}

void VersionDiff::take(Result<ComparedPtr> compared) {
  m_poll.stop();
  if (compared) {
    m_compared = std::move(*compared);
    m_state = State::Ready;
  } else {
    m_failure = compared.error();
    m_state = State::Failed;
  }
  Q_EMIT changed();
}

void VersionDiff::fillVersionMenu(QMenu& menu) {
  if (!m_catalog || !m_current) {
    return;
  }
  const auto add = [this](QMenu& target, const CatalogVersion& version) {
    QAction* action = target.addAction(tr("v%1 · %2 rows")
                                           .arg(version.number())
                                           .arg(countText(static_cast<std::int64_t>(version.version.rows))),
                                       this, [this, other = version.version] { choose(other); });
    action->setCheckable(true);
    action->setChecked(m_other && m_other->id == version.version.id);
  };
  for (const CatalogDataset& dataset : *m_catalog) {
    if (dataset.dataset.id == m_current->dataset) {
      for (const CatalogVersion& version : dataset.versions) {
        if (version.version.id != m_current->id) {
          add(menu, version);
        }
      }
    }
  }
  if (!menu.isEmpty() && m_catalog->size() > 1) {
    menu.addSeparator();
  }
  for (const CatalogDataset& dataset : *m_catalog) {
    if (dataset.dataset.id != m_current->dataset) {
      QMenu* more = menu.addMenu(icon(QStringLiteral("data")), fromUtf8(dataset.dataset.name));
      for (const CatalogVersion& version : dataset.versions) {
        add(*more, version);
      }
    }
  }
}

void VersionDiff::fillKeyMenu(QMenu& menu) {
  if (!m_compared) {
    return;
  }
  const auto choice = [this, &menu](const QString& words, bool checked,
                                    std::optional<std::vector<std::string>> key) {
    QAction* action =
        menu.addAction(words, this, [this, key = std::move(key)]() mutable { setKey(std::move(key)); });
    action->setCheckable(true);
    action->setChecked(checked);
  };
  choice(tr("Find a key"), m_key && m_key->empty(), std::vector<std::string>{});
  choice(tr("Without a key: whole rows"), !m_key, std::nullopt);
  menu.addSection(tr("Columns of the key"));
  const std::vector<std::string>& now = m_compared->diff.rows.key;
  for (const dataset::ColumnPair& pair : m_compared->diff.columns) {
    if (!pair.paired()) {
      continue;
    }
    std::vector<std::string> key = now;
    const auto found = std::ranges::find(key, pair.after);
    const bool part = found != key.end();
    if (part) {
      key.erase(found);
    } else {
      key.push_back(pair.after);
    }
    choice(fromUtf8(pair.after), part,
           key.empty() ? std::optional<std::vector<std::string>>() : std::optional(std::move(key)));
    menu.actions().back()->setIcon(icon(typeIcon(pair.typeAfter)));
  }
}

}  // namespace tatara::ui

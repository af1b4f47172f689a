#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QMenu>
#include <QPointer>
#include <QPushButton>
#include <QUndoStack>

#include "core/artifact/artifact_store.h"
#include "core/dataset/engine.h"
#include "ui/base/icon.h"
#include "ui/base/number_text.h"
#include "ui/base/phrase_text.h"
#include "ui/base/time_text.h"
#include "ui/base/tip_text.h"
#include "ui/base/utf8.h"
#include "ui/command/action_registry.h"
#include "ui/explore/column_text.h"
#include "ui/explore/data_header.h"
#include "ui/explore/explore_panel.h"
#include "ui/explore/fix_sheet.h"
#include "ui/explore/import_sheet.h"
#include "ui/explore/profile_page.h"
#include "ui/shell/run_draft.h"
#include "ui/widget/sheet.h"
#include "ui/widget/toast.h"

namespace tatara::ui {
namespace {

// The sorting of the table as a step of undo.
class SortStep final : public QUndoCommand {
 public:
  SortStep(ProfileTable* table, ProfileTable::Field field, ProfileTable::Order order, const QString& what)
      : QUndoCommand(what),
        m_table(table),
        m_after{field, order},
        m_before{table->sortField(), table->sortOrder()} {}
  void undo() override { put(m_before); }
  void redo() override { put(m_after); }

 private:
  using Sort = std::pair<ProfileTable::Field, ProfileTable::Order>;
  void put(const Sort& sort) {
    if (m_table) {
      m_table->setSort(sort.first, sort.second);
    }
  }
  QPointer<ProfileTable> m_table;
  Sort m_after, m_before;
};

}  // namespace

void ExplorePanel::addActions() {
  ActionRegistry& actions = m_context.actions;
  const QString group = tr("Data");
  actions.add(
      this, {QStringLiteral("data.import"), tr("Import data…"), group, QStringLiteral("import"), {}, [this] {
               chooseFile();
             }});
  actions.add(this, {QStringLiteral("data.nextTab"),
                     tr("Next tab"),
                     group,
                     {},
                     {QKeySequence(Qt::Key_BracketRight)},
                     [this] { stepTab(1); }});
  actions.add(this, {QStringLiteral("data.previousTab"),
                     tr("Previous tab"),
                     group,
                     {},
                     {QKeySequence(Qt::Key_BracketLeft)},
                     [this] { stepTab(-1); }});
  actions.add(this, {QStringLiteral("data.refresh"),
                     tr("Compute the profile again"),
                     group,
                     QStringLiteral("reproduce"),
                     {},
                     [this] { m_feed.refresh(); }});
  actions.add(this, {QStringLiteral("data.clearFilters"),
                     tr("Clear all filters on rows"),
                     group,
                     QStringLiteral("close"),
                     {},
                     [this] { m_brushes.clear(); }});
  actions.add(
      this,
      {QStringLiteral("data.mend"), tr("Mend this version…"), group, QStringLiteral("edit"), {}, [this] {
         mend({});
       }});
  actions.describeKey(group, tr("Role and type of the selected column"), QStringLiteral("T"));
  connect(
      m_profilePage, &ProfilePage::sortWanted, this,
      [this](ProfileTable::Field field, ProfileTable::Order order) {
        m_context.undo.push(new SortStep(&m_profilePage->table(), field, order, tr("sorting the columns")));
      });
}

void ExplorePanel::copy(const QString& words, const QString& said) {
  QApplication::clipboard()->setText(words);
  m_context.toasts.inform(said);
}

void ExplorePanel::takeFile(const QString& path) {
  path.isEmpty() ? chooseFile() : import(path);
}

void ExplorePanel::chooseFile() {
  if (m_context.store->readOnly()) {
    return;
  }
  const QString path = QFileDialog::getOpenFileName(this, tr("Import data"), QString(),
                                                    tr("Data files (*.csv *.tsv *.txt *.parquet *.json "
                                                       "*.jsonl *.ndjson *.xlsx *.db *.sqlite *.sqlite3 *.gz "
                                                       "*.zst);;All files (*)"));
  if (!path.isEmpty()) {
    import(path);
  }
}

void ExplorePanel::import(const QString& path) {
  if (m_context.store->readOnly()) {
    m_context.toasts.showError(tr("Import data"), makeError(ErrorKind::PermissionDenied,
                                                            tr("This workspace is read-only").toStdString()));
    return;
  }
  auto* sheet = new ImportSheet(m_context.store, path, this);
  sheet->setAttribute(Qt::WA_DeleteOnClose);
  connect(sheet, &ImportSheet::added, this, &ExplorePanel::tellImported);
  sheet->open();
}

void ExplorePanel::showVersionMenu(QWidget* under) {
  const CatalogDataset* dataset = findDataset(*m_catalog, m_route.dataset.toStdString());
  if (!dataset) {
    return;
  }
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  const Timestamp now = m_context.store->clock().now();
  for (const CatalogVersion& version : dataset->versions) {
    QAction* action = menu->addAction(tr("v%1 · %2 · %3 rows")
                                          .arg(version.number())
                                          .arg(timeText(version.version.created, now),
                                               countText(static_cast<std::int64_t>(version.version.rows))));
    action->setCheckable(true);
    action->setChecked(m_version && version.version.id == m_version->id);
    connect(action, &QAction::triggered, this, [this, number = version.number()] {
      m_context.navigator.open(DataRoute{m_route.dataset, number, m_route.tab});
    });
  }
  menu->addSeparator();
  menu->addAction(tr("Copy digest"), this,
                  [this] { copy(fromUtf8(m_version->digest), tr("Digest copied")); });
  menu->addAction(tr("Copy link"), this,
                  [this] { copy(QStringLiteral("tatara:") + toText(current()), tr("Link copied")); });
  if (m_version && m_version->rejected > 0) {
    menu->addAction(tr("Values that do not fit…"), this, &ExplorePanel::showRejected);
  }
  addDetailActions(*menu, m_route.dataset);
  menu->popup(under->mapToGlobal(QPoint(0, under->height() + 2)));
}

void ExplorePanel::showTypeMenu(int column, const QPoint& global) {
  const ProfilePtr profile = m_feed.profile();
  if (!profile) {
    return;
  }
  const dataset::ColumnProfile& known = profile->columns[static_cast<std::size_t>(column)];
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addSection(tr("Role"));
  const bool writable = !m_context.store->readOnly();
  for (const auto role :
       {dataset::ColumnRole::Feature, dataset::ColumnRole::Target, dataset::ColumnRole::Id,
        dataset::ColumnRole::Time, dataset::ColumnRole::Group, dataset::ColumnRole::Ignore}) {
    QAction* action = menu->addAction(roleWord(role));
    action->setCheckable(true);
    action->setChecked(role == known.role);
    action->setEnabled(writable);
    connect(action, &QAction::triggered, this,
            [this, name = known.name, role] { setColumnRole(name, role); });
  }
  QAction* guessed = menu->addAction(tr("As guessed"));
  guessed->setEnabled(writable);
  connect(guessed, &QAction::triggered, this,
          [this, name = known.name] { setColumnRole(name, std::nullopt); });
  menu->addSection(tr("Type"));
  for (const auto type :
       {dataset::ColumnType::Integer, dataset::ColumnType::Real, dataset::ColumnType::Boolean,
        dataset::ColumnType::Time, dataset::ColumnType::Text}) {
    QAction* action = menu->addAction(icon(typeIcon(type)), typeWord(type));
    action->setCheckable(true);
    action->setChecked(type == known.type);
    action->setEnabled(writable && type != known.type);
    connect(action, &QAction::triggered, this,
            [this, name = known.name, type] { setColumnType(name, type); });
  }
  menu->popup(global);
}

void ExplorePanel::showColumnMenu(int column, const QPoint& global) {
  const ProfilePtr profile = m_feed.profile();
  if (!profile) {
    return;
  }
  const auto index = static_cast<std::size_t>(column);
  const QString name = fromUtf8(profile->columns[index].name);
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addAction(tr("Copy name"), this, [this, name] { copy(name, tr("Name copied")); });
  menu->addAction(tr("Copy profile as TSV"), this,
                  [this] { copy(m_profilePage->table().tsv(), tr("Profile copied")); });
  const FramePtr frame = m_feed.frame();
  if (frame) {
    const dataset::Filter filter = m_brushes.filter();
    const bool brushed = !m_brushes.empty();
    menu->addAction(tr("Copy as SQL"), this, [this, name, frame, filter, brushed] {
      QString sql = QStringLiteral("SELECT %1 FROM %2").arg(sqlName(name), sqlName(m_route.dataset));
      if (brushed) {
        sql += QStringLiteral(" WHERE ") + fromUtf8(dataset::toSql(*frame, filter));
      }
      copy(sql, tr("SQL copied"));
    });
    menu->addAction(tr("Copy as pandas"), this, [this, name, frame, filter, brushed] {
      QString code = pandasName(name);
      if (brushed) {
        code = QStringLiteral("df.loc[%1, %2]")
                   .arg(fromUtf8(dataset::toPandas(*frame, filter)), pandasName(name).mid(3).chopped(1));
      }
      copy(code, tr("pandas code copied"));
    });
  }
  menu->addSeparator();
  for (const std::size_t alert : profile->columns[index].alerts) {
    if (profile->alerts[alert].fix && !m_context.store->readOnly()) {
      menu->addAction(fixWord(*profile->alerts[alert].fix), this, [this, alert] { fix(alert); })
          ->setToolTip(tipText(phraseText(profile->alerts[alert].sentence)));
    }
  }
  if (m_version) {
    menu->addAction(tr("What it holds…"), this,
                    [this, column = profile->columns[index].name] { editDetails(m_route.dataset, column); })
        ->setEnabled(!m_context.store->readOnly());
  }
  menu->addAction(tr("Role and type…"), this, [this, column, global] { showTypeMenu(column, global); });
  menu->popup(global);
}

void ExplorePanel::showDatasetMenu(const QString& name, const QPoint& global) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addAction(tr("Open"), this, [this, name] { m_context.navigator.open(DataRoute{name, {}, {}}); });
  menu->addAction(tr("Open in new window"), this, [this, name] {
    m_context.navigator.openWindow(DataRoute{name, {}, {}});
  });
  menu->addAction(tr("Copy link"), this, [this, name] {
    copy(QStringLiteral("tatara:") + toText(DataRoute{name, {}, {}}), tr("Link copied"));
  });
  addDetailActions(*menu, name);
  menu->addSeparator();
  menu->addAction(tr("Remove…"), this, [this, name] { removeDataset(name); })
      ->setEnabled(!m_context.store->readOnly());
  menu->popup(global);
}

void ExplorePanel::write(const QString& doing, std::function<Status(store::Store&)> work,
                         std::function<void()> done) {
  // One after the other: a write that was asked for is never dropped for the next.
  m_writes.push_back({doing, std::move(work), std::move(done)});
  if (!m_writeJob.running()) {
    writeNext();
  }
}

void ExplorePanel::writeNext() {
  if (!m_writes.empty()) {
    m_writeJob.start(
        [store = m_context.store, work = m_writes.front().work](std::stop_token) -> Result<bool> {
          TATARA_TRY(work(*store));
          return true;
        });
  }
}

void ExplorePanel::written(const Result<bool>& answer) {
  const PendingWrite write = std::move(m_writes.front());
  m_writes.pop_front();
  if (!answer) {
    m_context.toasts.showError(write.doing, answer.error());
  } else if (write.done) {
    write.done();
  }
  writeNext();
}

void ExplorePanel::setColumnType(const std::string& column, dataset::ColumnType type) {
  if (!m_version) {
    return;
  }
  dataset::OpenOptions options = m_version->options;
  std::erase_if(options.types, [&](const dataset::TypeChoice& choice) { return choice.column == column; });
  options.types.push_back({column, type});
  write(tr("Setting the type"),
        [store = m_context.store, version = *m_version, options](store::Store& opened) -> Status {
          TATARA_ASSIGN(const auto engine, dataset::Engine::open());
          TATARA_TRY(
              dataset::correctVersion(opened, artifact::ArtifactStore(store), *engine, version, options));
          return {};
        });
}

void ExplorePanel::setColumnRole(const std::string& column, std::optional<dataset::ColumnRole> role) {
  if (m_version) {
    write(
        tr("Setting the role"),
        [id = m_version->dataset, column, role](store::Store& store) {
          return setRole(store, id, column, role);
        },
        [this] { m_feed.refresh(); });
  }
}

// The version with its roles as they stand and the rows that the filters leave: the target, what is left out,
// and how rows are kept apart for validation.
void ExplorePanel::useInRun() {
  if (!m_version) {
    return;
  }
  if (m_source == dataset::SourceState::Changed || m_source == dataset::SourceState::Gone) {
    m_context.toasts.showError(
        tr("Use in a run"),
        makeError(ErrorKind::Conflict, tr("The file of this version has changed or is gone").toStdString(),
                  m_version->source));
    return;
  }
  RunDraft draft;
  draft.data = QStringLiteral("%1@%2").arg(m_route.dataset).arg(m_version->version);
  if (m_feed.frame() && !m_brushes.empty()) {
    draft.where = fromUtf8(dataset::toSql(*m_feed.frame(), m_brushes.filter()));
  }
  if (const ProfilePtr& profile = m_feed.profile()) {
    draft.target = fromUtf8(profile->target);
    for (const dataset::ColumnProfile& column : profile->columns) {
      if (column.role == dataset::ColumnRole::Ignore || column.role == dataset::ColumnRole::Id) {
        draft.drop << fromUtf8(column.name);
      } else if (column.role == dataset::ColumnRole::Time && draft.split != QStringLiteral("time")) {
        draft.split = QStringLiteral("time");
        draft.splitColumn = fromUtf8(column.name);
      } else if (column.role == dataset::ColumnRole::Group && draft.splitColumn.isEmpty()) {
        draft.split = QStringLiteral("group");
        draft.splitColumn = fromUtf8(column.name);
      }
    }
  }
  m_context.navigator.newRun(draft);
}

void ExplorePanel::removeDataset(const QString& name) {
  const CatalogDataset* dataset = m_catalog ? findDataset(*m_catalog, name.toStdString()) : nullptr;
  if (!dataset) {
    return;
  }
  if (!confirmDestructive(
          this,
          tr("Remove %1 and its %n versions?", nullptr, static_cast<int>(dataset->versions.size())).arg(name),
          tr("Files that were registered by reference stay where they are."), tr("Remove dataset"))) {
    return;
  }
  write(tr("Removing the dataset"), [id = dataset->dataset.id](store::Store& store) {
    return store.write([id](store::Writer& writer) { return dataset::removeDataset(writer, id); });
  });
  if (m_route.dataset == name) {
    m_route = DataRoute{};
  }
}

}  // namespace tatara::ui

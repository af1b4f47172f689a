// Data views of the panel: saved, opened on whichever version is newest, passed on as files.
#include <QFile>
#include <QFileDialog>
#include <QInputDialog>
#include <QMenu>
#include <QPushButton>
#include <QTabBar>

#include "core/text/error_phrase.h"
#include "core/track/saved_views.h"
#include "ui/base/icon.h"
#include "ui/base/utf8.h"
#include "ui/base/whole_file.h"
#include "ui/explore/column_text.h"
#include "ui/explore/data_view.h"
#include "ui/explore/explore_panel.h"
#include "ui/explore/plots_page.h"
#include "ui/explore/profile_page.h"
#include "ui/explore/rows_page.h"
#include "ui/shell/saved_view_list.h"
#include "ui/widget/toast.h"

namespace tatara::ui {
namespace {

constexpr char kPanel[] = "data";
constexpr qint64 kMostViewBytes = 1 << 20;

}  // namespace

DataView ExplorePanel::currentView() const {
  DataView view;
  view.dataset = m_route.dataset.toStdString();
  view.tab = m_route.tab;
  view.brushes = m_brushes.brushes();
  if (const ProfilePtr& profile = m_feed.profile(); profile && m_profilePage->selected() >= 0) {
    view.column = profile->columns[static_cast<std::size_t>(m_profilePage->selected())].name;
  }
  view.sort = m_profilePage->table().sortField();
  view.order = m_profilePage->table().sortOrder();
  view.plot = m_plotsPage->choice();
  view.rows = m_rowsPage->look();
  return view;
}

void ExplorePanel::openSavedView(const ViewRoute& route) {
  const track::SavedView* saved = m_context.views.find(route.id);
  if (!saved || !m_catalog) {
    // Asked for before the lists were read, or deleted since.
    const bool wait = !m_context.views.loaded() || !m_catalog;
    m_wantedView = wait ? std::optional(route) : std::nullopt;
    if (!wait) {
      m_context.toasts.inform(tr("This view was deleted"));
    }
    return;
  }
  m_wantedView.reset();
  auto view = dataViewFromJson(saved->body);
  if (!view) {
    m_context.toasts.showError(tr("Opening the view"), view.error());
    return;
  }
  view->name = saved->name;
  applyView(std::move(*view));
}

void ExplorePanel::applyView(DataView view) {
  const CatalogDataset* dataset = findDataset(*m_catalog, view.dataset);
  if (!dataset) {
    m_context.toasts.showError(
        tr("Opening the view"),
        makeError(ErrorKind::NotFound,
                  tr("There is no dataset “%1” here").arg(fromUtf8(view.dataset)).toStdString()));
    return;
  }
  const std::vector<std::string> gone = fitTo(view, dataset->versions.front().version.columns);
  if (!gone.empty()) {
    QStringList names;
    for (const std::string& name : gone) {
      names << fromUtf8(name);
    }
    m_context.toasts.inform(
        tr("Left out, because the version has no such columns: %1").arg(names.join(QStringLiteral(", "))));
  }
  const std::int64_t newest = dataset->versions.front().number();
  const bool open = m_version && m_version->dataset == dataset->dataset.id && m_version->version == newest;
  m_route = DataRoute{fromUtf8(view.dataset), newest, view.tab};
  if (!open) {
    showVersion();
  }
  m_tabs->setCurrentIndex(tabOf(view.tab));
  m_brushes.reset(view.brushes);
  m_profilePage->table().setSort(view.sort, view.order);
  m_pendingView = std::move(view);
  applyPending();
  Q_EMIT placeChanged();
}

// What needs the rows or the profile waits for them.
void ExplorePanel::applyPending() {
  if (!m_pendingView) {
    return;
  }
  if (m_feed.frame()) {
    if (!m_pendingView->rows.columns.empty()) {
      m_rowsPage->setLook(m_pendingView->rows);
    }
    m_plotsPage->setChoice(m_pendingView->plot);
  }
  if (m_feed.profile() && !m_pendingView->column.empty()) {
    m_profilePage->selectColumn(fromUtf8(m_pendingView->column));
  }
  if (m_feed.frame() && m_feed.profile()) {
    m_pendingView.reset();
  }
}

void ExplorePanel::showViewsMenu(QPushButton* under) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  const bool writable = !m_context.store->readOnly();
  const std::vector<track::SavedView> views = m_context.views.of(kPanel);
  for (const track::SavedView& saved : views) {
    menu->addAction(icon(QStringLiteral("saved-view")), fromUtf8(saved.name), this, [this, id = saved.id] {
      openSavedView({QString::fromLatin1(kPanel), id});
    });
  }
  if (!views.empty()) {
    menu->addSeparator();
  }
  menu->addAction(tr("Save this view…"), this, &ExplorePanel::saveView)->setEnabled(writable && m_version);
  menu->addAction(tr("Write this view to a file…"), this, &ExplorePanel::exportView)
      ->setEnabled(m_version.has_value());
  menu->addAction(tr("Open a view from a file…"), this, &ExplorePanel::importView);
  QMenu* remove = menu->addMenu(tr("Delete view"));
  for (const track::SavedView& saved : views) {
    remove->addAction(fromUtf8(saved.name), this, [this, saved] { deleteView(saved); });
  }
  remove->setEnabled(writable && !views.empty());
  menu->popup(under->mapToGlobal(QPoint(0, under->height() + 2)));
}

void ExplorePanel::keepView(const DataView& view) {
  write(
      tr("Saving the view"),
      [name = view.name, body = toJsonText(view)](store::Store& store) {
        return store.write([&](store::Writer& writer) {
          return track::saveView(writer, kPanel, name, body, store.clock().now());
        });
      },
      [this, name = view.name] { m_context.toasts.inform(tr("View “%1” saved").arg(fromUtf8(name))); });
}

void ExplorePanel::saveView() {
  bool accepted = false;
  const QString name =
      QInputDialog::getText(this, tr("Save view"), tr("Name; a view of this name is replaced"),
                            QLineEdit::Normal, m_route.dataset, &accepted)
          .trimmed();
  if (accepted && !name.isEmpty()) {
    DataView view = currentView();
    view.name = name.toStdString();
    keepView(view);
  }
}

void ExplorePanel::deleteView(const track::SavedView& saved) {
  write(
      tr("Deleting the view"),
      [id = saved.id](store::Store& store) {
        return store.write([id](store::Writer& writer) { return track::deleteSavedView(writer, id); });
      },
      [this, saved] {
        m_context.toasts.offerUndo(tr("View “%1” deleted").arg(fromUtf8(saved.name)), [this, saved] {
          write(tr("Restoring the view"), [saved](store::Store& store) {
            return store.write([&](store::Writer& writer) {
              return track::saveView(writer, kPanel, saved.name, saved.body, store.clock().now());
            });
          });
        });
      });
}

void ExplorePanel::exportView() {
  DataView view = currentView();
  view.name = view.dataset;
  const QString path = QFileDialog::getSaveFileName(
      this, tr("Write this view to a file"), fileNameOf(m_route.dataset) + QStringLiteral(".tatara-view"),
      tr("Data view (*.tatara-view)"));
  if (path.isEmpty()) {
    return;
  }
  m_reportJob.start(
      [path, body = toJsonText(view)](std::stop_token) -> Result<QString> { return writeWhole(path, body); });
}

void ExplorePanel::importView() {
  const QString path = QFileDialog::getOpenFileName(this, tr("Open a view from a file"), QString(),
                                                    tr("Data view (*.tatara-view);;All files (*)"));
  if (!path.isEmpty()) {
    takeViewFile(path);
  }
}

void ExplorePanel::takeViewFile(const QString& path) {
  m_viewFileJob.start([path](std::stop_token) -> Result<DataView> {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
      return text::sayError(ErrorKind::Io, TATARA_SAYS("Phrase", "The view cannot be read: %1"),
                            {file.errorString().toStdString()}, path.toStdString());
    }
    if (file.size() > kMostViewBytes) {
      return text::sayError(ErrorKind::Parse, TATARA_SAYS("Phrase", "The file is larger than any Data view"),
                            {}, path.toStdString());
    }
    const QByteArray bytes = file.read(kMostViewBytes);
    return dataViewFromJson(std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
  });
}

void ExplorePanel::takeView(Result<DataView> view) {
  if (!view) {
    m_context.toasts.showError(tr("Opening the view"), view.error());
    return;
  }
  if (m_catalog && findDataset(*m_catalog, view->dataset) && !m_context.store->readOnly() &&
      !view->name.empty()) {
    keepView(*view);
  }
  applyView(std::move(*view));
}

}  // namespace tatara::ui

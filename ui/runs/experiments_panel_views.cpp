#include <QInputDialog>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMenu>
#include <QPushButton>

#include "core/track/runs.h"
#include "ui/base/icon.h"
#include "ui/runs/experiments_panel.h"
#include "ui/runs/filter_area.h"
#include "ui/shell/saved_view_list.h"
#include "ui/widget/toast.h"

namespace tatara::ui {
namespace {

constexpr std::string_view kPanel = "experiments";

ExperimentsRoute placeOf(const std::string& body) {
  const QJsonObject object = QJsonDocument::fromJson(QByteArray::fromStdString(body)).object();
  bool known = false;
  const qint64 id = object[QStringLiteral("experiment")].toString().toLongLong(&known);
  return known ? ExperimentsRoute{track::ExperimentId(id)} : ExperimentsRoute{};
}

}  // namespace

QString ExperimentsPanel::savedViewName() const {
  ViewState plain = m_view;
  plain.widths.clear();
  for (const track::SavedView& saved : m_context.views.of(kPanel)) {
    auto state = viewStateFromJson(QByteArray::fromStdString(saved.body));
    if (state && Route(placeOf(saved.body)) == m_route) {
      state->widths.clear();
      if (*state == plain) {
        return QString::fromStdString(saved.name);
      }
    }
  }
  return {};
}

void ExperimentsPanel::openSavedView(const ViewRoute& route) {
  const track::SavedView* saved = m_context.views.find(route.id);
  if (saved == nullptr) {
    // Asked for before the list was read, or deleted since.
    m_wantedView = m_context.views.loaded() ? std::nullopt : std::optional(route);
    if (!m_wantedView) {
      m_context.toasts.inform(tr("This view was deleted"));
    }
    if (m_feed->listing() == nullptr && !m_feed->busy()) {
      open(ExperimentsRoute{});
    }
    return;
  }
  m_wantedView.reset();
  const auto view = viewStateFromJson(QByteArray::fromStdString(saved->body));
  open(placeOf(saved->body));
  if (view) {
    changeView(*view, tr("Open view"));
  }
}

void ExperimentsPanel::onViewsChanged() {
  if (m_wantedView) {
    openSavedView(*m_wantedView);
  }
  updateHeader();
}

void ExperimentsPanel::showSavedViewMenu() {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  const std::vector<track::SavedView> views = m_context.views.of(kPanel);
  for (const track::SavedView& saved : views) {
    menu->addAction(icon(QStringLiteral("saved-view")), QString::fromStdString(saved.name), this,
                    [this, id = saved.id] {
                      openSavedView({QString::fromLatin1(kPanel), id});
                    });
  }
  if (!views.empty()) {
    menu->addSeparator();
  }
  QAction* save = menu->addAction(tr("Save this view…"), this, &ExperimentsPanel::saveView);
  save->setEnabled(!m_context.store->readOnly());
  menu->addAction(tr("Save view as file…"), this, &ExperimentsPanel::saveViewFile);
  menu->addAction(tr("Open view file…"), this, &ExperimentsPanel::openViewFile);
  QMenu* remove = menu->addMenu(tr("Delete view"));
  for (const track::SavedView& saved : views) {
    remove->addAction(QString::fromStdString(saved.name), this, [this, saved] { deleteView(saved); });
  }
  remove->setEnabled(!views.empty() && !m_context.store->readOnly());
  const QPushButton* button = m_filter->savedViewButton();
  menu->popup(button->mapToGlobal(QPoint(0, button->height() + 4)));
}

void ExperimentsPanel::saveView() {
  // The runs that are selected now are no part of a view that is kept.
  const auto savedBody = [this] {
    ViewFile file = viewFile();
    file.runs.clear();
    return QJsonDocument::fromJson(toJson(file)).toJson(QJsonDocument::Compact).toStdString();
  };
  bool accepted = false;
  const QString name =
      QInputDialog::getText(this, tr("Save view"), tr("Name"), QLineEdit::Normal, savedViewName(), &accepted)
          .trimmed();
  if (accepted && !name.isEmpty()) {
    write([name = name.toStdString(), body = savedBody(), now = m_context.store->clock().now()](
              store::Writer& writer) { return track::saveView(writer, kPanel, name, body, now); },
          tr("Saving the view"));
  }
}

void ExperimentsPanel::deleteView(const track::SavedView& saved) {
  const auto restore = [this, saved] {
    write([saved, now = m_context.store->clock().now()](
              store::Writer& writer) { return track::saveView(writer, kPanel, saved.name, saved.body, now); },
          tr("Restoring the view"));
  };
  write([id = saved.id](store::Writer& writer) { return track::deleteSavedView(writer, id); },
        tr("Deleting the view"),
        [this, saved, restore] {
          m_context.toasts.offerUndo(tr("View “%1” deleted").arg(QString::fromStdString(saved.name)), restore,
                                     UndoLife::Window);
        });
}

// From the run that is ticked, else from the newest one here; a run of another program gives its experiment.
void ExperimentsPanel::newRun() {
  RunDraft plain;
  if (const auto* of = std::get_if<ExperimentsRoute>(&m_route); of != nullptr && of->experiment) {
    plain.experiment = experimentName();
  }
  const std::vector<std::uint32_t> ticked = selectedRows();
  const track::RunInfo* from = nullptr;
  for (const std::uint32_t row : listing() == nullptr || ticked.size() == 1 ? ticked : listing()->rows) {
    const track::RunInfo& run = listing()->table->run(row);
    from = from == nullptr || run.started > from->started ? &run : from;
  }
  if (from == nullptr) {
    m_context.navigator.newRun(plain);
    return;
  }
  QString experiment = plain.experiment;
  for (const track::Experiment& one : m_feed->experiments()) {
    experiment = one.id == from->experiment ? QString::fromStdString(one.name) : experiment;
  }
  m_draft.start([store = m_context.store, id = from->id, plain, experiment](std::stop_token stop) {
    return store->read(
        [&](sql::Connection& connection) -> Result<RunDraft> {
          TATARA_ASSIGN(const auto run, track::findRun(connection, id));
          return run ? draftOf(*run, experiment).value_or(plain) : plain;
        },
        stop);
  });
}

}  // namespace tatara::ui

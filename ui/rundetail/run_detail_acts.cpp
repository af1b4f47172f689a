// What a person does to a run: baseline, name, note, tags, deleting; and the writes that follow.
#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/base/number_text.h"
#include "ui/base/time_text.h"
#include "ui/base/utf8.h"
#include "ui/rundetail/overview_page.h"
#include "ui/rundetail/pages.h"
#include "ui/rundetail/reproduction.h"
#include "ui/rundetail/run_detail_panel.h"
#include "ui/rundetail/run_header.h"
#include "ui/rundetail/run_lineage.h"
#include "ui/rundetail/tag_sheet.h"
#include "ui/shell/selection_hub.h"
#include "ui/shell/session.h"
#include "ui/widget/controls.h"
#include "ui/widget/sheet.h"
#include "ui/widget/toast.h"

namespace tatara::ui {
void RunDetailPanel::write(const QString& doing, store::WriteTask task, std::function<void()> done) {
  const QPointer<RunDetailPanel> self(this);
  m_context.store->submit(std::move(task), [self, doing, done](Status status) {
    // On the writer's thread: back to the GUI thread, where the panel may be gone.
    QMetaObject::invokeMethod(
        qApp,
        [self, doing, done, status = std::move(status)] {
          if (!self) {
            return;
          }
          if (!status) {
            self->m_context.toasts.showError(doing, status.error());
          } else if (done) {
            done();
          }
        },
        Qt::QueuedConnection);
  });
}

void RunDetailPanel::pickBaseline() {
  if (m_facts && m_facts->primaryMetric) {
    m_choices.start([store = m_context.store, experiment = m_facts->experiment,
                     metric = *m_facts->primaryMetric](std::stop_token stop) {
      return loadBaselineChoices(*store, experiment, metric, stop);
    });
  } else if (m_facts) {
    showChoices(std::vector<BaselineChoice>());
  }
}

void RunDetailPanel::showChoices(Result<std::vector<BaselineChoice>> choices) {
  if (!choices) {
    m_context.toasts.showError(tr("Reading runs"), choices.error());
    return;
  }
  if (!m_facts) {
    return;  // another run is being opened
  }
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  SelectionHub& selection = m_context.selection;
  QAction* none = menu->addAction(tr("No baseline"), this, [&selection] { selection.setBaseline({}); });
  none->setCheckable(true);
  none->setChecked(!selection.baseline());
  QAction* self = menu->addAction(tr("Make this run the baseline"), this, [this, &selection] {
    if (m_facts) {
      selection.setBaseline(m_facts->run.info.key);
    }
  });
  self->setCheckable(true);
  self->setChecked(selection.baseline() == m_facts->run.info.key);
  menu->addSeparator();
  for (const BaselineChoice& choice : *choices) {
    if (choice.key == m_facts->run.info.key) {
      continue;
    }
    const QString name = fromUtf8(choice.name).replace(QLatin1Char('&'), QStringLiteral("&&"));
    QAction* action = menu->addAction(name + QLatin1Char('\t') + metricText(choice.value), this,
                                      [&selection, key = choice.key] { selection.setBaseline(key); });
    action->setCheckable(true);
    action->setChecked(selection.baseline() == choice.key);
  }
  const QPushButton* under = m_header->baselineButton();
  menu->popup(under->mapToGlobal(QPoint(0, under->height() + 2)));
}

void RunDetailPanel::openMenu(QToolButton* under) {
  if (!m_facts) {
    return;
  }
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  const bool writable = !m_context.store->readOnly();
  const auto add = [menu](const QString& words, auto act) { return menu->addAction(words, act); };
  QAction* renameAction = add(tr("Rename…"), [this] { rename(); });
  renameAction->setShortcut(QKeySequence(Qt::Key_F2));
  renameAction->setEnabled(writable);
  add(tr("Edit tags…"), [this] { editTags(); })->setEnabled(writable);
  add(tr("Register model…"), [this] { registerModel(); })->setEnabled(writable);
  if (const std::string* first = findTag(m_facts->run, "tatara.reproduces")) {
    add(tr("Compare with what it repeats…"),
        [this, runs = RepeatedRuns{track::RunId(*first), m_run}] { showReproduction(runs); });
  }
  menu->addSeparator();
  const QString id = fromUtf8(m_run.value());
  add(tr("Copy ID"), [id] { QApplication::clipboard()->setText(id); });
  add(tr("Copy link"),
      [this] { QApplication::clipboard()->setText(QStringLiteral("tatara:") + toText(current())); });
  add(tr("Copy as Python"), [this, facts = m_facts] {
    QApplication::clipboard()->setText(pythonOf(*facts, m_context.session.server().address()));
  });
  add(tr("Open in new window"), [this] { m_context.navigator.openWindow(current()); });
  menu->addSeparator();
  add(tr("Delete"), [this] {
    remove();
  })->setEnabled(writable && m_facts->run.info.lifecycle() == track::Lifecycle::Active);
  menu->popup(under->mapToGlobal(QPoint(under->width() - menu->sizeHint().width(), under->height() + 2)));
}

void RunDetailPanel::registerModel() {
  m_context.navigator.open(ModelRoute{{}, {}, QStringLiteral("register/") + fromUtf8(m_run.value())});
}

void RunDetailPanel::rename() {
  if (!m_facts || m_context.store->readOnly()) {
    return;
  }
  auto* sheet = new Sheet(tr("Rename run"), 420, this);
  sheet->setAttribute(Qt::WA_DeleteOnClose);
  auto* name = new QLineEdit(fromUtf8(m_facts->run.info.name));
  name->selectAll();
  auto* field = new FormField(tr("Name"), name, {}, sheet);
  sheet->body()->addWidget(field);
  sheet->addClose(tr("Cancel"));
  sheet->setSubmit(tr("Rename"), [this, sheet, name, field] {
    const QString wanted = name->text().trimmed();
    if (wanted.isEmpty()) {
      field->setError(tr("A run needs a name"));
      name->setFocus();
      return;
    }
    write(tr("Renaming the run"), [id = m_run, to = wanted.toStdString()](store::Writer& writer) -> Status {
      track::RunUpdate update;
      update.name = to;
      TATARA_TRY(track::updateRun(writer, id, update));
      return {};
    });
    sheet->accept();
  });
  sheet->open();
  name->setFocus();
}

void RunDetailPanel::editNote() {
  if (!m_facts || m_context.store->readOnly()) {
    return;
  }
  auto* sheet = new Sheet(tr("Note"), 480, this);
  sheet->setAttribute(Qt::WA_DeleteOnClose);
  const std::string* before = findTag(m_facts->run, track::tag::kNote);
  auto* note = makeTextField(before ? fromUtf8(*before) : QString());
  note->setMinimumHeight(160);
  sheet->body()->addWidget(new FormField(tr("What should be known of this run"), note, {}, sheet));
  sheet->addClose(tr("Cancel"));
  sheet->setSubmit(tr("Save note"), [this, sheet, note] {
    const std::string words = note->toPlainText().trimmed().toStdString();
    write(tr("Saving the note"), [id = m_run, words](store::Writer& writer) {
      return track::setTag(writer, id, {std::string(track::tag::kNote), words});
    });
    sheet->accept();
  });
  sheet->open();
  note->setFocus();
}

void RunDetailPanel::editTags() {
  if (!m_facts || m_context.store->readOnly()) {
    return;
  }
  auto* sheet = new TagSheet(m_facts->run.tags, this);
  sheet->setAttribute(Qt::WA_DeleteOnClose);
  connect(sheet, &TagSheet::submitted, this, [this](const TagChanges& changes) {
    write(tr("Saving the tags"), [id = m_run, changes](store::Writer& writer) -> Status {
      for (const std::string& key : changes.removed) {
        TATARA_TRY(track::deleteTag(writer, id, key));
      }
      for (const track::KeyValue& tag : changes.set) {
        TATARA_TRY(track::setTag(writer, id, tag));
      }
      return {};
    });
  });
  sheet->open();
}

void RunDetailPanel::remove() {
  if (!m_facts) {
    return;
  }
  const track::RunId id = m_run;
  const QString name = fromUtf8(m_facts->run.info.name);
  write(
      tr("Deleting the run"),
      [store = m_context.store, id](store::Writer& writer) {
        return track::deleteRun(writer, id, store->clock().now());
      },
      [this, id, name] {
        m_context.toasts.offerUndo(
            tr("%1 deleted").arg(name),
            [this, id] {
              write(tr("Restoring the run"),
                    [id](store::Writer& writer) { return track::restoreRun(writer, id); });
            },
            UndoLife::Window);
        if (m_facts) {
          m_context.navigator.open(ExperimentsRoute{m_facts->experiment.id});
        }
      });
}

}  // namespace tatara::ui

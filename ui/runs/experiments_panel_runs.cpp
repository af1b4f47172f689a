// What is done to several runs at once: tagged, moved to another experiment.
#include <QMenu>
#include <QPointer>

#include "core/track/run_moving.h"
#include "core/track/runs.h"
#include "ui/base/utf8.h"
#include "ui/runs/experiments_panel.h"
#include "ui/runs/internal/menus.h"
#include "ui/runs/internal/run_tag_sheet.h"
#include "ui/runs/run_table_card.h"
#include "ui/shell/selection_hub.h"
#include "ui/widget/toast.h"

namespace tatara::ui {
namespace {

// A run's own value of a tag; nothing: it has none.
struct RunTag {
  track::RunId run;
  std::optional<std::string> value;
};

store::WriteTask tagTask(std::vector<RunTag> tags, const std::string& key) {
  return [tags = std::move(tags), key](store::Writer& writer) -> Status {
    for (const RunTag& tag : tags) {
      TATARA_TRY(tag.value ? track::setTag(writer, tag.run, {key, *tag.value})
                           : track::deleteTag(writer, tag.run, key));
    }
    return {};
  };
}

struct RunPlace {
  track::RunId run;
  track::ExperimentId experiment;
};

store::WriteTask moveTask(std::vector<RunPlace> places) {
  return [places = std::move(places)](store::Writer& writer) -> Status {
    for (const RunPlace& place : places) {
      TATARA_TRY(track::moveRun(writer, place.run, place.experiment));
    }
    return {};
  };
}

}  // namespace

// The marked runs, else the current row's.
std::vector<track::RunKey> ExperimentsPanel::actedOn() const {
  std::vector<track::RunKey> keys = m_context.selection.selected();
  if (const auto row = m_table->grid().current(); keys.empty() && row) {
    keys = keysOf(*row);
  }
  return keys;
}

void ExperimentsPanel::askTag(const std::vector<track::RunKey>& keys) {
  if (keys.empty() || listing() == nullptr || m_context.store->readOnly()) {
    return;
  }
  QStringList known;
  for (const auto& tag : listing()->table->tags()) {
    if (!tag->key.starts_with("mlflow.") && !tag->key.starts_with("tatara.")) {
      known << fromUtf8(tag->key);
    }
  }
  auto* sheet = new RunTagSheet(known, static_cast<int>(keys.size()), window());
  connect(sheet, &RunTagSheet::chosen, this,
          [this, keys](const track::KeyValue& tag) { tagRuns(keys, tag); });
  sheet->open();
}

void ExperimentsPanel::tagRuns(const std::vector<track::RunKey>& keys, const track::KeyValue& tag) {
  const track::RunTable& table = *listing()->table;
  const track::TextColumn* column = table.findTag(tag.key);
  std::vector<RunTag> before;
  std::vector<RunTag> after;
  for (const track::RunKey key : keys) {
    const auto row = table.findRow(key);
    if (!row) {
      continue;
    }
    const auto value = column == nullptr ? std::nullopt : column->at(*row);
    const bool removes = tag.value.empty();
    if (removes ? !value.has_value() : value == std::string_view(tag.value)) {
      continue;  // as it is wanted already
    }
    const track::RunId id = table.run(*row).id;
    before.push_back({id, value ? std::optional(std::string(*value)) : std::nullopt});
    after.push_back({id, removes ? std::nullopt : std::optional(tag.value)});
  }
  if (after.empty()) {
    m_context.toasts.inform(tr("Nothing to change: the runs are tagged like that"));
    return;
  }
  const auto count = static_cast<int>(after.size());
  const QPointer<ExperimentsPanel> self(this);
  const auto undo = [self, before, key = tag.key] {
    if (self != nullptr) {
      self->write(tagTask(before, key), ExperimentsPanel::tr("Tagging runs"));
    }
  };
  write(tagTask(std::move(after), tag.key), tr("Tagging runs"), [this, count, undo] {
    m_context.toasts.offerUndo(tr("%n run(s) tagged", nullptr, count), undo, UndoLife::Window);
  });
}

void ExperimentsPanel::addMoveMenu(QMenu& menu, const std::vector<track::RunKey>& keys) {
  QMenu* targets = menu.addMenu(tr("Move to experiment"));
  for (const track::Experiment& experiment : m_feed->experiments()) {
    bool all = true;
    for (const track::RunKey key : keys) {
      const track::RunInfo* run = runOf(key.value());
      all = all && run != nullptr && run->experiment == experiment.id;
    }
    if (!all) {
      targets->addAction(fromUtf8(experiment.name), this,
                         [this, keys, experiment] { moveRuns(keys, experiment); });
    }
  }
  targets->setEnabled(!targets->isEmpty() && !m_context.store->readOnly());
}

void ExperimentsPanel::showMoveMenu() {
  const std::vector<track::RunKey> keys = actedOn();
  if (keys.empty() || m_context.store->readOnly()) {
    return;
  }
  QMenu* menu = makeMenu(this);
  addMoveMenu(*menu, keys);
  QMenu* targets = menu->findChild<QMenu*>();
  if (targets != nullptr && targets->isEnabled()) {
    connect(targets, &QMenu::aboutToHide, menu, &QObject::deleteLater);
    targets->popup(m_table->mapToGlobal(QPoint(240, 64)));
  } else {
    menu->deleteLater();
    m_context.toasts.inform(tr("There is no other experiment"));
  }
}

void ExperimentsPanel::moveRuns(const std::vector<track::RunKey>& keys, const track::Experiment& to) {
  std::vector<RunPlace> before;
  std::vector<RunPlace> after;
  for (const track::RunKey key : keys) {
    if (const track::RunInfo* run = runOf(key.value()); run != nullptr && run->experiment != to.id) {
      before.push_back({run->id, run->experiment});
      after.push_back({run->id, to.id});
    }
  }
  if (after.empty()) {
    return;
  }
  const auto count = static_cast<int>(after.size());
  const QPointer<ExperimentsPanel> self(this);
  const auto undo = [self, before] {
    if (self != nullptr) {
      self->write(moveTask(before), ExperimentsPanel::tr("Moving runs"));
    }
  };
  write(moveTask(std::move(after)), tr("Moving runs"), [this, count, keys, undo, name = fromUtf8(to.name)] {
    checkRows(keys, false);
    m_context.toasts.offerUndo(tr("%n run(s) moved to %1", nullptr, count).arg(name), undo, UndoLife::Window);
  });
}

}  // namespace tatara::ui

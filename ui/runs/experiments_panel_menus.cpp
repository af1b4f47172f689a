#include <QClipboard>
#include <QGuiApplication>
#include <QInputDialog>
#include <QMenu>
#include <QPainter>
#include <QPushButton>

#include "core/track/run_colors.h"
#include "core/track/runs.h"
#include "ui/base/icon.h"
#include "ui/base/number_text.h"
#include "ui/command/action_registry.h"
#include "ui/runs/column_chooser.h"
#include "ui/runs/comparison_area.h"
#include "ui/runs/experiments_panel.h"
#include "ui/runs/filter_area.h"
#include "ui/runs/internal/ask_condition.h"
#include "ui/runs/internal/menus.h"
#include "ui/runs/meaning_sheet.h"
#include "ui/runs/run_table_card.h"
#include "ui/runs/run_text.h"
#include "ui/shell/session.h"
#include "ui/widget/task_list.h"
#include "ui/widget/toast.h"

namespace tatara::ui {
namespace {

QIcon swatchIcon(int slot) {
  QPixmap pixmap(28, 28);
  pixmap.setDevicePixelRatio(2);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  drawSwatch(painter, QPointF(2, 2), RunStyle{slot}, SwatchRing::None);
  return QIcon(pixmap);
}

}  // namespace

void ExperimentsPanel::addActions() {
  ActionRegistry& actions = m_context.actions;
  const QString group = tr("Runs");
  const auto add = [&](const char* id, const QString& text, const QString& icon, QList<QKeySequence> keys,
                       std::function<void()> run) {
    actions.add(this, {QString::fromLatin1(id), text, group, icon, std::move(keys), std::move(run)});
  };
  const auto layout = [this](RunsLayout wanted) {
    return [this, wanted] {
      ViewState view = m_view;
      view.layout = wanted;
      applyView(view);
    };
  };
  add("runs.layout.table", tr("Show only the table"), QStringLiteral("layout-table"),
      {QKeySequence(QStringLiteral("Ctrl+Alt+1"))}, layout(RunsLayout::Table));
  add("runs.layout.split", tr("Show table and charts"), QStringLiteral("layout-split"),
      {QKeySequence(QStringLiteral("Ctrl+Alt+2"))}, layout(RunsLayout::Split));
  add("runs.layout.charts", tr("Show run list and charts"), QStringLiteral("layout-charts"),
      {QKeySequence(QStringLiteral("Ctrl+Alt+3"))}, layout(RunsLayout::Charts));
  add("runs.filter.add", tr("Add filter…"), QStringLiteral("filter"), {}, [this] { m_filter->addFilter(); });
  add("runs.columns", tr("Choose columns…"), QStringLiteral("columns"), {}, [this] { showColumns(); });
  add("runs.compare", tr("Compare selected runs"), QStringLiteral("compare"), {QKeySequence(Qt::Key_C)},
      [this] { compare(); });
  add("runs.baseline", tr("Set current run as baseline"), QStringLiteral("baseline"),
      {QKeySequence(Qt::Key_B)}, [this] {
        if (const auto row = m_table->grid().current(); row && *row > 0) {
          setBaseline(track::RunKey(*row));
        }
      });
  add("runs.rename", tr("Rename current run"), QStringLiteral("edit"), {QKeySequence(Qt::Key_F2)}, [this] {
    if (const auto row = m_table->grid().current(); row && *row > 0 && !m_context.store->readOnly()) {
      m_table->grid().edit(*row, "run.name");
    }
  });
  add("runs.export", tr("Export runs as CSV…"), QStringLiteral("export"),
      {QKeySequence(QStringLiteral("Ctrl+E"))}, [this] { exportCsv(); });
  add("runs.report", tr("Save comparison report…"), QStringLiteral("export"), {}, [this] { exportReport(); });
  add("runs.picture", tr("Save charts as picture…"), QStringLiteral("export"), {},
      [this] { exportPicture(); });
  add("runs.openView", tr("Open view file…"), QStringLiteral("saved-view"), {}, [this] { openViewFile(); });
  add("runs.saveView", tr("Save view as file…"), QStringLiteral("saved-view"), {},
      [this] { saveViewFile(); });
  add("runs.python", tr("Copy this search as Python"), QStringLiteral("copy"), {}, [this] {
    if (listing() != nullptr) {
      const auto* experiments = std::get_if<ExperimentsRoute>(&m_route);
      copy(experiments != nullptr
               ? pythonSearch(*listing(), m_view, experiments->experiment, m_context.selection.brushes(),
                              m_context.session.server().address())
               : pythonRuns(*listing()->table, listing()->rows, m_context.session.server().address()),
           tr("Python copied"));
    }
  });
  add("runs.delete", tr("Delete selected runs"), QStringLiteral("trash"), {QKeySequence(Qt::Key_Delete)},
      [this] { deleteRuns(actedOn()); });
  add("runs.tag", tr("Tag selected runs…"), QStringLiteral("edit"), {QKeySequence(Qt::Key_T)},
      [this] { askTag(actedOn()); });
  add("runs.move", tr("Move selected runs…"), QStringLiteral("edit"), {QKeySequence(Qt::Key_M)},
      [this] { showMoveMenu(); });
  add("runs.children", tr("Show child runs of the current run"), QStringLiteral("filter"),
      {QKeySequence(QStringLiteral("Alt+Down"))},
      [this] { showChildren(m_table->grid().current().value_or(0)); });
  add("runs.parent", tr("Go to the parent of the current run"), QStringLiteral("run"),
      {QKeySequence(QStringLiteral("Alt+Up"))},
      [this] { showParent(m_table->grid().current().value_or(0)); });
  add("runs.expression", tr("Add column of an expression…"), QStringLiteral("columns"), {},
      [this] { addExpressionColumn(); });
  // No shortcut: Esc first closes what is open, and comes here when nothing was (MainWindow::keyPressEvent).
  add("runs.clear", tr("Clear brushes, then the selection"), QStringLiteral("close"), {}, [this] {
    if (!m_context.selection.brushes().empty()) {
      m_context.selection.clearBrushes();
    } else {
      m_context.selection.clearSelection();
    }
  });
  actions.describeKey(group, tr("Close what is open, then clear brushes, then the selection"),
                      QStringLiteral("Esc"));
  add("runs.copy", tr("Copy selected rows"), QStringLiteral("copy"), {QKeySequence(QKeySequence::Copy)},
      [this] {
        std::vector<RowId> rows;
        for (const std::uint32_t row : selectedRows()) {
          rows.push_back(rowIdOf(*listing()->table, row));
        }
        if (const auto row = m_table->grid().current(); rows.empty() && row) {
          rows.push_back(*row);
        }
        if (!rows.empty()) {
          copy(m_table->grid().copyText(rows), tr("Rows copied"));
        }
      });
  const QString charts = tr("Charts");
  actions.describeKey(charts, tr("Move the cross-hair, change series"), QString::fromUtf8("← → ↑ ↓"));
  actions.describeKey(charts, tr("Zoom in, out, back, to all"), QStringLiteral("+ − Backspace 0"));
  actions.describeKey(group, tr("Next, previous run"), QStringLiteral("J / K"));
  actions.describeKey(group, tr("Select or deselect run"), QStringLiteral("Space"));
  actions.describeKey(group, tr("Open run, in a new window"), QStringLiteral("Enter, Ctrl Enter"));
}

const track::RunInfo* ExperimentsPanel::runOf(RowId row) const {
  if (row <= 0 || listing() == nullptr) {
    return nullptr;
  }
  const auto found = listing()->table->findRow(track::RunKey(row));
  return found ? &listing()->table->run(*found) : nullptr;
}

std::vector<track::RunKey> ExperimentsPanel::keysOf(RowId row) const {
  std::vector<track::RunKey> keys;
  if (row > 0) {
    keys.emplace_back(row);
  } else if (const RunGroup* group = listing() == nullptr ? nullptr : listing()->group(row)) {
    for (const std::uint32_t at : group->rows) {
      keys.push_back(listing()->table->run(at).key);
    }
  }
  return keys;
}

void ExperimentsPanel::checkRows(const std::vector<track::RunKey>& keys, bool checked) {
  const std::unordered_set<track::RunKey> changed(keys.begin(), keys.end());
  std::vector<track::RunKey> selected = m_context.selection.selected();
  if (checked) {
    for (const track::RunKey key : keys) {
      if (!m_context.selection.isSelected(key)) {
        selected.push_back(key);
      }
    }
  } else {
    std::erase_if(selected, [&](track::RunKey key) { return changed.contains(key); });
  }
  m_context.selection.setSelected(std::move(selected));
}

void ExperimentsPanel::checkRange(RowId from, RowId to) {
  const GridModel& model = m_table->grid().model();
  int first = model.findRow(from);
  int last = model.findRow(to);
  if (first < 0 || last < 0) {
    return;
  }
  if (first > last) {
    std::swap(first, last);
  }
  std::vector<track::RunKey> keys;
  for (int row = first; row <= last; ++row) {
    const std::vector<track::RunKey> some = keysOf(model.rowId(row));
    keys.insert(keys.end(), some.begin(), some.end());
  }
  checkRows(keys, true);
}

// Acts on the query, not on what is on screen.
void ExperimentsPanel::checkAll() {
  if (listing() == nullptr || listing()->partial) {
    m_allWanted = true;
    return;
  }
  std::vector<track::RunKey> keys;
  bool all = true;
  for (const std::uint32_t row : listing()->rows) {
    keys.push_back(listing()->table->run(row).key);
    all = all && m_context.selection.isSelected(keys.back());
  }
  checkRows(keys, !all);
}

void ExperimentsPanel::setBaseline(std::optional<track::RunKey> run) {
  m_context.selection.setBaseline(run && run == m_context.selection.baseline() ? std::nullopt : run);
}

void ExperimentsPanel::openRun(RowId row, bool newWindow) {
  if (row < 0) {
    if (m_open.erase(row) == 0) {
      m_open.insert(row);
    }
    request();
    return;
  }
  if (const track::RunInfo* run = runOf(row)) {
    const Route route = RunRoute{run->id, {}};
    newWindow ? m_context.navigator.openWindow(route) : m_context.navigator.open(route);
  }
}

void ExperimentsPanel::compare() {
  CompareRoute route;
  for (const std::uint32_t row : selectedRows()) {
    route.runs.push_back(listing()->table->run(row).id);
  }
  if (route.runs.size() >= 2) {
    m_context.navigator.open(route);
  }
}

void ExperimentsPanel::write(store::WriteTask task, const QString& doing, std::function<void()> then) {
  const QPointer<ExperimentsPanel> self(this);
  m_context.store->submit(std::move(task), [self, doing, then = std::move(then)](Status status) {
    auto shared = std::make_shared<Status>(std::move(status));
    QMetaObject::invokeMethod(
        QCoreApplication::instance(),
        [self, doing, then, shared] {
          if (self == nullptr) {
            return;
          }
          if (!*shared) {
            self->m_context.toasts.showError(
                doing.isEmpty() ? ExperimentsPanel::tr("Keeping colours") : doing, shared->error());
          } else if (then) {
            then();
          }
        },
        Qt::QueuedConnection);
  });
}

void ExperimentsPanel::renameRun(RowId row, const QString& name) {
  const track::RunInfo* run = runOf(row);
  if (run == nullptr || name.isEmpty() || name == QString::fromStdString(run->name)) {
    return;
  }
  write(
      [id = run->id, text = name.toStdString()](store::Writer& writer) -> Status {
        track::RunUpdate update;
        update.name = text;
        TATARA_TRY(track::updateRun(writer, id, update));
        return {};
      },
      tr("Renaming the run"));
}

void ExperimentsPanel::deleteRuns(std::vector<track::RunKey> keys) {
  std::vector<track::RunId> ids;
  for (const track::RunKey key : keys) {
    if (const track::RunInfo* run = runOf(key.value())) {
      ids.push_back(run->id);
    }
  }
  if (ids.empty() || m_context.store->readOnly()) {
    return;
  }
  const Timestamp now = m_context.store->clock().now();
  const auto restore = [this, ids] {
    write(
        [ids](store::Writer& writer) -> Status {
          for (const track::RunId& id : ids) {
            TATARA_TRY(track::restoreRun(writer, id));
          }
          return {};
        },
        tr("Restoring runs"));
  };
  write(
      [ids, now](store::Writer& writer) -> Status {
        for (const track::RunId& id : ids) {
          TATARA_TRY(track::deleteRun(writer, id, now));
        }
        return {};
      },
      tr("Deleting runs"),
      [this, ids, keys, restore] {
        checkRows(keys, false);
        const QPointer<ExperimentsPanel> self(this);
        m_context.toasts.offerUndo(
            tr("%n run(s) deleted", nullptr, static_cast<int>(ids.size())),
            [self, restore] {
              if (self != nullptr) {
                restore();
              }
            },
            UndoLife::Window);
      });
}

void ExperimentsPanel::recolor(track::RunKey run, int slot) {
  if (const track::RunInfo* info = runOf(run.value())) {
    m_context.runSlots.recolor(info->id.value(), slot);
    updateLooks();
    if (!m_context.store->readOnly()) {
      write([run, slot](store::Writer& writer) { return track::setColorSlot(writer, run, slot); },
            tr("Keeping colours"));
    }
  }
}

void ExperimentsPanel::copy(const QString& text, const QString& said) {
  QGuiApplication::clipboard()->setText(text);
  m_context.toasts.inform(said);
}

void ExperimentsPanel::showSwatchMenu(RowId row, QPoint global) {
  const track::RunInfo* run = runOf(row);
  if (run == nullptr) {
    return;
  }
  const track::RunKey key = run->key;
  QMenu* menu = makeMenu(this);
  menu->addAction(tr("Show only this run in charts"), this,
                  [this, key] { m_context.selection.setSelected({key}); });
  const bool selected = m_context.selection.isSelected(key);
  menu->addAction(selected ? tr("Hide from charts") : tr("Show in charts"), this,
                  [this, key, selected] { checkRows({key}, !selected); });
  menu->addSeparator();
  const int now = m_context.runSlots.slotOf(run->id.value());
  for (int slot = 0; slot < kRunSlots; ++slot) {
    QAction* action = menu->addAction(swatchIcon(slot), tr("Colour %1").arg(slot + 1), this,
                                      [this, key, slot] { recolor(key, slot); });
    action->setCheckable(true);
    action->setChecked(slot == now);
  }
  menu->popup(global);
}

void ExperimentsPanel::showRunMenu(RowId row, const QString& column, QPoint global) {
  QMenu* menu = makeMenu(this);
  const std::vector<track::RunKey> keys = keysOf(row);
  const track::RunInfo* run = runOf(row);
  if (run != nullptr) {
    menu->addAction(tr("Open"), this, [this, row] { openRun(row, false); });
    menu->addAction(tr("Open in new window"), this, [this, row] { openRun(row, true); });
    const QString id = QString::fromStdString(run->id.value());
    menu->addAction(tr("Copy run ID"), this, [this, id] { copy(id, tr("Run ID copied")); });
    menu->addAction(tr("Copy link"), this, [this, route = RunRoute{run->id, {}}] {
      copy(QStringLiteral("tatara:") + toText(Route(route)), tr("Link copied"));
    });
    const int at = m_table->grid().model().findColumn(column.toStdString());
    const int gridRow = m_table->grid().model().findRow(row);
    if (at >= 0 && gridRow >= 0) {
      const QString value = m_table->grid().model().plainText(gridRow, at);
      if (!value.isEmpty()) {
        menu->addAction(tr("Copy value"), this, [this, value] { copy(value, tr("Value copied")); });
      }
    }
    addNestedMenu(*menu, static_cast<std::uint32_t>(*listing()->table->findRow(run->key)));
    menu->addSeparator();
    const bool isBaseline = m_context.selection.baseline() == run->key;
    menu->addAction(icon(QStringLiteral("baseline")),
                    isBaseline ? tr("No longer baseline") : tr("Set as baseline"), this,
                    [this, key = run->key] { setBaseline(key); });
    QAction* rename =
        menu->addAction(tr("Rename…"), this, [this, row] { m_table->grid().edit(row, "run.name"); });
    rename->setEnabled(!m_context.store->readOnly());
    menu->addAction(icon(QStringLiteral("models")), tr("Register model…"), this,
                    [this, id] {
                      m_context.navigator.open(ModelRoute{{}, {}, QStringLiteral("register/") + id});
                    })
        ->setEnabled(!m_context.store->readOnly());
  }
  const std::vector<std::uint32_t> selected = selectedRows();
  if (selected.size() >= 2) {
    menu->addAction(tr("Compare %1 selected").arg(selected.size()), this, &ExperimentsPanel::compare);
  }
  menu->addAction(tr("Copy as Python"), this, [this, keys] {
    std::vector<std::uint32_t> rows = selectedRows();
    if (rows.empty()) {
      for (const track::RunKey key : keys) {
        if (const auto found = listing()->table->findRow(key)) {
          rows.push_back(static_cast<std::uint32_t>(*found));
        }
      }
    }
    copy(pythonRuns(*listing()->table, rows, m_context.session.server().address()), tr("Python copied"));
  });
  menu->addSeparator();
  std::vector<track::RunKey> doomed = keys;
  if (run != nullptr && m_context.selection.isSelected(run->key)) {
    doomed = m_context.selection.selected();
  }
  QAction* tag = menu->addAction(tr("Tag %n run(s)…", nullptr, static_cast<int>(doomed.size())), this,
                                 [this, doomed] { askTag(doomed); });
  tag->setEnabled(!m_context.store->readOnly());
  addMoveMenu(*menu, doomed);
  menu->addSeparator();
  QAction* remove = menu->addAction(icon(QStringLiteral("trash")),
                                    tr("Delete %n run(s)", nullptr, static_cast<int>(doomed.size())), this,
                                    [this, doomed] { deleteRuns(doomed); });
  remove->setEnabled(!m_context.store->readOnly());
  menu->popup(global);
}

void ExperimentsPanel::showHeaderMenu(const QString& column, QPoint global) {
  QMenu* menu = makeMenu(this);
  const std::string id = column.toStdString();
  const int at = m_table->grid().model().findColumn(id);
  const auto change = [this](const QString& what, auto edit) {
    return [this, what, edit] {
      ViewState view = m_view;
      edit(view);
      changeView(view, what);
    };
  };
  if (at >= 0) {
    const ColumnSpec& spec = m_table->grid().model().columns()[static_cast<std::size_t>(at)];
    if (spec.sortable) {
      const bool lower = spec.better != BetterWhen::Higher;
      menu->addAction(spec.better == BetterWhen::Unknown ? tr("Sort ascending") : tr("Sort best first"), this,
                      change(tr("Sort"), [id, lower](ViewState& view) {
                        view.sort = {{id, !lower}};
                      }));
      menu->addAction(spec.better == BetterWhen::Unknown ? tr("Sort descending") : tr("Sort worst first"),
                      this, change(tr("Sort"), [id, lower](ViewState& view) {
                        view.sort = {{id, lower}};
                      }));
      menu->addSeparator();
    }
    if (!spec.pinned && !spec.stub) {
      menu->addAction(tr("Hide column"), this, change(tr("Hide column"), [id](ViewState& view) {
                        view.hidden.insert(id);
                        view.shown.erase(id);
                      }));
    }
    if (id.starts_with("metrics.")) {
      const std::string key = id.substr(8);
      for (const auto& [prefix, title] :
           {std::pair("best.", tr("Show best value")), std::pair("delta.", tr("Show change from baseline")),
            std::pair("curve.", tr("Show curve"))}) {
        const std::string extra = prefix + key;
        QAction* action = menu->addAction(title, this, change(tr("Columns"), [extra](ViewState& view) {
                                            if (view.shown.erase(extra) == 0) {
                                              view.shown.insert(extra);
                                              view.hidden.erase(extra);
                                            } else {
                                              view.hidden.insert(extra);
                                            }
                                          }));
        action->setCheckable(true);
        action->setChecked(m_table->grid().model().findColumn(extra) >= 0);
        const bool possible = std::string_view(prefix) == "delta."  ? listing()->baseline.has_value()
                              : std::string_view(prefix) == "best." ? spec.better != BetterWhen::Unknown
                                                                    : true;
        action->setEnabled(possible);
      }
      QAction* meaning = menu->addAction(tr("Direction and unit…"), this, [this, key] { editMeaning(key); });
      meaning->setEnabled(!m_context.store->readOnly());
    }
    menu->addSeparator();
  }
  menu->addAction(tr("Add column of an expression…"), this, &ExperimentsPanel::addExpressionColumn);
  menu->addAction(icon(QStringLiteral("columns")), tr("Choose columns…"), this,
                  &ExperimentsPanel::showColumns);
  menu->popup(global);
}

// Of all experiments in view.
void ExperimentsPanel::editMeaning(const std::string& metric) {
  struct Said {
    track::ExperimentId experiment;
    std::string metric;
    track::MeaningChoice choice;
  };
  const std::vector<track::Experiment>& shown = listing()->meanings->experiments;
  if (shown.empty()) {
    return;
  }
  std::vector<Said> before;
  std::vector<Said> decided;  // which metric decides now
  for (const track::Experiment& experiment : shown) {
    before.push_back({experiment.id, metric, track::choiceOf(experiment, metric)});
    const auto tag = std::ranges::find(experiment.tags, track::tag::kPrimaryMetric, &track::KeyValue::key);
    if (tag != experiment.tags.end() && tag->value != metric) {
      decided.push_back({experiment.id, tag->value, track::choiceOf(experiment, tag->value)});
    }
  }
  const auto save = [this](const std::vector<Said>& all, std::function<void()> then) {
    write(
        [all, now = m_context.store->clock().now()](store::Writer& writer) -> Status {
          for (const Said& said : all) {
            TATARA_TRY(track::setMeaning(writer, said.experiment, said.metric, said.choice, now));
          }
          return {};
        },
        tr("Saving what the metric means"), std::move(then));
  };
  auto* sheet = new MeaningSheet(QString::fromStdString(metric), before.front().choice,
                                 static_cast<int>(before.size()), this);
  sheet->setAttribute(Qt::WA_DeleteOnClose);
  connect(sheet, &MeaningSheet::submitted, this,
          [this, before, decided, save](const track::MeaningChoice& choice) {
            std::vector<Said> after = before;
            for (Said& said : after) {
              said.choice = choice;
            }
            std::vector<Said> undone = before;
            undone.insert(undone.end(), decided.begin(), decided.end());
            const QPointer<ExperimentsPanel> self(this);
            save(after, [self, undone, save] {
              self->m_context.toasts.offerUndo(ExperimentsPanel::tr("Meaning saved"), [self, undone, save] {
                if (self != nullptr) {
                  save(undone, {});
                }
              });
            });
          });
  sheet->open();
}

void ExperimentsPanel::addExpressionColumn() {
  if (listing() == nullptr) {
    return;
  }
  if (const auto asked = askColumnExpression(this, *listing()->table)) {
    ViewState view = m_view;
    view.shown.insert(*asked);
    view.hidden.erase(*asked);
    changeView(view, tr("Columns"));
  }
}

void ExperimentsPanel::showColumns() {
  if (listing() == nullptr) {
    return;
  }
  auto* chooser = new ColumnChooser(listing(), m_view, this);
  connect(chooser, &ColumnChooser::changed, this,
          [this](const std::set<std::string>& hidden, const std::set<std::string>& shown, bool differing) {
            ViewState view = m_view;
            view.hidden = hidden;
            view.shown = shown;
            view.onlyDiffering = differing;
            changeView(view, tr("Columns"));
          });
  chooser->move(below(m_columnsButton));
  chooser->show();
}

void ExperimentsPanel::showGroupMenu() {
  if (listing() == nullptr) {
    return;
  }
  QMenu* menu = makeMenu(this);
  const auto add = [&](QMenu* to, const QString& text, const std::string& group) {
    QAction* action = to->addAction(text, this, [this, group] {
      ViewState view = m_view;
      view.groupBy = group;
      m_open.clear();
      changeView(view, tr("Group"));
    });
    action->setCheckable(true);
    action->setChecked(m_view.groupBy == group);
  };
  add(menu, tr("No groups"), "");
  add(menu, tr("Parent run"), "parent");
  add(menu, tr("Repeats (same parameters, other seed or fold)"), "repeats");
  menu->addSeparator();
  constexpr std::size_t kMost = 40;
  std::size_t count = 0;
  QMenu* params = menu->addMenu(tr("Parameter"));
  for (const auto& param : listing()->table->params()) {
    if (param->dictionary.size() > 1 && count++ < kMost) {
      add(params, QString::fromStdString(param->key), "params." + param->key);
    }
  }
  params->setEnabled(count > 0);
  count = 0;
  QMenu* tags = menu->addMenu(tr("Tag"));
  for (const auto& tag : listing()->table->tags()) {
    if (!tag->key.starts_with("mlflow.") && count++ < kMost) {
      add(tags, QString::fromStdString(tag->key), "tags." + tag->key);
    }
  }
  tags->setEnabled(count > 0);
  menu->addSeparator();
  QAction* condition = menu->addAction(tr("Condition…"), this, [this] {
    const auto asked = askGroupCondition(this, m_view.groupBy, listing()->meanings->primary);
    if (asked) {
      ViewState view = m_view;
      view.groupBy = *asked;
      m_open.clear();
      changeView(view, tr("Group"));
    }
  });
  condition->setCheckable(true);
  condition->setChecked(m_view.groupBy.starts_with('='));
  menu->popup(below(m_groupButton));
}

void ExperimentsPanel::showBaselineMenu() {
  if (listing() == nullptr) {
    return;
  }
  QMenu* menu = makeMenu(this);
  const auto add = [&](std::uint32_t row, const QString& note) {
    const track::RunInfo& run = listing()->table->run(row);
    QAction* action = menu->addAction(QString::fromStdString(run.name) + note, this,
                                      [this, key = run.key] { m_context.selection.setBaseline(key); });
    action->setCheckable(true);
    action->setChecked(listing()->baseline == row);
  };
  QAction* none =
      menu->addAction(tr("No baseline"), this, [this] { m_context.selection.setBaseline(std::nullopt); });
  none->setCheckable(true);
  none->setChecked(!listing()->baseline);
  menu->addSeparator();
  constexpr std::size_t kMost = 12;
  std::vector<std::uint32_t> rows = selectedRows();
  if (rows.empty()) {
    rows = listing()->rows;
  }
  rows.resize(std::min(rows.size(), kMost));
  for (const std::uint32_t row : rows) {
    add(row, QString());
  }
  if (listing()->baseline && std::find(rows.begin(), rows.end(), *listing()->baseline) == rows.end()) {
    add(*listing()->baseline, QString());
  }
  menu->popup(below(m_filter->baselineButton()));
}

}  // namespace tatara::ui

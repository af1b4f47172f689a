// Nested runs: from a run to those it started, and back.
#include <QMenu>

#include "ui/base/utf8.h"
#include "ui/runs/experiments_panel.h"
#include "ui/runs/run_table_card.h"

namespace tatara::ui {

void ExperimentsPanel::addNestedMenu(QMenu& menu, std::uint32_t row) {
  const Nesting* nesting = listing()->nesting.get();
  if (nesting == nullptr) {
    return;
  }
  const RowId id = rowIdOf(*listing()->table, row);
  if (const std::int64_t children = nesting->childrenOf(row); children > 0) {
    menu.addAction(tr("Show its %n child run(s)", nullptr, static_cast<int>(children)), this,
                   [this, id] { showChildren(id); });
  }
  if (const auto parent = nesting->parentOf(row)) {
    menu.addAction(tr("Go to parent %1").arg(fromUtf8(listing()->table->run(*parent).name)), this,
                   [this, id] { showParent(id); });
  }
}

void ExperimentsPanel::showChildren(RowId id) {
  const track::RunInfo* run = runOf(id);
  const auto row = run == nullptr ? std::nullopt : listing()->table->findRow(run->key);
  if (!row || listing()->nesting == nullptr ||
      listing()->nesting->childrenOf(static_cast<std::uint32_t>(*row)) == 0) {
    return;
  }
  ViewState view = m_view;
  std::erase_if(view.conditions, [](const std::string& one) { return parentAsked(one).has_value(); });
  view.conditions.push_back(childCondition(run->id));
  m_toTop = true;
  changeView(view, tr("Filter"));
}

// In the table, where it stands there.
void ExperimentsPanel::showParent(RowId id) {
  const auto row = runOf(id) == nullptr ? std::nullopt : listing()->table->findRow(track::RunKey(id));
  const auto parent = !row || listing()->nesting == nullptr
                          ? std::nullopt
                          : listing()->nesting->parentOf(static_cast<std::uint32_t>(*row));
  if (!parent) {
    return;
  }
  const RowId there = rowIdOf(*listing()->table, *parent);
  if (m_table->grid().model().findRow(there) >= 0) {
    m_table->grid().setCurrent(there);
    m_table->grid().reveal(there);
  } else {
    openRun(there, false);
  }
}

}  // namespace tatara::ui

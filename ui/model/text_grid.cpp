#include "ui/model/text_grid.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <utility>

#include <QApplication>
#include <QClipboard>
#include <QShortcut>
#include <QVBoxLayout>

#include "ui/base/metrics.h"
#include "ui/model/grid_view.h"

namespace tatara::ui {
namespace {

class TextSource final : public GridSource {
 public:
  TextSource(std::vector<ColumnSpec> columns, std::shared_ptr<const std::vector<TextRow>> rows)
      : m_columns(std::move(columns)), m_rows(std::move(rows)) {
    for (std::size_t i = 0; i < m_rows->size(); ++i) {
      m_places.emplace((*m_rows)[i].id, i);
    }
  }
  const std::vector<ColumnSpec>& columns() const override { return m_columns; }
  Cell cell(RowId row, int column) const override {
    const TextCell* at = find(row, column);
    return at ? at->cell : Cell::none();
  }
  QString plainText(RowId row, int column) const override {
    const TextCell* at = find(row, column);
    return at ? at->plain : QString();
  }

 private:
  const TextCell* find(RowId row, int column) const {
    const auto at = m_places.find(row);
    if (at == m_places.end() || column < 0) {
      return nullptr;
    }
    const std::vector<TextCell>& cells = (*m_rows)[at->second].cells;
    return static_cast<std::size_t>(column) < cells.size() ? &cells[static_cast<std::size_t>(column)]
                                                           : nullptr;
  }

  std::vector<ColumnSpec> m_columns;
  std::shared_ptr<const std::vector<TextRow>> m_rows;
  std::unordered_map<RowId, std::size_t> m_places;
};

// Numbers before texts, what is missing last whichever way.
bool comesBefore(const TextCell& a, const TextCell& b, bool descending) {
  const bool aNumber = !std::isnan(a.number), bNumber = !std::isnan(b.number);
  if (a.cell.missing != b.cell.missing) {
    return b.cell.missing;
  }
  if (aNumber && bNumber) {
    return descending ? b.number < a.number : a.number < b.number;
  }
  if (aNumber != bNumber) {
    return aNumber;
  }
  return descending ? b.plain < a.plain : a.plain < b.plain;
}

}  // namespace

ColumnSpec gridColumn(std::string id, const QString& title, int width, ColumnKind kind) {
  ColumnSpec spec;
  spec.id = std::move(id);
  spec.title = title;
  spec.width = width;
  spec.kind = kind;
  return spec;
}

ColumnSpec filling(ColumnSpec spec) {
  spec.fills = true;
  return spec;
}

TextCell TextCell::text(const QString& shown, Tone tone) {
  TextCell made;
  made.cell.text = shown;
  made.cell.tone = tone;
  made.plain = shown;
  return made;
}

TextCell TextCell::value(const QString& shown, double number, const QString& plain) {
  TextCell made = text(shown);
  made.plain = plain;
  made.number = number;
  return made;
}

TextGrid::TextGrid(const QString& name, QWidget* parent)
    : QWidget(parent), m_grid(new GridView(this)), m_rows(std::make_shared<std::vector<TextRow>>()) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(m_grid);
  m_grid->setAccessibleName(name);
  setFocusProxy(m_grid->focusTarget());
  connect(m_grid, &GridView::sortRequested, this, [this](const QString& id, bool) { sortBy(id); });
  connect(m_grid, &GridView::activated, this, &TextGrid::activated);
  connect(m_grid, &GridView::currentChanged, this, &TextGrid::chosenChanged);
  connect(m_grid, &GridView::menuRequested, this,
          [this](RowId row, const QString&, QPoint global) { Q_EMIT menuRequested(row, global); });
  connect(m_grid, &GridView::checkRequested, this, [this](RowId row, bool checked) {
    checked ? static_cast<void>(m_checked.insert(row)) : static_cast<void>(m_checked.erase(row));
    showChecked();
  });
  connect(m_grid, &GridView::checkAllRequested, this, [this] {
    const bool all = m_checked.size() == m_rows->size();
    m_checked.clear();
    for (const TextRow& row : *m_rows) {
      if (!all) {
        m_checked.insert(row.id);
      }
    }
    showChecked();
  });
  connect(m_grid, &GridView::checkRangeRequested, this, [this](RowId from, RowId to) {
    const RowIds ids = order();
    auto a = std::ranges::find(*ids, from), b = std::ranges::find(*ids, to);
    if (a != ids->end() && b != ids->end()) {
      if (b < a) {
        std::swap(a, b);
      }
      m_checked.insert(a, b + 1);
      showChecked();
    }
  });
  connect(m_grid, &GridView::visibleRowsChanged, this, [this] {
    constexpr int kNear = 20;
    if (m_grid->visibleRows().second + kNear >= static_cast<int>(m_rows->size())) {
      Q_EMIT endSeen();
    }
  });
  auto* copy = new QShortcut(QKeySequence::Copy, this);
  copy->setContext(Qt::WidgetWithChildrenShortcut);
  connect(copy, &QShortcut::activated, this, [this] { QApplication::clipboard()->setText(copyText()); });
}

void TextGrid::show(std::vector<ColumnSpec> columns, std::vector<TextRow> rows) {
  m_columns = std::move(columns);
  m_rows = std::make_shared<std::vector<TextRow>>(std::move(rows));
  std::erase_if(m_checked,
                [this](RowId id) { return std::ranges::find(*m_rows, id, &TextRow::id) == m_rows->end(); });
  refresh();
  showChecked();
}

void TextGrid::sortBy(const QString& column) {
  const std::string id = column.toStdString();
  const auto spec = std::ranges::find(m_columns, id, &ColumnSpec::id);
  if (spec == m_columns.end()) {
    return;
  }
  if (!m_sort.empty() && m_sort.front().column == id) {
    m_sort.front().descending = !m_sort.front().descending;
  } else {
    m_sort = {{id, spec->better == BetterWhen::Higher}};
  }
  refresh();
}

RowIds TextGrid::order() const {
  std::vector<const TextRow*> rows;
  for (const TextRow& row : *m_rows) {
    rows.push_back(&row);
  }
  if (!m_sort.empty()) {
    const auto spec = std::ranges::find(m_columns, m_sort.front().column, &ColumnSpec::id);
    const auto column = static_cast<std::size_t>(spec - m_columns.begin());
    if (spec != m_columns.end()) {
      std::ranges::stable_sort(rows, [&](const TextRow* a, const TextRow* b) {
        return comesBefore(a->cells[column], b->cells[column], m_sort.front().descending);
      });
    }
  }
  auto ids = std::make_shared<std::vector<RowId>>();
  for (const TextRow* row : rows) {
    ids->push_back(row->id);
  }
  return ids;
}

void TextGrid::refresh() {
  const RowIds before =
      m_grid->model().ids() ? m_grid->model().ids() : std::make_shared<std::vector<RowId>>();
  m_grid->setContent(std::make_shared<TextSource>(m_columns, m_rows), m_columns, {},
                     planRows(before, order()), Anchor::Keep);
  m_grid->setSort(m_sort);
}

void TextGrid::showChecked() {
  const Qt::CheckState header = m_checked.empty()                    ? Qt::Unchecked
                                : m_checked.size() == m_rows->size() ? Qt::Checked
                                                                     : Qt::PartiallyChecked;
  m_grid->setChecked(m_checked, header);
  Q_EMIT chosenChanged();
}

std::optional<RowId> TextGrid::current() const {
  return m_grid->current();
}

void TextGrid::setCurrent(RowId row) {
  m_grid->setCurrent(row);
}

std::vector<RowId> TextGrid::chosen() const {
  std::vector<RowId> rows;
  const RowIds ids = order();
  for (const RowId id : *ids) {
    if (m_checked.contains(id)) {
      rows.push_back(id);
    }
  }
  if (const auto at = m_grid->current(); rows.empty() && at) {
    rows.push_back(*at);
  }
  return rows;
}

QString TextGrid::copyText() const {
  return m_grid->copyText(chosen());
}

int TextGrid::heightForRows(int rows) const {
  constexpr int kScrollBar = 12;
  return kHeaderRowHeight + rows * kRowHeight + kScrollBar;
}

QWidget* TextGrid::focusTarget() const {
  return m_grid->focusTarget();
}

}  // namespace tatara::ui

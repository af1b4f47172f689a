#include "ui/explore/compare_page.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/style.h"
#include "ui/base/utf8.h"
#include "ui/explore/cell_table.h"
#include "ui/explore/column_text.h"
#include "ui/explore/compare_bar.h"
#include "ui/explore/figure_strip.h"
#include "ui/explore/subset_rows.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"

namespace tatara::ui {
namespace {

constexpr int kNarrow = 900;
constexpr std::size_t kExamples = 20;  // of changed cells a column, as the engine keeps them

std::optional<BadgeState> kindState(const dataset::ColumnPair& pair) {
  switch (pair.kind) {
    case dataset::ColumnPair::Kind::Added:
      return BadgeState::Note;
    case dataset::ColumnPair::Kind::Removed:
      return BadgeState::Alert;
    case dataset::ColumnPair::Kind::Renamed:
    case dataset::ColumnPair::Kind::Retyped:
      return BadgeState::Warning;
    case dataset::ColumnPair::Kind::Same:
      break;
  }
  return std::nullopt;
}

QString kindWord(const dataset::ColumnPair& pair) {
  switch (pair.kind) {
    case dataset::ColumnPair::Kind::Added:
      return ComparePage::tr("added");
    case dataset::ColumnPair::Kind::Removed:
      return ComparePage::tr("removed");
    case dataset::ColumnPair::Kind::Renamed:
      return ComparePage::tr("renamed");
    case dataset::ColumnPair::Kind::Retyped:
      return ComparePage::tr("retyped");
    case dataset::ColumnPair::Kind::Same:
      break;
  }
  return pair.changedCells > 0 ? ComparePage::tr("values changed") : ComparePage::tr("same");
}

TableCell typeCell(const dataset::ColumnPair& pair) {
  if (pair.retyped()) {
    return {.text = typeWord(pair.typeBefore) + QStringLiteral(" → ") + typeWord(pair.typeAfter)};
  }
  return {.text = typeWord(pair.after.empty() ? pair.typeBefore : pair.typeAfter), .color = &Colors::tx2};
}

}  // namespace

ComparePage::ComparePage(VersionDiff& diff, QWidget* parent) : QWidget(parent), m_diff(diff) {
  build();
  connect(&m_diff, &VersionDiff::changed, this, &ComparePage::present);
  present();
}

ComparePage::~ComparePage() = default;

bool ComparePage::settled() const {
  return m_diff.settled() && m_added->settled() && m_removed->settled();
}

QWidget* ComparePage::makeRowLists() {
  auto* side = new QWidget;
  side->setMinimumWidth(280);
  auto* right = new QVBoxLayout(side);
  right->setContentsMargins(0, 0, 0, 0);
  right->setSpacing(0);
  auto* head = new QHBoxLayout;
  head->setContentsMargins(12, 6, 12, 6);
  head->setSpacing(10);
  m_which = new SegmentedControl;
  m_which->setSmall(true);
  m_which->addSegment(tr("Changed cells"));
  m_which->addSegment(tr("Rows added"));
  m_which->addSegment(tr("Rows removed"));
  m_which->setAccessibleName(tr("Which rows are listed"));
  head->addWidget(m_which);
  m_note = new Label({}, TextRole::Caption, &Colors::tx3);
  head->addWidget(m_note);
  head->addStretch(1);
  right->addLayout(head);
  right->addWidget(makeLine(Qt::Horizontal));
  m_rows = new QStackedWidget;
  m_cells = new CellTable(tr("Changed cells"));
  m_added = new SubsetRows(tr("Rows added"), tr("No row was added"));
  m_removed = new SubsetRows(tr("Rows removed"), tr("No row was removed"));
  for (QWidget* page :
       {static_cast<QWidget*>(m_cells), static_cast<QWidget*>(m_added), static_cast<QWidget*>(m_removed)}) {
    m_rows->addWidget(page);
  }
  right->addWidget(m_rows, 1);
  return side;
}

void ComparePage::build() {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(1, 1, 1, 1);
  column->setSpacing(0);
  m_bar = new CompareBar(m_diff);
  column->addWidget(m_bar);
  column->addWidget(makeLine(Qt::Horizontal));
  m_stack = new QStackedWidget;
  auto* content = new QWidget;
  auto* rows = new QVBoxLayout(content);
  rows->setContentsMargins(0, 0, 0, 0);
  rows->setSpacing(0);
  m_figures = new FigureStrip;
  rows->addWidget(m_figures);
  rows->addWidget(makeLine(Qt::Horizontal));
  m_split = new QSplitter(Qt::Horizontal);
  m_split->setChildrenCollapsible(false);
  m_columns = new CellTable(tr("Columns of both versions"));
  m_split->addWidget(m_columns);
  m_split->addWidget(makeRowLists());
  m_split->setStretchFactor(0, 1);
  m_split->setStretchFactor(1, 1);
  rows->addWidget(m_split, 1);
  m_stack->addWidget(content);
  column->addWidget(m_stack, 1);
  setFocusProxy(m_columns);
  m_bar->setCopyMenu([this](QMenu& menu) { fillCopyMenu(menu); });
  connect(m_which, &SegmentedControl::currentChanged, this,
          [this](int which) { showRows(static_cast<Rows>(which)); });
  connect(m_columns, &CellTable::rowSelected, this, &ComparePage::fillCells);
  for (CellTable* table : {m_columns, m_cells}) {
    connect(table, &CellTable::copied, this, [this] { Q_EMIT copied(tr("Table copied")); });
  }
  connect(m_added, &SubsetRows::copied, this, &ComparePage::copied);
  connect(m_removed, &SubsetRows::copied, this, &ComparePage::copied);
}

void ComparePage::fillCopyMenu(QMenu& menu) {
  const auto copy = [this](const QString& words, const QString& said) {
    QApplication::clipboard()->setText(words);
    Q_EMIT copied(said);
  };
  menu.addAction(tr("Copy the columns"), this, [this, copy] { copy(m_columns->tsv(), tr("Table copied")); });
  menu.addAction(tr("Copy the changed cells"), this,
                 [this, copy] { copy(m_cells->tsv(), tr("Table copied")); })
      ->setEnabled(m_cells->rows() > 0);
  menu.addAction(tr("Copy the command"), this, [this, copy] {
    QString command = QStringLiteral("tatara data diff %1@%2 %3@%4")
                          .arg(fromUtf8(m_compared->versionBefore.name))
                          .arg(m_compared->versionBefore.version)
                          .arg(fromUtf8(m_compared->versionAfter.name))
                          .arg(m_compared->versionAfter.version);
    for (const std::string& name : m_compared->diff.rows.key) {
      command += QStringLiteral(" --key '%1'")
                     .arg(fromUtf8(name).replace(QLatin1Char('\''), QStringLiteral("'\\''")));
    }
    copy(command, tr("Command copied"));
  });
}

void ComparePage::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  drawPanel(painter, rect(), kCardRadius, colors().bg1, colors().line);
}

void ComparePage::resizeEvent(QResizeEvent*) {
  m_split->setOrientation(width() < kNarrow ? Qt::Vertical : Qt::Horizontal);
}

void ComparePage::showRows(Rows rows) {
  m_which->setCurrent(static_cast<int>(rows));
  m_rows->setCurrentIndex(static_cast<int>(rows));
  m_note->setVisible(rows == Rows::Changed);
}

void ComparePage::present() {
  m_compared = m_diff.compared();
  showDiffState(m_diff, *m_stack, [this] { m_diff.retry(); });
  if (!m_compared) {
    m_bar->setKey({});
    return;
  }
  const dataset::RowChanges& rows = m_compared->diff.rows;
  std::uint64_t columns = 0;
  for (const dataset::ColumnPair& pair : m_compared->diff.columns) {
    columns += pair.kind != dataset::ColumnPair::Kind::Same ? 1 : 0;
  }
  m_figures->setFigures(
      {{tr("Rows added"), rows.added, &Colors::ok, QStringLiteral("add"), [this] { showRows(Rows::Added); }},
       {tr("Rows removed"), rows.removed, &Colors::err, QStringLiteral("close"),
        [this] { showRows(Rows::Removed); }},
       {tr("Rows changed"), rows.changed, &Colors::warn, QStringLiteral("edit"),
        [this] { showRows(Rows::Changed); }},
       {tr("Rows unchanged"), rows.unchanged},
       {tr("Columns that differ"), columns, &Colors::warn, QStringLiteral("columns")}});
  QStringList key;
  for (const std::string& name : rows.key) {
    key << fromUtf8(name);
  }
  m_bar->setKey(key.isEmpty() ? tr("Without a key") : tr("Key: %1").arg(key.join(QStringLiteral(", "))));
  QStringList words;
  if (!m_compared->diff.different()) {
    words << tr("Both versions hold the same");
  }
  if (rows.repeatedBefore + rows.repeatedAfter > 0) {
    words << tr("The key is repeated in %1 and %2 rows")
                 .arg(counted(rows.repeatedBefore), counted(rows.repeatedAfter));
  }
  if (key.isEmpty()) {
    words << tr("Whole rows are compared, so none counts as changed");
  } else if (rows.keyGuessed) {
    words << tr("The key was found in the data");
  }
  m_bar->setSummary(words.join(QStringLiteral(" · ")), keyReason(rows, key));
  fillColumns();
  fillCells();
  m_added->setRows(m_compared->after, rows.addedRows);
  m_removed->setRows(m_compared->before, rows.removedRows);
  showRows(rows.changed > 0   ? Rows::Changed
           : rows.added > 0   ? Rows::Added
           : rows.removed > 0 ? Rows::Removed
                              : Rows::Changed);
}

QString ComparePage::keyReason(const dataset::RowChanges& rows, const QStringList& key) {
  switch (rows.reason) {
    case dataset::KeyReason::AsAsked:
      return tr("Without a key, as asked");
    case dataset::KeyReason::Named:
      return tr("The key is the one that was chosen");
    case dataset::KeyReason::NoCommonColumn:
      return tr("No column is in both versions");
    case dataset::KeyReason::NoneFound:
      return tr("No column, and no two tried together, differ in every row of both versions and are shared");
    case dataset::KeyReason::Found:
      break;
  }
  const QString percent = QString::number(static_cast<int>(rows.joined * 100));
  return (key.size() > 1 ? tr("%1 together differ in every row; %2 % of the rows have a partner")
                         : tr("%1 differs in every row; %2 % of the rows have a partner"))
      .arg(key.join(QStringLiteral(", ")), percent);
}

void ComparePage::fillColumns() {
  const dataset::Diff& diff = m_compared->diff;
  const auto paired =
      static_cast<double>(std::max<std::uint64_t>(diff.rows.changed + diff.rows.unchanged, 1));
  std::vector<std::vector<TableCell>> rows;
  for (const dataset::ColumnPair& pair : diff.columns) {
    const bool renamed = pair.kind == dataset::ColumnPair::Kind::Renamed;
    const dataset::ColumnType type = pair.after.empty() ? pair.typeBefore : pair.typeAfter;
    TableCell name{.text = fromUtf8(pair.after.empty() ? pair.before : pair.after),
                   .strong = true,
                   .icon = typeIcon(type)};
    if (renamed) {
      name.text = fromUtf8(pair.before) + QStringLiteral(" → ") + name.text;
      name.tip = pair.guessed ? tr("Renamed, by what it holds") : QString();
    }
    TableCell cells{.text = pair.paired() ? counted(pair.changedCells) : QString(kMissing),
                    .color = pair.changedCells > 0 ? &Colors::tx1 : &Colors::tx3,
                    .order = pair.paired() ? static_cast<double>(pair.changedCells) : -1};
    if (pair.changedCells > 0) {
      cells.bar = static_cast<double>(pair.changedCells) / paired;
      cells.tip = tr("%1 % of the rows in both").arg(metricText(100 * cells.bar, 2));
    }
    rows.push_back({std::move(name),
                    TableCell{.text = kindWord(pair),
                              .color = pair.changedCells > 0 ? &Colors::tx1 : &Colors::tx3,
                              .badge = kindState(pair)},
                    typeCell(pair), std::move(cells)});
  }
  m_columns->setContent({{.title = tr("Column"), .least = 130, .most = 260, .sortsByText = true},
                         {.title = tr("Change"), .least = 100, .sortsByText = true},
                         {.title = tr("Type"), .sortsByText = true},
                         {.title = tr("Changed cells"), .right = true, .least = 110}},
                        std::move(rows), 0);
}

void ComparePage::fillCells() {
  if (!m_compared) {
    return;
  }
  const dataset::Diff& diff = m_compared->diff;
  const int chosen = m_columns->currentRow();
  const std::string only = chosen >= 0 ? diff.columns[static_cast<std::size_t>(chosen)].after : std::string();
  std::vector<std::vector<TableCell>> rows;
  for (const dataset::CellChange& cell : diff.rows.examples) {
    if (!only.empty() && cell.column != only) {
      continue;
    }
    const auto value = [](const std::string& words, bool missing, ColorRole color) {
      return TableCell{.text = missing ? QString(kMissing) : fromUtf8(words),
                       .color = missing ? &Colors::tx3 : color,
                       .tip = fromUtf8(words)};
    };
    rows.push_back({TableCell{.text = counted(cell.rowAfter + 1),
                              .color = &Colors::tx3,
                              .order = static_cast<double>(cell.rowAfter)},
                    TableCell{.text = fromUtf8(cell.key), .color = &Colors::tx2},
                    TableCell{.text = fromUtf8(cell.column), .strong = true},
                    value(cell.before, cell.missingBefore, &Colors::tx2),
                    value(cell.after, cell.missingAfter, &Colors::tx1)});
  }
  const std::uint64_t all = only.empty() ? 0 : diff.columns[static_cast<std::size_t>(chosen)].changedCells;
  m_note->setText(!only.empty() && all > rows.size()
                      ? tr("%1: the first %2 of %3").arg(fromUtf8(only)).arg(rows.size()).arg(counted(all))
                  : !only.empty() ? fromUtf8(only)
                  : rows.empty()  ? QString()
                                  : tr("the first %n of each column", nullptr, static_cast<int>(kExamples)));
  m_cells->setContent({{.title = tr("Row"), .right = true, .least = 64},
                       {.title = tr("Key"), .most = 180, .sortsByText = true},
                       {.title = tr("Column"), .most = 160, .sortsByText = true},
                       {.title = tr("Before"), .most = 180, .sortsByText = true},
                       {.title = tr("After"), .most = 180, .sortsByText = true}},
                      std::move(rows), 4);
}

}  // namespace tatara::ui

#include "ui/explore/rows_page.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QIntValidator>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "core/base/number_text.h"
#include "ui/base/error_text.h"
#include "ui/base/icon.h"
#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/style.h"
#include "ui/base/type.h"
#include "ui/explore/subset_rows.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"
#include "ui/widget/states.h"

namespace tatara::ui {
namespace {

constexpr std::uint64_t kMostRowsCopied = 500'000;  // rows; more belong into a file
constexpr std::size_t kRowsAround = 60;             // rows read before and behind the screen
constexpr int kMostMenuColumns = 60;

}  // namespace

RowsPage::RowsPage(QWidget* parent)
    : QWidget(parent),
      m_copyJob([this](Result<std::string> text) {
        if (text) {
          QApplication::clipboard()->setText(QString::fromStdString(*text));
        } else {
          Q_EMIT failed(text.error());
        }
      }),
      m_placeJob([this](Result<std::optional<std::uint64_t>> place) {
        if (place && *place) {
          m_view->showPlace(**place);
        } else if (place) {
          Q_EMIT copied(tr("That row is filtered out"));
        }
      }),
      m_windowJob([this](Result<RowsWindow> window) {
        if (window) {
          m_view->setWindow(std::move(*window));
        }
      }),
      m_job([this](Result<Answer> answer) { take(std::move(answer)); }) {
  build();
}

void RowsPage::build() {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(1, 1, 1, 1);
  column->setSpacing(0);
  auto* bar = new QHBoxLayout;
  bar->setContentsMargins(12, 4, 8, 4);
  bar->setSpacing(8);
  m_count = new Label({}, TextRole::Body, &Colors::tx2);
  m_count->setTabular(true);
  bar->addWidget(m_count, 1);
  m_goTo = new QLineEdit;
  m_goTo->setPlaceholderText(tr("Go to row"));
  m_goTo->setAccessibleName(tr("Go to row"));
  m_goTo->setFixedWidth(112);
  m_scale = makeButton(tr("Colour scale"), QStringLiteral("heatmap"));
  m_scale->setCheckable(true);
  m_columnsButton = makeButton(tr("Columns"), QStringLiteral("columns"));
  m_copyButton = makeButton(tr("Copy"), QStringLiteral("copy"));
  for (QWidget* control : {static_cast<QWidget*>(m_goTo), static_cast<QWidget*>(m_scale),
                           static_cast<QWidget*>(m_columnsButton), static_cast<QWidget*>(m_copyButton)}) {
    bar->addWidget(control);
  }
  column->addLayout(bar);
  column->addWidget(makeLine(Qt::Horizontal));

  m_stack = new QStackedWidget;
  m_tableWidget = new QWidget;
  auto* body = new QVBoxLayout(m_tableWidget);
  body->setContentsMargins(0, 0, 0, 0);
  body->setSpacing(0);
  m_view = new RowsView;
  body->addWidget(m_view, 1);
  body->addWidget(makeLine(Qt::Horizontal));
  auto* foot = new QHBoxLayout;
  foot->setContentsMargins(12, 5, 12, 5);
  m_marks = new Label({}, TextRole::Caption, &Colors::tx3);
  m_range = new Label({}, TextRole::Caption, &Colors::tx3);
  m_range->setTabular(true);
  m_range->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  foot->addWidget(m_marks, 1);
  foot->addWidget(m_range);
  body->addLayout(foot);
  m_stack->addWidget(m_tableWidget);
  column->addWidget(m_stack, 1);

  connectParts();
  setFocusProxy(m_view);
  showState();
}

void RowsPage::connectParts() {
  connect(m_view, &RowsView::windowNeeded, this, &RowsPage::readAround);
  connect(m_view, &RowsView::sortAsked, this, &RowsPage::sortBy);
  connect(m_view, &RowsView::filterTyped, this, &RowsPage::onFilter);
  connect(m_view, &RowsView::columnMenuAsked, this, &RowsPage::showColumnMenu);
  connect(m_view, &RowsView::markedChanged, this, &RowsPage::showCounts);
  connect(m_view, &RowsView::copyAsked, this, [this] { copy(RowsFormat::Tsv); });
  connect(m_view, &RowsView::widthChanged, this, [this](std::size_t index, int width) {
    if (Choice* own = choice(index)) {
      own->shown.width = width;
      applyColumns();
    }
  });
  connect(m_view, &RowsView::menuAsked, this, [this](const QPoint& at) {
    QMenu menu;
    fillCopyMenu(menu);
    menu.exec(at);
  });
  connect(m_columnsButton, &QPushButton::clicked, this, &RowsPage::showColumnChooser);
  connect(m_copyButton, &QPushButton::clicked, this, [this] {
    QMenu menu;
    fillCopyMenu(menu);
    menu.exec(m_copyButton->mapToGlobal(QPoint(0, m_copyButton->height() + 2)));
  });
  connect(m_scale, &QPushButton::toggled, this, [this](bool on) {
    for (Choice& own : m_choices) {
      own.shown.scaled = on && m_frame && !m_frame->column(own.shown.column).isText();
    }
    applyColumns();
  });
  connect(m_goTo, &QLineEdit::returnPressed, this, &RowsPage::find);
  auto* go = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_G), this);
  go->setContext(Qt::WidgetWithChildrenShortcut);
  connect(go, &QShortcut::activated, m_goTo, [this] { m_goTo->setFocus(Qt::ShortcutFocusReason); });
}

void RowsPage::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  drawPanel(painter, rect(), kCardRadius, colors().bg1, colors().line);
}

RowsPage::Choice* RowsPage::choice(std::size_t column) {
  const auto found =
      std::ranges::find_if(m_choices, [column](const Choice& own) { return own.shown.column == column; });
  return found == m_choices.end() ? nullptr : &*found;
}

void RowsPage::setFrame(FramePtr frame, const QString& table) {
  const std::optional<RowsLook> before = m_frame ? std::optional(look()) : m_wanted;
  m_table = table;
  if (frame == m_frame && frame) {
    return;
  }
  m_job.cancel();
  m_windowJob.cancel();
  m_frame = std::move(frame);
  m_choices.clear();
  m_order.clear();
  m_shownOrder.clear();
  m_shown = {};
  m_selection = {};
  m_filter = {};
  m_ready = false;
  m_view->setFrame(m_frame);
  for (std::size_t i = 0; m_frame && i < m_frame->columns().size(); ++i) {
    m_choices.push_back({.shown = {.column = i, .width = startWidth(m_frame->column(i))}});
  }
  if (m_frame && before) {
    setLook(*before);
  } else {
    applyColumns();
    start();
  }
  showState();
}

void RowsPage::setReading(const QString& stage) {
  setFrame(nullptr, m_table);
  m_count->setText(stage);
}

void RowsPage::setFailure(const Error& error, std::function<void()> retry) {
  setFrame(nullptr, m_table);
  delete std::exchange(m_stateWidget, new ErrorState(error, std::move(retry)));
  m_stack->addWidget(m_stateWidget);
  m_stack->setCurrentWidget(m_stateWidget);
  m_count->setText({});
}

void RowsPage::setSelection(dataset::Selection selection, dataset::Filter filter, bool updating) {
  const bool changed = selection.words() != m_selection.words();
  m_selection = std::move(selection);
  m_filter = std::move(filter);
  m_updating = updating;
  m_view->setUpdating(updating);
  if (changed) {
    start();
  }
  showCounts();
}

void RowsPage::setFilterTexts(std::vector<std::pair<std::string, QString>> texts) {
  std::vector<std::pair<std::size_t, QString>> known;
  for (auto& [name, text] : texts) {
    if (const auto index = m_frame ? m_frame->find(name) : Result<std::size_t>(Error{}); index) {
      known.emplace_back(*index, std::move(text));
    }
  }
  m_view->setFilterTexts(std::move(known));
  m_view->setFilterError(std::nullopt, {});
}

void RowsPage::start() {
  if (!m_frame) {
    return;
  }
  std::shared_ptr<const dataset::RowOrder> known = m_order == m_shownOrder ? m_shown.order() : nullptr;
  const bool sorted = m_order.empty() || known;
  m_job.start([frame = m_frame, selection = m_selection, order = m_order, known, sorted,
               columns = m_view->columns()](std::stop_token stop) -> Result<Answer> {
    std::shared_ptr<const dataset::RowOrder> use = known;
    if (!sorted) {
      TATARA_ASSIGN(use, dataset::sortRows(*frame, order, stop));
    } else if (order.empty()) {
      use = nullptr;
    }
    Answer answer;
    TATARA_ASSIGN(answer.rows, dataset::RowView::make(*frame, use, selection, stop));
    answer.window = readWindow(*frame, answer.rows, columns, 0, 2 * kRowsAround);
    return answer;
  });
  m_view->setUpdating(m_ready);
}

void RowsPage::take(Result<Answer> answer) {
  m_view->setUpdating(m_updating);
  if (!answer) {
    setFailure(answer.error(), {});
    return;
  }
  m_ready = true;
  m_shown = std::move(answer->rows);
  m_shownOrder = m_order;
  m_view->setOrder(m_order);
  m_view->setSize(m_shown.size());
  m_view->setWindow(std::move(answer->window));
  showState();
  readAround();
  if (m_goal) {
    goToRow(*std::exchange(m_goal, std::nullopt));
  }
}

void RowsPage::readAround() {
  if (!m_frame || !m_ready || m_view->columns().empty()) {
    return;
  }
  const std::uint64_t first = m_view->firstPlace() > kRowsAround ? m_view->firstPlace() - kRowsAround : 0;
  m_windowJob.start([frame = m_frame, rows = m_shown, columns = m_view->columns(), first,
                     count = m_view->fittingRows() + 2 * kRowsAround](std::stop_token) -> Result<RowsWindow> {
    return readWindow(*frame, rows, columns, first, count);
  });
  showCounts();
}

void RowsPage::applyColumns() {
  std::vector<RowsColumn> columns;
  for (const Choice& own : m_choices) {
    if (!own.hidden) {
      columns.push_back(own.shown);
    }
  }
  m_view->setColumns(std::move(columns));
  Q_EMIT lookChanged();
}

void RowsPage::showState() {
  const auto put = [this](QWidget* widget) {
    delete std::exchange(m_stateWidget, widget);
    m_stack->addWidget(widget);
    m_stack->setCurrentWidget(widget);
  };
  if (!m_frame) {
    put(new Skeleton(kRowHeight));
  } else if (m_frame->rows() == 0) {
    put(new EmptyState(QStringLiteral("data"), tr("This version has no rows"),
                       tr("Its columns are listed on the Profile tab.")));
  } else {
    m_view->setNotice(
        m_ready && m_shown.size() == 0
            ? new EmptyState(
                  QStringLiteral("filter"), tr("No row matches"),
                  tr("Every one of %1 rows is filtered out.")
                      .arg(countText(static_cast<std::int64_t>(m_frame->rows()))),
                  {{.text = tr("Clear filters"), .icon = {}, .run = [this] { Q_EMIT clearAsked(); }}})
            : nullptr);
    m_stack->setCurrentWidget(m_tableWidget);
    delete std::exchange(m_stateWidget, nullptr);
  }
  for (QWidget* control : {static_cast<QWidget*>(m_goTo), static_cast<QWidget*>(m_scale),
                           static_cast<QWidget*>(m_columnsButton), static_cast<QWidget*>(m_copyButton)}) {
    control->setEnabled(m_frame && m_frame->rows() > 0);
  }
  showCounts();
}

void RowsPage::showCounts() {
  if (!m_frame) {
    return;
  }
  const auto all = static_cast<std::int64_t>(m_frame->rows());
  const auto shown = static_cast<std::int64_t>(m_ready ? m_shown.size() : m_frame->rows());
  QString text = shown == all ? tr("%1 rows").arg(countText(all))
                              : tr("%1 of %2 rows").arg(countText(shown), countText(all));
  const std::size_t hidden = static_cast<std::size_t>(std::ranges::count(m_choices, true, &Choice::hidden));
  if (hidden > 0) {
    text +=
        QStringLiteral(" · ") + tr("%1 of %2 columns").arg(m_choices.size() - hidden).arg(m_choices.size());
  }
  m_count->setText(text);
  const auto [from, to] = m_view->marked();
  m_marks->setText(to > from ? tr("%1 rows marked").arg(countText(static_cast<std::int64_t>(to - from + 1)))
                             : QString());
  const auto first = static_cast<std::int64_t>(m_view->firstPlace());
  const auto last =
      std::min<std::int64_t>(shown, first + static_cast<std::int64_t>(m_view->fittingRows()) - 1);
  m_range->setText(shown == 0
                       ? QString()
                       : tr("%1 – %2 of %3").arg(countText(first + 1), countText(last), countText(shown)));
}

void RowsPage::sortBy(std::size_t column, bool additive) {
  const auto known = std::ranges::find(m_order, column, &dataset::OrderKey::column);
  if (!additive) {
    const bool only = known != m_order.end() && m_order.size() == 1;
    // Ascending, descending, as in the file.
    m_order = only && known->descending
                  ? std::vector<dataset::OrderKey>()
                  : std::vector<dataset::OrderKey>{{.column = column, .descending = only}};
  } else if (known == m_order.end()) {
    m_order.push_back({.column = column});
  } else if (!known->descending) {
    known->descending = true;
  } else {
    m_order.erase(known);
  }
  m_view->setOrder(m_order);
  start();
  Q_EMIT lookChanged();
}

void RowsPage::onFilter(std::size_t column, const QString& text) {
  const auto filter = parseCellFilter(m_frame->column(column), text.toStdString());
  if (!filter) {
    m_view->setFilterError(column, messageText(filter.error()));
    Q_EMIT failed(filter.error());
    return;
  }
  m_view->setFilterError(std::nullopt, {});
  Q_EMIT filterTyped(QString::fromStdString(m_frame->column(column).info.name), *filter, text.trimmed());
}

void RowsPage::showColumnMenu(std::size_t column, const QPoint& global) {
  Choice* own = choice(column);
  if (!own) {
    return;
  }
  QMenu menu;
  const auto sort = [&](const QString& text, const QString& name, bool descending) {
    menu.addAction(icon(name), text, this, [this, column, descending] {
      m_order = {{.column = column, .descending = descending}};
      start();
      Q_EMIT lookChanged();
    });
  };
  sort(tr("Sort ascending"), QStringLiteral("sort-ascending"), false);
  sort(tr("Sort descending"), QStringLiteral("sort-descending"), true);
  menu.addAction(icon(QStringLiteral("add")), tr("Sort by this too"), this,
                 [this, column] { sortBy(column, true); });
  menu.addSeparator();
  const auto flag = [&](const QString& text, bool RowsColumn::*member, bool enabled) {
    QAction* action = menu.addAction(text, this, [this, column, member] {
      choice(column)->shown.*member = !(choice(column)->shown.*member);
      applyColumns();
    });
    action->setCheckable(true);
    action->setChecked(own->shown.*member);
    action->setEnabled(enabled);
  };
  flag(tr("Pin at the left"), &RowsColumn::pinned, true);
  flag(tr("Colour scale"), &RowsColumn::scaled, !m_frame->column(column).isText());
  const auto at = std::ranges::find_if(m_choices, [own](const Choice& other) { return &other == own; });
  const auto move = [&](const QString& text, bool enabled, int by) {
    menu.addAction(text, this,
                   [this, column, by] {
                     const auto from = choice(column) - m_choices.data();
                     std::swap(m_choices[static_cast<std::size_t>(from)],
                               m_choices[static_cast<std::size_t>(from + by)]);
                     applyColumns();
                   })
        ->setEnabled(enabled);
  };
  move(tr("Move left"), at != m_choices.begin(), -1);
  move(tr("Move right"), at + 1 != m_choices.end(), 1);
  menu.addSeparator();
  menu.addAction(icon(QStringLiteral("filter")), tr("Filter"), this,
                 [this, column] { m_view->editFilter(column); });
  menu.addAction(tr("Hide"), this,
                 [this, column] {
                   choice(column)->hidden = true;
                   applyColumns();
                   showCounts();
                 })
      ->setEnabled(m_view->columns().size() > 1);
  menu.exec(global);
}

void RowsPage::showColumnChooser() {
  QMenu menu;
  const auto all = [this](bool hidden) {
    for (Choice& own : m_choices) {
      own.hidden = hidden && &own != &m_choices.front();
    }
    applyColumns();
    showCounts();
  };
  menu.addAction(tr("Show all"), this, [all] { all(false); });
  menu.addAction(tr("Hide all but the first"), this, [all] { all(true); });
  menu.addSeparator();
  QMenu* into = &menu;
  for (std::size_t i = 0; i < m_choices.size(); ++i) {
    if (i > 0 && i % kMostMenuColumns == 0) {
      into = menu.addMenu(tr("More columns, from %1").arg(i + 1));
    }
    const std::size_t column = m_choices[i].shown.column;
    QAction* action = into->addAction(QString::fromStdString(m_frame->column(column).info.name)
                                          .replace(QLatin1Char('&'), QLatin1String("&&")));
    action->setCheckable(true);
    action->setChecked(!m_choices[i].hidden);
    connect(action, &QAction::toggled, this, [this, column](bool on) {
      choice(column)->hidden = !on;
      applyColumns();
      showCounts();
    });
  }
  menu.exec(m_columnsButton->mapToGlobal(QPoint(0, m_columnsButton->height() + 2)));
}

void RowsPage::fillCopyMenu(QMenu& menu) {
  const auto add = [&](const QString& text, auto act) { menu.addAction(text, this, act); };
  add(tr("Copy rows as TSV"), [this] { copy(RowsFormat::Tsv); });
  add(tr("Copy rows as CSV"), [this] { copy(RowsFormat::Csv); });
  menu.addSeparator();
  add(tr("Copy as pandas"), [this] { copyQuery(RowsFormat::Pandas); });
  add(tr("Copy as SQL"), [this] { copyQuery(RowsFormat::Sql); });
}

RowsText RowsPage::copyOf() const {
  RowsText what;
  for (const RowsColumn& column : m_view->columns()) {
    what.columns.push_back(column.column);
  }
  what.order = m_order;
  what.filter = m_filter;
  what.table = m_table.toStdString();
  return what;
}

void RowsPage::copy(RowsFormat format) {
  if (!m_ready || m_shown.size() == 0) {
    return;
  }
  auto [from, to] = m_view->marked();
  if (from == to) {  // one row is where the cursor is, not a choice
    from = 0;
    to = m_shown.size() - 1;
  }
  const std::uint64_t count = std::min(to - from + 1, kMostRowsCopied);
  m_copyJob.start(
      [frame = m_frame, rows = m_shown, what = copyOf(), format, from, count](std::stop_token stop) {
        return rowsText(*frame, what, format, rows.rows(from, static_cast<std::size_t>(count)), stop);
      });
  Q_EMIT copied(count < to - from + 1
                    ? tr("The first %1 of %2 rows are copied; a clipboard holds no more")
                          .arg(countText(static_cast<std::int64_t>(count)),
                               countText(static_cast<std::int64_t>(to - from + 1)))
                    : tr("%1 rows copied").arg(countText(static_cast<std::int64_t>(count))));
}

void RowsPage::copyQuery(RowsFormat format) {
  QApplication::clipboard()->setText(QString::fromStdString(rowsQuery(*m_frame, copyOf(), format)));
  Q_EMIT copied(format == RowsFormat::Sql ? tr("SQL copied") : tr("pandas code copied"));
}

void RowsPage::find() {
  QString text = m_goTo->text();
  const auto row = parseInt(text.remove(QLatin1Char(',')).trimmed().toStdString());
  const bool good = row && *row >= 1 && m_frame && static_cast<std::uint64_t>(*row) <= m_frame->rows();
  setInvalid(*m_goTo, !good);
  m_goTo->setToolTip(
      good || !m_frame
          ? QString()
          : tr("Type a row number from 1 to %1").arg(countText(static_cast<std::int64_t>(m_frame->rows()))));
  if (good) {
    goToRow(static_cast<std::uint64_t>(*row) - 1);
  }
}

void RowsPage::goToRow(std::uint64_t row) {
  if (!m_ready) {
    m_goal = row;
    return;
  }
  m_placeJob.start([rows = m_shown, row](std::stop_token) -> Result<std::optional<std::uint64_t>> {
    return rows.selection().contains(row) ? rows.placeOf(row) : std::optional<std::uint64_t>();
  });
}

RowsLook RowsPage::look() const {
  RowsLook result;
  for (const Choice& own : m_choices) {
    result.columns.push_back({.name = m_frame->column(own.shown.column).info.name,
                              .width = own.shown.width,
                              .pinned = own.shown.pinned,
                              .scaled = own.shown.scaled,
                              .hidden = own.hidden});
  }
  for (const dataset::OrderKey& key : m_order) {
    result.order.push_back({.name = m_frame->column(key.column).info.name, .descending = key.descending});
  }
  return result;
}

void RowsPage::setLook(const RowsLook& look) {
  if (!m_frame) {
    m_wanted = look;
    return;
  }
  std::vector<Choice> next;
  for (const RowsLook::Column& column : look.columns) {
    const auto index = m_frame->find(column.name);
    Choice* own = index ? choice(*index) : nullptr;
    if (own) {
      own->shown.width = column.width > 0 ? column.width : own->shown.width;
      own->shown.pinned = column.pinned;
      own->shown.scaled = column.scaled;
      own->hidden = column.hidden;
      next.push_back(*own);
    }
  }
  for (const Choice& own : m_choices) {  // columns that the look does not know come last
    if (std::ranges::none_of(next,
                             [&](const Choice& other) { return other.shown.column == own.shown.column; })) {
      next.push_back(own);
    }
  }
  m_choices = std::move(next);
  m_order.clear();
  for (const RowsLook::Key& key : look.order) {
    if (const auto index = m_frame->find(key.name)) {
      m_order.push_back({.column = *index, .descending = key.descending});
    }
  }
  applyColumns();
  m_view->setOrder(m_order);
  start();
}

}  // namespace tatara::ui

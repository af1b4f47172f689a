#include "ui/explore/query_forms.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <array>

#include "ui/base/icon.h"
#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/utf8.h"
#include "ui/explore/column_text.h"
#include "ui/explore/figure_strip.h"
#include "ui/explore/internal/menu_button.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"

namespace tatara::ui {
namespace {

using Part = dataset::GroupBy::Part;
using Kind = dataset::Aggregate::Kind;

// At most three names, so that a button stays one.
QString joined(const QStringList& words) {
  constexpr qsizetype kShown = 3;
  return words.size() <= kShown ? words.join(QStringLiteral(", "))
                                : words.mid(0, kShown).join(QStringLiteral(", ")) +
                                      QStringLiteral(" +%1").arg(words.size() - kShown);
}

Label* caption(const QString& words) {
  auto* label = new Label(words, TextRole::Caption, &Colors::tx3);
  label->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  return label;
}

void drop(QPushButton* under, const std::function<void(QMenu&)>& fill) {
  auto* menu = new QMenu(under);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  fill(*menu);
  menu->popup(under->mapToGlobal(QPoint(0, under->height() + 2)));
}

bool same(const dataset::GroupBy& a, const dataset::GroupBy& b) {
  return a.column == b.column && a.part == b.part;
}

bool knows(const std::vector<dataset::ColumnInfo>& columns, const std::string& name) {
  return std::ranges::find(columns, name, &dataset::ColumnInfo::name) != columns.end();
}

}  // namespace

QString groupWord(const dataset::GroupBy& group) {
  const QString column = fromUtf8(group.column);
  switch (group.part) {
    case Part::Value:
      return column;
    case Part::Hour:
      return GroupForm::tr("hour of %1").arg(column);
    case Part::Weekday:
      return GroupForm::tr("weekday of %1").arg(column);
    case Part::Day:
      return GroupForm::tr("day of %1").arg(column);
    case Part::Month:
      return GroupForm::tr("month of %1").arg(column);
    case Part::MonthOfYear:
      return GroupForm::tr("month of the year of %1").arg(column);
    case Part::Year:
      return GroupForm::tr("year of %1").arg(column);
    case Part::Bins:
      return GroupForm::tr("%1 in steps of %2").arg(column, metricText(group.width));
  }
  return column;
}

QString aggregateWord(const dataset::Aggregate& aggregate) {
  const QString column = fromUtf8(aggregate.column);
  switch (aggregate.kind) {
    case Kind::Rows:
      return GroupForm::tr("number of rows");
    case Kind::Present:
      return GroupForm::tr("values of %1").arg(column);
    case Kind::Missing:
      return GroupForm::tr("missing of %1").arg(column);
    case Kind::Distinct:
      return GroupForm::tr("distinct of %1").arg(column);
    case Kind::Sum:
      return GroupForm::tr("sum of %1").arg(column);
    case Kind::Mean:
      return GroupForm::tr("mean of %1").arg(column);
    case Kind::Median:
      return GroupForm::tr("median of %1").arg(column);
    case Kind::Least:
      return GroupForm::tr("least of %1").arg(column);
    case Kind::Greatest:
      return GroupForm::tr("greatest of %1").arg(column);
    case Kind::Deviation:
      return GroupForm::tr("SD of %1").arg(column);
  }
  return column;
}

GroupForm::GroupForm(QWidget* parent) : QWidget(parent) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(12, 8, 12, 8);
  row->setSpacing(8);
  const auto button = [&](const QString& title, const QString& name) {
    row->addWidget(caption(title));
    auto* made = new MenuButton(ButtonKind::Normal);
    made->setAccessibleName(name);
    row->addWidget(made);
    row->addSpacing(8);
    return made;
  };
  m_rowsButton = button(tr("Rows by"), tr("What the rows are grouped by"));
  m_columnsButton = button(tr("Columns by"), tr("Whose values become columns"));
  m_valuesButton = button(tr("Values"), tr("What is told of each group"));
  m_filtered = new QCheckBox(tr("Only rows inside the filters"));
  m_filtered->setChecked(true);
  row->addWidget(m_filtered);
  row->addStretch(1);
  m_values = {{}};
  connect(m_rowsButton, &QPushButton::clicked, this,
          [this] { drop(m_rowsButton, [this](QMenu& menu) { fillGroupMenu(menu, true); }); });
  connect(m_columnsButton, &QPushButton::clicked, this,
          [this] { drop(m_columnsButton, [this](QMenu& menu) { fillGroupMenu(menu, false); }); });
  connect(m_valuesButton, &QPushButton::clicked, this,
          [this] { drop(m_valuesButton, [this](QMenu& menu) { fillValueMenu(menu); }); });
  connect(m_filtered, &QCheckBox::toggled, this, &GroupForm::changed);
  present();
}

void GroupForm::setVersion(const dataset::Version& version) {
  m_relation = version.name + "@" + std::to_string(version.version);
  m_known = version.columns;
  std::erase_if(m_rows, [this](const dataset::GroupBy& group) { return !knows(m_known, group.column); });
  if (m_columns && !knows(m_known, m_columns->column)) {
    m_columns.reset();
  }
  std::erase_if(m_values, [this](const dataset::Aggregate& value) {
    return value.kind != Kind::Rows && !knows(m_known, value.column);
  });
  if (m_values.empty()) {
    m_values = {{}};
  }
  present();
}

void GroupForm::setFilter(const QString& where) {
  m_where = where;
  m_filtered->setVisible(!where.isEmpty());
}

void GroupForm::setChoice(std::vector<dataset::GroupBy> rows, std::optional<dataset::GroupBy> columns,
                          std::vector<dataset::Aggregate> values) {
  m_rows = std::move(rows);
  m_columns = std::move(columns);
  m_values = std::move(values);
  present();
  Q_EMIT changed();
}

dataset::PivotRequest GroupForm::request() const {
  return {.relation = m_relation,
          .rows = m_rows,
          .columns = m_columns,
          .values = m_values,
          .where = m_filtered->isChecked() ? m_where.toStdString() : std::string()};
}

void GroupForm::present() {
  QStringList rows;
  for (const dataset::GroupBy& group : m_rows) {
    rows << groupWord(group);
  }
  QStringList values;
  for (const dataset::Aggregate& value : m_values) {
    values << aggregateWord(value);
  }
  static_cast<MenuButton*>(m_rowsButton)->setWords(rows.isEmpty() ? tr("choose…") : joined(rows));
  static_cast<MenuButton*>(m_columnsButton)->setWords(m_columns ? groupWord(*m_columns) : tr("nothing"));
  static_cast<MenuButton*>(m_valuesButton)->setWords(values.isEmpty() ? tr("choose…") : joined(values));
}

void GroupForm::choose(const dataset::GroupBy& group, bool rows) {
  if (rows) {
    const auto found = std::ranges::find_if(m_rows, [&](const auto& one) { return same(one, group); });
    found == m_rows.end() ? m_rows.push_back(group) : static_cast<void>(m_rows.erase(found));
  } else if (m_columns && same(*m_columns, group)) {
    m_columns.reset();
  } else {
    m_columns = group;
  }
  present();
  Q_EMIT changed();
}

void GroupForm::fillGroupMenu(QMenu& menu, bool rows) {
  const auto chosen = [&](const dataset::GroupBy& group) {
    return rows ? std::ranges::any_of(m_rows, [&](const auto& one) { return same(one, group); })
                : m_columns && same(*m_columns, group);
  };
  const auto add = [&](QMenu& target, const dataset::GroupBy& group, const QString& words) {
    QAction* action = target.addAction(words, this, [this, group, rows] { choose(group, rows); });
    action->setCheckable(true);
    action->setChecked(chosen(group));
    return action;
  };
  if (!rows) {
    QAction* none = menu.addAction(tr("Nothing"), this, [this] {
      m_columns.reset();
      present();
      Q_EMIT changed();
    });
    none->setCheckable(true);
    none->setChecked(!m_columns);
    menu.addSeparator();
  }
  for (const dataset::ColumnInfo& column : m_known) {
    const QIcon mark = icon(typeIcon(column.type));
    if (column.type == dataset::ColumnType::Time) {
      QMenu* parts = menu.addMenu(mark, fromUtf8(column.name));
      for (const Part part :
           {Part::Hour, Part::Weekday, Part::Day, Part::Month, Part::MonthOfYear, Part::Year, Part::Value}) {
        const dataset::GroupBy group{column.name, part};
        add(*parts, group, part == Part::Value ? tr("each time") : groupWord(group));
      }
    } else if (column.type == dataset::ColumnType::Real || column.type == dataset::ColumnType::Integer) {
      QMenu* ways = menu.addMenu(mark, fromUtf8(column.name));
      add(*ways, {column.name}, tr("each value"));
      const auto bins = std::ranges::find_if(
          m_rows, [&](const auto& one) { return one.column == column.name && one.part == Part::Bins; });
      QAction* steps = ways->addAction(tr("in steps…"), this, [this, name = column.name, rows] {
        bool accepted = false;
        const double width = QInputDialog::getDouble(this, tr("Group in steps"),
                                                     tr("Width of a step of %1").arg(fromUtf8(name)), 10,
                                                     1e-9, 1e15, 4, &accepted);
        if (accepted) {
          std::erase_if(
              m_rows, [&](const auto& one) { return rows && one.column == name && one.part == Part::Bins; });
          choose({name, Part::Bins, width}, rows);
        }
      });
      steps->setCheckable(true);
      steps->setChecked(
          (rows && bins != m_rows.end()) ||
          (!rows && m_columns && m_columns->column == column.name && m_columns->part == Part::Bins));
    } else if (column.type != dataset::ColumnType::Unsupported) {
      add(menu, {column.name}, fromUtf8(column.name))->setIcon(mark);
    }
  }
}

void GroupForm::fillValueMenu(QMenu& menu) {
  const auto add = [this](QMenu& target, const dataset::Aggregate& value) {
    QAction* action = target.addAction(aggregateWord(value), this, [this, value] {
      const auto found = std::ranges::find(m_values, value);
      found == m_values.end() ? m_values.push_back(value) : static_cast<void>(m_values.erase(found));
      present();
      Q_EMIT changed();
    });
    action->setCheckable(true);
    action->setChecked(std::ranges::find(m_values, value) != m_values.end());
  };
  add(menu, {});
  menu.addSeparator();
  for (const dataset::ColumnInfo& column : m_known) {
    QMenu* kinds = menu.addMenu(icon(typeIcon(column.type)), fromUtf8(column.name));
    for (const Kind kind : {Kind::Mean, Kind::Sum, Kind::Median, Kind::Least, Kind::Greatest, Kind::Deviation,
                            Kind::Distinct, Kind::Present, Kind::Missing}) {
      if (dataset::suits(kind, column.type)) {
        add(*kinds, {kind, column.name});
      }
    }
  }
}

std::uint64_t JoinCounts::rows(dataset::JoinRequest::Kind kind) const {
  return matched + (kind == dataset::JoinRequest::Kind::Inner ? 0 : leftWithout) +
         (kind == dataset::JoinRequest::Kind::Full ? rightWithout : 0);
}

JoinForm::JoinForm(QWidget* parent) : QWidget(parent) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  auto* row = new QHBoxLayout;
  row->setContentsMargins(12, 8, 12, 8);
  row->setSpacing(8);
  m_leftName = new Label({}, TextRole::CellMedium);
  m_leftName->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  row->addWidget(m_leftName);
  row->addWidget(caption(tr("with")));
  m_rightButton = new MenuButton(ButtonKind::Normal);
  m_rightButton->setAccessibleName(tr("The dataset that is joined"));
  row->addWidget(m_rightButton);
  row->addSpacing(8);
  row->addWidget(caption(tr("where")));
  m_keyButton = new MenuButton(ButtonKind::Normal);
  m_keyButton->setAccessibleName(tr("Columns that have to be equal"));
  row->addWidget(m_keyButton);
  row->addSpacing(8);
  m_kind = new SegmentedControl;
  m_kind->setSmall(true);
  m_kind->addSegment(tr("Matched only"), {}, tr("Rows that have a partner (inner join)"));
  m_kind->addSegment(tr("All of the left"), {}, tr("Rows of the left without a partner, too (left join)"));
  m_kind->addSegment(tr("All of both"), {}, tr("Rows of both sides without a partner, too (full join)"));
  m_kind->setCurrent(1);
  m_kind->setAccessibleName(tr("Which rows are kept"));
  row->addWidget(m_kind);
  row->addStretch(1);
  column->addLayout(row);
  column->addWidget(makeLine(Qt::Horizontal));
  m_figures = new FigureStrip;
  column->addWidget(m_figures);
  m_note = new Label({}, TextRole::Caption, &Colors::warn);
  m_note->setContentsMargins(16, 0, 16, 6);
  m_note->hide();
  column->addWidget(m_note);
  connect(m_rightButton, &QPushButton::clicked, this,
          [this] { drop(m_rightButton, [this](QMenu& menu) { fillRightMenu(menu); }); });
  connect(m_keyButton, &QPushButton::clicked, this,
          [this] { drop(m_keyButton, [this](QMenu& menu) { fillKeyMenu(menu); }); });
  connect(m_kind, &SegmentedControl::currentChanged, this, [this] {
    showCounts();
    Q_EMIT changed();
  });
  present();
}

void JoinForm::setCatalog(CatalogPtr catalog, const dataset::Version& left) {
  const bool other = !m_left || m_left->id != left.id;
  m_catalog = std::move(catalog);
  m_left = left;
  if (other) {
    m_counts.reset();
    m_keys =
        m_right ? dataset::guessKeys(m_left->columns, m_right->columns) : std::vector<dataset::JoinKey>();
  }
  present();
}

void JoinForm::chooseRight(const dataset::Version& right) {
  m_right = right;
  m_counts.reset();
  m_keys = m_left ? dataset::guessKeys(m_left->columns, right.columns) : std::vector<dataset::JoinKey>();
  present();
  Q_EMIT changed();
}

void JoinForm::setKeys(std::vector<dataset::JoinKey> keys) {
  m_keys = std::move(keys);
  m_counts.reset();
  present();
  Q_EMIT changed();
}

void JoinForm::setKind(dataset::JoinRequest::Kind kind) {
  m_kind->setCurrent(static_cast<int>(kind));
  showCounts();
  Q_EMIT changed();
}

std::optional<dataset::JoinRequest> JoinForm::request() const {
  if (!m_left || !m_right) {
    return std::nullopt;
  }
  const auto relation = [](const dataset::Version& version) {
    return version.name + "@" + std::to_string(version.version);
  };
  return dataset::JoinRequest{.left = relation(*m_left),
                              .right = relation(*m_right),
                              .leftColumns = m_left->columns,
                              .rightColumns = m_right->columns,
                              .keys = m_keys,
                              .kind = static_cast<dataset::JoinRequest::Kind>(m_kind->current())};
}

void JoinForm::present() {
  m_leftName->setText(m_left ? QStringLiteral("%1 v%2").arg(fromUtf8(m_left->name)).arg(m_left->version)
                             : QString());
  m_leftName->updateGeometry();
  static_cast<MenuButton*>(m_rightButton)
      ->setWords(m_right ? QStringLiteral("%1 v%2").arg(fromUtf8(m_right->name)).arg(m_right->version)
                         : tr("choose a dataset…"));
  QStringList keys;
  for (const dataset::JoinKey& key : m_keys) {
    keys << (key.left == key.right ? fromUtf8(key.left)
                                   : fromUtf8(key.left) + QStringLiteral(" = ") + fromUtf8(key.right));
  }
  static_cast<MenuButton*>(m_keyButton)->setWords(keys.isEmpty() ? tr("choose columns…") : joined(keys));
  m_keyButton->setEnabled(m_right.has_value());
  m_kind->setEnabled(m_right.has_value());
  showCounts();
}

void JoinForm::setCounts(std::optional<JoinCounts> counts) {
  m_counts = counts;
  showCounts();
}

void JoinForm::showCounts() {
  m_figures->setVisible(m_counts.has_value());
  m_note->hide();
  if (!m_counts) {
    return;
  }
  const auto kind = static_cast<dataset::JoinRequest::Kind>(m_kind->current());
  const QString left = fromUtf8(m_left->name);
  const QString right = fromUtf8(m_right->name);
  m_figures->setFigures(
      {{tr("Rows of the join"), m_counts->rows(kind), &Colors::tx1, {}, [this] { Q_EMIT joinAsked(); }},
       {tr("%1 with a partner").arg(left), m_counts->leftWith, &Colors::ok, QStringLiteral("check")},
       {tr("%1 without a partner").arg(left), m_counts->leftWithout, &Colors::warn, QStringLiteral("warning"),
        [this] { Q_EMIT unmatchedAsked(dataset::JoinSide::Left); }},
       {tr("%1 with a partner").arg(right), m_counts->rightWith, &Colors::ok, QStringLiteral("check")},
       {tr("%1 without a partner").arg(right), m_counts->rightWithout, &Colors::warn,
        QStringLiteral("warning"), [this] { Q_EMIT unmatchedAsked(dataset::JoinSide::Right); }}});
  QStringList notes;
  const auto counted = [](std::uint64_t count) { return countText(static_cast<std::int64_t>(count)); };
  if (m_counts->rightRepeated > 0) {
    notes << tr("The key repeats in %1 rows of %2, so a row of %3 may be there more than once")
                 .arg(counted(m_counts->rightRepeated), right, left);
  }
  if (m_counts->leftMissing + m_counts->rightMissing > 0) {
    notes << tr("The key is missing in %1 and %2 rows; those find no partner")
                 .arg(counted(m_counts->leftMissing), counted(m_counts->rightMissing));
  }
  m_note->setText(notes.join(QStringLiteral(" · ")));
  m_note->setVisible(!notes.isEmpty());
}

void JoinForm::fillRightMenu(QMenu& menu) {
  for (const CatalogDataset& dataset : m_catalog ? *m_catalog : Catalog()) {
    QMenu* versions = menu.addMenu(icon(QStringLiteral("data")), fromUtf8(dataset.dataset.name));
    for (const CatalogVersion& version : dataset.versions) {
      QAction* action =
          versions->addAction(tr("v%1 · %2 rows")
                                  .arg(version.number())
                                  .arg(countText(static_cast<std::int64_t>(version.version.rows))),
                              this, [this, right = version.version] { chooseRight(right); });
      action->setCheckable(true);
      action->setChecked(m_right && m_right->id == version.version.id);
      // Which of two equal names is meant could not be said.
      action->setEnabled(!m_left || version.version.id != m_left->id);
    }
  }
}

void JoinForm::fillKeyMenu(QMenu& menu) {
  for (const dataset::ColumnInfo& left : m_left->columns) {
    QMenu* others = menu.addMenu(icon(typeIcon(left.type)), fromUtf8(left.name));
    for (const dataset::ColumnInfo& right : m_right->columns) {
      const dataset::JoinKey key{left.name, right.name};
      const auto found = std::ranges::find(m_keys, key);
      QAction* action = others->addAction(QStringLiteral("= ") + fromUtf8(right.name), this, [this, key] {
        std::vector<dataset::JoinKey> keys = m_keys;
        const auto at = std::ranges::find(keys, key);
        at == keys.end() ? keys.push_back(key) : static_cast<void>(keys.erase(at));
        setKeys(std::move(keys));
      });
      action->setCheckable(true);
      action->setChecked(found != m_keys.end());
    }
  }
}

}  // namespace tatara::ui

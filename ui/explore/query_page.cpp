#include "ui/explore/internal/query_outcome.h"

#include <QAbstractTableModel>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QMenu>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

#include "core/dataset/engine.h"
#include "core/track/saved_views.h"
#include "ui/base/error_text.h"
#include "ui/base/icon.h"
#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/style.h"
#include "ui/base/type.h"
#include "ui/explore/cell_table.h"
#include "ui/explore/column_text.h"
#include "ui/explore/query_chart.h"
#include "ui/explore/query_editor.h"
#include "ui/explore/query_forms.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"

namespace tatara::ui {
namespace {

constexpr qsizetype kMostHistory = 50;
constexpr char kHistoryPanel[] = "data.history";
constexpr char kHistoryName[] = "queries";
constexpr std::uint64_t kMostRows = 100'000;

class ResultModel final : public QAbstractTableModel {
 public:
  ResultModel(std::shared_ptr<const dataset::QueryResult> result, QObject* parent)
      : QAbstractTableModel(parent), m_result(std::move(result)) {}
  int rowCount(const QModelIndex& parent) const override {
    return parent.isValid() ? 0 : static_cast<int>(m_result->rows);
  }
  int columnCount(const QModelIndex& parent) const override {
    return parent.isValid() ? 0 : static_cast<int>(m_result->columns.size());
  }
  QVariant data(const QModelIndex& index, int role) const override {
    const auto& column = m_result->columns[static_cast<std::size_t>(index.column())];
    const auto row = static_cast<std::size_t>(index.row());
    if (role == Qt::DisplayRole) {
      if (column.missing[row]) {
        return QString(kMissing);
      }
      if (column.type == dataset::ColumnType::Integer) {
        return countText(column.integers[row]);
      }
      return column.type == dataset::ColumnType::Real ? metricText(column.reals[row])
                                                      : QString::fromStdString(column.text(row)).left(300);
    }
    if (role == Qt::TextAlignmentRole) {
      return QVariant::fromValue((number(column) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role == Qt::ForegroundRole && column.missing[row]) {
      return colors().tx3;
    }
    if (role == Qt::FontRole) {
      return ui::font(TextRole::Cell);
    }
    return {};
  }
  QVariant headerData(int section, Qt::Orientation way, int role) const override {
    if (way == Qt::Vertical) {
      return role == Qt::DisplayRole ? QVariant(section + 1) : QVariant();
    }
    const auto& column = m_result->columns[static_cast<std::size_t>(section)];
    if (role == Qt::DisplayRole) {
      return QString::fromStdString(column.name);
    }
    if (role == Qt::ToolTipRole) {
      return QString::fromStdString(column.sqlType);
    }
    if (role == Qt::TextAlignmentRole) {
      return QVariant::fromValue((number(column) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    return {};
  }

 private:
  static bool number(const dataset::QueryColumn& column) {
    return column.type == dataset::ColumnType::Integer || column.type == dataset::ColumnType::Real;
  }
  std::shared_ptr<const dataset::QueryResult> m_result;
};

Result<QStringList> loadHistory(const store::Store& store) {
  TATARA_ASSIGN(const auto views,
                store.read([](sql::Connection& connection) { return track::loadSavedViews(connection); }));
  QStringList history;
  for (const track::SavedView& view : views) {
    if (view.panel == kHistoryPanel && view.name == kHistoryName) {
      const QJsonArray kept = QJsonDocument::fromJson(QByteArray::fromStdString(view.body)).array();
      for (const auto& sql : kept) {
        history << sql.toString();
      }
    }
  }
  return history;
}

}  // namespace

QueryPage::QueryPage(std::shared_ptr<store::Store> store, QWidget* parent)
    : QWidget(parent),
      m_store(std::move(store)),
      m_historyJob([this](Result<QStringList> history) {
        if (history) {
          m_history = std::move(*history);
          m_historyButton->setEnabled(!m_history.isEmpty());
        }
      }),
      m_saveJob([this](Result<dataset::Added> added) {
        showRunning(false);
        if (added) {
          Q_EMIT saved(QString::fromStdString(added->version.name), added->version.version);
        } else {
          Q_EMIT failed(added.error());
        }
      }),
      m_codeJob([this](const Result<QString>& code) {
        // Where a file is gone, so is a program that reads it.
        m_pandas = code ? *code : QStringLiteral("# ") + messageText(code.error()) + QLatin1Char('\n');
      }),
      m_job([this](Result<OutcomePtr> outcome) { take(std::move(outcome)); }) {
  build();
  m_historyJob.start([kept = m_store](std::stop_token) { return loadHistory(*kept); });
}

QueryPage::~QueryPage() = default;

QLayout* QueryPage::makeBar() {
  auto* bar = new QHBoxLayout;
  bar->setContentsMargins(12, 4, 8, 4);
  bar->setSpacing(6);
  m_ways = new SegmentedControl;
  m_ways->addSegment(QStringLiteral("SQL"));
  m_ways->addSegment(tr("Group"), {}, tr("Groups and a pivot, without writing SQL"));
  m_ways->addSegment(tr("Join"), {}, tr("Two datasets side by side, without writing SQL"));
  m_ways->setAccessibleName(tr("How the question is put"));
  bar->addWidget(m_ways);
  bar->addSpacing(6);
  m_run = makeButton(tr("Run"), QStringLiteral("run"), ButtonKind::Primary);
  m_run->setToolTip(tr("Run the statement (Ctrl+Enter)"));
  m_cancel = makeButton(tr("Cancel"), QStringLiteral("close"));
  m_historyButton = makeButton(tr("History"), QStringLiteral("schedule"));
  m_historyButton->setEnabled(false);
  m_views = new SegmentedControl;
  m_views->addSegment(tr("Table"));
  m_views->addSegment(tr("Chart"));
  m_views->addSegment(tr("Plan"));
  m_views->setAccessibleName(tr("How the result is shown"));
  m_copy = makeButton(tr("Copy"), QStringLiteral("copy"));
  m_save = makeButton(tr("Save as dataset…"), QStringLiteral("data"));
  for (QWidget* control : {static_cast<QWidget*>(m_run), static_cast<QWidget*>(m_cancel),
                           static_cast<QWidget*>(m_historyButton)}) {
    bar->addWidget(control);
  }
  bar->addStretch(1);
  for (QWidget* control :
       {static_cast<QWidget*>(m_views), static_cast<QWidget*>(m_copy), static_cast<QWidget*>(m_save)}) {
    bar->addWidget(control);
  }
  return bar;
}

void QueryPage::makeStatement() {
  auto* top = m_top = new QWidget;
  auto* above = new QVBoxLayout(top);
  above->setContentsMargins(8, 6, 8, 2);
  above->setSpacing(4);
  m_editor = new QueryEditor;
  m_editor->setMinimumHeight(72);
  above->addWidget(m_editor, 1);
  m_problem = new QWidget;
  auto* problem = new QHBoxLayout(m_problem);
  problem->setContentsMargins(4, 0, 4, 4);
  m_problemText = new Label({}, TextRole::Cell, &Colors::err);
  m_problemText->setOverflow(Overflow::Wrap);
  problem->addWidget(m_problemText, 1);
  m_problem->hide();
  above->addWidget(m_problem);
}

void QueryPage::makeResult() {
  m_stack = new QStackedWidget;
  m_table = new QTableView;
  dressTable(*m_table);
  m_table->setAccessibleName(tr("Result"));
  m_table->setSelectionMode(QAbstractItemView::ContiguousSelection);
  m_chart = new QueryChart;
  m_plan = new QPlainTextEdit;
  m_plan->setReadOnly(true);
  m_plan->setFont(ui::font(TextRole::Code));
  m_plan->setLineWrapMode(QPlainTextEdit::NoWrap);
  m_plan->setAccessibleName(tr("Plan of the statement"));
  m_plan->setFrameShape(QFrame::NoFrame);
  m_stack->addWidget(m_table);
  m_stack->addWidget(m_chart);
  m_stack->addWidget(m_plan);
}

void QueryPage::build() {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(1, 1, 1, 1);
  column->setSpacing(0);
  column->addLayout(makeBar());
  column->addWidget(makeLine(Qt::Horizontal));
  buildForms(column);
  auto* split = new QSplitter(Qt::Vertical);
  split->setChildrenCollapsible(false);
  makeStatement();
  split->addWidget(m_top);
  makeResult();
  split->addWidget(m_stack);
  split->setStretchFactor(0, 1);
  split->setStretchFactor(1, 3);
  split->setSizes({150, 450});
  column->addWidget(split, 1);
  column->addWidget(makeLine(Qt::Horizontal));
  auto* foot = new QHBoxLayout;
  foot->setContentsMargins(12, 5, 12, 5);
  m_status = new Label(tr("Statements read the datasets of this workspace and nothing else"),
                       TextRole::Caption, &Colors::tx3);
  m_status->setTabular(true);
  foot->addWidget(m_status, 1);
  column->addLayout(foot);
  connect(m_run, &QPushButton::clicked, this, &QueryPage::run);
  connect(m_editor, &QueryEditor::runAsked, this, &QueryPage::run);
  connect(m_cancel, &QPushButton::clicked, this, &QueryPage::cancel);
  connect(m_historyButton, &QPushButton::clicked, this, &QueryPage::showHistory);
  connect(m_copy, &QPushButton::clicked, this, &QueryPage::showCopyMenu);
  connect(m_save, &QPushButton::clicked, this, &QueryPage::askSave);
  connect(m_views, &SegmentedControl::currentChanged, this,
          [this](int view) { m_stack->setCurrentIndex(view); });
  setFocusProxy(m_editor);
  showRunning(false);
}

void QueryPage::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  drawPanel(painter, rect(), kCardRadius, colors().bg1, colors().line);
}

void QueryPage::setCatalog(CatalogPtr catalog, const QString& current, std::optional<std::int64_t> version) {
  m_catalog = std::move(catalog);
  const QString before = m_current.isEmpty()
                             ? QString()
                             : QStringLiteral("SELECT *\nFROM %1\nLIMIT 100").arg(sqlName(m_current));
  m_current = current;
  if (m_editor->toPlainText() == before && !current.isEmpty()) {
    m_editor->setPlainText(QStringLiteral("SELECT *\nFROM %1\nLIMIT 100").arg(sqlName(current)));
  }
  fillNames();
  const CatalogDataset* dataset = m_catalog ? findDataset(*m_catalog, current.toStdString()) : nullptr;
  if (const CatalogVersion* open = dataset ? dataset->find(version) : nullptr) {
    m_group->setVersion(open->version);
    m_join->setCatalog(m_catalog, open->version);
  }
}

void QueryPage::fillNames() {
  QStringList names = m_functions;
  const auto plain = [](const QString& name) {
    static const QRegularExpression simple(QStringLiteral("^[a-z_][a-z0-9_]*$"));
    return simple.match(name).hasMatch() && !dataset::isSqlKeyword(name.toStdString()) ? name : sqlName(name);
  };
  for (const CatalogDataset& dataset : m_catalog ? *m_catalog : Catalog()) {
    names << plain(QString::fromStdString(dataset.dataset.name));
    for (const CatalogVersion& version : dataset.versions) {
      names << sqlName(
          QStringLiteral("%1@%2").arg(QString::fromStdString(dataset.dataset.name)).arg(version.number()));
    }
    for (const dataset::ColumnInfo& column : dataset.versions.front().version.columns) {
      names << plain(QString::fromStdString(column.name));
    }
  }
  m_editor->setNames(names);
}

// The versions that a statement names, by any name that may mean one.
std::vector<QueryPage::Named> QueryPage::named(const std::string& sql) const {
  std::vector<Named> named;
  for (const dataset::SqlWord& word : dataset::sqlWords(sql)) {
    if (!m_catalog ||
        (word.kind != dataset::SqlWord::Kind::Name && word.kind != dataset::SqlWord::Kind::QuotedName)) {
      continue;
    }
    const QString name = QString::fromStdString(dataset::nameOf(sql, word));
    for (const CatalogDataset& dataset : *m_catalog) {
      const QString own = QString::fromStdString(dataset.dataset.name);
      for (const CatalogVersion& version : dataset.versions) {
        const bool newest = &version == &dataset.versions.front();
        const QString full = QStringLiteral("%1@%2").arg(own).arg(version.number());
        const bool meant = name.compare(full, Qt::CaseInsensitive) == 0 ||
                           (newest && name.compare(own, Qt::CaseInsensitive) == 0);
        const bool known = std::ranges::any_of(named, [&](const Named& one) {
          return QString::fromStdString(one.name).compare(name, Qt::CaseInsensitive) == 0;
        });
        if (meant && !known) {
          named.push_back({name.toStdString(), version.version});
        }
      }
    }
  }
  return named;
}

Result<std::unique_ptr<dataset::Query>> QueryPage::openQuery(const std::shared_ptr<store::Store>& store,
                                                             const std::vector<Named>& named,
                                                             std::stop_token stop) {
  std::vector<dataset::QueryRelation> relations;
  for (const Named& one : named) {
    TATARA_ASSIGN(auto frame, openRows(store, one.version, {}, stop));
    relations.push_back({one.name, std::move(frame)});
  }
  return dataset::Query::open(std::move(relations));
}

void QueryPage::run() {
  if (m_ways->current() == 1) {
    runGroups();
    return;
  }
  if (m_ways->current() == 2) {
    runJoin();
    return;
  }
  const QString sql = m_editor->toPlainText();
  const std::string text = sql.toStdString();
  m_problem->hide();
  m_editor->setProblem(std::nullopt);
  m_job.start([kept = m_store, text, sql, versions = named(text),
               functions = m_functions.isEmpty()](std::stop_token stop) -> Result<OutcomePtr> {
    auto outcome = std::make_shared<Outcome>();
    outcome->sql = sql;
    TATARA_ASSIGN(const auto query, openQuery(kept, versions, stop));
    outcome->answer = query->run(text, {.rows = kMostRows}, stop);
    if (outcome->answer.value) {
      outcome->plan = QString::fromStdString(query->plan(text, stop).value.value_or(std::string()));
    }
    for (const std::string& function : functions ? query->functions() : std::vector<std::string>()) {
      outcome->functions << QString::fromStdString(function);
    }
    return outcome;
  });
  showRunning(true);
}

void QueryPage::cancel() {
  m_job.cancel();
  m_saveJob.cancel();
  showRunning(false);
  m_status->setText(tr("Cancelled"));
}

void QueryPage::showRunning(bool running) {
  m_run->setEnabled(!running);
  m_cancel->setVisible(running);
  m_stack->setEnabled(!running);
  m_copy->setEnabled(!running && m_result);
  m_save->setEnabled(!running && m_result && !m_store->readOnly());
  m_views->setEnabled(!running && m_result);
  if (running) {
    m_status->setText(tr("Running…"));
  }
}

void QueryPage::take(Result<OutcomePtr> outcome) {
  if (!outcome) {
    showRunning(false);
    showProblem({outcome.error()});
    return;
  }
  const Outcome& got = **outcome;
  if (m_ways->current() != 0) {
    m_editor->setPlainText(got.sql);  // what the form asked, to go on with
  }
  if (!got.functions.isEmpty()) {
    m_functions = got.functions;
    fillNames();
  }
  if (!got.answer.value) {
    showRunning(false);
    showProblem(got.answer.failure);
    return;
  }
  if (got.counts) {
    m_join->setCounts(got.counts);
  }
  m_ran = got.sql;
  writePandas();
  m_result = std::make_shared<const dataset::QueryResult>(*got.answer.value);
  QAbstractItemModel* old = m_table->model();
  m_table->setModel(new ResultModel(m_result, m_table));
  delete old;
  std::vector<TableColumn> columns;
  for (const dataset::QueryColumn& column : m_result->columns) {
    columns.push_back({.title = QString::fromStdString(column.name), .least = 72, .most = 320});
  }
  fitColumns(*m_table, columns);
  m_chart->setResult(m_result);
  m_plan->setPlainText(got.plan);
  showRunning(false);
  const QString rows = countText(static_cast<std::int64_t>(m_result->rows));
  const QString took = metricText(static_cast<double>(m_result->took.count()) / 1000, 2);
  m_status->setText(m_result->complete
                        ? tr("%1 rows in %2 s").arg(rows, took)
                        : tr("The first %1 rows, in %2 s; LIMIT or a filter gives fewer").arg(rows, took));
  remember(got.sql);
}

void QueryPage::showProblem(const dataset::QueryError& failure) {
  QString words = messageText(failure.error);
  if (failure.place) {
    words = tr("Line %1, column %2: %3").arg(failure.place->line).arg(failure.place->column).arg(words);
  }
  m_problemText->setText(words);
  m_problem->show();
  fitTop();
  m_editor->setProblem(failure.place);
  m_status->setText(tr("The statement did not run"));
}

void QueryPage::remember(const QString& sql) {
  if (!m_history.isEmpty() && m_history.front() == sql) {
    return;
  }
  m_history.removeAll(sql);
  m_history.prepend(sql);
  m_history = m_history.mid(0, kMostHistory);
  m_historyButton->setEnabled(true);
  if (m_store->readOnly()) {
    return;
  }
  m_historyJob.start([kept = m_store, history = m_history](std::stop_token) -> Result<QStringList> {
    const QByteArray body = QJsonDocument(QJsonArray::fromStringList(history)).toJson(QJsonDocument::Compact);
    TATARA_TRY(kept->write([&](store::Writer& writer) {
      return track::saveView(writer, kHistoryPanel, kHistoryName, body.toStdString(), kept->clock().now());
    }));
    return history;
  });
}

void QueryPage::showHistory() {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  const QFontMetrics metrics(menu->font());
  for (const QString& sql : m_history) {
    const QString line = metrics.elidedText(sql.simplified(), Qt::ElideRight, 460);
    menu->addAction(QString(line).replace(QLatin1Char('&'), QStringLiteral("&&")), this,
                    [this, sql] { m_editor->setPlainText(sql); });
  }
  menu->popup(m_historyButton->mapToGlobal(QPoint(0, m_historyButton->height() + 2)));
}

void QueryPage::showAs(int view) {
  m_views->setCurrent(view);
  m_stack->setCurrentIndex(view);
}

}  // namespace tatara::ui

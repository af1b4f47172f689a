#include "ui/rundetail/traces_page.h"

#include <QHBoxLayout>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/rundetail/span_tree_view.h"
#include "ui/rundetail/trace_table.h"
#include "ui/rundetail/trace_view.h"
#include "ui/widget/card.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"
#include "ui/widget/states.h"

namespace tatara::ui {
namespace {

enum Scope { OfRun, OfExperiment };

QWidget* inCard(QWidget* content) {
  auto* card = new Card;
  card->setContent(content);
  return card;
}

}  // namespace

TracesPage::TracesPage(std::shared_ptr<store::Store> store, QWidget* parent)
    : QWidget(parent),
      m_store(std::move(store)),
      m_rows([this](Result<track::TraceRows> rows) { take(std::move(rows)); }),
      m_trace([this](Result<TraceFactsPtr> facts) { takeTrace(std::move(facts)); }) {
  m_search = new SearchField(tr("Search in names, requests and answers"), this);
  m_search->setFixedWidth(300);
  m_scope = new SegmentedControl;
  m_scope->addSegment(tr("This run"));
  m_scope->addSegment(tr("Experiment"));
  m_scope->setAccessibleName(tr("Traces of"));
  m_count = new Label(QString(), TextRole::Cell, &Colors::tx3);
  auto* strip = new QHBoxLayout;
  strip->setContentsMargins(kPanelMargin, 6, kPanelMargin, 6);
  strip->setSpacing(10);
  strip->addWidget(m_search);
  strip->addWidget(m_scope);
  strip->addWidget(m_count, 1);

  m_table = new TraceTable;
  m_view = new TraceView;
  m_right = new QStackedWidget;
  m_right->addWidget(m_view);
  m_splitter = new QSplitter(Qt::Horizontal);
  m_splitter->setHandleWidth(kCardGap);
  m_splitter->addWidget(inCard(m_table));
  m_splitter->addWidget(inCard(m_right));
  m_splitter->setStretchFactor(1, 1);
  m_splitter->setSizes({470, 890});
  m_splitter->setChildrenCollapsible(false);
  m_skeleton = new Skeleton(kRowHeight);
  m_body = new QStackedWidget;
  m_body->addWidget(m_skeleton);
  m_body->addWidget(m_splitter);
  auto* inset = new QHBoxLayout;
  inset->setContentsMargins(kPanelMargin, 0, kPanelMargin, kCardGap);
  inset->addWidget(m_body);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addLayout(strip);
  layout->addLayout(inset, 1);

  connect(m_search, &QLineEdit::textChanged, this, &TracesPage::load);
  connect(m_scope, &SegmentedControl::currentChanged, this, &TracesPage::load);
  connect(m_table, &TraceTable::chosen, this, &TracesPage::loadTrace);
  connect(m_table, &TraceTable::entered, this, [this] { m_view->tree()->setFocus(Qt::TabFocusReason); });
  connect(m_table, &TraceTable::copyWanted, this, [this] { m_view->copyTrace(); });
}

QWidget* TracesPage::filterField() {
  return m_search;
}

bool TracesPage::settled() const {
  return !m_stale && !m_rows.running() && !m_trace.running() && !m_again && !m_traceAgain;
}

void TracesPage::setRun(const RunFactsPtr& facts) {
  const bool another = !m_facts || m_facts->run.info.key != facts->run.info.key;
  m_facts = facts;
  if (another) {
    m_rows.cancel();
    m_trace.cancel();
    m_again = m_traceAgain = false;
    m_search->clear();
    // A run without traces of its own begins with its experiment's.
    m_scope->setCurrent(facts->traces > 0 ? OfRun : OfExperiment);
    m_body->setCurrentWidget(m_skeleton);
    m_stale = true;
    if (isVisible()) {
      load();
    }
  }
}

void TracesPage::refresh() {
  m_stale = true;
  if (m_facts && isVisible()) {
    load();
  }
}

void TracesPage::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  if (m_stale && m_facts) {
    load();
  }
}

void TracesPage::load() {
  if (!m_facts) {
    return;
  }
  if (m_rows.running()) {
    m_again = true;
    return;
  }
  m_again = false;
  m_stale = false;
  track::TraceQuery query;
  query.experiment = m_facts->experiment.id;
  query.words = m_search->text().trimmed().toStdString();
  if (m_scope->current() == OfRun) {
    query.run = m_facts->run.info.id;
  }
  m_rows.start([store = m_store, query](std::stop_token stop) {
    return store->read([&](sql::Connection& connection) { return track::listTraces(connection, query); },
                       stop);
  });
}

void TracesPage::showState(QWidget* state) {
  delete m_state;
  m_state = state;
  if (state) {
    m_body->addWidget(state);
    m_body->setCurrentWidget(state);
  } else {
    m_body->setCurrentWidget(m_splitter);
  }
}

void TracesPage::take(Result<track::TraceRows> rows) {
  if (!rows) {
    m_count->setText({});
    showState(new ErrorState(rows.error(), [this] { load(); }));
  } else if (rows->rows.empty()) {
    m_count->setText({});
    m_table->setRows({}, m_store->clock().now());
    const QString words = m_search->text().trimmed();
    if (!words.isEmpty()) {
      showState(
          new EmptyState(QStringLiteral("search"), tr("No trace matches “%1”").arg(words),
                         tr("Names, requests, answers and ids are searched."),
                         {{tr("Clear the search"), {}, ButtonKind::Normal, [this] { m_search->clear(); }}}));
    } else if (m_scope->current() == OfRun) {
      showState(new EmptyState(
          QStringLiteral("activity"), tr("This run has no traces"),
          tr("Its experiment has some: programs that traced outside of a run."),
          {{tr("Show those"), {}, ButtonKind::Normal, [this] { m_scope->setCurrent(OfExperiment); }}}));
    } else {
      showState(new EmptyState(QStringLiteral("activity"), tr("There are no traces any more"),
                               tr("What mlflow.trace or an OpenTelemetry exporter sends appears here.")));
    }
  } else {
    const auto shown = static_cast<std::int64_t>(rows->rows.size());
    m_count->setText(shown < rows->found
                         ? tr("newest %1 of %2 traces").arg(countText(shown), countText(rows->found))
                         : tr("%n traces", nullptr, static_cast<int>(shown)));
    showState(nullptr);
    const std::string before = m_table->currentTrace();
    m_table->setRows(rows->rows, m_store->clock().now());
    // The same trace may have got more spans.
    if (m_table->currentTrace() == before && !before.empty()) {
      loadTrace(before);
    }
  }
  if (m_again) {
    load();
  }
}

void TracesPage::loadTrace(const std::string& id) {
  const bool another = m_wanted != id;
  m_wanted = id;
  if (id.empty()) {
    m_trace.cancel();
    m_view->setTrace(nullptr);
    return;
  }
  if (m_trace.running() && !another) {
    m_traceAgain = true;
    return;
  }
  m_traceAgain = false;
  m_trace.start([store = m_store, id](std::stop_token stop) { return loadTraceFacts(store, id, stop); });
}

void TracesPage::takeTrace(Result<TraceFactsPtr> facts) {
  delete m_failure;
  m_failure = nullptr;
  if (facts) {
    m_view->setTrace(*facts);
    m_right->setCurrentWidget(m_view);
  } else {
    m_failure = new ErrorState(facts.error(), [this] { loadTrace(m_wanted); });
    m_right->addWidget(m_failure);
    m_right->setCurrentWidget(m_failure);
  }
  if (m_traceAgain) {
    loadTrace(m_wanted);
  }
}

}  // namespace tatara::ui

#include "ui/rundetail/trace_view.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/type.h"
#include "ui/base/utf8.h"
#include "ui/rundetail/fact_table.h"
#include "ui/rundetail/span_tree_view.h"
#include "ui/widget/badge.h"
#include "ui/widget/card.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"

namespace tatara::ui {
namespace {

QPlainTextEdit* makeReader(const QString& name) {
  auto* reader = new QPlainTextEdit;
  reader->setReadOnly(true);
  reader->setFrameShape(QFrame::NoFrame);
  reader->setFont(ui::font(TextRole::Code));
  reader->setTabChangesFocus(true);
  reader->setAccessibleName(name);
  reader->document()->setDocumentMargin(kCardPadding - 2);
  return reader;
}

// A title over a reader of text.
QWidget* makeTitled(const QString& title, QPlainTextEdit* reader) {
  auto* box = new QWidget;
  auto* layout = new QVBoxLayout(box);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  auto* head = new QHBoxLayout;
  head->setContentsMargins(kCardPadding, 6, kCardPadding, 0);
  head->addWidget(new Label(title, TextRole::Header, &Colors::tx3));
  layout->addLayout(head);
  layout->addWidget(reader, 1);
  return box;
}

// Leaves the reader where it is when it already shows the same.
void showText(QPlainTextEdit& reader, const QString& words) {
  if (reader.toPlainText() != words) {
    reader.setPlainText(words);
  }
}

BadgeState traceStateBadge(track::TraceState state) {
  return state == track::TraceState::Ok           ? BadgeState::Ok
         : state == track::TraceState::Error      ? BadgeState::Failed
         : state == track::TraceState::InProgress ? BadgeState::Running
                                                  : BadgeState::Killed;
}

QString tokensText(const track::TokenUsage& tokens) {
  return TraceView::tr("%1 tokens (%2 in, %3 out)")
      .arg(countText(tokens.total), countText(tokens.input), countText(tokens.output));
}

}  // namespace

TraceView::TraceView(QWidget* parent) : QWidget(parent) {
  m_tree = new SpanTreeView;
  auto* splitter = new QSplitter(Qt::Vertical);
  splitter->setHandleWidth(kCardGap);
  splitter->addWidget(m_tree);
  splitter->addWidget(makeDetail());
  splitter->setStretchFactor(0, 1);
  splitter->setStretchFactor(1, 1);
  splitter->setSizes({380, 340});
  splitter->setChildrenCollapsible(false);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 1);
  layout->setSpacing(0);
  layout->addWidget(makeHead());
  layout->addWidget(makeLine(Qt::Horizontal));
  m_leftOut = new Label(QString(), TextRole::Caption, &Colors::warn);
  m_leftOut->setContentsMargins(kCardPadding, 4, kCardPadding, 4);
  layout->addWidget(m_leftOut);
  layout->addWidget(splitter, 1);
  connect(m_tree, &SpanTreeView::chosen, this, &TraceView::showSpan);
  connect(m_tree, &SpanTreeView::copyWanted, this, &TraceView::copySpan);
}

QWidget* TraceView::makeHead() {
  auto* head = new QWidget;
  auto* row = new QHBoxLayout(head);
  row->setContentsMargins(kCardPadding, 4, 8, 4);
  row->setSpacing(8);
  m_title = new Label(QString(), TextRole::CardTitle);
  m_badge = new Badge(BadgeState::Ok);
  m_figures = new Label(QString(), TextRole::Cell, &Colors::tx3);
  auto* copy = makeButton(tr("Copy as JSON"), QStringLiteral("copy"), ButtonKind::Flat);
  row->addWidget(m_title);
  row->addWidget(m_badge);
  row->addWidget(m_figures, 1);
  row->addWidget(copy);
  connect(copy, &QPushButton::clicked, this, &TraceView::copyTrace);
  return head;
}

QWidget* TraceView::makeDetail() {
  auto* detail = new QWidget;
  auto* layout = new QVBoxLayout(detail);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  auto* head = new QHBoxLayout;
  head->setContentsMargins(kCardPadding, 6, 8, 6);
  head->setSpacing(8);
  m_spanName = new Label(QString(), TextRole::CellStrong);
  m_spanFigures = new Label(QString(), TextRole::Cell, &Colors::tx3);
  m_part = new SegmentedControl;
  m_part->setSmall(true);
  m_part->addSegment(tr("Inputs and outputs"));
  m_part->addSegment(tr("Attributes"));
  m_part->addSegment(tr("Events"));
  m_part->setAccessibleName(tr("Part of the span"));
  head->addWidget(m_spanName);
  head->addWidget(m_spanFigures, 1);
  head->addWidget(m_part);
  layout->addLayout(head);
  m_failure = new Label(QString(), TextRole::Cell, &Colors::err);
  m_failure->setOverflow(Overflow::Wrap);
  auto* failure = new QHBoxLayout;
  failure->setContentsMargins(kCardPadding, 0, kCardPadding, 4);
  failure->addWidget(m_failure);
  layout->addLayout(failure);
  layout->addWidget(makeLine(Qt::Horizontal));
  m_inputs = makeReader(tr("Inputs"));
  m_outputs = makeReader(tr("Outputs"));
  auto* values = new QSplitter(Qt::Horizontal);
  values->setHandleWidth(kCardGap);
  values->addWidget(makeTitled(tr("Inputs"), m_inputs));
  values->addWidget(makeTitled(tr("Outputs"), m_outputs));
  values->setSizes({500, 500});
  values->setChildrenCollapsible(false);
  m_attributes = new FactView;
  m_events = makeReader(tr("Events"));
  m_stack = new QStackedWidget;
  m_stack->addWidget(values);
  m_stack->addWidget(m_attributes);
  m_stack->addWidget(m_events);
  layout->addWidget(m_stack, 1);
  connect(m_part, &SegmentedControl::currentChanged, this, &TraceView::showPart);
  return detail;
}

void TraceView::setTrace(const TraceFactsPtr& facts) {
  if (m_facts && facts && sameTrace(*m_facts, *facts)) {
    return;
  }
  m_facts = facts;
  if (!m_facts) {
    m_tree->setTrace(nullptr);
    return;
  }
  const track::Trace& trace = m_facts->trace;
  const std::string* name = trace.tag(track::kTraceName);
  m_title->setText(fromUtf8(name && !name->empty() ? *name : trace.id));
  m_badge->setState(traceStateBadge(trace.state), stateText(trace.state));
  QStringList figures;
  if (trace.duration) {
    figures << traceDurationText(*trace.duration);
  }
  if (const auto tokens = track::tokensOf(trace)) {
    figures << tokensText(*tokens);
  }
  figures << tr("%n spans", nullptr, static_cast<int>(m_facts->spans.size()));
  m_figures->setText(figures.join(QStringLiteral(" · ")));
  m_leftOut->setVisible(m_facts->spansLeftOut > 0);
  m_leftOut->setText(tr("%n more spans are not shown", nullptr, static_cast<int>(m_facts->spansLeftOut)));
  m_tree->setTrace(m_facts);
}

void TraceView::showSpan() {
  const track::SpanNode* span = m_tree->current();
  m_part->setVisible(span != nullptr);
  if (!span) {
    m_spanName->setText(m_facts ? tr("This trace has no spans") : QString());
    m_spanFigures->setText({});
    m_failure->hide();
    showText(*m_inputs, m_facts ? fromUtf8(m_facts->trace.requestPreview) : QString());
    showText(*m_outputs, m_facts ? fromUtf8(m_facts->trace.responsePreview) : QString());
    m_stack->setCurrentIndex(0);
    return;
  }
  m_spanName->setText(fromUtf8(span->name));
  QStringList figures;
  if (!span->type.empty()) {
    figures << fromUtf8(span->type);
  }
  figures << (span->endNanos > 0 ? spanDurationText(span->endNanos - span->startNanos)
                                 : stateText(track::TraceState::InProgress));
  if (span->tokens) {
    figures << tokensText(*span->tokens);
  }
  m_spanFigures->setText(figures.join(QStringLiteral(" · ")));
  m_failure->setVisible(span->status == track::SpanStatus::Error);
  m_failure->setText(span->statusMessage.empty() ? tr("This span failed")
                                                 : fromUtf8(span->statusMessage).left(400).simplified());
  showPart();
}

void TraceView::showPart() {
  const track::SpanNode* span = m_tree->current();
  if (!span) {
    return;
  }
  m_stack->setCurrentIndex(m_part->current());
  switch (static_cast<Part>(m_part->current())) {
    case Part::Values:
      showText(*m_inputs, span->inputs.isNull() ? tr("None were recorded") : valueText(span->inputs));
      showText(*m_outputs, span->outputs.isNull() ? tr("None were recorded") : valueText(span->outputs));
      break;
    case Part::Attributes: {
      std::vector<Fact> facts;
      for (const track::SpanAttribute& attribute : span->attributes) {
        facts.push_back({fromUtf8(attribute.key), valueText(attribute.value), {}, false});
      }
      facts.push_back({tr("Span ID"), fromUtf8(span->id), {}, false});
      m_attributes->setFacts(std::move(facts), {});
      break;
    }
    case Part::Events: {
      QStringList events;
      for (const track::SpanEvent& event : span->events) {
        events << eventText(event, span->startNanos);
      }
      showText(*m_events,
               events.isEmpty() ? tr("Nothing happened in this span") : events.join(QStringLiteral("\n\n")));
      break;
    }
  }
}

void TraceView::copyTrace() const {
  if (m_facts) {
    QApplication::clipboard()->setText(
        fromUtf8(text::toPrettyJson(track::traceJson(m_facts->trace, m_facts->spans))));
  }
}

void TraceView::copySpan() const {
  if (const track::SpanNode* span = m_tree->current()) {
    QApplication::clipboard()->setText(fromUtf8(text::toPrettyJson(track::spanJson(*span))));
  }
}

}  // namespace tatara::ui

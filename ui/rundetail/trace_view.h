// One trace: its figures, its spans as a tree with a waterfall, and what the chosen span took, gave and met.
//
// All texts are a client's: shown as plain text, never as markup. Threads: GUI thread.
#pragma once

#include <QWidget>

#include "ui/rundetail/trace_facts.h"

class QPlainTextEdit;
class QPushButton;
class QStackedWidget;
class QSplitter;

namespace tatara::ui {

class Badge;
class FactView;
class Label;
class SegmentedControl;
class SpanTreeView;

class TraceView final : public QWidget {
  Q_OBJECT
 public:
  explicit TraceView(QWidget* parent = nullptr);

  void setTrace(const TraceFactsPtr& facts);
  const TraceFactsPtr& trace() const { return m_facts; }
  // The whole trace, or the chosen span, onto the clipboard.
  void copyTrace() const;
  void copySpan() const;
  SpanTreeView* tree() const { return m_tree; }

 private:
  enum class Part { Values, Attributes, Events };

  QWidget* makeHead();
  QWidget* makeDetail();
  void showSpan();
  void showPart();

  TraceFactsPtr m_facts;
  Label* m_title;
  Badge* m_badge;
  Label* m_figures;
  Label* m_leftOut;
  SpanTreeView* m_tree;
  Label* m_spanName;
  Label* m_spanFigures;
  Label* m_failure;
  SegmentedControl* m_part;
  QStackedWidget* m_stack;
  QPlainTextEdit* m_inputs;
  QPlainTextEdit* m_outputs;
  FactView* m_attributes;
  QPlainTextEdit* m_events;
};

}  // namespace tatara::ui

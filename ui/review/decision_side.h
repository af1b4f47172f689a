// The right side of the Review screen: gates with what was measured, reviewers, the discussion, and the
// decision with the one button that is named by what was chosen.
//
// It changes nothing by itself: what a person wants goes out as signals, the panel asks the core. What the
// person may not do stays to be seen, locked, with the reason. A, C, R and X choose, Ctrl+Enter submits.
// Threads: GUI thread.
#pragma once

#include <QWidget>

#include "core/base/clock.h"
#include "ui/review/review_data.h"

class QPlainTextEdit;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace tatara::ui {

class ChoiceCards;
class Chip;
class Label;

class DecisionSide final : public QWidget {
  Q_OBJECT
 public:
  enum Act { Comment, Approve, ApproveOnConditions, RequestChanges, Reject };

  explicit DecisionSide(QWidget* parent = nullptr);

  void show(ReviewFactsPtr facts, Timestamp now, bool readOnly);
  void choose(Act act);
  // What the comment will be attached to; empty: the review.
  void attachTo(const QString& evidence, const QString& title);
  void submit();
  // After the core took it.
  void clearText();

 Q_SIGNALS:
  void commented(const QString& evidence, const QString& body);
  void decided(tatara::registry::Verdict verdict, const QString& words);
  void acknowledgeAsked(const QString& gate);
  void moveAsked();
  void reopenAsked();
  void evidenceAsked(const QString& name);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void rebuildTop(Timestamp now);
  void addGates(QVBoxLayout* column);
  void addGate(QVBoxLayout* inside, const registry::GateStanding& gate);
  void addReviewers(QVBoxLayout* column);
  void addDiscussion(QVBoxLayout* column, Timestamp now);
  struct Entry {
    Timestamp at;
    std::string person;
    QString chip;
    QString words;
    QString evidence;
  };
  // Request, comments and decisions, oldest first.
  std::vector<Entry> entries() const;
  void addEntry(QVBoxLayout* inside, const Entry& entry, Timestamp now);
  void showDecision();
  void showButton();
  QString refusal() const;  // why what was chosen cannot be sent; empty: it can

  ReviewFactsPtr m_facts;
  bool m_readOnly = false;
  QString m_evidence;
  QScrollArea* m_scroll;
  QWidget* m_bottom;
  Label* m_heading;
  ChoiceCards* m_choices;
  Chip* m_attached;
  QPlainTextEdit* m_words;
  Label* m_hint;
  QPushButton* m_submit;
  QWidget* m_moveRow;
  Label* m_moveWords;
  QPushButton* m_move;
};

}  // namespace tatara::ui

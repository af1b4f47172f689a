#include "ui/review/decision_side.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include "ui/base/icon.h"
#include "ui/base/metrics.h"
#include "ui/base/phrase_text.h"
#include "ui/base/style.h"
#include "ui/base/time_text.h"
#include "ui/base/tip_text.h"
#include "ui/base/utf8.h"
#include "ui/review/internal/choice.h"
#include "ui/review/internal/comment_text.h"
#include "ui/review/internal/review_text.h"
#include "ui/review/internal/stepper.h"
#include "ui/widget/avatar.h"
#include "ui/widget/badge.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"
#include "ui/widget/stays_free.h"

namespace tatara::ui {
namespace {

constexpr int kLowSide = 640;
constexpr int kMeasured = 170;  // what a gate measured takes no more of its line

using registry::GateOutcome;
using registry::Verdict;

Label* wrapped(const QString& text, ColorRole color, TextRole role = TextRole::Cell) {
  auto* label = new Label(text, role, color);
  label->setOverflow(Overflow::Wrap);
  label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
  return label;
}

QWidget* padded(QVBoxLayout** inside, QWidget* parent) {
  auto* section = new QWidget(parent);
  *inside = new QVBoxLayout(section);
  (*inside)->setContentsMargins(14, 10, 14, 10);
  (*inside)->setSpacing(6);
  return section;
}

// The state of all gates as one strip: as many parts as gates.
class GateStrip final : public QWidget {
 public:
  explicit GateStrip(std::vector<ColorRole> parts) : m_parts(std::move(parts)) { setFixedHeight(4); }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    const qreal step = width() / std::max<qreal>(1, static_cast<qreal>(m_parts.size()));
    for (std::size_t i = 0; i < m_parts.size(); ++i) {
      painter.fillRect(QRectF(static_cast<qreal>(i) * step, 0, step - 3, 4), colors().*m_parts[i]);
    }
  }

 private:
  std::vector<ColorRole> m_parts;
};

class Glyph final : public QWidget {
 public:
  Glyph(QString name, ColorRole color) : m_name(std::move(name)), m_color(color) { setFixedSize(14, 16); }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    drawIcon(painter, m_name, QRectF(0, 1, 14, 14), colors().*m_color);
  }

 private:
  QString m_name;
  ColorRole m_color;
};

ColorRole gateColor(const registry::GateStanding& gate) {
  if (gate.result.outcome == GateOutcome::Passed) {
    return &Colors::ok;
  }
  return gate.mayAcknowledge ? &Colors::warn : &Colors::err;
}

}  // namespace

DecisionSide::DecisionSide(QWidget* parent)
    : QWidget(parent),
      m_scroll(new QScrollArea(this)),
      m_bottom(new QWidget(this)),
      m_heading(new Label(tr("Your decision"), TextRole::CardTitle)),
      m_choices(new ChoiceCards(this)),
      m_attached(new Chip({}, this)),
      m_words(makeTextField({}, this)),
      m_hint(new Label({}, TextRole::Caption, &Colors::tx3)),
      m_submit(makeButton({}, QStringLiteral("check"), ButtonKind::Primary)),
      m_moveRow(new QWidget(this)),
      m_moveWords(new Label({}, TextRole::Cell, &Colors::appr)),
      m_move(makeButton({}, QStringLiteral("champion"), ButtonKind::Primary)) {
  setProperty(kStaysFree, true);
  auto* whole = new QVBoxLayout(this);
  whole->setContentsMargins(1, 1, 1, 1);
  whole->setSpacing(0);
  m_scroll->setWidgetResizable(true);
  m_scroll->setFrameShape(QFrame::NoFrame);
  m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_scroll->viewport()->setAutoFillBackground(false);
  whole->addWidget(m_scroll, 1);
  whole->addWidget(makeLine(Qt::Horizontal, this));
  whole->addWidget(m_bottom);
  auto* column = new QVBoxLayout(m_bottom);
  column->setContentsMargins(14, 10, 14, 12);
  column->setSpacing(6);
  auto* moveRow = new QHBoxLayout(m_moveRow);
  moveRow->setContentsMargins(0, 0, 0, 4);
  m_moveWords->setOverflow(Overflow::Wrap);
  moveRow->addWidget(m_moveWords, 1);
  moveRow->addWidget(m_move);
  column->addWidget(m_moveRow);
  column->addWidget(m_heading);
  column->addWidget(m_choices);
  auto* attachedRow = new QHBoxLayout;
  attachedRow->setContentsMargins(0, 0, 0, 0);
  attachedRow->addWidget(m_attached);
  attachedRow->addStretch(1);
  column->addLayout(attachedRow);
  m_words->setFixedHeight(48);
  m_words->setAccessibleName(tr("Comment or reason"));
  column->addWidget(m_words);
  auto* buttons = new QHBoxLayout;
  buttons->setContentsMargins(0, 2, 0, 0);
  m_hint->setOverflow(Overflow::Wrap);
  buttons->addWidget(m_hint, 1);
  buttons->addWidget(m_submit);
  column->addLayout(buttons);
  m_attached->hide();
  connect(m_attached, &Chip::removed, this, [this] { attachTo({}, {}); });
  connect(m_attached, &Chip::clicked, this, [this] { Q_EMIT evidenceAsked(m_evidence); });
  connect(m_choices, &ChoiceCards::currentChanged, this, &DecisionSide::showButton);
  connect(m_words, &QPlainTextEdit::textChanged, this, &DecisionSide::showButton);
  connect(m_submit, &QPushButton::clicked, this, &DecisionSide::submit);
  connect(m_move, &QPushButton::clicked, this, &DecisionSide::moveAsked);
}

void DecisionSide::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  drawPanel(painter, QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kCardRadius, colors().bg1, colors().line);
}

void DecisionSide::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  m_choices->setCompact(height() < kLowSide);
}

void DecisionSide::show(ReviewFactsPtr facts, Timestamp now, bool readOnly) {
  m_facts = std::move(facts);
  m_readOnly = readOnly;
  rebuildTop(now);
  showDecision();
}

void DecisionSide::rebuildTop(Timestamp now) {
  const int scrolled = m_scroll->verticalScrollBar()->value();
  auto* top = new QWidget;
  auto* column = new QVBoxLayout(top);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  addGates(column);
  column->addWidget(makeLine(Qt::Horizontal, top));
  addReviewers(column);
  column->addWidget(makeLine(Qt::Horizontal, top));
  addDiscussion(column, now);
  column->addStretch(1);
  m_scroll->setWidget(top);
  top->setAutoFillBackground(false);  // setWidget() turns it on
  m_scroll->verticalScrollBar()->setValue(scrolled);
}

void DecisionSide::addGates(QVBoxLayout* column) {
  QVBoxLayout* inside = nullptr;
  QWidget* section = padded(&inside, this);
  const auto& gates = m_facts->standing.gates;
  int passed = 0, warnings = 0, failed = 0;
  std::vector<ColorRole> parts;
  for (const registry::GateStanding& gate : gates) {
    parts.push_back(gateColor(gate));
    passed += parts.back() == &Colors::ok ? 1 : 0;
    warnings += parts.back() == &Colors::warn ? 1 : 0;
    failed += parts.back() == &Colors::err ? 1 : 0;
  }
  auto* head = new QHBoxLayout;
  head->addWidget(new Label(tr("Gates"), TextRole::CardTitle), 1);
  if (!gates.empty()) {
    head->addWidget(new Label(tr("%1 pass, %2 warn, %3 fail").arg(passed).arg(warnings).arg(failed),
                              TextRole::Cell, failed > 0 ? &Colors::err : &Colors::tx2));
  }
  inside->addLayout(head);
  if (!m_facts->policyProblem.empty()) {
    inside->addWidget(wrapped(fromUtf8(m_facts->policyProblem), &Colors::err));
  }
  for (const text::Phrase& warning : m_facts->policyWarnings) {
    inside->addWidget(wrapped(phraseText(warning), &Colors::warn));
  }
  if (gates.empty()) {
    inside->addWidget(wrapped(m_facts->protectedTarget
                                  ? tr("The policy asks for no gate here")
                                  : tr("No policy protects this alias: it may be moved without a review"),
                              &Colors::tx3));
  } else {
    inside->addWidget(new GateStrip(parts));
  }
  for (const registry::GateStanding& gate : gates) {
    addGate(inside, gate);
  }
  for (const text::Phrase& sentence : m_facts->standing.blocked) {
    inside->addWidget(wrapped(phraseText(sentence), &Colors::err));
  }
  for (const text::Phrase& sentence : m_facts->standing.lapsed) {
    inside->addWidget(wrapped(phraseText(sentence), &Colors::warn));
  }
  if (!m_facts->standing.lapsed.empty() && m_facts->live()) {
    QPushButton* reopen = makeButton(tr("Freeze the evidence anew…"), QStringLiteral("undo"));
    reopen->setEnabled(!m_readOnly);
    connect(reopen, &QPushButton::clicked, this, &DecisionSide::reopenAsked);
    inside->addWidget(reopen, 0, Qt::AlignLeft);
  }
  column->addWidget(section);
}

void DecisionSide::addGate(QVBoxLayout* inside, const registry::GateStanding& gate) {
  const ColorRole color = gateColor(gate);
  auto* row = new QHBoxLayout;
  row->setSpacing(8);
  row->addWidget(new Glyph(color == &Colors::ok     ? QStringLiteral("check")
                           : color == &Colors::warn ? QStringLiteral("warning")
                                                    : QStringLiteral("rejected"),
                           color),
                 0, Qt::AlignTop);
  auto* name = new Label(fromUtf8(gate.name), TextRole::Cell, &Colors::tx1);
  name->setOverflow(Overflow::Wrap);  // what it asks is read, not guessed
  name->setToolTip(tipText(fromUtf8(gate.condition)));
  row->addWidget(name, 1);
  auto* measured = new Label(gate.result.outcome == GateOutcome::NotComputed ? tr("could not be computed")
                                                                             : measuredText(gate.result),
                             TextRole::Cell, color == &Colors::ok ? &Colors::tx2 : color);
  measured->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  measured->setToolTip(tipText(phraseText(gate.result.measured)));
  measured->setMaximumWidth(kMeasured);
  measured->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);  // what is short of room is the name
  row->addWidget(measured, 0, Qt::AlignTop);
  inside->addLayout(row);
  if (gate.acknowledged) {
    inside->addWidget(
        wrapped(tr("Acknowledged by %1: %2")
                    .arg(fromUtf8(gate.acknowledged->person), fromUtf8(gate.acknowledged->reason)),
                &Colors::warn, TextRole::Caption));
  } else if (gate.mayAcknowledge && color != &Colors::ok && m_facts->live() && !m_facts->whyNotApprove) {
    QPushButton* accept = makeButton(tr("Acknowledge with a reason…"), {}, ButtonKind::Link);
    accept->setEnabled(!m_readOnly);
    connect(accept, &QPushButton::clicked, this,
            [this, condition = fromUtf8(gate.condition)] { Q_EMIT acknowledgeAsked(condition); });
    inside->addWidget(accept, 0, Qt::AlignLeft);
  }
}

void DecisionSide::addReviewers(QVBoxLayout* column) {
  QVBoxLayout* inside = nullptr;
  QWidget* section = padded(&inside, this);
  const registry::ReviewInfo& info = m_facts->review.info;
  int needed = 0, have = 0;
  for (const registry::RoleStanding& role : m_facts->standing.roles) {
    needed += role.needed;
    have += std::min(role.needed, static_cast<int>(role.approvedBy.size()));
  }
  auto* head = new QHBoxLayout;
  head->addWidget(new Label(tr("Reviewers"), TextRole::CardTitle), 1);
  if (needed > 0) {
    head->addWidget(new Label(tr("%1 of %2 required").arg(have).arg(needed), TextRole::Cell, &Colors::tx2));
  }
  inside->addLayout(head);
  QStringList shown;
  const auto person = [&](const std::string& who, const QString& what, QWidget* state) {
    if (shown.contains(fromUtf8(who))) {
      delete state;
      return;
    }
    shown << fromUtf8(who);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(new Avatar(fromUtf8(who)));
    row->addWidget(new Label(who == m_facts->me.person ? tr("You") : fromUtf8(who), TextRole::CellMedium));
    row->addWidget(new Label(what, TextRole::Cell, &Colors::tx3), 1);
    row->addWidget(state);
    inside->addLayout(row);
  };
  for (const registry::RoleStanding& role : m_facts->standing.roles) {
    for (const std::string& who : role.approvedBy) {
      person(who, fromUtf8(role.role), new Badge(BadgeState::Approved, tr("Approved")));
    }
  }
  for (const registry::Decision& decision : m_facts->review.decisions) {
    const bool no = decision.verdict == Verdict::Reject || decision.verdict == Verdict::RequestChanges;
    if (decision.round == info.round && no) {
      person(decision.person, {}, new Badge(BadgeState::Rejected, verdictText(decision.verdict)));
    }
  }
  for (const registry::RoleStanding& role : m_facts->standing.roles) {
    constexpr std::size_t kMost = 6;
    for (std::size_t i = 0; i < role.mayApprove.size() && i < kMost; ++i) {
      person(role.mayApprove[i], fromUtf8(role.role),
             new Label(tr("Decision needed"), TextRole::Cell, &Colors::tx2));
    }
  }
  for (const std::string& who : m_facts->review.asked) {
    person(who, {}, new Label(tr("asked"), TextRole::Cell, &Colors::tx2));
  }
  auto* submitter = new QWidget;
  auto* submitterRow = new QHBoxLayout(submitter);
  submitterRow->setContentsMargins(0, 0, 0, 0);
  submitterRow->setSpacing(4);
  submitterRow->addWidget(new Glyph(QStringLiteral("locked"), &Colors::tx3));
  submitterRow->addWidget(new Label(tr("cannot approve it"), TextRole::Cell, &Colors::tx3));
  person(info.requester, info.automated ? tr("submitter, automated") : tr("submitter"), submitter);
  column->addWidget(section);
}

void DecisionSide::addDiscussion(QVBoxLayout* column, Timestamp now) {
  QVBoxLayout* inside = nullptr;
  QWidget* section = padded(&inside, this);
  const std::vector<Entry> all = entries();
  auto* head = new QHBoxLayout;
  head->setSpacing(6);
  head->addWidget(new Label(tr("Discussion"), TextRole::CardTitle));
  head->addWidget(new Label(QString::number(all.size()), TextRole::Cell, &Colors::tx3), 1);
  inside->addLayout(head);
  if (m_facts->news.any()) {
    inside->addWidget(wrapped(newsText(m_facts->news), &Colors::acctx, TextRole::Cell));
  }
  for (const Entry& entry : all) {
    addEntry(inside, entry, now);
  }
  column->addWidget(section);
}

std::vector<DecisionSide::Entry> DecisionSide::entries() const {
  std::vector<Entry> all;
  const registry::Review& review = m_facts->review;
  all.push_back({review.info.opened, review.info.requester, tr("asks"), fromUtf8(review.info.reason), {}});
  for (const registry::Comment& comment : review.comments) {
    all.push_back({comment.at, comment.person, evidenceTitle(comment.evidence), fromUtf8(comment.body),
                   fromUtf8(comment.evidence)});
  }
  for (const registry::Decision& decision : review.decisions) {
    QString words = fromUtf8(decision.reason);
    if (!decision.conditions.empty()) {
      words += (words.isEmpty() ? QString() : QStringLiteral("\n")) +
               tr("On conditions: %1").arg(fromUtf8(decision.conditions));
    }
    all.push_back({decision.at, decision.person, verdictText(decision.verdict), words, {}});
  }
  std::ranges::stable_sort(all, {}, &Entry::at);
  return all;
}

void DecisionSide::addEntry(QVBoxLayout* inside, const Entry& entry, Timestamp now) {
  const bool fresh = m_facts->lastSeen && entry.at > *m_facts->lastSeen && entry.person != m_facts->me.person;
  auto* row = new QHBoxLayout;
  row->setSpacing(8);
  row->addWidget(new Avatar(fromUtf8(entry.person)), 0, Qt::AlignTop);
  auto* text = new QVBoxLayout;
  text->setSpacing(1);
  auto* first = new QHBoxLayout;
  first->setSpacing(6);
  first->addWidget(new Label(entry.person == m_facts->me.person ? tr("You") : fromUtf8(entry.person),
                             TextRole::CellStrong));
  auto* when = new Label(timeText(entry.at, now), TextRole::Cell, &Colors::tx3);
  when->setToolTip(isoTimeText(entry.at));
  first->addWidget(when);
  if (!entry.chip.isEmpty()) {
    QPushButton* about = makeButton(entry.chip, {}, ButtonKind::Link);
    about->setEnabled(!entry.evidence.isEmpty());
    connect(about, &QPushButton::clicked, this,
            [this, evidence = entry.evidence] { Q_EMIT evidenceAsked(evidence); });
    first->addWidget(about);
  }
  if (fresh) {
    first->addWidget(new Badge(BadgeState::Note, tr("New")));
  }
  first->addStretch(1);
  text->addLayout(first);
  if (!entry.words.isEmpty()) {
    text->addWidget(new CommentText(entry.words));
  }
  row->addLayout(text, 1);
  inside->addLayout(row);
}

void DecisionSide::showDecision() {
  const registry::ReviewInfo& info = m_facts->review.info;
  const QString number = QStringLiteral("v%1").arg(info.version);
  const bool live = m_facts->live();
  const bool failing = std::ranges::any_of(
      m_facts->standing.gates, [](const registry::GateStanding& gate) { return !gate.satisfied(); });
  QString noApproval = m_facts->whyNotApprove ? phraseText(*m_facts->whyNotApprove) : QString();
  if (noApproval.isEmpty() && !m_facts->standing.lapsed.empty()) {
    noApproval = phraseText(m_facts->standing.lapsed.front());
  }
  if (noApproval.isEmpty() && failing) {
    noApproval = tr("A gate does not pass");
  }
  const QString noRefusal = m_facts->whyNotRefuse ? phraseText(*m_facts->whyNotRefuse) : QString();
  const QString target = targetText(info.target);
  std::vector<Choice> choices;
  if (live) {
    choices = {{Approve, tr("Approve"), tr("%1 can then become %2").arg(number, target), noApproval},
               {ApproveOnConditions, tr("Approve on conditions"), tr("Write the conditions"), noApproval},
               {RequestChanges, tr("Request changes"), tr("Goes back with your comment"), noRefusal},
               {Reject, tr("Reject"), tr("Closes this review. Give a reason"), noRefusal}};
  }
  choices.push_back({Comment, tr("Comment"), tr("Decides nothing"), {}});
  m_choices->setChoices(std::move(choices));
  m_heading->setText(live ? tr("Your decision") : tr("This review is %1").arg(stateText(info.state)));
  const bool mayMove = m_facts->mayMove();
  m_moveRow->setVisible(mayMove);
  m_moveWords->setText(tr("Approved. The move is an act of its own."));
  m_move->setText(tr("Make %1 %2").arg(number, target));
  m_move->setEnabled(!m_readOnly);
  showButton();
}

QString DecisionSide::refusal() const {
  const bool empty = m_words->toPlainText().trimmed().isEmpty();
  switch (m_choices->current()) {
    case Comment:
      return empty ? tr("Write a comment") : QString();
    case ApproveOnConditions:
      return empty ? tr("Write the conditions") : QString();
    case RequestChanges:
    case Reject:
      return empty ? tr("A reason is needed") : QString();
    default:
      return {};
  }
}

void DecisionSide::showButton() {
  if (!m_facts) {
    return;
  }
  const QString number = QStringLiteral("v%1").arg(m_facts->review.info.version);
  QString act;
  switch (m_choices->current()) {
    case Approve:
      act = tr("Approve %1").arg(number);
      break;
    case ApproveOnConditions:
      act = tr("Approve on conditions");
      break;
    case RequestChanges:
      act = tr("Request changes");
      break;
    case Reject:
      act = tr("Reject %1").arg(number);
      break;
    default:
      act = tr("Comment");
      break;
  }
  m_submit->setText(act);
  const QString why = m_readOnly ? tr("This workspace is read-only") : refusal();
  m_submit->setEnabled(why.isEmpty());
  m_hint->setText(why);
}

void DecisionSide::choose(Act act) {
  m_choices->setCurrent(act);
}

void DecisionSide::attachTo(const QString& evidence, const QString& title) {
  m_evidence = evidence;
  m_attached->setText(tr("On %1").arg(title));
  m_attached->setVisible(!evidence.isEmpty());
  if (!evidence.isEmpty()) {
    m_choices->setCurrent(Comment);
    m_words->setFocus();
  }
}

void DecisionSide::clearText() {
  m_words->clear();
  attachTo({}, {});
}

void DecisionSide::submit() {
  if (!m_facts || m_readOnly || !refusal().isEmpty()) {
    return;
  }
  const QString words = m_words->toPlainText().trimmed();
  switch (m_choices->current()) {
    case Comment:
      Q_EMIT commented(m_evidence, words);
      return;
    case Approve:
      Q_EMIT decided(Verdict::Approve, words);
      return;
    case ApproveOnConditions:
      Q_EMIT decided(Verdict::ApproveOnConditions, words);
      return;
    case RequestChanges:
      Q_EMIT decided(Verdict::RequestChanges, words);
      return;
    case Reject:
      Q_EMIT decided(Verdict::Reject, words);
      return;
    default:
      return;
  }
}

}  // namespace tatara::ui

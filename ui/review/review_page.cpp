#include "ui/review/review_page.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <utility>

#include <QAbstractButton>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/time_text.h"
#include "ui/base/type.h"
#include "ui/base/utf8.h"
#include "ui/review/decision_side.h"
#include "ui/review/internal/code_view.h"
#include "ui/review/internal/detail_tables.h"
#include "ui/review/internal/evidence_plot.h"
#include "ui/review/internal/evidence_tables.h"
#include "ui/review/internal/reproducibility_strip.h"
#include "ui/review/internal/review_text.h"
#include "ui/review/internal/slice_legend.h"
#include "ui/review/internal/stepper.h"
#include "ui/review/internal/threshold_view.h"
#include "ui/widget/badge.h"
#include "ui/widget/card.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"
#include "ui/widget/sheet.h"

namespace tatara::ui {
namespace {

constexpr int kHeader = 80;
constexpr int kSide = 392;
constexpr int kNarrowSide = 340;
constexpr int kNarrowPage = 1280;
constexpr int kPairWidth = 860;
constexpr int kShortDiff = 16;  // lines of the diff in its card
constexpr int kDiffWidth = 980;
constexpr std::chrono::milliseconds kPressedLook{30};

Label* wrapped(ColorRole color) {
  auto* label = new Label({}, TextRole::Cell, color);
  label->setOverflow(Overflow::Wrap);
  label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
  return label;
}

QWidget* padded(QWidget* content) {
  auto* box = new QWidget;
  auto* layout = new QVBoxLayout(box);
  layout->setContentsMargins(kCardPadding, 4, kCardPadding, 8);
  layout->addWidget(content);
  return box;
}

// Tables and words one below the other inside a card's border.
QWidget* stacked(std::initializer_list<QWidget*> parts) {
  auto* box = new QWidget;
  auto* layout = new QVBoxLayout(box);
  layout->setContentsMargins(1, 0, 1, 2);
  layout->setSpacing(0);
  for (QWidget* part : parts) {
    layout->addWidget(part);
  }
  layout->addStretch(1);
  return box;
}

bool hasPressedButton(const QWidget& within) {
  return std::ranges::any_of(within.findChildren<QAbstractButton*>(), &QAbstractButton::isDown);
}

}  // namespace

ReviewPage::ReviewPage(QWidget* parent) : QWidget(parent) {
  auto* whole = new QVBoxLayout(this);
  whole->setContentsMargins(0, 0, 0, 0);
  whole->setSpacing(0);
  whole->addWidget(makeHeader());
  whole->addWidget(makeLine(Qt::Horizontal, this));
  auto* row = new QHBoxLayout;
  row->setContentsMargins(kPanelMargin, kWideCardGap, kPanelMargin, kWideCardGap);
  row->setSpacing(kWideCardGap);
  whole->addLayout(row, 1);
  m_scroll = new QScrollArea(this);
  m_scroll->setWidgetResizable(true);
  m_scroll->setFrameShape(QFrame::NoFrame);
  m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_scroll->viewport()->setAutoFillBackground(false);
  QWidget* evidence = makeEvidence();
  m_scroll->setWidget(evidence);
  evidence->setAutoFillBackground(false);  // setWidget() turns it on
  row->addWidget(m_scroll, 1);
  m_side = new DecisionSide(this);
  m_side->setFixedWidth(kSide);
  row->addWidget(m_side);
  connect(m_side, &DecisionSide::evidenceAsked, this, &ReviewPage::showCard);
}

QWidget* ReviewPage::makeHeader() {
  auto* header = new QWidget(this);
  header->setFixedHeight(kHeader);
  auto* column = new QVBoxLayout(header);
  column->setContentsMargins(kPanelMargin, 8, kPanelMargin, 6);
  column->setSpacing(2);
  auto* bar = new QHBoxLayout;
  bar->setSpacing(10);
  m_name = new Label({}, TextRole::PanelTitle, &Colors::tx1, header);
  m_state = new Badge(BadgeState::InReview, {}, header);
  m_replaces = new Label({}, TextRole::Body, &Colors::tx2, header);
  m_champion = new Badge(BadgeState::Champion, {}, header);
  m_opened = new Label({}, TextRole::Cell, &Colors::tx3, header);
  m_lineage = makeButton(tr("Lineage"), QStringLiteral("lineage"), ButtonKind::Normal, header);
  m_run = makeButton({}, QStringLiteral("experiments"), ButtonKind::Normal, header);
  m_measure = makeButton(tr("Measure again"), QStringLiteral("reproduce"), ButtonKind::Normal, header);
  m_export = makeButton(tr("Export evidence"), QStringLiteral("export"), ButtonKind::Normal, header);
  m_deploy = makeButton(tr("Deploy"), QStringLiteral("deployments"), ButtonKind::Normal, header);
  m_more = makeIconButton(QStringLiteral("more"), tr("More"), header);
  bar->addWidget(m_name);
  bar->addWidget(m_state);
  bar->addWidget(m_replaces);
  bar->addWidget(m_champion);
  bar->addWidget(m_opened, 1);
  bar->addWidget(m_lineage);
  bar->addWidget(m_run);
  bar->addWidget(m_measure);
  bar->addWidget(m_export);
  bar->addWidget(m_deploy);
  bar->addWidget(m_more);
  column->addLayout(bar);
  m_steps = new Stepper(header);
  column->addWidget(m_steps);
  connect(m_lineage, &QPushButton::clicked, this, [this] {
    const registry::ReviewInfo& info = m_facts->review.info;
    Q_EMIT routeAsked(ModelRoute{fromUtf8(info.model), info.version, QStringLiteral("lineage")});
  });
  connect(m_run, &QPushButton::clicked, this, [this] {
    Q_EMIT routeAsked(RunRoute{m_facts->version.run, {}});
  });
  connect(m_measure, &QPushButton::clicked, this, &ReviewPage::measureAsked);
  connect(m_export, &QPushButton::clicked, this, &ReviewPage::exportAsked);
  connect(m_deploy, &QPushButton::clicked, this, [this] {
    const registry::ReviewInfo& info = m_facts->review.info;
    Q_EMIT routeAsked(DeploymentsRoute{{}, {}, fromUtf8(info.model), info.version});
  });
  connect(m_more, &QToolButton::clicked, this, [this] { Q_EMIT menuAsked(m_more); });
  return header;
}

Card* ReviewPage::addCard(const char* evidence, const QString& title, QWidget* content) {
  auto* card = new Card(title);
  const QString name = QString::fromLatin1(evidence);
  QToolButton* comment = makeIconButton(QStringLiteral("comment"), tr("Comment on %1").arg(title), card);
  card->addTool(comment);
  card->setContent(content);
  connect(comment, &QToolButton::clicked, this, [this, name, title] { m_side->attachTo(name, title); });
  m_pieces.push_back({name, card, comment});
  return card;
}

QWidget* ReviewPage::makeEvidence() {
  auto* page = new QWidget;
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kWideCardGap);
  m_verdict = wrapped(&Colors::tx1);
  m_metrics = new MetricTable;
  m_valueless = wrapped(&Colors::tx3);
  m_confusion = new ConfusionTable;
  column->addWidget(addCard("metrics", tr("Metrics"),
                            stacked({padded(m_verdict), m_metrics, padded(m_valueless), m_confusion})));
  m_threshold = new ThresholdView;
  m_curves = new CurvesView;
  column->addWidget(addCard("curves", tr("Decision threshold"), stacked({m_threshold, m_curves})));
  m_residuals = new ResidualsView;
  column->addWidget(addCard("residuals", tr("Residuals"), stacked({m_residuals})));
  m_pair = new QBoxLayout(QBoxLayout::LeftToRight);
  m_pair->setSpacing(kWideCardGap);
  m_slices = new SliceTable;
  m_allSlices = makeButton({}, {}, ButtonKind::Link);
  m_legend = new SliceLegend;
  m_weak = new WeakSliceTable;
  m_weakNote = wrapped(&Colors::tx3);
  Card* slices =
      addCard("slices", tr("Slices"), stacked({m_slices, m_legend, m_allSlices, m_weak, padded(m_weakNote)}));
  connect(m_allSlices, &QPushButton::clicked, this, [this] {
    m_all = !m_all;
    showSlices();
  });
  m_pair->addWidget(slices, 1);
  m_origin = new FactTable(tr("Data and code"));
  m_parameters = new FactTable(tr("Parameters"));
  m_packages = new FactTable(tr("Packages"));
  m_codeProblem = wrapped(&Colors::tx3);
  m_code = new CodeView;
  m_openDiff = makeButton(tr("Open full diff"), {}, ButtonKind::Link);
  connect(m_openDiff, &QPushButton::clicked, this, &ReviewPage::openDiff);
  m_signature = wrapped(&Colors::tx2);
  m_pair->addWidget(addCard("origin", tr("Data and code"),
                            stacked({m_origin, m_parameters, m_packages, padded(m_signature), m_code,
                                     m_openDiff, padded(m_codeProblem)})),
                    1);
  column->addLayout(m_pair);
  auto* reproducibility = new Card(tr("Reproducibility"));
  m_reproducibility = new ReproducibilityStrip;
  reproducibility->setContent(m_reproducibility);
  column->addWidget(reproducibility);
  m_fairness = new DisparityTable;
  m_groups = new GroupTable;
  column->addWidget(addCard("fairness", tr("Fairness"), stacked({m_fairness, m_groups})));
  m_importance = new ImportanceTable;
  m_differing = new DifferingTable;
  column->addWidget(addCard("explanation", tr("What matters most"), stacked({m_importance, m_differing})));
  m_files = new FileTable;
  column->addWidget(addCard("files", tr("Files"), stacked({m_files})));
  column->addStretch(1);
  return page;
}

void ReviewPage::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), colors().bg0);
  painter.fillRect(QRect(0, 0, width(), kHeader), colors().bg1);
}

void ReviewPage::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  m_side->setFixedWidth(width() < kNarrowPage ? kNarrowSide : kSide);
  const int left = width() - m_side->width() - 2 * kPanelMargin - kWideCardGap;
  m_pair->setDirection(left < kPairWidth ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
  m_export->setVisible(width() >= kNarrowPage);  // the menu has both as well
  m_measure->setVisible(width() >= kNarrowPage);
}

void ReviewPage::show(ReviewFactsPtr facts, Timestamp now, bool readOnly) {
  if (hasPressedButton(*this)) {
    const bool alone = !m_waiting;
    m_waiting = [this, facts = std::move(facts), now, readOnly] { show(facts, now, readOnly); };
    if (alone) {
      QTimer::singleShot(kPressedLook, this, [this] { std::exchange(m_waiting, {})(); });
    }
    return;
  }
  const bool another = !m_facts || m_facts->review.info.id != facts->review.info.id;
  m_facts = std::move(facts);
  if (another) {
    m_all = false;
    m_current = -1;
    m_side->clearText();
  }
  showHeader(now);
  showSteps(now);
  showMetrics();
  showSlices();
  showFacts();
  showCode();
  m_reproducibility->show(*m_facts);
  showRest();
  showComments();
  m_measure->setEnabled(m_facts->live() && !readOnly);
  m_side->show(m_facts, now, readOnly);
  layOut();
}

// Tables that grew while no ancestor of theirs was shown have told nobody, and a page that keeps its height
// in a tall window is not laid out anew by its scroll area: every layout asks again, at once.
void ReviewPage::layOut() {
  if (!isVisible()) {
    return;  // showEvent() comes
  }
  QWidget* page = m_scroll->widget();
  for (QWidget* part : page->findChildren<QWidget*>()) {
    if (part->layout()) {
      part->layout()->invalidate();
    }
    part->updateGeometry();
  }
  page->layout()->invalidate();
  page->layout()->activate();
}

void ReviewPage::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  layOut();
}

namespace {

QString wordOf(const registry::Target& target) {
  return target.name == "champion" ? badgeWord(BadgeState::Champion) : targetText(target);
}

}  // namespace

void ReviewPage::showHeader(Timestamp now) {
  const registry::ReviewInfo& info = m_facts->review.info;
  m_name->setText(QStringLiteral("%1 v%2").arg(fromUtf8(info.model)).arg(info.version));
  QString word = stateText(info.state);
  word = info.state == registry::ReviewState::Open ? tr("In review") : word.left(1).toUpper() + word.mid(1);
  m_state->setState(badgeOf(info.state), word);
  m_replaces->setText(info.replaces > 0 ? tr("replaces v%1").arg(info.replaces) : tr("replaces nobody"));
  m_champion->setVisible(info.replaces > 0);
  m_champion->setState(BadgeState::Champion, wordOf(info.target));
  QString opened = tr("Review %1, asked for by %2 %3")
                       .arg(info.id.value())
                       .arg(fromUtf8(info.requester), agoText(info.opened, now));
  if (info.due) {
    opened += tr(" · due %1").arg(dayText(*info.due));
  }
  m_opened->setText(opened);
  m_deploy->setVisible(m_facts->version.state == registry::VersionState::Approved);
  const bool hasRun = m_facts->version.run && !m_facts->runName.empty();
  m_run->setVisible(hasRun);
  m_run->setText(hasRun ? tr("Run %1").arg(fromUtf8(m_facts->runName)) : QString());
}

void ReviewPage::showSteps(Timestamp now) {
  using registry::ReviewState;
  using State = Step::State;
  const registry::ReviewInfo& info = m_facts->review.info;
  const bool refused = info.state == ReviewState::Rejected || info.state == ReviewState::Withdrawn;
  const bool approved = info.state == ReviewState::Done || (m_facts->standing.clears() && !refused);
  Step review{tr("In review"), tr("since %1").arg(timeText(info.opened, now)),
              approved ? State::Done : State::Current};
  Step approval{tr("Approved"), {}, approved ? State::Done : State::ToCome};
  if (refused) {
    review.state = State::Done;
    approval = {info.state == ReviewState::Rejected ? tr("Rejected") : tr("Withdrawn"),
                info.closed ? timeText(*info.closed, now) : QString(), State::Refused};
  } else if (approved) {
    Timestamp at = info.updated;
    for (const registry::Decision& decision : m_facts->review.decisions) {
      at = decision.round == info.round ? decision.at : at;
    }
    approval.when = timeText(at, now);
  } else {
    int open = 0;
    for (const registry::RoleStanding& role : m_facts->standing.roles) {
      open += std::max(0, role.needed - static_cast<int>(role.approvedBy.size()));
    }
    approval.when = open > 0 ? tr("needs %1 more").arg(open) : tr("not yet");
  }
  QString target = wordOf(info.target);
  target = target.left(1).toUpper() + target.mid(1);
  const bool done = info.state == ReviewState::Done;
  m_steps->setSteps({{tr("Candidate"), timeText(m_facts->version.created, now), State::Done},
                     review,
                     approval,
                     {target, done && info.closed ? timeText(*info.closed, now) : QString(),
                      done ? State::Done : State::ToCome}});
}

QString ReviewPage::dataText() const {
  QString text = fromUtf8(m_facts->dataName);
  if (m_facts->dataRows > 0) {
    text = text.isEmpty()
               ? tr("%1 rows", nullptr, static_cast<int>(m_facts->dataRows)).arg(countText(m_facts->dataRows))
               : tr("%1, %2 rows", nullptr, static_cast<int>(m_facts->dataRows))
                     .arg(text, countText(m_facts->dataRows));
  }
  return m_facts->dataHow.empty() ? text : tr("%1, %2").arg(text, phraseText(m_facts->dataHow));
}

void ReviewPage::showMetrics() {
  const Piece& metrics = piece("metrics");
  // What was not frozen cannot be commented upon.
  metrics.comment->setVisible(findEvidence(m_facts->review, "metrics") != nullptr);
  const registry::ReviewInfo& info = m_facts->review.info;
  metrics.card->setTitle(info.replaces > 0
                             ? tr("Metrics against %1 v%2").arg(targetText(info.target)).arg(info.replaces)
                             : tr("Metrics"));
  QString words = phraseText(m_facts->verdict);
  if (m_facts->resampling.empty()) {
    words =
        tr("As the runs logged them: this version was not measured, so there are no intervals and no "
           "verdict");
  } else if (info.replaces == 0) {
    words = tr("Nobody has the alias yet: there is nothing to compare with");
  }
  for (const text::Phrase& note : m_facts->notes) {
    words += QLatin1Char('\n') + phraseText(note);
  }
  m_verdict->setText(words);
  metrics.card->setSubtitle(
      m_facts->resampling.empty()
          ? QString()
          : tr("%1; paired bootstrap, %2 draws").arg(dataText(), fromUtf8(m_facts->resampling)));
  m_metrics->show(*m_facts);
  // What has no value takes no line; why is said once for all that share the reason.
  std::map<std::string, QStringList> why;
  for (const MetricLine& line : m_facts->valueless) {
    why[line.undefined] << fromUtf8(line.name);
  }
  QStringList sentences;
  for (const auto& [reason, names] : why) {
    const QString list = names.join(tr(", "));
    sentences << (reason.empty() ? list : tr("%1: %2").arg(list, phraseText(text::Phrase::say(reason))));
  }
  m_valueless->parentWidget()->setVisible(!sentences.isEmpty());
  m_valueless->setText(tr("Without a value on these rows: %1").arg(sentences.join(tr("; "))));
  piece("curves").card->setVisible(!m_facts->threshold.challenger.points.empty());
  m_threshold->show(*m_facts);
  m_curves->show(*m_facts);
  m_confusion->show(*m_facts);
  Card* residuals = piece("residuals").card;
  residuals->setVisible(m_facts->detail.residuals.has_value());
  m_residuals->show(*m_facts);
  const QString lines = m_facts->review.info.replaces > 0
                            ? tr("v%1 with its band, v%2 dashed").arg(info.version).arg(info.replaces)
                            : QString();
  residuals->setSubtitle(lines);
  piece("curves").card->setSubtitle(lines);
}

void ReviewPage::showSlices() {
  Card* card = piece("slices").card;
  card->setVisible(!m_facts->slices.empty());
  std::int64_t judged = 0, better = 0;
  for (const SliceLine& line : m_facts->slices) {
    judged += line.judged ? 1 : 0;
    better += line.judged && line.regression && *line.regression < 0 ? 1 : 0;
  }
  card->setSubtitle(m_facts->review.info.replaces > 0
                        ? tr("%1; %2 of %3 better")
                              .arg(fromUtf8(m_facts->sliceMetric), countText(better), countText(judged))
                        : fromUtf8(m_facts->sliceMetric));
  const bool more = m_facts->slices.size() > SliceTable::kShort;
  m_allSlices->setVisible(more);
  m_allSlices->setText(m_all ? tr("Only those that got worst")
                             : tr("All %1 slices", nullptr, static_cast<int>(m_facts->slices.size()))
                                   .arg(countText(static_cast<std::int64_t>(m_facts->slices.size()))));
  m_slices->show(*m_facts, m_all);
  m_legend->show(*m_facts);
  showWeakSlices();
}

// That somebody looked and found nothing is said too.
void ReviewPage::showWeakSlices() {
  const EvidenceDetail& detail = m_facts->detail;
  m_weak->show(*m_facts);
  const bool none = detail.weakLooked && detail.weak.empty();
  m_weakNote->parentWidget()->setVisible(none);
  m_weakNote->setText(
      none ? tr("No weak slice among %1 that were looked at").arg(countText(detail.weakLookedAt))
           : QString());
}

void ReviewPage::showFacts() {
  constexpr std::size_t kMost = 14;
  Card* card = piece("origin").card;
  std::vector<FactLine> parameters;
  std::int64_t same = 0;
  for (const FactLine& line : m_facts->parameters) {
    const bool shown = (line.differs || m_facts->review.info.replaces == 0) && parameters.size() < kMost;
    if (shown) {
      parameters.push_back(line);
    }
    same += line.differs ? 0 : 1;
  }
  card->setVisible(!m_facts->facts.empty() || !m_facts->parameters.empty());
  card->setSubtitle(m_facts->review.info.replaces > 0 && same > 0
                        ? tr("%1 the same, hidden").arg(countText(same))
                        : QString());
  m_origin->show(*m_facts, m_facts->facts, true);
  m_parameters->setVisible(!parameters.empty());
  m_parameters->show(*m_facts, parameters, false);
  QStringList changes;
  for (const text::Phrase& change : m_facts->signature) {
    changes << phraseText(change);
  }
  m_signature->setText(!findEvidence(m_facts->review, "signature") ? QString()
                       : changes.isEmpty()                         ? tr("Signature: unchanged")
                                           : tr("Signature: %1").arg(changes.join(tr("; "))));
}

void ReviewPage::showCode() {
  std::vector<FactLine> packages;
  constexpr std::size_t kMost = 10;
  for (const FactLine& line : m_facts->packages) {
    if (line.differs && packages.size() < kMost) {
      packages.push_back(line);
    }
  }
  m_packages->setVisible(!packages.empty());
  m_packages->show(*m_facts, packages, false);
  m_code->show(m_facts->code, kShortDiff);
  m_code->setVisible(m_code->lines() > 0);
  m_openDiff->setVisible(!m_code->whole());
  m_codeProblem->setText(phraseText(m_facts->codeProblem));
  m_codeProblem->parentWidget()->setVisible(!m_facts->codeProblem.empty());
  m_signature->parentWidget()->setVisible(!m_signature->text().isEmpty());
}

void ReviewPage::openDiff() {
  auto* sheet = new Sheet(tr("Changes of the code"), kDiffWidth, this);
  sheet->setAttribute(Qt::WA_DeleteOnClose);
  auto* scroll = new QScrollArea;
  auto* code = new CodeView;
  code->show(m_facts->code, 0);
  code->setMinimumSize(code->sizeHint());
  scroll->setWidget(code);
  scroll->setWidgetResizable(true);
  scroll->setMinimumHeight(std::min(560, height()));
  sheet->body()->addWidget(scroll);
  sheet->addClose(tr("Close"));
  sheet->open();
}

ReviewPage::Piece& ReviewPage::piece(const char* evidence) {
  const QString name = QString::fromLatin1(evidence);
  return *std::ranges::find(m_pieces, name, &Piece::evidence);
}

// How many comments each card has, beside its button.
void ReviewPage::showComments() {
  for (const Piece& piece : m_pieces) {
    const auto count = std::ranges::count(m_facts->review.comments, piece.evidence.toStdString(),
                                          &registry::Comment::evidence);
    piece.comment->setToolButtonStyle(count > 0 ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
    piece.comment->setText(count > 0 ? QString::number(count) : QString());
  }
}

void ReviewPage::showRest() {
  piece("fairness").card->setVisible(!m_facts->disparities.empty() || !m_facts->detail.groups.empty());
  m_fairness->show(*m_facts);
  m_groups->show(*m_facts);
  piece("explanation").card->setVisible(!m_facts->importance.empty());
  m_importance->show(*m_facts);
  m_differing->show(*m_facts);
  piece("files").card->setVisible(!m_facts->files.empty());
  m_files->show(*m_facts);
}

void ReviewPage::stepCard(int by) {
  std::vector<int> visible;
  for (int i = 0; i < static_cast<int>(m_pieces.size()); ++i) {
    if (m_pieces[static_cast<std::size_t>(i)].card->isVisible()) {
      visible.push_back(i);
    }
  }
  if (visible.empty()) {
    return;
  }
  const auto at = std::ranges::find(visible, m_current);
  const int count = static_cast<int>(visible.size());
  const int place = at == visible.end() ? (by > 0 ? 0 : count - 1)
                                        : (static_cast<int>(at - visible.begin()) + by + count) % count;
  showCard(m_pieces[static_cast<std::size_t>(visible[static_cast<std::size_t>(place)])].evidence);
}

void ReviewPage::showCard(const QString& evidence) {
  for (int i = 0; i < static_cast<int>(m_pieces.size()); ++i) {
    const Piece& piece = m_pieces[static_cast<std::size_t>(i)];
    if (piece.evidence == evidence && piece.card->isVisible()) {
      m_current = i;
      m_scroll->ensureWidgetVisible(piece.card, 0, 8);
      piece.comment->setFocus(Qt::TabFocusReason);
    }
  }
}

}  // namespace tatara::ui

#include "ui/review/review_panel.h"

#include <algorithm>
#include <memory>

#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPointer>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "core/artifact/artifact_store.h"
#include "core/dataset/engine.h"
#include "core/evaluate/review_case.h"
#include "core/registry/dossier.h"
#include "ui/async/store_signals.h"
#include "ui/base/metrics.h"
#include "ui/base/name_list.h"
#include "ui/base/pdf.h"
#include "ui/base/utf8.h"
#include "ui/command/action_registry.h"
#include "ui/review/decision_side.h"
#include "ui/review/internal/review_text.h"
#include "ui/review/review_list.h"
#include "ui/review/review_page.h"
#include "ui/shell/server_control.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"
#include "ui/widget/save_dialog.h"
#include "ui/widget/sheet.h"
#include "ui/widget/states.h"
#include "ui/widget/task_run.h"
#include "ui/widget/toast.h"

namespace tatara::ui {
namespace {

constexpr const char* kProgram = "tatara-workbench";

registry::Actor me() {
  return registry::currentActor(kProgram);
}

}  // namespace

ReviewPanel::ReviewPanel(PanelContext& context, QWidget* parent)
    : Panel(parent),
      m_context(context),
      m_stack(new QStackedWidget(this)),
      m_list(new ReviewList(this)),
      m_page(new ReviewPage(this)),
      m_job([this](Result<ReviewFactsPtr> facts) { takeReview(std::move(facts)); }),
      m_listJob([this](Result<ReviewLines> lines) { takeList(std::move(lines)); }),
      m_exportJob([this](Result<std::monostate> done) {
        done ? m_context.toasts.inform(tr("File saved"))
             : m_context.toasts.showError(tr("Saving the file"), done.error());
      }) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(m_stack);
  m_stack->addWidget(m_list);
  m_stack->addWidget(m_page);
  connect(m_list, &ReviewList::opened, this, [this](std::int64_t review, bool newWindow) {
    newWindow ? m_context.navigator.openWindow(ReviewRoute{review})
              : m_context.navigator.open(ReviewRoute{review});
  });
  connect(m_list, &ReviewList::setChanged, this, &ReviewPanel::load);
  connect(m_list, &ReviewList::modelsAsked, this, [this] { m_context.navigator.open(ModelRoute{}); });
  connect(m_page, &ReviewPage::routeAsked, this, [this](const Route& to) { m_context.navigator.open(to); });
  connect(m_page, &ReviewPage::exportAsked, this, &ReviewPanel::exportDossier);
  connect(m_page, &ReviewPage::measureAsked, this, &ReviewPanel::askMeasure);
  connect(m_page, &ReviewPage::menuAsked, this, &ReviewPanel::openMenu);
  DecisionSide& side = m_page->decision();
  connect(&side, &DecisionSide::decided, this, &ReviewPanel::decide);
  connect(&side, &DecisionSide::commented, this, &ReviewPanel::comment);
  connect(&side, &DecisionSide::acknowledgeAsked, this, &ReviewPanel::acknowledge);
  connect(&side, &DecisionSide::moveAsked, this, &ReviewPanel::askMove);
  connect(&side, &DecisionSide::reopenAsked, this, &ReviewPanel::reopen);
  connect(&context.changes, &StoreSignals::changed, this, [this](const store::ChangeSet& changes) {
    if (concerns(changes, store::ChangeKind::Model)) {
      load();
    }
  });
  addActions();
  showState(new Skeleton(kRowHeight));
}

ReviewPanel::~ReviewPanel() = default;

void ReviewPanel::addActions() {
  const QString group = tr("Reviews");
  const auto add = [&](const char* id, const QString& text, const QKeySequence& key,
                       std::function<void()> run) {
    m_context.actions.add(m_page, {QString::fromLatin1(id), text, group, {}, {key}, std::move(run)});
  };
  const auto choose = [this](DecisionSide::Act act) {
    return [this, act] { m_page->decision().choose(act); };
  };
  add("review.approve", tr("Choose: approve"), Qt::Key_A, choose(DecisionSide::Approve));
  add("review.conditions", tr("Choose: approve on conditions"), Qt::Key_C,
      choose(DecisionSide::ApproveOnConditions));
  add("review.changes", tr("Choose: request changes"), Qt::Key_R, choose(DecisionSide::RequestChanges));
  add("review.reject", tr("Choose: reject"), Qt::Key_X, choose(DecisionSide::Reject));
  add("review.submit", tr("Submit the decision"), QKeySequence(Qt::CTRL | Qt::Key_Return),
      [this] { m_page->decision().submit(); });
  add("review.next", tr("Next evidence"), Qt::Key_N, [this] { m_page->stepCard(1); });
  add("review.previous", tr("Previous evidence"), Qt::Key_P, [this] { m_page->stepCard(-1); });
  add("review.list", tr("Back to the list of reviews"), Qt::Key_Backspace,
      [this] { m_context.navigator.open(ReviewRoute{}); });
}

void ReviewPanel::open(const Route& route) {
  m_place = std::get<ReviewRoute>(route);
  if (m_place.review != m_visited) {
    m_visited.reset();
    m_seen.reset();
    m_news = {};
    showState(new Skeleton(kRowHeight));
  }
  load();
  Q_EMIT placeChanged();
}

std::vector<Crumb> ReviewPanel::breadcrumb() const {
  if (!m_place.review) {
    return {{tr("Reviews"), ReviewRoute{}}};
  }
  std::vector<Crumb> crumbs;
  if (m_page->facts() && m_page->facts()->review.info.id.value() == *m_place.review) {
    const QString model = fromUtf8(m_page->facts()->review.info.model);
    crumbs.push_back({model, ModelRoute{model, std::nullopt, {}}});
  }
  crumbs.push_back({tr("Review %1").arg(*m_place.review), m_place});
  return crumbs;
}

std::vector<SidebarItem> ReviewPanel::sidebarItems() const {
  return {{tr("Reviews"), {}, ReviewRoute{}}};
}

bool ReviewPanel::settled() const {
  return !m_job.running() && !m_listJob.running();
}

void ReviewPanel::load() {
  if (m_place.review) {
    m_listJob.cancel();
    m_job.start([store = m_context.store, id = registry::ReviewId(*m_place.review)](std::stop_token stop) {
      return loadReviewFacts(*store, id, me(), stop);
    });
  } else {
    m_job.cancel();
    m_listJob.start([store = m_context.store, set = m_list->set()](std::stop_token stop) {
      return loadReviewLines(*store, set, me().person, stop);
    });
  }
}

void ReviewPanel::takeList(Result<ReviewLines> lines) {
  if (!lines) {
    showState(new ErrorState(lines.error(), [this] { load(); }));
    return;
  }
  m_list->show(*lines, m_context.store->clock().now());
  m_stack->setCurrentWidget(m_list);
}

// What is new is told for the whole visit: that the person has looked by now does not take it away.
void ReviewPanel::takeReview(Result<ReviewFactsPtr> facts) {
  if (!facts) {
    showState(new ErrorState(facts.error(), [this] { load(); }));
    return;
  }
  const std::int64_t id = (*facts)->review.info.id.value();
  if (m_visited == id) {
    auto kept = std::make_shared<ReviewFacts>(**facts);
    kept->lastSeen = m_seen;
    kept->news = m_news;
    *facts = std::move(kept);
  } else {
    m_visited = id;
    m_seen = (*facts)->lastSeen;
    m_news = (*facts)->news;
    rememberVisit();
  }
  m_page->show(*std::move(facts), m_context.store->clock().now(), m_context.store->readOnly());
  m_stack->setCurrentWidget(m_page);
  Q_EMIT placeChanged();
}

void ReviewPanel::rememberVisit() {
  if (m_context.store->readOnly() || !m_visited) {
    return;
  }
  write({}, [id = registry::ReviewId(*m_visited), &clock = m_context.store->clock()](store::Writer& writer) {
    return registry::markSeen(writer, id, me().person, clock.now());
  });
}

void ReviewPanel::showState(QWidget* state) {
  if (m_state) {
    m_stack->removeWidget(m_state);
    m_state->deleteLater();
  }
  m_state = state;
  m_stack->addWidget(state);
  m_stack->setCurrentWidget(state);
}

// `doing` empty: nobody asked for it, so nobody is told of its failing.
void ReviewPanel::write(const QString& doing, store::WriteTask task, std::function<void()> done) {
  const QPointer<ReviewPanel> self(this);
  m_context.store->submit(std::move(task), [self, doing, done](Status status) {
    QMetaObject::invokeMethod(
        qApp,
        [self, doing, done, status = std::move(status)] {
          if (!self) {
            return;
          }
          if (!status && !doing.isEmpty()) {
            self->m_context.toasts.showError(doing, status.error());
            self->load();  // what was looked at may have changed
          } else if (status && done) {
            done();
          }
        },
        Qt::QueuedConnection);
  });
}

void ReviewPanel::decide(registry::Verdict verdict, const QString& words) {
  registry::NewDecision decision;
  decision.verdict = verdict;
  (verdict == registry::Verdict::ApproveOnConditions ? decision.conditions : decision.reason) =
      words.toStdString();
  decision.seen = m_page->facts()->subject;
  const ReviewFactsPtr& facts = m_page->facts();
  write(
      tr("Deciding"),
      [decision, id = facts->review.info.id,
       &clock = m_context.store->clock()](store::Writer& writer) -> Status {
        TATARA_TRY(registry::decide(writer, id, decision, me(), clock.now()));
        return {};
      },
      [this, verdict] {
        m_page->decision().clearText();
        m_context.toasts.inform(verdictText(verdict));
      });
}

void ReviewPanel::comment(const QString& evidence, const QString& body) {
  write(
      tr("Commenting"),
      [id = m_page->facts()->review.info.id, on = evidence.toStdString(), text = body.toStdString(),
       &clock = m_context.store->clock()](store::Writer& writer) -> Status {
        TATARA_TRY(registry::addComment(writer, id, on, text, me(), clock.now()));
        return {};
      },
      [this] { m_page->decision().clearText(); });
}

void ReviewPanel::askReason(const QString& title, const QString& hint, const QString& act, bool needed,
                            std::function<void(const std::string&)> done) {
  auto* sheet = new Sheet(title, 460, this);
  sheet->setAttribute(Qt::WA_DeleteOnClose);
  QPlainTextEdit* edit = makeTextField({});
  auto* field = new FormField(tr("Reason"), edit, hint);
  sheet->body()->addWidget(field);
  sheet->addClose(tr("Cancel"));
  sheet->setSubmit(act, [sheet, edit, field, needed, done = std::move(done)] {
    const QString reason = edit->toPlainText().trimmed();
    if (needed && reason.isEmpty()) {
      field->setError(tr("Say why in a sentence"));
      return;
    }
    sheet->close();
    done(reason.toStdString());
  });
  sheet->open();
  edit->setFocus();
}

void ReviewPanel::acknowledge(const QString& gate) {
  askReason(tr("Acknowledge that the gate does not pass?"), gate, tr("Acknowledge"), true,
            [this, id = m_page->facts()->review.info.id, gate](const std::string& reason) {
              write(tr("Acknowledging"), [id, gate = gate.toStdString(), reason,
                                          &clock = m_context.store->clock()](store::Writer& writer) {
                return registry::acknowledgeGate(writer, id, gate, reason, me(), clock.now());
              });
            });
}

void ReviewPanel::askMove() {
  const registry::ReviewInfo info = m_page->facts()->review.info;
  const QString target = targetText(info.target);
  auto* sheet = new Sheet(info.replaces > 0 ? tr("Replace v%1 as %2?").arg(info.replaces).arg(target)
                                            : tr("Make v%1 %2?").arg(info.version).arg(target),
                          460, this);
  sheet->setAttribute(Qt::WA_DeleteOnClose);
  auto* words = new Label(
      tr("Whatever loads %1 by this name gets version %2 from then on. The act is recorded with this review.")
          .arg(fromUtf8(info.model))
          .arg(info.version));
  words->setOverflow(Overflow::Wrap);
  sheet->body()->addWidget(words);
  if (const auto& followers = m_page->facts()->followers; !followers.empty()) {
    auto* moved =
        new Label(tr("%n endpoints follow %1 and get it too: %2", nullptr, static_cast<int>(followers.size()))
                      .arg(target, joinedNames(followers)),
                  TextRole::Body, &Colors::warn);
    moved->setObjectName(QStringLiteral("followers"));
    moved->setOverflow(Overflow::Wrap);
    sheet->body()->addWidget(moved);
  }
  sheet->addClose(tr("Cancel"));
  sheet->setSubmit(tr("Make v%1 %2").arg(info.version).arg(target), [this, sheet] {
    sheet->close();
    move();
  });
  sheet->open();
}

void ReviewPanel::move() {
  const registry::ReviewInfo info = m_page->facts()->review.info;
  registry::Move wanted = registry::SetAlias{info.target.name, info.version};
  if (info.target.kind == registry::Target::Kind::Stage) {
    wanted = registry::SetStage{info.version,
                                registry::parseStage(info.target.name).value_or(registry::Stage::None), true};
  }
  write(
      tr("Moving the alias"),
      [info, wanted, &clock = m_context.store->clock()](store::Writer& writer) {
        return registry::move(writer, info.model, wanted, me(), clock.now(),
                              "review " + std::to_string(info.id.value()));
      },
      [this, info] {
        m_context.toasts.inform(tr("v%1 is %2").arg(info.version).arg(targetText(info.target)));
      });
}

void ReviewPanel::reopen() {
  askReason(tr("Freeze the evidence anew?"),
            tr("A new round begins: approvals given so far do not count any more"), tr("Reopen the review"),
            false, [this, id = m_page->facts()->review.info.id](const std::string& reason) {
              write(tr("Reopening the review"),
                    [id, reason, &clock = m_context.store->clock()](store::Writer& writer) -> Status {
                      TATARA_TRY(registry::reopenReview(writer, id, reason, me(), clock.now()));
                      return {};
                    });
            });
}

void ReviewPanel::withdraw() {
  askReason(tr("Withdraw this review?"), tr("It stays in the record; it may be reopened"), tr("Withdraw"),
            false, [this, id = m_page->facts()->review.info.id](const std::string& reason) {
              write(tr("Withdrawing the review"),
                    [id, reason, &clock = m_context.store->clock()](store::Writer& writer) {
                      return registry::withdrawReview(writer, id, reason, me(), clock.now());
                    });
            });
}

void ReviewPanel::askPerson() {
  auto* sheet = new Sheet(tr("Ask somebody by name"), 420, this);
  sheet->setAttribute(Qt::WA_DeleteOnClose);
  auto* edit = new QLineEdit;
  auto* field =
      new FormField(tr("Person"), edit, tr("It then waits for them; if you were asked, you hand it on"));
  sheet->body()->addWidget(field);
  sheet->addClose(tr("Cancel"));
  sheet->setSubmit(tr("Ask"), [this, sheet, edit, field, id = m_page->facts()->review.info.id] {
    const QString person = edit->text().trimmed();
    if (person.isEmpty()) {
      field->setError(tr("Name a person"));
      return;
    }
    sheet->close();
    write(tr("Asking"),
          [id, person = person.toStdString(), &clock = m_context.store->clock()](store::Writer& writer) {
            return registry::askReviewer(writer, id, person, me(), clock.now());
          });
  });
  sheet->open();
  edit->setFocus();
}

void ReviewPanel::askDue() {
  const registry::ReviewInfo& info = m_page->facts()->review.info;
  auto* sheet = new Sheet(tr("By when is it to be decided?"), 420, this);
  sheet->setAttribute(Qt::WA_DeleteOnClose);
  auto* edit = new QLineEdit(info.due ? fromUtf8(toIso8601(*info.due).substr(0, 10)) : QString());
  auto* field = new FormField(tr("Due by"), edit, tr("A date such as 2027-01-15; empty: no date"));
  sheet->body()->addWidget(field);
  sheet->addClose(tr("Cancel"));
  sheet->setSubmit(tr("Save the date"), [this, sheet, edit, field, id = info.id] {
    const std::string text = edit->text().trimmed().toStdString();
    const auto due = parseIso8601(text);
    if (!text.empty() && !due) {
      field->setError(tr("Not a date; write it as 2027-01-15"));
      return;
    }
    sheet->close();
    write(tr("Setting the date"), [id, due, &clock = m_context.store->clock()](store::Writer& writer) {
      return registry::setDue(writer, id, due, me(), clock.now());
    });
  });
  sheet->open();
  edit->setFocus();
}

void ReviewPanel::openMenu(QWidget* under) {
  const ReviewFactsPtr facts = m_page->facts();
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  const bool writable = !m_context.store->readOnly();
  const bool open = facts->live();
  const bool done = facts->review.info.state == registry::ReviewState::Done;
  menu->addAction(tr("Ask somebody…"), this, &ReviewPanel::askPerson)->setEnabled(writable && open);
  menu->addAction(tr("Set due date…"), this, &ReviewPanel::askDue)->setEnabled(writable && open);
  menu->addAction(tr("Freeze the evidence anew…"), this, &ReviewPanel::reopen)->setEnabled(writable && !done);
  menu->addAction(tr("Measure again…"), this, &ReviewPanel::askMeasure)->setEnabled(writable && open);
  menu->addAction(tr("Withdraw…"), this, &ReviewPanel::withdraw)->setEnabled(writable && open);
  menu->addSeparator();
  menu->addAction(tr("Export evidence…"), this, &ReviewPanel::exportDossier);
  menu->addAction(tr("Copy link"), this, [place = m_place] {
    QApplication::clipboard()->setText(QStringLiteral("tatara:") + toText(Route(place)));
  });
  menu->popup(under->mapToGlobal(QPoint(0, under->height() + 2)));
}

void ReviewPanel::askMeasure() {
  const registry::ReviewInfo& info = m_page->facts()->review.info;
  auto* sheet = new Sheet(tr("Measure v%1 again?").arg(info.version), 460, this);
  sheet->setAttribute(Qt::WA_DeleteOnClose);
  auto* words = new Label(tr(
      "What is found takes the place of the evidence that is kept. This review keeps what was frozen for it, "
      "and approvals lapse where the new evidence is another, until somebody freezes it anew."));
  words->setOverflow(Overflow::Wrap);
  sheet->body()->addWidget(words);
  sheet->addClose(tr("Cancel"));
  sheet->setSubmit(tr("Measure again"), [this, sheet] {
    sheet->close();
    measure();
  });
  sheet->open();
}

void ReviewPanel::measure() {
  const registry::ReviewInfo info = m_page->facts()->review.info;
  std::vector<std::string> groups;
  for (const DisparityLine& line : m_page->facts()->disparities) {
    if (std::ranges::find(groups, line.column) == groups.end()) {
      groups.push_back(line.column);
    }
  }
  struct Found {
    std::string problem;
    bool lapsed = false;
  };
  const auto found = std::make_shared<Found>();
  // A model is never loaded by the window's own process.
  const QString tatara = findTatara();
  const std::string program = tatara.isEmpty() ? "tatara" : tatara.toStdString();
  runTask(
      m_context.tasks, tr("Measuring %1 v%2 again").arg(fromUtf8(info.model)).arg(info.version),
      [store = m_context.store, info, groups, found, apart = evaluate::Apart{.program = program}](
          const TaskStep& onStep, std::stop_token stop) -> Status {
        const artifact::ArtifactStore artifacts(store);
        TATARA_ASSIGN(const auto engine,
                      dataset::Engine::open({.temporaryFolder = store->workspace().stateFolder() / "tmp"}));
        TATARA_ASSIGN(const auto made,
                      evaluate::measureCase({*store, artifacts, *engine, apart}, info.model, info.version,
                                            info.replaces, groups, onStep, stop));
        found->problem = made.problem;
        TATARA_ASSIGN(const auto lapsed, store->writeFor([&](store::Writer& writer) {
          return evaluate::keepCase(writer, made, kProgram, store->clock().now());
        }));
        found->lapsed = !lapsed.empty();
        return {};
      },
      [found](const Status&) {
        return !found->problem.empty() ? tr("Not measured: %1").arg(fromUtf8(found->problem))
               : found->lapsed         ? tr("The evidence is another now: freeze it anew to go on")
                                       : tr("The evidence is the same as before");
      });
}

// One offline HTML file, or PDF or Markdown where the name says so.
void ReviewPanel::exportDossier() {
  const registry::ReviewInfo& info = m_page->facts()->review.info;
  const QString name =
      QStringLiteral("review-%1-%2-v%3").arg(info.id.value()).arg(fromUtf8(info.model)).arg(info.version);
  askWhereToSave(this, tr("Export evidence"), name,
                 {{QStringLiteral("HTML"), QStringLiteral("html")},
                  {QStringLiteral("PDF"), QStringLiteral("pdf")},
                  {QStringLiteral("Markdown"), QStringLiteral("md")}},
                 [this, id = info.id](const QString& path) {
                   m_exportJob.start([store = m_context.store, id, target = path.toStdString()](
                                         std::stop_token stop) -> Result<std::monostate> {
                     TATARA_ASSIGN(const auto dossier, store->read(
                                                           [&](sql::Connection& connection) {
                                                             return registry::loadDossier(
                                                                 connection, id, store->clock().now());
                                                           },
                                                           stop));
                     TATARA_TRY(writeDocument([&] { return registry::dossierHtml(dossier); },
                                              [&] { return registry::dossierMarkdown(dossier); }, target));
                     return std::monostate{};
                   });
                 });
}

PanelInfo reviewPanel() {
  PanelInfo info;
  info.id = QStringLiteral("reviews");
  info.title = ReviewPanel::tr("Reviews");
  info.icon = QStringLiteral("gates");
  info.start = ReviewRoute{};
  info.under = QStringLiteral("models");
  info.accepts = [](const Route& route) { return std::holds_alternative<ReviewRoute>(route); };
  info.make = [](PanelContext& context, QWidget* parent) -> Panel* {
    return new ReviewPanel(context, parent);
  };
  info.tour = [](const store::Store& store) {
    std::vector<Route> routes;
    const auto lines = loadReviewLines(store, ReviewSet::All, me().person, {});
    if (lines && !lines->reviews.empty()) {
      routes.emplace_back(ReviewRoute{lines->reviews.front().id.value()});
    }
    return routes;
  };
  return info;
}

}  // namespace tatara::ui

#include "ui/models/internal/review_request.h"

#include <QCoreApplication>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QVBoxLayout>

#include "core/artifact/artifact_store.h"
#include "core/dataset/engine.h"
#include "core/evaluate/review_case.h"
#include "ui/base/utf8.h"
#include "ui/shell/server_control.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"
#include "ui/widget/sheet.h"
#include "ui/widget/task_run.h"

namespace tatara::ui {
namespace {

constexpr const char* kRequestProgram = "tatara-workbench";

struct RequestText {
  Q_DECLARE_TR_FUNCTIONS(RequestText)
};

std::vector<std::string> words(const QString& text) {
  std::vector<std::string> found;
  for (const QString& part : text.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
    if (!part.trimmed().isEmpty()) {
      found.push_back(part.trimmed().toStdString());
    }
  }
  return found;
}

Result<AskedReview> measureAndOpen(const std::shared_ptr<store::Store>& store, const ReviewWish& wish,
                                   const evaluate::OnStep& onStep, std::stop_token stop) {
  const registry::NewReview& review = wish.review;
  const artifact::ArtifactStore artifacts(store);
  TATARA_ASSIGN(const auto engine,
                dataset::Engine::open({.temporaryFolder = store->workspace().stateFolder() / "tmp"}));
  std::int64_t against = 0;
  TATARA_TRY(store->read([&](sql::Connection& connection) -> Status {
    TATARA_ASSIGN(const auto version, registry::findVersion(connection, review.model, review.version));
    if (version) {
      TATARA_ASSIGN(against, evaluate::versionReplaced(connection, *version, review.target));
    }
    return {};
  }));
  // A model is never loaded by the window's own process.
  const QString tatara = findTatara();
  const evaluate::Apart apart{.program = tatara.isEmpty() ? "tatara" : tatara.toStdString()};
  TATARA_ASSIGN(const auto made, evaluate::measureCase({*store, artifacts, *engine, apart}, review.model,
                                                       review.version, against, wish.groups, onStep, stop));
  if (stop.stop_requested()) {
    return makeError(ErrorKind::Cancelled, "Asking for the review was cancelled");
  }
  AskedReview asked{{}, made.problem};
  TATARA_ASSIGN(asked.info, store->writeFor([&](store::Writer& writer) -> Result<registry::ReviewInfo> {
    const Timestamp now = store->clock().now();
    TATARA_TRY(evaluate::keepCase(writer, made, kRequestProgram, now));
    return registry::openReview(writer, review, registry::currentActor(kRequestProgram), now);
  }));
  return asked;
}

}  // namespace

void askForReview(std::shared_ptr<store::Store> store, TaskList& tasks, ReviewWish wish,
                  std::function<void(Result<AskedReview>)> done) {
  const QString title = RequestText::tr("Measuring %1 v%2 for its review")
                            .arg(fromUtf8(wish.review.model))
                            .arg(wish.review.version);
  const auto asked = std::make_shared<AskedReview>();
  runTask(
      tasks, title,
      [store = std::move(store), wish = std::move(wish), asked](const TaskStep& onStep,
                                                                std::stop_token stop) -> Status {
        TATARA_ASSIGN(*asked, measureAndOpen(store, wish, onStep, std::move(stop)));
        return {};
      },
      [asked, done = std::move(done)](const Status& ended) {
        done(ended ? Result<AskedReview>(*asked) : Result<AskedReview>(ended.error()));
        return RequestText::tr("Review %1 is open").arg(asked->info.id.value());
      });
}

void showReviewSheet(QWidget* parent, const std::string& model, std::int64_t version, std::int64_t replaced,
                     std::function<void(ReviewWish)> ask) {
  auto* sheet = new Sheet(RequestText::tr("Request a review of v%1").arg(version), 480, parent);
  sheet->setAttribute(Qt::WA_DeleteOnClose);
  auto* words1 = new Label(
      replaced > 0 ? RequestText::tr("Version %1 is measured beside version %2 on the rows that neither was "
                                     "trained on; that is the evidence others decide by. It takes a while.")
                         .arg(version)
                         .arg(replaced)
                   : RequestText::tr("Version %1 is measured on the rows that it was not trained on; that is "
                                     "the evidence others decide by. It takes a while.")
                         .arg(version));
  words1->setOverflow(Overflow::Wrap);
  sheet->body()->addWidget(words1);
  auto* target = new QLineEdit(QStringLiteral("champion"));
  auto* targetField = new FormField(RequestText::tr("Alias that it shall get"), target);
  sheet->body()->addWidget(targetField);
  QPlainTextEdit* reason = makeTextField({});
  reason->setObjectName(QStringLiteral("reason"));
  auto* reasonField =
      new FormField(RequestText::tr("Why"), reason, RequestText::tr("What is better, and for whom"));
  sheet->body()->addWidget(reasonField);
  auto* people = new QLineEdit;
  sheet->body()->addWidget(new FormField(RequestText::tr("Ask by name"), people,
                                         RequestText::tr("People, with commas between; may be empty")));
  auto* due = new QLineEdit;
  due->setPlaceholderText(QStringLiteral("2027-01-15"));
  auto* dueField = new FormField(RequestText::tr("Due by"), due,
                                 RequestText::tr("By when it is to be decided; may be empty"));
  sheet->body()->addWidget(dueField);
  auto* groups = new QLineEdit;
  sheet->body()->addWidget(
      new FormField(RequestText::tr("Columns of groups to be treated alike"), groups,
                    RequestText::tr("For fairness between two classes, with commas between; may be empty")));
  sheet->addClose(RequestText::tr("Cancel"));
  sheet->setSubmit(RequestText::tr("Request review"), [=, ask = std::move(ask)] {
    targetField->setError(target->text().trimmed().isEmpty() ? RequestText::tr("Name the alias") : QString());
    reasonField->setError(reason->toPlainText().trimmed().isEmpty() ? RequestText::tr("Say why in a sentence")
                                                                    : QString());
    const std::string day = due->text().trimmed().toStdString();
    const auto at = parseIso8601(day);
    const bool noDate = !day.empty() && !at;
    dueField->setError(noDate ? RequestText::tr("Not a date; write it as 2027-01-15") : QString());
    if (target->text().trimmed().isEmpty() || reason->toPlainText().trimmed().isEmpty() || noDate) {
      return;
    }
    ReviewWish wish;
    wish.review.model = model;
    wish.review.version = version;
    wish.review.target.name = target->text().trimmed().toStdString();
    wish.review.reason = reason->toPlainText().trimmed().toStdString();
    wish.review.ask = words(people->text());
    wish.review.due = at;
    wish.groups = words(groups->text());
    sheet->close();
    ask(std::move(wish));
  });
  sheet->open();
  reason->setFocus();
}

void showProtectSheet(QWidget* parent, std::function<void(std::vector<std::string>)> protect) {
  auto* sheet = new Sheet(RequestText::tr("Protect champions?"), 480, parent);
  sheet->setAttribute(Qt::WA_DeleteOnClose);
  auto* label = new Label(RequestText::tr(
      "A policy is written into tatara.yaml: the alias champion of every model then moves only by a "
      "review that one other person approved, with evidence of at most 30 days. It holds for every "
      "program and every protocol. You can refine it in the file."));
  label->setOverflow(Overflow::Wrap);
  sheet->body()->addWidget(label);
  auto* people = new QLineEdit(fromUtf8(registry::currentActor(kRequestProgram).person));
  auto* field =
      new FormField(RequestText::tr("Who may approve"), people,
                    RequestText::tr("Accounts of this machine or persons of tokens, with commas between. "
                                    "Nobody approves what they asked for themselves"));
  sheet->body()->addWidget(field);
  sheet->addClose(RequestText::tr("Cancel"));
  sheet->setSubmit(RequestText::tr("Protect"), [=, protect = std::move(protect)] {
    const std::vector<std::string> names = words(people->text());
    if (names.empty()) {
      field->setError(RequestText::tr("Name at least one person"));
      return;
    }
    sheet->close();
    protect(names);
  });
  sheet->open();
  people->setFocus();
}

}  // namespace tatara::ui

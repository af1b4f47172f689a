// A workspace with a protected champion, a second version in review, and the evidence of it as an evaluation
// leaves it. Its clock stands still. Threads: GUI thread.
#pragma once

#include <fstream>

#include <QApplication>
#include <QPushButton>
#include <QTemporaryDir>
#include <QUndoStack>

#include "core/artifact/artifact_store.h"
#include "core/registry/review.h"
#include "core/text/json.h"
#include "core/track/experiments.h"
#include "core/track/runs.h"
#include "tests/support/ui_test.h"
#include "tests/ui/review/review_evidence.h"
#include "ui/command/action_registry.h"
#include "ui/shell/panel.h"
#include "ui/shell/preferences.h"
#include "ui/shell/saved_view_list.h"
#include "ui/shell/selection_hub.h"
#include "ui/shell/session.h"
#include "ui/widget/toast.h"

namespace tatara::ui {

using namespace std::chrono_literals;

inline const Timestamp kReviewNow = *parseIso8601("2026-11-20T15:20:00Z");

class ReviewFixture {
 public:
  explicit ReviewFixture(const std::string& reviewers = "mika, rei") : clock(kReviewNow) {
    const auto workspace = store::createWorkspace(m_folder.path().toStdString() + "/bike-demand");
    Q_ASSERT(workspace);
    auto opened = store::Store::open(*workspace, {.clock = &clock});
    Q_ASSERT(opened);
    store = *opened;
    write([](store::Writer& writer) -> Status {
      TATARA_TRY(registry::createModel(writer, {.name = "bikes"}, person("aya"), kReviewNow - 240h));
      return {};
    });
    addVersion(1, kReviewNow - 200h);
    addVersion(2, kReviewNow - 1h);
    write([](store::Writer& writer) {
      return registry::move(writer, "bikes", registry::SetAlias{"champion", 1}, person("aya"),
                            kReviewNow - 190h);
    });
    protect(reviewers);
  }

  static registry::Actor person(const std::string& name) { return {.person = name, .program = "test"}; }
  void protect(const std::string& reviewers) const {
    std::ofstream(store->workspace().settingsFile()) << "policy:\n  roles: {reviewer: [" << reviewers << R"(]}
  models:
    - name: "*"
      approvals: {reviewer: 1}
      gates:
        - {name: RMSE no worse, require: challenger.rmse <= champion.rmse}
        - {name: no slice worse by over 2 %, require: slices.max_regression <= 2%, acknowledge: yes}
        - {name: latency p95 under 25 ms, require: latency.p95_ms <= 25}
)";
  }
  void write(const store::WriteTask& task) const {
    const Status done = store->write(task);
    if (!done) {
      qFatal("%s", done.error().message.c_str());
    }
  }
  void measure(bool binary = false) const {
    write([binary](store::Writer& writer) -> Status {
      std::vector<registry::Evidence> evidence;
      for (const auto& [name, body] :
           {std::pair("metrics", kMetrics), std::pair("slices", kSlices), std::pair("origin", kOrigin),
            std::pair("files", kFiles), std::pair("latency", kLatency), std::pair("size", kSize),
            std::pair("code", kCode), std::pair("environment", kEnvironment),
            std::pair("explanation", kExplanation), std::pair("curves", kCurves),
            std::pair("fairness", kFairness), std::pair("residuals", kResiduals)}) {
        const std::string_view piece = name;
        if (binary ? piece == "residuals" : piece == "curves" || piece == "fairness") {
          continue;
        }
        TATARA_ASSIGN(auto json, text::parseJson(body));
        if (binary && piece == "metrics") {
          TATARA_ASSIGN(auto cells, text::parseJson(kConfusion));
          json.set("classes", *text::parseJson(R"(["<=50K",">50K"])")).set("confusion", std::move(cells));
        }
        evidence.push_back({.name = name, .body = std::move(json), .source = "test", .computed = kReviewNow});
      }
      return registry::putEvidence(writer, "bikes", 2, 1, evidence);
    });
  }
  registry::ReviewId request(const registry::Actor& actor = person("aya")) const {
    std::int64_t id = 0;
    write([&](store::Writer& writer) -> Status {
      registry::NewReview review;
      review.model = "bikes";
      review.version = 2;
      review.reason = "Peak hours are what operations asked for.";
      TATARA_ASSIGN(const auto info, registry::openReview(writer, review, actor, kReviewNow - 40min));
      id = info.id.value();
      return {};
    });
    return registry::ReviewId(id);
  }
  void comment(registry::ReviewId id, const std::string& who, const std::string& on, const std::string& body,
               Timestamp at) const {
    write([&](store::Writer& writer) -> Status {
      TATARA_TRY(registry::addComment(writer, id, on, body, person(who), at));
      return {};
    });
  }
  Status decide(registry::ReviewId id, registry::Verdict verdict, const std::string& who,
                const std::string& reason = "") const {
    return store->write([&](store::Writer& writer) -> Status {
      TATARA_TRY(
          registry::decide(writer, id, {.verdict = verdict, .reason = reason}, person(who), kReviewNow));
      return {};
    });
  }
  void acknowledge(registry::ReviewId id, const std::string& who) const {
    write([&](store::Writer& writer) {
      return registry::acknowledgeGate(writer, id, "no slice worse by over 2 %", "96 holiday rows",
                                       person(who), kReviewNow);
    });
  }
  registry::Review review(registry::ReviewId id) const {
    return *store->read([&](sql::Connection& connection) { return registry::loadReview(connection, id); });
  }
  std::int64_t champion() const {
    return (*store->read([](sql::Connection& connection) {
             return registry::findVersionByAlias(connection, "bikes", "champion");
           }))
        ->version;
  }

  std::shared_ptr<store::Store> store;
  ManualClock clock;

 private:
  void addVersion(int number, Timestamp at) const {
    const std::string root = "1/models/m-" + std::to_string(number);
    Q_ASSERT(artifact::ArtifactStore(store).put(root + "/model.ubj", "weights " + std::to_string(number)));
    write([&](store::Writer& writer) -> Status {
      registry::NewVersion version;
      version.model = "bikes";
      version.source = "runs:/r/model";
      version.storage = "mlflow-artifacts:/" + root;
      TATARA_TRY(registry::createVersion(writer, version, person("aya"), at));
      return {};
    });
  }

  QTemporaryDir m_folder;
};

class RememberingNavigator final : public Navigator {
 public:
  void open(const Route& route) override { opened.push_back(route); }
  void openWindow(const Route&) override {}
  void connectTrainingCode() override {}
  void importRuns() override {}
  void openExample() override {}
  void newRun(const RunDraft&) override {}
  void registerData(const QString&) override {}
  std::vector<Route> opened;
};

// What a panel needs around it.
struct PanelPlace {
  explicit PanelPlace(std::shared_ptr<store::Store> store)
      : session(std::move(store)),
        toasts(&window),
        views(session.store(), session.changes()),
        context{session.store(), session.changes(), selection, session.runSlots(), views,
                navigator,       actions,           undo,      session.tasks(),    toasts,
                session,         preferences} {
    window.resize(1408, 928);
  }
  QWidget window;
  Preferences preferences;
  Session session;
  SelectionHub selection;
  ActionRegistry actions;
  QUndoStack undo;
  ToastHost toasts;
  RememberingNavigator navigator;
  SavedViewList views;
  PanelContext context;
};

inline QPushButton* findButton(QWidget& in, const QString& text) {
  for (QPushButton* button : in.findChildren<QPushButton*>()) {
    if (button->text() == text && button->isVisibleTo(&in)) {
      return button;
    }
  }
  return nullptr;
}

}  // namespace tatara::ui

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

inline constexpr const char* kMetrics = R"({"piece":"metrics","format":1,
 "data":{"name":"bike_rentals.csv","rows":2183,"which_rows":"held out by both runs"},
 "resampling":{"draws":2000,"seed":"0","confidence":0.95,"method":"BCa"},
 "deciding":"rmse","words":"Root mean squared error is better: 38.42 against 40.29.","notes":["96 rows are holidays"],
 "metrics":[
 {"name":"mae","title":"Mean absolute error","better":"lower","challenger":{"value":23.61},"champion":{"value":24.83},
  "difference":{"value":-1.22,"interval":{"low":-1.49,"high":-0.94}},"verdict":"better"},
 {"name":"rmse","title":"Root mean squared error","better":"lower","challenger":{"value":38.42},"champion":{"value":40.29},
  "difference":{"value":-1.87,"interval":{"low":-2.31,"high":-1.42}},"verdict":"better"},
 {"name":"r2","title":"Explained variance","better":"higher","challenger":{"value":0.9553},"champion":{"value":0.9508},
  "difference":{"value":0.0045,"interval":{"low":0.0033,"high":0.0058}},"verdict":"better"},
 {"name":"median_error","title":"Median error","better":"lower","challenger":{"value":12.4},"champion":{"value":12.1},
  "difference":{"value":0.3,"interval":{"low":-0.2,"high":0.9}},"verdict":"not shown"},
 {"name":"max_error","title":"Largest error","better":"lower","challenger":{"value":402.0},"champion":{"value":371.5},
  "difference":{"value":30.5,"interval":{"low":8.1,"high":61.0}},"verdict":"worse"},
 {"name":"mean_error","title":"Mean error","better":"near zero","challenger":{"value":0.4},"champion":{"value":0.2},
  "difference":{"value":0.2,"interval":{"low":-0.4,"high":0.7}},"verdict":"not judged"}],
 "values":{"challenger.rmse":38.42,"champion.rmse":40.29,"verdict":"better"}})";

inline constexpr const char* kSlices = R"({"piece":"slices","format":1,"metric":"rmse","slices":[
 {"column":"holiday","slice":"1","rows":96,"judged":true,"challenger":48.7,"champion":47.4,"regression":0.027,"adjusted_p":0.6},
 {"column":"weather","slice":"clear","rows":1402,"judged":true,"challenger":38.2,"champion":40.3,"regression":-0.052,"adjusted_p":0.01},
 {"column":"weather","slice":"rain or snow","rows":193,"judged":true,"challenger":43.1,"champion":45.3,"regression":-0.049,"adjusted_p":0.04},
 {"column":"hour","slice":"16 to 19","rows":365,"judged":true,"challenger":61.1,"champion":64.8,"regression":-0.057,"adjusted_p":0.01},
 {"column":"hour","slice":"0 to 5","rows":541,"judged":true,"challenger":12.3,"champion":12.8,"regression":-0.039,"adjusted_p":0.2},
 {"column":"hour","slice":"3","rows":12,"judged":false,"challenger":9.1,"champion":9.0,"regression":0.011}],
 "values":{"slices.max_regression":0.027}})";

inline constexpr const char* kOrigin = R"({"piece":"origin","format":1,
 "challenger":{"version":2,"run_id":"r2","run":"copper-heron-231","by":"aya","started":"2026-11-20T14:20:00Z",
  "commit":"4e1c9a7d2f0b","dirty":false,"source":"train.py","datasets":[{"name":"bikes","digest":"9b2c81d4"}]},
 "champion":{"version":1,"run_id":"r1","run":"slate-finch-207","by":"kenji","started":"2026-11-12T09:02:00Z",
  "commit":"b7d02e1a90c3","dirty":true,"source":"train.py","datasets":[{"name":"bikes","digest":"9b2c81d4"}]},
 "parameters":[{"name":"eta","challenger":"0.05","champion":"0.10","differs":true},
  {"name":"max_depth","challenger":"8","champion":"6","differs":true},
  {"name":"subsample","challenger":"0.8","champion":"0.8","differs":false}],
 "values":{"code.known":true,"code.dirty":false,"data.same":true,"parameters.changed":2}})";

inline constexpr const char* kFiles = R"({"piece":"files","format":1,"files":[
 {"path":"MLmodel","sha256":"d81f02aa77ac11d0","bytes":1204},
 {"path":"model.ubj","sha256":"5c6e90b1c7f2ab34","bytes":18600000},
 {"path":"encoder.pkl","sha256":"77ac11d0d81f02aa","bytes":920,
  "pickle":{"words":"imports 2 names, 1 of them dangerous: os.system","complete":true,
   "imports":[{"name":"numpy.ndarray","kind":"expected"},{"name":"os.system","kind":"dangerous"}]}}],
 "problems":[],"values":{"pickles.dangerous":1}})";

inline constexpr const char* kLatency = R"({"piece":"latency","format":1,
 "values":{"latency.p50_ms":6.1,"latency.p95_ms":11.6,"champion.latency_p95_ms":7.9}})";

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
  void measure() const {
    write([](store::Writer& writer) -> Status {
      std::vector<registry::Evidence> evidence;
      for (const auto& [name, body] :
           {std::pair("metrics", kMetrics), std::pair("slices", kSlices), std::pair("origin", kOrigin),
            std::pair("files", kFiles), std::pair("latency", kLatency)}) {
        TATARA_ASSIGN(auto json, text::parseJson(body));
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

// A workspace with models of several versions, and the panel over it.
#pragma once

#include <QPushButton>
#include <QTemporaryDir>
#include <QUndoStack>

#include "core/artifact/artifact_store.h"
#include "core/registry/registry.h"
#include "core/track/experiments.h"
#include "core/track/logged_models.h"
#include "core/track/runs.h"
#include "tests/support/ui_test.h"
#include "ui/command/action_registry.h"
#include "ui/models/models_data.h"
#include "ui/models/models_panel.h"
#include "ui/shell/preferences.h"
#include "ui/shell/saved_view_list.h"
#include "ui/shell/selection_hub.h"
#include "ui/shell/session.h"
#include "ui/widget/toast.h"

namespace tatara::ui::test_models {

using namespace std::chrono_literals;

inline const Timestamp kNow = *parseIso8601("2026-11-20T14:45:00Z");

inline constexpr const char* kMlmodel = R"(flavors:
  xgboost:
    data: model.ubj
model_id: m-1
signature:
  inputs: '[{"type": "double", "name": "temp", "required": true}, {"type": "long", "name": "hr", "required": true}]'
  outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1]}}]'
)";

// A workspace with a model of four versions, whose clock stands still.
class Fixture {
 public:
  Fixture() : m_clock(kNow) {
    const auto workspace = store::createWorkspace(m_folder.path().toStdString() + "/bike-demand");
    Q_ASSERT(workspace);
    auto opened = store::Store::open(*workspace, {.clock = &m_clock});
    Q_ASSERT(opened);
    store = *opened;
  }

  void seed() const {
    const auto experiment = store->writeFor([](store::Writer& writer) -> Result<track::ExperimentId> {
      return track::createExperiment(
          writer, {.name = "hourly-xgb", .tags = {{std::string(track::tag::kPrimaryMetric), "val_rmse"}}},
          kNow);
    });
    Q_ASSERT(experiment);
    write([](store::Writer& writer) -> Status {
      TATARA_TRY(registry::createModel(
          writer, {.name = "bike-demand-hourly", .description = "Rentals of the next hour"}, actor(),
          kNow - 240h));
      TATARA_TRY(registry::createModel(writer, {.name = "station-rebalance"}, actor(), kNow - 24h));
      return {};
    });
    const double rmse[] = {44.71, 40.29, 38.42, 41.5};
    const char* names[] = {"ivory-crane-211", "slate-finch-207", "copper-heron-231", "olive-tern-074"};
    for (int i = 0; i < 4; ++i) {
      addVersion(*experiment, names[i], rmse[i], kNow - 24h * (9 - 2 * i));
    }
    write([](store::Writer& writer) {
      return registry::move(writer, "bike-demand-hourly", registry::SetAlias{"champion", 2}, actor(),
                            kNow - 20h);
    });
  }
  void addFiles(std::int64_t version) const {
    const artifact::ArtifactStore artifacts(store);
    const std::string root = rootOf(version);
    Q_ASSERT(artifacts.put(root + "/MLmodel", kMlmodel));
    Q_ASSERT(artifacts.put(root + "/model.ubj", std::string(18'600, 'x')));
  }
  void logModel(const std::string& run) const {
    write([&](store::Writer& writer) -> Status {
      TATARA_ASSIGN(const auto versions, registry::loadVersions(writer.sql(), "bike-demand-hourly"));
      for (const registry::ModelVersion& version : versions) {
        TATARA_ASSIGN(const auto info, track::findRunInfo(writer.sql(), version.run));
        if (info && info->name == run) {
          track::NewLoggedModel model;
          model.experiment = info->experiment;
          model.name = "model";
          model.sourceRun = info->id;
          TATARA_TRY(track::createLoggedModel(writer, model, kNow - 1h));
        }
      }
      return {};
    });
  }
  std::int64_t champion() const { return (*loadModelFacts(*store, "bike-demand-hourly", {}))->champion; }

  void write(const store::WriteTask& task) const {
    const Status done = store->write(task);
    Q_ASSERT(done);
  }
  std::shared_ptr<store::Store> store;

 private:
  static registry::Actor actor() { return {.person = "aya", .program = "tatara"}; }
  static std::string rootOf(std::int64_t version) {
    return "1/models/m-" + std::to_string(version) + "/artifacts";
  }
  void addVersion(track::ExperimentId experiment, const std::string& name, double rmse, Timestamp at) const {
    write([&](store::Writer& writer) -> Status {
      track::NewRun run;
      run.experiment = experiment;
      run.name = name;
      run.user = "aya";
      run.started = at - 1h;
      TATARA_ASSIGN(const track::RunInfo info, track::createRun(writer, run, at));
      track::Batch batch;
      const auto point = [&](double value) {
        return series::Point{.step = 1, .timestamp = toUnixMillis(at), .value = value};
      };
      batch.metrics = {
          {"train_rmse", point(rmse / 2)}, {"val_rmse", point(rmse)}, {"val_r2", point(1 - rmse / 900)}};
      batch.params = {{"max_depth", "8"}, {"eta", "0.05"}};
      batch.tags = {{std::string(track::tag::kGitCommit), "4e1c9a7d2f0b6c8e1a3d5f7091b2c4d6e8f0a1b3"}};
      TATARA_TRY(track::logBatch(writer, info.id, batch));
      registry::NewVersion version;
      version.model = "bike-demand-hourly";
      version.source = "runs:/" + info.id.value() + "/model";
      version.run = info.id;
      version.user = "aya";
      TATARA_ASSIGN(const std::int64_t next, nextNumber(writer));
      version.storage = "mlflow-artifacts:/" + rootOf(next);
      TATARA_TRY(registry::createVersion(writer, version, actor(), at));
      return {};
    });
  }
  static Result<std::int64_t> nextNumber(store::Writer& writer) {
    TATARA_ASSIGN(const auto versions, registry::loadVersions(writer.sql(), "bike-demand-hourly"));
    return static_cast<std::int64_t>(versions.size()) + 1;
  }

  QTemporaryDir m_folder;
  ManualClock m_clock;
};

class QuietNavigator final : public Navigator {
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

struct Shown {
  explicit Shown(std::shared_ptr<store::Store> store)
      : session(std::move(store)),
        toasts(&window),
        views(session.store(), session.changes()),
        context{session.store(), session.changes(), selection, session.runSlots(), views,
                navigator,       actions,           undo,      session.tasks(),    toasts,
                session,         preferences},
        panel(context, &window) {
    window.resize(1408, 928);
    panel.resize(1408, 928);
    window.show();
  }
  bool settle() {
    const bool settled = QTest::qWaitFor([this] { return panel.settled(); }, 5000);
    QCoreApplication::processEvents();  // what was put off until the event loop: widths, layouts
    QCoreApplication::processEvents();
    return settled;
  }

  QWidget window;
  Preferences preferences;
  Session session;
  SelectionHub selection;
  ActionRegistry actions;
  QUndoStack undo;
  ToastHost toasts;
  QuietNavigator navigator;
  SavedViewList views;
  PanelContext context;
  ModelsPanel panel;
};

inline QPushButton* findButton(QWidget& in, const QString& text) {
  for (QPushButton* button : in.findChildren<QPushButton*>()) {
    if (button->text() == text) {
      return button;
    }
  }
  return nullptr;
}

}  // namespace tatara::ui::test_models

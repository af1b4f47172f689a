// A Home panel over a store whose clock stands still, with all that it needs of a window.
#pragma once

#include <filesystem>

#include <QTemporaryDir>
#include <QUndoStack>
#include <QtTest>

#include "core/track/experiments.h"
#include "core/track/runs.h"
#include "ui/command/action_registry.h"
#include "ui/home/home_panel.h"
#include "ui/shell/preferences.h"
#include "ui/shell/saved_view_list.h"
#include "ui/shell/selection_hub.h"
#include "ui/shell/session.h"
#include "ui/widget/toast.h"

namespace tatara::ui::test {

using namespace std::chrono_literals;

inline const Timestamp kNow = *parseIso8601("2026-11-20T14:45:00Z");

struct Seed {
  std::string name;
  track::RunStatus status = track::RunStatus::Finished;
  Millis ago{};
  Millis took{};
  double rmse = 0;  // 0: none logged
  int steps = 1;
  std::string rounds{};  // as a parameter
  std::string user = "aya";
};

// A workspace whose clock stands still.
class Fixture {
 public:
  Fixture() : m_clock(kNow) {
    const auto workspace = store::createWorkspace(folder());
    Q_ASSERT(workspace);
    auto opened = store::Store::open(*workspace, {.clock = &m_clock});
    Q_ASSERT(opened);
    store = *opened;
  }
  ManualClock& clock() { return m_clock; }
  std::filesystem::path folder() const { return m_folder.path().toStdString() + "/bike-demand"; }

  track::ExperimentId experiment(const std::string& name) const {
    return *store->writeFor([&](store::Writer& writer) -> Result<track::ExperimentId> {
      return track::createExperiment(writer, {.name = name}, kNow);
    });
  }
  void add(track::ExperimentId experiment, const Seed& seed) const {
    const Status added = store->write([&](store::Writer& writer) -> Status {
      track::NewRun run;
      run.experiment = experiment;
      run.name = seed.name;
      run.user = seed.user;
      run.started = kNow - seed.ago;
      TATARA_ASSIGN(const track::RunInfo info, track::createRun(writer, run, kNow));
      track::Batch batch;
      for (int step = 1; seed.rmse > 0 && step <= seed.steps; ++step) {
        batch.metrics.push_back(
            {"val_rmse", {.step = step, .timestamp = toUnixMillis(kNow), .value = seed.rmse}});
      }
      if (!seed.rounds.empty()) {
        batch.params.push_back({"rounds", seed.rounds});
      }
      TATARA_TRY(track::logBatch(writer, info.id, batch));
      track::RunUpdate update;
      update.status = seed.status;
      if (track::isTerminal(seed.status)) {
        update.ended = kNow - seed.ago + seed.took;
      }
      TATARA_TRY(track::updateRun(writer, info.id, update));
      return {};
    });
    Q_ASSERT(added);
  }
  void seedRuns() const {
    const auto hourly = experiment("hourly-xgb");
    const auto daily = experiment("daily-baseline");
    using S = track::RunStatus;
    const Seed seeds[] = {
        {"ivory-crane-211", S::Finished, 24h * 9, 141s, 44.71},
        {"pale-ibis-192", S::Finished, 24h * 8, 80s, 42.64},
        {"cedar-swift-215", S::Killed, 24h * 7, 242s, 43.18},
        {"slate-finch-207", S::Finished, 24h * 5, 178s, 40.29},
        {"olive-tern-074", S::Finished, 24h * 3, 200s, 41.77},
        {"brisk-otter-224", S::Finished, 24h * 2, 331s, 39.88},
        {"quiet-maple-228", S::Finished, 54min, 288s, 38.97},
        {"umber-vole-230", S::Failed, 47min, 66s, 0},
        {"copper-heron-231", S::Finished, 36min, 252s, 38.42},
        {"hazel-plover-233", S::Running, 12min, 0s, 41.52, 412, "600"},
    };
    for (const Seed& seed : seeds) {
      add(hourly, seed);
    }
    add(daily, {"dusk-badger-198", S::Finished, 24h * 4, 109s, 61.5});
    add(daily, {"north-wren-203", S::Running, 24h * 3, 0s, 62.25});
  }

  std::shared_ptr<store::Store> store;

 private:
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

// A Home panel with all that it needs of a window.
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
    return QTest::qWaitFor([this] { return panel.settled(); }, 5000);
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
  HomePanel panel;
};

}  // namespace tatara::ui::test

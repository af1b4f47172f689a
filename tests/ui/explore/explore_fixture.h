// A workspace with made-up rides and the Data panel in a window of its own, for tests.
#pragma once

#include <cmath>
#include <filesystem>
#include <fstream>
#include <memory>
#include <random>
#include <string>

#include <QTemporaryDir>
#include <QUndoStack>
#include <QtTest>

#include "core/artifact/artifact_store.h"
#include "core/dataset/datasets.h"
#include "core/dataset/engine.h"
#include "core/store/workspace.h"
#include "ui/command/action_registry.h"
#include "ui/explore/explore_panel.h"
#include "ui/shell/preferences.h"
#include "ui/shell/run_draft.h"
#include "ui/shell/saved_view_list.h"
#include "ui/shell/selection_hub.h"
#include "ui/shell/session.h"
#include "ui/widget/toast.h"

namespace tatara::ui::explore_tests {

inline const Timestamp kNow = *parseIso8601("2026-11-20T14:45:00Z");
inline constexpr int kWait = 60'000;

// Days of hours with a demand that follows hour and temperature; `casual` and `member` add up to `rides`.
inline std::string ridesCsv(int days, int seed) {
  std::mt19937 random(static_cast<unsigned>(seed));
  const auto unit = [&] { return static_cast<double>(random() >> 5) / 134217728.0; };
  std::string csv = "time,season,holiday,weather,temp,wind,casual,member,rides\n";
  const char* seasons[] = {"winter", "spring", "summer", "autumn"};
  const char* weathers[] = {"clear", "clear", "clear", "cloudy", "cloudy", "rain"};
  for (int hour = 0; hour < days * 24; ++hour) {
    const Timestamp at = *parseIso8601("2024-01-01T00:00:00Z") + std::chrono::hours(hour);
    const int ofDay = hour % 24;
    const double year = static_cast<double>(hour) / 24 / 366;
    const double temp =
        12 - 11 * std::cos(6.283 * year) + 4 * std::sin(6.283 * (ofDay - 9) / 24) + 3 * unit();
    const double peak =
        std::exp(-(ofDay - 8) * (ofDay - 8) / 4.0) + 1.3 * std::exp(-(ofDay - 18) * (ofDay - 18) / 6.0);
    const int casual = static_cast<int>((temp + 10) * (0.3 + peak) * 0.8 * unit());
    const int member = static_cast<int>((temp + 14) * (0.2 + 2.4 * peak) * (0.6 + 0.8 * unit()));
    csv += toIso8601(at) + ',' + seasons[static_cast<int>(year * 4) % 4] + ',' +
           (hour / 24 % 29 == 0 ? '1' : '0') + ',' + weathers[random() % 6] + ',' +
           std::to_string(std::round(temp * 10) / 10).substr(0, 4) + ',' +
           (random() % 40 == 0 ? "" : std::to_string(random() % 30)) + ',' + std::to_string(casual) + ',' +
           std::to_string(member) + ',' + std::to_string(casual + member) + '\n';
  }
  return csv;
}

class Fixture {
 public:
  Fixture() : m_clock(kNow) {
    const auto workspace = store::createWorkspace(folder());
    Q_ASSERT(workspace);
    store = *store::Store::open(*workspace, {.clock = &m_clock});
  }
  std::filesystem::path folder() const { return m_folder.path().toStdString() + "/bike-demand"; }
  std::filesystem::path file(const std::string& name, const std::string& bytes) const {
    const std::filesystem::path path = std::filesystem::path(m_folder.path().toStdString()) / name;
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }
  dataset::Version add(const std::filesystem::path& path, const std::string& name,
                       dataset::Keeping keeping = dataset::Keeping::Copy) const {
    const auto engine = *dataset::Engine::open();
    dataset::NewVersion request;
    request.file = path;
    request.name = name;
    request.folder = "raw";
    request.keeping = keeping;
    const auto added = dataset::addDataset(*store, artifact::ArtifactStore(store), *engine, request);
    if (!added) {
      qFatal("%s", added.error().message.c_str());
    }
    return added->version;
  }

  std::shared_ptr<store::Store> store;

 private:
  QTemporaryDir m_folder;
  ManualClock m_clock;
};

class QuietNavigator final : public Navigator {
 public:
  void open(const Route& route) override {
    if (panel) {
      panel->open(route);
    }
  }
  void openWindow(const Route&) override {}
  void connectTrainingCode() override {}
  void importRuns() override {}
  void openExample() override {}
  void newRun(const RunDraft&) override {}
  void registerData(const QString&) override {}
  Panel* panel = nullptr;
};

struct Shown {
  explicit Shown(std::shared_ptr<store::Store> store, QSize size = {1600, 928})
      : session(std::move(store)),
        toasts(&window),
        views(session.store(), session.changes()),
        context{session.store(), session.changes(), selection, session.runSlots(), views,
                navigator,       actions,           undo,      session.tasks(),    toasts,
                session,         preferences},
        panel(context, &window) {
    navigator.panel = &panel;
    window.resize(size);
    panel.resize(size.width() - (size.width() > 1400 ? 192 : 52), size.height() - 72);
    window.show();
  }
  bool settle() {
    return QTest::qWaitFor([this] { return panel.settled(); }, kWait);
  }
  QImage picture() {
    QTest::qWait(50);
    return panel.grab().toImage();
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
  ExplorePanel panel;
};

}  // namespace tatara::ui::explore_tests

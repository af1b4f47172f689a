#include "ui/home/palette_providers.h"

#include <algorithm>

#include <QCoreApplication>

#include "core/track/experiments.h"
#include "core/track/run_table.h"
#include "ui/async/latest_job.h"

namespace tatara::ui {

struct PaletteText {
  Q_DECLARE_TR_FUNCTIONS(tatara::ui::PaletteText)
};

namespace {

constexpr std::size_t kMost = 8;

struct Found {
  struct Hit {
    int score = 0;
    QString text, detail;
    Route route;
  };
  std::vector<Hit> experiments, runs;
};

void keepBest(std::vector<Found::Hit>& hits) {
  std::stable_sort(hits.begin(), hits.end(), [](const auto& a, const auto& b) { return a.score > b.score; });
  hits.resize(std::min(hits.size(), kMost));
}

Result<Found> search(const store::Store& store, const QString& words, std::stop_token stop) {
  return store.read(
      [&](sql::Connection& connection) -> Result<Found> {
        Found found;
        TATARA_ASSIGN(const auto experiments,
                      track::loadExperiments(connection, track::ViewType::ActiveOnly));
        std::unordered_map<track::ExperimentId, QString> names;
        for (const track::Experiment& experiment : experiments) {
          const QString name = QString::fromStdString(experiment.name);
          names[experiment.id] = name;
          if (const int score = matchScore(name, words)) {
            found.experiments.push_back({score, name, {}, ExperimentsRoute{experiment.id}});
          }
        }
        TATARA_ASSIGN(const auto table, track::RunTable::load(connection, {}, track::ViewType::ActiveOnly));
        for (std::size_t row = 0; row < table->size() && !stop.stop_requested(); ++row) {
          const track::RunInfo& run = table->run(row);
          const QString name = QString::fromStdString(run.name);
          const int byId = run.id.value().starts_with(words.toStdString()) && words.size() >= 4 ? 40 : 0;
          if (const int score = std::max(byId, matchScore(name, words)); score > 2) {
            found.runs.push_back({score, name, names[run.experiment], RunRoute{run.id, {}}});
          }
        }
        keepBest(found.experiments);
        keepBest(found.runs);
        return found;
      },
      stop);
}

}  // namespace

PaletteProvider runsAndExperiments(std::shared_ptr<store::Store> store,
                                   std::function<void(const Route&)> open) {
  struct State {
    PaletteAnswer answer;
    std::unique_ptr<LatestJob<Found>> job;
  };
  auto state = std::make_shared<State>();
  state->job = std::make_unique<LatestJob<Found>>([raw = state.get(), open](Result<Found> found) {
    if (!found) {
      return;
    }
    std::vector<PaletteItem> items;
    const auto add = [&](const QString& group, const char* icon, const std::vector<Found::Hit>& hits) {
      for (const Found::Hit& hit : hits) {
        PaletteItem item;
        item.group = group;
        item.text = hit.text;
        item.detail = hit.detail;
        item.icon = QString::fromLatin1(icon);
        item.run = [open, route = hit.route] { open(route); };
        items.push_back(std::move(item));
      }
    };
    add(PaletteText::tr("Experiments"), "experiments", found->experiments);
    add(PaletteText::tr("Runs"), "run", found->runs);
    raw->answer(std::move(items));
  });
  return [state, store](const QString& words, PaletteAnswer answer) {
    state->answer = std::move(answer);
    state->job->start([store, words](std::stop_token stop) { return search(*store, words, stop); });
  };
}

}  // namespace tatara::ui

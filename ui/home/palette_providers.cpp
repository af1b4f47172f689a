#include "ui/home/palette_providers.h"

#include <algorithm>

#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>

#include "core/dataset/datasets.h"
#include "core/registry/facts.h"
#include "core/track/experiments.h"
#include "core/track/run_names.h"
#include "core/track/saved_views.h"
#include "ui/async/latest_job.h"
#include "ui/base/utf8.h"

namespace tatara::ui {

struct PaletteText {
  Q_DECLARE_TR_FUNCTIONS(tatara::ui::PaletteText)
};

namespace {

constexpr std::size_t kMost = 8;
constexpr int kLeastOfARun = 3;  // of many names some fit by chance
constexpr int kIdScore = 40;
constexpr qsizetype kIdDigits = 4;

struct Hit {
  int score = 0;
  QString text, detail, id;
  Route route;
};

struct Found {
  std::vector<Hit> experiments, runs, models, datasets, views;
};

void keepBest(std::vector<Hit>& hits) {
  std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.score > b.score; });
  hits.resize(std::min(hits.size(), kMost));
}

void addHit(std::vector<Hit>& hits, const QString& words, Hit hit) {
  hit.score = matchScore(hit.text, words);
  if (hit.score > 0) {
    hits.push_back(std::move(hit));
  }
}

Status findRuns(sql::Connection& connection, const QString& words, Found& found, std::stop_token stop) {
  TATARA_ASSIGN(const auto experiments, track::loadExperiments(connection, track::ViewType::ActiveOnly));
  std::unordered_map<track::ExperimentId, QString> names;
  for (const track::Experiment& experiment : experiments) {
    const QString name = fromUtf8(experiment.name);
    names[experiment.id] = name;
    addHit(found.experiments, words,
           {0, name, {}, QString::number(experiment.id.value()), ExperimentsRoute{experiment.id}});
  }
  TATARA_ASSIGN(const auto runs, track::loadRunNames(connection));
  const std::string typed = words.toStdString();
  for (const track::RunName& run : runs) {
    if (stop.stop_requested()) {
      return {};
    }
    const QString name = fromUtf8(run.name);
    const int byId = words.size() >= kIdDigits && run.id.value().starts_with(typed) ? kIdScore : 0;
    if (const int score = std::max(byId, matchScore(name, words)); score >= kLeastOfARun) {
      found.runs.push_back(
          {score, name, names[run.experiment], fromUtf8(run.id.value()), RunRoute{run.id, {}}});
    }
  }
  return {};
}

Status findOthers(sql::Connection& connection, const QString& words, Found& found) {
  TATARA_ASSIGN(const auto models, registry::loadModelSummaries(connection));
  for (const registry::ModelSummary& model : models) {
    const QString name = fromUtf8(model.name);
    const QString detail =
        model.champion > 0 ? PaletteText::tr("champion v%1").arg(model.champion) : QString();
    addHit(found.models, words, {0, name, detail, name, ModelRoute{name, std::nullopt, {}}});
  }
  TATARA_ASSIGN(const auto datasets, dataset::listDatasets(connection));
  for (const dataset::Dataset& one : datasets) {
    const QString name = fromUtf8(one.name);
    addHit(found.datasets, words, {0, name, fromUtf8(one.folder), name, DataRoute{name, std::nullopt, {}}});
  }
  TATARA_ASSIGN(const auto views, track::loadSavedViews(connection));
  for (const track::SavedView& view : views) {
    addHit(found.views, words, {0, fromUtf8(view.name), {}, {}, ViewRoute{fromUtf8(view.panel), view.id}});
  }
  return {};
}

Result<Found> search(const store::Store& store, const QString& words, std::stop_token stop) {
  return store.read(
      [&](sql::Connection& connection) -> Result<Found> {
        Found found;
        TATARA_TRY(findRuns(connection, words, found, stop));
        TATARA_TRY(findOthers(connection, words, found));
        for (std::vector<Hit>* hits :
             {&found.experiments, &found.runs, &found.models, &found.datasets, &found.views}) {
          keepBest(*hits);
        }
        return found;
      },
      stop);
}

PaletteItem makeItem(const Hit& hit, const QString& group, const QString& icon, const PalettePlaces& places) {
  PaletteItem item;
  item.group = group;
  item.text = hit.text;
  item.detail = hit.detail;
  item.icon = icon;
  item.run = [open = places.open, route = hit.route] { open(route); };
  const auto add = [&item](const QString& text, const char* iconName, std::function<void()> run) {
    PaletteItem action;
    action.text = text;
    action.icon = QString::fromLatin1(iconName);
    action.run = std::move(run);
    item.actions.push_back(std::move(action));
  };
  add(PaletteText::tr("Open"), "expand", item.run);
  add(PaletteText::tr("Open in new window"), "expand",
      [open = places.openWindow, route = hit.route] { open(route); });
  if (!hit.id.isEmpty()) {
    add(PaletteText::tr("Copy ID"), "copy", [id = hit.id] { QGuiApplication::clipboard()->setText(id); });
  }
  add(PaletteText::tr("Copy link"), "link", [route = hit.route] {
    QGuiApplication::clipboard()->setText(QStringLiteral("tatara:") + toText(route));
  });
  if (const auto* run = std::get_if<RunRoute>(&hit.route)) {
    for (const auto& [tab, text] : {std::pair("metrics", PaletteText::tr("Show metrics")),
                                    std::pair("artifacts", PaletteText::tr("Show artifacts"))}) {
      add(text, "run", [open = places.open, to = RunRoute{run->run, QString::fromLatin1(tab)}] { open(to); });
    }
  }
  return item;
}

}  // namespace

PaletteProvider objectsOfTheWorkspace(std::shared_ptr<store::Store> store, PalettePlaces places) {
  struct State {
    PaletteAnswer answer;
    std::unique_ptr<LatestJob<Found>> job;
  };
  auto state = std::make_shared<State>();
  state->job = std::make_unique<LatestJob<Found>>([raw = state.get(), places](Result<Found> found) {
    if (!found) {
      return;
    }
    std::vector<PaletteItem> items;
    const auto add = [&](const QString& group, const char* icon, const std::vector<Hit>& hits) {
      for (const Hit& hit : hits) {
        items.push_back(makeItem(hit, group, QString::fromLatin1(icon), places));
      }
    };
    add(PaletteText::tr("Experiments"), "experiments", found->experiments);
    add(PaletteText::tr("Runs"), "run", found->runs);
    add(PaletteText::tr("Models"), "models", found->models);
    add(PaletteText::tr("Datasets"), "data", found->datasets);
    add(PaletteText::tr("Saved views"), "saved-view", found->views);
    raw->answer(std::move(items));
  });
  return [state, store](const QString& words, PaletteAnswer answer) {
    state->answer = std::move(answer);
    state->job->start([store, words](std::stop_token stop) { return search(*store, words, stop); });
  };
}

}  // namespace tatara::ui

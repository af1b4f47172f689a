#include "core/example/example.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <optional>
#include <thread>

#include "core/artifact/artifact_store.h"
#include "core/base/mutex.h"
#include "core/base/number_text.h"
#include "core/base/seeded_random.h"
#include "core/dataset/datasets.h"
#include "core/dataset/engine.h"
#include "core/example/bike_rentals.h"
#include "core/example/endpoint.h"
#include "core/example/internal/waiting_review.h"
#include "core/registry/registry.h"
#include "core/text/table.h"
#include "core/track/runs.h"
#include "core/train/record.h"

namespace tatara::example {
namespace {

namespace fs = std::filesystem;
using track::KeyValue;

constexpr const char* kSource = "tatara example";
constexpr const char* kModel = "bike-demand";
constexpr const char* kSimulated =
    "Trained on simulated data: no bike of these was ever hired. See data/README.md.";
constexpr const char* kMetric = "val_rmse";

// Below data/: before the change, after it, and what they are.
constexpr std::array<const char*, 3> kDataFiles{"bike_rentals_simulated.csv",
                                                "bike_rentals_simulated_2024q4.csv", "README.md"};

// A training to be run: what is asked for, and afterwards what came of it.
struct Job {
  const train::Prepared* data = nullptr;
  train::BoosterSpec booster;
  train::RunSpec run;
  std::optional<train::Recorded> recorded;

  double score() const {
    const auto& metrics = recorded->fitted.finalMetrics;
    return std::ranges::find(metrics, kMetric, &train::Metric::key)->value;
  }
};

std::string brief(double value) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.2f", value);
  return buffer;
}

Status writeFile(const fs::path& file, const std::string& text) {
  std::ofstream output(file, std::ios::binary | std::ios::trunc);
  output << text;
  output.close();
  if (!output) {
    return makeError(ErrorKind::Io, "The file " + file.string() + " cannot be written");
  }
  return {};
}

class Maker {
 public:
  Maker(std::shared_ptr<store::Store> store, const ExampleOptions& options, OnProgress onProgress,
        std::stop_token stop)
      : m_store(std::move(store)),
        m_artifacts(m_store),
        m_options(options),
        m_onProgress(std::move(onProgress)),
        m_stop(std::move(stop)) {}

  Status make();

 private:
  Status registerData(dataset::Engine& engine);
  Status writeData();
  train::DataSpec spec(const std::vector<std::string>& drop, std::uint64_t seed) const;
  Result<track::ExperimentId> experiment(const std::string& name, const std::string& note);
  Status run(std::vector<Job>& jobs, const std::string& doing);
  void runQueue(std::vector<Job>& jobs, const std::string& doing);
  std::vector<Job> baselineJobs(track::ExperimentId experiment, const std::vector<train::Prepared>& bySeed);
  std::vector<Job> trialJobs(track::ExperimentId experiment, const train::Prepared& data,
                             const track::RunId& parent);
  Result<track::RunInfo> startSearch(track::ExperimentId experiment);
  Status endSearch(const track::RunInfo& parent, const std::vector<Job>& trials, track::RunStatus status);
  Status ablate(const train::Loaded& loaded, const train::BoosterSpec& booster);
  Status note(const track::RunId& run, const std::string& text);
  Status registerModels(const Job& baseline, const std::vector<const Job*>& trialsByScore);
  void tell(const std::string& doing);

  std::shared_ptr<store::Store> m_store;
  artifact::ArtifactStore m_artifacts;
  ExampleOptions m_options;
  OnProgress m_onProgress;
  std::stop_token m_stop;
  fs::path m_file;
  train::Origin m_origin;
  int m_total = 0;

  Mutex m_mutex;
  std::size_t m_next GUARDED_BY(m_mutex) = 0;
  int m_done GUARDED_BY(m_mutex) = 0;
  std::optional<Error> m_error GUARDED_BY(m_mutex);
};

// One XGBoost thread a training: several trainings share the processors instead.
constexpr const char* kThreads = "1";

struct FeatureGroup {
  const char* name;
  std::vector<std::string> columns;
};
const std::vector<FeatureGroup>& featureGroups() {
  static const std::vector<FeatureGroup> groups{{"hour", {"hour"}},
                                                {"calendar", {"weekday", "month", "season"}},
                                                {"holidays", {"holiday", "working_day"}},
                                                {"weather", {"weather"}},
                                                {"temperature", {"temperature", "feels_like"}},
                                                {"air", {"humidity", "wind"}}};
  return groups;
}

Status Maker::writeData() {
  const fs::path folder = m_store->workspace().root / "data";
  std::error_code failed;
  fs::create_directories(folder, failed);
  const auto hours = simulateRentals(m_options.seed);
  m_file = folder / kDataFiles[0];
  const Timestamp end = hours.back().time + std::chrono::hours(1);
  TATARA_TRY(writeFile(m_file, rentalsCsv(hours, hours.front().time, changeTime())));
  TATARA_TRY(writeFile(folder / kDataFiles[1], rentalsCsv(hours, changeTime(), end)));
  return writeFile(folder / kDataFiles[2], rentalsReadme(m_options.seed));
}

train::DataSpec Maker::spec(const std::vector<std::string>& drop, std::uint64_t seed) const {
  train::DataSpec spec{.file = m_file, .target = "rentals"};
  spec.drop = drop;
  spec.split = {.kind = train::SplitKind::Time, .column = "time", .validationFraction = 0.2};
  spec.seed = seed;
  return spec;
}

Result<track::ExperimentId> Maker::experiment(const std::string& name, const std::string& note) {
  return train::ensureExperiment(*m_store, name, kMetric,
                                 {{std::string(track::tag::kNote), note + " " + kSimulated},
                                  {"data", "simulated"},
                                  {std::string(track::tag::kUnitPrefix) + kMetric, "rentals/h"}});
}

void Maker::tell(const std::string& doing) {
  const Lock lock(m_mutex);
  if (m_onProgress) {
    m_onProgress({doing, m_done, m_total});
  }
}

void Maker::runQueue(std::vector<Job>& jobs, const std::string& doing) {
  for (;;) {
    std::size_t index = 0;
    {
      const Lock lock(m_mutex);
      if (m_next >= jobs.size() || m_error) {
        return;
      }
      index = m_next++;
    }
    Job& job = jobs[index];
    auto recorded = train::trainAndRecord({m_store, m_artifacts}, *job.data, job.booster, job.run, m_origin,
                                          {}, {}, m_stop);
    {
      const Lock lock(m_mutex);
      if (!recorded) {
        m_error = m_error ? m_error : recorded.error();
        return;
      }
      job.recorded = std::move(*recorded);
      ++m_done;
    }
    tell(doing);
  }
}

Status Maker::run(std::vector<Job>& jobs, const std::string& doing) {
  {
    const Lock lock(m_mutex);
    m_next = 0;
  }
  tell(doing);
  const std::size_t wanted = m_options.threads > 0 ? static_cast<std::size_t>(m_options.threads)
                                                   : std::max(1U, std::thread::hardware_concurrency());
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < std::min(wanted, jobs.size()); ++i) {
    threads.emplace_back([&] { runQueue(jobs, doing); });
  }
  for (auto& thread : threads) {
    thread.join();
  }
  const Lock lock(m_mutex);
  return m_error ? Status(*m_error) : Status();
}

std::vector<Job> Maker::baselineJobs(track::ExperimentId experiment,
                                     const std::vector<train::Prepared>& bySeed) {
  const auto job = [&](const train::Prepared& data, std::string name, std::string family,
                       infer::Parameters parameters) {
    Job result;
    result.data = &data;
    parameters.emplace_back("nthread", kThreads);
    result.booster = {.parameters = std::move(parameters), .rounds = m_options.rounds, .earlyStopping = 20};
    result.run = {.experiment = experiment, .name = std::move(name), .source = kSource};
    result.run.tags = {{"data", "simulated"}, {"family", std::move(family)}};
    return result;
  };
  std::vector<Job> jobs;
  jobs.push_back(job(bySeed.front(), "shallow", "shallow", {{"max_depth", "2"}}));
  jobs.push_back(job(bySeed.front(), "poisson", "poisson",
                     {{"objective", "count:poisson"}, {"eval_metric", "rmse,mae"}}));
  for (const auto& data : bySeed) {
    jobs.push_back(job(data, "defaults-seed-" + std::to_string(data.spec.seed), "defaults",
                       {{"subsample", "0.8"}, {"colsample_bytree", "0.8"}}));
  }
  return jobs;
}

std::vector<Job> Maker::trialJobs(track::ExperimentId experiment, const train::Prepared& data,
                                  const track::RunId& parent) {
  SeededRandom random(m_options.seed + 1);
  const auto oneOf = [&random](std::initializer_list<const char*> values) {
    return std::string(values.begin()[random.below(values.size())]);
  };
  const auto between = [&random](double low, double high) { return brief(random.uniform(low, high)); };
  std::vector<Job> jobs;
  for (int i = 0; i < m_options.trials; ++i) {
    Job job;
    job.data = &data;
    job.booster.rounds = m_options.rounds;
    job.booster.earlyStopping = 15;
    job.booster.parameters = {{"nthread", kThreads},
                              {"eta", oneOf({"0.05", "0.08", "0.12", "0.2", "0.3"})},
                              {"max_depth", oneOf({"3", "4", "5", "6", "7", "8"})},
                              {"min_child_weight", oneOf({"1", "3", "8", "20"})},
                              {"subsample", between(0.5, 1.0)},
                              {"colsample_bytree", between(0.5, 1.0)},
                              {"reg_lambda", oneOf({"0", "1", "3", "10"})},
                              {"gamma", oneOf({"0", "0", "1", "5"})}};
    char name[32];
    std::snprintf(name, sizeof name, "trial-%02d", i + 1);
    job.run = {.experiment = experiment, .name = name, .source = kSource};
    job.run.parent = parent;
    job.run.tags = {{"data", "simulated"}, {"search", "random"}};
    jobs.push_back(std::move(job));
  }
  return jobs;
}

Result<track::RunInfo> Maker::startSearch(track::ExperimentId experiment) {
  const Timestamp now = m_store->clock().now();
  track::NewRun fresh;
  fresh.experiment = experiment;
  fresh.name = "random-search";
  fresh.user = m_origin.environment.user;
  fresh.tags = {{std::string(track::tag::kSourceName), kSource},
                {"mlflow.source.type", "LOCAL"},
                {"data", "simulated"},
                {"search", "random"}};
  track::Batch batch;
  batch.params = {{"trials", std::to_string(m_options.trials)},
                  {"sampler", "random"},
                  {"seed", std::to_string(m_options.seed + 1)},
                  {"deciding_metric", kMetric}};
  return m_store->writeFor([&](store::Writer& writer) -> Result<track::RunInfo> {
    TATARA_ASSIGN(auto info, track::createRun(writer, fresh, now));
    TATARA_TRY(track::logBatch(writer, info.id, batch));
    return info;
  });
}

Status Maker::endSearch(const track::RunInfo& parent, const std::vector<Job>& trials,
                        track::RunStatus status) {
  const Timestamp now = m_store->clock().now();
  std::string csv;
  double best = 0;
  std::vector<double> bestSoFar;
  for (const auto& trial : trials) {
    if (!trial.recorded) {
      continue;
    }
    std::vector<std::string> header{"trial", "run_id"};
    std::vector<std::string> row{trial.run.name, trial.recorded->run.id.value()};
    for (const auto& [name, value] : trial.booster.parameters) {
      header.push_back(name);
      row.push_back(value);
    }
    header.insert(header.end(), {"rounds", kMetric});
    row.insert(row.end(), {std::to_string(trial.recorded->fitted.roundsRun), toText(trial.score())});
    if (csv.empty()) {
      text::appendCsvRow(csv, header);
    }
    text::appendCsvRow(csv, row);
    best = bestSoFar.empty() ? trial.score() : std::min(best, trial.score());
    bestSoFar.push_back(best);
  }
  if (const auto root = artifact::rootPathOf(parent.artifactUri); root && !csv.empty()) {
    TATARA_TRY(m_artifacts.put(*root + "/trials.csv", csv));
  }
  return m_store->write([&](store::Writer& writer) -> Status {
    track::Batch batch;
    for (std::size_t i = 0; i < bestSoFar.size(); ++i) {
      batch.metrics.push_back({kMetric, {static_cast<std::int64_t>(i), toUnixMillis(now), bestSoFar[i]}});
    }
    TATARA_TRY(track::logBatch(writer, parent.id, batch));
    track::RunUpdate update;
    update.status = status;
    update.ended = now;
    TATARA_TRY(track::updateRun(writer, parent.id, update));
    return {};
  });
}

Status Maker::ablate(const train::Loaded& loaded, const train::BoosterSpec& booster) {
  TATARA_ASSIGN(const auto id,
                experiment("bike-demand-ablation",
                           "The best trial's parameters with one group of columns left out at a time."));
  std::vector<train::Prepared> data;
  std::vector<std::string> names{"all-features"};
  TATARA_ASSIGN(auto all, train::prepare(loaded, spec({}, m_options.seed)));
  data.push_back(std::move(all));
  for (const auto& group : featureGroups()) {
    TATARA_ASSIGN(auto without, train::prepare(loaded, spec(group.columns, m_options.seed)));
    data.push_back(std::move(without));
    names.push_back(std::string("without-") + group.name);
  }
  std::vector<Job> jobs;
  for (std::size_t i = 0; i < data.size(); ++i) {
    Job job;
    job.data = &data[i];
    job.booster = booster;
    job.run = {.experiment = id, .name = names[i], .source = kSource};
    job.run.tags = {{"data", "simulated"}, {"left_out_group", i == 0 ? "none" : featureGroups()[i - 1].name}};
    jobs.push_back(std::move(job));
  }
  TATARA_TRY(run(jobs, "Feature ablation"));
  for (std::size_t i = 1; i < jobs.size(); ++i) {
    const double cost = jobs[i].score() - jobs[0].score();
    TATARA_TRY(note(jobs[i].recorded->run.id, std::string("Leaving out ") + featureGroups()[i - 1].name +
                                                  " changes " + kMetric + " by " + (cost >= 0 ? "+" : "") +
                                                  brief(cost) + ", from " + brief(jobs[0].score()) + " to " +
                                                  brief(jobs[i].score()) + "."));
  }
  return {};
}

Status Maker::note(const track::RunId& run, const std::string& text) {
  return m_store->write([&](store::Writer& writer) {
    return track::setTag(writer, run, {std::string(track::tag::kNote), text});
  });
}

Status Maker::registerModels(const Job& baseline, const std::vector<const Job*>& trialsByScore) {
  const Timestamp now = m_store->clock().now();
  const registry::Actor actor = registry::currentActor(kSource);
  struct Candidate {
    const Job* job;
    std::string description;
  };
  const Job& best = *trialsByScore[0];
  const Job& second = *trialsByScore[1];
  const std::vector<Candidate> candidates{
      {&baseline,
       "XGBoost's defaults, before any search: " + std::string(kMetric) + " " + brief(baseline.score())},
      {&second, "Second of " + std::to_string(m_options.trials) + " trials: " + kMetric + " " +
                    brief(second.score()) + " against " + brief(baseline.score()) + " of the defaults"},
      {&best, "Best of " + std::to_string(m_options.trials) + " trials: " + kMetric + " " +
                  brief(best.score()) + " against " + brief(second.score()) + " of the second"}};
  return m_store->write([&](store::Writer& writer) -> Status {
    registry::NewModel model;
    model.name = kModel;
    model.description =
        std::string("Bike rentals of the coming hour from calendar and weather. ") + kSimulated;
    model.tags = {{"data", "simulated"}, {"task", "regression"}};
    TATARA_TRY(registry::createModel(writer, model, actor, now));
    std::vector<std::int64_t> numbers;
    for (const auto& candidate : candidates) {
      const train::Recorded& recorded = *candidate.job->recorded;
      registry::NewVersion version;
      version.model = kModel;
      version.source = "models:/" + recorded.model.value();
      version.storage = recorded.modelUri;
      version.run = recorded.run.id;
      version.loggedModel = recorded.model;
      version.description = candidate.description;
      version.tags = {{"data", "simulated"}, {kMetric, brief(candidate.job->score())}};
      TATARA_ASSIGN(const auto made, registry::createVersion(writer, version, actor, now));
      numbers.push_back(made.version);
    }
    TATARA_TRY(registry::move(writer, kModel, registry::SetAlias{"champion", numbers[0]}, actor, now,
                              "The first model that could serve"));
    TATARA_TRY(registry::move(writer, kModel, registry::SetAlias{"champion", numbers[1]}, actor, now,
                              candidates[1].description));
    return registry::move(writer, kModel, registry::SetAlias{"challenger", numbers[2]}, actor, now,
                          candidates[2].description);
  });
}

// The seed whose score is the middle one stands for the defaults.
const Job& middleOfDefaults(const std::vector<Job>& baselines) {
  std::vector<const Job*> defaults;
  for (const auto& job : baselines) {
    if (job.run.tags[1].value == "defaults") {
      defaults.push_back(&job);
    }
  }
  std::ranges::stable_sort(defaults, {}, &Job::score);
  return *defaults[defaults.size() / 2];
}

Status Maker::make() {
  tell("Simulating three years of bike rentals");
  TATARA_TRY(writeData());
  m_origin = train::captureOrigin(m_store->workspace().root);
  TATARA_ASSIGN(const auto engine,
                dataset::Engine::open({.temporaryFolder = m_store->workspace().stateFolder() / "tmp"}));
  TATARA_ASSIGN(const auto loaded, train::load(*engine, spec({}, 0), m_stop));

  TATARA_ASSIGN(
      const auto baselineId,
      experiment("bike-demand-baseline", "What XGBoost gives before anything is tuned, with five seeds."));
  std::vector<train::Prepared> bySeed;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    TATARA_ASSIGN(auto data, train::prepare(loaded, spec({}, seed)));
    bySeed.push_back(std::move(data));
  }
  std::vector<Job> baselines = baselineJobs(baselineId, bySeed);
  m_total = static_cast<int>(baselines.size() + featureGroups().size() + 1) + m_options.trials;
  TATARA_TRY(run(baselines, "Baselines"));

  TATARA_ASSIGN(const auto searchId,
                experiment("bike-demand-search", "A random search over seven parameters."));
  TATARA_ASSIGN(const auto data, train::prepare(loaded, spec({}, m_options.seed)));
  TATARA_ASSIGN(const auto parent, startSearch(searchId));
  std::vector<Job> trials = trialJobs(searchId, data, parent.id);
  const Status searched = run(trials, "Search");
  const bool stopped = !searched && searched.error().kind == ErrorKind::Cancelled;
  TATARA_TRY(endSearch(parent, trials,
                       searched  ? track::RunStatus::Finished
                       : stopped ? track::RunStatus::Killed
                                 : track::RunStatus::Failed));
  TATARA_TRY(searched);
  std::vector<const Job*> byScore;
  for (const auto& trial : trials) {
    byScore.push_back(&trial);
  }
  std::ranges::stable_sort(byScore, {}, &Job::score);

  const Job& baseline = middleOfDefaults(baselines);
  TATARA_TRY(note(parent.id, "Best of " + std::to_string(m_options.trials) + " trials is " +
                                 byScore[0]->run.name + " with " + kMetric + " " +
                                 brief(byScore[0]->score()) + "; XGBoost's defaults gave " +
                                 brief(baseline.score()) + " with the middle of five seeds."));
  TATARA_TRY(note(byScore[0]->recorded->run.id, "The best trial of the search. Registered as " +
                                                    std::string(kModel) + " version 3, the challenger."));
  TATARA_TRY(ablate(loaded, byScore[0]->booster));
  TATARA_TRY(registerModels(baseline, byScore));
  TATARA_TRY(addEndpoint(*m_store));
  tell("Registering the data");
  TATARA_TRY(registerData(*engine));
  tell("Comparing the challenger with the champion");
  TATARA_TRY(internal::addWaitingReview(
      m_store, *engine, "Best of " + std::to_string(m_options.trials) + " trials by " + kMetric + ". ",
      m_stop));
  tell("Done");
  return {};
}

// The file that was trained on, and as its second version the months after the change.
Status Maker::registerData(dataset::Engine& engine) {
  const artifact::ArtifactStore artifacts(m_store);
  const std::pair<fs::path, const char*> versions[] = {
      {m_file, "Before the new metro line. Simulated."},
      {m_file.parent_path() / kDataFiles[1], "After the new metro line. Simulated."}};
  for (const auto& [file, note] : versions) {
    dataset::NewVersion version;
    version.file = file;
    version.name = "bike_rentals_simulated";
    version.folder = "raw";
    version.note = note;
    TATARA_TRY(dataset::addDataset(*m_store, artifacts, engine, version, m_stop));
  }
  return m_store->write([&](store::Writer& writer) -> Status {
    TATARA_ASSIGN(const auto dataset, dataset::loadDataset(writer.sql(), "bike_rentals_simulated"));
    dataset::DatasetDetails details;
    details.description = "Hourly bike rentals of a city that does not exist: every number is simulated";
    const Timestamp now = m_store->clock().now();
    TATARA_TRY(dataset::setDetails(writer, dataset.id, details, now));
    return dataset::setColumnNote(writer, dataset.id,
                                  {"rentals", "Rentals in the hour", false, std::string("target")}, now);
  });
}

// Takes away what was made here and nothing else; the folder too when that leaves it empty.
void removeHalf(const store::Workspace& workspace) {
  std::error_code failed;
  fs::remove_all(workspace.stateFolder(), failed);
  fs::remove(workspace.settingsFile(), failed);
  for (const char* name : kDataFiles) {
    fs::remove(workspace.root / "data" / name, failed);
  }
  fs::remove(workspace.root / "data", failed);
  fs::remove(workspace.root, failed);
}

}  // namespace

Result<store::Workspace> makeExample(const fs::path& folder, const ExampleOptions& options,
                                     const OnProgress& onProgress, std::stop_token stop) {
  if (options.trials < 2) {
    return makeError(ErrorKind::InvalidArgument, "The example needs at least two trials");
  }
  TATARA_ASSIGN(const auto workspace, store::createWorkspace(folder));
  Status made;
  {
    TATARA_ASSIGN(auto store, store::Store::open(workspace));
    made = Maker(std::move(store), options, onProgress, std::move(stop)).make();
  }
  if (!made) {
    removeHalf(workspace);
    return made.error();
  }
  return workspace;
}

}  // namespace tatara::example

#include "ui/rundetail/slice_data.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "core/dataset/engine.h"
#include "core/text/error_phrase.h"
#include "core/text/json.h"
#include "core/train/again.h"

namespace tatara::ui {
namespace {

constexpr std::string_view kHeldOutFile = "predictions/validation.csv";
constexpr std::string_view kDataFile = "reproduce/data.json";
constexpr std::string_view kSpecFile = "reproduce/spec.json";
constexpr std::int64_t kMostHeldOut = 64 << 20;
constexpr std::int64_t kMostFacts = 16 << 20;
constexpr std::size_t kMostClassNames = evaluate::kMostClasses;

// What the record says of the data: enough to read predictions and to choose columns.
struct DataWords {
  evaluate::Task task = evaluate::Task::Regression;
  std::vector<std::string> classes;
  std::set<std::string> features;
  std::string digest;
  std::int64_t bytes = 0;
};

std::string wordIn(const text::Json& json) {
  return json.asString() ? *json.asString() : std::string();
}

Result<std::string> readFile(const artifact::ArtifactStore& artifacts, const track::Run& run,
                             std::string_view name, std::int64_t most) {
  const std::optional<std::string> root = artifact::rootPathOf(run.info.artifactUri);
  if (!root) {
    return text::sayError(ErrorKind::NotFound,
                          TATARA_SAYS("Phrase", "The artifacts of %1 are not in this workspace"),
                          {run.info.name});
  }
  return artifacts.readAll(*root + "/" + std::string(name), most);
}

Result<DataWords> readWords(const artifact::ArtifactStore& artifacts, const track::Run& run) {
  TATARA_ASSIGN(const std::string bytes, readFile(artifacts, run, kDataFile, kMostFacts));
  TATARA_ASSIGN(const text::Json json, withContext(text::parseJson(bytes), std::string(kDataFile)));
  DataWords words;
  const auto task = evaluate::parseTask(wordIn(json["task"]));
  if (!task || json["classes"].items().size() > kMostClassNames) {
    return text::sayError(ErrorKind::Corrupt, TATARA_SAYS("Phrase", "%1 is not what a training records"),
                          {kDataFile});
  }
  words.task = *task;
  for (const text::Json& one : json["classes"].items()) {
    words.classes.push_back(wordIn(one));
  }
  for (const text::Json& one : json["features"].items()) {
    words.features.insert(wordIn(one));
  }
  words.digest = wordIn(json["sha256"]);
  words.bytes = json["bytes"].asInt().value_or(0);
  return words;
}

Result<evaluate::HeldOut> readHeldOut(const artifact::ArtifactStore& artifacts, const track::Run& run,
                                      const DataWords& words) {
  TATARA_ASSIGN(const std::string csv, readFile(artifacts, run, kHeldOutFile, kMostHeldOut));
  return withContext(evaluate::readPredictions(csv, words.task, words.classes), std::string(kHeldOutFile));
}

// Of the same data and classes, so that the same row is the same thing; nothing where it is not.
std::optional<evaluate::HeldOut> baselineOf(const artifact::ArtifactStore& artifacts, const RunFacts& facts,
                                            const DataWords& own) {
  if (!facts.baseline) {
    return std::nullopt;
  }
  const Result<DataWords> words = readWords(artifacts, *facts.baseline);
  if (!words || words->digest != own.digest || words->task != own.task || words->classes != own.classes) {
    return std::nullopt;
  }
  Result<evaluate::HeldOut> heldOut = readHeldOut(artifacts, *facts.baseline, *words);
  return heldOut ? std::optional(std::move(*heldOut)) : std::nullopt;
}

// Where the rows of the file stand among those that were read.
Result<std::vector<std::uint64_t>> placesOf(const train::Loaded& data, std::span<const std::uint64_t> rows) {
  std::vector<std::uint64_t> places;
  places.reserve(rows.size());
  for (const std::uint64_t row : rows) {
    std::uint64_t place = row;
    bool known = row < data.rows();
    if (data.chosen) {
      const auto at = std::ranges::lower_bound(*data.chosen, row);
      known = at != data.chosen->end() && *at == row;
      place = static_cast<std::uint64_t>(at - data.chosen->begin());
    }
    if (!known) {
      return text::sayError(
          ErrorKind::Corrupt,
          TATARA_SAYS("Phrase", "The run predicted the row %1, which its data does not have"),
          {std::to_string(row)});
    }
    places.push_back(place);
  }
  return places;
}

}  // namespace

bool hasSlices(const RunFacts& facts) {
  return std::ranges::all_of(std::initializer_list<std::string_view>{kHeldOutFile, kDataFile, kSpecFile},
                             [&](std::string_view name) {
                               const auto at =
                                   std::ranges::lower_bound(facts.files, name, {}, &RunFile::name);
                               return at != facts.files.end() && at->name == name;
                             });
}

Result<SliceAnswer> loadSlices(const std::shared_ptr<store::Store>& store, const RunFactsPtr& facts,
                               SliceCause cause, std::stop_token stop) {
  const artifact::ArtifactStore artifacts(store);
  TATARA_ASSIGN(const DataWords words, readWords(artifacts, facts->run));
  SliceAnswer answer;
  if (words.bytes > kSlicesUnasked && cause == SliceCause::Opened) {
    answer.left = words.bytes;
    return answer;
  }
  TATARA_ASSIGN(const evaluate::HeldOut own, readHeldOut(artifacts, facts->run, words));
  TATARA_ASSIGN(const auto engine,
                dataset::Engine::open({.temporaryFolder = store->workspace().stateFolder() / "tmp"}));
  TATARA_ASSIGN(const train::Recipe recipe, train::loadRecipe(*store, artifacts, facts->run));
  TATARA_ASSIGN(train::FoundData data, train::loadAgain(*store, artifacts, *engine, recipe, stop));
  TATARA_ASSIGN(const std::vector<std::uint64_t> places, placesOf(data.loaded, own.rows));
  std::erase_if(data.loaded.columns,
                [&](const dataset::Column& column) { return !words.features.contains(column.info.name); });
  const std::optional<evaluate::HeldOut> baseline = baselineOf(artifacts, *facts, words);
  TATARA_ASSIGN(answer.slices, evaluate::worstSlices({.task = words.task,
                                                      .classes = words.classes.size(),
                                                      .own = own,
                                                      .baseline = baseline ? &*baseline : nullptr,
                                                      .columns = data.loaded.columns,
                                                      .place = places},
                                                     stop));
  return answer;
}

}  // namespace tatara::ui

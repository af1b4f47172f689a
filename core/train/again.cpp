#include "core/train/again.h"

#include <algorithm>
#include <charconv>

#include "core/dataset/datasets.h"
#include "core/text/error_phrase.h"
#include "core/text/json.h"

namespace tatara::train {
namespace {

namespace fs = std::filesystem;
using text::Json;

constexpr std::int64_t kMostRecord = 16 << 20;
constexpr std::int64_t kMostRounds = 1'000'000;
constexpr std::size_t kDigestLength = 64;

// `what` is a pattern in TATARA_SAYS.
Error notUnderstood(std::string_view what) {
  return text::sayError(ErrorKind::Corrupt,
                        TATARA_SAYS("Phrase", "reproduce/spec.json is not what a training records: %1"),
                        {text::Phrase::say(what)});
}

std::string wordOf(const Json& json) {
  return json.asString() ? *json.asString() : std::string();
}

std::vector<std::string> wordsOf(const Json& array) {
  std::vector<std::string> words;
  for (const Json& item : array.items()) {
    words.push_back(wordOf(item));
  }
  return words;
}

Result<std::uint64_t> readSeed(const Json& json) {
  const std::string text = wordOf(json);
  std::uint64_t seed = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), seed);
  if (failed != std::errc() || text.empty() || end != text.data() + text.size()) {
    return notUnderstood(TATARA_SAYS("Phrase", "the seed is no whole number"));
  }
  return seed;
}

Status readSplit(const Json& json, Split& split) {
  const auto kind = parseSplitKind(wordOf(json["kind"]));
  const auto fraction = json["validation_fraction"].asNumber();
  if (!kind || !fraction || !(*fraction > 0 && *fraction < 1)) {
    return notUnderstood(TATARA_SAYS("Phrase", "the split is of no known form"));
  }
  split = {.kind = *kind, .column = wordOf(json["column"]), .validationFraction = *fraction};
  return {};
}

Result<DataSpec> readData(const Json& json) {
  DataSpec spec;
  spec.file = wordOf(json["file"]);
  spec.dataset = wordOf(json["dataset"]);
  spec.target = wordOf(json["target"]);
  spec.where = wordOf(json["where"]);
  spec.drop = wordsOf(json["drop"]);
  spec.keep = wordsOf(json["keep"]);
  if (spec.target.empty()) {
    return notUnderstood(TATARA_SAYS("Phrase", "it names no target"));
  }
  if (!json["task"].isNull()) {
    spec.task = parseTask(wordOf(json["task"]));
    if (!spec.task) {
      return notUnderstood(TATARA_SAYS("Phrase", "the task is none"));
    }
  }
  TATARA_TRY(readSplit(json["split"], spec.split));
  TATARA_ASSIGN(spec.seed, readSeed(json["seed"]));
  if (json["reading"].isObject()) {
    TATARA_ASSIGN(spec.reading, dataset::openOptionsFromJson(text::toJson(json["reading"])));
  } else {  // what was recorded before "reading" was
    spec.reading.alsoMissing = wordsOf(json["also_missing"]);
    spec.reading.textColumns = wordsOf(json["text_columns"]);
  }
  return spec;
}

Result<BoosterSpec> readBooster(const Json& json) {
  BoosterSpec spec;
  for (const Json& one : json["parameters"].items()) {
    spec.parameters.emplace_back(wordOf(one["name"]), wordOf(one["value"]));
  }
  TATARA_TRY(checkParameters(spec.parameters));
  const auto rounds = json["rounds"].asInt();
  const auto early = json["early_stopping"].asInt();
  if (!rounds || !early || *rounds < 1 || *rounds > kMostRounds || *early < 0 || *early > kMostRounds) {
    return notUnderstood(TATARA_SAYS("Phrase", "the rounds are none"));
  }
  spec.rounds = static_cast<int>(*rounds);
  spec.earlyStopping = static_cast<int>(*early);
  return spec;
}

// Nothing when there is no such file.
Result<std::optional<Json>> readRecord(const store::Store& store, const artifact::ArtifactStore& artifacts,
                                       const std::string& path) {
  TATARA_ASSIGN(const auto file, store.read([&](sql::Connection& connection) {
    return artifact::ArtifactStore::find(connection, path);
  }));
  if (!file) {
    return std::optional<Json>();
  }
  TATARA_ASSIGN(const std::string bytes, artifacts.readAll(path, kMostRecord));
  TATARA_ASSIGN(Json json, withContext(text::parseJson(bytes), path));
  return std::optional(std::move(json));
}

// Files that may hold the data: copies and sources of registered versions with its digest, then where the run
// read it.
Result<std::vector<fs::path>> whereDataMayBe(const store::Store& store,
                                             const artifact::ArtifactStore& artifacts,
                                             dataset::Engine& engine, const Recipe& recipe) {
  std::vector<dataset::Version> versions;
  TATARA_TRY(store.read([&](sql::Connection& connection) -> Status {
    TATARA_ASSIGN(const auto datasets, dataset::listDatasets(connection));
    for (const dataset::Dataset& one : datasets) {
      TATARA_ASSIGN(auto all, dataset::loadVersions(connection, one.id));
      std::ranges::copy_if(all, std::back_inserter(versions),
                           [&](const dataset::Version& version) { return version.digest == recipe.digest; });
    }
    return {};
  }));
  std::vector<fs::path> places;
  for (const dataset::Version& version : versions) {
    if (auto file = dataset::versionFile(store, artifacts, engine, version)) {
      places.push_back(*std::move(file));
    }
  }
  std::error_code failed;
  if (recipe.data.file.is_absolute() && fs::exists(recipe.data.file, failed)) {
    places.push_back(recipe.data.file);
  }
  return places;
}

Error gone(const Recipe& recipe, bool another) {
  const std::string file = recipe.data.file.string();
  const std::string digest = recipe.digest.substr(0, 12);
  return another ? text::sayError(ErrorKind::Conflict,
                                  TATARA_SAYS("Phrase",
                                              "The data %1 is not what it was trained on any more, and no "
                                              "registered dataset has those bytes (SHA-256 %2…)"),
                                  {file, digest})
                 : text::sayError(ErrorKind::NotFound,
                                  TATARA_SAYS("Phrase",
                                              "The data that it was trained on is gone: there is no %1 and "
                                              "no registered dataset has those bytes (SHA-256 %2…)"),
                                  {file, digest});
}

}  // namespace

Result<Recipe> readRecipe(const Json& spec) {
  if (!spec["data"].isObject() || !spec["booster"].isObject()) {
    return notUnderstood(TATARA_SAYS("Phrase", "it has no data or no booster"));
  }
  Recipe recipe;
  TATARA_ASSIGN(recipe.data, readData(spec["data"]));
  TATARA_ASSIGN(recipe.booster, readBooster(spec["booster"]));
  return recipe;
}

Result<Recipe> loadRecipe(const store::Store& store, const artifact::ArtifactStore& artifacts,
                          const track::Run& run) {
  const auto root = artifact::rootPathOf(run.info.artifactUri);
  const auto spec = root ? readRecord(store, artifacts, *root + "/reproduce/spec.json")
                         : Result<std::optional<Json>>(std::optional<Json>());
  if (!spec) {
    return spec.error();
  }
  if (!*spec) {
    return text::sayError(ErrorKind::Unsupported,
                          TATARA_SAYS("Phrase",
                                      "The run %1 was not trained by \"tatara train\": it does not record "
                                      "how to train it again (reproduce/spec.json)"),
                          {run.info.name});
  }
  TATARA_ASSIGN(Recipe recipe, readRecipe(**spec));
  TATARA_ASSIGN(const auto data, readRecord(store, artifacts, *root + "/reproduce/data.json"));
  recipe.digest = data ? wordOf((*data)["sha256"]) : std::string();
  if (recipe.digest.size() != kDigestLength) {
    return text::sayError(
        ErrorKind::Unsupported,
        TATARA_SAYS("Phrase", "The run %1 does not record the digest of its data (reproduce/data.json)"),
        {run.info.name});
  }
  return recipe;
}

Result<FoundData> loadAgain(const store::Store& store, const artifact::ArtifactStore& artifacts,
                            dataset::Engine& engine, const Recipe& recipe, std::stop_token stop) {
  TATARA_ASSIGN(const auto places, whereDataMayBe(store, artifacts, engine, recipe));
  std::optional<Error> problem;
  for (const fs::path& place : places) {
    DataSpec spec = recipe.data;
    spec.file = place;
    std::error_code failed;
    spec.kept = fs::canonical(place, failed);
    auto loaded = load(engine, spec, stop);
    if (!loaded) {
      if (loaded.error().kind == ErrorKind::Cancelled) {
        return loaded.error();
      }
      problem = loaded.error();
    } else if (loaded->table.digest() == recipe.digest) {
      return FoundData{std::move(spec), std::move(*loaded)};
    }
  }
  std::error_code failed;
  const bool another = recipe.data.file.is_absolute() && fs::exists(recipe.data.file, failed);
  Error error = gone(recipe, another);
  if (problem) {
    error.detail = problem->message;
  }
  return error;
}

}  // namespace tatara::train

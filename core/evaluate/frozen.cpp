#include "core/evaluate/internal/frozen.h"

#include <algorithm>
#include <cmath>

#include "core/base/number_text.h"
#include "core/crypto/digest.h"
#include "core/dataset/datasets.h"
#include "core/text/error_phrase.h"

namespace tatara::evaluate {
namespace {

using text::Phrase;

constexpr std::size_t kLeastRows = 30;

std::string counted(std::size_t rows) {
  return withThousands(static_cast<std::int64_t>(rows));
}

std::string digestOf(std::span<const std::uint64_t> rows) {
  crypto::Sha256 digest;
  for (const std::uint64_t row : rows) {
    digest.update(std::to_string(row) + "\n");
  }
  return crypto::toHex(digest.finish());
}

Status checkPair(const Subject& challenger, const Subject& champion) {
  const auto differ = [&](const Phrase& what) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "%1 and %2 cannot be compared: %3"),
                          {challenger.label, champion.label, what});
  };
  if (challenger.task != champion.task) {
    return differ(Phrase::say(TATARA_SAYS("Phrase", "the one is a model of %1, the other of %2"),
                              {toString(challenger.task), toString(champion.task)}));
  }
  if (challenger.target != champion.target) {
    return differ(Phrase::say(TATARA_SAYS("Phrase", "the one predicts '%1', the other '%2'"),
                              {challenger.target, champion.target}));
  }
  if (challenger.classes != champion.classes) {
    return differ(Phrase::say(TATARA_SAYS("Phrase", "they know different classes")));
  }
  return {};
}

// What the run logged, of `rows` alone.
Said loggedOf(const Subject& subject, std::span<const std::uint64_t> rows, std::vector<double>* actual) {
  const HeldOut& all = *subject.heldOut;
  const std::size_t width = all.probabilities.size() / all.rows.size();
  Said said;
  said.from = "logged by the run";
  for (const std::uint64_t row : rows) {
    const auto at = static_cast<std::size_t>(std::ranges::lower_bound(all.rows, row) - all.rows.begin());
    said.predicted.push_back(all.predicted[at]);
    for (std::size_t i = 0; i < width; ++i) {
      said.probabilities.push_back(all.probabilities[at * width + i]);
    }
    if (actual) {
      actual->push_back(all.actual[at]);
    }
  }
  return said;
}

// Opens what is at `file` as the models were trained on it.
Result<dataset::Table> openFile(const EvaluationPlace& place, const EvaluationRequest& request,
                                const std::filesystem::path& file, std::stop_token stop) {
  dataset::OpenOptions options;
  const auto add = [&options](const Subject& subject) {
    for (const std::string& word : subject.missingWords) {
      if (!word.empty() && std::ranges::find(options.alsoMissing, word) == options.alsoMissing.end()) {
        options.alsoMissing.push_back(word);
      }
    }
    for (const InputFeature& feature : subject.features) {
      if (feature.type == dataset::ColumnType::Text) {
        options.textColumns.push_back(feature.name);
      }
    }
  };
  add(request.challenger);
  // What the champion reads as text need not be in the challenger's own file.
  if (request.champion &&
      (!request.data.empty() || request.champion->dataDigest == request.challenger.dataDigest)) {
    add(*request.champion);
  }
  return dataset::Table::open(place.engine, file, options, stop);
}

// The file that a subject was trained on: where the run found it, or among the registered datasets.
Result<std::optional<dataset::Table>> findTrainingData(const EvaluationPlace& place,
                                                       const EvaluationRequest& request,
                                                       std::stop_token stop) {
  const Subject& subject = request.challenger;
  std::vector<std::filesystem::path> candidates;
  TATARA_ASSIGN(const auto versions,
                place.store.read([&](sql::Connection& connection) -> Result<std::vector<dataset::Version>> {
                  std::vector<dataset::Version> found;
                  TATARA_ASSIGN(const auto datasets, dataset::listDatasets(connection));
                  for (const auto& one : datasets) {
                    TATARA_ASSIGN(auto all, dataset::loadVersions(connection, one.id));
                    std::erase_if(all, [&](const dataset::Version& version) {
                      return version.digest != subject.dataDigest;
                    });
                    found.insert(found.end(), all.begin(), all.end());
                  }
                  return found;
                }));
  for (const dataset::Version& version : versions) {
    if (auto file = dataset::versionFile(place.store, place.artifacts, place.engine, version)) {
      candidates.push_back(*std::move(file));
    }
  }
  candidates.emplace_back(subject.dataFile);
  for (const auto& candidate : candidates) {
    std::error_code failed;
    if (candidate.is_absolute() && std::filesystem::exists(candidate, failed)) {
      auto table = openFile(place, request, candidate, stop);
      if (!table && table.error().kind == ErrorKind::Cancelled) {
        return table.error();
      }
      if (table && table->digest() == subject.dataDigest) {
        return std::optional(std::move(*table));
      }
    }
  }
  return std::optional<dataset::Table>();
}

Status readColumns(const dataset::Table& table, Frozen& frozen, std::stop_token stop) {
  std::vector<std::string> names;
  for (const auto& info : table.columns()) {
    if (info.type != dataset::ColumnType::Unsupported) {
      names.push_back(info.name);
    }
  }
  TATARA_ASSIGN(frozen.columns, table.read(names, stop));
  return {};
}

Result<Said> askModel(const EvaluationPlace& place, const Subject& subject, const Frozen& frozen,
                      std::stop_token stop) {
  TATARA_ASSIGN(const Model model, Model::open(place.artifacts, subject));
  TATARA_ASSIGN(const auto values, model.code(frozen.columns, frozen.rows));
  TATARA_ASSIGN(auto predictions, model.predict(values, stop));
  TATARA_ASSIGN(const std::string version, infer::xgboostVersion());
  Said said;
  said.predicted = decisionsOf(subject, predictions);
  if (subject.task != Task::Regression) {
    said.probabilities = std::move(predictions);
  }
  said.from = "computed by XGBoost " + version;
  return said;
}

Error noRows(const EvaluationRequest& request, std::size_t shared) {
  return text::sayError(
      ErrorKind::InvalidArgument,
      TATARA_SAYS("Phrase",
                  "Of the rows that %1 held out, %2 held out %3 too, which are too few to compare them on; "
                  "name data that neither was trained on, or train both with the same split and seed"),
      {request.challenger.label, request.champion->label, counted(shared)});
}

// Leaves the rows that were held out from both.
Status keepShared(const EvaluationRequest& request, const Subject& champion, Frozen& frozen) {
  const Subject& challenger = request.challenger;
  std::vector<std::uint64_t> shared;
  std::ranges::set_intersection(challenger.heldOut->rows, champion.heldOut->rows, std::back_inserter(shared));
  if (shared.size() < std::min(kLeastRows, frozen.rows.size())) {
    return noRows(request, shared.size());
  }
  if (shared.size() < frozen.rows.size()) {
    frozen.how = Phrase::say(TATARA_SAYS("Phrase", "the rows held out from both %1 (%2) and %3 (%4)"),
                             {challenger.label, challenger.split, champion.label, champion.split});
    frozen.notes.push_back(Phrase::say(
        TATARA_SAYS("Phrase",
                    "%1 of the %2 rows held out from %3 are left out, because %4 was trained on them"),
        {counted(frozen.rows.size() - shared.size()), counted(frozen.rows.size()), challenger.label,
         champion.label}));
  }
  frozen.rows = std::move(shared);
  return {};
}

// What the champion's run kept of the same rows; the two must agree on what is true of each.
Status takeLogged(const Subject& challenger, const Subject& champion, Frozen& frozen) {
  std::vector<double> actual;
  frozen.champion = loggedOf(champion, frozen.rows, &actual);
  for (std::size_t i = 0; i < actual.size(); ++i) {
    if (actual[i] != frozen.actual[i]) {
      return text::sayError(
          ErrorKind::InvalidArgument,
          TATARA_SAYS("Phrase",
                      "%1 and %2 do not agree on what is true of row %3; name data to evaluate both on"),
          {challenger.label, champion.label, std::to_string(frozen.rows[i])});
    }
  }
  return {};
}

// The rows that were held out from training.
Status freezeHeldOut(const EvaluationPlace& place, const EvaluationRequest& request, Frozen& frozen,
                     std::stop_token stop) {
  const Subject& challenger = request.challenger;
  if (!challenger.heldOut) {
    return text::sayError(
        ErrorKind::InvalidArgument,
        TATARA_SAYS("Phrase",
                    "The run of %1 kept no predictions of rows it held out; name data to evaluate it on"),
        {challenger.label});
  }
  frozen.dataName = std::filesystem::path(challenger.dataFile).filename().string();
  frozen.dataDigest = challenger.dataDigest;
  frozen.rows = challenger.heldOut->rows;
  frozen.how = Phrase::say(TATARA_SAYS("Phrase", "the rows held out from %1 (%2)"),
                           {challenger.label, challenger.split});
  const Subject* champion = request.champion ? &*request.champion : nullptr;
  const bool sameFile = champion && champion->dataDigest == challenger.dataDigest;
  const bool bothLogged = sameFile && champion->heldOut;
  if (bothLogged) {
    TATARA_TRY(keepShared(request, *champion, frozen));
  }
  frozen.challenger = loggedOf(challenger, frozen.rows, &frozen.actual);
  TATARA_ASSIGN(const auto table, findTrainingData(place, request, stop));
  if (table) {
    TATARA_TRY(readColumns(*table, frozen, stop));
  } else {
    frozen.notes.push_back(Phrase::say(
        TATARA_SAYS("Phrase",
                    "The data that %1 was trained on (%2) is gone or has changed; there are no slices, "
                    "groups or explanations"),
        {challenger.label, frozen.dataName}));
  }
  if (!champion) {
    return {};
  }
  if (bothLogged) {
    return takeLogged(challenger, *champion, frozen);
  }
  if (!table) {
    return text::sayError(ErrorKind::NotFound,
                          TATARA_SAYS("Phrase",
                                      "%1 has no predictions of the rows held out from %2, and the data to "
                                      "make them from is gone or has changed"),
                          {champion->label, challenger.label});
  }
  frozen.notes.push_back(Phrase::say(
      sameFile
          ? TATARA_SAYS("Phrase", "Which rows %1 was trained on is not known; it may have seen some of these")
          : TATARA_SAYS("Phrase", "%1 was trained on another file; it may have seen some of these rows"),
      {champion->label}));
  TATARA_ASSIGN(frozen.champion, askModel(place, *champion, frozen, stop));
  return {};
}

// Every row of the data that has a target.
Status freezeData(const EvaluationPlace& place, const EvaluationRequest& request, Frozen& frozen,
                  std::stop_token stop) {
  TATARA_ASSIGN(const auto table, openFile(place, request, request.data, stop));
  TATARA_TRY(readColumns(table, frozen, stop));
  frozen.dataName = request.dataName.empty() ? request.data.filename().string() : request.dataName;
  frozen.dataDigest = table.digest();
  TATARA_TRY(table.column(request.challenger.target));
  const dataset::Column* target = frozen.find(request.challenger.target);
  if (!target) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "The target '%1' of %2 holds no single values"),
                          {request.challenger.target, frozen.dataName});
  }
  TATARA_ASSIGN(const auto actual, actualOf(request.challenger, *target));
  for (std::size_t row = 0; row < actual.size(); ++row) {
    if (!std::isnan(actual[row])) {
      frozen.rows.push_back(row);
      frozen.actual.push_back(actual[row]);
    }
  }
  frozen.how = Phrase::say(TATARA_SAYS("Phrase", "every row with a target"));
  if (frozen.rows.size() < actual.size()) {
    frozen.notes.push_back(Phrase::say(TATARA_SAYS("Phrase", "%1 rows without a target are left out"),
                                       {counted(actual.size() - frozen.rows.size())}));
  }
  TATARA_ASSIGN(frozen.challenger, askModel(place, request.challenger, frozen, stop));
  if (request.champion) {
    TATARA_ASSIGN(frozen.champion, askModel(place, *request.champion, frozen, stop));
  }
  for (const Subject* subject : {&request.challenger, request.champion ? &*request.champion : nullptr}) {
    if (subject && subject->dataDigest == frozen.dataDigest) {
      frozen.notes.push_back(Phrase::say(
          TATARA_SAYS("Phrase",
                      "%1 was trained on rows of this very file; its figures here are better than "
                      "they would be of new rows"),
          {subject->label}));
    }
  }
  return {};
}

}  // namespace

const dataset::Column* Frozen::find(std::string_view name) const {
  const auto found = std::ranges::find_if(
      columns, [name](const dataset::Column& column) { return column.info.name == name; });
  return found == columns.end() ? nullptr : &*found;
}

Result<Frozen> freeze(const EvaluationPlace& place, const EvaluationRequest& request, const OnStep& onStep,
                      std::stop_token stop) {
  if (request.champion) {
    TATARA_TRY(checkPair(request.challenger, *request.champion));
  }
  if (onStep) {
    onStep("Reading rows", 0, 1);
  }
  Frozen frozen;
  TATARA_TRY(request.data.empty() ? freezeHeldOut(place, request, frozen, stop)
                                  : freezeData(place, request, frozen, stop));
  // A threshold of its own overrules what was decided at a half.
  if (request.challenger.task == Task::Binary && request.threshold != 0.5) {
    for (Said* said : {&frozen.challenger, frozen.champion ? &*frozen.champion : nullptr}) {
      if (said && !said->probabilities.empty()) {
        said->predicted = decide(said->probabilities, 2, request.threshold);
      }
    }
  }
  frozen.rowsDigest = digestOf(frozen.rows);
  return frozen;
}

Scores scoresOf(const Subject& subject, const Frozen& frozen, const Said& said) {
  return {subject.task, subject.classes.size(), frozen.actual, said.predicted, said.probabilities, {}};
}

}  // namespace tatara::evaluate

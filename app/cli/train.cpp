#include "app/cli/reading.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/base/number_text.h"
#include "core/dataset/datasets.h"
#include "core/text/json.h"
#include "core/text/table.h"
#include "core/train/record.h"

namespace tatara::cli {
namespace {

struct TrainOptions {
  std::string data;
  std::string target;
  std::string where;
  std::vector<std::string> drop;
  std::vector<std::string> keep;
  std::string split;
  std::string time;
  std::string group;
  std::string validation;
  std::string task;
  std::string experiment;
  std::string name;
  std::string note;
  std::vector<std::string> tags;
  std::vector<std::string> params;
  std::vector<std::string> assignments;
  std::int64_t rounds = train::BoosterSpec{}.rounds;
  std::int64_t earlyStopping = train::BoosterSpec{}.earlyStopping;
  std::int64_t seed = 0;
  std::string delimiter;
  std::string header;
  std::string skipLines;
  std::string comment;
  std::string charset;
  std::vector<std::string> missing;
  std::vector<std::string> text;
};

// "casual,registered" and repeated options alike.
std::vector<std::string> splitNames(const std::vector<std::string>& lists) {
  std::vector<std::string> names;
  for (const auto& list : lists) {
    for (std::size_t at = 0; at <= list.size();) {
      const std::size_t comma = std::min(list.find(',', at), list.size());
      if (comma > at) {
        names.push_back(list.substr(at, comma - at));
      }
      at = comma + 1;
    }
  }
  return names;
}

Result<std::pair<std::string, std::string>> splitAssignment(const std::string& text, const char* what) {
  const std::size_t equals = text.find('=');
  if (equals == 0 || equals == std::string::npos) {
    return makeError(ErrorKind::InvalidArgument,
                     "\"" + text + "\" is no " + what + "; write it as name=value");
  }
  return std::pair(text.substr(0, equals), text.substr(equals + 1));
}

Status readDialect(const TrainOptions& options, dataset::OpenOptions& reading) {
  if (!options.delimiter.empty()) {
    const std::string delimiter =
        options.delimiter == "\\t" || options.delimiter == "tab" ? "\t" : options.delimiter;
    if (delimiter.size() != 1) {
      return makeError(ErrorKind::InvalidArgument, "A delimiter is one character, or \"tab\"");
    }
    reading.dialect.delimiter = delimiter.front();
  }
  if (!options.header.empty()) {
    reading.dialect.header = options.header == "yes";
  }
  TATARA_TRY(addTop(options.skipLines, options.comment, reading.dialect));
  if (!options.charset.empty()) {
    reading.dialect.encoding = options.charset;
  }
  reading.alsoMissing.insert(reading.alsoMissing.end(), options.missing.begin(), options.missing.end());
  for (std::string& name : splitNames(options.text)) {
    reading.textColumns.push_back(std::move(name));
  }
  return {};
}

Result<train::DataSpec> dataSpec(const TrainOptions& options) {
  train::DataSpec spec{.file = options.data, .target = options.target, .where = options.where};
  spec.drop = splitNames(options.drop);
  spec.keep = splitNames(options.keep);
  if (!options.task.empty()) {
    spec.task = train::parseTask(options.task);
  }
  if (!options.time.empty() && !options.group.empty()) {
    return makeError(ErrorKind::InvalidArgument, "Rows are split by --time or by --group, not by both");
  }
  if (!options.split.empty()) {
    spec.split.kind = *train::parseSplitKind(options.split);
  } else if (!options.time.empty()) {
    spec.split.kind = train::SplitKind::Time;
  } else if (!options.group.empty()) {
    spec.split.kind = train::SplitKind::Group;
  }
  spec.split.column = !options.time.empty() ? options.time : options.group;
  const bool byTime = spec.split.kind == train::SplitKind::Time;
  if ((byTime && !options.group.empty()) ||
      (spec.split.kind == train::SplitKind::Group && !options.time.empty())) {
    return makeError(ErrorKind::InvalidArgument, std::string("--split ") + options.split + " needs " +
                                                     (byTime ? "--time" : "--group") + " COLUMN");
  }
  if (!options.validation.empty()) {
    const auto fraction = parseDouble(options.validation);
    if (!fraction) {
      return makeError(ErrorKind::InvalidArgument, "--validation takes a number between 0 and 1");
    }
    spec.split.validationFraction = *fraction;
  }
  spec.seed = static_cast<std::uint64_t>(options.seed);
  TATARA_TRY(readDialect(options, spec.reading));
  return spec;
}

// What is no file may be a version of a registered dataset, which is opened as it was corrected.
Status nameVersion(const store::Store& store, const artifact::ArtifactStore& artifacts,
                   dataset::Engine& engine, const TrainOptions& options, train::DataSpec& spec) {
  std::error_code failed;
  if (std::filesystem::exists(spec.file, failed)) {
    return {};
  }
  const auto version = store.read(
      [&](sql::Connection& connection) { return dataset::resolveVersion(connection, options.data); });
  if (!version) {
    // Opening it says that there is no such file.
    const bool path = options.data.find_first_of("./") != std::string::npos;
    return path ? Status{} : version.error();
  }
  const auto state = dataset::sourceState(*version);
  if (state == dataset::SourceState::Changed || state == dataset::SourceState::Gone) {
    return makeError(ErrorKind::Conflict, version->source + " is not what " + options.data +
                                              " was made of any more; add it again to make a new version");
  }
  TATARA_ASSIGN(spec.file, dataset::versionFile(store, artifacts, engine, *version));
  spec.dataset = version->name + "@" + std::to_string(version->version);
  const bool folder = version->storage.ends_with('/');
  spec.kept = folder || version->keeping == dataset::Keeping::Reference
                  ? std::filesystem::path(version->source)
                  : std::filesystem::canonical(spec.file, failed);
  spec.reading = version->options;
  return readDialect(options, spec.reading);
}

Result<train::BoosterSpec> boosterSpec(const TrainOptions& options) {
  train::BoosterSpec spec;
  for (const auto* list : {&options.params, &options.assignments}) {
    for (const auto& text : *list) {
      TATARA_ASSIGN(auto parameter, splitAssignment(text, "parameter"));
      spec.parameters.push_back(std::move(parameter));
    }
  }
  constexpr std::int64_t kMostRounds = 1'000'000;
  if (options.rounds < 1 || options.rounds > kMostRounds || options.earlyStopping < 0 ||
      options.earlyStopping > kMostRounds) {
    return makeError(ErrorKind::InvalidArgument,
                     "--rounds takes 1 to 1,000,000 and --early-stopping 0 to 1,000,000");
  }
  spec.rounds = static_cast<int>(options.rounds);
  spec.earlyStopping = static_cast<int>(options.earlyStopping);
  TATARA_TRY(train::checkParameters(spec.parameters));
  return spec;
}

// Training needs a place to keep the run: where none is named and none is found, ~/tatara is made.
Result<std::shared_ptr<store::Store>> ensureStore(Session& session) {
  if (const auto workspace = session.workspace();
      !workspace && workspace.error().kind == ErrorKind::NotFound && !session.workspaceNamed()) {
    TATARA_ASSIGN(const auto made, store::createWorkspace(store::defaultWorkspaceFolder()));
    session.remark("Made a workspace in " + made.root.string());
  }
  return session.store();
}

void tellData(Session& session, const train::Prepared& data) {
  session.remark(data.facts.file.filename().string() + ": " +
                 withThousands(static_cast<std::int64_t>(data.facts.rows)) + " rows, " +
                 std::to_string(data.features.size()) + " features; " +
                 std::string(train::toString(data.task)) + ", because " + data.taskReason);
  for (const auto& one : data.leftOut) {
    session.remark("Left out '" + one.column + "': " + one.reason);
  }
  for (const auto& note : data.notes) {
    session.remark(note);
  }
}

std::string resultText(const train::Recorded& recorded, const std::string& experiment) {
  const auto& fitted = recorded.fitted;
  text::TextTable table;
  table.addColumn("metric");
  table.addColumn("value", text::Align::Right);
  for (const auto& metric : fitted.finalMetrics) {
    table.addRow({metric.key, toText(metric.value)});
  }
  return "run         " + recorded.run.id.value() + "\nname        " + text::printable(recorded.run.name) +
         "\nexperiment  " + text::printable(experiment) + "\nrounds      " +
         std::to_string(fitted.roundsRun) + (fitted.stoppedEarly ? " (stopped early)" : "") + ", best " +
         std::to_string(fitted.bestRound + 1) + "\nmodel       " + recorded.modelUri + "\n\n" +
         table.toText();
}

std::string resultJson(const train::Recorded& recorded, const std::string& experiment,
                       const train::Prepared& data) {
  const auto& fitted = recorded.fitted;
  text::Json metrics = text::Json::object();
  for (const auto& metric : fitted.finalMetrics) {
    metrics.set(metric.key, metric.value);
  }
  text::Json leftOut = text::Json::object();
  for (const auto& one : data.leftOut) {
    leftOut.set(one.column, one.reason);
  }
  return text::toPrettyJson(text::Json::object()
                                .set("run_id", recorded.run.id.value())
                                .set("run_name", recorded.run.name)
                                .set("experiment", experiment)
                                .set("task", train::toString(data.task))
                                .set("rounds", fitted.roundsRun)
                                .set("best_round", fitted.bestRound)
                                .set("model_id", recorded.model.value())
                                .set("model_uri", recorded.modelUri)
                                .set("left_out", std::move(leftOut))
                                .set("metrics", std::move(metrics))) +
         "\n";
}

Result<int> runTrain(const TrainOptions& options, Session& session) {
  TATARA_ASSIGN(auto spec, dataSpec(options));
  TATARA_ASSIGN(const auto booster, boosterSpec(options));
  TATARA_ASSIGN(auto store, ensureStore(session));
  train::RunSpec run;
  run.name = options.name;
  run.note = options.note;
  for (const auto& text : options.tags) {
    TATARA_ASSIGN(auto tag, splitAssignment(text, "tag"));
    run.tags.push_back({tag.first, tag.second});
  }
  TATARA_ASSIGN(const auto engine,
                dataset::Engine::open({.temporaryFolder = store->workspace().stateFolder() / "tmp"}));
  const artifact::ArtifactStore artifacts(store);
  TATARA_TRY(nameVersion(*store, artifacts, *engine, options, spec));
  TATARA_ASSIGN(const auto loaded, train::load(*engine, spec, session.stop()));
  TATARA_ASSIGN(const auto data, train::prepare(loaded, spec, train::given(booster.parameters, "objective")));
  tellData(session, data);

  const std::string experiment = options.experiment.empty() ? spec.file.stem().string() : options.experiment;
  TATARA_ASSIGN(run.experiment,
                train::ensureExperiment(*store, experiment, train::decidingMetricOf(data, booster)));
  std::error_code failed;
  const train::Origin origin = train::captureOrigin(std::filesystem::current_path(failed));
  if (!origin.gitError.empty()) {
    session.remark("The code's version is not recorded: " + origin.gitError);
  }
  TATARA_ASSIGN(const auto recorded, train::trainAndRecord(
                                         {store, artifacts}, data, booster, run, origin,
                                         [&](const track::RunInfo& info) {
                                           session.remark("Run " + info.id.value() + " (" + info.name + ")");
                                         },
                                         [&](const train::Round& round) {
                                           session.progress("Training", round.round + 1, round.rounds);
                                         },
                                         session.stop()));
  for (const auto& warning : recorded.fitted.warnings) {
    session.remark("XGBoost: " + warning);
  }
  session.print(session.format() == Format::Json ? resultJson(recorded, experiment, data)
                                                 : resultText(recorded, experiment));
  return kDone;
}

}  // namespace

Verb trainVerb() {
  auto options = std::make_shared<TrainOptions>();
  Verb verb{
      .path = "train",
      .summary = "Train an XGBoost model from a file or a registered dataset",
      .details =
          "What is learned follows from the target: regression, two classes or more. Columns that only "
          "number the rows (whole numbers or text, different in every row) are left out and named. Words "
          "are given to XGBoost as native categories. Every round's metrics are logged as they come; "
          "Ctrl+C leaves the run marked killed with everything logged so far. Any parameter of XGBoost "
          "is given by its own name. A version of a registered dataset is read as it was corrected.",
      .examples = {"tatara train --data bikes.csv --target cnt --drop casual,registered",
                   "tatara train --data census.csv --target income max_depth=4 eta=0.1 --rounds 500",
                   "tatara train --data sales.parquet --target units --time day",
                   "tatara train --data bikes@3 --target cnt",
                   "tatara train --data bikes.csv --target cnt --where \"weather <> 'NA' and yr = 1\""}};
  verb.positional("PARAMETER", options->assignments, "XGBoost parameters as name=value").optional();
  verb.option("--data", options->data, "DATA", "A data file, or NAME or NAME@VERSION of a dataset")
      .offers(Offer::Files)
      .required = true;
  verb.option("--target", options->target, "COLUMN", "Column to learn").required = true;
  verb.option("--where", options->where, "CONDITION",
              "Learn from the rows of which this SQL condition over the columns is true");
  verb.option("--drop", options->drop, "COLUMNS", "Columns to leave out, separated by commas");
  verb.option("--keep", options->keep, "COLUMNS", "Columns to keep though they look like row identifiers");
  verb.option("--split", options->split, "KIND", "How rows are chosen to validate (default random)")
      .oneOf({"random", "time", "group"});
  verb.option("--time", options->time, "COLUMN", "Validate on the latest rows by this column");
  verb.option("--group", options->group, "COLUMN", "Keep the rows of each value of this column together");
  verb.option("--validation", options->validation, "FRACTION",
              "Part of the rows that validate (default 0.2)");
  verb.option("--task", options->task, "TASK", "What to learn, instead of what the target suggests")
      .oneOf({"regression", "binary", "multiclass"});
  verb.option("--param", options->params, "NAME=VALUE", "A parameter of XGBoost; may be given several times");
  verb.option("--rounds", options->rounds, "N", "Most boosting rounds (default 300)");
  verb.option("--early-stopping", options->earlyStopping, "N",
              "Rounds without a better validation metric before stopping; 0 never stops (default 30)");
  verb.option("--seed", options->seed, "N", "Draws the split and XGBoost's own samples (default 0)");
  verb.option("-e,--experiment", options->experiment, "NAME",
              "Experiment to log into (default: the file's name)")
      .offers(Offer::Experiments);
  verb.option("--name", options->name, "NAME", "Name of the run");
  verb.option("--note", options->note, "TEXT", "Note of the run");
  verb.option("--tag", options->tags, "KEY=VALUE", "A tag of the run; may be given several times");
  verb.option("--delimiter", options->delimiter, "CHAR",
              "Delimiter of a text file, or \"tab\", when the guess is wrong");
  verb.option("--header", options->header, "YES|NO", "Whether the first row names the columns")
      .oneOf({"yes", "no"});
  verb.option("--skip-lines", options->skipLines, "N",
              "Lines or rows above the header to skip; guessed otherwise");
  verb.option("--comment", options->comment, "PREFIX", "What the lines to leave out begin with, such as #");
  verb.option("--charset", options->charset, "NAME",
              "Character set of a text file: utf-8, utf-16le, windows-1252, shift_jis, …");
  verb.option("--missing", options->missing, "WORD", "A word that means missing, beside NA, ? and their kin");
  verb.option("--text", options->text, "COLUMNS", "Columns to take as text though they hold numbers");
  verb.run = [options](Session& session) { return runTrain(*options, session); };
  return verb;
}

}  // namespace tatara::cli

// tatara reproduce
#include "core/evaluate/reproduction.h"

#include <cmath>

#include "app/cli/data_frame.h"
#include "app/cli/listing.h"
#include "app/cli/resolve.h"
#include "app/cli/resolve_model.h"
#include "app/cli/review_evidence.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/base/number_text.h"
#include "core/track/runs.h"
#include "core/train/again.h"
#include "core/train/record.h"

namespace tatara::cli {
namespace {

using evaluate::Reproduction;
using text::Json;

struct ReproduceOptions {
  std::string what;
  std::string by;
  std::string tolerance;
  std::string name;
  bool discard = false;
};

// What is to be repeated: a run, and the version whose verdict it is, if it is one's.
struct Repeating {
  track::Run run;
  std::optional<registry::ModelVersion> version;
};

Result<Repeating> resolveRepeating(sql::Connection& connection, const std::string& text) {
  if (text.find_first_of("/@") == std::string::npos) {
    TATARA_ASSIGN(auto run, resolveWholeRun(connection, text));
    return Repeating{std::move(run), std::nullopt};
  }
  TATARA_ASSIGN(const auto version, resolveVersionText(connection, text));
  const std::string label = version.model + "/" + std::to_string(version.version);
  if (!version.run) {
    return makeError(ErrorKind::Unsupported,
                     label + " was registered without a run; there is nothing to repeat");
  }
  TATARA_ASSIGN(auto run, track::findRun(connection, version.run));
  if (!run) {
    return makeError(ErrorKind::NotFound, "The run that " + label + " came from is not in this workspace");
  }
  return Repeating{*std::move(run), version};
}

// "0.001" or "0.1%".
Result<double> readTolerance(const std::string& text) {
  if (text.empty()) {
    return evaluate::Repeated{}.tolerance;
  }
  const bool percent = text.ends_with('%');
  const auto value = parseDouble(std::string_view(text).substr(0, text.size() - (percent ? 1 : 0)));
  const double share = value ? *value / (percent ? 100 : 1) : -1;
  if (!(share >= 0 && share < 1)) {
    return makeError(ErrorKind::InvalidArgument, "--tolerance takes a share such as 0.001 or 0.1%");
  }
  return share;
}

// What says that a run cannot be repeated, rather than that something went wrong on the way.
bool lacksSomething(const Error& error) {
  return error.kind == ErrorKind::Unsupported || error.kind == ErrorKind::NotFound ||
         error.kind == ErrorKind::Conflict || error.kind == ErrorKind::Corrupt ||
         error.kind == ErrorKind::InvalidArgument;
}

Result<track::Run> trainAgain(Session& session, const std::shared_ptr<store::Store>& store,
                              const track::Run& first, const ReproduceOptions& options) {
  const artifact::ArtifactStore artifacts(store);
  DataFrames frames(session);
  TATARA_ASSIGN(dataset::Engine* const engine, frames.engine());
  TATARA_ASSIGN(const auto recipe, train::loadRecipe(*store, artifacts, first));
  TATARA_ASSIGN(const auto found, train::loadAgain(*store, artifacts, *engine, recipe, session.stop()));
  TATARA_ASSIGN(const auto data, train::prepare(found.loaded, found.spec,
                                                train::given(recipe.booster.parameters, "objective")));
  train::RunSpec run{.experiment = first.info.experiment,
                     .name = options.name,
                     .note = "Trains " + first.info.name + " again",
                     .source = "tatara reproduce",
                     .tags = {{"tatara.reproduces", first.info.id.value()}},
                     .parent = first.info.id};
  std::error_code failed;
  TATARA_ASSIGN(const auto recorded, train::trainAndRecord(
                                         {store, artifacts}, data, recipe.booster, run,
                                         train::captureOrigin(std::filesystem::current_path(failed)),
                                         [&](const track::RunInfo& info) {
                                           session.remark("Run " + info.id.value() + " (" + info.name + ")");
                                         },
                                         [&](const train::Round& round) {
                                           session.progress("Training again", round.round + 1, round.rounds);
                                         },
                                         session.stop()));
  return store->read(
      [&](sql::Connection& connection) { return resolveWholeRun(connection, recorded.run.id.value()); });
}

Result<Reproduction> compareWith(const std::shared_ptr<store::Store>& store, const Repeating& repeating,
                                 const track::Run& again, double tolerance) {
  const artifact::ArtifactStore artifacts(store);
  evaluate::Repeated runs{.first = repeating.run, .again = again, .tolerance = tolerance};
  if (repeating.version) {
    runs.model = artifact::rootPathOf(repeating.version->storage).value_or("");
  }
  return evaluate::compareRepeated(*store, artifacts, runs);
}

Status keepVerdict(Session& session, store::Store& store, const registry::ModelVersion& version,
                   const Reproduction& made, const std::optional<track::Run>& again) {
  const std::string source = again ? "tatara reproduce, run " + again->info.name : "tatara reproduce";
  TATARA_ASSIGN(const auto lapsed, store.writeFor([&](store::Writer& writer) {
    return evaluate::keepReproduction(writer, version, made, source, store.clock().now());
  }));
  tellLapsed(session, lapsed);
  return {};
}

std::string wordOf(const Json& json) {
  return json.asString() ? *json.asString() : std::string();
}

Cell sharedCell(const Json& share) {
  const auto value = share.asNumber();
  return value ? Cell{*value == 0 ? "none" : toText(std::round(*value * 1e7) / 1e5) + " %", share} : Cell{};
}

Record verdictRecord(const Repeating& repeating, const std::optional<track::Run>& again,
                     const Reproduction& made) {
  const Json& body = made.piece.body;
  Record record;
  if (repeating.version) {
    record.add("model", "Model", textCell(repeating.version->model));
    record.add("version", "Version", countCell(repeating.version->version));
  }
  record.add("run_id", "Run", textCell(repeating.run.info.id.value()));
  record.add("again_run_id", "Repeated as", again ? textCell(again->info.id.value()) : Cell{});
  record.add("verdict", "Verdict", textCell(evaluate::toString(made.verdict)));
  record.add("words", "In words", textCell(made.words.english()));
  const Json& model = body["model"];
  if (model["compared"].asBool().value_or(false)) {
    record.add("model_same", "Model's files",
               Cell{model["same"].asBool().value_or(false) ? "the same" : "others", model["same"]});
  }
  record.add("digest", "Digest", textCell(made.piece.digest()));
  Listing metrics;
  metrics.addColumn("metric", "Metric", text::Align::Left, 40);
  metrics.addColumn("then", "Then", text::Align::Right);
  metrics.addColumn("now", "Now", text::Align::Right);
  metrics.addColumn("share", "Difference", text::Align::Right);
  for (const Json& one : body["metrics"].items()) {
    metrics.addRow({textCell(wordOf(one["name"])), numberCell(one["then"].asNumber()),
                    numberCell(one["now"].asNumber()), sharedCell(one["share"])});
  }
  if (!metrics.empty()) {
    record.addRows("metrics", "Metrics", std::move(metrics));
  }
  Listing around;
  around.addColumn("name", "What", text::Align::Left, 40);
  around.addColumn("then", "Then", text::Align::Left, 48);
  around.addColumn("now", "Now", text::Align::Left, 48);
  for (const Json& one : body["environment"].items()) {
    around.addRow(
        {textCell(wordOf(one["name"])), textCell(wordOf(one["then"])), textCell(wordOf(one["now"]))});
  }
  if (!around.empty()) {
    record.addRows("environment", "What is another around it", std::move(around));
  }
  return record;
}

Result<int> runReproduce(Session& session, const ReproduceOptions& options) {
  TATARA_ASSIGN(const double tolerance, readTolerance(options.tolerance));
  TATARA_ASSIGN(const auto store, session.store());
  std::optional<track::Run> again;
  TATARA_ASSIGN(const auto repeating, store->read([&](sql::Connection& connection) -> Result<Repeating> {
    TATARA_ASSIGN(auto found, resolveRepeating(connection, options.what));
    if (!options.by.empty()) {
      TATARA_ASSIGN(again, resolveWholeRun(connection, options.by));
    }
    return found;
  }));
  Reproduction made;
  if (!again) {
    auto trained = trainAgain(session, store, repeating.run, options);
    if (!trained && !lacksSomething(trained.error())) {
      return trained.error();
    }
    if (trained) {
      again = *std::move(trained);
    } else {
      made = evaluate::notRepeated(repeating.run, trained.error().message);
    }
  }
  if (again) {
    TATARA_ASSIGN(made, compareWith(store, repeating, *again, tolerance));
  }
  if (repeating.version && !options.discard && !store->readOnly()) {
    TATARA_TRY(keepVerdict(session, *store, *repeating.version, made, again));
  }
  verdictRecord(repeating, again, made).print(session);
  return made.same() ? kDone : kCheckSaidNo;
}

}  // namespace

Verb reproduceVerb() {
  auto options = std::make_shared<ReproduceOptions>();
  Verb verb{.path = "reproduce",
            .summary = "Train a version's run again from its record, and say whether it comes out the same",
            .details =
                "The same data (found by its digest), parameters, split and seed are trained once more, as a "
                "run below the first, and metrics, predictions and model files are held against what they "
                "were. The verdict is exact (bit for bit), within tolerance, differs (and by what), or not "
                "possible (and what lacks); of a version it is kept as evidence, which gates ask "
                "(reproduction.verdict, reproduction.exact) and reviews freeze. A run that another program "
                "trained is repeated with that program: --by names the run that did. Ends with 1 where it "
                "differs or is not possible.",
            .examples = {"tatara reproduce bike-demand/champion", "tatara reproduce brave-otter-7",
                         "tatara reproduce bike-demand/4 --by calm-fox-2 --tolerance 1%"}};
  verb.positional("WHAT", options->what, "MODEL/NUMBER or MODEL/ALIAS, or a run").offers(Offer::Models);
  verb.option("--by", options->by, "RUN", "Train nothing: this run repeated it").offers(Offer::Runs);
  verb.option("--tolerance", options->tolerance, "SHARE",
              "How far metrics and predictions may differ, 0.1% when not given");
  verb.option("--name", options->name, "NAME", "Name of the run that repeats it");
  verb.flag("--discard", options->discard, "Only say it: keep no verdict as evidence");
  verb.run = [options](Session& session) { return runReproduce(session, *options); };
  return verb;
}

}  // namespace tatara::cli

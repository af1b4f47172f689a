// tatara evaluate
#include "core/evaluate/evaluation.h"

#include <algorithm>
#include <array>

#include "app/cli/data_frame.h"
#include "app/cli/listing.h"
#include "app/cli/model_walls.h"
#include "app/cli/resolve_model.h"
#include "app/cli/review_evidence.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/base/number_text.h"
#include "core/evaluate/compare.h"

namespace tatara::cli {
namespace {

using text::Json;

struct EvaluateOptions {
  std::string version;
  std::string against;
  std::string data;
  std::string metric;
  std::vector<std::string> slices;
  std::vector<std::string> groups;
  std::int64_t draws = 2000;
  std::int64_t seed = 0;
  std::string confidence;
  std::string threshold;
  std::string costs;
  MeasureLimits limits;
  bool discard = false;
};

Result<double> number(const std::string& text, const char* option) {
  const auto value = parseDouble(text);
  return value ? Result<double>(*value)
               : makeError(ErrorKind::InvalidArgument,
                           std::string(option) + " takes a number, which \"" + text + "\" is not");
}

// Who is challenged: the one named, else the model's champion unless it is the version itself.
Result<std::optional<registry::ModelVersion>> resolveAgainst(sql::Connection& connection,
                                                             const std::string& text,
                                                             const registry::ModelVersion& challenger) {
  if (text == "none") {
    return std::optional<registry::ModelVersion>();
  }
  if (!text.empty()) {
    TATARA_ASSIGN(auto version, resolveVersionText(connection, text));
    return std::optional(std::move(version));
  }
  TATARA_ASSIGN(auto champion, registry::findVersionByAlias(connection, challenger.model, "champion"));
  if (champion && champion->version == challenger.version) {
    champion.reset();
  }
  return champion;
}

Result<evaluate::Costs> readCosts(const std::string& text) {
  std::array<double, 4> costs{};
  std::string_view rest = text;
  for (std::size_t i = 0; i < costs.size(); ++i) {
    const std::size_t comma = rest.find(',');
    const auto value = parseDouble(rest.substr(0, comma));
    if (!value || (comma == std::string_view::npos) != (i + 1 == costs.size())) {
      return makeError(
          ErrorKind::InvalidArgument,
          "--costs takes four numbers: what a true positive, a false positive, a false negative and "
          "a true negative cost, such as 0,1,5,0");
    }
    costs[i] = *value;
    rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
  }
  return evaluate::Costs{costs[0], costs[1], costs[2], costs[3]};
}

Status readNumbers(const EvaluateOptions& options, evaluate::EvaluationRequest& request) {
  if (options.draws < 100 || options.draws > 100'000) {
    return makeError(ErrorKind::InvalidArgument, "--draws takes 100 to 100,000");
  }
  request.bootstrap.draws = static_cast<std::uint64_t>(options.draws);
  request.bootstrap.seed = static_cast<std::uint64_t>(options.seed);
  if (!options.confidence.empty()) {
    TATARA_ASSIGN(request.bootstrap.confidence, number(options.confidence, "--confidence"));
  }
  if (!options.threshold.empty()) {
    TATARA_ASSIGN(request.threshold, number(options.threshold, "--threshold"));
  }
  if (!options.costs.empty()) {
    TATARA_ASSIGN(request.costs, readCosts(options.costs));
  }
  request.deciding = options.metric;
  if (!options.slices.empty()) {
    request.sliceColumns = options.slices;
  }
  request.groupColumns = options.groups;
  return {};
}

const evaluate::EvidencePiece* find(const evaluate::Evaluation& evaluation, std::string_view name) {
  for (const auto& piece : evaluation.pieces) {
    if (piece.name == name) {
      return &piece;
    }
  }
  return nullptr;
}

Cell measured(const Json& side) {
  const auto value = side["value"].asNumber();
  return value ? Cell{evaluate::shortNumber(*value), *value} : Cell{"–", {}};
}

Cell interval(const Json& range) {
  const auto low = range["low"].asNumber();
  const auto high = range["high"].asNumber();
  return low && high ? Cell{evaluate::shortNumber(*low) + " to " + evaluate::shortNumber(*high), range}
                     : Cell{"", range};
}

std::string word(const Json& json) {
  return json.asString() ? *json.asString() : std::string();
}

Listing metricRows(const Json& metrics, bool champion) {
  Listing rows;
  rows.addColumn("name", "Metric");
  rows.addColumn("challenger", "Challenger", text::Align::Right);
  rows.addColumn("interval", "Interval");
  if (champion) {
    rows.addColumn("champion", "Champion", text::Align::Right);
    rows.addColumn("difference", "Difference", text::Align::Right);
    rows.addColumn("difference_interval", "Interval of the difference");
    rows.addColumn("verdict", "Verdict");
  }
  for (const Json& metric : metrics.items()) {
    const Json& challenger = metric["challenger"];
    Listing::Row row{textCell(word(metric["name"])), measured(challenger), interval(challenger["interval"])};
    if (champion) {
      row.push_back(measured(metric["champion"]));
      row.push_back(measured(metric["difference"]));
      row.push_back(interval(metric["difference"]["interval"]));
      row.push_back(textCell(word(metric["verdict"])));
    }
    rows.addRow(std::move(row));
  }
  return rows;
}

Cell percent(const Json& share) {
  const auto value = share.asNumber();
  return value ? Cell{evaluate::shortNumber(*value * 100) + " %", *value} : Cell{"–", {}};
}

Listing sliceRows(const Json& slices) {
  Listing rows;
  rows.addColumn("column", "Column", text::Align::Left, 32);
  rows.addColumn("slice", "Slice", text::Align::Left, 40);
  rows.addColumn("rows", "Rows", text::Align::Right);
  rows.addColumn("challenger", "Challenger", text::Align::Right);
  rows.addColumn("champion", "Champion", text::Align::Right);
  rows.addColumn("regression", "Worse by", text::Align::Right);
  rows.addColumn("adjusted_p", "Adjusted p", text::Align::Right);
  for (const Json& slice : slices.items()) {
    rows.addRow({textCell(word(slice["column"])), textCell(word(slice["slice"])),
                 countCell(slice["rows"].asInt().value_or(0)), numberCell(slice["challenger"].asNumber()),
                 numberCell(slice["champion"].asNumber()), percent(slice["regression"]),
                 numberCell(slice["adjusted_p"].asNumber())});
  }
  return rows;
}

Listing weakRows(const Json& weak) {
  Listing rows;
  rows.addColumn("where", "Where", text::Align::Left, 72);
  rows.addColumn("rows", "Rows", text::Align::Right);
  rows.addColumn("loss", "Mean loss", text::Align::Right);
  rows.addColumn("others", "Elsewhere", text::Align::Right);
  for (const Json& slice : weak.items()) {
    std::string where;
    for (const Json& condition : slice["conditions"].items()) {
      where += (where.empty() ? "" : " and ") + word(condition["column"]) + ": " + word(condition["slice"]);
    }
    rows.addRow({textCell(where), countCell(slice["rows"].asInt().value_or(0)),
                 numberCell(slice["loss"].asNumber()), numberCell(slice["others"].asNumber())});
  }
  return rows;
}

Listing disparityRows(const Json& columns) {
  Listing rows;
  rows.addColumn("column", "Groups");
  rows.addColumn("name", "Disparity");
  rows.addColumn("difference", "Difference", text::Align::Right);
  rows.addColumn("interval", "Interval");
  rows.addColumn("ratio", "Ratio", text::Align::Right);
  rows.addColumn("lowest", "Lowest", text::Align::Left, 24);
  rows.addColumn("highest", "Highest", text::Align::Left, 24);
  for (const Json& column : columns.items()) {
    for (const Json& one : column["disparities"].items()) {
      rows.addRow({textCell(word(column["column"])), textCell(word(one["name"])), measured(one["difference"]),
                   interval(one["interval"]), measured(one["ratio"]), textCell(word(one["lowest"])),
                   textCell(word(one["highest"]))});
    }
  }
  return rows;
}

Listing importanceRows(const Json& importance, std::size_t most) {
  Listing rows;
  rows.addColumn("input", "Input", text::Align::Left, 40);
  rows.addColumn("mean_contribution", "Mean contribution", text::Align::Right);
  rows.addColumn("permutation", "Worse when shuffled", text::Align::Right);
  for (const Json& one : importance.items()) {
    if (rows.size() < most) {
      rows.addRow({textCell(word(one["input"])), numberCell(one["mean_contribution"].asNumber()),
                   numberCell(one["permutation"].asNumber())});
    }
  }
  return rows;
}

// The worst slices only: a person looks at those first, and JSON has all.
Json worstFirst(const Json& slices, std::size_t most) {
  Json::Array judged;
  for (const Json& slice : slices.items()) {
    if (slice["judged"].asBool().value_or(false) && slice["regression"].asNumber()) {
      judged.push_back(slice);
    }
  }
  std::ranges::stable_sort(judged, [](const Json& left, const Json& right) {
    return *left["regression"].asNumber() > *right["regression"].asNumber();
  });
  judged.resize(std::min(judged.size(), most));
  return Json(std::move(judged));
}

void printForPeople(Session& session, const evaluate::Evaluation& evaluation) {
  const Json& metrics = find(evaluation, "metrics")->body;
  const bool champion = !metrics["champion"].isNull();
  Record record;
  const auto label = [](const Json& side) {
    return word(side["model"]) + "/" + std::to_string(side["version"].asInt().value_or(0));
  };
  record.add("challenger", "Challenger", textCell(label(metrics["challenger"])));
  if (champion) {
    record.add("champion", "Champion", textCell(label(metrics["champion"])));
  }
  const Json& data = metrics["data"];
  record.add("rows", "Rows",
             textCell(withThousands(data["rows"].asInt().value_or(0)) + " of " + word(data["name"]) + ": " +
                      word(data["which_rows"])));
  if (champion) {
    record.add("verdict", "Verdict", textCell(evaluation.words));
  }
  record.addRows("metrics", "Metrics", metricRows(metrics["metrics"], champion));
  if (const auto* slices = find(evaluation, "slices")) {
    if (champion) {
      record.addRows("slices", "Slices that got worst", sliceRows(worstFirst(slices->body["slices"], 10)));
    }
    if (!slices->body["weak"].items().empty()) {
      record.addRows("weak", "Where the challenger is weak", weakRows(slices->body["weak"]));
    }
  }
  if (const auto* fairness = find(evaluation, "fairness")) {
    record.addRows("fairness", "Between groups", disparityRows(fairness->body["challenger_groups"]));
  }
  if (const auto* explanation = find(evaluation, "explanation")) {
    record.addRows("importance", "What matters most", importanceRows(explanation->body["importance"], 10));
  }
  if (const auto* signature = find(evaluation, "signature")) {
    std::string text = signature->body["known"].asBool().value_or(false) ? "" : "one of them has none\n";
    for (const Json& change : signature->body["changes"].items()) {
      text +=
          word(change["what"]) + (change["breaks"].asBool().value_or(false) ? " (breaks callers)\n" : "\n");
    }
    record.addText("signature", "Signature", text.empty() ? "unchanged\n" : text);
  }
  record.print(session);
}

Json wholeJson(const evaluate::Evaluation& evaluation) {
  Json pieces = Json::object();
  Json digests = Json::object();
  Json values = Json::object();
  for (const auto& piece : evaluation.pieces) {
    digests.set(piece.name, piece.digest());
    pieces.set(piece.name, piece.body);
  }
  for (const auto& [name, value] : evaluate::valuesOf(evaluation.pieces)) {
    values.set(name, std::visit([](const auto& held) { return Json(held); }, value));
  }
  Json notes = Json::array();
  for (const std::string& note : evaluation.notes) {
    notes.append(note);
  }
  return Json::object()
      .set("words", evaluation.words)
      .set("notes", std::move(notes))
      .set("values", std::move(values))
      .set("digests", std::move(digests))
      .set("pieces", std::move(pieces));
}

Result<evaluate::EvaluationRequest> makeRequest(const store::Store& store,
                                                const artifact::ArtifactStore& artifacts,
                                                const EvaluateOptions& options) {
  registry::ModelVersion version;
  TATARA_ASSIGN(const auto against,
                store.read([&](sql::Connection& connection) -> Result<std::optional<registry::ModelVersion>> {
                  TATARA_ASSIGN(version, resolveVersionText(connection, options.version));
                  return resolveAgainst(connection, options.against, version);
                }));
  evaluate::EvaluationRequest request;
  TATARA_TRY(readNumbers(options, request));
  TATARA_ASSIGN(request.challenger, evaluate::loadSubject(store, artifacts, version));
  if (against) {
    TATARA_ASSIGN(request.champion, evaluate::loadSubject(store, artifacts, *against));
  }
  return request;
}

Result<int> runEvaluate(Session& session, const EvaluateOptions& options) {
  raiseModelWalls(session, {});
  TATARA_ASSIGN(const auto apart, apartWithin(options.limits));
  TATARA_ASSIGN(const auto store, session.store());
  const artifact::ArtifactStore artifacts(store);
  TATARA_ASSIGN(auto request, makeRequest(*store, artifacts, options));
  DataFrames frames(session);
  TATARA_ASSIGN(dataset::Engine* const engine, frames.engine());
  if (!options.data.empty()) {
    TATARA_ASSIGN(const auto data, frames.openTable(options.data));
    request.data = data.table.file();
    request.dataName = data.title;
  }
  const evaluate::EvaluationPlace place{*store, artifacts, *engine, apart};
  TATARA_ASSIGN(const auto evaluation,
                evaluate::evaluateVersion(
                    place, request,
                    [&](std::string_view doing, std::uint64_t done, std::uint64_t total) {
                      session.progress(doing, static_cast<std::int64_t>(done),
                                       static_cast<std::int64_t>(total));
                    },
                    session.stop()));
  for (const std::string& note : evaluation.notes) {
    session.remark(note);
  }
  if (!options.discard && !store->readOnly()) {
    TATARA_TRY(keepAsEvidence(session, *store, place, request, evaluation));
  }
  if (session.format() == Format::Json) {
    session.print(text::toPrettyJson(wholeJson(evaluation)) + "\n");
  } else {
    printForPeople(session, evaluation);
  }
  return kDone;
}

}  // namespace

Verb evaluateVerb() {
  auto options = std::make_shared<EvaluateOptions>();
  Verb verb{.path = "evaluate",
            .summary = "Measure a model version, and compare it with another one on the same rows",
            .details =
                "Both are measured on the rows that their runs held out from training, or on --data. "
                "Differences come "
                "with intervals by resampling rows; one metric decides, the others are judged with care for "
                "how many "
                "they are. Slices are the values of the model's inputs, or the columns named. What was found "
                "is kept as evidence, which gates ask and reviews freeze, in place of what was found before.",
            .examples = {"tatara evaluate bike-demand/4 --against bike-demand/champion",
                         "tatara evaluate income/2 --group sex --costs 0,1,5,0",
                         "tatara evaluate bike-demand/4 --data bikes@2 --format json"}};
  verb.positional("VERSION", options->version, "MODEL/NUMBER or MODEL/ALIAS").offers(Offer::Models);
  verb.option("--against", options->against, "VERSION",
              "The version to compare with; the model's champion when not given, \"none\" for nobody");
  verb.option("--data", options->data, "DATA",
              "A file or dataset to evaluate on, instead of the rows held out")
      .offers(Offer::Files);
  verb.option("--metric", options->metric, "NAME", "The metric that decides, such as mae or roc_auc");
  verb.option("--slice", options->slices, "COLUMN",
              "A column whose values are compared apart; may be repeated");
  verb.option("--group", options->groups, "COLUMN",
              "A column of groups to be treated alike (two classes); may be repeated");
  verb.option("--draws", options->draws, "N", "Resamples, 2,000 when not given");
  verb.option("--seed", options->seed, "N", "Seed of the resamples, 0 when not given");
  verb.option("--confidence", options->confidence, "SHARE", "Of the intervals, 0.95 when not given");
  verb.option("--threshold", options->threshold, "P",
              "Probability that a decision for the second class must exceed, 0.5 when not given");
  verb.option("--costs", options->costs, "TP,FP,FN,TN", "What each kind of decision costs");
  addLimitOptions(verb, options->limits);
  verb.flag("--discard", options->discard, "Only show it: keep nothing as evidence");
  verb.run = [options](Session& session) { return runEvaluate(session, *options); };
  return verb;
}

}  // namespace tatara::cli

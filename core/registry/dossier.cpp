#include "core/registry/dossier.h"

#include <algorithm>
#include <cmath>

#include "core/base/number_text.h"
#include "core/crypto/base64.h"
#include "core/registry/audit.h"
#include "core/registry/internal/document.h"

namespace tatara::registry {
namespace {

using internal::Document;
using text::Json;
using Rows = std::vector<std::vector<std::string>>;

constexpr std::size_t kMostSlices = 30;
constexpr std::size_t kMostClasses = 20;
constexpr std::int64_t kMostActs = 200;

std::string word(const Json& json) {
  return json.asString() ? *json.asString() : std::string();
}

std::string number(const Json& json) {
  const auto value = json.asNumber();
  return value ? tatara::toText(*value) : std::string();
}

std::string plain(const Json& json) {
  return json.asString() ? *json.asString() : json.isNull() ? "" : text::toJson(json);
}

std::string versionName(std::int64_t version) {
  return version > 0 ? "version " + std::to_string(version) : "nobody";
}

const Evidence* find(const std::vector<Evidence>& evidence, std::string_view name) {
  const auto at = std::ranges::find(evidence, name, &Evidence::name);
  return at == evidence.end() ? nullptr : &*at;
}

void addMetrics(Document& document, const Json& body) {
  document.heading("Metrics");
  if (!word(body["words"]).empty()) {
    document.paragraph(word(body["words"]));
  }
  for (const Json& note : body["notes"].items()) {
    document.paragraph(word(note));
  }
  Rows rows{{"Metric", "Challenger", "Champion", "Difference", "From", "To", "Verdict"}};
  for (const Json& one : body["metrics"].items()) {
    const Json& interval = one["difference"]["interval"];
    rows.push_back({word(one["name"]), number(one["challenger"]["value"]), number(one["champion"]["value"]),
                    number(one["difference"]["value"]), number(interval["low"]), number(interval["high"]),
                    word(one["verdict"])});
  }
  document.table(std::move(rows));
}

void addSlices(Document& document, const Json& body) {
  std::vector<const Json*> slices;
  for (const Json& slice : body["slices"].items()) {
    if (slice["judged"].asBool().value_or(false)) {
      slices.push_back(&slice);
    }
  }
  std::ranges::stable_sort(slices, [](const Json* left, const Json* right) {
    return (*left)["regression"].asNumber().value_or(-INFINITY) >
           (*right)["regression"].asNumber().value_or(-INFINITY);
  });
  document.heading("Slices");
  document.paragraph("By " + word(body["metric"]) + ", those that changed for the worse most first.");
  Rows rows{{"Column", "Slice", "Rows", "Challenger", "Champion", "Worse by", "Adjusted p"}};
  for (std::size_t i = 0; i < slices.size() && i < kMostSlices; ++i) {
    const Json& one = *slices[i];
    rows.push_back({word(one["column"]), word(one["slice"]), plain(one["rows"]), number(one["challenger"]),
                    number(one["champion"]), number(one["regression"]), number(one["adjusted_p"])});
  }
  document.table(std::move(rows));
}

void addWeakSlices(Document& document, const Json& body) {
  document.heading("Weak slices of the challenger");
  document.paragraph("Found among " + plain(body["looked_at"]) +
                     " that were looked at, without being named.");
  Rows rows{{"Where", "Rows", "Loss there", "Loss elsewhere", "Adjusted p"}};
  for (const Json& one : body["weak"].items()) {
    std::string where;
    for (const Json& condition : one["conditions"].items()) {
      where += (where.empty() ? "" : " and ") + word(condition["column"]) + ": " + word(condition["slice"]);
    }
    rows.push_back(
        {where, plain(one["rows"]), number(one["loss"]), number(one["others"]), number(one["adjusted_p"])});
  }
  document.table(std::move(rows));
}

void addConfusion(Document& document, const Json& body) {
  const auto& classes = body["classes"].items();
  const auto& ours = body["confusion"]["challenger"].items();
  const auto& theirs = body["confusion"]["champion"].items();
  if (ours.size() != classes.size() * classes.size() || classes.size() > kMostClasses) {
    return;
  }
  document.heading("Right and wrong answers");
  Rows rows{{"Truth", "Answer", "Challenger", "Champion"}};
  for (std::size_t at = 0; at < ours.size(); ++at) {
    rows.push_back({word(classes[at / classes.size()]), word(classes[at % classes.size()]), plain(ours[at]),
                    at < theirs.size() ? plain(theirs[at]) : ""});
  }
  document.table(std::move(rows));
}

void addFairness(Document& document, const Json& body) {
  document.heading("Fairness");
  Rows groups{{"Column", "Group", "Rows", "Selection rate", "True positive rate", "False positive rate",
               "Calibration error"}};
  Rows differences{{"Column", "Between groups", "Difference", "Ratio", "Lowest", "Highest"}};
  for (const Json& column : body["challenger_groups"].items()) {
    for (const Json& one : column["groups"].items()) {
      groups.push_back({word(column["column"]), word(one["group"]), plain(one["rows"]),
                        number(one["selection_rate"]["value"]), number(one["true_positive_rate"]["value"]),
                        number(one["false_positive_rate"]["value"]),
                        number(one["calibration_error"]["value"])});
    }
    for (const Json& one : column["disparities"].items()) {
      differences.push_back({word(column["column"]), word(one["name"]), number(one["difference"]["value"]),
                             number(one["ratio"]["value"]), word(one["lowest"]), word(one["highest"])});
    }
  }
  document.table(std::move(groups));
  document.table(std::move(differences));
}

void addResiduals(Document& document, const Json& body) {
  document.heading("Residuals");
  document.paragraph("Truth less prediction, in groups of equally many rows by rising prediction.");
  Rows rows{{"Version", "Mean prediction", "Rows", "Mean", "p5", "p25", "Median", "p75", "p95"}};
  for (const auto& [side, who] :
       {std::pair("challenger_residuals", "challenger"), std::pair("champion_residuals", "champion")}) {
    for (const Json& one : body[side]["groups"].items()) {
      rows.push_back({who, number(one["predicted"]), plain(one["rows"]), number(one["mean"]),
                      number(one["p5"]), number(one["p25"]), number(one["p50"]), number(one["p75"]),
                      number(one["p95"])});
    }
  }
  document.table(std::move(rows));
}

void addExplanation(Document& document, const Json& body) {
  document.heading("What matters most");
  Rows rows{{"Input", "Mean size of its contributions", "Metric worse when shuffled", "Deviation"}};
  for (const Json& one : body["importance"].items()) {
    rows.push_back({word(one["input"]), number(one["mean_contribution"]), number(one["permutation"]),
                    number(one["permutation_deviation"])});
  }
  document.table(std::move(rows));
  document.heading("Rows on which the two differ most");
  Rows differing{{"Row", "Truth", "Challenger", "Champion", "What moved the challenger"}};
  for (const Json& one : body["disagreements"].items()) {
    std::string reasons;
    for (const Json& reason : one["reasons"].items()) {
      reasons += (reasons.empty() ? "" : ", ") + word(reason["input"]) + " = " + word(reason["value"]) +
                 " (" + number(reason["contribution"]) + ")";
    }
    differing.push_back(
        {plain(one["row"]), plain(one["actual"]), plain(one["challenger"]), plain(one["champion"]), reasons});
  }
  document.table(std::move(differing));
}

void addOrigin(Document& document, const Json& body) {
  document.heading("Data and code");
  Rows rows{{"What", "Challenger", "Champion"}};
  for (const char* name : {"run", "by", "started", "commit", "dirty", "source"}) {
    rows.push_back({name, plain(body["challenger"][name]), plain(body["champion"][name])});
  }
  const auto datasets = [](const Json& side) {
    std::string all;
    for (const Json& one : side["datasets"].items()) {
      all += (all.empty() ? "" : ", ") + word(one["name"]) + " " + word(one["digest"]);
    }
    return all;
  };
  rows.push_back({"datasets", datasets(body["challenger"]), datasets(body["champion"])});
  for (const Json& one : body["parameters"].items()) {
    rows.push_back({"parameter " + word(one["name"]), plain(one["challenger"]), plain(one["champion"])});
  }
  document.table(std::move(rows));
}

void addReproduction(Document& document, const Json& body) {
  document.heading("Trained again");
  document.paragraph(word(body["words"]) + ".");
  Rows rows{{"Metric", "Then", "Now", "Share of difference"}};
  for (const Json& one : body["metrics"].items()) {
    rows.push_back({word(one["name"]), number(one["then"]), number(one["now"]), number(one["share"])});
  }
  document.table(std::move(rows));
  Rows around{{"What is another around it", "Then", "Now"}};
  for (const Json& one : body["environment"].items()) {
    around.push_back({word(one["name"]), word(one["then"]), word(one["now"])});
  }
  document.table(std::move(around));
}

void addFiles(Document& document, const Json& body) {
  document.heading("Files");
  Rows rows{{"File", "Bytes", "SHA-256", "What a pickle would import"}};
  for (const Json& one : body["files"].items()) {
    rows.push_back(
        {word(one["path"]), plain(one["bytes"]), word(one["sha256"]), word(one["pickle"]["words"])});
  }
  document.table(std::move(rows));
}

void addEvidence(Document& document, const std::vector<Evidence>& evidence) {
  if (const Evidence* metrics = find(evidence, "metrics")) {
    addMetrics(document, metrics->body);
    addConfusion(document, metrics->body);
  }
  if (const Evidence* residuals = find(evidence, "residuals")) {
    addResiduals(document, residuals->body);
  }
  if (const Evidence* slices = find(evidence, "slices")) {
    addSlices(document, slices->body);
    if (slices->body["weak"].isArray()) {
      addWeakSlices(document, slices->body);
    }
  }
  if (const Evidence* fairness = find(evidence, "fairness")) {
    addFairness(document, fairness->body);
  }
  if (const Evidence* explanation = find(evidence, "explanation")) {
    addExplanation(document, explanation->body);
  }
  if (const Evidence* origin = find(evidence, "origin")) {
    addOrigin(document, origin->body);
  }
  if (const Evidence* reproduction = find(evidence, "reproduction")) {
    addReproduction(document, reproduction->body);
  }
  if (const Evidence* files = find(evidence, "files")) {
    addFiles(document, files->body);
  }
  document.heading("All values");
  Rows rows{{"Name", "Value", "From", "Computed"}};
  for (const Evidence& one : evidence) {
    const Json& values = one.body["values"];
    if (!values.isObject()) {
      rows.push_back({one.name, plain(one.body), one.source, toIso8601(one.computed)});
    }
    for (const text::JsonMember& member : values.members()) {
      rows.push_back({member.key, plain(member.value), one.source, toIso8601(one.computed)});
    }
  }
  document.table(std::move(rows));
  document.heading("Digests");
  Rows digests{{"Evidence", "SHA-256"}};
  for (const Evidence& one : evidence) {
    digests.push_back({one.name, one.digest});
  }
  document.table(std::move(digests));
}

void addFacts(Document& document, const ModelFacts& facts) {
  std::string personal;
  for (const std::string& column : facts.personal) {
    personal += (personal.empty() ? "" : ", ") + column;
  }
  Rows rows{{"What", "Said by people"}};
  const auto add = [&](const char* name, const std::string& value) {
    rows.push_back({name, value.empty() ? "not said" : value});
  };
  add("Owner", facts.owner);
  add("Deputy", facts.deputy);
  add("Intended use", facts.intendedUse);
  add("Risk tier", facts.riskTier);
  add("Licence", facts.licence);
  add("Columns of personal data", personal);
  add("Looked at again by", facts.lookAgain ? toIso8601(*facts.lookAgain) : "");
  add("Runbook", facts.runbook);
  document.table(std::move(rows));
}

Document dossierDocument(const Dossier& dossier) {
  const ReviewInfo& info = dossier.review.info;
  Document document("Review " + std::to_string(info.id.value()) + ": " + info.model + " version " +
                    std::to_string(info.version) + " as " + toText(info.target));
  document.table({{"What", "Is"},
                  {"State", std::string(toString(info.state))},
                  {"Asked for by", info.requester + (info.automated ? " (automated)" : "")},
                  {"Why", info.reason},
                  {"Replaces", versionName(info.replaces)},
                  {"Trained by", info.committer},
                  {"Round", std::to_string(info.round)},
                  {"Evidence frozen", toIso8601(info.opened)},
                  {"Subject", reviewSubject(dossier.review)},
                  {"Workspace", dossier.store},
                  {"Written", toIso8601(dossier.at)}});
  document.heading("Gates");
  Rows gates{{"Gate", "Condition", "Result", "Measured", "Acknowledged"}};
  for (const GateStanding& gate : dossier.standing.gates) {
    gates.push_back({gate.name, gate.condition, std::string(toString(gate.result.outcome)),
                     gate.result.measured.english(),
                     gate.acknowledged ? gate.acknowledged->person + ": " + gate.acknowledged->reason : ""});
  }
  document.table(std::move(gates));
  for (const auto* sentences :
       {&dossier.standing.blocked, &dossier.standing.lapsed, &dossier.standing.missing}) {
    for (const text::Phrase& sentence : *sentences) {
      document.paragraph(sentence.english());
    }
  }
  document.heading("Decisions");
  Rows decisions{{"When", "Who", "Decision", "Why", "Conditions", "Round", "Audit entry", "Decided upon"}};
  for (const Decision& one : dossier.review.decisions) {
    decisions.push_back({toIso8601(one.at), one.person, std::string(toString(one.verdict)), one.reason,
                         one.conditions, std::to_string(one.round), std::to_string(one.act), one.subject});
  }
  document.table(std::move(decisions));
  document.heading("Discussion");
  Rows comments{{"When", "Who", "On", "Comment"}};
  for (const Comment& one : dossier.review.comments) {
    comments.push_back({toIso8601(one.at), one.person, one.evidence, one.body});
  }
  document.table(std::move(comments));
  addEvidence(document, dossier.review.evidence);
  document.heading("The model");
  addFacts(document, dossier.facts);
  return document;
}

Document cardDocument(const ModelCard& card) {
  const ModelVersion& version = card.version;
  Document document("Model card: " + version.model + " version " + std::to_string(version.version));
  if (!card.description.empty()) {
    document.paragraph(card.description);
  }
  if (!version.description.empty()) {
    document.paragraph(version.description);
  }
  std::string aliases;
  for (const std::string& alias : version.aliases) {
    aliases += (aliases.empty() ? "" : ", ") + alias;
  }
  document.table({{"What", "Is"},
                  {"State", std::string(toString(version.state))},
                  {"Aliases", aliases},
                  {"Registered by", version.user},
                  {"Registered", toIso8601(version.created)},
                  {"Run", version.run.value()},
                  {"Compared with", versionName(card.against)},
                  {"Written", toIso8601(card.at)}});
  document.heading("Use");
  addFacts(document, card.facts);
  addEvidence(document, card.evidence);
  document.heading("History");
  Rows rows{{"When", "Who", "What", "Before", "After", "Why"}};
  for (const Act& act : card.acts) {
    rows.push_back({toIso8601(act.at), act.actor, act.verb, act.before.value_or(""), act.after.value_or(""),
                    act.reason});
  }
  document.table(std::move(rows));
  return document;
}

std::string page(const Document& document, const std::vector<Evidence>& evidence, const std::string& files,
                 const std::string& subject) {
  std::string pieces;
  for (const Evidence& one : evidence) {
    pieces += "<script type=\"application/octet-stream\" class=\"piece\" data-name=\"" +
              internal::escapedHtml(one.name) + "\" data-sha256=\"" + one.digest + "\">" +
              crypto::toBase64(text::toJson(one.body)) + "</script>\n";
  }
  return "<!DOCTYPE html>\n<html lang=\"en\"><meta charset=\"utf-8\">\n"
         "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
         "'unsafe-inline'; script-src 'unsafe-inline'\">\n<body data-files=\"" +
         files + "\" data-subject=\"" + subject + "\">\n" + document.html(pieces) + "</body></html>\n";
}

}  // namespace

Result<Dossier> loadDossier(sql::Connection& connection, ReviewId id, Timestamp now) {
  Dossier dossier;
  dossier.at = now;
  TATARA_ASSIGN(dossier.review, loadReview(connection, id));
  const ReviewInfo& info = dossier.review.info;
  TATARA_ASSIGN(const PolicyState policy, loadPolicy(connection));
  TATARA_ASSIGN(dossier.standing, standingOf(connection, dossier.review, policy, now));
  TATARA_ASSIGN(dossier.facts, loadModelFacts(connection, info.model));
  TATARA_ASSIGN(auto version, findVersion(connection, info.model, info.version));
  if (version) {
    dossier.version = *std::move(version);
  }
  TATARA_ASSIGN(dossier.store, storeId(connection));
  return dossier;
}

std::string dossierMarkdown(const Dossier& dossier) {
  return dossierDocument(dossier).markdown();
}

std::string dossierHtml(const Dossier& dossier) {
  return page(dossierDocument(dossier), dossier.review.evidence, dossier.review.info.files,
              reviewSubject(dossier.review));
}

Result<ModelCard> loadModelCard(sql::Connection& connection, std::string_view model, std::int64_t version,
                                Timestamp now) {
  ModelCard card;
  card.at = now;
  TATARA_ASSIGN(auto found, findVersion(connection, model, version));
  if (!found) {
    return makeError(ErrorKind::NotFound,
                     "The model \"" + std::string(model) + "\" has no version " + std::to_string(version));
  }
  card.version = *std::move(found);
  TATARA_ASSIGN(const auto registered, findModel(connection, model));
  card.description = registered ? registered->description : "";
  TATARA_ASSIGN(card.facts, loadModelFacts(connection, model));
  TATARA_ASSIGN(const auto champion, findVersionByAlias(connection, model, "champion"));
  card.against = champion && champion->version != version ? champion->version : 0;
  TATARA_ASSIGN(card.evidence, gatherEvidence(connection, model, version, card.against));
  const std::string object = "model/" + std::string(model) + "/" + std::to_string(version);
  TATARA_ASSIGN(card.acts, loadActs(connection, {.object = object}, kMostActs));
  return card;
}

std::string modelCardMarkdown(const ModelCard& card) {
  return cardDocument(card).markdown();
}

std::string modelCardHtml(const ModelCard& card) {
  return page(cardDocument(card), card.evidence, "", "");
}

}  // namespace tatara::registry

// tatara data lineage
#include <algorithm>
#include <array>
#include <fstream>

#include "app/cli/listing.h"
#include "app/cli/resolve.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/base/number_text.h"
#include "core/crypto/digest.h"
#include "core/dataset/lineage.h"

namespace tatara::cli {
namespace {

struct LineageVerbOptions {
  std::string version;
  std::string run;
  std::string model;
  std::string commit;
  std::string review;
  std::string endpoint;
  std::string file;
};

Result<dataset::Lineage> lineageOf(sql::Connection& connection, const LineageVerbOptions& options) {
  if (!options.run.empty()) {
    TATARA_ASSIGN(const auto run, resolveRun(connection, options.run));
    return dataset::lineageOfRun(connection, run.id.value());
  }
  if (!options.model.empty()) {
    const std::size_t at = options.model.find_last_of("/@");
    const auto number =
        at == std::string::npos ? std::nullopt : parseInt(std::string_view(options.model).substr(at + 1));
    if (!number) {
      return makeError(ErrorKind::InvalidArgument,
                       "A model version is written NAME/VERSION, such as bikes/3");
    }
    return dataset::lineageOfModelVersion(connection, options.model.substr(0, at), *number);
  }
  if (!options.commit.empty()) {
    return dataset::lineageOf(connection, dataset::LineageKind::Commit, options.commit);
  }
  if (!options.review.empty()) {
    return dataset::lineageOf(connection, dataset::LineageKind::Review, options.review);
  }
  if (!options.endpoint.empty()) {
    return dataset::lineageOf(connection, dataset::LineageKind::Endpoint, options.endpoint);
  }
  if (!options.file.empty()) {
    return dataset::lineageOf(connection, dataset::LineageKind::File, options.file);
  }
  TATARA_ASSIGN(const auto version, dataset::resolveVersion(connection, options.version));
  return dataset::lineageOfVersion(connection, version);
}

// By which it hangs on the one nearer to the start.
std::string relationOf(const dataset::Lineage& lineage, std::size_t place) {
  for (const auto& edge : lineage.edges) {
    const bool up = lineage.nodes[place].distance < 0;
    if ((up ? edge.from : edge.to) == place) {
      return up ? edge.relation + " -> " + lineage.nodes[edge.to].name
                : lineage.nodes[edge.from].name + " -> " + edge.relation;
    }
  }
  return "";
}

Result<std::string> digestOfFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  crypto::Sha256 digest;
  std::string part(1 << 20, '\0');
  while (file.read(part.data(), static_cast<std::streamsize>(part.size())) || file.gcount() > 0) {
    digest.update(std::string_view(part).substr(0, static_cast<std::size_t>(file.gcount())));
  }
  if (!file.eof()) {
    return makeError(ErrorKind::Io, "Cannot read " + path + "; name a file that can be read");
  }
  return crypto::toHex(digest.finish());
}

Result<int> runLineage(Session& session, LineageVerbOptions options) {
  const auto starts =
      std::ranges::count_if(std::array{&options.version, &options.run, &options.model, &options.commit,
                                       &options.review, &options.endpoint, &options.file},
                            [](const std::string* start) { return !start->empty(); });
  if (starts != 1) {
    return makeError(
        ErrorKind::InvalidArgument,
        "Say where to start: a dataset version, --run RUN, --model NAME/VERSION, --commit DIGITS, "
        "--review NUMBER, --endpoint NAME or --file PATH");
  }
  if (!options.file.empty()) {
    TATARA_ASSIGN(options.file, digestOfFile(options.file));
  }
  TATARA_ASSIGN(const auto store, session.store());
  TATARA_ASSIGN(const auto lineage,
                store->read([&](sql::Connection& connection) { return lineageOf(connection, options); }));
  if (session.format() == Format::Json) {
    session.print(text::toPrettyJson(dataset::toJson(lineage)) + "\n");
    return kDone;
  }
  std::vector<std::size_t> order(lineage.nodes.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    order[i] = i;
  }
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
    return lineage.nodes[a].distance < lineage.nodes[b].distance;
  });
  Listing listing;
  listing.addColumn("distance", "Step", text::Align::Right);
  listing.addColumn("kind", "Kind");
  listing.addColumn("name", "Name", text::Align::Left, 40);
  listing.addColumn("relation", "Relation", text::Align::Left, 48);
  listing.addColumn("facts", "Facts", text::Align::Left, 48);
  listing.addColumn("id", "Id");
  for (const std::size_t i : order) {
    const auto& node = lineage.nodes[i];
    std::string kind(toString(node.kind));
    std::ranges::replace(kind, '_', ' ');
    listing.addRow({countCell(node.distance), Cell{kind, toString(node.kind)}, textCell(node.name),
                    textCell(relationOf(lineage, i)), textCell(node.facts), textCell(node.id)});
  }
  listing.print(session, "");
  if (!lineage.complete) {
    session.remark("There is more; the farthest are left out");
  }
  return kDone;
}

}  // namespace

Verb dataLineageVerb() {
  auto options = std::make_shared<LineageVerbOptions>();
  Verb verb{.path = "data lineage",
            .summary = "Say which data, code, runs and models a thing came from and what was made of it",
            .details =
                "Steps below zero are what it came from, steps above zero what was made of it. A file "
                "is known by its bytes: what was registered of the same bytes hangs on it.",
            .examples = {"tatara data lineage bikes@2", "tatara data lineage --model bikes/3",
                         "tatara data lineage --file hour.csv",
                         "tatara data lineage --run brave-otter-7 --format json"}};
  verb.positional("VERSION", options->version, "NAME or NAME@VERSION of a registered dataset").optional();
  verb.option("--run", options->run, "RUN", "Start at a run").offers(Offer::Runs);
  verb.option("--model", options->model, "NAME/VERSION", "Start at a model version").offers(Offer::Models);
  verb.option("--commit", options->commit, "DIGITS", "Start at a commit, 7 digits of it or more");
  verb.option("--review", options->review, "NUMBER", "Start at a review");
  verb.option("--endpoint", options->endpoint, "NAME", "Start at an endpoint");
  verb.option("--file", options->file, "PATH", "Start at what a file holds").offers(Offer::Files);
  verb.run = [options](Session& session) { return runLineage(session, *options); };
  return verb;
}

Verb modelsLineageVerb() {
  struct Options {
    std::string model;
    std::int64_t version = 0;
  };
  auto options = std::make_shared<Options>();
  Verb verb{
      .path = "models lineage",
      .summary = "Say what made a model version and what came of it",
      .details =
          "Steps below zero are what it came from (runs, datasets), steps above zero what was made of it.",
      .examples = {"tatara models lineage bike-demand 3",
                   "tatara models lineage bike-demand 3 --format json"}};
  verb.positional("MODEL", options->model, "Name of the registered model").offers(Offer::Models);
  verb.positional("VERSION", options->version, "Number of the version");
  verb.run = [options](Session& session) {
    LineageVerbOptions start;
    start.model = options->model + "/" + std::to_string(options->version);
    return runLineage(session, std::move(start));
  };
  return verb;
}

}  // namespace tatara::cli

// tatara endpoints requests, keep, replay, erase: what was asked of an endpoint, and what becomes of it
#include "app/cli/endpoints_log.h"
#include "app/cli/endpoint_rows.h"
#include "app/cli/foreign_model.h"
#include "app/cli/human.h"
#include "app/cli/listing.h"
#include "app/cli/model_walls.h"
#include "app/cli/resolve.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/base/number_text.h"
#include "core/dataset/datasets.h"
#include "core/deploy/log_rows.h"

namespace tatara::cli {
namespace {

using deploy::Endpoint;

struct WindowOptions {
  std::string from;
  std::string to;
};

void addWindow(Verb& verb, WindowOptions& options) {
  verb.option("--from", options.from, "TIME", "Only what was asked from this time, 2026-11-20T12:00:00Z");
  verb.option("--to", options.to, "TIME", "Only what was asked before this time");
}

Result<deploy::Window> windowOf(const WindowOptions& options) {
  deploy::Window window;
  for (const auto& [text, target] : {std::pair(&options.from, &window.from), {&options.to, &window.to}}) {
    if (text->empty()) {
      continue;
    }
    const auto time = parseIso8601(*text);
    if (!time) {
      return makeError(ErrorKind::InvalidArgument,
                       "'" + *text + "' is no time; write it as 2026-11-20T12:00:00Z");
    }
    *target = *time;
  }
  return window;
}

Verb requestsVerb() {
  struct Options {
    std::string name;
    std::int64_t limit = 20;
  };
  auto options = std::make_shared<Options>();
  Verb verb{.path = "endpoints requests",
            .summary = "List the newest requests that were kept, with their answers",
            .examples = {"tatara endpoints requests bikes",
                         "tatara endpoints requests bikes -n 1000 --format csv"}};
  verb.positional("NAME", options->name, "The endpoint");
  verb.option("-n,--limit", options->limit, "COUNT", "At most so many (20)");
  verb.run = [options](Session& session) -> Result<int> {
    if (options->limit < 1) {
      return makeError(ErrorKind::InvalidArgument, "--limit takes 1 or more");
    }
    TATARA_ASSIGN(const auto store, session.store());
    TATARA_ASSIGN(const Endpoint endpoint, loadNamedEndpoint(*store, options->name));
    const auto most = static_cast<std::size_t>(std::min<std::int64_t>(options->limit, 1'000'000));
    TATARA_ASSIGN(const auto newest, store->read([&](sql::Connection& connection) {
      return deploy::loadNewestPredictions(connection, endpoint.id, most);
    }));
    Listing listing;
    listing.addColumn("at", "When");
    listing.addColumn("version", "Version", text::Align::Right);
    listing.addColumn("ms", "ms", text::Align::Right);
    listing.addColumn("rows", "Rows", text::Align::Right);
    listing.addColumn("answer", "Answer", text::Align::Left, 40);
    listing.addColumn("inputs", "Inputs", text::Align::Left, 60);
    listing.addColumn("request", "Request");
    for (const deploy::Prediction& one : newest) {
      listing.addRow({timeCell(one.at),
                      countCell(one.version),
                      {roundedNumber(one.milliseconds), one.milliseconds},
                      countCell(one.rows),
                      textCell(text::toJson(one.outputs)),
                      textCell(text::toJson(one.inputs)),
                      textCell(one.id)});
    }
    listing.print(session, "No request was kept");
    return kDone;
  };
  return verb;
}

struct KeepOptions {
  std::string name;
  std::string dataset;
  bool labelled = false;
  WindowOptions window;
};

Result<int> keep(Session& session, const KeepOptions& options) {
  TATARA_ASSIGN(const auto window, windowOf(options.window));
  TATARA_ASSIGN(const auto store, session.store());
  TATARA_ASSIGN(const Endpoint endpoint, loadNamedEndpoint(*store, options.name));
  dataset::NewVersion version;
  version.name = options.dataset.empty() ? options.name + "-requests" : options.dataset;
  version.source = "endpoint " + options.name;
  version.madeBy = "tatara endpoints keep";
  deploy::WrittenRows written;
  const auto write = [&](sql::Connection& connection, std::ostream& out) -> Status {
    TATARA_ASSIGN(
        written, deploy::writePredictions(connection, endpoint.id, window,
                                          options.labelled ? deploy::LogRows::Labelled : deploy::LogRows::All,
                                          out, session.stop()));
    version.note = withThousands(written.requests) + " requests to the endpoint " + options.name;
    return {};
  };
  TATARA_ASSIGN(const auto added, addRows(session, *store, version, write,
                                          options.labelled ? "No kept request of that time has a label"
                                                           : "No request of that time was kept"));
  session.print(added.version.name + "@" + std::to_string(added.version.version) + "\n");
  session.remark((added.isNew ? "Kept " : "There already: ") + counted(written.rows, "row") + " of " +
                 counted(written.requests, "request") + ", " + withThousands(written.labelled) +
                 " with a label, as version " + std::to_string(added.version.version) + " of " +
                 added.version.name);
  return kDone;
}

Verb keepVerb() {
  auto options = std::make_shared<KeepOptions>();
  Verb verb{
      .path = "endpoints keep",
      .summary = "Make logged requests a version of a dataset",
      .details =
          "A row for every row that was asked: the inputs, the answer, the version that gave it, and the "
          "label where one came. What is the same as a version that is there makes no new one.",
      .examples = {"tatara endpoints keep bikes --dataset bikes-live --labelled",
                   "tatara endpoints keep bikes --from 2026-11-01T00:00:00Z --to 2026-12-01T00:00:00Z"}};
  verb.takesFormat = false;
  verb.positional("NAME", options->name, "The endpoint");
  verb.option("--dataset", options->dataset, "NAME", "Which dataset (NAME-requests)").offers(Offer::Datasets);
  verb.flag("--labelled", options->labelled, "Only rows that have a label");
  addWindow(verb, options->window);
  verb.run = [options](Session& session) { return keep(session, *options); };
  return verb;
}

struct ReplayOptions {
  std::string name;
  std::string model;
  ForeignModelOptions how;
  WindowOptions window;
};

Result<infer::ModelFiles> candidateFiles(Session& session, const Endpoint& endpoint,
                                         const std::string& model) {
  const auto version = parseInt(model);
  return foreignModelFiles(session,
                           version ? "models:/" + endpoint.model + "/" + std::to_string(*version) : model);
}

Result<int> replay(Session& session, const ReplayOptions& options) {
  raiseModelWalls(session, {}, options.how.python);
  TATARA_ASSIGN(const auto window, windowOf(options.window));
  TATARA_ASSIGN(const auto store, session.store());
  TATARA_ASSIGN(const Endpoint endpoint, loadNamedEndpoint(*store, options.name));
  TATARA_ASSIGN(const auto files, candidateFiles(session, endpoint, options.model));
  TATARA_ASSIGN(const auto candidate, loadForeignModel(session, files, options.how, 1));
  TATARA_ASSIGN(const auto all, store->read([&](sql::Connection& connection) {
    return deploy::countPredictions(connection, endpoint.id);
  }));
  TATARA_ASSIGN(const auto found,
                store->read(
                    [&](sql::Connection& connection) {
                      return deploy::replay(
                          connection, endpoint.id, window, *candidate,
                          [&](std::int64_t done) { session.progress("Asking again", done, all); },
                          session.stop());
                    },
                    session.stop()));
  Record record;
  const auto number = [](double value) { return Cell{roundedNumber(value), value}; };
  record.add("requests", "Requests", countCell(found.requests));
  record.add("rows", "Rows", countCell(found.rows));
  record.add("same", "Answered alike", countCell(found.same));
  record.add("mean_difference", "Mean difference", number(found.mean));
  record.add("largest_difference", "Largest difference", number(found.largest));
  record.add("refused", "Refused", countCell(found.refused));
  record.add("first_refusal", "First refusal", textCell(found.firstRefusal));
  record.add("masked", "Masked", countCell(found.masked));
  record.add("labelled", "Rows with a label", countCell(found.labelled));
  if (found.labelled > 0) {
    record.add("error_then", "Error of what was answered", number(found.before));
    record.add("error_now", "Error of the candidate", number(found.after));
  }
  record.print(session);
  return kDone;
}

Verb replayVerb() {
  auto options = std::make_shared<ReplayOptions>();
  Verb verb{
      .path = "endpoints replay",
      .summary = "Ask a model again what an endpoint was asked, and compare the answers",
      .details =
          "MODEL is a version of the endpoint's model, or whatever \"tatara predict\" takes. Nothing is "
          "sent to the endpoint. Where labels are numbers, the error of both is told: the root of the "
          "mean squared one.",
      .examples = {"tatara endpoints replay bikes 4", "tatara endpoints replay bikes runs:/ID/model"}};
  verb.positional("NAME", options->name, "The endpoint");
  verb.positional("MODEL", options->model, "The candidate");
  addForeignModelOptions(verb, options->how);
  addWindow(verb, options->window);
  verb.run = [options](Session& session) { return replay(session, *options); };
  return verb;
}

Verb eraseVerb() {
  struct Options {
    std::string name;
    deploy::Erase what;
    std::string reason;
  };
  auto options = std::make_shared<Options>();
  Verb verb{
      .path = "endpoints erase",
      .summary = "Take logged requests away for good, with their labels",
      .details =
          "Either one request, or all that have a value in a column. A server that runs writes what it "
          "was asked every five seconds; what it did not write yet is not found. Datasets that were made "
          "of requests are not touched.",
      .examples = {
          "tatara endpoints erase bikes --request 5f3c…",
          "tatara endpoints erase risk --column customer --value 4711 --reason \"asked to be forgotten\""}};
  verb.takesFormat = false;
  verb.positional("NAME", options->name, "The endpoint");
  verb.option("--request", options->what.request, "ID", "This request");
  verb.option("--column", options->what.column, "COLUMN", "All requests that have in this column");
  verb.option("--value", options->what.value, "TEXT", "this value");
  verb.option("--reason", options->reason, "TEXT", "Kept with the act");
  verb.run = [options](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, session.store());
    TATARA_ASSIGN(const auto erased, store->writeFor([&](store::Writer& writer) {
      return deploy::erasePredictions(writer, options->name, options->what, registry::currentActor("tatara"),
                                      store->clock().now(), options->reason);
    }));
    session.remark("Erased " + counted(erased.requests, "request") + " and " +
                   counted(erased.labels, "label"));
    return kDone;
  };
  return verb;
}

}  // namespace

std::vector<Verb> endpointsLogVerbs() {
  return {requestsVerb(), keepVerb(), replayVerb(), eraseVerb()};
}

}  // namespace tatara::cli

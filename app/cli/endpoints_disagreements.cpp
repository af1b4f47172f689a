// tatara endpoints disagreements: where the shadow of an endpoint answers otherwise
#include <cmath>
#include <fstream>

#include "app/cli/endpoint_rows.h"
#include "app/cli/endpoints_log.h"
#include "app/cli/human.h"
#include "app/cli/listing.h"
#include "app/cli/resolve.h"
#include "app/cli/verbs.h"
#include "core/base/file_error.h"
#include "core/base/number_text.h"
#include "core/deploy/disagreements.h"

namespace tatara::cli {
namespace {

struct DisagreementOptions {
  std::string name;
  std::string shadow;
  std::string least;
  std::string words;
  std::int64_t limit = 20;
  std::string out;
  std::string dataset;
};

Result<deploy::DisagreementFilter> filterOf(const DisagreementOptions& options) {
  deploy::DisagreementFilter filter{.words = options.words};
  if (!options.least.empty()) {
    const auto least = parseDouble(options.least);
    if (!least || !(*least >= 0)) {
      return makeError(ErrorKind::InvalidArgument,
                       "'" + options.least + "' is no difference; give a number from 0");
    }
    filter.least = *least;
  }
  if (!options.shadow.empty()) {
    const auto version = parseInt(options.shadow);
    if (!version || *version < 1) {
      return makeError(ErrorKind::InvalidArgument, "'" + options.shadow + "' is no version; give its number");
    }
    filter.shadow = *version;
  }
  return filter;
}

Result<int> writeFile(Session& session, store::Store& store, const deploy::Endpoint& endpoint,
                      const deploy::DisagreementFilter& filter, const std::string& file) {
  if (std::error_code ignored; std::filesystem::exists(file, ignored)) {
    return makeError(ErrorKind::AlreadyExists, "There is something at '" + file + "' already");
  }
  std::ofstream out(file, std::ios::binary);
  if (!out) {
    return fileError("The table cannot be written", file, errno);
  }
  TATARA_ASSIGN(const auto rows, store.read(
                                     [&](sql::Connection& connection) {
                                       return deploy::writeDisagreements(connection, endpoint.id, filter, out,
                                                                         session.stop());
                                     },
                                     session.stop()));
  session.print(file + "\n");
  session.remark("Wrote " + counted(rows, "row"));
  return kDone;
}

Result<int> keep(Session& session, store::Store& store, const deploy::Endpoint& endpoint,
                 const deploy::DisagreementFilter& filter, const std::string& name) {
  dataset::NewVersion version;
  version.name = name;
  version.source = "endpoint " + endpoint.name;
  version.madeBy = "tatara endpoints disagreements";
  version.note = "rows that the shadow of the endpoint " + endpoint.name + " answered otherwise";
  std::int64_t rows = 0;
  const auto write = [&](sql::Connection& connection, std::ostream& out) -> Status {
    TATARA_ASSIGN(rows, deploy::writeDisagreements(connection, endpoint.id, filter, out, session.stop()));
    return {};
  };
  TATARA_ASSIGN(const auto added, addRows(session, store, version, write, "No row that disagrees was kept"));
  session.print(added.version.name + "@" + std::to_string(added.version.version) + "\n");
  session.remark((added.isNew ? "Kept " : "There already: ") + counted(rows, "row") + " as version " +
                 std::to_string(added.version.version) + " of " + added.version.name);
  return kDone;
}

Result<int> list(Session& session, store::Store& store, const deploy::Endpoint& endpoint,
                 const deploy::DisagreementFilter& filter, std::int64_t limit) {
  TATARA_ASSIGN(
      const auto rows,
      store.read([&](sql::Connection& connection) -> Result<std::vector<deploy::Disagreement>> {
        TATARA_ASSIGN(auto ids, deploy::loadDisagreementIds(connection, endpoint.id, filter));
        ids.resize(std::min(ids.size(), static_cast<std::size_t>(std::min<std::int64_t>(limit, 10'000))));
        return deploy::loadDisagreements(connection, ids);
      }));
  Listing listing;
  listing.addColumn("difference", "Difference", text::Align::Right);
  listing.addColumn("version", "Version", text::Align::Right);
  listing.addColumn("answer", "Answer", text::Align::Left, 30);
  listing.addColumn("shadow", "Shadow", text::Align::Right);
  listing.addColumn("shadow_answer", "Its answer", text::Align::Left, 30);
  listing.addColumn("inputs", "Inputs", text::Align::Left, 60);
  listing.addColumn("at", "When");
  listing.addColumn("request", "Request");
  listing.addColumn("row", "Row", text::Align::Right);
  for (const deploy::Disagreement& one : rows) {
    listing.addRow({std::isfinite(one.difference) ? Cell{roundedNumber(one.difference), one.difference}
                                                  : textCell("none"),
                    countCell(one.version), textCell(one.answer), countCell(one.shadow),
                    textCell(one.problem.empty() ? one.other : one.problem),
                    textCell(text::toJson(one.inputs)), timeCell(one.at), textCell(one.request),
                    countCell(one.row)});
  }
  listing.print(session, "No row that disagrees was kept");
  return kDone;
}

}  // namespace

Verb endpointsDisagreementsVerb() {
  auto options = std::make_shared<DisagreementOptions>();
  Verb verb{
      .path = "endpoints disagreements",
      .summary = "List the rows that the shadow of an endpoint answers otherwise, most different first",
      .details =
          "The difference is the greatest distance of two numbers, 1 where texts differ, and none where only "
          "one of both answered. Of an endpoint the 10,000 greatest are kept, of requests that are kept at "
          "all; how many there were is counted besides (\"tatara endpoints show\").",
      .examples = {"tatara endpoints disagreements bikes --least 10",
                   "tatara endpoints disagreements bikes --out rows.csv",
                   "tatara endpoints disagreements bikes --shadow 9 --dataset bikes-disputed"}};
  verb.positional("NAME", options->name, "The endpoint");
  verb.option("--least", options->least, "NUMBER", "Only rows that differ at least so much");
  verb.option("--shadow", options->shadow, "VERSION", "Only this version's answers");
  verb.option("--words", options->words, "TEXT", "Only rows with this in their request, inputs or answers");
  verb.option("-n,--limit", options->limit, "COUNT", "At most so many (20)");
  verb.option("--out", options->out, "FILE", "Write all of them as CSV").offers(Offer::Files);
  verb.option("--dataset", options->dataset, "NAME", "Make all of them a version of a dataset")
      .offers(Offer::Datasets);
  verb.run = [options](Session& session) -> Result<int> {
    if (options->limit < 1) {
      return makeError(ErrorKind::InvalidArgument, "--limit takes 1 or more");
    }
    TATARA_ASSIGN(const auto filter, filterOf(*options));
    TATARA_ASSIGN(const auto store, session.store());
    TATARA_ASSIGN(const auto endpoint, loadNamedEndpoint(*store, options->name));
    return !options->out.empty()       ? writeFile(session, *store, endpoint, filter, options->out)
           : !options->dataset.empty() ? keep(session, *store, endpoint, filter, options->dataset)
                                       : list(session, *store, endpoint, filter, options->limit);
  };
  return verb;
}

}  // namespace tatara::cli

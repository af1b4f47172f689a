// tatara data contract and check
#include <cerrno>
#include <fstream>
#include <sstream>

#include "app/cli/data_frame.h"
#include "app/cli/listing.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/base/file_error.h"
#include "core/base/number_text.h"
#include "core/dataset/contracts.h"

namespace tatara::cli {
namespace {

constexpr std::uintmax_t kMostContractBytes = 8u << 20;

struct ContractVerbOptions {
  std::string data;
  bool infer = false;
  bool store = false;
  bool refuse = false;
  std::string set;
  bool remove = false;
};

struct CheckVerbOptions {
  std::string data;
  std::string contract;
  std::string junit;
  ReadingOptions reading;
};

Result<std::string> fileText(const std::string& path) {
  std::error_code failed;
  const auto bytes = std::filesystem::file_size(path, failed);
  if (failed) {
    return fileError("The contract cannot be read", path, failed.value());
  }
  if (bytes > kMostContractBytes) {
    return makeError(ErrorKind::Parse, path + " is " + toByteText(bytes) + " long; a contract has at most " +
                                           toByteText(kMostContractBytes));
  }
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// The dataset whose contract is meant by "bikes" or "bikes@2".
Result<dataset::Dataset> datasetOf(Session& session, const std::string& data) {
  TATARA_ASSIGN(const auto store, session.store());
  return store->read([&](sql::Connection& connection) -> Result<dataset::Dataset> {
    const auto named = dataset::loadDataset(connection, data);
    if (named) {
      return *named;
    }
    TATARA_ASSIGN(const auto version, dataset::resolveVersion(connection, data));
    return dataset::loadDataset(connection, version.dataset);
  });
}

Result<std::string> inferred(Session& session, const ContractVerbOptions& options) {
  DataFrames frames(session);
  TATARA_ASSIGN(const auto opened, frames.openTable(options.data));
  const auto source = dataset::sourceOf(opened.table);
  TATARA_ASSIGN(const auto profile, dataset::makeProfile(
                                        source, {.relations = false},
                                        [&](const dataset::ProfileProgress& at) {
                                          session.progress("Profiling columns",
                                                           static_cast<std::int64_t>(at.done),
                                                           static_cast<std::int64_t>(at.total));
                                        },
                                        session.stop()));
  const dataset::ContractFacts facts{
      .dataset = opened.version ? opened.version->name : dataset::defaultName(options.data, ""),
      .from = opened.title,
      .now = opened.version ? opened.version->created : systemClock().now()};
  TATARA_ASSIGN(auto contract, dataset::inferContract(source, profile, facts, session.stop()));
  contract.refuse = options.refuse;
  return dataset::toYaml(contract);
}

Status keepContract(Session& session, const std::string& data, const std::string& yaml) {
  TATARA_ASSIGN(const auto known, datasetOf(session, data));
  TATARA_ASSIGN(const auto store, session.store());
  TATARA_TRY(store->write([&](store::Writer& writer) {
    return dataset::saveContract(writer, known.id, yaml, systemClock().now());
  }));
  session.remark("Every new version of " + known.name + " is checked by this contract");
  return {};
}

Result<int> runContract(Session& session, const ContractVerbOptions& options) {
  if (static_cast<int>(options.store) + static_cast<int>(options.remove) +
          static_cast<int>(!options.set.empty()) >
      1) {
    return makeError(ErrorKind::InvalidArgument, "--store, --set and --remove exclude each other");
  }
  if (!options.set.empty()) {
    TATARA_ASSIGN(const auto text, fileText(options.set));
    TATARA_TRY(withContext(Status(keepContract(session, options.data, text)), options.set));
    return kDone;
  }
  std::error_code failed;
  const bool file = std::filesystem::exists(options.data, failed);
  if (options.remove) {
    TATARA_ASSIGN(const auto known, datasetOf(session, options.data));
    TATARA_ASSIGN(const auto store, session.store());
    TATARA_ASSIGN(const bool removed, store->writeFor([&](store::Writer& writer) {
      return dataset::removeContract(writer, known.id);
    }));
    session.remark(removed ? "Removed the contract of " + known.name : known.name + " has no contract");
    return kDone;
  }
  if (!file && !options.infer && !options.store && session.workspace()) {
    TATARA_ASSIGN(const auto known, datasetOf(session, options.data));
    TATARA_ASSIGN(const auto store, session.store());
    TATARA_ASSIGN(const auto kept, store->read([&](sql::Connection& connection) {
      return dataset::loadContractText(connection, known.id);
    }));
    if (kept) {
      session.print(*kept);
      return kDone;
    }
  }
  TATARA_ASSIGN(const auto yaml, inferred(session, options));
  if (options.store) {
    TATARA_TRY(keepContract(session, options.data, yaml));
  }
  session.print(yaml);
  return kDone;
}

Result<dataset::Contract> contractFor(Session& session, const CheckVerbOptions& options,
                                      const DataTable& opened) {
  if (!options.contract.empty()) {
    TATARA_ASSIGN(const auto text, fileText(options.contract));
    return withContext(dataset::contractFromYaml(text), options.contract);
  }
  if (!opened.version) {
    return makeError(ErrorKind::InvalidArgument, "A file needs --contract FILE to be checked by");
  }
  TATARA_ASSIGN(const auto store, session.store());
  TATARA_ASSIGN(auto contract, store->read([&](sql::Connection& connection) {
    return dataset::loadContract(connection, opened.version->dataset);
  }));
  if (!contract) {
    return makeError(ErrorKind::NotFound, opened.version->name + " has no contract; \"tatara data contract " +
                                              opened.version->name +
                                              " --store\" infers one from its newest version");
  }
  return *std::move(contract);
}

Listing resultsListing(const dataset::ContractReport& report, bool brokenOnly) {
  Listing listing;
  listing.addColumn("rule", "Rule");
  listing.addColumn("column", "Column", text::Align::Left, 32);
  listing.addColumn("holds", "Holds");
  listing.addColumn("expected", "Expected", text::Align::Left, 48);
  listing.addColumn("rows", "Rows", text::Align::Right);
  listing.addColumn("found", "Found", text::Align::Left, 90);
  for (const auto& one : report.results) {
    if (brokenOnly && one.holds) {
      continue;
    }
    listing.addRow({textCell(one.rule), textCell(one.column), Cell{one.holds ? "yes" : "NO", one.holds},
                    textCell(one.expected.english()), countCell(static_cast<std::int64_t>(one.rows)),
                    textCell(one.found.english())});
  }
  return listing;
}

std::string reportText(const dataset::ContractReport& report, const DataTable& opened) {
  if (report.holds()) {
    return opened.title + ": all " + std::to_string(report.results.size()) + " rules hold\n";
  }
  std::string text = opened.title + ": " + std::to_string(report.broken()) + " of " +
                     std::to_string(report.results.size()) + " rules are broken\n";
  constexpr std::size_t kMostShown = 5;
  constexpr int kMostWidth = 60;
  std::size_t placed = 0;
  for (const auto& one : report.results) {
    if (one.holds) {
      break;
    }
    text += "  " + one.rule + ": " + text::printable(one.found.english()) +
            " (expected: " + text::elided(text::printable(one.expected.english()), kMostWidth) + ")\n";
    for (std::size_t i = 0; i < std::min(kMostShown, one.offenders.size()); ++i) {
      const auto& offender = one.offenders[i];
      // The place is read from the file each time, so only the first ones get theirs.
      constexpr std::size_t kMostPlaced = 20;
      const std::string place =
          placed++ < kMostPlaced ? opened.table.place(offender.row, one.column) : std::string();
      text += "    row " + withThousands(static_cast<std::int64_t>(offender.row)) + ": " +
              text::elided(text::printable(offender.value), kMostWidth) +
              (place.empty() ? "" : "  (" + place + ")") + "\n";
    }
  }
  return text;
}

Result<int> runCheck(Session& session, const CheckVerbOptions& options) {
  DataFrames frames(session);
  TATARA_ASSIGN(const auto opened, frames.openTable(options.data, options.reading));
  TATARA_ASSIGN(const auto contract, contractFor(session, options, opened));
  TATARA_ASSIGN(const auto report, dataset::checkContract(contract, dataset::sourceOf(opened.table),
                                                          systemClock().now(), session.stop()));
  if (!options.junit.empty()) {
    std::ofstream file(options.junit, std::ios::binary | std::ios::trunc);
    file << dataset::toJUnit(report, opened.title);
    file.close();
    if (!file) {
      return fileError("The JUnit file cannot be written", options.junit, errno);
    }
    session.remark("Wrote " + options.junit);
  }
  switch (session.format()) {
    case Format::Json:
      session.print(text::toPrettyJson(dataset::toJson(report)) + "\n");
      break;
    case Format::Csv:
      resultsListing(report, false).print(session, "The contract has no rules");
      break;
    case Format::Table:
      session.print(reportText(report, opened));
  }
  return report.holds() ? kDone : kCheckSaidNo;
}

}  // namespace

Verb dataContractVerb() {
  auto options = std::make_shared<ContractVerbOptions>();
  Verb verb{.path = "data contract",
            .summary = "Show, infer or keep what a dataset has to be",
            .details =
                "Prints the contract that is kept with the dataset, else one inferred from the version or "
                "file: types, missing values, ranges, categories, patterns, keys, times and "
                "distributions, as YAML to be edited. A kept contract is checked against every new "
                "version.",
            .examples = {"tatara data contract bikes.csv > bikes.yaml", "tatara data contract bikes --store",
                         "tatara data contract bikes --set bikes.yaml"},
            .takesFormat = false};
  verb.positional("DATASET", options->data, "NAME or NAME@VERSION of a registered dataset, or a data file")
      .offers(Offer::Files);
  verb.flag("--infer", options->infer, "Infer anew, although one is kept");
  verb.flag("--store", options->store, "Infer, and keep with the dataset");
  verb.flag("--refuse", options->refuse, "What is inferred refuses versions that break it");
  verb.option("--set", options->set, "FILE", "Keep the contract in this file with the dataset")
      .offers(Offer::Files);
  verb.flag("--remove", options->remove, "Keep no contract any more");
  verb.run = [options](Session& session) { return runContract(session, *options); };
  return verb;
}

Verb dataCheckVerb() {
  auto options = std::make_shared<CheckVerbOptions>();
  Verb verb{.path = "data check",
            .summary = "Check data against a contract",
            .details =
                "Says each rule that is broken, with columns, rows (counted from zero) and values. Exit "
                "code 0: all rules hold; 1: some are broken.",
            .examples = {"tatara data check new.csv --contract bikes.yaml", "tatara data check bikes@4",
                         "tatara data check new.csv --contract bikes.yaml --junit report.xml"}};
  verb.positional("DATA", options->data, "A data file, or NAME or NAME@VERSION of a registered dataset")
      .offers(Offer::Files);
  verb.option("--contract", options->contract, "FILE",
              "The contract (default: the one kept with the dataset)")
      .offers(Offer::Files);
  verb.option("--junit", options->junit, "FILE", "Write the results as JUnit XML").offers(Offer::Files);
  addReadingOptions(verb, options->reading);
  verb.run = [options](Session& session) { return runCheck(session, *options); };
  return verb;
}

}  // namespace tatara::cli

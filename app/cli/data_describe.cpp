// tatara data describe
#include <algorithm>

#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/base/number_text.h"
#include "core/dataset/datasets.h"

namespace tatara::cli {
namespace {

struct DescribeOptions {
  std::string name;
  std::string rename;
  std::string folder;
  std::string description;
  std::string owner;
  std::string licence;
  std::string column;
  std::string meaning;
  std::string role;
  std::string personal;
};

std::optional<std::string> given(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text == "-" ? std::string() : text);
}

// The note with what was said changed in it.
Result<dataset::ColumnNote> noteOf(sql::Connection& connection, const dataset::Dataset& of,
                                   const DescribeOptions& options) {
  const auto known = std::ranges::find(of.columns, options.column, &dataset::ColumnNote::name);
  dataset::ColumnNote note = known == of.columns.end() ? dataset::ColumnNote{} : *known;
  note.name = options.column;
  if (known == of.columns.end() && of.newest > 0) {
    TATARA_ASSIGN(const auto version, dataset::resolveVersion(connection, of.name));
    std::vector<std::string> names;
    for (const auto& info : version.columns) {
      names.push_back(info.name);
    }
    if (std::ranges::find(names, options.column) == names.end()) {
      const auto near = nearestWord(options.column, names);
      return makeError(ErrorKind::NotFound, of.name + " has no column '" + options.column + "'" +
                                                (near ? "; the nearest name is '" + *near + "'" : ""));
    }
  }
  note.description = given(options.meaning).value_or(note.description);
  note.role = given(options.role).value_or(note.role);
  if (!options.personal.empty()) {
    note.personal = options.personal == "yes";
  }
  return note;
}

Result<int> describe(Session& session, const DescribeOptions& options) {
  const dataset::DatasetDetails details{.name = given(options.rename),
                                        .folder = given(options.folder),
                                        .description = given(options.description),
                                        .owner = given(options.owner),
                                        .licence = given(options.licence)};
  const bool ofColumn = !options.meaning.empty() || !options.role.empty() || !options.personal.empty();
  const bool ofDataset =
      details.name || details.folder || details.description || details.owner || details.licence;
  if (ofColumn != !options.column.empty()) {
    return makeError(ErrorKind::InvalidArgument,
                     options.column.empty()
                         ? "--meaning, --role and --personal are about a column; name it with --column"
                         : "Say about the column: --meaning, --role or --personal");
  }
  if (!ofColumn && !ofDataset) {
    return makeError(ErrorKind::InvalidArgument,
                     "Say what to describe, such as --description, --owner, --licence or --column");
  }
  TATARA_ASSIGN(const auto store, session.store());
  TATARA_TRY(store->write([&](store::Writer& writer) -> Status {
    TATARA_ASSIGN(const dataset::Dataset of, dataset::loadDataset(writer.sql(), options.name));
    if (ofColumn) {
      TATARA_ASSIGN(const auto note, noteOf(writer.sql(), of, options));
      TATARA_TRY(dataset::setColumnNote(writer, of.id, note, systemClock().now()));
    }
    return ofDataset ? dataset::setDetails(writer, of.id, details, systemClock().now()) : Status{};
  }));
  session.remark("Described " + details.name.value_or(options.name));
  return kDone;
}

}  // namespace

Verb dataDescribeVerb() {
  auto options = std::make_shared<DescribeOptions>();
  Verb verb{
      .path = "data describe",
      .summary = "Say what a dataset and its columns are: owner, licence, meaning, role, personal data",
      .details = "What is not named stays as it is; a lone - takes a text away.",
      .examples = {"tatara data describe bikes --owner \"Data team\" --licence CC-BY-4.0",
                   "tatara data describe bikes --column cnt --meaning \"Rentals in the hour\" --role target",
                   "tatara data describe people --column email --personal yes"}};
  verb.takesFormat = false;
  verb.positional("NAME", options->name, "Name of a dataset").offers(Offer::Datasets);
  verb.option("--rename", options->rename, "NAME", "Another name for the dataset");
  verb.option("--folder", options->folder, "FOLDER", "Folder of the dataset in lists, such as sales/2024");
  verb.option("--description", options->description, "TEXT", "What the dataset is");
  verb.option("--owner", options->owner, "TEXT", "Who answers for it");
  verb.option("--licence", options->licence, "TEXT", "Under which terms it may be used");
  verb.option("--column", options->column, "COLUMN", "The column that the next options are about");
  verb.option("--meaning", options->meaning, "TEXT", "A sentence on the column");
  verb.option("--role", options->role, "ROLE", "What the column is for")
      .oneOf({"feature", "target", "id", "time", "group", "ignore", "-"});
  verb.option("--personal", options->personal, "YES|NO", "Whether the column is personal data")
      .oneOf({"yes", "no"});
  verb.run = [options](Session& session) { return describe(session, *options); };
  return verb;
}

}  // namespace tatara::cli

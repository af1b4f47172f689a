// tatara data add, list, show, versions, remove

#include <algorithm>

#include "app/cli/listing.h"
#include "app/cli/reading.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/base/number_text.h"
#include "core/dataset/contracts.h"
#include "core/dataset/datasets.h"

namespace tatara::cli {
namespace {

using dataset::Dataset;
using dataset::Version;

constexpr const char* kDataHelp = "Name of a dataset, NAME@VERSION, or a file";

Cell countOf(std::uint64_t count) {
  return countCell(static_cast<std::int64_t>(count));
}
std::string keptText(const Version& version) {
  return version.keeping == dataset::Keeping::Copy ? "copy" : "reference";
}
std::string nameOf(const Version& version) {
  return version.name + "@" + std::to_string(version.version);
}

Listing columnsListing(const std::vector<dataset::ColumnInfo>& columns,
                       const std::vector<dataset::ColumnNote>& notes) {
  Listing listing;
  listing.addColumn("name", "Column", text::Align::Left, 40);
  listing.addColumn("type", "Type");
  listing.addColumn("missing", "Missing", text::Align::Right);
  listing.addColumn("rejected", "Do not fit", text::Align::Right);
  listing.addColumn("role", "Role");
  listing.addColumn("personal", "Personal");
  listing.addColumn("reason", "Why this type", text::Align::Left, 60);
  listing.addColumn("description", "Description", text::Align::Left, 60);
  for (const auto& info : columns) {
    const auto note = std::ranges::find(notes, info.name, &dataset::ColumnNote::name);
    const bool noted = note != notes.end();
    listing.addRow({textCell(info.name), textCell(toString(info.type)), countOf(info.missing),
                    countOf(info.rejected), textCell(noted ? note->role : ""),
                    Cell{noted && note->personal ? "yes" : "", noted && note->personal},
                    textCell(info.reason.english()), textCell(noted ? note->description : "")});
  }
  return listing;
}

void tellAdded(Session& session, const dataset::Added& added) {
  const Version& version = added.version;
  for (const auto& reason : version.reasons) {
    session.remark(reason.english());
  }
  if (version.rejected > 0) {
    session.remark((version.rejected == 1 ? "1 value or row does not fit"
                                          : withThousands(static_cast<std::int64_t>(version.rejected)) +
                                                " values or rows do not fit") +
                   "; \"tatara data rejected " + nameOf(version) + "\" lists " +
                   (version.rejected == 1 ? "it" : "them"));
  }
  if (added.contract && !added.contract->holds()) {
    session.remark(withThousands(static_cast<std::int64_t>(added.contract->broken())) + " of the " +
                   withThousands(static_cast<std::int64_t>(added.contract->results.size())) +
                   " rules of its contract are broken; \"tatara data check " + nameOf(version) +
                   "\" tells them");
  }
  session.remark(added.isNew ? "Added " + nameOf(version)
                 : added.corrected
                     ? "The bytes are known as " + nameOf(version) + ", which is opened so from now on"
                     : "The bytes are known as " + nameOf(version));
  if (added.contract) {
    session.remark("Its contract: " + brokenPhrase(*added.contract).english());
  }
  Record record;
  record.add("name", "name", textCell(version.name));
  record.add("version", "version", countCell(version.version));
  record.add("new", "new", Cell{added.isNew ? "yes" : "no", added.isNew});
  record.add("rows", "rows", countOf(version.rows));
  record.add("columns", "columns", countOf(version.columns.size()));
  record.add("rejected", "do not fit", countOf(version.rejected));
  record.add("sha256", "SHA-256", textCell(version.digest));
  record.print(session);
}

Verb addVerb() {
  struct Options {
    std::string file;
    std::string name;
    std::string folder;
    std::string note;
    std::string source;
    bool reference = false;
    ReadingOptions reading;
  };
  auto options = std::make_shared<Options>();
  Verb verb{
      .path = "data add",
      .summary = "Register a file, or a folder of Parquet files, as a dataset version",
      .details =
          "Takes CSV and its kin, also packed with gzip or zstd, Parquet, JSON and JSON lines, SQLite and "
          "Excel (.xlsx). What is guessed is said; the options correct it, and the correction is kept "
          "with the version. The same bytes added again are the same version.",
      .examples = {"tatara data add bikes.csv", "tatara data add sales/ --name sales --reference",
                   "tatara data add export.csv --delimiter ';' --decimal , --type zip=text"}};
  verb.positional("FILE", options->file, "The file or folder").offers(Offer::Files);
  verb.option("--name", options->name, "NAME", "Name of the dataset; the file's otherwise");
  verb.option("--folder", options->folder, "FOLDER", "Folder of the dataset in lists, such as sales/2024");
  verb.option("--note", options->note, "TEXT", "A sentence about this version");
  verb.option("--source", options->source, "URI",
              "Where the file was fetched from, to be told in place of its path");
  verb.flag("--reference", options->reference,
            "Refer to the file where it is; otherwise its bytes are copied");
  addReadingOptions(verb, options->reading);
  verb.run = [options](Session& session) -> Result<int> {
    dataset::NewVersion request{.file = options->file, .name = options->name};
    TATARA_ASSIGN(request.options, openOptionsOf(options->reading));
    if (!options->folder.empty()) {
      request.folder = options->folder;
    }
    if (options->reference && !options->source.empty()) {
      return makeError(
          ErrorKind::InvalidArgument,
          "--reference keeps the path of the file; --source is for copies, whose bytes are kept");
    }
    request.source = options->source;
    request.keeping = options->reference ? dataset::Keeping::Reference : dataset::Keeping::Copy;
    request.note = options->note;
    TATARA_ASSIGN(const auto store, session.store());
    TATARA_ASSIGN(const auto engine, dataset::Engine::open());
    const artifact::ArtifactStore artifacts(store);
    TATARA_ASSIGN(const auto added, dataset::addDataset(*store, artifacts, *engine, request, session.stop()));
    tellAdded(session, added);
    return kDone;
  };
  return verb;
}

Verb dataListVerb() {
  Verb verb{
      .path = "data list", .summary = "List the datasets", .examples = {"tatara data list --format json"}};
  verb.run = [](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, session.store());
    Listing listing;
    listing.addColumn("name", "Name", text::Align::Left, 40);
    listing.addColumn("folder", "Folder", text::Align::Left, 30);
    listing.addColumn("versions", "Versions", text::Align::Right);
    listing.addColumn("rows", "Rows", text::Align::Right);
    listing.addColumn("columns", "Columns", text::Align::Right);
    listing.addColumn("bytes", "Size", text::Align::Right);
    listing.addColumn("format", "Format");
    listing.addColumn("updated", "Changed");
    TATARA_TRY(store->read(
        [&](sql::Connection& connection) -> Status {
          TATARA_ASSIGN(const auto datasets, dataset::listDatasets(connection));
          for (const Dataset& one : datasets) {
            std::optional<Version> newest;
            if (one.newest > 0) {
              TATARA_ASSIGN(newest, dataset::resolveVersion(connection, one.name));
            }
            listing.addRow({textCell(one.name), textCell(one.folder), countCell(one.versions),
                            newest ? countOf(newest->rows) : Cell{},
                            newest ? countOf(newest->columns.size()) : Cell{},
                            newest ? sizeCell(static_cast<std::int64_t>(newest->bytes)) : Cell{},
                            textCell(newest ? newest->format : ""), timeCell(one.updated)});
          }
          return {};
        },
        session.stop()));
    listing.print(session, "There are no datasets; \"tatara data add FILE\" adds one");
    return kDone;
  };
  return verb;
}

Status showVersion(Session& session, const Version& version) {
  TATARA_ASSIGN(const auto store, session.store());
  Dataset of;
  std::vector<dataset::RunUse> uses;
  TATARA_TRY(store->read(
      [&](sql::Connection& connection) -> Status {
        TATARA_ASSIGN(of, dataset::loadDataset(connection, version.dataset));
        TATARA_ASSIGN(uses, dataset::runsUsing(connection, version));
        return {};
      },
      session.stop()));
  const auto state = dataset::sourceState(version, session.stop());
  Record record;
  record.add("name", "name", textCell(version.name));
  record.add("version", "version", countCell(version.version));
  record.add("folder", "folder", textCell(of.folder));
  record.add("description", "description", textCell(of.description));
  record.add("owner", "owner", textCell(of.owner));
  record.add("licence", "licence", textCell(of.licence));
  record.add("note", "note", textCell(version.note));
  record.add("rows", "rows", countOf(version.rows));
  record.add("rejected", "do not fit", countOf(version.rejected));
  record.add("bytes", "size", sizeCell(static_cast<std::int64_t>(version.bytes)));
  record.add("format", "format", textCell(version.format));
  record.add("kept", "kept by", textCell(keptText(version)));
  record.add("source", "source", textCell(version.source));
  record.add("source_state", "source is",
             textCell(state == dataset::SourceState::Changed     ? "changed since"
                      : state == dataset::SourceState::Gone      ? "gone"
                      : state == dataset::SourceState::Unchanged ? "unchanged"
                                                                 : "not needed"));
  record.add("options", "corrections", textCell(dataset::toJsonText(version.options)));
  record.add("sha256", "SHA-256", textCell(version.digest));
  record.add("created", "added", timeCell(version.created));
  record.addRows("columns", "Columns", columnsListing(version.columns, of.columns));
  std::string reasons;
  for (const auto& reason : version.reasons) {
    reasons += reason.english() + "\n";
  }
  record.addText("reasons", "How it is read", reasons);
  Listing runs;
  runs.addColumn("run_id", "Run");
  runs.addColumn("name", "Name", text::Align::Left, 40);
  runs.addColumn("context", "Used for");
  runs.addColumn("started", "Started");
  for (const auto& use : uses) {
    runs.addRow({textCell(use.runId), textCell(use.runName), textCell(use.context), timeCell(use.started)});
  }
  if (!runs.empty()) {
    record.addRows("runs", "Runs that used it", std::move(runs));
  }
  record.print(session);
  return {};
}

Verb dataShowVerb() {
  auto name = std::make_shared<std::string>();
  Verb verb{.path = "data show",
            .summary = "Show a dataset version: its columns and types, where it is from, which runs used it",
            .examples = {"tatara data show bikes", "tatara data show bikes@2 --format json"}};
  verb.positional("NAME", *name, "Name of a dataset, or NAME@VERSION").offers(Offer::Datasets);
  verb.run = [name](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, session.store());
    TATARA_ASSIGN(
        const Version version,
        store->read([&](sql::Connection& connection) { return dataset::resolveVersion(connection, *name); },
                    session.stop()));
    TATARA_TRY(showVersion(session, version));
    return kDone;
  };
  return verb;
}

Verb versionsVerb() {
  auto name = std::make_shared<std::string>();
  Verb verb{.path = "data versions", .summary = "List the versions of a dataset, the newest first"};
  verb.positional("NAME", *name, "Name of a dataset").offers(Offer::Datasets);
  verb.run = [name](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, session.store());
    Listing listing;
    listing.addColumn("version", "Version", text::Align::Right);
    listing.addColumn("rows", "Rows", text::Align::Right);
    listing.addColumn("columns", "Columns", text::Align::Right);
    listing.addColumn("bytes", "Size", text::Align::Right);
    listing.addColumn("kept", "Kept by");
    listing.addColumn("sha256", "SHA-256");
    listing.addColumn("created", "Added");
    listing.addColumn("note", "Note", text::Align::Left, 40);
    TATARA_ASSIGN(const auto versions, store->read(
                                           [&](sql::Connection& connection) -> Result<std::vector<Version>> {
                                             TATARA_ASSIGN(const Dataset one,
                                                           dataset::loadDataset(connection, *name));
                                             return dataset::loadVersions(connection, one.id);
                                           },
                                           session.stop()));
    for (const Version& version : versions) {
      listing.addRow({countCell(version.version),
                      countOf(version.rows),
                      countOf(version.columns.size()),
                      sizeCell(static_cast<std::int64_t>(version.bytes)),
                      textCell(keptText(version)),
                      {version.digest.substr(0, 12), version.digest},
                      timeCell(version.created),
                      textCell(version.note)});
    }
    listing.print(session, "The dataset has no versions");
    return kDone;
  };
  return verb;
}

Verb removeVerb() {
  auto name = std::make_shared<std::string>();
  Verb verb{
      .path = "data remove",
      .summary = "Remove a dataset with all its versions, or one version",
      .details =
          "A file that is referred to stays where it is. The bytes of copies go with the next \"tatara gc\".",
      .examples = {"tatara data remove bikes@2", "tatara data remove bikes"}};
  verb.takesFormat = false;
  verb.positional("NAME", *name, "Name of a dataset, or NAME@VERSION").offers(Offer::Datasets);
  verb.run = [name](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, session.store());
    const auto what = store->writeFor([&](store::Writer& writer) -> Result<std::string> {
      if (const auto whole = dataset::loadDataset(writer.sql(), *name)) {
        TATARA_TRY(dataset::removeDataset(writer, whole->id));
        return whole->name + " with " + std::to_string(whole->versions) +
               (whole->versions == 1 ? " version" : " versions");
      }
      TATARA_ASSIGN(const Version version, dataset::resolveVersion(writer.sql(), *name));
      TATARA_TRY(dataset::removeVersion(writer, version.id));
      return nameOf(version);
    });
    if (!what) {
      return what.error();
    }
    session.remark("Removed " + *what);
    return kDone;
  };
  return verb;
}

Verb rejectedVerb() {
  struct Options {
    std::string data;
    ReadingOptions reading;
  };
  auto options = std::make_shared<Options>();
  Verb verb{.path = "data rejected",
            .summary = "List the values and rows that do not fit their column, with line and text",
            .details = "At most the first 5,000 are listed.",
            .examples = {"tatara data rejected bikes", "tatara data rejected bikes.csv --missing -1"},
            .aliases = {"data rejects"}};
  verb.positional("DATA", options->data, kDataHelp).offers(Offer::Datasets);
  addReadingOptions(verb, options->reading);
  verb.run = [options](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto opened, openData(session, options->data, options->reading));
    Listing listing;
    listing.addColumn("line", "Line", text::Align::Right);
    listing.addColumn("row", "Row", text::Align::Right);
    listing.addColumn("column", "Column", text::Align::Left, 30);
    listing.addColumn("text", "Text", text::Align::Left, 60);
    listing.addColumn("reason", "Why");
    for (const auto& one : opened.table->rejected()) {
      listing.addRow({one.line > 0 ? countOf(one.line) : Cell{}, countOf(one.row + 1), textCell(one.column),
                      textCell(one.text), textCell(one.reason.english())});
    }
    listing.print(session, "Everything fits");
    if (opened.table->rejectedCount() > listing.size()) {
      session.remark("These are the first of " +
                     withThousands(static_cast<std::int64_t>(opened.table->rejectedCount())));
    }
    return kDone;
  };
  return verb;
}

}  // namespace

std::vector<Verb> dataVerbs() {
  std::vector<Verb> verbs;
  verbs.push_back(addVerb());
  verbs.push_back(dataListVerb());
  verbs.push_back(dataShowVerb());
  verbs.push_back(versionsVerb());
  verbs.push_back(dataDescribeVerb());
  verbs.push_back(dataRowsVerb());
  verbs.push_back(rejectedVerb());
  verbs.push_back(dataExportVerb());
  verbs.push_back(removeVerb());
  return verbs;
}

}  // namespace tatara::cli

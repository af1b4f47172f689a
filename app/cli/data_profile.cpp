// tatara data profile
#include <algorithm>
#include <cerrno>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>

#include "app/cli/human.h"
#include "app/cli/listing.h"
#include "app/cli/reading.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/base/file_error.h"
#include "core/base/number_text.h"
#include "core/dataset/datasets.h"
#include "core/dataset/fix.h"
#include "core/dataset/frame.h"
#include "core/dataset/profile.h"
#include "core/dataset/profile_report.h"

namespace tatara::cli {
namespace {

struct ProfileVerbOptions {
  std::string data;
  std::string target;
  bool withoutTarget = false;
  bool quick = false;
  std::int64_t sample = 0;
  std::string report;
  ReadingOptions reading;
  std::vector<std::string> personal;
};

// A file, or a version of a registered dataset with what is known of it.
struct Subject {
  dataset::Table table;
  std::string title;
  std::optional<dataset::Version> version;
  std::map<std::string, dataset::ColumnRole> roles;
  std::optional<dataset::Profile> previous;
  std::optional<dataset::Version> before;  // the version before
  std::vector<std::string> personal;
};

std::uint64_t memoryForReading() {
  return 500'000'000;
}

Status readNotes(sql::Connection& connection, Subject& subject) {
  TATARA_ASSIGN(const auto known, dataset::loadDataset(connection, subject.version->dataset));
  for (const auto& note : known.columns) {
    if (note.personal) {
      subject.personal.push_back(note.name);
    }
    if (const auto role = dataset::parseColumnRole(note.role)) {
      subject.roles[note.name] = *role;
    }
  }
  TATARA_ASSIGN(subject.before, dataset::comparableVersion(connection, *subject.version));
  if (subject.before) {
    TATARA_ASSIGN(const auto kept, dataset::loadProfile(connection, subject.before->id));
    const auto json = text::parseJson(kept.value_or("null"));
    if (auto profile = json ? dataset::profileFromJson(*json) : Result<dataset::Profile>(json.error())) {
      subject.previous = *std::move(profile);
    }
  }
  return {};
}

Result<Subject> openSubject(Session& session, dataset::Engine& engine, const ProfileVerbOptions& options) {
  std::error_code failed;
  const std::filesystem::path path = options.data;
  dataset::OpenOptions reading;
  TATARA_TRY(addReading(options.reading, reading));
  reading.sampleRows = static_cast<std::uint64_t>(std::max<std::int64_t>(0, options.sample));
  if (std::filesystem::exists(path, failed)) {
    TATARA_ASSIGN(auto table, dataset::Table::open(engine, path, reading, session.stop()));
    return Subject{std::move(table), path.filename().string(), {}, {}, {}, {}, {}};
  }
  const auto workspace = session.workspace();
  if (!workspace) {
    return makeError(ErrorKind::NotFound, "There is no file " + options.data +
                                              ", and no workspace here whose dataset it could be");
  }
  TATARA_ASSIGN(const auto store, session.store());
  TATARA_ASSIGN(auto version, store->read([&](sql::Connection& connection) {
    return dataset::resolveVersion(connection, options.data);
  }));
  const artifact::ArtifactStore artifacts(store);
  TATARA_TRY(addReading(options.reading, version.options));
  version.options.sampleRows = reading.sampleRows;
  TATARA_ASSIGN(auto table, dataset::openVersion(*store, artifacts, engine, version, session.stop()));
  Subject subject{
      std::move(table), version.name + "@" + std::to_string(version.version), version, {}, {}, {}, {}};
  TATARA_TRY(store->read([&](sql::Connection& connection) { return readNotes(connection, subject); }));
  return subject;
}

// The rows of the version before, where they can still be read.
std::optional<dataset::Table> tableBefore(Session& session, dataset::Engine& engine, const Subject& subject) {
  if (!subject.before || !subject.table.complete()) {
    return {};
  }
  const auto store = session.store();
  if (!store) {
    return {};
  }
  const artifact::ArtifactStore artifacts(*store);
  auto table = dataset::openVersion(**store, artifacts, engine, *subject.before, session.stop());
  if (!table) {
    session.remark("Drift is told from the profile of the version before alone: " + table.error().message);
    return {};
  }
  return *std::move(table);
}

std::string shortNumber(const dataset::ColumnProfile& column, double value) {
  if (std::isnan(value)) {
    return "";
  }
  return column.type == dataset::ColumnType::Time ? dataset::timeText(value) : roundedNumber(value);
}

Listing columnsListing(const dataset::Profile& profile) {
  Listing listing;
  listing.addColumn("name", "Column", text::Align::Left, 32);
  listing.addColumn("type", "Type");
  listing.addColumn("role", "Role");
  for (const char* count : {"count", "missing", "distinct", "zeros"}) {
    std::string title = count;
    title[0] = static_cast<char>(title[0] - 32);
    listing.addColumn(count, std::move(title), text::Align::Right);
  }
  const std::pair<const char*, const char*> numbers[] = {
      {"min", "Min"},       {"max", "Max"},           {"mean", "Mean"}, {"sd", "SD"},
      {"skew", "Skew"},     {"kurtosis", "Kurtosis"}, {"q05", "5 %"},   {"q25", "25 %"},
      {"median", "Median"}, {"q75", "75 %"},          {"q95", "95 %"}};
  for (const auto& [key, title] : numbers) {
    listing.addColumn(key, title, text::Align::Right);
  }
  listing.addColumn("top", "Most frequent", text::Align::Left, 24);
  listing.addColumn("alerts", "Alerts");
  const text::Json json = dataset::toJson(profile);
  for (std::size_t i = 0; i < profile.columns.size(); ++i) {
    const auto& column = profile.columns[i];
    const text::Json& own = json["columns"].items()[i];
    Listing::Row row{textCell(column.name), textCell(toString(column.type)), textCell(toString(column.role))};
    for (const std::uint64_t count : {column.count, column.missing, column.distinct, column.zeros}) {
      row.push_back(countCell(static_cast<std::int64_t>(count)));
    }
    const double values[] = {column.min, column.max, column.mean,   column.sd,  column.skew, column.kurtosis,
                             column.q05, column.q25, column.median, column.q75, column.q95};
    for (std::size_t k = 0; k < std::size(values); ++k) {
      row.push_back({shortNumber(column, values[k]), own[numbers[k].first]});
    }
    row.push_back(column.top.empty() ? Cell{} : textCell(column.top.front().text));
    std::vector<std::string> badges;
    for (const std::size_t index : column.alerts) {
      badges.push_back(profile.alerts[index].badge.english());
    }
    row.push_back(listCell(badges));
    listing.addRow(std::move(row));
  }
  return listing;
}

std::string alertsText(const dataset::Profile& profile) {
  std::string text = profile.alerts.empty() ? "\nNothing is wrong that a person should look at\n" : "\n";
  for (const auto& alert : profile.alerts) {
    text += std::string(toString(alert.severity)) + ": " + text::printable(alert.sentence.english()) + "\n";
    if (alert.fix) {
      text += "    " + text::printable(alert.fix->label.english()) + "\n";
    }
  }
  return text;
}

Status keep(Session& session, const Subject& subject, const dataset::Profile& profile) {
  TATARA_ASSIGN(const auto store, session.store());
  const std::string json = text::toJson(dataset::keptJson(profile));
  return store->write([&](store::Writer& writer) {
    return dataset::saveProfile(writer, subject.version->id, json, systemClock().now());
  });
}

Status writeReport(const ProfileVerbOptions& options, const Subject& subject,
                   const dataset::Profile& profile) {
  dataset::ReportFacts facts{.title = subject.title,
                             .query = "SELECT * FROM " + dataset::quotedText(options.data),
                             .digest = subject.table.digest(),
                             .made = systemClock().now(),
                             .personal = subject.personal};
  facts.personal.insert(facts.personal.end(), options.personal.begin(), options.personal.end());
  std::ofstream file(options.report, std::ios::binary | std::ios::trunc);
  file << dataset::reportHtml(profile, facts);
  file.close();
  return file ? Status{} : fileError("The report cannot be written", options.report, errno);
}

Result<int> runProfile(Session& session, const ProfileVerbOptions& options) {
  TATARA_ASSIGN(const auto engine, dataset::Engine::open({.memoryLimit = memoryForReading()}));
  TATARA_ASSIGN(const Subject subject, openSubject(session, *engine, options));
  for (const auto& reason : subject.table.reasons()) {
    session.remark(reason.english());
  }
  if (subject.table.rejectedCount() > 0) {
    session.remark(withThousands(static_cast<std::int64_t>(subject.table.rejectedCount())) +
                   " values or records do not fit and are taken as missing");
  }
  dataset::ProfileOptions asked{.target = {}, .roles = subject.roles, .sample = {}};
  if (options.withoutTarget || !options.target.empty()) {
    asked.target = options.target;
  }
  if (!subject.table.complete()) {
    asked.sample = withThousands(static_cast<std::int64_t>(subject.table.rows())) + " of about " +
                   withThousands(static_cast<std::int64_t>(subject.table.estimatedRows())) + " rows";
    session.remark("A sample: " + asked.sample);
  }
  asked.previous = subject.previous ? &*subject.previous : nullptr;
  const auto before = tableBefore(session, *engine, subject);
  const auto rowsBefore = before ? std::optional(dataset::sourceOf(*before)) : std::nullopt;
  asked.previousRows = rowsBefore ? &*rowsBefore : nullptr;
  asked.relations = !options.quick;
  TATARA_ASSIGN(const auto profile, dataset::makeProfile(
                                        sourceOf(subject.table), asked,
                                        [&](const dataset::ProfileProgress& at) {
                                          session.progress("Profiling columns",
                                                           static_cast<std::int64_t>(at.done),
                                                           static_cast<std::int64_t>(at.total));
                                        },
                                        session.stop()));
  if (subject.version && !anyGiven(options.reading) && !options.quick && profile.sample.empty()) {
    TATARA_TRY(keep(session, subject, profile));
  }
  if (!options.report.empty()) {
    TATARA_TRY(writeReport(options, subject, profile));
    session.remark("Wrote " + options.report);
  }
  if (session.format() == Format::Json) {
    session.print(text::toPrettyJson(dataset::toJson(profile)) + "\n");
    return kDone;
  }
  columnsListing(profile).print(session, "There are no columns");
  if (session.format() == Format::Table) {
    session.print(alertsText(profile));
  }
  return kDone;
}

}  // namespace

Verb dataProfileVerb() {
  auto options = std::make_shared<ProfileVerbOptions>();
  Verb verb{
      .path = "data profile",
      .summary = "Say what is in a dataset and what is wrong with it",
      .details =
          "Types, roles, counts, moments, quantiles and top values of every column, as pandas computes "
          "them, relations between columns, and alerts about what is worth a person's time. The file is "
          "only read. The profile of a registered version is kept with it, and the version is compared "
          "with the one before. --report writes one file of HTML that needs nothing else.",
      .examples = {"tatara data profile bikes.csv",
                   "tatara data profile bikes.csv --target cnt --format json",
                   "tatara data profile bikes@2 --report bikes.html"}};
  verb.positional("FILE", options->data, "A data file, or NAME or NAME@VERSION of a registered dataset")
      .offers(Offer::Files);
  verb.option("--target", options->target, "COLUMN", "What is to be learned (default: guessed)");
  verb.flag("--no-target", options->withoutTarget, "Do not guess a target");
  verb.flag("--no-relations", options->quick, "Leave out correlations and what is told against the target");
  verb.option("--sample", options->sample, "ROWS", "Read about so many rows only");
  addReadingOptions(verb, options->reading);
  verb.option("--report", options->report, "FILE", "Write a report as one HTML file").offers(Offer::Files);
  verb.option("--personal", options->personal, "COLUMN", "Personal data: keep its values out of the report");
  verb.run = [options](Session& session) { return runProfile(session, *options); };
  return verb;
}

}  // namespace tatara::cli

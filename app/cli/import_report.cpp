#include "app/cli/import_report.h"

#include <algorithm>

#include "app/cli/resolve.h"
#include "app/cli/verb.h"
#include "core/base/number_text.h"

namespace tatara::cli {
namespace {

constexpr std::size_t kShownSkips = 20;

text::Json countJson(const interop::ImportCount& count) {
  text::Json json;
  json.set("brought", count.brought);
  json.set("already", count.already);
  json.set("skipped", count.skipped);
  return json;
}

bool any(const interop::ImportCount& count) {
  return count.brought + count.already + count.skipped > 0;
}

}  // namespace

text::Json reportJson(const interop::ImportReport& report) {
  text::Json json;
  json.set("experiments", countJson(report.experiments));
  text::Json runs = countJson(report.runs);
  runs.set("continued", report.continuedRuns);
  json.set("runs", std::move(runs));
  json.set("logged_models", countJson(report.loggedModels));
  json.set("models", countJson(report.models));
  json.set("model_versions", countJson(report.versions));
  json.set("artifacts", countJson(report.files));
  json.set("traces", countJson(report.traces));
  json.set("points", report.points);
  json.set("histograms", report.histograms);
  json.set("dropped", report.dropped);
  json.set("bytes", report.bytes);
  text::Json conflicts = text::Json::array();
  for (const interop::Skipped& one : report.conflicts) {
    conflicts.append(text::Json().set("place", one.place).set("reason", one.reason));
  }
  json.set("conflicts", std::move(conflicts));
  text::Json skipped = text::Json::array();
  for (const interop::Skipped& one : report.skipped) {
    skipped.append(text::Json().set("place", one.place).set("reason", one.reason));
  }
  json.set("skipped", std::move(skipped));
  json.set("skipped_in_all", report.skippedInAll);
  text::Json notes = text::Json::array();
  for (const std::string& note : report.notes) {
    notes.append(note);
  }
  json.set("notes", std::move(notes));
  json.set("cancelled", report.cancelled);
  return json;
}

std::string countLine(std::string_view what, const interop::ImportCount& count) {
  std::string text = counted(count.brought, what);
  if (count.already > 0) {
    text += ", " + withThousands(count.already) + " here already";
  }
  if (count.skipped > 0) {
    text += ", " + withThousands(count.skipped) + " left out";
  }
  return text + "\n";
}

void remarkSkips(const Session& session, const interop::ImportReport& report) {
  for (std::size_t i = 0; i < std::min(kShownSkips, report.conflicts.size()); ++i) {
    session.remark("Conflict: " + report.conflicts[i].place + ": " + report.conflicts[i].reason);
  }
  if (report.conflicts.size() > kShownSkips) {
    session.remark("And " + std::to_string(report.conflicts.size() - kShownSkips) +
                   " more conflicts; --format json lists them");
  }
  const std::size_t shown = std::min(kShownSkips, report.skipped.size());
  for (std::size_t i = 0; i < shown; ++i) {
    session.remark("Left out: " + report.skipped[i].place + ": " + report.skipped[i].reason);
  }
  const auto rest = report.skippedInAll - static_cast<std::int64_t>(shown);
  if (rest > 0) {
    session.remark("And " + withThousands(rest) + " more; --format json lists them");
  }
  for (const std::string& note : report.notes) {
    session.remark(note);
  }
}

std::string storeReportText(const interop::ImportReport& report) {
  std::string runs = countLine("run", report.runs);
  if (report.continuedRuns > 0) {
    runs.insert(runs.size() - 1, ", " + withThousands(report.continuedRuns) + " of them went on");
  }
  return countLine("experiment", report.experiments) + runs + countLine("logged model", report.loggedModels) +
         countLine("registered model", report.models) + countLine("model version", report.versions) +
         countLine("artifact", report.files) +
         (any(report.traces) ? countLine("trace", report.traces) : std::string()) +
         counted(report.points, "metric point") + "\n";
}

Result<int> endOfImport(const interop::ImportReport& report, std::string_view advice) {
  if (report.cancelled) {
    return makeError(
        ErrorKind::Cancelled,
        "Stopped; what was brought in so far is whole and stays, and the same command brings the rest");
  }
  if (report.skippedInAll > 0) {
    return makeError(ErrorKind::Corrupt, "What is damaged or not understood was left out, in all " +
                                             counted(report.skippedInAll, "thing") +
                                             "; everything else is here" + std::string(advice));
  }
  return kDone;
}

}  // namespace tatara::cli

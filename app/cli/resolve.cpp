#include "app/cli/resolve.h"

#include "core/artifact/artifact_store.h"
#include "core/base/number_text.h"
#include "core/text/table.h"
#include "core/track/experiments.h"
#include "core/track/runs.h"

namespace tatara::cli {
namespace {

std::string quotedWord(std::string_view text) {
  return "\"" + std::string(text) + "\"";
}

// The text on its own line and a mark under what is wrong with it.
Error marked(const query::FilterProblem& problem, std::string_view text) {
  const std::string before = text::printable(text.substr(0, problem.begin));
  const std::string wrong = text::printable(text.substr(problem.begin, problem.end - problem.begin));
  const auto width = [](const std::string& shown) {
    return static_cast<std::size_t>(text::displayWidth(shown));
  };
  const bool fits = text.size() <= 200 && text.find('\n') == std::string_view::npos;
  Error error = makeError(problem.kind, problem.message);
  if (fits && !text.empty()) {
    error.detail = std::string(text) + "\n" + std::string(width(before), ' ') +
                   std::string(std::max<std::size_t>(width(wrong), 1), '^');
  }
  return error;
}

}  // namespace

Result<track::Experiment> resolveExperiment(sql::Connection& connection, std::string_view text) {
  TATARA_ASSIGN(auto found, track::findExperimentByName(connection, text));
  if (found) {
    return *std::move(found);
  }
  if (const auto id = parseInt(text)) {
    TATARA_ASSIGN(found, track::findExperiment(connection, track::ExperimentId(*id)));
    if (found) {
      return *std::move(found);
    }
  }
  TATARA_ASSIGN(const auto all, track::loadExperiments(connection, track::ViewType::All));
  std::vector<std::string> names;
  for (const track::Experiment& experiment : all) {
    names.push_back(experiment.name);
  }
  const auto near = nearestWord(text, names);
  return makeError(ErrorKind::NotFound, "There is no experiment " + quotedWord(text) +
                                            (near ? "; did you mean " + quotedWord(*near) + "?" : ""));
}

Result<track::RunInfo> resolveRun(sql::Connection& connection, std::string_view text) {
  TATARA_ASSIGN(const auto id, track::findRunByPrefix(connection, text));
  if (id) {
    TATARA_ASSIGN(auto info, track::findRunInfo(connection, *id));
    if (info) {
      return *std::move(info);
    }
  }
  return makeError(ErrorKind::NotFound,
                   "There is no run " + quotedWord(text) +
                       "; a run is named by its id, the first four digits of it or more, or its "
                       "name; \"tatara runs search\" lists them");
}

Result<track::Run> resolveWholeRun(sql::Connection& connection, std::string_view text) {
  TATARA_ASSIGN(const track::RunInfo info, resolveRun(connection, text));
  TATARA_ASSIGN(auto run, track::findRun(connection, info.id));
  if (!run) {
    return makeError(ErrorKind::NotFound, "There is no run " + quotedWord(text));
  }
  return *std::move(run);
}

Result<std::string> artifactFolder(const track::RunInfo& run) {
  const auto path = artifact::rootPathOf(run.artifactUri);
  if (!path) {
    return makeError(ErrorKind::Unsupported, "The artifacts of run " + quotedWord(run.name) +
                                                 " are not in this workspace but at " + run.artifactUri);
  }
  return *path;
}

Result<track::KeyValue> parsePair(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos || equals == 0) {
    return makeError(ErrorKind::InvalidArgument, "A tag is written KEY=VALUE, not " + quotedWord(text));
  }
  return track::KeyValue{std::string(text.substr(0, equals)), std::string(text.substr(equals + 1))};
}

Result<std::vector<track::KeyValue>> parsePairs(const std::vector<std::string>& texts) {
  std::vector<track::KeyValue> pairs;
  for (const std::string& text : texts) {
    TATARA_ASSIGN(auto pair, parsePair(text));
    pairs.push_back(std::move(pair));
  }
  return pairs;
}

Result<query::Filter> readFilter(query::Entity entity, std::string_view text) {
  auto filter = query::parseFilter(entity, text);
  if (!filter) {
    return marked(filter.error(), text);
  }
  return *std::move(filter);
}

Result<std::vector<query::OrderBy>> readOrder(query::Entity entity, std::string_view text) {
  if (text.empty()) {
    return std::vector<query::OrderBy>{};
  }
  auto order = query::parseOrderBy(entity, text);
  if (!order) {
    return marked(order.error(), text);
  }
  return *std::move(order);
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    out += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + words[i];
  }
  return out;
}

std::string counted(std::int64_t count, std::string_view singular) {
  return withThousands(count) + " " + std::string(singular) + (count == 1 ? "" : "s");
}

}  // namespace tatara::cli

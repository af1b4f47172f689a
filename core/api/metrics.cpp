#include <algorithm>
#include <set>

#include "core/api/internal/answer.h"
#include "core/api/internal/routes.h"
#include "core/track/history_page.h"
#include "core/track/runs.h"

namespace tatara::api {
namespace {

using http::Method;

constexpr std::size_t kBulkRuns = 100;
constexpr std::int64_t kBulkPoints = 25'000;

// A run that is not there has none, as MLflow has it.
Result<std::vector<series::Point>> historyOf(sql::Connection& db, const track::RunId& run,
                                             std::string_view key) {
  TATARA_ASSIGN(const auto info, track::findRunInfo(db, run));
  return info ? track::loadHistory(db, info->key, key) : std::vector<series::Point>();
}

Result<track::HistoryPage> historyPageOf(sql::Connection& db, const track::RunId& run, std::string_view key,
                                         const Page& page) {
  TATARA_ASSIGN(const auto info, track::findRunInfo(db, run));
  return info ? track::loadHistoryPage(db, info->key, key, page.offset, page.size) : track::HistoryPage();
}

Answer getHistory(Context& context, const Arguments& arguments) {
  const Fields fields = arguments.fields();
  TATARA_ASSIGN(const auto run, runIdOf(fields));
  TATARA_ASSIGN(const auto key, fields.requiredText("metric_key"));
  TATARA_ASSIGN(Page page,
                pageOf(fields, {.standard = kBulkPoints, .most = 1'000'000, .emptyIsStandard = true}));
  page.size = std::min<std::size_t>(page.size, kBulkPoints);
  TATARA_ASSIGN(const track::HistoryPage history,
                context.store->read([&](sql::Connection& db) { return historyPageOf(db, run, key, page); }));
  const std::size_t end = page.offset + history.points.size();
  JsonOut out;
  out.raw().reserve(history.points.size() * (key.size() + 80) + 64);
  out.beginObject();
  if (!history.points.empty()) {
    out.key("metrics").beginArray();
    writePoints(out, key, history.points);
    out.endArray();
  }
  if (end < history.total) {
    out.member("next_page_token", pageToken(end));
  }
  out.endObject();
  return http::jsonResponse(out.take());
}

Result<std::vector<std::string>> runIdsOf(const Fields& fields, std::string_view name) {
  TATARA_ASSIGN(auto ids, fields.texts(name));
  if (ids.empty()) {
    return invalid("GetMetricHistoryBulk request must specify at least one run_id.");
  }
  if (ids.size() > kBulkRuns) {
    return invalid("GetMetricHistoryBulk request cannot specify more than " + std::to_string(kBulkRuns) +
                   " run_ids. Received " + std::to_string(ids.size()) + " run_ids.");
  }
  return ids;
}

struct RunPoints {
  std::string run;
  std::vector<series::Point> points;
};

Result<std::vector<RunPoints>> loadAll(Context& context, const std::vector<std::string>& runs,
                                       std::string_view key) {
  return context.store->read([&](sql::Connection& db) -> Result<std::vector<RunPoints>> {
    std::vector<RunPoints> all;
    for (const std::string& run : runs) {
      TATARA_ASSIGN(auto points, historyOf(db, track::RunId(run), key));
      all.push_back({run, std::move(points)});
    }
    return all;
  });
}

http::Response pointsAnswer(const std::vector<RunPoints>& all, std::string_view key, std::int64_t most) {
  JsonOut out;
  out.beginObject().key("metrics").beginArray();
  for (const RunPoints& run : all) {
    const auto count = std::min(run.points.size(), static_cast<std::size_t>(std::max<std::int64_t>(most, 0)));
    writePoints(out, key, std::span(run.points).first(count), run.run);
    most -= static_cast<std::int64_t>(count);
  }
  out.endArray().endObject();
  return http::jsonResponse(out.take());
}

Answer getHistoryBulk(Context& context, const Arguments& arguments) {
  const Fields fields = arguments.fields();
  TATARA_ASSIGN(const auto runs, runIdsOf(fields, fields.has("run_id") ? "run_id" : "run_ids"));
  TATARA_ASSIGN(const auto key, fields.requiredText("metric_key"));
  TATARA_ASSIGN(const auto most, fields.integer("max_results"));
  TATARA_ASSIGN(const auto all, loadAll(context, runs, key));
  return pointsAnswer(all, key, std::min(most.value_or(kBulkPoints), kBulkPoints));
}

// The steps to show when there are more than `most`: evenly spread over those that any run has, ends
// included.
std::set<std::int64_t> sampledSteps(const std::vector<RunPoints>& all, std::int64_t from, std::int64_t to,
                                    std::size_t most) {
  std::set<std::int64_t> steps;
  for (const RunPoints& run : all) {
    for (const series::Point& point : run.points) {
      if (point.step >= from && point.step <= to) {
        steps.insert(point.step);
      }
    }
  }
  if (steps.size() <= most) {
    return steps;
  }
  const std::vector<std::int64_t> ordered(steps.begin(), steps.end());
  std::set<std::int64_t> kept{ordered.back()};
  for (std::size_t i = 0; i < most; ++i) {
    kept.insert(ordered[i * ordered.size() / most]);
  }
  // The first and the last of each run, so that no curve seems to end early.
  for (const RunPoints& run : all) {
    std::int64_t first = to;
    std::int64_t last = from;
    for (const series::Point& point : run.points) {
      if (point.step >= from && point.step <= to) {
        first = std::min(first, point.step);
        last = std::max(last, point.step);
      }
    }
    if (first <= last) {
      kept.insert(first);
      kept.insert(last);
    }
  }
  return kept;
}

Answer getHistoryBulkInterval(Context& context, const Arguments& arguments) {
  const Fields fields = arguments.fields();
  TATARA_ASSIGN(const auto runs, runIdsOf(fields, "run_ids"));
  TATARA_ASSIGN(const auto key, fields.requiredText("metric_key"));
  TATARA_ASSIGN(const auto start, fields.integer("start_step"));
  TATARA_ASSIGN(const auto end, fields.integer("end_step"));
  TATARA_ASSIGN(const auto most, fields.integer("max_results"));
  if (most.value_or(320) < 1 || most.value_or(320) > 2500) {
    return invalid("max_results must be between 1 and 2500.");
  }
  if (start.has_value() != end.has_value()) {
    return invalid("If either start step or end step are specified, both must be specified.");
  }
  if (start && *start > *end) {
    return invalid("end_step must be greater than start_step. Found start_step=" + std::to_string(*start) +
                   " and end_step=" + std::to_string(*end) + ".");
  }
  TATARA_ASSIGN(auto all, loadAll(context, runs, key));
  const auto steps = sampledSteps(all, start.value_or(std::numeric_limits<std::int64_t>::min()),
                                  end.value_or(std::numeric_limits<std::int64_t>::max()),
                                  static_cast<std::size_t>(most.value_or(320)));
  for (RunPoints& run : all) {
    run.points.erase(std::remove_if(run.points.begin(), run.points.end(),
                                    [&](const series::Point& point) { return steps.count(point.step) == 0; }),
                     run.points.end());
  }
  return pointsAnswer(all, key, std::numeric_limits<std::int64_t>::max());
}

}  // namespace

void addMetricRoutes(Routes& routes) {
  routes.on(Method::Get, "metrics/get-history", getHistory);
  routes.on(Method::Get, "metrics/get-history-bulk", getHistoryBulk);
  routes.on(Method::Get, "metrics/get-history-bulk-interval", getHistoryBulkInterval);
}

}  // namespace tatara::api

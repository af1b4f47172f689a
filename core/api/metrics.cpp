#include <algorithm>
#include <limits>
#include <map>
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
constexpr std::size_t kHeldPoints = 1'000'000;

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

Answer getHistoryBulk(Context& context, const Arguments& arguments) {
  const Fields fields = arguments.fields();
  TATARA_ASSIGN(const auto runs, runIdsOf(fields, fields.has("run_id") ? "run_id" : "run_ids"));
  TATARA_ASSIGN(const auto key, fields.requiredText("metric_key"));
  TATARA_ASSIGN(const auto most, fields.integer("max_results"));
  auto left = static_cast<std::size_t>(std::clamp<std::int64_t>(most.value_or(kBulkPoints), 0, kBulkPoints));
  JsonOut out;
  out.beginObject().key("metrics").beginArray();
  for (const std::string& run : runs) {
    if (left == 0) {
      break;
    }
    TATARA_ASSIGN(const auto page, context.store->read([&](sql::Connection& db) {
      return historyPageOf(db, track::RunId(run), key, {.size = left});
    }));
    writePoints(out, key, page.points, run);
    left -= page.points.size();
  }
  out.endArray().endObject();
  return http::jsonResponse(out.take());
}

// Some of the steps of several runs. A run's history may be long, so that of one is held at a time.
struct StepRange {
  std::int64_t from = std::numeric_limits<std::int64_t>::min();
  std::int64_t to = std::numeric_limits<std::int64_t>::max();
  bool holds(const series::Point& point) const { return point.step >= from && point.step <= to; }
};

// The steps to show when there are more than `most`: evenly spread over those that any run has, ends
// included.
class SampledSteps {
 public:
  void add(std::span<const series::Point> points, const StepRange& range) {
    const auto before = static_cast<std::ptrdiff_t>(m_steps.size());
    for (const series::Point& point : points) {
      if (range.holds(point)) {
        m_steps.push_back(point.step);
      }
    }
    const auto own = m_steps.begin() + before;
    if (own == m_steps.end()) {
      return;
    }
    std::sort(own, m_steps.end());
    // The first and the last of each run, so that no curve seems to end early.
    m_ends.insert(*own);
    m_ends.insert(m_steps.back());
    std::inplace_merge(m_steps.begin(), own, m_steps.end());
    m_steps.erase(std::unique(m_steps.begin(), m_steps.end()), m_steps.end());
  }

  std::set<std::int64_t> take(std::size_t most) {
    if (m_steps.size() <= most) {
      return {m_steps.begin(), m_steps.end()};
    }
    std::set<std::int64_t> kept = std::move(m_ends);
    for (std::size_t i = 0; i < most; ++i) {
      kept.insert(m_steps[i * m_steps.size() / most]);
    }
    return kept;
  }

 private:
  std::vector<std::int64_t> m_steps;  // in order, each once
  std::set<std::int64_t> m_ends;
};

Result<StepRange> stepRangeOf(const Fields& fields) {
  TATARA_ASSIGN(const auto start, fields.integer("start_step"));
  TATARA_ASSIGN(const auto end, fields.integer("end_step"));
  if (start.has_value() != end.has_value()) {
    return invalid("If either start step or end step are specified, both must be specified.");
  }
  if (start && *start > *end) {
    return invalid("end_step must be greater than start_step. Found start_step=" + std::to_string(*start) +
                   " and end_step=" + std::to_string(*end) + ".");
  }
  return start ? StepRange{*start, *end} : StepRange();
}

Answer getHistoryBulkInterval(Context& context, const Arguments& arguments) {
  const Fields fields = arguments.fields();
  TATARA_ASSIGN(const auto runs, runIdsOf(fields, "run_ids"));
  TATARA_ASSIGN(const auto key, fields.requiredText("metric_key"));
  TATARA_ASSIGN(const auto most, fields.integer("max_results"));
  if (most.value_or(320) < 1 || most.value_or(320) > 2500) {
    return invalid("max_results must be between 1 and 2500.");
  }
  TATARA_ASSIGN(const StepRange range, stepRangeOf(fields));
  std::map<std::string, std::vector<series::Point>> held;  // of short histories, which are asked for twice
  std::size_t heldPoints = 0;
  const auto load = [&](const std::string& run) -> Result<std::vector<series::Point>> {
    if (const auto found = held.find(run); found != held.end()) {
      return found->second;
    }
    TATARA_ASSIGN(auto points, context.store->read([&](sql::Connection& db) {
      return historyOf(db, track::RunId(run), key);
    }));
    if (heldPoints + points.size() <= kHeldPoints) {
      heldPoints += points.size();
      held.emplace(run, points);
    }
    return points;
  };
  SampledSteps sampled;
  for (const std::string& run : runs) {
    TATARA_ASSIGN(const auto points, load(run));
    sampled.add(points, range);
  }
  const auto steps = sampled.take(static_cast<std::size_t>(most.value_or(320)));
  JsonOut out;
  out.beginObject().key("metrics").beginArray();
  for (const std::string& run : runs) {
    TATARA_ASSIGN(auto points, load(run));
    std::erase_if(points, [&](const series::Point& point) {
      return !range.holds(point) || !steps.contains(point.step);
    });
    points.resize(std::min<std::size_t>(points.size(), kBulkPoints));
    writePoints(out, key, points, run);
  }
  out.endArray().endObject();
  return http::jsonResponse(out.take());
}

}  // namespace

void addMetricRoutes(Routes& routes) {
  routes.on(Method::Get, "metrics/get-history", getHistory);
  routes.on(Method::Get, "metrics/get-history-bulk", getHistoryBulk);
  routes.on(Method::Get, "metrics/get-history-bulk-interval", getHistoryBulkInterval);
}

}  // namespace tatara::api

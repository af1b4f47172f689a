#include "core/api/internal/answer.h"
#include "core/api/internal/routes.h"
#include "core/api/internal/search.h"
#include "core/track/runs.h"

namespace tatara::api {
namespace {

using http::Method;

Result<track::ViewType> runViewTypeOf(const Fields& fields) {
  TATARA_ASSIGN(const auto name, fields.text("run_view_type"));
  if (name.empty() || name == "ACTIVE_ONLY") {
    return track::ViewType::ActiveOnly;
  }
  if (name == "DELETED_ONLY") {
    return track::ViewType::DeletedOnly;
  }
  if (name == "ALL") {
    return track::ViewType::All;
  }
  return wrongType("run_view_type", fields.at("run_view_type"));
}

struct RunQuestion {
  std::vector<track::ExperimentId> experiments;
  track::ViewType view = track::ViewType::ActiveOnly;
  query::Filter filter;
  std::vector<query::OrderBy> order;
  Page page;
};

struct Found {
  std::vector<RunText> runs;
  std::string nextToken;
};

Result<Found> find(Context& context, sql::Connection& db, const RunQuestion& question) {
  TATARA_ASSIGN(const auto table, context.runTables.at(db, question.experiments, question.view));
  std::vector<std::uint32_t> rows = table->filter(question.filter);
  table->sort(rows, question.order, query::Grammar::Mlflow);
  Found found;
  found.nextToken = cutPage(rows, question.page);
  std::vector<const track::RunInfo*> runs;
  runs.reserve(rows.size());
  for (const std::uint32_t row : rows) {
    runs.push_back(&table->run(row));
  }
  TATARA_ASSIGN(found.runs, context.runTexts.at(db, runs));
  return found;
}

Answer searchRuns(Context& context, const Arguments& arguments) {
  const Fields fields = arguments.fields();
  RunQuestion question;
  TATARA_ASSIGN(const auto experimentIds, fields.texts("experiment_ids"));
  for (const std::string& id : experimentIds) {
    TATARA_ASSIGN(const auto experiment, parseExperimentId(id));
    question.experiments.push_back(experiment);
  }
  TATARA_ASSIGN(question.view, runViewTypeOf(fields));
  TATARA_ASSIGN(const auto most, fields.integer("max_results"));
  if (most.value_or(0) > 50'000) {
    return wrongType("max_results", fields.at("max_results"));
  }
  TATARA_ASSIGN(question.page, pageOf(fields, {.standard = 1000, .most = 50'000}));
  TATARA_ASSIGN(const auto filterText, fields.text("filter"));
  TATARA_ASSIGN(question.filter, parseMlflowFilter(query::Entity::Run, filterText));
  TATARA_ASSIGN(const auto orderTerms, fields.texts("order_by"));
  TATARA_ASSIGN(question.order, parseMlflowOrder(query::Entity::Run, orderTerms));
  if (question.experiments.empty()) {
    return emptyAnswer();
  }
  TATARA_ASSIGN(const Found found,
                context.store->read([&](sql::Connection& db) { return find(context, db, question); }));
  JsonOut out;
  std::size_t bytes = 256;
  for (const RunText& run : found.runs) {
    bytes += run->size() + 1;
  }
  out.raw().reserve(bytes);
  out.beginObject();
  if (!found.runs.empty()) {
    out.key("runs").beginArray();
    for (const RunText& run : found.runs) {
      out.json(*run);
    }
    out.endArray();
  }
  out.memberUnlessEmpty("next_page_token", found.nextToken).endObject();
  return http::jsonResponse(out.take());
}

}  // namespace

void addRunSearchRoutes(Routes& routes) {
  routes.on(Method::Post, "runs/search", searchRuns);
}

}  // namespace tatara::api

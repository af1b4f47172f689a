#include "core/api/internal/answer.h"
#include "core/api/internal/routes.h"
#include "core/api/internal/search.h"
#include "core/track/logged_models.h"

namespace tatara::api {
namespace {

using http::Method;

struct DatasetWish {
  std::string name;
  std::string digest;  // empty: any
};

bool isOn(const track::LoggedModelMetric& metric, const std::vector<DatasetWish>& datasets) {
  return datasets.empty() || std::any_of(datasets.begin(), datasets.end(), [&](const DatasetWish& wish) {
           return metric.datasetName == wish.name &&
                  (wish.digest.empty() || metric.datasetDigest == wish.digest);
         });
}

std::string_view filterNameOf(track::LoggedModelStatus status) {
  return status == track::LoggedModelStatus::Ready     ? "READY"
         : status == track::LoggedModelStatus::Pending ? "PENDING"
                                                       : "FAILED";
}

struct LoggedModelSource {
  std::vector<DatasetWish> datasets;  // metrics on others do not count

  std::optional<double> number(const track::LoggedModel& model, const query::Field& field) const {
    if (field.kind == query::FieldKind::Metric) {
      const track::LoggedModelMetric* latest = nullptr;
      for (const track::LoggedModelMetric& metric : model.metrics) {
        if (metric.key == field.key && isOn(metric, datasets) &&
            (!latest || series::before(latest->point, metric.point))) {
          latest = &metric;
        }
      }
      return latest ? std::optional(latest->point.value) : std::nullopt;
    }
    const Timestamp time = field.key.starts_with("last_updated") ? model.updated : model.created;
    return static_cast<double>(toUnixMillis(time));
  }

  std::optional<std::string_view> text(const track::LoggedModel& model, const query::Field& field) const {
    if (field.kind == query::FieldKind::Param) {
      return valueOf(model.params, field.key);
    }
    if (field.kind == query::FieldKind::Tag) {
      return valueOf(model.tags, field.key);
    }
    if (field.key == "name") {
      return model.name;
    }
    if (field.key == "model_id") {
      return model.id.value();
    }
    if (field.key == "model_type") {
      return model.type;
    }
    if (field.key == "status") {
      return filterNameOf(model.status);
    }
    return field.key == "source_run_id" ? std::optional<std::string_view>(model.sourceRun.value())
                                        : std::nullopt;
  }
};

struct Order {
  query::OrderBy by;
  LoggedModelSource source;
};

Result<std::vector<Order>> orderOf(const Fields& fields) {
  std::vector<Order> order;
  TATARA_ASSIGN(const auto terms, fields.objects("order_by"));
  for (const Fields& term : terms) {
    TATARA_ASSIGN(const auto name, term.requiredText("field_name"));
    const bool ascending = term.has("ascending") ? term.at("ascending").asBool().value_or(true) : true;
    TATARA_ASSIGN(auto parsed,
                  parseMlflowOrder(query::Entity::LoggedModel, {name + (ascending ? " ASC" : " DESC")}));
    Order one;
    one.by = std::move(parsed.front());
    DatasetWish wish;
    TATARA_ASSIGN(wish.name, term.text("dataset_name"));
    TATARA_ASSIGN(wish.digest, term.text("dataset_digest"));
    if (!wish.name.empty()) {
      one.source.datasets.push_back(std::move(wish));
    }
    order.push_back(std::move(one));
  }
  return order;
}

Result<std::vector<DatasetWish>> datasetsOf(const Fields& fields) {
  std::vector<DatasetWish> datasets;
  TATARA_ASSIGN(const auto items, fields.objects("datasets"));
  for (const Fields& item : items) {
    DatasetWish wish;
    TATARA_ASSIGN(wish.name, item.requiredText("dataset_name"));
    TATARA_ASSIGN(wish.digest, item.text("dataset_digest"));
    datasets.push_back(std::move(wish));
  }
  return datasets;
}

// A filter on metrics with datasets asks for models measured on one of them.
void keepMeasured(std::vector<track::LoggedModel>& models, const std::vector<DatasetWish>& datasets) {
  if (datasets.empty()) {
    return;
  }
  models.erase(std::remove_if(models.begin(), models.end(),
                              [&](const track::LoggedModel& model) {
                                return std::none_of(
                                    model.metrics.begin(), model.metrics.end(),
                                    [&](const auto& metric) { return isOn(metric, datasets); });
                              }),
               models.end());
}

Answer searchLoggedModels(Context& context, const Arguments& arguments) {
  const Fields fields = arguments.fields();
  TATARA_ASSIGN(const auto ids, fields.texts("experiment_ids"));
  std::vector<track::ExperimentId> experiments;
  for (const std::string& id : ids) {
    TATARA_ASSIGN(const auto experiment, parseExperimentId(id));
    experiments.push_back(experiment);
  }
  TATARA_ASSIGN(const Page page, pageOf(fields, {.standard = 50, .most = 50'000, .zeroIsStandard = true}));
  TATARA_ASSIGN(const auto filterText, fields.text("filter"));
  TATARA_ASSIGN(const auto filter, parseMlflowFilter(query::Entity::LoggedModel, filterText));
  TATARA_ASSIGN(const auto order, orderOf(fields));
  LoggedModelSource source;
  TATARA_ASSIGN(source.datasets, datasetsOf(fields));
  if (experiments.empty()) {
    return emptyAnswer();
  }
  TATARA_ASSIGN(auto models, context.store->read([&](sql::Connection& db) {
    return track::loadLoggedModels(db, experiments);
  }));
  keepMeasured(models, source.datasets);
  keepMatching(models, filter, source);
  // The last key first: a stable sort by the first then leaves the others as ties.
  for (auto each = order.rbegin(); each != order.rend(); ++each) {
    sortBy(models, {each->by}, each->source);
  }
  const std::string next = cutPage(models, page);
  JsonOut out;
  out.beginObject();
  if (!models.empty()) {
    out.key("models").beginArray();
    for (const track::LoggedModel& model : models) {
      write(out, model);
    }
    out.endArray();
  }
  out.memberUnlessEmpty("next_page_token", next).endObject();
  return http::jsonResponse(out.take());
}

}  // namespace

void addLoggedModelSearchRoutes(Routes& routes) {
  routes.on(Method::Post, "logged-models/search", searchLoggedModels);
}

}  // namespace tatara::api

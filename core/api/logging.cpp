// log-metric, log-batch, log-parameter and set-tag: answered when the group commit that holds them is
// durable, with no thread waiting meanwhile.

#include <cmath>
#include <set>

#include "core/api/internal/fast_batch.h"
#include "core/api/internal/routes.h"
#include "core/base/number_text.h"
#include "core/track/logged_models.h"
#include "core/track/runs.h"

namespace tatara::api {
namespace {

using http::Method;

constexpr std::size_t kMaxMetrics = 1000;
constexpr std::size_t kMaxParams = 100;
constexpr std::size_t kMaxTags = 100;
constexpr std::size_t kMaxTogether = 1000;

// One write on its way. The request lives until the reply was sent, so views into its body may stand here.
struct Pending {
  explicit Pending(http::Reply givenReply) : reply(std::move(givenReply)) {}

  http::Reply reply;
  std::optional<Arguments> arguments;  // where the long way was taken
  std::vector<std::string> keys;       // what metric keys point into, then
  track::RunId run;
  track::Batch batch;
  bool whole = false;     // a log-batch
  bool oneParam = false;  // a log-parameter
  std::vector<std::pair<track::LoggedModelId, track::LoggedModelMetric>> modelMetrics;
};

Status checkLimits(const track::Batch& batch) {
  const auto tooMany = [](std::string_view what, std::size_t limit, std::size_t given) {
    return invalid("A batch logging request can contain at most " + std::to_string(limit) + " " +
                   std::string(what) + ". Got " + std::to_string(given) + " " + std::string(what) +
                   ". Please split up " + std::string(what) + " across multiple requests and try again.");
  };
  if (batch.metrics.size() > kMaxMetrics) {
    return tooMany("metrics", kMaxMetrics, batch.metrics.size());
  }
  if (batch.params.size() > kMaxParams) {
    return tooMany("params", kMaxParams, batch.params.size());
  }
  if (batch.tags.size() > kMaxTags) {
    return tooMany("tags", kMaxTags, batch.tags.size());
  }
  const std::size_t together = batch.metrics.size() + batch.params.size() + batch.tags.size();
  return together > kMaxTogether ? Status(tooMany("metrics, params, and tags", kMaxTogether, together))
                                 : Status();
}

// Reports a wrong key before the run is looked up, as MLflow does, and names its place in a batch.
Status checkKeys(const track::Batch& batch, bool whole) {
  const auto check = [&](std::string_view what, std::string_view list, std::size_t at,
                         std::string_view key) -> Status {
    Status sound = track::checkKey(what, key);
    constexpr std::string_view kPlace = "for parameter '";
    if (const std::size_t place = sound || !whole ? std::string::npos : sound.error().message.find(kPlace);
        place != std::string::npos) {
      Error error = sound.error();
      error.message.insert(place + kPlace.size(), std::string(list) + "[" + std::to_string(at) + "].");
      return error;
    }
    return sound;
  };
  std::string_view checked;
  for (std::size_t i = 0; i < batch.metrics.size(); ++i) {
    if (i == 0 || batch.metrics[i].key != checked) {
      TATARA_TRY(check("metric", "metrics", i, batch.metrics[i].key));
      checked = batch.metrics[i].key;
    }
  }
  for (std::size_t i = 0; i < batch.params.size(); ++i) {
    TATARA_TRY(check("parameter", "params", i, batch.params[i].key));
  }
  for (std::size_t i = 0; i < batch.tags.size(); ++i) {
    TATARA_TRY(check("tag", "tags", i, batch.tags[i].key));
  }
  return {};
}

// Reported before the run is looked up, too.
Status checkDuplicates(const track::Batch& batch) {
  std::set<std::string_view> seen;
  std::string twice;
  for (const track::KeyValue& param : batch.params) {
    if (!seen.insert(param.key).second && twice.find("'" + param.key + "'") == std::string::npos) {
      twice += (twice.empty() ? "'" : ", '") + param.key + "'";
    }
  }
  return twice.empty()
             ? Status()
             : Status(invalid("Duplicate parameter keys have been submitted: [" + twice +
                              "]. Please ensure the request contains only one param value per param "
                              "key."));
}

void submit(Context& context, std::shared_ptr<Pending> pending) {
  Status sound = checkLimits(pending->batch);
  if (sound && pending->whole) {
    sound = checkRunId(pending->run);
  }
  if (sound) {
    sound = checkKeys(pending->batch, pending->whole);
  }
  if (sound && pending->whole) {
    sound = checkDuplicates(pending->batch);
  }
  if (!sound) {
    return pending->reply.send(sound.error());
  }
  context.store->submit(
      [pending](store::Writer& writer) -> Status {
        TATARA_TRY(pending->oneParam ? track::logParam(writer, pending->run, pending->batch.params.front())
                                     : track::logBatch(writer, pending->run, pending->batch));
        for (const auto& [model, metric] : pending->modelMetrics) {
          TATARA_TRY(track::logLoggedModelMetrics(writer, model, std::span(&metric, 1)));
        }
        return {};
      },
      [pending, metrics = context.options.metrics](const Status& status) {
        if (status && metrics) {
          metrics->countPoints(pending->batch.metrics.size());
        }
        pending->reply.send(status ? Answer(emptyAnswer()) : Answer(status.error()));
      });
}

// A number, or "NaN", "Infinity", "-Infinity", or a number as text as protobuf allows; never a boolean.
Result<double> valueOf(const Fields& metric) {
  const text::Json& given = metric.at("value");
  const std::string* text = given.asString();
  if (given.isNull() || (text && text->empty())) {
    return missingValue(metric.pathOf("value"));
  }
  if (const auto number = given.asNumber()) {
    return *number;
  }
  if (const auto number = text ? parseDouble(*text) : std::nullopt) {
    return *number;
  }
  return invalidValue(metric.pathOf("value"), given,
                      "Please specify value as a valid double (64-bit floating point)");
}

Status addMetric(Pending& pending, const Fields& metric, const track::RunId& run) {
  std::string key;
  TATARA_ASSIGN(key, metric.requiredText("key"));
  series::Point point;
  TATARA_ASSIGN(point.value, valueOf(metric));
  TATARA_ASSIGN(point.timestamp, metric.requiredInteger("timestamp"));
  TATARA_ASSIGN(const auto step, metric.integer("step"));
  point.step = step.value_or(0);
  if (point.timestamp < 0) {
    return invalidValue(metric.pathOf("timestamp"), metric.at("timestamp"),
                        "metric '" + key + "' (value=" + text::toJson(text::Json(point.value)) +
                            "). Timestamp must be a nonnegative long (64-bit integer) ");
  }
  TATARA_ASSIGN(const auto model, metric.text("model_id"));
  if (!model.empty()) {
    track::LoggedModelMetric modelMetric;
    modelMetric.key = key;
    modelMetric.point = point;
    modelMetric.run = run;
    TATARA_ASSIGN(modelMetric.datasetName, metric.text("dataset_name"));
    TATARA_ASSIGN(modelMetric.datasetDigest, metric.text("dataset_digest"));
    pending.modelMetrics.emplace_back(track::LoggedModelId(model), std::move(modelMetric));
  }
  pending.keys.push_back(std::move(key));
  pending.batch.metrics.push_back({{}, point});
  return {};
}

// Keys are only pointed to once the list of them grows no more.
void bindKeys(Pending& pending) {
  for (std::size_t i = 0; i < pending.keys.size(); ++i) {
    pending.batch.metrics[i].key = pending.keys[i];
  }
}

Status readMetric(Pending& pending) {
  const Fields fields = pending.arguments->fields();
  TATARA_ASSIGN(pending.run, runIdOf(fields));
  TATARA_TRY(addMetric(pending, fields, pending.run));
  bindKeys(pending);
  return {};
}

Status readBatch(Pending& pending) {
  const Fields fields = pending.arguments->fields();
  pending.whole = true;
  TATARA_ASSIGN(pending.run, runIdOf(fields));
  TATARA_ASSIGN(const auto metrics, fields.objects("metrics"));
  for (const Fields& metric : metrics) {
    TATARA_TRY(addMetric(pending, metric, pending.run));
  }
  bindKeys(pending);
  TATARA_ASSIGN(pending.batch.params, fields.keyValues("params"));
  TATARA_ASSIGN(pending.batch.tags, fields.keyValues("tags"));
  return {};
}

Status readParam(Pending& pending) {
  const Fields fields = pending.arguments->fields();
  TATARA_ASSIGN(pending.run, runIdOf(fields));
  track::KeyValue param;
  TATARA_ASSIGN(param.key, fields.requiredText("key"));
  TATARA_ASSIGN(param.value, fields.text("value"));
  pending.oneParam = true;
  pending.batch.params.push_back(std::move(param));
  return {};
}

Status readTag(Pending& pending) {
  const Fields fields = pending.arguments->fields();
  TATARA_ASSIGN(pending.run, runIdOf(fields));
  track::KeyValue tag;
  TATARA_ASSIGN(tag.key, fields.requiredText("key"));
  TATARA_ASSIGN(tag.value, fields.text("value"));
  pending.batch.tags.push_back(std::move(tag));
  return {};
}

void takeLongWay(Context& context, const http::Request& request, http::Reply reply,
                 Status (*read)(Pending&)) {
  auto pending = std::make_shared<Pending>(std::move(reply));
  auto arguments = Arguments::read(request);
  if (!arguments) {
    return pending->reply.send(arguments.error());
  }
  pending->arguments.emplace(std::move(*arguments));
  if (Status status = read(*pending); !status) {
    return pending->reply.send(status.error());
  }
  submit(context, std::move(pending));
}

void takeFastWay(Context& context, const http::Request& request, http::Reply reply,
                 std::optional<FastBatch> (*readFast)(std::string_view), Status (*read)(Pending&)) {
  auto fast = checkContentType(request) ? readFast(request.body) : std::nullopt;
  if (!fast) {
    return takeLongWay(context, request, std::move(reply), read);
  }
  auto pending = std::make_shared<Pending>(std::move(reply));
  pending->run = track::RunId(std::string(fast->run));
  pending->batch = std::move(fast->batch);
  pending->whole = readFast == readFastBatch;
  submit(context, std::move(pending));
}

void logMetric(Context& context, const http::Request& request, http::Reply reply) {
  takeFastWay(context, request, std::move(reply), readFastMetric, readMetric);
}

void logBatch(Context& context, const http::Request& request, http::Reply reply) {
  takeFastWay(context, request, std::move(reply), readFastBatch, readBatch);
}

void logParameter(Context& context, const http::Request& request, http::Reply reply) {
  takeLongWay(context, request, std::move(reply), readParam);
}

void setRunTag(Context& context, const http::Request& request, http::Reply reply) {
  takeLongWay(context, request, std::move(reply), readTag);
}

}  // namespace

void addLoggingRoutes(Routes& routes) {
  routes.onAsync(Method::Post, "runs/log-metric", logMetric);
  routes.onAsync(Method::Post, "runs/log-batch", logBatch);
  routes.onAsync(Method::Post, "runs/log-parameter", logParameter);
  routes.onAsync(Method::Post, "runs/set-tag", setRunTag);
}

}  // namespace tatara::api

// What the model server counts, in Prometheus' text form (prometheus.io, "Exposition formats").
#include "core/api/internal/inference_call.h"
#include "core/base/number_text.h"

namespace tatara::api {
namespace {

void endpointFamily(std::string& out, std::string_view name, std::string_view type, std::string_view help) {
  out.append("# HELP ").append(name).append(" ").append(help).append("\n# TYPE ").append(name).append(" ");
  out.append(type).append("\n");
}

void sample(std::string& out, std::string_view name, const std::string& labels, std::int64_t value) {
  out.append(name).append("{").append(labels).append("} ").append(std::to_string(value)).append("\n");
}

// Names of endpoints hold nothing that needs escaping.
std::string labelsOf(const deploy::ServedEndpoint& endpoint, const deploy::ServedVersion& version) {
  return "endpoint=\"" + endpoint.endpoint.name + "\",version=\"" + std::to_string(version.route.version) +
         "\"";
}

struct Count {
  const char* name;
  const char* help;
  std::atomic<std::int64_t> deploy::Counters::*value;
};
constexpr Count kCounts[] = {
    {"tatara_predict_answered_total", "Requests answered.", &deploy::Counters::answered},
    {"tatara_predict_failed_total", "Requests that the model failed.", &deploy::Counters::failed},
    {"tatara_predict_refused_total", "Requests whose inputs did not fit.", &deploy::Counters::refused},
    {"tatara_predict_slow_total", "Requests slower than the endpoint's limit.", &deploy::Counters::slow},
    {"tatara_predict_rows_total", "Rows predicted.", &deploy::Counters::rows},
    {"tatara_shadow_answered_total", "Requests mirrored to a shadow.", &deploy::Counters::shadowed},
    {"tatara_shadow_disagreed_total", "Mirrored requests that the shadow answered otherwise.",
     &deploy::Counters::disagreed}};

void histograms(std::string& out,
                const std::vector<std::shared_ptr<const deploy::ServedEndpoint>>& endpoints) {
  endpointFamily(out, "tatara_predict_duration_seconds", "histogram",
                 "Time from a request's arrival to its prediction.");
  for (const auto& endpoint : endpoints) {
    for (const auto& version : endpoint->versions) {
      const std::string labels = labelsOf(*endpoint, version);
      std::int64_t sum = 0;
      for (std::size_t i = 0; i <= deploy::kLatencyBounds.size(); ++i) {
        sum += version.counters->latency[i];
        const std::string bound =
            i < deploy::kLatencyBounds.size() ? toText(deploy::kLatencyBounds[i]) : "+Inf";
        sample(out, "tatara_predict_duration_seconds_bucket", labels + ",le=\"" + bound + "\"", sum);
      }
      out += "tatara_predict_duration_seconds_sum{" + labels + "} " +
             toText(static_cast<double>(version.counters->microseconds) / 1e6) + "\n";
      sample(out, "tatara_predict_duration_seconds_count", labels, sum);
    }
  }
}

std::string metricsText(const deploy::Serving& serving) {
  const auto endpoints = serving.endpoints();
  std::string out;
  for (const Count& count : kCounts) {
    endpointFamily(out, count.name, "counter", count.help);
    for (const auto& endpoint : endpoints) {
      for (const auto& version : endpoint->versions) {
        sample(out, count.name, labelsOf(*endpoint, version), (*version.counters).*count.value);
      }
    }
  }
  histograms(out, endpoints);
  endpointFamily(out, "tatara_endpoint_ready", "gauge", "Whether the endpoint serves.");
  for (const auto& endpoint : endpoints) {
    sample(out, "tatara_endpoint_ready", "endpoint=\"" + endpoint->endpoint.name + "\"",
           endpoint->ready() ? 1 : 0);
  }
  endpointFamily(out, "tatara_endpoint_running", "gauge", "Requests that wait or run.");
  for (const auto& endpoint : endpoints) {
    sample(out, "tatara_endpoint_running", "endpoint=\"" + endpoint->endpoint.name + "\"",
           *endpoint->running);
  }
  endpointFamily(out, "tatara_endpoint_turned_away_total", "counter", "Requests that found the queue full.");
  for (const auto& endpoint : endpoints) {
    sample(out, "tatara_endpoint_turned_away_total", "endpoint=\"" + endpoint->endpoint.name + "\"",
           *endpoint->turnedAway);
  }
  endpointFamily(out, "tatara_predictions_lost_total", "counter",
                 "Requests that could not be kept with their answers.");
  out += "tatara_predictions_lost_total " + std::to_string(serving.lostPredictions()) + "\n";
  return out;
}

// What the store cannot say of the endpoints: what the server makes of them.
std::string statusJson(const deploy::Serving& serving) {
  using text::Json;
  Json list = Json::array();
  for (const auto& endpoint : serving.endpoints()) {
    list.append(Json::object()
                    .set("name", endpoint->endpoint.name)
                    .set("revision", endpoint->endpoint.revision)
                    .set("ready", endpoint->ready())
                    .set("problem", endpoint->problem)
                    .set("running", static_cast<std::int64_t>(*endpoint->running))
                    .set("turned_away", static_cast<std::int64_t>(*endpoint->turnedAway)));
  }
  return text::toJson(
      Json::object().set("lost_predictions", serving.lostPredictions()).set("endpoints", std::move(list)));
}

}  // namespace

void addInferenceMetrics(http::Router& router, const SharedServing& serving) {
  router.add(http::Method::Get, "/metrics", [serving](const http::Request&) -> Result<http::Response> {
    http::Response response = http::textResponse(metricsText(*serving));
    response.contentType = "text/plain; version=0.0.4; charset=utf-8";
    return response;
  });
  router.add(http::Method::Get, "/status", [serving](const http::Request&) -> Result<http::Response> {
    return http::jsonResponse(statusJson(*serving));
  });
}

}  // namespace tatara::api

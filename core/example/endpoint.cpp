#include "core/example/endpoint.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <thread>

#include "core/base/number_text.h"
#include "core/base/random.h"
#include "core/deploy/rollout.h"
#include "core/http/client.h"
#include "core/text/json.h"

namespace tatara::example {
namespace {

using std::chrono::steady_clock;
using text::Json;

constexpr const char* kServedModel = "bike-demand";
constexpr const char* kData = "bike_rentals_simulated_2024q4.csv";
constexpr std::string_view kTarget = "rentals";
constexpr std::size_t kLabelsAtOnce = 100;

struct Hours {
  std::vector<std::string> names;
  std::vector<std::vector<std::string>> rows;
};

std::vector<std::string> splitLine(const std::string& line) {
  std::vector<std::string> cells;
  for (std::size_t at = 0; at <= line.size();) {
    const std::size_t comma = std::min(line.find(',', at), line.size());
    cells.push_back(line.substr(at, comma - at));
    at = comma + 1;
  }
  return cells;
}

// The file that makeExample() wrote: no quotes, no missing cells.
Result<Hours> readHours(const store::Workspace& workspace) {
  const auto file = workspace.root / "data" / kData;
  std::ifstream input(file);
  Hours hours;
  std::string line;
  if (std::getline(input, line)) {
    hours.names = splitLine(line);
  }
  while (std::getline(input, line)) {
    auto cells = splitLine(line);
    if (cells.size() == hours.names.size()) {
      hours.rows.push_back(std::move(cells));
    }
  }
  if (hours.rows.empty() || std::ranges::find(hours.names, kTarget) == hours.names.end()) {
    return makeError(ErrorKind::NotFound, "There is no data to ask with: this is not the example workspace",
                     file.string());
  }
  return hours;
}

// What the endpoint takes: name and whether it is text, a flag or a number, as the server tells it.
struct Input {
  std::string name;
  std::string type;
  std::size_t place = 0;  // in the file
};

Result<std::vector<Input>> inputsOf(http::Client& client, const Hours& hours) {
  const std::string path = "/v2/models/" + std::string(kEndpoint);
  TATARA_ASSIGN(const auto answer, client.get(path));
  if (answer.status != 200) {
    return makeError(ErrorKind::NotFound,
                     "The model server does not serve \"" + std::string(kEndpoint) + "\"",
                     answer.body.substr(0, 500));
  }
  TATARA_ASSIGN(const Json json, text::parseJson(answer.body));
  std::vector<Input> inputs;
  for (const Json& item : json["inputs"].items()) {
    const std::string* name = item["name"].asString();
    const std::string* type = item["datatype"].asString();
    const auto place = name ? std::ranges::find(hours.names, *name) : hours.names.end();
    if (!type || place == hours.names.end()) {
      return makeError(ErrorKind::NotFound, "The data has no column \"" + (name ? *name : std::string()) +
                                                "\", which the model takes");
    }
    inputs.push_back({*name, *type, static_cast<std::size_t>(place - hours.names.begin())});
  }
  return inputs;
}

std::string bodyOf(const std::vector<Input>& inputs, const std::vector<std::string>& cells) {
  Json row = Json::object();
  for (const Input& input : inputs) {
    const std::string& cell = cells[input.place];
    const auto number = parseDouble(cell);
    row.set(input.name, input.type == "BYTES"  ? Json(cell)
                        : input.type == "BOOL" ? Json(cell == "true")
                        : number               ? Json(*number)
                                               : Json());
  }
  return "{\"dataframe_records\": [" + text::toJson(row) + "]}";
}

Status sendLabels(http::Client& client, Json& labels, TrafficReport& report) {
  if (labels.items().empty()) {
    return {};
  }
  const auto count = static_cast<std::int64_t>(labels.items().size());
  const Json body = Json::object().set("endpoint", std::string(kEndpoint)).set("labels", std::move(labels));
  labels = Json::array();
  TATARA_ASSIGN(const auto answer, client.post("/labels", text::toJson(body)));
  report.labels += answer.status == 200 ? count : 0;
  return {};
}

}  // namespace

Status addEndpoint(store::Store& store) {
  const Timestamp now = store.clock().now();
  const registry::Actor actor = registry::currentActor("tatara example");
  return store.write([&](store::Writer& writer) -> Status {
    TATARA_ASSIGN(const auto champion, registry::findVersionByAlias(writer.sql(), kServedModel, "champion"));
    TATARA_ASSIGN(const auto challenger,
                  registry::findVersionByAlias(writer.sql(), kServedModel, "challenger"));
    if (!champion || !challenger) {
      return makeError(ErrorKind::NotFound, "The example's model has no champion and challenger");
    }
    deploy::NewEndpoint wanted{
        .name = std::string(kEndpoint), .model = kServedModel, .version = champion->version};
    wanted.settings.slow = std::chrono::milliseconds(25);
    wanted.settings.keptDays = 30;
    TATARA_TRY(deploy::createEndpoint(writer, wanted, actor, now));
    using std::chrono::seconds;
    // With the alias, so that a promotion waits for the review as any other change of the champion does.
    const deploy::RolloutPlan plan{
        .steps = {{1000, seconds(30), 100}, {2500, seconds(30), 200}, {5000, seconds(30), 400}},
        .alias = "champion"};
    TATARA_TRY(deploy::startRollout(writer, kEndpoint, challenger->version, plan, actor, now));
    return {};
  });
}

Result<TrafficReport> sendTraffic(const store::Workspace& workspace, const TrafficOptions& options,
                                  const OnProgress& onProgress, std::stop_token stop) {
  TATARA_ASSIGN(const Hours hours, readHours(workspace));
  TATARA_ASSIGN(auto client,
                http::Client::open({.url = options.url, .timeout = std::chrono::seconds(20), .stop = stop}));
  TATARA_ASSIGN(const auto inputs, inputsOf(client, hours));
  const auto target = static_cast<std::size_t>(std::ranges::find(hours.names, kTarget) - hours.names.begin());
  const std::string path = "/endpoints/" + std::string(kEndpoint) + "/invocations";
  const auto pace = std::chrono::duration_cast<steady_clock::duration>(
      std::chrono::duration<double>(1 / std::max(0.1, options.perSecond)));
  TrafficReport report;
  Json labels = Json::array();
  auto due = steady_clock::now();
  for (std::int64_t i = 0; i < options.requests && !stop.stop_requested(); ++i) {
    std::this_thread::sleep_until(due);
    due += pace;
    const auto& cells = hours.rows[static_cast<std::size_t>(i) % hours.rows.size()];
    const std::string id = randomHex(16);
    TATARA_ASSIGN(const auto answer, client.post(path, bodyOf(inputs, cells), {{"X-Request-Id", id}}));
    ++(answer.status == 200 ? report.answered : report.failed);
    labels.append(Json::object().set("request_id", id).set("label", parseDouble(cells[target]).value_or(0)));
    if (labels.items().size() == kLabelsAtOnce) {
      TATARA_TRY(sendLabels(client, labels, report));
    }
    if (onProgress && i % 20 == 0) {
      onProgress({"Asking the endpoint", static_cast<int>(i), static_cast<int>(options.requests)});
    }
  }
  TATARA_TRY(sendLabels(client, labels, report));
  if (stop.stop_requested()) {
    return makeError(ErrorKind::Cancelled, "Stopped");
  }
  return report;
}

}  // namespace tatara::example

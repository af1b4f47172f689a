// What the model server says of itself: over its port, and in the files that it leaves.
#include <algorithm>
#include <fstream>

#include "core/http/client.h"
#include "core/text/json.h"
#include "ui/deployments/deployments_data.h"
#include "ui/deployments/internal/server_files.h"

namespace tatara::ui {
namespace {

using text::Json;

constexpr std::size_t kLongestStatus = 8U << 20;
constexpr std::streamoff kLogTail = 128 * 1024;

std::string wordsOf(const Json& value) {
  const std::string* words = value.asString();
  return words ? *words : std::string();
}

// "2026-11-20T14:02:05.123 error …"
bool beginsLine(std::string_view line) {
  constexpr std::size_t kDate = 19;
  return line.size() > kDate && line[4] == '-' && line[7] == '-' && line[10] == 'T' && line[13] == ':';
}

}  // namespace

const ServedEndpointStatus* ServedStatus::find(const std::string& name) const {
  const auto found = std::ranges::find(endpoints, name, &ServedEndpointStatus::name);
  return found == endpoints.end() ? nullptr : &*found;
}

std::optional<ServedStatus> readStatus(std::string_view json) {
  const auto body = text::parseJson(json);
  if (!body || !(*body)["lost_predictions"].asInt()) {
    return std::nullopt;
  }
  ServedStatus status{.lost = *(*body)["lost_predictions"].asInt()};
  for (const Json& one : (*body)["endpoints"].items()) {
    status.endpoints.push_back({.name = wordsOf(one["name"]),
                                .problem = wordsOf(one["problem"]),
                                .turnedAway = one["turned_away"].asInt().value_or(0)});
  }
  return status;
}

std::optional<ServedStatus> askStatus(const ServerDoor& server) {
  if (server.url.empty()) {
    return std::nullopt;
  }
  auto client = http::Client::open({.url = server.url,
                                    .token = server.token,
                                    .timeout = std::chrono::seconds(2),
                                    .maxBody = kLongestStatus,
                                    .tries = 1});
  const auto answer = client ? client->get("/status") : Result<http::ClientAnswer>(client.error());
  constexpr int kUnauthorized = 401;
  if (answer && answer->status == kUnauthorized) {
    return ServedStatus{.wantsToken = true};
  }
  auto status = answer && answer->status == 200 ? readStatus(answer->body) : std::nullopt;
  if (status) {
    status->wantsToken = !server.token.empty();  // it was shown one that is right
  }
  return status;
}

std::vector<LogLine> logLines(std::string_view tail) {
  std::vector<LogLine> lines;
  while (!tail.empty()) {
    const std::size_t end = std::min(tail.find('\n'), tail.size());
    const std::string_view line = tail.substr(0, end);
    tail.remove_prefix(std::min(end + 1, tail.size()));
    if (!beginsLine(line)) {
      if (!lines.empty() && !line.empty()) {
        lines.back().text.append("\n").append(line);
      }
      continue;
    }
    const std::size_t level = line.find(' ');
    const std::size_t words = std::min(line.find(' ', level + 1), line.size());
    lines.push_back({std::string(line.substr(0, level)),
                     std::string(line.substr(level + 1, words - level - 1)),
                     std::string(line.substr(std::min(words + 1, line.size())))});
  }
  std::ranges::reverse(lines);
  lines.resize(std::min(lines.size(), kMostLogLines));
  return lines;
}

void readServerFiles(const store::Workspace& workspace, EndpointFacts& facts) {
  std::ifstream kept(workspace.stateFolder() / "model-server-ending.json");
  std::string line;
  std::getline(kept, line);
  if (const auto json = text::parseJson(line)) {
    const auto at = parseIso8601(wordsOf((*json)["at"]));
    if (at) {
      facts.ending = ServerEnding{*at, wordsOf((*json)["words"])};
    }
  }
  std::ifstream log(workspace.logFolder() / "model-server.log", std::ios::binary | std::ios::ate);
  if (log) {
    log.seekg(std::max<std::streamoff>(0, static_cast<std::streamoff>(log.tellg()) - kLogTail));
    facts.log = logLines(std::string(std::istreambuf_iterator<char>(log), {}));
  }
}

bool EndpointFacts::wantsToken() const {
  return (served && served->wantsToken) || !endpoint.settings.callers.empty();
}

std::string EndpointFacts::problem() const {
  const auto* said = served ? served->find(endpoint.name) : nullptr;
  return said ? said->problem : std::string();
}

}  // namespace tatara::ui

#include "core/interop/internal/mlflow_peer.h"
#include "core/text/percent.h"

#include <algorithm>
#include <utility>

namespace tatara::interop::internal {
namespace {

using text::Json;
using Answer = MlflowPeer::Answer;

constexpr std::string_view kApi = "/api/2.0/mlflow/";

std::string targetOf(std::string_view path) {
  return path.starts_with('/') ? std::string(path) : std::string(kApi) + std::string(path);
}

// Behind the place where the server's proxy keeps artifacts.
std::string proxied(std::string_view path) {
  std::string target = "/api/2.0/mlflow-artifacts/artifacts/";
  for (std::size_t begin = 0; begin < path.size();) {
    const std::size_t slash = std::min(path.find('/', begin), path.size());
    target += text::percentEncode(path.substr(begin, slash - begin));
    target += slash < path.size() ? "/" : "";
    begin = slash + 1;
  }
  return target;
}

Result<Answer> read(Result<http::ClientAnswer> given) {
  TATARA_TRY(given);
  Answer answer;
  answer.status = given->status;
  if (auto json = text::parseJson(given->body)) {
    answer.json = std::move(*json);
  }
  answer.code = textOf(answer.json["error_code"]);
  answer.message = textOf(answer.json["message"]);
  if (answer.status == 401 || answer.status == 403) {
    return makeError(ErrorKind::PermissionDenied,
                     "The server refuses: " + (answer.message.empty() ? "no access" : answer.message));
  }
  if (answer.status >= 500) {
    return makeError(ErrorKind::Io, "The server answers " + std::to_string(answer.status), answer.message);
  }
  return answer;
}

}  // namespace

std::string textOf(const Json& json) {
  const std::string* text = json.asString();
  return text ? *text : std::string();
}

Result<Answer> MlflowPeer::get(const std::string& path) {
  return read(m_client.get(targetOf(path)));
}

Result<Answer> MlflowPeer::post(std::string_view path, const Json& body, http::Repeat repeat) {
  return read(m_client.post(targetOf(path), text::toJson(body), {}, repeat));
}

Result<Answer> MlflowPeer::patch(std::string_view path, const Json& body) {
  return read(m_client.patch(targetOf(path), text::toJson(body)));
}

Result<Answer> MlflowPeer::upload(std::string_view path, const std::filesystem::path& file) {
  return read(m_client.upload(proxied(path), file));
}

Result<Answer> MlflowPeer::upload(std::string_view path, std::string_view bytes) {
  return read(m_client.put(proxied(path), std::string(bytes)));
}

Result<Answer> MlflowPeer::sendSpans(const std::string& experiment, const std::string& message) {
  TATARA_ASSIGN(auto given, m_client.post("/v1/traces", message,
                                          {{"Content-Type", "application/x-protobuf"},
                                           {"x-mlflow-experiment-id", experiment}}));
  if (given.status == 501) {
    Answer answer;
    answer.status = given.status;
    return answer;
  }
  return read(std::move(given));
}

Result<std::map<std::string, MlflowPeer::There>> MlflowPeer::findRuns(const std::string& experiment) {
  std::map<std::string, There> found;
  std::string token;
  do {
    Json ids = Json::array();
    ids.append(experiment);
    Json body;
    body.set("experiment_ids", std::move(ids)).set("run_view_type", "ALL").set("max_results", 1000);
    body.set("filter", "tags.`" + std::string(kSourceTag) + "` LIKE '%'").set("page_token", token);
    TATARA_ASSIGN(const Answer page, post("runs/search", body, http::Repeat::Harmless));
    if (!page.good()) {
      return makeError(ErrorKind::Io, "The server does not search its runs: " + page.message);
    }
    for (const Json& run : page.json["runs"].items()) {
      There there;
      std::string source;
      there.id = textOf(run["info"]["run_id"]);
      there.artifacts = textOf(run["info"]["artifact_uri"]);
      for (const Json& tag : run["data"]["tags"].items()) {
        if (textOf(tag["key"]) == kSourceTag) {
          source = textOf(tag["value"]);
        }
        there.complete = there.complete || textOf(tag["key"]) == kCompleteTag;
      }
      // A run that broke off and was deleted there is no hindrance.
      if (there.complete || textOf(run["info"]["lifecycle_stage"]) == "active") {
        found[source] = there;
      }
    }
    token = textOf(page.json["next_page_token"]);
  } while (!token.empty());
  return found;
}

Result<std::optional<std::map<std::string, MlflowPeer::There>>> MlflowPeer::findLoggedModels(
    const std::string& experiment) {
  std::map<std::string, There> found;
  std::string token;
  do {
    Json ids = Json::array();
    ids.append(experiment);
    TATARA_ASSIGN(
        const Answer page,
        post("logged-models/search",
             Json().set("experiment_ids", std::move(ids)).set("max_results", 100).set("page_token", token),
             http::Repeat::Harmless));
    if (page.status == 404 || page.status == 405) {
      return std::optional<std::map<std::string, There>>();
    }
    for (const Json& model : page.json["models"].items()) {
      for (const Json& tag : model["info"]["tags"].items()) {
        if (textOf(tag["key"]) == kSourceTag) {
          found[textOf(tag["value"])] = {textOf(model["info"]["model_id"]),
                                         textOf(model["info"]["artifact_uri"]), true};
        }
      }
    }
    token = textOf(page.json["next_page_token"]);
  } while (!token.empty());
  return std::optional(std::move(found));
}

Result<std::map<std::string, std::string>> MlflowPeer::findVersions(const std::string& name) {
  std::map<std::string, std::string> found;
  std::string quoted;
  for (const char c : name) {
    quoted += c == '\'' ? std::string("\\'") : std::string(1, c);
  }
  std::string token;
  do {
    TATARA_ASSIGN(const Answer page, get("model-versions/search?max_results=1000&filter=" +
                                         text::percentEncode("name='" + quoted + "'") +
                                         "&page_token=" + text::percentEncode(token)));
    for (const Json& version : page.json["model_versions"].items()) {
      for (const Json& tag : version["tags"].items()) {
        if (textOf(tag["key"]) == kSourceTag) {
          found[textOf(tag["value"])] = textOf(version["version"]);
        }
      }
    }
    token = textOf(page.json["next_page_token"]);
  } while (!token.empty());
  return found;
}

}  // namespace tatara::interop::internal

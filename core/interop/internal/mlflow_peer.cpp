#include "core/interop/internal/mlflow_peer.h"

#include <algorithm>
#include <utility>

#include "core/interop/internal/mlflow_search.h"
#include "core/text/error_phrase.h"
#include "core/text/percent.h"

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
    return answer.message.empty()
               ? text::sayError(ErrorKind::PermissionDenied,
                                TATARA_SAYS("Phrase", "The server refuses: no access"))
               : text::sayError(ErrorKind::PermissionDenied, TATARA_SAYS("Phrase", "The server refuses: %1"),
                                {answer.message});
  }
  if (answer.status >= 500) {
    return text::sayError(ErrorKind::Io, TATARA_SAYS("Phrase", "The server answers %1"),
                          {std::to_string(answer.status)}, answer.message);
  }
  return answer;
}

// A page of a list. What cannot be listed is not taken for a list of nothing: everything would be sent again.
Result<Json> listed(const text::Phrase& what, Result<Answer> page) {
  TATARA_TRY(page);
  if (!page->good()) {
    return text::sayError(ErrorKind::Io, TATARA_SAYS("Phrase", "The server does not list its %1: %2"),
                          {what, page->message});
  }
  return std::move(page->json);
}

std::optional<std::string> tagAmong(const Json& tags, std::string_view key) {
  for (const Json& tag : tags.items()) {
    if (textOf(tag["key"]) == key) {
      return textOf(tag["value"]);
    }
  }
  return std::nullopt;
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

Result<Answer> MlflowPeer::remove(std::string_view path) {
  return read(m_client.remove(targetOf(path)));
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
  TATARA_TRY(searchPages(
      [&](const std::string& token) -> Result<Json> {
        Json body;
        body.set("experiment_ids", Json::array().append(experiment)).set("run_view_type", "ALL");
        body.set("filter", "tags.`" + std::string(kSourceTag) + "` LIKE '%'").set("max_results", 1000);
        body.set("page_token", token);
        return listed(text::Phrase::say(TATARA_SAYS("Phrase", "runs")),
                      post("runs/search", body, http::Repeat::Harmless));
      },
      [&](const Json& page) -> Status {
        for (const Json& run : page["runs"].items()) {
          const Json& tags = run["data"]["tags"];
          const There there{textOf(run["info"]["run_id"]), textOf(run["info"]["artifact_uri"]),
                            tagAmong(tags, kCompleteTag).has_value()};
          // A run that broke off and was deleted there is no hindrance.
          if (there.complete || textOf(run["info"]["lifecycle_stage"]) == "active") {
            found[tagAmong(tags, kSourceTag).value_or("")] = there;
          }
        }
        return {};
      }));
  return found;
}

Result<std::optional<std::map<std::string, MlflowPeer::There>>> MlflowPeer::findLoggedModels(
    const std::string& experiment) {
  std::map<std::string, There> found;
  bool known = true;
  TATARA_TRY(searchPages(
      [&](const std::string& token) -> Result<Json> {
        Json body;
        body.set("experiment_ids", Json::array().append(experiment)).set("max_results", 100);
        body.set("page_token", token);
        TATARA_ASSIGN(Answer page, post("logged-models/search", body, http::Repeat::Harmless));
        known = page.status != 404 && page.status != 405;
        return known ? listed(text::Phrase::say(TATARA_SAYS("Phrase", "logged models")), std::move(page))
                     : Json();
      },
      [&](const Json& page) -> Status {
        for (const Json& model : page["models"].items()) {
          const Json& info = model["info"];
          if (const auto source = tagAmong(info["tags"], kSourceTag)) {
            const bool complete = textOf(info["status"]) != "LOGGED_MODEL_PENDING" ||
                                  tagAmong(info["tags"], kCompleteTag).has_value();
            found[*source] = {textOf(info["model_id"]), textOf(info["artifact_uri"]), complete,
                              textOf(info["source_run_id"])};
          }
        }
        return {};
      }));
  return known ? std::optional(std::move(found)) : std::nullopt;
}

Result<std::map<std::string, std::string>> MlflowPeer::findVersions(const std::string& name) {
  std::map<std::string, std::string> found;
  TATARA_TRY(searchPages(
      [&](const std::string& token) -> Result<Json> {
        return listed(
            text::Phrase::say(TATARA_SAYS("Phrase", "versions of “%1”"), {name}),
            get("model-versions/search?max_results=1000&filter=" + text::percentEncode(filterByName(name)) +
                "&page_token=" + text::percentEncode(token)));
      },
      [&](const Json& page) -> Status {
        for (const Json& version : page["model_versions"].items()) {
          const auto source = tagAmong(version["tags"], kSourceTag);
          if (source && textOf(version["name"]) == name) {
            found[*source] = textOf(version["version"]);
          }
        }
        return {};
      }));
  return found;
}

}  // namespace tatara::interop::internal

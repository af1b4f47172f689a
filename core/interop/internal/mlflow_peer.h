// A tracking server that is pushed to: how it is asked, and what it holds of ours from earlier pushes.
//
// What is pushed carries the id that it has here in the tag `kSourceTag`, and a run that came whole the tag
// `kCompleteTag`; so a push can be repeated, and completes what was interrupted.
//
// Threads: one at a time. Errors: PermissionDenied where the server refuses, Io where it cannot be reached or
// answers 5xx. Other refusals are answers.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/http/client.h"
#include "core/text/json.h"

namespace tatara::interop::internal {

inline constexpr std::string_view kSourceTag = "tatara.source";
inline constexpr std::string_view kCompleteTag = "tatara.complete";

// Empty when it is no text.
std::string textOf(const text::Json& json);

class MlflowPeer {
 public:
  struct Answer {
    int status = 0;
    text::Json json;
    std::string code;
    std::string message;
    bool good() const { return status == 200; }
  };

  struct There {
    std::string id;
    std::string artifacts;
    bool complete = false;
    std::string run = {};  // of a logged model: the server's run that made it
  };

  explicit MlflowPeer(http::Client client) : m_client(std::move(client)) {}

  // Paths below /api/2.0/mlflow/, or whole ones that begin with a slash.
  Result<Answer> get(const std::string& path);
  Result<Answer> post(std::string_view path, const text::Json& body,
                      http::Repeat repeat = http::Repeat::Harmful);
  Result<Answer> patch(std::string_view path, const text::Json& body);
  Result<Answer> remove(std::string_view path);
  // A file to a place below the server's artifacts.
  Result<Answer> upload(std::string_view path, const std::filesystem::path& file);
  Result<Answer> upload(std::string_view path, std::string_view bytes);
  // An ExportTraceServiceRequest. A server that does not keep spans answers 404, 405 or 501.
  Result<Answer> sendSpans(const std::string& experiment, const std::string& message);

  // What is of ours in an experiment of the server, by its id here.
  Result<std::map<std::string, There>> findRuns(const std::string& experiment);
  // The same; nothing when the server knows no logged models. One is complete once its state is told, which
  // comes last.
  Result<std::optional<std::map<std::string, There>>> findLoggedModels(const std::string& experiment);
  // Version numbers of the server, by ours.
  Result<std::map<std::string, std::string>> findVersions(const std::string& name);

 private:
  http::Client m_client;
};

}  // namespace tatara::interop::internal

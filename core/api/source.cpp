#include "core/api/internal/source.h"

#include <algorithm>

#include "core/api/internal/failure.h"
#include "core/api/internal/versions.h"
#include "core/artifact/artifact_store.h"
#include "core/base/number_text.h"
#include "core/http/target.h"
#include "core/track/logged_models.h"
#include "core/track/runs.h"

namespace tatara::api {
namespace {

// Lower case, without the colon; empty for what is a path. One letter would be a Windows drive.
std::string schemeOf(std::string_view uri) {
  const std::size_t colon = uri.find(':');
  if (colon == std::string_view::npos || colon < 2) {
    return {};
  }
  std::string scheme;
  for (const char c : uri.substr(0, colon)) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (!upper && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '+' && c != '-' && c != '.') {
      return {};
    }
    scheme.push_back(upper ? static_cast<char>(c - 'A' + 'a') : c);
  }
  return scheme;
}

Error localSource(const std::string& source) {
  return invalid(
      "Invalid model version source: '" + source +
      "'. To use a local path as a model version source, the run_id request parameter has to be specified "
      "and the local path has to be contained within the artifact directory of the run specified by the "
      "run_id.");
}

std::string_view afterSlashes(std::string_view uri) {
  uri.remove_prefix(uri.find(':') + 1);
  while (uri.starts_with('/')) {
    uri.remove_prefix(1);
  }
  return uri;
}

Status checkBelow(const std::string& source, std::string_view path) {
  if (!http::checkRelativePath(path)) {
    return invalid("Invalid model version source: '" + source + "'. It must not leave its folder.");
  }
  return {};
}

// Files that a run of another time kept on this machine's disk, as an import brings them.
Status resolveLocal(sql::Connection& db, const registry::NewVersion& version) {
  if (!version.run) {
    return localSource(version.source);
  }
  TATARA_ASSIGN(const auto run, track::findRunInfo(db, version.run));
  const std::string root = run ? run->artifactUri : std::string();
  const std::string scheme = schemeOf(root);
  if (root.empty() || (!scheme.empty() && scheme != "file") || !version.source.starts_with(root + "/") ||
      !http::checkRelativePath(std::string_view(version.source).substr(root.size() + 1))) {
    return localSource(version.source);
  }
  return {};
}

Status resolveModels(sql::Connection& db, registry::NewVersion& version) {
  const std::string_view rest = afterSlashes(version.source);
  if (rest.starts_with("m-")) {
    const track::LoggedModelId id{std::string(rest.substr(0, rest.find('/')))};
    TATARA_ASSIGN(const auto model, track::findLoggedModel(db, id));
    if (model) {
      version.storage = model->artifactUri;
      version.loggedModel = version.loggedModel ? version.loggedModel : id;
      version.run = version.run ? version.run : model->sourceRun;
    }
    return {};
  }
  std::optional<registry::ModelVersion> other;
  const std::string model(rest.substr(0, rest.find_first_of("@/")));
  if (const std::size_t at = rest.rfind('@'); at != std::string_view::npos) {
    TATARA_ASSIGN(other, registry::findVersionByAlias(db, rest.substr(0, at), rest.substr(at + 1)));
  } else if (const std::size_t slash = rest.rfind('/'); slash != std::string_view::npos) {
    if (const auto number = parseInt(rest.substr(slash + 1))) {
      TATARA_ASSIGN(other, registry::findVersion(db, rest.substr(0, slash), *number));
    }
  }
  TATARA_ASSIGN(const auto there, registry::findModel(db, model));
  if (!there) {
    return modelNotFound(model);
  }
  if (!other) {
    return notFound("The model version '" + version.source + "' that is to be copied was not found");
  }
  version.storage = other->storage.empty() ? other->source : other->storage;
  return {};
}

Status resolveRuns(sql::Connection& db, registry::NewVersion& version) {
  const std::string_view rest = afterSlashes(version.source);
  const std::size_t slash = rest.find('/');
  const std::string_view path = slash == std::string_view::npos ? std::string_view{} : rest.substr(slash + 1);
  TATARA_TRY(checkBelow(version.source, path));
  TATARA_ASSIGN(const auto run, track::findRunInfo(db, track::RunId(std::string(rest.substr(0, slash)))));
  if (run) {
    version.storage = run->artifactUri + (path.empty() ? "" : "/" + std::string(path));
  }
  return {};
}

}  // namespace

Status resolveSource(sql::Connection& db, registry::NewVersion& version) {
  const std::string scheme = schemeOf(version.source);
  if (scheme.empty() || scheme == "file") {
    return resolveLocal(db, version);
  }
  if (scheme == "models") {
    return resolveModels(db, version);
  }
  if (scheme == "runs") {
    return resolveRuns(db, version);
  }
  if (scheme == "mlflow-artifacts") {
    TATARA_TRY(checkBelow(version.source, afterSlashes(version.source)));
    version.storage = version.source;
    return {};
  }
  // An unknown scheme is text; but the words after it may not point out of a folder on any machine that reads
  // it.
  const bool climbs =
      version.source.find("..") != std::string::npos || version.source.find('#') != std::string::npos;
  return climbs ? Status(invalid("Invalid model version source: '" + version.source + "'.")) : Status();
}

}  // namespace tatara::api

#include "core/deploy/model_source.h"

#include <algorithm>

#include "core/base/number_text.h"
#include "core/crypto/digest.h"
#include "core/registry/registry.h"
#include "core/text/error_phrase.h"
#include "core/track/logged_models.h"
#include "core/track/runs.h"

namespace tatara::deploy {
namespace {

constexpr std::string_view kModels = "models:/";
constexpr std::string_view kRuns = "runs:/";
constexpr std::int64_t kLargestModel = 4ll << 30;

Result<ModelReference> at(std::string title, std::string_view artifactUri) {
  auto folder = artifact::rootPathOf(artifactUri);
  if (!folder) {
    return text::sayError(ErrorKind::Unsupported,
                          TATARA_SAYS("Phrase", "The files of %1 are not in this workspace"), {title},
                          std::string(artifactUri));
  }
  TATARA_ASSIGN(std::string clean, artifact::cleanPath(*folder));
  return ModelReference{.title = std::move(title), .model = {}, .folder = std::move(clean)};
}

Result<ModelReference> ofRun(sql::Connection& connection, std::string_view rest) {
  const std::size_t slash = rest.find('/');
  if (slash == std::string_view::npos || slash + 1 == rest.size()) {
    return text::sayError(
        ErrorKind::InvalidArgument,
        TATARA_SAYS("Phrase",
                    "Write a model of a run as runs:/ID/PATH, where PATH is its folder among the artifacts"));
  }
  const std::string id(rest.substr(0, slash));
  TATARA_ASSIGN(const auto run, track::findRunInfo(connection, track::RunId(id)));
  if (!run) {
    return text::sayError(ErrorKind::NotFound, TATARA_SAYS("Phrase", "There is no run '%1'"), {id});
  }
  return at("run " + id.substr(0, 8) + ", " + std::string(rest.substr(slash + 1)),
            run->artifactUri + "/" + std::string(rest.substr(slash + 1)));
}

Result<ModelReference> ofLogged(sql::Connection& connection, std::string_view id) {
  TATARA_ASSIGN(const auto model, track::findLoggedModel(connection, track::LoggedModelId(std::string(id))));
  if (!model) {
    return text::sayError(ErrorKind::NotFound, TATARA_SAYS("Phrase", "There is no logged model '%1'"), {id});
  }
  return at("logged model " + model->name, model->artifactUri);
}

Result<ModelReference> ofVersion(sql::Connection& connection, const registry::ModelVersion& version) {
  const std::string title = version.model + " version " + std::to_string(version.version);
  Result<ModelReference> reference =
      !version.storage.empty() ? at(title, version.storage)
      : version.source.starts_with(kRuns)
          ? ofRun(connection, std::string_view(version.source).substr(kRuns.size()))
      : !version.loggedModel.value().empty() ? ofLogged(connection, version.loggedModel.value())
                                             : at(title, version.source);
  if (reference) {
    reference->title = title;
    reference->model = version.model;
    reference->version = version.version;
  }
  return reference;
}

Result<std::vector<artifact::FileInfo>> filesOf(sql::Connection& connection,
                                                const ModelReference& reference) {
  TATARA_ASSIGN(auto files, artifact::ArtifactStore::listAll(connection, reference.folder));
  if (files.empty()) {
    return text::sayError(ErrorKind::NotFound,
                          TATARA_SAYS("Phrase", "There are no files of %1 in this workspace"),
                          {reference.title}, reference.folder);
  }
  std::ranges::sort(files, {}, &artifact::FileInfo::path);
  return files;
}

std::string below(const std::string& path, const std::string& folder) {
  return path.size() > folder.size() ? path.substr(folder.size() + 1) : path.substr(path.rfind('/') + 1);
}

std::string digestOf(const std::vector<artifact::FileInfo>& files, const std::string& folder) {
  crypto::Sha256 hash;
  for (const auto& file : files) {
    hash.update(below(file.path, folder));
    hash.update(std::string_view("\0", 1));
    hash.update(file.digest.hex());
    hash.update("\n");
  }
  return artifact::Digest{hash.finish()}.hex();
}

}  // namespace

bool namesModel(std::string_view text) {
  return text.starts_with(kModels) || text.starts_with(kRuns);
}

Result<ModelReference> resolveVersion(sql::Connection& connection, std::string_view model,
                                      std::int64_t version) {
  TATARA_ASSIGN(const auto found, registry::findVersion(connection, model, version));
  if (!found) {
    return text::sayError(ErrorKind::NotFound, TATARA_SAYS("Phrase", "The model \"%1\" has no version %2"),
                          {model, std::to_string(version)});
  }
  return ofVersion(connection, *found);
}

Result<ModelReference> resolveModel(sql::Connection& connection, std::string_view text) {
  if (text.starts_with(kRuns)) {
    return ofRun(connection, text.substr(kRuns.size()));
  }
  if (!text.starts_with(kModels)) {
    return tatara::text::sayError(
        ErrorKind::InvalidArgument,
        TATARA_SAYS("Phrase",
                    "'%1' names no model; write models:/NAME@ALIAS, models:/NAME/VERSION or runs:/ID/PATH"),
        {text});
  }
  std::string_view rest = text.substr(kModels.size());
  while (rest.starts_with('/')) {
    rest.remove_prefix(1);
  }
  const std::size_t at = rest.rfind('@');
  const std::size_t slash = rest.rfind('/');
  if (at == std::string_view::npos && slash == std::string_view::npos && rest.starts_with("m-")) {
    return ofLogged(connection, rest);
  }
  const bool byAlias = at != std::string_view::npos && (slash == std::string_view::npos || at > slash);
  const std::size_t cut = byAlias ? at : slash;
  if (cut == std::string_view::npos || cut + 1 == rest.size()) {
    return tatara::text::sayError(
        ErrorKind::InvalidArgument,
        TATARA_SAYS("Phrase", "'%1' says no version; write models:/%2@ALIAS or models:/%2/VERSION"),
        {text, rest});
  }
  const std::string name(rest.substr(0, cut));
  const std::string which(rest.substr(cut + 1));
  if (const auto number = byAlias ? std::nullopt : parseInt(which)) {
    return resolveVersion(connection, name, *number);
  }
  TATARA_ASSIGN(const auto found, registry::findVersionByAlias(connection, name, which));
  if (!found) {
    return tatara::text::sayError(
        ErrorKind::NotFound, TATARA_SAYS("Phrase", "The model \"%1\" has no version with the alias \"%2\""),
        {name, which});
  }
  return ofVersion(connection, *found);
}

Result<std::string> modelDigest(sql::Connection& connection, const ModelReference& reference) {
  TATARA_ASSIGN(const auto files, filesOf(connection, reference));
  return digestOf(files, reference.folder);
}

Result<SourcedModel> readModel(store::Store& store, const artifact::ArtifactStore& artifacts,
                               const ModelReference& reference) {
  TATARA_ASSIGN(const auto files,
                store.read([&](sql::Connection& connection) { return filesOf(connection, reference); }));
  SourcedModel model;
  std::int64_t left = kLargestModel;
  for (const auto& file : files) {
    TATARA_ASSIGN(std::string bytes, artifacts.readAll(file.path, left));
    left -= static_cast<std::int64_t>(bytes.size());
    crypto::Sha256 hash;
    hash.update(bytes);
    if (hash.finish() != file.digest.bytes) {
      return text::sayError(
          ErrorKind::Corrupt,
          TATARA_SAYS(
              "Phrase",
              "The file '%1' of %2 is not what was stored under its digest; \"tatara verify\" tells more"),
          {file.path, reference.title});
    }
    model.files.files.push_back({below(file.path, reference.folder), std::move(bytes)});
  }
  model.digest = digestOf(files, reference.folder);
  return model;
}

}  // namespace tatara::deploy

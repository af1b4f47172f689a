// OCI Image Format Specification 1.1: layout, index, manifest, configuration; two layers, the server's and
// the model's, so that a new version of a model shares what is below it. The member "Healthcheck" is
// Docker's.
#include <sys/stat.h>

#include <array>
#include <cerrno>

#include "core/base/file_error.h"
#include "core/crypto/digest.h"
#include "core/package/internal/kinds.h"
#include "core/package/internal/output.h"
#include "core/text/json.h"

namespace tatara::package {
namespace {

using text::Json;

constexpr const char* kLayerType = "application/vnd.oci.image.layer.v1.tar+gzip";
constexpr const char* kConfigType = "application/vnd.oci.image.config.v1+json";
constexpr const char* kManifestType = "application/vnd.oci.image.manifest.v1+json";
constexpr const char* kIndexType = "application/vnd.oci.image.index.v1+json";
constexpr std::string_view kAlgorithm = "sha256:";
constexpr std::int64_t kSecond = 1'000'000'000;

Json textsOf(const std::vector<std::string>& texts) {
  Json list = Json::array();
  for (const std::string& text : texts) {
    list.append(text);
  }
  return list;
}

Json descriptor(const char* type, const std::string& digest, std::uint64_t size) {
  return Json::object().set("mediaType", type).set("digest", "sha256:" + digest).set("size", size);
}

Json configOf(const Plan& plan, const std::string& architecture, const std::vector<Packed>& layers,
              Timestamp time) {
  Json environment = Json::array();
  environment.append("PATH=/usr/bin");
  for (const auto& [name, value] : environmentOf(plan)) {
    environment.append(name + "=" + value);
  }
  Json labels = Json::object();
  for (const auto& [name, value] : labelsOf(plan)) {
    labels.set(name, value);
  }
  std::vector<std::string> check = healthCommand();
  check.insert(check.begin(), "CMD");
  const Json run =
      Json::object()
          .set("User", std::to_string(kUser) + ":" + std::to_string(kUser))
          .set("ExposedPorts", Json::object().set(std::to_string(kPort) + "/tcp", Json::object()))
          .set("Env", std::move(environment))
          .set("Entrypoint", textsOf(entrypoint()))
          .set("Cmd", textsOf({std::string("/") + kModelFolder}))
          .set("WorkingDir", "/tmp")
          .set("Labels", std::move(labels))
          .set("StopSignal", "SIGTERM")
          .set("Healthcheck", Json::object()
                                  .set("Test", textsOf(check))
                                  .set("Interval", 30 * kSecond)
                                  .set("Timeout", 5 * kSecond)
                                  .set("StartPeriod", 10 * kSecond)
                                  .set("Retries", 3));
  Json digests = Json::array();
  Json history = Json::array();
  for (const Packed& layer : layers) {
    digests.append("sha256:" + layer.plainDigest);
  }
  for (const char* what : {"the model server and its libraries", "the model"}) {
    history.append(Json::object()
                       .set("created", toIso8601(time))
                       .set("created_by", "tatara deploy export")
                       .set("comment", what));
  }
  return Json::object()
      .set("created", toIso8601(time))
      .set("architecture", architecture)
      .set("os", "linux")
      .set("config", run)
      .set("rootfs", Json::object().set("type", "layers").set("diff_ids", std::move(digests)))
      .set("history", std::move(history));
}

class Layout {
 public:
  Layout(std::filesystem::path folder, Timestamp time) : m_folder(std::move(folder)), m_time(time) {}

  Status begin() const {
    for (const char* name : {"blobs", "blobs/sha256"}) {
      const auto path = m_folder / name;
      if (::mkdir(path.c_str(), 0700) != 0 || ::chmod(path.c_str(), 0755) != 0) {
        return fileError("The package cannot be written", path, errno);
      }
    }
    return write("oci-layout", text::toJson(Json::object().set("imageLayoutVersion", "1.0.0")));
  }

  Result<Packed> layer(const FileTree& tree, const Writing& writing) const {
    const auto partial = m_folder / "blobs/sha256/partial";
    TATARA_ASSIGN(Packed packed, packTree(tree, writing, partial));
    std::error_code failed;
    std::filesystem::rename(partial, m_folder / "blobs/sha256" / packed.digest, failed);
    if (failed) {
      return fileError("The package cannot be written", partial, failed.value());
    }
    return packed;
  }

  Result<Json> blob(const char* type, const Json& value) const {
    const std::string bytes = text::toJson(value);
    const std::string digest = crypto::sha256Hex(bytes);
    TATARA_TRY(write("blobs/sha256/" + digest, bytes));
    return descriptor(type, digest, bytes.size());
  }

  Status write(const std::string& name, const std::string& bytes) const {
    TATARA_ASSIGN(OutputFile file, OutputFile::create(m_folder / name));
    TATARA_TRY(file.write(bytes));
    return file.finish(m_time);
  }

 private:
  std::filesystem::path m_folder;
  Timestamp m_time;
};

}  // namespace

Result<Packed> packTree(const FileTree& tree, const Writing& writing, const std::filesystem::path& file) {
  TATARA_ASSIGN(OutputFile output, OutputFile::create(file));
  Packed packed;
  crypto::Sha256 plain;
  crypto::Sha256 whole;
  Deflater deflater(Deflater::Form::Gzip, [&](std::string_view bytes) {
    whole.update(bytes);
    packed.bytes += bytes.size();
    return output.write(bytes);
  });
  TATARA_TRY(writeTar(tree, writing, [&](std::string_view bytes) {
    plain.update(bytes);
    return deflater.write(bytes);
  }));
  TATARA_TRY(deflater.finish());
  TATARA_TRY(output.finish(writing.time));
  packed.plainDigest = crypto::toHex(plain.finish());
  packed.digest = crypto::toHex(whole.finish());
  return packed;
}

std::vector<std::string> entrypoint() {
  return {"/usr/bin/tatara", "serve-model", "--host", "0.0.0.0", "--open"};
}

std::vector<std::string> healthCommand() {
  return {"/usr/bin/tatara", "serve-model", "--check"};
}

std::vector<std::pair<std::string, std::string>> environmentOf(const Plan& plan) {
  return {{"TATARA_MODEL_NAME", plan.name}, {"TATARA_MODEL_VERSION", std::to_string(plan.subject.version)}};
}

std::vector<std::pair<std::string, std::string>> labelsOf(const Plan& plan) {
  return {{"org.opencontainers.image.title", plan.subject.model},
          {"org.opencontainers.image.version", std::to_string(plan.subject.version)},
          {"tatara.model.digest", plan.subject.digest},
          {"tatara.model.flavor", plan.subject.flavor}};
}

Result<std::string> writeImageLayout(const Plan& plan, const Writing& writing,
                                     const std::filesystem::path& folder) {
  TATARA_ASSIGN(const FileTree root, imageRoot(plan.server, plan.subject.flavor));
  TATARA_ASSIGN(const FileTree model, modelFiles(plan.subject));
  FileTree placed;
  TATARA_TRY(placed.addTree(kModelFolder, model));
  TATARA_ASSIGN(const std::string architecture, architectureOf(plan.server));
  const Layout layout(folder, writing.time);
  TATARA_TRY(layout.begin());
  std::vector<Packed> layers;
  Json list = Json::array();
  for (const FileTree* tree : std::array<const FileTree*, 2>{&root, &placed}) {
    TATARA_ASSIGN(Packed layer, layout.layer(*tree, writing));
    list.append(descriptor(kLayerType, layer.digest, layer.bytes));
    layers.push_back(std::move(layer));
  }
  TATARA_ASSIGN(Json config, layout.blob(kConfigType, configOf(plan, architecture, layers, writing.time)));
  Json annotations = Json::object();
  for (const auto& [name, value] : labelsOf(plan)) {
    annotations.set(name, value);
  }
  TATARA_ASSIGN(Json manifest, layout.blob(kManifestType, Json::object()
                                                              .set("schemaVersion", 2)
                                                              .set("mediaType", kManifestType)
                                                              .set("config", std::move(config))
                                                              .set("layers", std::move(list))
                                                              .set("annotations", std::move(annotations))));
  const std::string digest = manifest["digest"].asString()->substr(kAlgorithm.size());
  manifest.set("platform", Json::object().set("architecture", architecture).set("os", "linux"));
  manifest.set("annotations",
               Json::object().set("org.opencontainers.image.ref.name", std::to_string(plan.subject.version)));
  Json manifests = Json::array();
  manifests.append(std::move(manifest));
  TATARA_TRY(layout.write("index.json", text::toJson(Json::object()
                                                         .set("schemaVersion", 2)
                                                         .set("mediaType", kIndexType)
                                                         .set("manifests", std::move(manifests)))));
  return digest;
}

}  // namespace tatara::package

// What each kind of package consists of. Threads: any.
#pragma once

#include <filesystem>
#include <string>

#include "core/package/package.h"

namespace tatara::package {

// Everything that the makers of contents need, checked.
struct Plan {
  const Subject& subject;
  const Options& options;
  const Server& server;
  std::string name;
  std::string image;  // "NAME:VERSION" or what was given
};

inline constexpr int kPort = 8080;
inline constexpr int kUser = 65532;
inline constexpr const char* kModelFolder = "opt/ml/model";

Result<FileTree> modelFiles(const Subject& subject);

// An image layout in an empty folder; gives the manifest's digest as hexadecimal.
Result<std::string> writeImageLayout(const Plan& plan, const Writing& writing,
                                     const std::filesystem::path& folder);
Result<FileTree> dockerContext(const Plan& plan);
std::string kubernetesManifests(const Plan& plan);
std::string kserveManifest(const Plan& plan);
Result<FileTree> mlflowFolder(const Plan& plan);
Result<FileTree> tensorflowServing(const Plan& plan);
// With model.tar.gz made already.
Result<FileTree> sageMakerFolder(const Plan& plan, const std::filesystem::path& modelArchive);
Result<FileTree> lambdaZip(const Plan& plan);
Result<FileTree> azureZip(const Plan& plan);

// One gzip-compressed tar of a tree in a new file; the digests of the tar and of the file, as hexadecimal.
struct Packed {
  std::string plainDigest;
  std::string digest;
  std::uint64_t bytes = 0;
};
Result<Packed> packTree(const FileTree& tree, const Writing& writing, const std::filesystem::path& file);

// What starts the server in an image, and its surroundings there.
std::vector<std::string> entrypoint();
std::vector<std::string> healthCommand();
std::vector<std::pair<std::string, std::string>> environmentOf(const Plan& plan);
std::vector<std::pair<std::string, std::string>> labelsOf(const Plan& plan);

}  // namespace tatara::package

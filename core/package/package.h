// A registered version as what another platform runs, written to a new place in one step.
//
//   oci, oci-archive    an OCI image (image-spec 1.1), as a layout folder or as one .tar of it
//   docker              a Dockerfile with the files it copies
//   kubernetes, kserve  manifests that run such an image
//   mlflow              a model folder for `mlflow models serve`
//   tensorflow-serving  a model base path and models.config for a SavedModel
//   sagemaker           model.tar.gz, and the container's part of CreateModel
//   lambda              a ZIP for the custom runtime of AWS Lambda
//   azure-functions     a ZIP with a custom handler
//
// The same version, options and server become the same bytes, whenever and wherever they are written: times
// are the version's own, or SOURCE_DATE_EPOCH. Names and values are quoted for where they are written; a name
// that a platform forbids is refused or, where it was not chosen, made fit. What is there already is not
// touched unless it is to be replaced, and then only a file, or a folder that holds nothing else than such a
// package. What fails leaves nothing behind.
//
// Threads: any but the GUI's. Errors: InvalidArgument (names, numbers), Unsupported (a model that the kind
// does not take), AlreadyExists, Io, Cancelled, those of server_files.h.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/infer/runner.h"
#include "core/package/server_files.h"
#include "core/text/phrase.h"

namespace tatara::package {

enum class Kind : std::uint8_t {
  Oci,
  OciArchive,
  Docker,
  Kubernetes,
  Kserve,
  Mlflow,
  TensorflowServing,
  SageMaker,
  Lambda,
  AzureFunctions
};

struct KindFacts {
  Kind kind = Kind::Oci;
  std::string_view word;    // on the command line
  std::string_view ending;  // of the file that is written; empty: a folder
  bool carriesServer = false;
  bool namesImage = false;  // runs an image that has been pushed somewhere
};
std::span<const KindFacts> allKinds();
const KindFacts& factsOf(Kind kind);
std::optional<Kind> parseKind(std::string_view word);

// What is exported.
struct Subject {
  std::string model;  // the registered name, or what the model is called
  std::int64_t version = 1;
  std::string digest;  // deploy::SourcedModel
  std::string flavor;  // infer::ProbeReport
  const infer::ModelFiles* files = nullptr;
};

struct Options {
  Kind kind = Kind::Oci;
  std::filesystem::path out;
  bool replace = false;
  std::string name;   // of image, service and endpoint; empty: made from the model's
  std::string image;  // that manifests run; empty: NAME:VERSION
  std::int64_t replicas = 2;
  std::int64_t mostReplicas = 6;
  std::int64_t canary = 0;  // percent of the traffic for a KServe canary; 0: all of it, without one
};

// A command that takes the package further, for a person to decide about.
struct Step {
  std::vector<std::string> command;
  bool dryRun = false;  // changes nothing
  bool sends = false;   // something leaves this machine
  bool toFill = false;  // holds words in capitals that a person replaces: a bucket, a role
};

// As a line for a shell.
std::string shellText(const std::vector<std::string>& command);

struct Report {
  std::string name;
  std::string imageDigest;           // SHA-256 of an image's manifest
  std::uint64_t bytes = 0;           // of what was written
  std::vector<std::string> written;  // files, in their order; a package of one file has its members
  std::vector<Step> steps;
  std::vector<text::Phrase> remarks;  // what a person has to know, in sentences
};

// A name as DNS labels, images and all of these platforms take it: from "Bike demand (v2)" "bike-demand-v2".
std::string plainName(std::string_view model);

Result<Report> write(const Subject& subject, const Options& options, const Server& server,
                     const Writing& writing);
// What can be done with a package of this kind at its place. `image`: where the image is to be found, if it
// was said; images are pushed there.
std::vector<Step> stepsFor(Kind kind, const std::filesystem::path& out, const std::string& name,
                           std::int64_t version, const std::string& image = {});

}  // namespace tatara::package

#include "core/package/package.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>

#include "core/base/file_error.h"
#include "core/base/random.h"
#include "core/package/internal/kinds.h"
#include "core/package/internal/output.h"

namespace tatara::package {
namespace {

using text::Phrase;

constexpr std::array<KindFacts, 10> kKinds{{{Kind::Oci, "oci", "", true, false},
                                            {Kind::OciArchive, "oci-archive", ".tar", true, false},
                                            {Kind::Docker, "docker", "", true, false},
                                            {Kind::Kubernetes, "kubernetes", ".yaml", false, true},
                                            {Kind::Kserve, "kserve", ".yaml", false, true},
                                            {Kind::Mlflow, "mlflow", "", false, false},
                                            {Kind::TensorflowServing, "tensorflow-serving", "", false, false},
                                            {Kind::SageMaker, "sagemaker", "", false, true},
                                            {Kind::Lambda, "lambda", ".zip", true, false},
                                            {Kind::AzureFunctions, "azure-functions", ".zip", true, false}}};

constexpr std::size_t kLongestName = 50;  // what controllers append to it has to fit into 63

bool isPlain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

Status checkName(const std::string& name) {
  const bool sound = !name.empty() && name.size() <= kLongestName && name[0] >= 'a' && name[0] <= 'z' &&
                     isPlain(name.back()) &&
                     std::ranges::all_of(name, [](char c) { return isPlain(c) || c == '-'; }) &&
                     name.find("--") == std::string::npos;
  return sound
             ? Status()
             : makeError(
                   ErrorKind::InvalidArgument,
                   "'" + name +
                       "' is no name for an image or a service; write lower-case letters, digits and single "
                       "hyphens, a letter first, at most 50");
}

// As image references are written (OCI Distribution Specification, "Pulling manifests"); only its characters,
// what they mean is the registry's affair.
Status checkImage(const std::string& image) {
  constexpr std::string_view kLegal = "-._/:@";
  const bool sound =
      !image.empty() && image.size() <= 255 && image.front() != '-' &&
      std::ranges::all_of(image, [&](char c) {
        return isPlain(c) || (c >= 'A' && c <= 'Z') || kLegal.find(c) != std::string_view::npos;
      });
  return sound ? Status()
               : makeError(ErrorKind::InvalidArgument,
                           "'" + image + "' is no reference to an image; write it as host/name:tag");
}

Status checkNumbers(const Options& options) {
  constexpr std::int64_t kMost = 10'000;
  if (options.replicas < 1 || options.mostReplicas < options.replicas || options.mostReplicas > kMost) {
    return makeError(ErrorKind::InvalidArgument,
                     "There is at least 1 replica, and the most are as many or more, up to 10,000");
  }
  if (options.canary < 0 || options.canary > 100) {
    return makeError(ErrorKind::InvalidArgument, "A canary gets 1 to 100 percent of the traffic");
  }
  return {};
}

// A place beside the target, renamed to it when everything is there, else removed.
class Staging {
 public:
  static Result<Staging> begin(const Options& options) {
    Staging staging;
    std::error_code failed;
    staging.m_target = std::filesystem::absolute(options.out, failed).lexically_normal();
    if (staging.m_target.filename().empty()) {
      staging.m_target = staging.m_target.parent_path();
    }
    if (failed || staging.m_target.filename().empty() || options.out.empty()) {
      return makeError(ErrorKind::InvalidArgument, "Say where the package is to be written");
    }
    staging.m_replace = options.replace;
    const auto status = std::filesystem::symlink_status(staging.m_target, failed);
    if (status.type() != std::filesystem::file_type::not_found && !options.replace) {
      return staging.taken();
    }
    staging.m_place =
        staging.m_target.parent_path() /
        ("." + staging.m_target.filename().string().substr(0, 100) + ".partial-" + randomHex(8));
    return staging;
  }
  Staging(Staging&& other) noexcept = default;
  Staging& operator=(Staging&&) = delete;
  ~Staging() {
    std::error_code ignored;
    for (const auto& place : {m_place, m_scratch}) {
      if (!place.empty()) {
        std::filesystem::remove_all(place, ignored);
      }
    }
  }

  const std::filesystem::path& place() const { return m_place; }

  // A second place, which only helps.
  Result<std::filesystem::path> scratch() {
    m_scratch = m_place;
    m_scratch += "-parts";
    TATARA_TRY(makeEmpty(m_scratch));
    return m_scratch;
  }
  Status makeFolder() const { return makeEmpty(m_place); }

  Status settle() const {
    if (::renameat2(AT_FDCWD, m_place.c_str(), AT_FDCWD, m_target.c_str(), RENAME_NOREPLACE) == 0) {
      return {};
    }
    if (errno != EEXIST) {
      return fileError("The package cannot be put in its place", m_target, errno);
    }
    if (!m_replace) {
      return taken();
    }
    TATARA_TRY(checkReplaceable());
    // What was there is now where the new one was made, and goes with it.
    return ::renameat2(AT_FDCWD, m_place.c_str(), AT_FDCWD, m_target.c_str(), RENAME_EXCHANGE) == 0
               ? Status()
               : fileError("The package cannot be put in its place", m_target, errno);
  }

 private:
  Staging() = default;

  static Status makeEmpty(const std::filesystem::path& folder) {
    if (::mkdir(folder.c_str(), 0700) != 0 || ::chmod(folder.c_str(), 0755) != 0) {
      return fileError("The package cannot be written", folder, errno);
    }
    return {};
  }
  Error taken() const {
    return makeError(ErrorKind::AlreadyExists, "There is something at '" + m_target.string() +
                                                   "' already; name a new place, or give --replace");
  }
  // Nobody's home is removed because a path was mistyped.
  Status checkReplaceable() const {
    std::error_code failed;
    const bool folder = std::filesystem::is_directory(std::filesystem::symlink_status(m_target, failed));
    if (folder != std::filesystem::is_directory(m_place, failed)) {
      return makeError(ErrorKind::AlreadyExists,
                       "At '" + m_target.string() + "' is " + (folder ? "a folder" : "a file") +
                           ", which this package does not replace; name a new place");
    }
    if (!folder) {
      return {};
    }
    for (const auto& entry : std::filesystem::directory_iterator(m_target, failed)) {
      if (!std::filesystem::exists(m_place / entry.path().filename(), failed)) {
        return makeError(
            ErrorKind::AlreadyExists,
            "The folder '" + m_target.string() + "' holds '" + entry.path().filename().string() +
                "', which is no part of such a package, so it is not replaced; name a new place");
      }
    }
    return failed ? fileError("The folder to be replaced cannot be read", m_target, failed.value())
                  : Status();
  }

  std::filesystem::path m_target;
  std::filesystem::path m_place;
  std::filesystem::path m_scratch;
  bool m_replace = false;
};

Status writeText(const std::string& text, const Writing& writing, const std::filesystem::path& file) {
  TATARA_ASSIGN(OutputFile output, OutputFile::create(file));
  TATARA_TRY(output.write(text));
  return output.finish(writing.time);
}

void listTree(const FileTree& tree, Report& report) {
  for (const auto& [path, file] : tree.files()) {
    report.written.push_back(path);
  }
}

Status writeTreeFolder(Result<FileTree> tree, const Writing& writing, const Staging& staging,
                       Report& report) {
  TATARA_TRY(tree);
  TATARA_TRY(staging.makeFolder());
  listTree(*tree, report);
  return writeFolder(*tree, writing, staging.place());
}

Status writeTreeZip(Result<FileTree> tree, const Writing& writing, const Staging& staging, Report& report) {
  TATARA_TRY(tree);
  listTree(*tree, report);
  TATARA_ASSIGN(OutputFile file, OutputFile::create(staging.place()));
  TATARA_TRY(writeZip(*tree, writing, file.descriptor()));
  return file.finish(writing.time);
}

// The files of a folder that was made, as a tree that points at them.
Result<FileTree> treeOf(const std::filesystem::path& folder) {
  FileTree tree;
  std::error_code failed;
  for (std::filesystem::recursive_directory_iterator it(folder, failed), end; !failed && it != end;
       it.increment(failed)) {
    if (it->is_regular_file()) {
      TATARA_TRY(tree.addFile(std::filesystem::relative(it->path(), folder).string(), it->path()));
    }
  }
  if (failed) {
    return fileError("The package cannot be read again", folder, failed.value());
  }
  return tree;
}

Status writeImage(const Plan& plan, const Writing& writing, Staging& staging, Report& report) {
  if (plan.options.kind == Kind::Oci) {
    TATARA_TRY(staging.makeFolder());
    TATARA_ASSIGN(report.imageDigest, writeImageLayout(plan, writing, staging.place()));
    TATARA_ASSIGN(const FileTree tree, treeOf(staging.place()));
    listTree(tree, report);
    return {};
  }
  TATARA_ASSIGN(const auto scratch, staging.scratch());
  TATARA_ASSIGN(report.imageDigest, writeImageLayout(plan, writing, scratch));
  TATARA_ASSIGN(const FileTree tree, treeOf(scratch));
  listTree(tree, report);
  TATARA_ASSIGN(OutputFile file, OutputFile::create(staging.place()));
  // Its bytes were told of when the layers were made.
  const Writing again{.time = writing.time, .stop = writing.stop};
  TATARA_TRY(writeTar(tree, again, [&](std::string_view bytes) { return file.write(bytes); }));
  return file.finish(writing.time);
}

Status writeSageMaker(const Plan& plan, const Writing& writing, Staging& staging, Report& report) {
  TATARA_ASSIGN(const auto scratch, staging.scratch());
  TATARA_ASSIGN(const FileTree model, modelFiles(plan.subject));
  TATARA_TRY(packTree(model, writing, scratch / "model.tar.gz"));
  report.remarks.push_back(Phrase::say(
      TATARA_SAYS(
          "Phrase",
          "The endpoint runs the image \"%1\", which \"oci\" or \"docker\" makes; put model.tar.gz into a "
          "bucket and its address into ModelDataUrl beside what container.json says"),
      {plan.image}));
  return writeTreeFolder(sageMakerFolder(plan, scratch / "model.tar.gz"), writing, staging, report);
}

Status writeLambda(const Plan& plan, const Writing& writing, const Staging& staging, Report& report) {
  auto tree = lambdaZip(plan);
  TATARA_TRY(tree);
  TATARA_ASSIGN(const std::uint64_t bytes, tree->bytes());
  constexpr std::uint64_t kLambdaLimit = 250u << 20;
  if (bytes > kLambdaLimit) {
    report.remarks.push_back(Phrase::say(TATARA_SAYS(
        "Phrase",
        "Unpacked it is larger than the 250 MB that a ZIP of Lambda may have; use the image there")));
  }
  return writeTreeZip(std::move(tree), writing, staging, report);
}

Phrase imageRemark(const Plan& plan) {
  return Phrase::say(
      TATARA_SAYS("Phrase", "The cluster runs the image \"%1\", which it has to find in a registry"),
      {plan.image});
}

Status writeKind(const Plan& plan, const Writing& writing, Staging& staging, Report& report) {
  switch (plan.options.kind) {
    case Kind::Oci:
    case Kind::OciArchive:
      return writeImage(plan, writing, staging, report);
    case Kind::Docker:
      return writeTreeFolder(dockerContext(plan), writing, staging, report);
    case Kind::Kubernetes:
      report.remarks.push_back(imageRemark(plan));
      return writeText(kubernetesManifests(plan), writing, staging.place());
    case Kind::Kserve:
      report.remarks.push_back(imageRemark(plan));
      return writeText(kserveManifest(plan), writing, staging.place());
    case Kind::Mlflow:
      return writeTreeFolder(mlflowFolder(plan), writing, staging, report);
    case Kind::TensorflowServing:
      return writeTreeFolder(tensorflowServing(plan), writing, staging, report);
    case Kind::SageMaker:
      return writeSageMaker(plan, writing, staging, report);
    case Kind::Lambda:
      return writeLambda(plan, writing, staging, report);
    case Kind::AzureFunctions:
      return writeTreeZip(azureZip(plan), writing, staging, report);
  }
  return makeError(ErrorKind::Internal, "There is no such kind of package");
}

Result<std::uint64_t> bytesAt(const std::filesystem::path& place) {
  std::error_code failed;
  if (!std::filesystem::is_directory(place, failed)) {
    return std::filesystem::file_size(place, failed);
  }
  TATARA_ASSIGN(const FileTree tree, treeOf(place));
  return tree.bytes();
}

std::string absolutePlace(const std::filesystem::path& out) {
  std::error_code failed;
  const auto place = std::filesystem::absolute(out, failed);
  return (failed ? out : place).lexically_normal().string();
}

}  // namespace

std::span<const KindFacts> allKinds() {
  return kKinds;
}

const KindFacts& factsOf(Kind kind) {
  return *std::ranges::find(kKinds, kind, &KindFacts::kind);
}

std::optional<Kind> parseKind(std::string_view word) {
  const auto* found = std::ranges::find(kKinds, word, &KindFacts::word);
  return found == kKinds.end() ? std::nullopt : std::optional(found->kind);
}

std::string plainName(std::string_view model) {
  std::string name;
  for (const char c : model) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (isPlain(lower)) {
      name.push_back(lower);
    } else if (!name.empty() && name.back() != '-') {
      name.push_back('-');
    }
  }
  if (name.empty() || name[0] < 'a' || name[0] == '-') {
    name.insert(0, "model-");
  }
  name.resize(std::min(name.size(), kLongestName));
  name.erase(name.find_last_not_of('-') + 1);
  return name;
}

Result<Report> write(const Subject& subject, const Options& options, const Server& server,
                     const Writing& writing) {
  Plan plan{
      .subject = subject, .options = options, .server = server, .name = options.name, .image = options.image};
  if (plan.name.empty()) {
    plan.name = plainName(subject.model);
  }
  if (plan.image.empty()) {
    plan.image = plan.name + ":" + std::to_string(subject.version);
  }
  TATARA_TRY(checkName(plan.name));
  TATARA_TRY(checkImage(plan.image));
  TATARA_TRY(checkNumbers(options));
  TATARA_ASSIGN(Staging staging, Staging::begin(options));
  Report report;
  report.name = plan.name;
  TATARA_TRY(writeKind(plan, writing, staging, report));
  TATARA_ASSIGN(report.bytes, bytesAt(staging.place()));
  TATARA_TRY(staging.settle());
  report.steps = stepsFor(options.kind, options.out, plan.name, subject.version, options.image);
  return report;
}

std::string shellText(const std::vector<std::string>& command) {
  std::string line;
  for (const std::string& word : command) {
    const bool plain = !word.empty() && std::ranges::all_of(word, [](char c) {
      return isPlain(c) || (c >= 'A' && c <= 'Z') ||
             std::string_view("-_./:=@,+").find(c) != std::string_view::npos;
    });
    line += line.empty() ? "" : " ";
    if (plain) {
      line += word;
      continue;
    }
    line += '\'';
    for (const char c : word) {
      line += c == '\'' ? std::string("'\\''") : std::string(1, c);
    }
    line += '\'';
  }
  return line;
}

namespace {

// Each sends, and has words that the person fills in.
std::vector<Step> cloudSteps(Kind kind, const std::string& place, const std::string& name) {
  std::vector<Step> steps;
  switch (kind) {
    case Kind::SageMaker:
      steps.push_back(
          {.command = {"aws", "s3", "cp", place + "/model.tar.gz", "s3://BUCKET/" + name + "/model.tar.gz"}});
      steps.push_back(
          {.command = {"aws", "sagemaker", "create-model", "--model-name", name, "--execution-role-arn",
                       "ROLE", "--primary-container", "file://" + place + "/container.json"}});
      break;
    case Kind::Lambda:
      steps.push_back({.command = {"aws", "lambda", "create-function", "--function-name", name, "--runtime",
                                   "provided.al2023", "--handler", "bootstrap", "--zip-file",
                                   "fileb://" + place, "--role", "ROLE"}});
      break;
    case Kind::AzureFunctions:
      steps.push_back({.command = {"az", "functionapp", "deployment", "source", "config-zip",
                                   "--resource-group", "GROUP", "--name", "APP", "--src", place}});
      break;
    default:
      break;
  }
  for (Step& one : steps) {
    one.sends = true;
    one.toFill = true;
  }
  return steps;
}

}  // namespace

std::vector<Step> stepsFor(Kind kind, const std::filesystem::path& out, const std::string& name,
                           std::int64_t version, const std::string& image) {
  const std::string place = out.string();
  const std::string own = name + ":" + std::to_string(version);
  std::vector<Step> steps;
  const auto step = [&steps](std::vector<std::string> command) -> Step& {
    steps.push_back({.command = std::move(command)});
    return steps.back();
  };
  const bool pushes = !image.empty() && image != own;
  switch (kind) {
    case Kind::Oci:
    case Kind::OciArchive: {
      const bool archive = kind == Kind::OciArchive;
      if (archive) {
        step({"podman", "load", "--input", place});
        step({"docker", "load", "--input", place});
      } else {
        step({"podman", "pull", "oci:" + place});
      }
      if (pushes) {
        const std::string source = (archive ? "oci-archive:" : "oci:") + place;
        step({"skopeo", "inspect", source}).dryRun = true;
        step({"skopeo", "copy", source, "docker://" + image}).sends = true;
      }
      return steps;
    }
    case Kind::Docker:
      for (const char* engine : {"docker", "podman"}) {
        step({engine, "build", "--tag", pushes ? image : own, place});
        if (pushes) {
          step({engine, "image", "inspect", image}).dryRun = true;
          step({engine, "push", image}).sends = true;
        }
      }
      return steps;
    case Kind::Kubernetes:
    case Kind::Kserve:
      step({"kubectl", "apply", "--dry-run=server", "--filename", place}).dryRun = true;
      step({"kubectl", "apply", "--filename", place}).sends = true;
      return steps;
    case Kind::Mlflow:
      step({"mlflow", "models", "serve", "--model-uri", place, "--env-manager", "local"});
      return steps;
    case Kind::TensorflowServing:
      step({"docker", "run", "--publish", "8501:8501", "--mount",
            "type=bind,source=" + absolutePlace(out) + "/models,target=/models", "--mount",
            "type=bind,source=" + absolutePlace(out) + "/models.config,target=/models.config",
            "tensorflow/serving", "--model_config_file=/models.config"});
      return steps;
    case Kind::SageMaker:
    case Kind::Lambda:
    case Kind::AzureFunctions:
      return cloudSteps(kind, place, name);
  }
  return steps;
}

}  // namespace tatara::package

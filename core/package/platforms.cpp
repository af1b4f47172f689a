// MLflow, TensorFlow Serving (ModelServerConfig in protobuf's text form), SageMaker ("Use your own inference
// code with hosting services"), Lambda ("Building a custom runtime"), Azure Functions ("Custom handlers").
#include <algorithm>

#include "core/infer/signature.h"
#include "core/package/internal/kinds.h"
#include "core/text/json.h"

namespace tatara::package {
namespace {

using text::Json;

// A single-quoted word of the shell.
std::string shellWord(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  }
  return out + "'";
}

// A string of protobuf's text form.
std::string protoText(std::string_view text) {
  constexpr char kDigits[] = "01234567";
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte >= 0x7f || c == '"' || c == '\\') {
      out += '\\';
      out += kDigits[byte >> 6];
      out += kDigits[byte >> 3 & 7];
      out += kDigits[byte & 7];
    } else {
      out += c;
    }
  }
  return out + "\"";
}

// The server that runs where it lies, with the model beside it.
Result<FileTree> portableWithModel(const Plan& plan) {
  TATARA_ASSIGN(FileTree tree, portableServer(plan.server, plan.subject.flavor));
  TATARA_ASSIGN(const FileTree model, modelFiles(plan.subject));
  TATARA_TRY(tree.addTree("model", model));
  return tree;
}

std::string settingsLines(const Plan& plan) {
  std::string lines;
  for (const auto& [name, value] : environmentOf(plan)) {
    lines += "export " + name + "=" + shellWord(value) + "\n";
  }
  return lines;
}

}  // namespace

Result<FileTree> modelFiles(const Subject& subject) {
  FileTree tree;
  for (const infer::ModelFile& file : subject.files->files) {
    TATARA_TRY(tree.add(file.path, file.bytes));
  }
  return tree;
}

Result<FileTree> mlflowFolder(const Plan& plan) {
  const std::string* description = plan.subject.files->find("MLmodel");
  if (!description) {
    return makeError(
        ErrorKind::Unsupported,
        "The version has no file MLmodel, so \"mlflow models serve\" cannot read it; it was logged "
        "without MLflow's description");
  }
  TATARA_ASSIGN(const infer::ModelDescription model, infer::parseMlmodel(*description));
  if (!model.flavors.find("python_function")) {
    return makeError(
        ErrorKind::Unsupported,
        "The model's MLmodel has no python_function, which is what \"mlflow models serve\" runs");
  }
  return modelFiles(plan.subject);
}

Result<FileTree> tensorflowServing(const Plan& plan) {
  constexpr std::string_view kGraph = "saved_model.pb";
  std::vector<std::string> folders;
  for (const infer::ModelFile& file : plan.subject.files->files) {
    const std::size_t slash = file.path.rfind('/');
    if (file.path.substr(slash == std::string::npos ? 0 : slash + 1) == kGraph) {
      folders.push_back(slash == std::string::npos ? std::string() : file.path.substr(0, slash + 1));
    }
  }
  if (folders.size() != 1) {
    return makeError(ErrorKind::Unsupported,
                     folders.empty()
                         ? "TensorFlow Serving takes a SavedModel, and the version has no file saved_model.pb"
                         : "The version has " + std::to_string(folders.size()) +
                               " SavedModels, and TensorFlow Serving takes one");
  }
  FileTree tree;
  const std::string base = "models/" + plan.name + "/" + std::to_string(plan.subject.version) + "/";
  for (const infer::ModelFile& file : plan.subject.files->files) {
    if (file.path.starts_with(folders[0])) {
      TATARA_TRY(tree.add(base + file.path.substr(folders[0].size()), file.bytes));
    }
  }
  const std::string version = std::to_string(plan.subject.version);
  TATARA_TRY(tree.add("models.config",
                      "model_config_list {\n"
                      "  config {\n"
                      "    name: " +
                          protoText(plan.name) +
                          "\n"
                          "    base_path: " +
                          protoText("/models/" + plan.name) +
                          "\n"
                          "    model_platform: \"tensorflow\"\n"
                          "    model_version_policy { specific { versions: " +
                          version +
                          " } }\n"
                          "  }\n"
                          "}\n"));
  return tree;
}

Result<FileTree> sageMakerFolder(const Plan& plan, const std::filesystem::path& modelArchive) {
  Json environment = Json::object();
  for (const auto& [name, value] : environmentOf(plan)) {
    environment.set(name, value);
  }
  FileTree tree;
  TATARA_TRY(tree.addFile("model.tar.gz", modelArchive));
  TATARA_TRY(tree.add("container.json", text::toPrettyJson(Json::object()
                                                               .set("Image", plan.image)
                                                               .set("Mode", "SingleModel")
                                                               .set("Environment", std::move(environment))) +
                                            "\n"));
  return tree;
}

Result<FileTree> lambdaZip(const Plan& plan) {
  TATARA_ASSIGN(FileTree tree, portableWithModel(plan));
  TATARA_TRY(tree.add(
      "bootstrap",
      "#!/bin/sh\n"
      "# Started by the custom runtime of AWS Lambda, which says in AWS_LAMBDA_RUNTIME_API whom to ask "
      "for requests.\n"
      "cd \"$(dirname -- \"$0\")\" || exit 1\n" +
          settingsLines(plan) + "exec ./tatara serve-model model --lambda\n",
      FileMode::Executable));
  return tree;
}

Result<FileTree> azureZip(const Plan& plan) {
  TATARA_ASSIGN(FileTree tree, portableWithModel(plan));
  TATARA_TRY(
      tree.add("handler",
               "#!/bin/sh\n"
               "# Started by the Functions host, which says the port in FUNCTIONS_CUSTOMHANDLER_PORT.\n"
               "cd \"$(dirname -- \"$0\")\" || exit 1\n" +
                   settingsLines(plan) + "exec ./tatara serve-model model\n",
               FileMode::Executable));
  const Json host = Json::object()
                        .set("version", "2.0")
                        .set("customHandler",
                             Json::object()
                                 .set("description", Json::object().set("defaultExecutablePath", "handler"))
                                 .set("enableForwardingHttpRequest", true))
                        .set("extensions", Json::object().set("http", Json::object().set("routePrefix", "")));
  TATARA_TRY(tree.add("host.json", text::toPrettyJson(host) + "\n"));
  struct Function {
    const char* folder;
    const char* method;
    const char* route;
    const char* access;
  };
  for (const Function& function : {Function{"invocations", "post", "invocations", "function"},
                                   Function{"ping", "get", "ping", "anonymous"}}) {
    Json bindings = Json::array();
    Json methods = Json::array();
    methods.append(function.method);
    bindings.append(Json::object()
                        .set("type", "httpTrigger")
                        .set("direction", "in")
                        .set("name", "req")
                        .set("authLevel", function.access)
                        .set("methods", std::move(methods))
                        .set("route", function.route));
    bindings.append(Json::object().set("type", "http").set("direction", "out").set("name", "res"));
    TATARA_TRY(tree.add(std::string(function.folder) + "/function.json",
                        text::toPrettyJson(Json::object().set("bindings", std::move(bindings))) + "\n"));
  }
  return tree;
}

}  // namespace tatara::package

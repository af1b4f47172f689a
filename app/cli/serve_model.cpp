// tatara serve-model: the model server for one folder, where there is no workspace.
//
// The server serves what a store says. Here that is a store of its own, in a folder for temporary files that
// goes with the process, with the one model registered and one endpoint for it; so that every protocol, check
// and metric is the very same as in a workspace. No request is kept.
#include <sys/prctl.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <thread>

#include "app/cli/lambda_runtime.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/api/inference.h"
#include "core/artifact/artifact_store.h"
#include "core/base/file_error.h"
#include "core/base/number_text.h"
#include "core/http/client.h"
#include "core/registry/registry.h"

namespace tatara::cli {
namespace {

constexpr const char* kServeTokenVariable = "TATARA_ENDPOINTS_TOKEN";
// Where SageMaker puts a model, and the word it starts a container with.
constexpr const char* kModelFolder = "/opt/ml/model";
constexpr const char* kServeWord = "serve";

struct ServeModelOptions {
  std::string folder;
  std::string host = "127.0.0.1";
  std::string port;
  std::string name;
  std::string version;
  std::string tokenFile;
  std::string python;
  std::int64_t threads = 0;
  bool open = false;
  bool lambda = false;
  bool check = false;
};

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

// What was said here, else by the platform: Azure Functions, Vertex AI, then what most others use.
Result<std::uint16_t> portOf(const ServeModelOptions& options) {
  std::string text = options.port;
  for (const char* name : {"FUNCTIONS_CUSTOMHANDLER_PORT", "AIP_HTTP_PORT", "PORT"}) {
    text = text.empty() ? variable(name) : text;
  }
  const auto port = parseInt(text.empty() ? "8080" : text);
  if (!port || *port < 0 || *port > 65'535) {
    return makeError(ErrorKind::InvalidArgument, "'" + text + "' is no port");
  }
  return static_cast<std::uint16_t>(*port);
}

Result<std::string> tokenOf(const ServeModelOptions& options) {
  std::string token = variable(kServeTokenVariable);
  if (!options.tokenFile.empty()) {
    std::ifstream file(options.tokenFile);
    if (!std::getline(file, token) || token.empty()) {
      return makeError(ErrorKind::NotFound,
                       "There is no token in the first line of '" + options.tokenFile + "'");
    }
  }
  const bool loopback =
      options.host == "localhost" || options.host == "::1" || options.host.starts_with("127.");
  if (token.empty() && !loopback && !options.open) {
    return makeError(
        ErrorKind::PermissionDenied,
        "Listening on " + options.host +
            " lets in everyone who can reach this machine, so it needs a token: put one into " +
            kServeTokenVariable +
            " or give --token-file; or give --open where something in front decides who may call");
  }
  if (!token.empty() && token.size() < 16) {
    return makeError(ErrorKind::InvalidArgument,
                     "The token is too easy to guess; give at least 16 characters");
  }
  return token;
}

class TemporaryFolder {
 public:
  static Result<TemporaryFolder> make() {
    std::error_code failed;
    std::string pattern = (std::filesystem::temp_directory_path(failed) / "tatara-serve-XXXXXX").string();
    if (failed || !::mkdtemp(pattern.data())) {
      return fileError("The server needs a folder for temporary files; name one in TMPDIR", pattern,
                       failed ? failed.value() : errno);
    }
    return TemporaryFolder(pattern);
  }
  TemporaryFolder(TemporaryFolder&& other) noexcept : m_path(std::exchange(other.m_path, {})) {}
  TemporaryFolder& operator=(TemporaryFolder&&) = delete;
  ~TemporaryFolder() {
    if (!m_path.empty()) {
      std::error_code ignored;
      std::filesystem::remove_all(m_path, ignored);
    }
  }
  const std::filesystem::path& path() const { return m_path; }

 private:
  explicit TemporaryFolder(std::filesystem::path path) : m_path(std::move(path)) {}
  std::filesystem::path m_path;
};

struct Identity {
  std::string name;
  std::int64_t version = 1;
};

Result<Identity> identityOf(const ServeModelOptions& options) {
  Identity identity;
  identity.name = options.name.empty() ? variable("TATARA_MODEL_NAME") : options.name;
  if (identity.name.empty()) {
    identity.name = "model";
  }
  const std::string version = options.version.empty() ? variable("TATARA_MODEL_VERSION") : options.version;
  const auto number = parseInt(version.empty() ? "1" : version);
  if (!number || *number < 1) {
    return makeError(ErrorKind::InvalidArgument, "'" + version + "' is no version; give its number");
  }
  identity.version = *number;
  return identity;
}

Status registerModel(const std::shared_ptr<store::Store>& store, const std::filesystem::path& folder,
                     const Identity& identity) {
  TATARA_ASSIGN(const infer::ModelFiles files, infer::readModelFolder(folder));
  const artifact::ArtifactStore artifacts(store);
  for (const infer::ModelFile& file : files.files) {
    TATARA_TRY(artifacts.put("served/" + file.path, file.bytes));
  }
  const auto actor = registry::currentActor("tatara serve-model");
  const Timestamp now = store->clock().now();
  return store->write([&](store::Writer& writer) -> Status {
    TATARA_TRY(registry::createModel(writer, {.name = identity.name}, actor, now));
    TATARA_TRY(registry::createVersion(writer,
                                       {.model = identity.name,
                                        .source = "mlflow-artifacts:/served",
                                        .storage = "mlflow-artifacts:/served",
                                        .version = identity.version},
                                       actor, now));
    deploy::NewEndpoint endpoint{.name = identity.name, .model = identity.name, .version = identity.version};
    endpoint.settings.logged = 0;
    TATARA_TRY(deploy::createEndpoint(writer, endpoint, actor, now));
    return {};
  });
}

Result<int> check(const ServeModelOptions& options) {
  TATARA_ASSIGN(const std::uint16_t port, portOf(options));
  TATARA_ASSIGN(auto client, http::Client::open({.url = "http://127.0.0.1:" + std::to_string(port),
                                                 .timeout = std::chrono::seconds(4)}));
  const auto answer = client.get("/ping");
  return answer && answer->status == 200 ? kDone : kCheckSaidNo;
}

Result<std::filesystem::path> folderOf(const ServeModelOptions& options) {
  std::error_code failed;
  const bool word = options.folder == kServeWord && !std::filesystem::exists(options.folder, failed);
  if (options.folder.empty()) {
    return makeError(ErrorKind::InvalidArgument, "Give the model's folder");
  }
  return std::filesystem::path(word ? kModelFolder : options.folder.c_str());
}

Result<int> serveModel(Session& session, const ServeModelOptions& options) {
  if (options.check) {
    return check(options);
  }
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  TATARA_ASSIGN(const std::filesystem::path folder, folderOf(options));
  const std::string api = variable("AWS_LAMBDA_RUNTIME_API");
  if (options.lambda && api.empty()) {
    return makeError(
        ErrorKind::InvalidArgument,
        "--lambda answers for AWS Lambda, which names its runtime API in AWS_LAMBDA_RUNTIME_API");
  }
  TATARA_ASSIGN(const std::string token, tokenOf(options));
  TATARA_ASSIGN(const Identity identity, identityOf(options));
  http::ServerOptions server;
  server.host = options.lambda ? "127.0.0.1" : options.host;
  if (!options.lambda) {
    TATARA_ASSIGN(server.port, portOf(options));
  }
  TATARA_ASSIGN(const TemporaryFolder temporary, TemporaryFolder::make());
  TATARA_ASSIGN(const store::Workspace workspace, store::createWorkspace(temporary.path() / "store"));
  TATARA_ASSIGN(const std::shared_ptr<store::Store> store, store::Store::open(workspace));
  TATARA_TRY(registerModel(store, folder, identity));
  deploy::ServingOptions serving;
  serving.defaultEndpoint = identity.name;
  serving.python.interpreter = options.python;
  serving.threads = static_cast<std::size_t>(std::max<std::int64_t>(0, options.threads));
  // A program that was started through a loader is not what /proc/self/exe says.
  serving.probeProgram = variable("TATARA_PROGRAM");
  TATARA_ASSIGN(auto started, deploy::Serving::start(store, serving));
  const std::shared_ptr<deploy::Serving> shared = std::move(started);
  const auto endpoint = shared->find({});
  if (!endpoint || !endpoint->ready()) {
    return makeError(ErrorKind::Corrupt, endpoint ? endpoint->problem : "The model cannot be served");
  }
  server.workers = 4;
  api::configureInference(server, options.lambda ? std::string() : token);
  if (options.open || !token.empty()) {
    server.allowedHosts = {"*"};
  }
  TATARA_ASSIGN(const auto listening,
                http::Server::start(std::move(server), api::makeInferenceRouter(shared)));
  session.print(listening->url() + "\n");
  TATARA_TRY(session.finish());
  Status ended;
  if (options.lambda) {
    ended = answerLambda(api, listening->url(), session.stop());
  }
  while (!options.lambda && !session.stop().stop_requested()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  listening->stop(std::chrono::seconds(20));
  if (!ended && ended.error().kind != ErrorKind::Cancelled) {
    return ended.error();
  }
  return kDone;
}

}  // namespace

Verb serveModelVerb() {
  auto options = std::make_shared<ServeModelOptions>();
  Verb verb{
      .path = "serve-model",
      .summary = "Serve one model's folder, without a workspace",
      .details =
          "What packages of \"tatara deploy export\" run: the protocols of \"tatara endpoints serve\" for a "
          "folder that holds an MLmodel or a single model file. Nothing is kept. The port is --port, else "
          "what FUNCTIONS_CUSTOMHANDLER_PORT, AIP_HTTP_PORT or PORT says, else 8080; name and version are "
          "--name and --version, else TATARA_MODEL_NAME and TATARA_MODEL_VERSION. \"serve\" in place of a "
          "folder is the word with which SageMaker starts a container, and means /opt/ml/model. Clients send "
          "the token of TATARA_ENDPOINTS_TOKEN or --token-file.",
      .examples = {"tatara serve-model ./model",
                   "tatara serve-model ./model --host 0.0.0.0 --port 9000 --token-file token.txt"}};
  verb.takesFormat = false;
  verb.positional("FOLDER", options->folder, "The model's folder, or a model file")
      .offers(Offer::Folders)
      .optional();
  verb.option("--host", options->host, "ADDRESS", "Address to listen on (127.0.0.1)");
  verb.option("--port", options->port, "NUMBER", "Port to listen on; 0 takes a free one");
  verb.option("--name", options->name, "NAME", "What the endpoint is called");
  verb.option("--version", options->version, "NUMBER", "The model's version, told with every answer");
  verb.option("--threads", options->threads, "COUNT", "Threads that predict; 0: one a processor");
  verb.option("--token-file", options->tokenFile, "FILE", "File whose first line clients must send")
      .offers(Offer::Files);
  verb.option("--python", options->python, "FILE", "Interpreter for a model that needs Python")
      .offers(Offer::Files);
  verb.flag("--open", options->open, "Ask for no token: something in front decides who may call");
  verb.flag("--lambda", options->lambda, "Answer the events of AWS Lambda's runtime API");
  verb.flag("--check", options->check, "Only ask the server that runs here whether it is well");
  verb.run = [options](Session& session) { return serveModel(session, *options); };
  return verb;
}

}  // namespace tatara::cli

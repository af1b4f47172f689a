// tatara endpoints serve: a supervising parent, and the model server that it starts again when it dies.
#include <sys/prctl.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "app/cli/grpc_door.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/api/inference.h"
#include "core/api/server_state.h"
#include "core/base/log.h"
#include "core/base/new_file.h"
#include "core/base/number_text.h"
#include "core/exec/child.h"
#include "core/exec/walls.h"

namespace tatara::cli {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr const char* kTokenVariable = "TATARA_ENDPOINTS_TOKEN";
constexpr const char* kWorkerVariable = "TATARA_ENDPOINTS_WORKER";
// Set by a command that needs the server for a while (model_server.cpp): it goes with that command.
constexpr const char* kBoundVariable = "TATARA_ENDPOINTS_BOUND";

struct EndpointServeOptions {
  std::string host = "127.0.0.1";
  std::int64_t port = 8080;
  std::int64_t grpcPort = -1;  // none
  std::string defaultEndpoint;
  std::string python;
  std::string tokenFile;
  std::vector<std::string> allowedHosts;
  std::int64_t threads = 0;
};

Result<std::string> readToken(const EndpointServeOptions& options) {
  std::string token;
  if (!options.tokenFile.empty()) {
    std::ifstream file(options.tokenFile);
    if (!std::getline(file, token) || token.empty()) {
      return makeError(ErrorKind::NotFound,
                       "There is no token in the first line of '" + options.tokenFile + "'");
    }
  } else if (const char* variable = std::getenv(kTokenVariable)) {
    token = variable;
  }
  const bool loopback =
      options.host == "localhost" || options.host == "::1" || options.host.starts_with("127.");
  if (token.empty() && !loopback) {
    return makeError(ErrorKind::PermissionDenied,
                     "Listening on " + options.host +
                         " lets in everyone who can reach this machine, so it needs a token: put "
                         "one into " +
                         kTokenVariable + " or give --token-file");
  }
  if (!token.empty() && token.size() < 16) {
    return makeError(ErrorKind::InvalidArgument,
                     "The token is too easy to guess; give at least 16 characters");
  }
  return token;
}

// From here on the server, and what it starts, writes nothing but the workspace's own state, starts nothing
// but itself (to try models) and the interpreter that was named, and connects to nobody. Temporary files go
// where it may write. Gives what the kernel cannot do.
std::vector<std::string> closeIn(const store::Workspace& workspace, const EndpointServeOptions& options) {
  const auto temporary = workspace.stateFolder() / "tmp";
  std::error_code ignored;
  makeFolder(temporary);
  ::setenv("TMPDIR", temporary.c_str(), 1);
  exec::Walls walls{.writable = {workspace.stateFolder(), "/dev/null"},
                    .programs = {std::filesystem::read_symlink("/proc/self/exe", ignored)}};
  if (!options.python.empty()) {
    walls.programs.push_back(options.python);
  }
  return exec::raiseWalls(walls);
}

void startLog(const store::Workspace& workspace, const std::vector<std::string>& lacking) {
  if (Status logging = log::toFile(workspace.logFolder() / "model-server.log"); !logging) {
    log::error("opening the model server's log", logging.error());
  }
  for (const std::string& words : lacking) {
    log::warning(words);
  }
}

// The server itself.
Result<int> work(Session& session, const EndpointServeOptions& options) {
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);  // it goes with its parent
  TATARA_ASSIGN(const std::string token, readToken(options));
  TATARA_ASSIGN(const store::Workspace workspace, session.workspace());
  const std::vector<std::string> lacking = closeIn(workspace, options);  // before any other thread
  TATARA_ASSIGN(const auto store, session.store());
  startLog(workspace, lacking);
  deploy::ServingOptions serving;
  serving.defaultEndpoint = options.defaultEndpoint;
  serving.python.interpreter = options.python;
  serving.threads = static_cast<std::size_t>(std::max<std::int64_t>(0, options.threads));
  // A second one would move the same canaries by half of the requests each.
  if (const auto other = api::findRunningServer(api::modelServerFile(store->workspace()));
      other && other->pid != ::getppid()) {
    return makeError(ErrorKind::AlreadyExists,
                     "A model server of this workspace runs already at " + other->url);
  }
  TATARA_ASSIGN(auto started, deploy::Serving::start(store, serving));
  const std::shared_ptr<deploy::Serving> shared = std::move(started);
  http::ServerOptions server;
  server.host = options.host;
  server.port = static_cast<std::uint16_t>(options.port);
  server.allowedHosts = options.allowedHosts;
  server.workers = 4;
  api::configureInference(server, token);
  TATARA_ASSIGN(const auto listening,
                http::Server::start(std::move(server), api::makeInferenceRouter(shared)));
  const auto backend = api::makeRpcBackend(shared, token);
  std::unique_ptr<api::RpcServer> grpc;
  if (options.grpcPort >= 0) {
    TATARA_ASSIGN(grpc,
                  openGrpcDoor(*backend, {.host = options.host == "localhost" ? "127.0.0.1" : options.host,
                                          .port = static_cast<std::uint16_t>(options.grpcPort)}));
    session.remark("gRPC: " + options.host + ":" + std::to_string(grpc->port()));
  }
  for (const auto& endpoint : shared->endpoints()) {
    session.remark("Endpoint \"" + endpoint->endpoint.name + "\": " +
                   (endpoint->ready() ? deploy::routesText(endpoint->endpoint.routes) : endpoint->problem));
  }
  const api::ServerState state{.pid = ::getppid(),
                               .url = listening->url(),
                               .host = options.host,
                               .port = listening->port(),
                               .started = store->clock().now()};
  TATARA_ASSIGN(const auto file,
                api::ServerStateFile::write(api::modelServerFile(store->workspace()), state));
  session.print(listening->url() + "\n");
  TATARA_TRY(session.finish());
  while (!session.stop().stop_requested()) {
    std::this_thread::sleep_for(milliseconds(50));
  }
  listening->stop(std::chrono::seconds(20));
  return kDone;
}

// Starts the server again whenever it dies, after half a second, then twice as long each time, at most half a
// minute; one that ran for a minute begins anew. One that says why it cannot run is not started again.
Result<int> supervise(Session& session) {
  if (std::getenv(kBoundVariable)) {
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  }
  std::error_code failed;
  const std::string program = std::filesystem::read_symlink("/proc/self/exe", failed).string();
  std::ifstream own("/proc/self/cmdline", std::ios::binary);
  exec::ChildOptions child;
  for (std::string word; std::getline(own, word, '\0');) {
    child.command.push_back(word);
  }
  child.command[0] = program;
  child.inheritOutput = true;
  ::setenv(kWorkerVariable, "1", 1);
  exec::adoptOrphans();  // of a worker that was killed: what its models' Python started
  constexpr milliseconds kLeast{500};
  constexpr milliseconds kMost{30'000};
  milliseconds pause = kLeast;
  while (true) {
    const auto began = steady_clock::now();
    TATARA_ASSIGN(auto worker, exec::Child::start(child));
    std::optional<exec::Ending> ending;
    while (!(ending = worker.waitFor(milliseconds(100)))) {
      if (session.stop().stop_requested()) {
        worker.ask();
        if (!worker.waitFor(std::chrono::seconds(25))) {
          worker.kill();
        }
        exec::endOrphans();
        session.remark("Stopped");
        return kDone;
      }
    }
    exec::endOrphans();
    const bool ranLong = steady_clock::now() - began > std::chrono::minutes(1);
    if (ending->signal == 0) {
      return ending->code;
    }
    pause = ranLong ? kLeast : pause;
    session.remark("The model server " + ending->words() + "; it is started again in " +
                   toDurationText(pause.count()));
    for (auto left = pause; left.count() > 0 && !session.stop().stop_requested(); left -= milliseconds(50)) {
      std::this_thread::sleep_for(milliseconds(50));
    }
    if (session.stop().stop_requested()) {
      return kDone;
    }
    pause = std::min(pause * 2, kMost);
  }
}

}  // namespace

Verb endpointsServeVerb() {
  auto options = std::make_shared<EndpointServeOptions>();
  Verb verb{
      .path = "endpoints serve",
      .summary = "Answer requests at every endpoint of the workspace",
      .details =
          "Speaks MLflow's scoring protocol, the Open Inference Protocol (with --grpc-port also over gRPC), "
          "TensorFlow Serving's and SageMaker's paths. The server is a process of its own that is started "
          "again when it dies. Changes of "
          "endpoints take effect while it runs, without a request that fails.",
      .examples = {"tatara endpoints serve", "tatara endpoints serve --port 8081 --default bikes",
                   "TATARA_ENDPOINTS_TOKEN=$(openssl rand -hex 16) tatara endpoints serve --host 0.0.0.0"}};
  verb.takesFormat = false;
  verb.option("--host", options->host, "ADDRESS", "Address to listen on (127.0.0.1)");
  verb.option("-p,--port", options->port, "PORT", "Port to listen on (8080); 0 takes any free one");
  verb.option("--grpc-port", options->grpcPort, "PORT",
              "Port for the Open Inference Protocol over gRPC (none); 0 takes any free one");
  verb.option("--default", options->defaultEndpoint, "NAME",
              "Endpoint of paths without a name; by itself the only one there is");
  verb.option("--python", options->python, "FILE", "Interpreter for models that need Python")
      .offers(Offer::Files);
  verb.option("--threads", options->threads, "COUNT",
              "Predictions that run at once; by itself one a processor");
  verb.option("--allowed-host", options->allowedHosts, "NAME",
              "A further name that clients may reach this server by");
  verb.option("--token-file", options->tokenFile, "FILE",
              std::string("File with the token that clients must give (or ") + kTokenVariable + ")")
      .offers(Offer::Files);
  verb.run = [options](Session& session) -> Result<int> {
    if (options->port < 0 || options->port > 65535 || options->grpcPort < -1 || options->grpcPort > 65535) {
      return makeError(ErrorKind::InvalidArgument, "A port is a number from 0 (any free one) to 65535");
    }
    if (std::getenv(kWorkerVariable)) {
      return work(session, *options);
    }
    return supervise(session);
  };
  return verb;
}

}  // namespace tatara::cli

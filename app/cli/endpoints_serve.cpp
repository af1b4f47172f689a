// tatara endpoints serve: a supervising parent, and the model server that it starts again when it dies.
#include <sys/prctl.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "app/cli/endpoints_supervise.h"
#include "app/cli/grpc_door.h"
#include "app/cli/model_walls.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/api/inference.h"
#include "core/api/server_state.h"
#include "core/base/log.h"

namespace tatara::cli {
namespace {

using std::chrono::milliseconds;

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

void startLog(const store::Workspace& workspace, const std::vector<std::string>& lacking) {
  if (Status logging = log::toFile(workspace.logFolder() / "model-server.log"); !logging) {
    log::error("opening the model server's log", logging.error());
  }
  for (const std::string& words : lacking) {
    log::warning(words);
  }
}

volatile std::sig_atomic_t successorAnswers = 0;

http::ServerOptions serverOptionsOf(const EndpointServeOptions& options) {
  http::ServerOptions server;
  server.host = options.host;
  server.port = static_cast<std::uint16_t>(options.port);
  server.allowedHosts = options.allowedHosts;
  server.workers = 4;
  return server;
}

Result<std::shared_ptr<deploy::Serving>> startServing(const std::shared_ptr<store::Store>& store,
                                                      const EndpointServeOptions& options) {
  deploy::ServingOptions serving;
  serving.defaultEndpoint = options.defaultEndpoint;
  serving.python.interpreter = options.python;
  serving.threads = static_cast<std::size_t>(std::max<std::int64_t>(0, options.threads));
  TATARA_ASSIGN(auto started, deploy::Serving::start(store, serving));
  return std::shared_ptr<deploy::Serving>(std::move(started));
}

// The server itself.
Result<int> work(Session& session, const EndpointServeOptions& options) {
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);  // it goes with its parent
  std::signal(kExchangeSignal, [](int) { successorAnswers = 1; });
  TATARA_ASSIGN(const std::string token, readToken(options));
  TATARA_ASSIGN(const store::Workspace workspace, session.workspace());
  const std::vector<std::string> lacking = raiseModelWalls(session, {}, options.python);
  TATARA_ASSIGN(const auto store, session.store());
  startLog(workspace, lacking);
  TATARA_ASSIGN(const auto shared, startServing(store, options));
  http::ServerOptions server = serverOptionsOf(options);
  TATARA_ASSIGN(const auto book, api::TokenBook::follow(store));
  api::configureInference(server, token, book);
  TATARA_ASSIGN(auto socket, http::Listening::adopt(kListener, server));
  TATARA_ASSIGN(const auto listening,
                http::Server::start(std::move(socket), std::move(server), api::makeInferenceRouter(shared)));
  const auto backend = api::makeRpcBackend(shared, token, book);
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
  log::info("the model server answers at " + listening->url());
  if (::write(kReadiness, "!", 1) != 1) {
    return makeError(ErrorKind::Io, "The process that started the model server is gone");
  }
  while (!session.stop().stop_requested() && successorAnswers == 0) {
    std::this_thread::sleep_for(milliseconds(50));
  }
  if (successorAnswers != 0) {
    listening->drain(std::chrono::seconds(10));
  }
  listening->stop(std::chrono::seconds(20));
  return kDone;
}

Result<int> supervise(Session& session, const EndpointServeOptions& options) {
  if (std::getenv(kBoundVariable)) {
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  }
  TATARA_TRY(readToken(options));
  TATARA_ASSIGN(const store::Workspace workspace, session.workspace());
  // A second one would move the same canaries by half of the requests each.
  if (const auto other = api::findRunningServer(api::modelServerFile(workspace))) {
    return makeError(ErrorKind::AlreadyExists,
                     "A model server of this workspace runs already at " + other->url);
  }
  TATARA_ASSIGN(auto listening, http::Listening::open(serverOptionsOf(options)));
  ::setenv(kWorkerVariable, "1", 1);
  return superviseModelServer(session, workspace, std::move(listening), options.host);
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
          "again when it dies, while the port stays open. Changes of endpoints take effect while it runs, "
          "without a request that fails; so does \"tatara endpoints restart\".",
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
    return supervise(session, *options);
  };
  return verb;
}

}  // namespace tatara::cli

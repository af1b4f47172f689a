// `tatara server`: the tracking server of a workspace, for MLflow's clients.

#include <sys/resource.h>
#include <unistd.h>

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

#include "app/cli/reference_lane.h"
#include "app/cli/request_line.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/api/api.h"
#include "core/api/server_state.h"
#include "core/base/log.h"
#include "core/base/number_text.h"
#include "core/http/server.h"
#include "core/interop/tensorboard.h"
#include "core/registry/tokens.h"
#include "core/track/sealer.h"

namespace tatara::cli {
namespace {

constexpr std::chrono::seconds kGrace{20};

struct ServeOptions {
  std::string host = "127.0.0.1";
  std::string port = "5000";
  std::string artifactRoot;
  bool serveArtifacts = false;
  bool noServeArtifacts = false;
  std::string artifactsDestination;
  std::string allowedHosts;
  std::string allowedOrigins;
  bool requireToken = false;
  std::string tlsCertificate;
  std::string tlsKey;
  std::string rateLimit;
  std::vector<std::string> watched;
  bool explain = false;
};

std::vector<std::string> splitAtCommas(std::string_view list) {
  std::vector<std::string> out;
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    std::string_view item = list.substr(0, comma);
    list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
    while (item.starts_with(' ')) {
      item.remove_prefix(1);
    }
    while (item.ends_with(' ')) {
      item.remove_suffix(1);
    }
    if (!item.empty()) {
      out.emplace_back(item);
    }
  }
  return out;
}

Result<std::uint16_t> parsePort(const std::string& text) {
  const auto port = parseInt(text);
  if (!port || *port < 0 || *port > 65535) {
    return makeError(ErrorKind::InvalidArgument,
                     "'" + text + "' is not a port; give a number from 0 (any free one) to 65535");
  }
  return static_cast<std::uint16_t>(*port);
}

// Requests a second that one client may send; a burst of two seconds' worth at once. On this machine only, by
// itself, as many as it likes.
Result<http::RateLimit> parseRateLimit(const ServeOptions& options, bool loopback) {
  constexpr double kByItself = 500;
  constexpr double kMost = 1e9;
  if (options.rateLimit.empty()) {
    return loopback ? http::RateLimit{} : http::RateLimit{kByItself, 2 * kByItself};
  }
  const auto given = parseDouble(options.rateLimit);
  if (!given || !(*given >= 0) || *given > kMost) {
    return makeError(ErrorKind::InvalidArgument,
                     "'" + options.rateLimit +
                         "' is not a number of requests a second; give one like 100, or 0 for no limit");
  }
  return http::RateLimit{*given, std::max(1.0, 2 * *given)};
}

bool isLoopback(const std::string& host) {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

// A server that asks everyone for a token is of no use, or soon opened in some worse way, while nobody has
// one.
Status checkTokensAreThere(store::Store& store, const ServeOptions& options) {
  TATARA_ASSIGN(const auto tokens, store.read([](sql::Connection& connection) {
    return registry::TokenTable::load(connection);
  }));
  if (tokens.anyLive(store.clock().now())) {
    return {};
  }
  return makeError(ErrorKind::PermissionDenied,
                   "Nobody has an access token yet, and " +
                       (options.requireToken ? "--require-token asks everyone for one"
                                             : "who listens on " + options.host +
                                                   " is reached by others and asks them for one") +
                       "; make the first with \"tatara tokens create --scope log\"");
}

// Where uploaded files go: the workspace's own folder of artifacts becomes a link to the one that is wanted,
// so that every program that opens the workspace finds them.
Status moveArtifacts(const store::Workspace& workspace, const std::string& destination) {
  if (destination.empty()) {
    return {};
  }
  std::error_code error;
  const std::filesystem::path wanted = std::filesystem::absolute(destination, error);
  std::filesystem::create_directories(wanted, error);
  const std::filesystem::path folder = workspace.artifactFolder();
  if (!error && std::filesystem::equivalent(folder, wanted, error)) {
    return {};
  }
  std::error_code ignored;
  std::filesystem::remove(folder / "tmp", ignored);  // each is only removed when empty
  std::filesystem::remove(folder, ignored);
  if (std::filesystem::exists(std::filesystem::symlink_status(folder))) {
    return makeError(ErrorKind::Conflict, "This workspace keeps artifacts already; move them to '" +
                                              wanted.string() + "' and put a link to it in place of '" +
                                              folder.string() + "', or leave out --artifacts-destination");
  }
  error.clear();
  std::filesystem::create_directory_symlink(wanted, folder, error);
  if (error) {
    return makeError(ErrorKind::Io,
                     "Artifacts cannot be kept in '" + wanted.string() + "': " + error.message());
  }
  return {};
}

// The one that is asked for, when it is there and nobody serves it; nothing when it is to be made.
Result<std::optional<store::Workspace>> freeWorkspace(Session& session) {
  auto found = session.workspace();
  if (!found) {
    const bool toMake = found.error().kind == ErrorKind::NotFound && session.workspaceNamed();
    return toMake ? Result<std::optional<store::Workspace>>(std::nullopt) : found.error();
  }
  if (const auto running = api::findRunningServer(*found)) {
    return makeError(ErrorKind::AlreadyExists, "This workspace is already served at " + running->url +
                                                   " (process " + std::to_string(running->pid) + ")");
  }
  return std::optional(std::move(*found));
}

Result<store::Workspace> makeWorkspace(Session& session) {
  TATARA_ASSIGN(store::Workspace made, store::createWorkspace(session.namedFolder()));
  session.remark("Made a workspace in " + made.root.string());
  return made;
}

void allowManyConnections() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, 4096);
    ::setrlimit(RLIMIT_NOFILE, &limit);
  }
}

// Wakes when stopped.
class Pause {
 public:
  explicit Pause(const std::stop_token& stop)
      : m_callback(stop, [this] {
          const std::lock_guard<std::mutex> lock(m_mutex);
          m_condition.notify_all();
        }) {}
  template <typename Duration>
  void waitFor(const std::stop_token& stop, Duration duration) {
    std::unique_lock<std::mutex> lock(m_mutex);
    m_condition.wait_for(lock, duration, [&] { return stop.stop_requested(); });
  }

 private:
  std::mutex m_mutex;
  std::condition_variable m_condition;
  std::stop_callback<std::function<void()>> m_callback;
};

// Follows folders of event files for as long as the server runs, a thread a folder.
class FolderWatch {
 public:
  FolderWatch(const std::shared_ptr<store::Store>& store, const std::vector<std::string>& folders) {
    for (const std::string& folder : folders) {
      m_threads.emplace_back([store, folder](const std::stop_token& stop) { follow(store, folder, stop); });
    }
  }

 private:
  static void follow(const std::shared_ptr<store::Store>& store, const std::string& folder,
                     const std::stop_token& stop) {
    interop::TensorboardImport import;
    import.folder = folder;
    import.stop = stop;
    const Status ended = interop::watchTensorboard(store, import, [&](const interop::ImportReport& report) {
      for (const interop::Skipped& one : report.skipped) {
        log::warning("following " + folder + ": " + one.place + ": " + one.reason);
      }
    });
    if (!ended && ended.error().kind != ErrorKind::Cancelled) {
      log::error("following " + folder, ended.error());
      std::fputs(("No longer following " + folder + ": " + ended.error().message + "\n").c_str(), stderr);
    }
  }

  std::vector<std::jthread> m_threads;  // stopped and joined when this goes
};

// A folder may come later, but a file is a mistake.
Status checkWatched(const std::vector<std::string>& folders) {
  for (const std::string& folder : folders) {
    std::error_code ignored;
    if (std::filesystem::exists(folder, ignored) && !std::filesystem::is_directory(folder, ignored)) {
      return makeError(ErrorKind::InvalidArgument, "'" + folder + "' is no folder that could be watched");
    }
  }
  return {};
}

void greet(Session& session, const store::Workspace& workspace, const http::Server& server, bool token) {
  const std::string url = server.url();
  if (session.format() == Format::Json) {
    session.print("{\"url\": \"" + url + "\", \"pid\": " + std::to_string(::getpid()) + "}\n");
    return;
  }
  session.remark("Serving " + workspace.root.string() + " at " + url + " until Ctrl+C");
  session.print("export MLFLOW_TRACKING_URI=" + url + "\n");
  session.print("mlflow.set_tracking_uri(\"" + url + "\")\n");
  if (token) {
    session.remark("Clients give their access token in MLFLOW_TRACKING_TOKEN");
  }
}

Result<http::ServerOptions> makeServerOptions(const ServeOptions& options) {
  http::ServerOptions serverOptions;
  serverOptions.host = options.host;
  TATARA_ASSIGN(serverOptions.port, parsePort(options.port));
  TATARA_ASSIGN(serverOptions.rateLimit, parseRateLimit(options, isLoopback(options.host)));
  serverOptions.certificateFile = options.tlsCertificate;
  serverOptions.keyFile = options.tlsKey;
  serverOptions.allowedHosts = splitAtCommas(options.allowedHosts);
  serverOptions.allowedOrigins = splitAtCommas(options.allowedOrigins);
  return serverOptions;
}

api::Options makeApiOptions(const ServeOptions& options, bool strangersMayLog) {
  api::Options apiOptions;
  apiOptions.serveArtifacts = !options.noServeArtifacts;
  apiOptions.strangers = strangersMayLog ? api::Strangers::MayLog : api::Strangers::Refused;
  apiOptions.metrics = std::make_shared<api::ServerMetrics>(systemClock().now());
  if (!options.artifactRoot.empty()) {
    apiOptions.artifactRoot = options.artifactRoot;
  }
  return apiOptions;
}

void explainRequests(http::ServerOptions& serverOptions) {
  serverOptions.watch = [count = serverOptions.watch](const http::Exchange& exchange) {
    count(exchange);
    // One call a line, so that lines of the main thread do not come between.
    std::fputs((requestLine(exchange, systemClock().now()) + "\n").c_str(), stderr);
  };
}

Result<int> serve(Session& session, const ServeOptions& options) {
  TATARA_ASSIGN(http::ServerOptions serverOptions, makeServerOptions(options));
  TATARA_TRY(checkWatched(options.watched));
  TATARA_ASSIGN(auto found, freeWorkspace(session));
  // Before anything is made: a refused port leaves nothing behind. Who asks already waits from here on.
  TATARA_ASSIGN(auto listening, http::Listening::open(serverOptions));
  if (!found) {
    TATARA_ASSIGN(found, makeWorkspace(session));
  }
  const store::Workspace workspace = std::move(*found);
  TATARA_TRY(moveArtifacts(workspace, options.artifactsDestination));
  TATARA_ASSIGN(const auto store, store::Store::open(workspace));
  if (Status logging = log::toFile(workspace.logFolder() / "tracking-server.log");
      !logging && !store->readOnly()) {
    log::error("opening the server's log", logging.error());
  }
  const bool strangersMayLog = isLoopback(options.host) && !options.requireToken;
  if (!strangersMayLog) {
    TATARA_TRY(checkTokensAreThere(*store, options));
  }
  allowManyConnections();

  api::Options apiOptions = makeApiOptions(options, strangersMayLog);
  // Read-only workspaces take no versions either.
  ReferenceLane references(workspace.root);
  apiOptions.onVersion = [&references](const std::string& model, std::int64_t version) {
    references.add(model, version);
  };
  TATARA_TRY(api::configure(serverOptions, store, apiOptions));
  if (options.explain) {
    explainRequests(serverOptions);
  }
  TATARA_ASSIGN(const auto server, http::Server::start(std::move(listening), std::move(serverOptions),
                                                       api::makeRouter(store, apiOptions)));

  TATARA_ASSIGN(const auto stateFile,
                api::ServerStateFile::write(workspace, {.pid = ::getpid(),
                                                        .url = server->url(),
                                                        .host = options.host,
                                                        .port = server->port(),
                                                        .started = systemClock().now()}));
  greet(session, workspace, *server, !strangersMayLog);
  TATARA_TRY(session.finish());

  const track::Sealer sealer(store);
  const FolderWatch watch(store, options.watched);
  Pause pause(session.stop());
  while (!session.stop().stop_requested()) {
    pause.waitFor(session.stop(), std::chrono::hours(24));
  }
  server->stop(kGrace);
  session.remark("Stopped");
  return kDone;
}

}  // namespace

Verb serverVerb() {
  auto options = std::make_shared<ServeOptions>();
  Verb verb{.path = "server",
            .summary = "Take runs from MLflow's clients",
            .details =
                "Speaks MLflow's tracking, registry and artifact protocol for one workspace. Without "
                "--workspace the "
                "workspace is looked for as always; one that is named is made when it does not exist. It "
                "listens on "
                "this machine only, unless --host says otherwise; then everyone has to show an access token.",
            .examples = {"tatara server", "tatara server --workspace ~/bikes --port 5001",
                         "tatara server --host 0.0.0.0 --tls-certificate lab.pem --tls-key lab.key"}};
  verb.option("--host", options->host, "ADDRESS", "Address to listen on (127.0.0.1)");
  verb.option("-p,--port", options->port, "PORT", "Port to listen on (5000); 0 takes any free one");
  verb.option("--default-artifact-root", options->artifactRoot, "URI",
              "Where new experiments keep artifacts (mlflow-artifacts:/, which this server serves)");
  verb.flag("--serve-artifacts", options->serveArtifacts, "Serve artifacts to clients, as it does by itself");
  verb.flag("--no-serve-artifacts", options->noServeArtifacts, "Leave artifacts to the clients");
  verb.option("--artifacts-destination", options->artifactsDestination, "DIR",
              "Folder for uploaded artifacts, for a workspace that has none yet")
      .offers(Offer::Folders);
  verb.option("--allowed-hosts", options->allowedHosts, "NAMES",
              "Further names, with commas, that clients may reach this server by");
  verb.option("--cors-allowed-origins", options->allowedOrigins, "ORIGINS",
              "Web pages, with commas, that may send requests, like https://lab.example");
  verb.flag("--require-token", options->requireToken,
            "Ask for an access token also on this machine (see \"tatara tokens\")");
  verb.option("--tls-certificate", options->tlsCertificate, "FILE",
              "Speak TLS with this certificate (PEM, its chain after it)")
      .offers(Offer::Files);
  verb.option("--tls-key", options->tlsKey, "FILE", "The certificate's private key (PEM)")
      .offers(Offer::Files);
  verb.option(
      "--rate-limit", options->rateLimit, "N",
      "Requests a second from one client, beyond which it is asked to wait; 0 is no limit. By default "
      "500, and none on this machine");
  verb.option("--watch", options->watched, "DIR",
              "Follow a folder of TensorBoard's event files, as \"tatara import tensorboard --watch\" does; "
              "may be repeated")
      .offers(Offer::Folders);
  verb.flag("--explain", options->explain,
            "Say of every request which client sent it, what it asked for, and how long it took");
  verb.run = [options](Session& session) -> Result<int> {
    if (options->serveArtifacts && options->noServeArtifacts) {
      return makeError(ErrorKind::InvalidArgument,
                       "Give either --serve-artifacts or --no-serve-artifacts, not both");
    }
    return serve(session, *options);
  };
  return verb;
}

}  // namespace tatara::cli

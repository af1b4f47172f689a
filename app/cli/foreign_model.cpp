#include "app/cli/foreign_model.h"

#include "app/cli/session.h"
#include "core/deploy/model_source.h"
#include "core/infer/apart.h"

namespace tatara::cli {

void addForeignModelOptions(Verb& verb, ForeignModelOptions& options) {
  verb.option("--python", options.python, "FILE", "Interpreter for a model that needs Python")
      .offers(Offer::Files);
  verb.option("--patience", options.seconds, "SECONDS", "How long one answer may take (600)");
  verb.option("--memory", options.gigabytes, "GB", "How much memory the model may take (6)");
}

Result<infer::ModelFiles> foreignModelFiles(Session& session, const std::string& model) {
  if (!deploy::namesModel(model)) {
    return infer::readModelFolder(model);
  }
  TATARA_ASSIGN(const auto store, session.store());
  TATARA_ASSIGN(const auto reference, store->read([&](sql::Connection& connection) {
    return deploy::resolveModel(connection, model);
  }));
  TATARA_ASSIGN(auto sourced, deploy::readModel(*store, artifact::ArtifactStore(store), reference));
  return std::move(sourced.files);
}

Result<std::unique_ptr<infer::Runner>> loadForeignModel(Session& session, const infer::ModelFiles& files,
                                                        const ForeignModelOptions& options, int threads) {
  constexpr std::int64_t kMostSeconds = 7 * 24 * 3600;
  constexpr std::int64_t kMostGigabytes = 1 << 16;
  if (options.seconds < 1 || options.seconds > kMostSeconds) {
    return makeError(ErrorKind::InvalidArgument, "--patience is a number of seconds, at most a week");
  }
  if (options.gigabytes < 1 || options.gigabytes > kMostGigabytes) {
    return makeError(ErrorKind::InvalidArgument, "--memory is a whole number of GB, at least 1");
  }
  return infer::loadRunnerApart(files,
                                {.probe = {.memory = static_cast<std::uint64_t>(options.gigabytes) << 30},
                                 .patience = std::chrono::seconds(options.seconds),
                                 .threads = threads,
                                 .python = options.python,
                                 .stop = session.stop()});
}

}  // namespace tatara::cli

// tatara deploy export
#include <algorithm>
#include <cstdlib>

#include "app/cli/human.h"
#include "app/cli/listing.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/base/number_text.h"
#include "core/deploy/model_source.h"
#include "core/infer/probe.h"
#include "core/package/package.h"
#include "core/registry/act.h"
#include "core/registry/policy.h"
#include "core/registry/registry.h"

namespace tatara::cli {
namespace {

struct DeployExportOptions {
  std::string model;
  std::string kind;
  std::string out;
  package::Options package;
};

struct DeployExportFound {
  deploy::ModelReference reference;
  Timestamp created{};
};

Result<DeployExportFound> findModel(sql::Connection& connection, const std::string& text) {
  DeployExportFound found;
  TATARA_ASSIGN(found.reference, deploy::resolveModel(connection, text));
  if (found.reference.model.empty()) {
    return makeError(
        ErrorKind::InvalidArgument,
        "Only registered versions are exported; write models:/NAME/VERSION or models:/NAME@ALIAS");
  }
  TATARA_ASSIGN(const auto version,
                registry::findVersion(connection, found.reference.model, found.reference.version));
  found.created = version ? version->created : Timestamp{};
  return found;
}

// https://reproducible-builds.org/specs/source-date-epoch/
Result<Timestamp> timeOf(const DeployExportFound& found) {
  const char* epoch = std::getenv("SOURCE_DATE_EPOCH");
  if (!epoch) {
    return found.created;
  }
  const auto seconds = parseInt(epoch);
  constexpr std::int64_t kMost = 253'402'300'799;  // the year 9999
  if (!seconds || *seconds < 0 || *seconds > kMost) {
    return makeError(ErrorKind::InvalidArgument, "SOURCE_DATE_EPOCH is a number of seconds since 1970");
  }
  return fromUnixMillis(*seconds * 1000);
}

// To run a version elsewhere is to deploy it, so the policy of endpoints of that name is asked; and what left
// the workspace is found in its chain.
Status checkPolicy(store::Store& store, const std::string& name) {
  return store.write([&](store::Writer& writer) -> Status {
    TATARA_ASSIGN(const auto state, registry::holdToPolicy(writer, store.clock().now()));
    return registry::checkEndpointAct(state, name, registry::EndpointAct::Deploy,
                                      registry::currentActor("tatara"));
  });
}

Status record(store::Store& store, const DeployExportFound& found, const std::string& digest,
              const DeployExportOptions& options, const package::Report& report) {
  return store.write([&](store::Writer& writer) -> Status {
    TATARA_TRY(registry::recordAct(
        writer, registry::currentActor("tatara"), store.clock().now(),
        {.verb = "export version",
         .object = "model/" + found.reference.model + "/" + std::to_string(found.reference.version),
         .after = options.kind + " \"" + report.name + "\" " +
                  (report.imageDigest.empty() ? "of files " + digest : "as sha256:" + report.imageDigest)}));
    return {};
  });
}

void tell(Session& session, const DeployExportFound& found, const std::string& digest,
          const DeployExportOptions& options, const package::Report& report) {
  if (session.format() == Format::Table) {
    session.print(options.out + "\n");
    session.remark("Wrote " + found.reference.title + " as " + options.kind + " \"" + report.name + "\", " +
                   toByteText(report.bytes));
    for (const text::Phrase& remark : report.remarks) {
      session.remark(remark.english());
    }
    for (const package::Step& step : report.steps) {
      session.remark((step.dryRun   ? "Try: "
                      : step.toFill ? "Then, with yours for what is in capitals: "
                                    : "Then: ") +
                     package::shellText(step.command));
    }
    return;
  }
  Record record;
  record.add("model", "Model", textCell(found.reference.model));
  record.add("version", "Version", countCell(found.reference.version));
  record.add("digest", "Digest", textCell(digest));
  record.add("kind", "Kind", textCell(options.kind));
  record.add("name", "Name", textCell(report.name));
  record.add("out", "Written to", textCell(options.out));
  record.add("bytes", "Bytes", countCell(static_cast<std::int64_t>(report.bytes)));
  record.add("image_digest", "Image",
             textCell(report.imageDigest.empty() ? std::string() : "sha256:" + report.imageDigest));
  Listing files;
  files.addColumn("path", "Path");
  for (const std::string& path : report.written) {
    files.addRow({textCell(path)});
  }
  record.addRows("files", "Files", std::move(files));
  Listing commands;
  commands.addColumn("command", "Command");
  commands.addColumn("dry_run", "Changes nothing");
  for (const package::Step& step : report.steps) {
    commands.addRow({textCell(package::shellText(step.command)), textCell(step.dryRun ? "yes" : "no")});
  }
  record.addRows("commands", "Commands", std::move(commands));
  Listing remarks;
  remarks.addColumn("text", "Remark");
  remarks.addColumn("phrase", "Pattern and values");
  for (const text::Phrase& remark : report.remarks) {
    remarks.addRow({textCell(remark.english()), {remark.english(), remark.json()}});
  }
  record.addRows("remarks", "Remarks", std::move(remarks));
  record.print(session);
}

Result<int> exportVersion(Session& session, const DeployExportOptions& options) {
  TATARA_ASSIGN(const auto store, session.store());
  package::Options wanted = options.package;
  wanted.kind = package::parseKind(options.kind).value_or(package::Kind::Oci);
  wanted.out = options.out;
  TATARA_ASSIGN(const DeployExportFound found, store->read([&](sql::Connection& connection) {
    return findModel(connection, options.model);
  }));
  const std::string name = wanted.name.empty() ? package::plainName(found.reference.model) : wanted.name;
  TATARA_TRY(checkPolicy(*store, name));
  const artifact::ArtifactStore artifacts(store);
  TATARA_ASSIGN(const auto sourced, deploy::readModel(*store, artifacts, found.reference));
  package::Subject subject{.model = found.reference.model,
                           .version = found.reference.version,
                           .digest = sourced.digest,
                           .flavor = {},
                           .files = &sourced.files};
  package::Server server;
  std::uint64_t all = sourced.files.bytes();
  if (package::factsOf(wanted.kind).carriesServer) {
    TATARA_ASSIGN(const auto probed, infer::probe(sourced.files));
    subject.flavor = probed.flavor;
    TATARA_ASSIGN(server, package::thisServer());
  }
  std::uint64_t done = 0;
  TATARA_ASSIGN(const Timestamp time, timeOf(found));
  const package::Writing writing{.time = time,
                                 .onBytes =
                                     [&](std::uint64_t bytes) {
                                       done += bytes;
                                       all = std::max(all, done);
                                       session.progress("Writing MB", static_cast<std::int64_t>(done >> 20),
                                                        static_cast<std::int64_t>(all >> 20));
                                     },
                                 .stop = session.stop()};
  TATARA_ASSIGN(const auto report, package::write(subject, wanted, server, writing));
  TATARA_TRY(record(*store, found, sourced.digest, options, report));
  tell(session, found, sourced.digest, options, report);
  return kDone;
}

}  // namespace

Verb deployExportVerb() {
  auto options = std::make_shared<DeployExportOptions>();
  Verb verb{
      .path = "deploy export",
      .summary = "Write a registered version as a package for another platform",
      .details =
          "oci and oci-archive are an image that runs the model server, written without a container engine; "
          "docker is a folder with a Dockerfile; kubernetes and kserve are manifests that run such an image; "
          "mlflow is a folder for \"mlflow models serve\"; tensorflow-serving is for SavedModels; sagemaker "
          "is model.tar.gz with the container's settings; lambda and azure-functions are ZIP files that "
          "carry the server. The same version becomes the same bytes; times are the version's, or "
          "SOURCE_DATE_EPOCH. Nothing is sent anywhere. A version whose files are not what was stored is "
          "refused. The policy of endpoints is asked whether this account may deploy under the package's "
          "name, and the export is recorded.",
      .examples = {"tatara deploy export models:/bikes@champion --to oci-archive --out bikes.tar",
                   "tatara deploy export models:/bikes/3 --to kubernetes --out bikes.yaml --image "
                   "registry.lan/bikes:3"}};
  std::vector<std::string> words;
  for (const package::KindFacts& kind : package::allKinds()) {
    words.emplace_back(kind.word);
  }
  verb.positional("MODEL", options->model, "models:/NAME/VERSION or models:/NAME@ALIAS");
  verb.option("--to", options->kind, "KIND", "What to write").oneOf(words).required = true;
  verb.option("--out", options->out, "PATH", "Where to").offers(Offer::Files).required = true;
  verb.option("--name", options->package.name, "NAME", "Of image and service (made from the model's)");
  verb.option("--image", options->package.image, "REFERENCE",
              "The image that manifests run, and where an image is pushed to (NAME:VERSION)");
  verb.option("--replicas", options->package.replicas, "COUNT", "How many servers run at least (2)");
  verb.option("--most-replicas", options->package.mostReplicas, "COUNT", "How many run at most (6)");
  verb.option("--canary", options->package.canary, "PERCENT",
              "Share of the traffic that KServe gives to this version first");
  verb.flag("--replace", options->package.replace, "Replace the package that is there");
  verb.run = [options](Session& session) { return exportVersion(session, *options); };
  return verb;
}

}  // namespace tatara::cli

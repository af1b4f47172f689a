// tatara verify, backup, gc
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "app/cli/listing.h"
#include "app/cli/resolve.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/artifact/artifact_store.h"
#include "core/base/file_error.h"
#include "core/base/new_file.h"
#include "core/base/number_text.h"
#include "core/registry/audit.h"
#include "core/track/metrics.h"
#include "core/track/run_table.h"

namespace tatara::cli {
namespace {

namespace fs = std::filesystem;

Result<registry::ChainReport> verifyActs(Session& session, store::Store& store) {
  return registry::verifyChain(
      store, {},
      [&](std::int64_t done, std::int64_t total) { session.progress("Reading acts", done, total); },
      session.stop());
}

// What cannot be read because of the damage that is listed already.
bool isMoreOf(const Error& error, const Listing& damage) {
  return error.kind == ErrorKind::Corrupt && !damage.empty();
}

Verb storeVerifyVerb() {
  Verb verb{.path = "verify",
            .summary = "Read everything again and say what is damaged",
            .details =
                "Checks the store and its references, the chain of acts, and every artifact against its "
                "digest. Exit "
                "code 1 when something is damaged; nothing is changed.",
            .examples = {"tatara verify", "tatara verify --format json"}};
  verb.run = [](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, session.store());
    Listing listing;
    listing.addColumn("where", "Where");
    listing.addColumn("damage", "Damage");
    TATARA_ASSIGN(const auto inStore, store->checkIntegrity(session.stop()));
    for (const std::string& sentence : inStore) {
      listing.addRow({textCell("store"), textCell(sentence)});
    }
    const auto chain = verifyActs(session, *store);
    if (!chain && !isMoreOf(chain.error(), listing)) {
      return chain.error();
    }
    if (chain && !chain->sound()) {
      listing.addRow({textCell("audit"), textCell(chain->problem.english())});
    }
    std::int64_t files = 0;
    const artifact::ArtifactStore artifacts(store);
    const auto inArtifacts = artifacts.verify(
        [&](std::int64_t done, std::int64_t total) {
          files = total;
          session.progress("Reading artifacts", done, total);
        },
        session.stop());
    if (!inArtifacts && !isMoreOf(inArtifacts.error(), listing)) {
      return inArtifacts.error();
    }
    for (const std::string& sentence : inArtifacts.value_or(std::vector<std::string>())) {
      listing.addRow({textCell("artifacts"), textCell(sentence)});
    }
    listing.print(session, "");
    session.remark(listing.empty()
                       ? "The store, the chain of " + counted(chain->entries + chain->unsealed, "act") +
                             " and " + counted(files, "artifact file") + " are sound"
                       : counted(static_cast<std::int64_t>(listing.size()), "thing") + " damaged");
    return listing.empty() ? kDone : kCheckSaidNo;
  };
  return verb;
}

Status copyFile(const fs::path& from, const fs::path& to) {
  std::error_code code;
  fs::create_directories(to.parent_path(), code);
  if (!code) {
    fs::copy_file(from, to, fs::copy_options::none, code);
  }
  if (code) {
    return fileError("The file " + from.string() + " cannot be copied to " + to.string(), to, code.value());
  }
  return {};
}

// Copies what the copied store names: the snapshot and its files fit together whatever happens meanwhile.
Result<std::int64_t> copyArtifacts(Session& session, const store::Workspace& from,
                                   const store::Workspace& to) {
  TATARA_ASSIGN(const auto copy, store::Store::open(to, {.access = sql::Access::ReadOnly}));
  TATARA_ASSIGN(const auto files, copy->read([](sql::Connection& connection) {
    return artifact::ArtifactStore::listAll(connection, "");
  }));
  std::int64_t done = 0;
  for (const artifact::FileInfo& file : files) {
    if (session.stop().stop_requested()) {
      return makeError(ErrorKind::Cancelled, "Stopped; nothing is left at the target");
    }
    const std::string hex = file.digest.hex();
    const fs::path blob = fs::path(hex.substr(0, 2)) / hex.substr(2);
    if (!fs::exists(from.artifactFolder() / blob)) {
      return makeError(ErrorKind::Corrupt, "The bytes of the artifact " + file.path +
                                               " are missing; \"tatara verify\" lists all that is damaged");
    }
    if (!fs::exists(to.artifactFolder() / blob)) {
      TATARA_TRY(copyFile(from.artifactFolder() / blob, to.artifactFolder() / blob));
    }
    session.progress("Copying artifacts", ++done, static_cast<std::int64_t>(files.size()));
  }
  return done;
}

Result<std::int64_t> copyWorkspace(Session& session, store::Store& store, const store::Workspace& to) {
  std::error_code code;
  fs::create_directories(to.artifactFolder(), code);
  if (code) {
    return fileError("The folder " + to.root.string() + " cannot be made", to.root, code.value());
  }
  ::chmod(to.root.c_str(), 0700);
  ::chmod(to.stateFolder().c_str(), 0700);
  ::chmod(to.artifactFolder().c_str(), 0700);
  TATARA_TRY(copyFile(store.workspace().settingsFile(), to.settingsFile()));
  TATARA_TRY(store.backup(to.storeFile(), session.stop()));
  return copyArtifacts(session, store.workspace(), to);
}

// Waits until the copy is on the disk, so that a finished backup is one.
Status syncFolder(const fs::path& folder) {
  const int handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = handle >= 0 && ::syncfs(handle) == 0;
  const int code = errno;
  if (handle >= 0) {
    ::close(handle);
  }
  return synced ? Status() : Status(fileError("The copy could not be written to the disk", folder, code));
}

Verb backupVerb() {
  auto target = std::make_shared<std::string>();
  Verb verb{.path = "backup",
            .summary = "Copy the workspace to another folder",
            .details =
                "Others may go on working meanwhile: the copy holds one moment. It is a workspace itself and "
                "can be "
                "opened as such. DIR must not exist yet; half a copy is never left there.",
            .examples = {"tatara backup /mnt/disk/bikes-2026-11-20"}};
  verb.positional("DIR", *target, "The folder to make").offers(Offer::Folders);
  verb.run = [target](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, session.store());
    const fs::path folder = fs::absolute(*target).lexically_normal();
    const fs::path final = folder.has_filename() ? folder : folder.parent_path();
    if (fs::exists(fs::symlink_status(final))) {
      return makeError(ErrorKind::AlreadyExists,
                       final.string() + " is there already; name a folder that is not");
    }
    const store::Workspace partial{fs::path(final).concat(".partial")};
    std::error_code code;
    if (fs::exists(partial.root)) {
      return makeError(ErrorKind::AlreadyExists,
                       partial.root.string() +
                           " is there already, from a copy that is being made or was "
                           "broken off; remove it when no backup runs");
    }
    auto copied = copyWorkspace(session, *store, partial);
    if (Status synced = copied ? syncFolder(partial.root) : Status(); !synced) {
      copied = synced.error();
    }
    if (!copied) {
      fs::remove_all(partial.root, code);
      return copied.error();
    }
    fs::rename(partial.root, final, code);
    if (code) {
      return fileError("The copy cannot be named " + final.string(), final, code.value());
    }
    TATARA_TRY(syncToDisk(final.parent_path()));
    session.print(final.string() + "\n");
    session.remark("Copied the store and " + counted(*copied, "artifact file"));
    return kDone;
  };
  verb.takesFormat = false;
  return verb;
}

struct GcOptions {
  bool dryRun = false;
  bool purge = false;
};

Result<std::int64_t> purgeDeleted(store::Store& store, const GcOptions& options) {
  return store.writeFor([&](store::Writer& writer) -> Result<std::int64_t> {
    TATARA_ASSIGN(const auto table, track::RunTable::load(writer.sql(), {}, track::ViewType::DeletedOnly));
    std::vector<track::RunId> ids;
    for (std::size_t row = 0; row < table->size(); ++row) {
      ids.push_back(table->run(row).id);
    }
    return options.dryRun ? static_cast<std::int64_t>(ids.size()) : track::purgeRuns(writer, ids);
  });
}

Verb gcVerb() {
  auto options = std::make_shared<GcOptions>();
  Verb verb{
      .path = "gc",
      .summary = "Give space back",
      .details =
          "Removes artifact bytes that nothing names any more and that are older than an hour, and packs the "
          "metrics of ended runs. With --purge-deleted, deleted runs go for good first.",
      .examples = {"tatara gc --dry-run", "tatara gc --purge-deleted"}};
  verb.flag("--dry-run", options->dryRun, "Only say what would go");
  verb.flag("--purge-deleted", options->purge, "Remove deleted runs for good, with all they logged");
  verb.run = [options](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, session.store());
    std::int64_t runs = 0;
    if (options->purge) {
      TATARA_ASSIGN(runs, purgeDeleted(*store, *options));
    }
    if (!options->dryRun) {
      TATARA_TRY(track::sealAll(*store, session.stop()));
    }
    const artifact::ArtifactStore artifacts(store);
    TATARA_ASSIGN(const auto report, artifacts.collectGarbage(options->dryRun, session.stop()));
    if (session.format() == Format::Table) {
      const bool nothing = runs == 0 && report.blobs == 0;
      session.remark(nothing ? std::string("There is nothing to remove")
                             : (options->dryRun ? "Would remove " : "Removed ") +
                                   (options->purge ? counted(runs, "run") + ", " : "") +
                                   counted(report.blobs, "file") + " and " +
                                   toByteText(static_cast<std::uint64_t>(report.bytes)));
      return kDone;
    }
    Record record;
    record.add("dry_run", "", {"", options->dryRun});
    record.add("runs", "", countCell(runs));
    record.add("files", "", countCell(report.blobs));
    record.add("bytes", "", countCell(report.bytes));
    record.print(session);
    return kDone;
  };
  return verb;
}

}  // namespace

std::vector<Verb> maintenanceVerbs() {
  return {storeVerifyVerb(), backupVerb(), gcVerb()};
}

}  // namespace tatara::cli

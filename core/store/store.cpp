#include "core/store/store.h"

#include <unistd.h>

#include <future>
#include <sstream>

#include "core/store/internal/new_store.h"
#include "core/store/internal/private_file.h"
#include "core/store/internal/reader_pool.h"
#include "core/store/internal/schema.h"
#include "core/store/internal/watcher.h"
#include "core/store/internal/writer_lane.h"
#include "core/text/error_phrase.h"

namespace tatara::store {
namespace {

namespace fs = std::filesystem;

Status checkHeader(sql::Connection& connection, const fs::path& file) {
  TATARA_ASSIGN(const auto application, connection.findInteger("PRAGMA application_id"));
  TATARA_ASSIGN(const auto version, connection.findInteger("PRAGMA user_version"));
  if (application == 0 && version == 0) {
    TATARA_ASSIGN(const auto tables, connection.findInteger("SELECT count(*) FROM sqlite_master"));
    if (tables == 0) {
      return {};
    }
  }
  if (application != internal::kApplicationId) {
    return text::sayError(ErrorKind::Corrupt,
                          TATARA_SAYS("Phrase", "%1 is a database of another program, not a Tatara store"),
                          {file.string()});
  }
  if (version > schemaVersion()) {
    return text::sayError(ErrorKind::SchemaTooNew,
                          TATARA_SAYS("Phrase",
                                      "The store was written by a newer Tatara (schema %1; this program "
                                      "knows %2); update Tatara to open it"),
                          {std::to_string(*version), std::to_string(schemaVersion())}, file.string());
  }
  return {};
}

// Errors of reading and writing settings of the file itself.
Status prepareForWriting(sql::Connection& connection, const fs::path& file) {
  TATARA_TRY(connection.script("PRAGMA journal_mode = WAL"));
  TATARA_TRY(connection.script("PRAGMA synchronous = FULL"));
  TATARA_TRY(connection.script("PRAGMA journal_size_limit = 67108864"));
  TATARA_ASSIGN(const auto application, connection.findInteger("PRAGMA application_id"));
  if (application != internal::kApplicationId) {
    TATARA_TRY(connection.script("PRAGMA application_id = " + std::to_string(internal::kApplicationId)));
  }
  return internal::migrate(connection, file);
}

// SQLite's own errors name no file, and who cannot open the store cannot verify it.
Error toldOf(const fs::path& file, const Error& error) {
  return error.kind == ErrorKind::Corrupt
             ? text::sayError(
                   ErrorKind::Corrupt,
                   TATARA_SAYS("Phrase",
                               "The store %1 is damaged and cannot be opened; put a backup in its place"),
                   {file.string()}, error.detail)
             : text::sayContext(error, TATARA_SAYS("Phrase", "opening the store %1"), {file.string()});
}

Result<std::unique_ptr<sql::Connection>> openFile(const fs::path& file, bool readOnly) {
  auto opened = sql::Connection::open(
      file, {.access = readOnly ? sql::Access::ReadOnly : sql::Access::ReadWrite, .leaveNoFiles = readOnly});
  if (!opened) {
    return toldOf(file, opened.error());
  }
  auto connection = *std::move(opened);
  if (const auto read = connection->findInteger("PRAGMA application_id"); !read) {
    return toldOf(file, read.error());
  }
  TATARA_TRY(checkHeader(*connection, file));
  if (!readOnly) {
    if (const Status prepared = prepareForWriting(*connection, file); !prepared) {
      return toldOf(file, prepared.error());
    }
  }
  return connection;
}

bool canWrite(const Workspace& workspace) {
  return ::access(workspace.storeFile().c_str(), W_OK) == 0 &&
         ::access(workspace.stateFolder().c_str(), W_OK) == 0;
}

Status findDamage(sql::Connection& connection, std::vector<std::string>& findings) {
  TATARA_ASSIGN(auto rows, connection.query("PRAGMA integrity_check(100)"));
  while (rows.next()) {
    // One line a fault, below a heading "*** in database main ***".
    std::istringstream lines{std::string(rows.text(0))};
    for (std::string line; std::getline(lines, line);) {
      if (line != "ok" && !line.starts_with("***")) {
        findings.push_back(line);
      }
    }
  }
  return rows.status();
}

}  // namespace

int schemaVersion() {
  return internal::migrations().back().version;
}

struct Store::Impl {
  Impl(Workspace at, const Clock* ticking, bool isReadOnly, std::int64_t seenChange)
      : workspace(std::move(at)),
        clock(ticking),
        readOnly(isReadOnly),
        readers(workspace.storeFile(), isReadOnly),
        watcher(workspace.storeFile(), isReadOnly, seenChange) {}

  Workspace workspace;
  const Clock* clock;
  bool readOnly;
  internal::ReaderPool readers;
  std::unique_ptr<internal::WriterLane> writer;  // none when read-only
  internal::Watcher watcher;                     // last: goes first, as it calls into what subscribed
};

Store::Store(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Store::~Store() = default;

Result<std::shared_ptr<Store>> Store::open(const Workspace& workspace, OpenOptions options) {
  const fs::path file = workspace.storeFile();
  std::error_code error;
  const bool exists = fs::exists(file, error);
  if (!exists && options.access != sql::Access::Create) {
    return text::sayError(ErrorKind::NotFound, TATARA_SAYS("Phrase", "The workspace %1 has no store"),
                          {workspace.root.string()}, file.string());
  }
  const bool readOnly = options.access == sql::Access::ReadOnly || (exists && !canWrite(workspace));
  if (!exists) {
    TATARA_TRY(text::sayContext(internal::makeStore(file), TATARA_SAYS("Phrase", "making the store %1"),
                                {file.string()}));
  }
  TATARA_ASSIGN(auto connection, openFile(file, readOnly));
  TATARA_ASSIGN(const auto newest, connection->findInteger("SELECT max(seq) FROM change_log"));
  auto impl = std::make_unique<Impl>(workspace, options.clock, readOnly, newest.value_or(0));
  if (!readOnly) {
    impl->writer = std::make_unique<internal::WriterLane>(std::move(connection));
  }
  return std::shared_ptr<Store>(new Store(std::move(impl)));
}

const Workspace& Store::workspace() const {
  return m_impl->workspace;
}
const Clock& Store::clock() const {
  return *m_impl->clock;
}
bool Store::readOnly() const {
  return m_impl->readOnly;
}

void Store::submit(WriteTask task, WriteDone done) {
  if (m_impl->readOnly) {
    if (done) {
      done(text::sayError(ErrorKind::PermissionDenied,
                          TATARA_SAYS("Phrase", "The workspace is read-only; nothing was changed"), {},
                          m_impl->workspace.storeFile().string()));
    }
    return;
  }
  m_impl->writer->submit(std::move(task), std::move(done));
}

Status Store::write(WriteTask task) {
  std::promise<Status> promise;
  auto future = promise.get_future();
  submit(std::move(task), [&promise](Status status) { promise.set_value(std::move(status)); });
  return future.get();
}

Status Store::readErased(const ReadTask& task, std::stop_token stop) const {
  TATARA_ASSIGN(auto connection, m_impl->readers.take());
  connection->setStopToken(std::move(stop));
  Status status = [&]() -> Status {
    TATARA_ASSIGN(auto snapshot, sql::Transaction::begin(*connection, sql::Transaction::Kind::Deferred));
    return task(*connection);
  }();
  connection->setStopToken({});
  m_impl->readers.giveBack(std::move(connection));
  return status;
}

SubscriptionId Store::subscribe(Subscriber subscriber) {
  return m_impl->watcher.subscribe(std::move(subscriber));
}
void Store::unsubscribe(SubscriptionId id) {
  m_impl->watcher.unsubscribe(id);
}

Status Store::backup(const fs::path& file, std::stop_token stop) const {
  // VACUUM INTO takes a new or an empty file.
  TATARA_TRY(internal::makePrivateFile(file));
  // A connection of its own: VACUUM INTO is no part of a transaction. It reads one snapshot while others
  // write.
  TATARA_ASSIGN(auto connection,
                sql::Connection::open(m_impl->workspace.storeFile(),
                                      {.access = sql::Access::ReadOnly, .leaveNoFiles = m_impl->readOnly}));
  connection->setStopToken(std::move(stop));
  Status status = connection->run("VACUUM INTO ?", file.string());
  if (!status) {
    std::error_code error;
    fs::remove(file, error);
  }
  return text::sayContext(std::move(status), TATARA_SAYS("Phrase", "copying the store"));
}

Result<std::vector<std::string>> Store::checkIntegrity(std::stop_token stop) const {
  return read(
      [](sql::Connection& connection) -> Result<std::vector<std::string>> {
        std::vector<std::string> findings;
        const Status looked = findDamage(connection, findings);
        if (!looked && looked.error().kind == ErrorKind::Corrupt) {
          findings.push_back("The store is damaged so badly that the rest of it cannot be read (" +
                             looked.error().detail + "); put a backup in its place");
          return findings;
        }
        TATARA_TRY(looked);
        TATARA_ASSIGN(auto broken, connection.query("PRAGMA foreign_key_check"));
        while (broken.next()) {
          findings.push_back("A row of table " + std::string(broken.text(0)) + " points to a row of table " +
                             std::string(broken.text(2)) + " that is not there");
        }
        TATARA_TRY(broken.status());
        return findings;
      },
      std::move(stop));
}

}  // namespace tatara::store

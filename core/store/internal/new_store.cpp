#include "core/store/internal/new_store.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "core/base/new_file.h"
#include "core/base/random.h"
#include "core/sql/connection.h"
#include "core/store/internal/schema.h"
#include "core/text/error_phrase.h"

namespace tatara::store::internal {
namespace {

Status fill(const std::filesystem::path& file) {
  TATARA_ASSIGN(auto connection, sql::Connection::open(file, {.access = sql::Access::ReadWrite}));
  // Nobody else knows the file, and it is synced before anybody does.
  TATARA_TRY(connection->script("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF"));
  TATARA_ASSIGN(auto transaction, sql::Transaction::begin(*connection, sql::Transaction::Kind::Immediate));
  TATARA_TRY(connection->script("PRAGMA application_id = " + std::to_string(kApplicationId)));
  for (const Migration& migration : migrations()) {
    TATARA_TRY(connection->script(migration.sql));
  }
  TATARA_TRY(connection->script("PRAGMA user_version = " + std::to_string(migrations().back().version)));
  TATARA_TRY(transaction.commit());
  return connection->script("PRAGMA journal_mode = WAL");
}

Status sync(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
  const int code = errno;
  if (descriptor >= 0) {
    ::close(descriptor);
  }
  return synced ? Status()
                : Status(text::sayFileError(TATARA_SAYS("Phrase", "%1 cannot be written"), {path.string()},
                                            path, code));
}

Status place(const std::filesystem::path& made, const std::filesystem::path& file) {
  TATARA_TRY(fill(made));
  TATARA_TRY(sync(made));
  // Never in place of what another program put there meanwhile; not every file system can promise that.
  int failed = ::renameat2(AT_FDCWD, made.c_str(), AT_FDCWD, file.c_str(), RENAME_NOREPLACE);
  if (failed != 0 && (errno == EINVAL || errno == ENOSYS)) {
    failed = ::access(file.c_str(), F_OK) == 0 ? 0 : ::rename(made.c_str(), file.c_str());
  }
  if (failed != 0 && errno != EEXIST) {
    return text::sayFileError(TATARA_SAYS("Phrase", "The file %1 cannot be made"), {file.string()}, file,
                              errno);
  }
  return sync(file.parent_path());
}

}  // namespace

Status makeStore(const std::filesystem::path& file) {
  constexpr std::size_t kRandomBytes = 8;
  const std::filesystem::path made = file.string() + ".new-" + randomHex(kRandomBytes);
  // SQLite's own files take the permission bits of this one.
  const int descriptor = openNewFile(made, O_WRONLY);
  if (descriptor < 0) {
    return text::sayFileError(TATARA_SAYS("Phrase", "The file %1 cannot be made"), {made.string()}, made,
                              errno);
  }
  ::close(descriptor);
  Status placed = place(made, file);
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
    ::unlink((made.string() + suffix).c_str());
  }
  return placed;
}

}  // namespace tatara::store::internal

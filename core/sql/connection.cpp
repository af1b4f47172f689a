#include "core/sql/connection.h"

#include <sqlite3.h>

#include <cassert>
#include <cmath>
#include <fstream>
#include <limits>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/text/percent.h"

namespace tatara::sql {
namespace {

thread_local bool t_forbidden = false;

void checkThread() {
  assert(!t_forbidden && "the store is never touched on the GUI thread");
}

// Instructions of SQLite's virtual machine between two looks at the stop token: about 0.3 ms.
constexpr int kProgressInstructions = 4000;

// Statements that a connection keeps, in use or idle; some texts hold lists of keys and are never asked for
// again.
constexpr std::size_t kMostStatements = 256;

ErrorKind toKind(int code) {
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return ErrorKind::Busy;
    case SQLITE_INTERRUPT:
      return ErrorKind::Cancelled;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return ErrorKind::Corrupt;
    case SQLITE_TOOBIG:
      return ErrorKind::InvalidArgument;
    case SQLITE_IOERR:
    case SQLITE_FULL:
    case SQLITE_CANTOPEN:
      return ErrorKind::Io;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return ErrorKind::PermissionDenied;
    case SQLITE_CONSTRAINT:
      return ErrorKind::Conflict;
    default:
      return ErrorKind::Internal;
  }
}

constexpr int kMostForeignBytes = 64 << 20;  // a generated column can claim a gigabyte

// Whether it was opened as a file of another program.
bool isForeign(sqlite3* handle) {
  return sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, -1) == kMostForeignBytes;
}

const char* toSentence(int code, bool foreign) {
  constexpr const char* kFull = "The disk is full; free some space and try again";
  if (code == SQLITE_IOERR_SHMSIZE) {
    return kFull;  // the file beside the store cannot grow, without which it is not even read
  }
  if (code == SQLITE_READONLY_ROLLBACK) {
    return "The program that writes this database was interrupted in the middle of a change; open it with "
           "that program once, which undoes the change, then try again";
  }
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "The store is busy: another program has been writing to it for too long";
    case SQLITE_INTERRUPT:
      return "Cancelled";
    case SQLITE_CORRUPT:
      return foreign ? "The database is damaged"
                     : "The store is damaged; run `tatara verify` to see what can still be read";
    case SQLITE_NOTADB:
      return "The file is not a SQLite database";
    case SQLITE_FULL:
      return kFull;
    case SQLITE_IOERR:
      return "The disk reported an error while the store was read or written";
    case SQLITE_CANTOPEN:
      return "The database file cannot be opened";
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return "The store is read-only";
    case SQLITE_CONSTRAINT:
      return "The change contradicts what is stored";
    case SQLITE_TOOBIG:
      return "A value is larger than a database takes";
    default:
      return "The store could not carry out a statement";
  }
}

// A path is never read as a URI: everything but what a URI keeps is escaped.
std::string toUri(const std::filesystem::path& file) {
  return "file:" + text::percentEncodePath(file.string());
}

// The "file format write version" at byte 18 of the header is 2 in write-ahead mode (SQLite, Database File
// Format, section 1.3.3).
bool inWriteAheadMode(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  char header[20] = {};
  return in.read(header, sizeof header) && header[18] == 2;
}

// SQLite counts the bytes of every allocation under one lock of the whole process, for figures that nobody
// asks for here. Has no effect, and does no harm, once something else in the process has begun with SQLite.
void countNoMemory() {
  [[maybe_unused]] static const int configured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

}  // namespace

void forbidOnThisThread() {
  t_forbidden = true;
}

// Statements by their SQL text; one in use is taken out, so that a nested use of the same text prepares a
// second.
struct Connection::Cache {
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  using Idle = std::vector<sqlite3_stmt*>;
  std::unordered_map<std::string, Idle, TextHash, std::equal_to<>> idle;
  std::unordered_map<sqlite3_stmt*, Idle*> all;  // where each belongs while it is idle
};

// --- Rows

Rows::Rows(Rows&& other) noexcept
    : m_connection(other.m_connection),
      m_statement(std::exchange(other.m_statement, nullptr)),
      m_code(other.m_code) {}

Rows::~Rows() {
  if (m_statement != nullptr) {
    m_connection->finish(m_statement);
  }
}

bool Rows::next() {
  checkThread();
  m_code = sqlite3_step(m_statement);
  return m_code == SQLITE_ROW;
}

Status Rows::status() const {
  if (m_code == SQLITE_ROW || m_code == SQLITE_DONE || m_code == SQLITE_OK) {
    return {};
  }
  return m_connection->lastError(m_code, m_statement);
}

ValueKind Rows::kind(int column) const {
  switch (sqlite3_column_type(m_statement, column)) {
    case SQLITE_INTEGER:
      return ValueKind::Integer;
    case SQLITE_FLOAT:
      return ValueKind::Real;
    case SQLITE_TEXT:
      return ValueKind::Text;
    case SQLITE_BLOB:
      return ValueKind::Blob;
    default:
      return ValueKind::Null;
  }
}

bool Rows::isNull(int column) const {
  return sqlite3_column_type(m_statement, column) == SQLITE_NULL;
}

std::int64_t Rows::integer(int column) const {
  assert(column < sqlite3_column_count(m_statement));
  return sqlite3_column_int64(m_statement, column);
}

double Rows::real(int column) const {
  return isNull(column) ? std::numeric_limits<double>::quiet_NaN()
                        : sqlite3_column_double(m_statement, column);
}

std::string_view Rows::text(int column) const {
  assert(column < sqlite3_column_count(m_statement));
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(m_statement, column));
  if (data == nullptr) {
    return {};
  }
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column))};
}

Bytes Rows::blob(int column) const {
  const auto* data = static_cast<const std::byte*>(sqlite3_column_blob(m_statement, column));
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column))};
}

std::optional<std::int64_t> Rows::optionalInteger(int column) const {
  return isNull(column) ? std::nullopt : std::optional(integer(column));
}

std::optional<std::string> Rows::optionalText(int column) const {
  return isNull(column) ? std::nullopt : std::optional<std::string>(text(column));
}

// --- Connection

Connection::Connection(sqlite3* handle, std::filesystem::path unseenLog)
    : m_handle(handle), m_unseenLog(std::move(unseenLog)), m_cache(std::make_unique<Cache>()) {
  sqlite3_progress_handler(
      m_handle, kProgressInstructions,
      [](void* self) { return static_cast<Connection*>(self)->m_stop.stop_requested() ? 1 : 0; }, this);
}

Connection::~Connection() {
  for (const auto& [statement, idle] : m_cache->all) {
    sqlite3_finalize(statement);
  }
  sqlite3_close(m_handle);
}

Result<std::unique_ptr<Connection>> Connection::open(const std::filesystem::path& file, OpenOptions options) {
  checkThread();
  countNoMemory();
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_URI;
  flags |= options.access == Access::ReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  flags |= options.access == Access::Create ? SQLITE_OPEN_CREATE : 0;

  // Even to read in write-ahead mode SQLite makes a log and shared memory beside the database, unless it is
  // told that the file does not change. Any other mode is read under SQLite's own locks.
  std::string uri = toUri(file);
  std::filesystem::path unseenLog;
  if (options.leaveNoFiles && options.access == Access::ReadOnly && inWriteAheadMode(file)) {
    const std::filesystem::path log = file.string() + "-wal";
    if (!std::filesystem::exists(log)) {
      uri += "?immutable=1";
      unseenLog = log;
    }
  }

  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(uri.c_str(), &handle, flags, nullptr);
  if (code != SQLITE_OK) {
    const std::string words = handle != nullptr ? sqlite3_errmsg(handle) : "out of memory";
    sqlite3_close(handle);
    return makeError(toKind(code), toSentence(code, options.foreign), file.string() + ": " + words);
  }
  auto connection = std::unique_ptr<Connection>(new Connection(handle, std::move(unseenLog)));
  sqlite3_busy_timeout(handle, options.busyMillis);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  if (options.foreign) {
    sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, kMostForeignBytes);
  } else {
    TATARA_TRY(connection->script("PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;"));
  }
  return connection;
}

Result<sqlite3_stmt*> Connection::prepare(std::string_view sql) {
  checkThread();
  const auto known = m_cache->idle.find(sql);
  if (known != m_cache->idle.end() && !known->second.empty()) {
    sqlite3_stmt* statement = known->second.back();
    known->second.pop_back();
    return statement;
  }
  if (m_cache->all.size() >= kMostStatements) {
    forgetIdle();
  }
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(m_handle, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) {
    return makeError(toKind(code), toSentence(code, isForeign(m_handle)),
                     std::string(sqlite3_errmsg(m_handle)) + " in: " + std::string(sql));
  }
  m_cache->all.emplace(statement, &m_cache->idle[std::string(sql)]);
  return statement;
}

// The place of a text stays while one of its statements is in use and will come back to it.
void Connection::forgetIdle() {
  for (auto& [text, idle] : m_cache->idle) {
    for (sqlite3_stmt* statement : idle) {
      m_cache->all.erase(statement);
      sqlite3_finalize(statement);
    }
    idle.clear();
  }
  std::unordered_set<const Cache::Idle*> used;
  for (const auto& [statement, idle] : m_cache->all) {
    used.insert(idle);
  }
  std::erase_if(m_cache->idle, [&](const auto& entry) { return !used.contains(&entry.second); });
}

void Connection::finish(sqlite3_stmt* statement) {
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
  m_cache->all.at(statement)->push_back(statement);
}

Error Connection::lastError(int code, sqlite3_stmt* statement) const {
  const char* sql = statement != nullptr ? sqlite3_sql(statement) : "";
  return makeError(toKind(code), toSentence(code, isForeign(m_handle)),
                   std::string(sqlite3_errmsg(m_handle)) + " (" + std::to_string(code) + ") in: " + sql);
}

Status Connection::script(const std::string& sql) {
  checkThread();
  const int code = sqlite3_exec(m_handle, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) {
    return makeError(toKind(code), toSentence(code, isForeign(m_handle)),
                     std::string(sqlite3_errmsg(m_handle)) + " in: " + sql);
  }
  return {};
}

std::int64_t Connection::lastInsertId() const {
  return sqlite3_last_insert_rowid(m_handle);
}
std::int64_t Connection::changes() const {
  return sqlite3_changes64(m_handle);
}
bool Connection::inTransaction() const {
  return sqlite3_get_autocommit(m_handle) == 0;
}
bool Connection::outdated() const {
  std::error_code error;
  return !m_unseenLog.empty() && std::filesystem::exists(m_unseenLog, error);
}
void Connection::setStopToken(std::stop_token token) {
  m_stop = std::move(token);
}

void Connection::noteBound(int code) {
  if (m_bindFailure == SQLITE_OK) {
    m_bindFailure = code;
  }
}

Status Connection::checkBound(sqlite3_stmt* statement, [[maybe_unused]] int count) {
  assert(count == sqlite3_bind_parameter_count(statement) || m_bindFailure != SQLITE_OK);
  const int code = std::exchange(m_bindFailure, SQLITE_OK);
  if (code != SQLITE_OK) {
    return lastError(code, statement);
  }
  return {};
}

void Connection::bindAt(sqlite3_stmt* statement, int index, std::nullptr_t) {
  noteBound(sqlite3_bind_null(statement, index));
}

void Connection::bindAt(sqlite3_stmt* statement, int index, std::int64_t value) {
  noteBound(sqlite3_bind_int64(statement, index, value));
}

void Connection::bindAt(sqlite3_stmt* statement, int index, double value) {
  noteBound(sqlite3_bind_double(statement, index, value));
}

void Connection::bindAt(sqlite3_stmt* statement, int index, std::string_view value) {
  const char* data = value.data() != nullptr ? value.data() : "";
  noteBound(sqlite3_bind_text64(statement, index, data, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

void Connection::bindAt(sqlite3_stmt* statement, int index, Bytes value) {
  if (value.empty()) {
    noteBound(sqlite3_bind_zeroblob(statement, index, 0));
  } else {
    noteBound(sqlite3_bind_blob64(statement, index, value.data(), value.size(), SQLITE_TRANSIENT));
  }
}

// --- Transaction

Result<Transaction> Transaction::begin(Connection& connection, Kind kind) {
  TATARA_TRY(connection.run(kind == Kind::Immediate ? "BEGIN IMMEDIATE" : "BEGIN DEFERRED"));
  return Transaction(connection);
}

Transaction::~Transaction() {
  if (m_connection != nullptr && m_connection->inTransaction()) {
    // A failed roll-back leaves nothing to do: closing the connection rolls back as well.
    static_cast<void>(m_connection->run("ROLLBACK"));
  }
}

Status Transaction::commit() {
  Connection* connection = std::exchange(m_connection, nullptr);
  Status status = connection->run("COMMIT");
  if (!status && connection->inTransaction()) {
    static_cast<void>(connection->run("ROLLBACK"));
  }
  return status;
}

}  // namespace tatara::sql

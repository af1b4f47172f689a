// One SQLite connection, used by one thread at a time, with cached statements and cancellation.
//
//   TATARA_TRY(db.run("UPDATE run SET name = ? WHERE run_key = ?", name, key));
//   TATARA_ASSIGN(auto rows, db.query("SELECT run_key, name FROM run WHERE experiment_id = ?", id));
//   while (rows.next()) { rows.integer(0); rows.text(1); }
//   TATARA_TRY(rows.status());
//
// Errors: Busy (another process holds the lock longer than the time-out), Cancelled (the stop token),
// Corrupt, Io (disk full and the like), PermissionDenied (read-only), Conflict (a constraint), Internal
// (wrong SQL). A message never holds SQL text; `detail` does. Threads: a Connection and its Rows belong to
// one thread at a time; nothing here is locked. A thread that called forbidOnThisThread() (the GUI's) aborts
// on any use in debug builds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "core/base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace tatara::sql {

using Bytes = std::span<const std::byte>;

enum class Access { ReadOnly, ReadWrite, Create };

struct OpenOptions {
  Access access = Access::ReadWrite;
  int busyMillis = 5000;
  // Make no file beside the database, whose folder may not be ours to write. One in write-ahead mode that no
  // program has open is then read as it stands on the disk, see outdated(). Only with ReadOnly.
  bool leaveNoFiles = false;
  // A file of another program: change no setting in it, and refuse values over 64 MB.
  bool foreign = false;
};

// The GUI thread says so once.
void forbidOnThisThread();

enum class ValueKind { Null, Integer, Real, Text, Blob };

// A result being stepped through. Resets its statement when it goes.
class Rows {
 public:
  Rows(Rows&& other) noexcept;
  Rows& operator=(Rows&&) = delete;
  ~Rows();

  // True while there is a row; false at the end or on an error (see status()).
  [[nodiscard]] bool next();
  Status status() const;

  ValueKind kind(int column) const;
  bool isNull(int column) const;
  std::int64_t integer(int column) const;
  double real(int column) const;  // NULL is NaN: SQLite keeps no NaN
  // Valid until the next call of next().
  std::string_view text(int column) const;
  Bytes blob(int column) const;
  std::optional<std::int64_t> optionalInteger(int column) const;
  std::optional<std::string> optionalText(int column) const;

 private:
  friend class Connection;
  Rows(class Connection& connection, sqlite3_stmt* statement)
      : m_connection(&connection), m_statement(statement) {}

  class Connection* m_connection;
  sqlite3_stmt* m_statement;
  int m_code = 0;
};

class Connection {
 public:
  static Result<std::unique_ptr<Connection>> open(const std::filesystem::path& file,
                                                  OpenOptions options = {});
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Binds `arguments` to ?1, ?2, ... : integers, bools, enums, doubles, text, Bytes, nullptr, std::optional
  // of those.
  template <typename... Arguments>
  Result<Rows> query(std::string_view sql, const Arguments&... arguments);
  // The same for what returns no rows.
  template <typename... Arguments>
  Status run(std::string_view sql, const Arguments&... arguments);
  // Several statements, none with arguments; not cached.
  Status script(const std::string& sql);

  // The first column of the first row as a number; nothing when there is no row or it is NULL.
  template <typename... Arguments>
  Result<std::optional<std::int64_t>> findInteger(std::string_view sql, const Arguments&... arguments);

  std::int64_t lastInsertId() const;
  std::int64_t changes() const;  // by the last statement
  bool inTransaction() const;
  // Whether the database was opened as it stood on the disk and another program has opened it since: this
  // connection will not see what that writes and is to be opened anew.
  bool outdated() const;

  // Until replaced, a running statement ends with Cancelled soon after `token` is stopped.
  void setStopToken(std::stop_token token);

  sqlite3* handle() const { return m_handle; }

 private:
  struct Cache;
  Connection(sqlite3* handle, std::filesystem::path unseenLog);

  Result<sqlite3_stmt*> prepare(std::string_view sql);
  void forgetIdle();
  void bindAt(sqlite3_stmt* statement, int index, std::nullptr_t);
  void bindAt(sqlite3_stmt* statement, int index, std::int64_t value);
  void bindAt(sqlite3_stmt* statement, int index, double value);
  void bindAt(sqlite3_stmt* statement, int index, std::string_view value);
  void bindAt(sqlite3_stmt* statement, int index, Bytes value);
  template <typename T>
  void bindOne(sqlite3_stmt* statement, int index, const T& value);
  void noteBound(int code);
  Status checkBound(sqlite3_stmt* statement, int count);
  Error lastError(int code, sqlite3_stmt* statement) const;
  void finish(sqlite3_stmt* statement);

  friend class Rows;

  sqlite3* m_handle;
  std::filesystem::path m_unseenLog;  // the write-ahead log that was not there; empty: nothing goes unseen
  std::unique_ptr<Cache> m_cache;
  int m_bindFailure = 0;  // the first of the statement that is being bound
  std::stop_token m_stop;
};

// BEGIN … COMMIT; rolls back when it goes without commit().
class Transaction {
 public:
  enum class Kind { Deferred, Immediate };
  static Result<Transaction> begin(Connection& connection, Kind kind);
  Transaction(Transaction&& other) noexcept : m_connection(std::exchange(other.m_connection, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  Status commit();

 private:
  explicit Transaction(Connection& connection) : m_connection(&connection) {}
  Connection* m_connection;
};

// --- implementation of the templates

template <typename T>
void Connection::bindOne(sqlite3_stmt* statement, int index, const T& value) {
  if constexpr (std::is_same_v<T, std::nullptr_t>) {
    bindAt(statement, index, nullptr);
  } else if constexpr (std::is_convertible_v<T, std::string_view>) {
    bindAt(statement, index, std::string_view(value));
  } else if constexpr (std::is_convertible_v<T, Bytes>) {
    bindAt(statement, index, Bytes(value));
  } else if constexpr (std::is_floating_point_v<T>) {
    bindAt(statement, index, static_cast<double>(value));
  } else if constexpr (std::is_integral_v<T> || std::is_enum_v<T>) {
    bindAt(statement, index, static_cast<std::int64_t>(value));
  } else if constexpr (requires { value.has_value(); }) {
    if (value.has_value()) {
      bindOne(statement, index, *value);
    } else {
      bindAt(statement, index, nullptr);
    }
  } else {
    bindOne(statement, index, value.value());  // a StrongId
  }
}

template <typename... Arguments>
Result<Rows> Connection::query(std::string_view sql, const Arguments&... arguments) {
  TATARA_ASSIGN(sqlite3_stmt * statement, prepare(sql));
  Rows rows(*this, statement);
  int index = 0;
  (bindOne(statement, ++index, arguments), ...);
  TATARA_TRY(checkBound(statement, index));
  return rows;
}

template <typename... Arguments>
Status Connection::run(std::string_view sql, const Arguments&... arguments) {
  TATARA_ASSIGN(Rows rows, query(sql, arguments...));
  while (rows.next()) {
  }
  return rows.status();
}

template <typename... Arguments>
Result<std::optional<std::int64_t>> Connection::findInteger(std::string_view sql,
                                                            const Arguments&... arguments) {
  TATARA_ASSIGN(Rows rows, query(sql, arguments...));
  std::optional<std::int64_t> found;
  if (rows.next()) {
    found = rows.optionalInteger(0);
  }
  TATARA_TRY(rows.status());
  return found;
}

}  // namespace tatara::sql

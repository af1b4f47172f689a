#include "core/artifact/artifact_store.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>

#include "core/artifact/internal/files.h"
#include "core/text/error_phrase.h"

namespace tatara::artifact {
namespace {

namespace fs = std::filesystem;

// Names below folder `path` are those between "path/" and "path0": '0' follows '/' in ASCII.
std::string firstBelow(const std::string& path) {
  return path.empty() ? "" : path + "/";
}
std::string afterBelow(const std::string& path) {
  return path.empty() ? "\xff" : path + "0";
}

sql::Bytes toBytes(const Digest& digest) {
  return std::as_bytes(std::span(digest.bytes));
}

Result<Digest> toDigest(sql::Bytes bytes) {
  Digest digest;
  if (bytes.size() != digest.bytes.size()) {
    return makeError(ErrorKind::Corrupt, "The store names an artifact by a digest that is none");
  }
  std::memcpy(digest.bytes.data(), bytes.data(), bytes.size());
  return digest;
}

Result<FileInfo> decodeFile(const sql::Rows& rows) {
  FileInfo info;
  info.path = rows.text(0);
  TATARA_ASSIGN(info.digest, toDigest(rows.blob(1)));
  info.size = rows.integer(2);
  info.modified = fromUnixMillis(rows.integer(3));
  return info;
}

// A file cannot also be a folder.
Status checkRoom(store::Writer& writer, const std::string& path) {
  for (std::size_t slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1)) {
    const std::string part = path.substr(0, slash);
    TATARA_ASSIGN(const auto found,
                  writer.sql().findInteger("SELECT 1 FROM artifact_file WHERE path = ?", part));
    if (found) {
      return text::sayError(ErrorKind::Conflict, TATARA_SAYS("Phrase", "\"%1\" is a file already"), {part});
    }
  }
  TATARA_ASSIGN(const auto below,
                writer.sql().findInteger("SELECT 1 FROM artifact_file WHERE path >= ? AND path < ? LIMIT 1",
                                         firstBelow(path), afterBelow(path)));
  if (below) {
    return text::sayError(ErrorKind::Conflict, TATARA_SAYS("Phrase", "\"%1\" is a folder already"), {path});
  }
  return {};
}

// "1/<run id>/artifacts/…" belongs to a run, whose listeners are told.
Status tellRun(store::Writer& writer, const std::string& path) {
  const std::size_t first = path.find('/');
  const std::size_t second = first == std::string::npos ? first : path.find('/', first + 1);
  const std::size_t length = second == std::string::npos ? std::string::npos : second - first - 1;
  const std::string id = first == std::string::npos ? std::string() : path.substr(first + 1, length);
  TATARA_ASSIGN(const auto key, writer.sql().findInteger("SELECT run_key FROM run WHERE run_id = ?", id));
  writer.changed(store::ChangeKind::RunArtifacts, key.value_or(0));
  return {};
}

// Folders that something else needs are told by edges of the relation "held" (core/deploy/internal/hold.h).
Status checkNotHeld(sql::Connection& connection, const std::string& path) {
  TATARA_ASSIGN(
      auto rows,
      connection.query("SELECT from_id, to_kind, to_id FROM edge WHERE from_kind = 'artifact' AND relation "
                       "= 'held' AND (from_id = ?1 OR (from_id >= ?2 AND from_id < ?3) OR "
                       "substr(?1, 1, length(from_id) + 1) = from_id || '/') LIMIT 1",
                       path, firstBelow(path), afterBelow(path)));
  if (rows.next()) {
    constexpr std::string_view kEndpoint = TATARA_SAYS("Phrase", "endpoint");
    return text::sayError(
        ErrorKind::Conflict,
        TATARA_SAYS("Phrase",
                    "The files in %1 are needed: the %2 \"%3\" serves them or would go back to them"),
        {rows.text(0), rows.text(1) == kEndpoint ? text::Phrase::say(kEndpoint) : text::Phrase(rows.text(1)),
         rows.text(2)});
  }
  return rows.status();
}

}  // namespace

std::string Digest::hex() const {
  return crypto::toHex(bytes);
}

std::string FileInfo::pathBelow(std::string_view root) const {
  return path.size() > root.size() ? path.substr(root.size() + 1) : path.substr(path.rfind('/') + 1);
}

ArtifactStore::ArtifactStore(std::shared_ptr<store::Store> store)
    : m_store(std::move(store)), m_root(m_store->workspace().artifactFolder()) {}

fs::path ArtifactStore::blobFile(const Digest& digest) const {
  return internal::blobFile(m_root, digest);
}

Status ArtifactStore::link(store::Writer& writer, const std::string& path, const StoredBlob& blob,
                           Timestamp now) {
  TATARA_ASSIGN(const std::string clean, cleanPath(path));
  if (clean.empty()) {
    return text::sayError(ErrorKind::InvalidArgument, TATARA_SAYS("Phrase", "Invalid path"), {}, "empty");
  }
  TATARA_TRY(checkRoom(writer, clean));
  TATARA_TRY(
      writer.sql().run("INSERT INTO artifact_file VALUES(?, ?, ?, ?) ON CONFLICT(path) DO UPDATE SET "
                       "digest = excluded.digest, size = excluded.size, modified_ms = excluded.modified_ms",
                       clean, toBytes(blob.digest), blob.size, toUnixMillis(now)));
  return tellRun(writer, clean);
}

Status ArtifactStore::put(const std::string& path, std::string_view bytes) const {
  TATARA_ASSIGN(auto blob, newBlob());
  TATARA_TRY(blob.write(bytes));
  TATARA_ASSIGN(const StoredBlob stored, blob.finish());
  return m_store->write(
      [&](store::Writer& writer) { return link(writer, path, stored, m_store->clock().now()); });
}

Result<StoredBlob> ArtifactStore::storeFile(const fs::path& file, std::stop_token stop) const {
  TATARA_ASSIGN(auto blob, newBlob());
  TATARA_TRY(internal::readFile(
      file, [&](std::string_view piece) { return blob.write(piece); }, stop));
  return blob.finish();
}

Status ArtifactStore::putFile(const std::string& path, const fs::path& file, std::stop_token stop) const {
  TATARA_ASSIGN(const StoredBlob stored, storeFile(file, std::move(stop)));
  return m_store->write(
      [&](store::Writer& writer) { return link(writer, path, stored, m_store->clock().now()); });
}

Result<std::int64_t> ArtifactStore::remove(store::Writer& writer, const std::string& path) {
  TATARA_ASSIGN(const std::string clean, cleanPath(path));
  if (clean.empty()) {
    return text::sayError(ErrorKind::InvalidArgument, TATARA_SAYS("Phrase", "Invalid path"), {}, "empty");
  }
  TATARA_TRY(checkNotHeld(writer.sql(), clean));
  TATARA_TRY(writer.sql().run("DELETE FROM artifact_file WHERE path = ? OR (path >= ? AND path < ?)", clean,
                              firstBelow(clean), afterBelow(clean)));
  const std::int64_t removed = writer.sql().changes();
  TATARA_TRY(tellRun(writer, clean));
  return removed;
}

Result<std::optional<FileInfo>> ArtifactStore::find(sql::Connection& connection, const std::string& path) {
  TATARA_ASSIGN(
      auto rows,
      connection.query("SELECT path, digest, size, modified_ms FROM artifact_file WHERE path = ?", path));
  if (!rows.next()) {
    TATARA_TRY(rows.status());
    return std::optional<FileInfo>();
  }
  TATARA_ASSIGN(FileInfo info, decodeFile(rows));
  return std::optional<FileInfo>(std::move(info));
}

// Jumps from name to name: what is below a folder is skipped, however much it is.
Result<std::vector<Entry>> ArtifactStore::list(sql::Connection& connection, const std::string& path) {
  std::vector<Entry> entries;
  const std::string prefix = firstBelow(path);
  const std::string end = afterBelow(path);
  std::string from = prefix;
  while (true) {
    TATARA_ASSIGN(
        auto rows,
        connection.query(
            "SELECT path, size FROM artifact_file WHERE path >= ? AND path < ? ORDER BY path LIMIT 1", from,
            end));
    if (!rows.next()) {
      TATARA_TRY(rows.status());
      break;
    }
    const std::string found(rows.text(0));
    const std::size_t slash = found.find('/', prefix.size());
    if (slash == std::string::npos) {
      entries.push_back({found.substr(prefix.size()), false, rows.integer(1)});
      from = found + '\x01';  // names hold no control characters, so nothing stands between
    } else {
      entries.push_back({found.substr(prefix.size(), slash - prefix.size()), true, 0});
      from = found.substr(0, slash) + '0';
    }
  }
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.name < b.name; });
  return entries;
}

Result<std::vector<FileInfo>> ArtifactStore::listAll(sql::Connection& connection, const std::string& path) {
  TATARA_ASSIGN(auto rows, connection.query("SELECT path, digest, size, modified_ms FROM artifact_file "
                                            "WHERE path = ?1 OR (path >= ?2 AND path < ?3) ORDER BY path",
                                            path, firstBelow(path), afterBelow(path)));
  std::vector<FileInfo> files;
  while (rows.next()) {
    TATARA_ASSIGN(FileInfo info, decodeFile(rows));
    files.push_back(std::move(info));
  }
  TATARA_TRY(rows.status());
  return files;
}

Result<std::string> ArtifactStore::readAll(const std::string& path, std::int64_t limit) const {
  TATARA_ASSIGN(const auto info, m_store->read([&](sql::Connection& c) { return find(c, path); }));
  if (!info) {
    return text::sayError(ErrorKind::NotFound, TATARA_SAYS("Phrase", "There is no artifact %1"), {path});
  }
  if (info->size > limit) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "The artifact %1 is too large to be shown here"), {path});
  }
  std::string bytes;
  bytes.reserve(static_cast<std::size_t>(info->size));
  TATARA_TRY(internal::readFile(blobFile(info->digest),
                                [&](std::string_view piece) -> Status {
                                  bytes.append(piece);
                                  return {};
                                },
                                {}));
  return bytes;
}

Status ArtifactStore::exportFile(const std::string& path, const fs::path& target) const {
  TATARA_ASSIGN(const auto info, m_store->read([&](sql::Connection& c) { return find(c, path); }));
  if (!info) {
    return text::sayError(ErrorKind::NotFound, TATARA_SAYS("Phrase", "There is no artifact %1"), {path});
  }
  const int descriptor = ::open(target.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);
  if (descriptor < 0 && errno == EEXIST) {
    return text::sayError(ErrorKind::AlreadyExists, TATARA_SAYS("Phrase", "The file %1 exists; name another"),
                          {target.string()});
  }
  if (descriptor < 0) {
    return text::sayFileError(TATARA_SAYS("Phrase", "The file %1 cannot be made"), {target.string()}, target,
                              errno);
  }
  Status status = internal::readFile(
      blobFile(info->digest),
      [&](std::string_view piece) -> Status {
        while (!piece.empty()) {
          const ssize_t written = ::write(descriptor, piece.data(), piece.size());
          if (written < 0 && errno != EINTR) {
            return text::sayFileError(TATARA_SAYS("Phrase", "The file %1 cannot be written"),
                                      {target.string()}, target, errno);
          }
          piece.remove_prefix(written > 0 ? static_cast<std::size_t>(written) : 0);
        }
        return {};
      },
      {});
  ::close(descriptor);
  if (!status) {
    ::unlink(target.c_str());
  }
  return status;
}

Status ArtifactStore::exportOver(const std::string& path, const fs::path& target) const {
  const fs::path part = target.string() + ".part" + std::to_string(::getpid());
  TATARA_TRY(exportFile(path, part));
  if (::rename(part.c_str(), target.c_str()) != 0) {
    const int code = errno;
    ::unlink(part.c_str());
    return text::sayFileError(TATARA_SAYS("Phrase", "The file %1 cannot be replaced"), {target.string()},
                              target, code);
  }
  return {};
}

}  // namespace tatara::artifact

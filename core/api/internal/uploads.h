// Uploads that may break off and go on: a file sent in several PUTs, each with the place of its bytes.
//
//   PUT …/artifacts/{path}   Content-Range: bytes 0-99/250        202, Upload-Offset: 100
//   PUT …/artifacts/{path}   Content-Range: bytes */250, no body  202, Upload-Offset: 100 (how far it came)
//   PUT …/artifacts/{path}   Content-Range: bytes 100-249/250     200, {}: the file is there, whole
//
// What arrived of a request that broke off counts: whoever goes on asks for the offset first. If all of it
// had arrived, asking ends the upload: 200, {}. Bytes follow one another; a request that begins elsewhere is
// a Conflict that names the offset, and one that begins at 0 begins anew. An upload belongs to who began it
// (their access token) and to its path and length. It is kept on disk (core/artifact/partial_blob.h) for a
// day after its last byte, also when the server ends in between; at most kMost are kept, then the one
// untouched for longest makes room.
//
// Threads: any; who holds an upload's lease alone touches its files, under no lock. Errors: InvalidArgument
// (a field that is none), Conflict (another offset, or a request that still runs), Busy (every place is taken
// by running requests).
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/artifact/partial_blob.h"
#include "core/base/mutex.h"

namespace tatara::api {

struct ContentRange {
  std::uint64_t first = 0;
  std::uint64_t length = 0;  // of these bytes; 0: only asks how far the upload came
  std::uint64_t total = 0;
};
// "bytes 0-99/250" or "bytes */250".
Result<ContentRange> parseContentRange(std::string_view field);

class Uploads {
 public:
  static constexpr std::size_t kMost = 256;
  static constexpr std::chrono::hours kKept{24};

  // `artifacts` is the workspace's folder of artifacts.
  explicit Uploads(std::filesystem::path artifacts) : m_folder(std::move(artifacts)) {}

  // An upload while one request uses it, or only how far one came. Gone without finish(), what it wrote stays
  // for the next.
  class Lease {
   public:
    ~Lease();
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

    std::uint64_t offset() const;
    Status write(std::string_view bytes);
    // What was written is safely on disk.
    Status sync();
    // All bytes are there: ends the upload.
    Result<artifact::StoredBlob> finish();

   private:
    friend class Uploads;
    struct Upload;
    Lease(Uploads& owner, std::string name, std::shared_ptr<Upload> upload, std::uint64_t came);
    Uploads& m_owner;
    std::string m_name;
    std::shared_ptr<Upload> m_upload;  // null: only asked, of an upload that is not complete
    std::uint64_t m_came = 0;
  };

  // `owner` and `path` name the upload. The uploads must outlive the lease.
  Result<std::unique_ptr<Lease>> take(std::string_view owner, std::string_view path,
                                      const ContentRange& range);

 private:
  // Nobody else has it until release(); null: somebody has.
  std::shared_ptr<Lease::Upload> claim(const std::string& name) EXCLUDES(m_mutex);
  bool isLeased(const std::string& name) EXCLUDES(m_mutex);
  // How far it came on disk; 0 when none of this length is kept.
  std::uint64_t keptLength(const std::string& name, std::uint64_t total) const;
  // `over`: nothing of it is kept.
  void release(const std::string& name, Lease::Upload& upload, bool over) EXCLUDES(m_mutex);
  Status makeRoom() EXCLUDES(m_mutex);

  const std::filesystem::path m_folder;
  Mutex m_mutex;
  // Those that are leased, or open for whoever goes on; further ones may be on disk.
  std::map<std::string, std::shared_ptr<Lease::Upload>> m_uploads GUARDED_BY(m_mutex);
};

}  // namespace tatara::api

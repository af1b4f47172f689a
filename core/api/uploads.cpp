#include "core/api/internal/uploads.h"

#include <algorithm>

#include "core/api/internal/failure.h"
#include "core/base/number_text.h"

namespace tatara::api {

using SteadyClock = std::chrono::steady_clock;

struct Uploads::Lease::Upload {
  Upload(artifact::BlobWriter writer, std::uint64_t wholeLength)
      : blob(std::move(writer)), total(wholeLength) {}

  artifact::BlobWriter blob;  // whoever holds the lease
  std::uint64_t offset = 0;
  const std::uint64_t total;
  bool failed = false;  // the disk did not take everything: what it holds is unknown
  // Guarded by the mutex of Uploads:
  bool leased = true;
  SteadyClock::time_point used = SteadyClock::now();
};

namespace {

constexpr std::uint64_t kLargest = 1ull << 50;

Error badRange(std::string_view field) {
  return invalid("'" + std::string(field.substr(0, 100)) +
                 "' is no Content-Range of an upload; it is like 'bytes 0-99/250', or 'bytes */250' with no "
                 "body to ask how far the upload came");
}

std::optional<std::uint64_t> number(std::string_view text) {
  const auto value = parseInt(text);
  return value && *value >= 0 && static_cast<std::uint64_t>(*value) <= kLargest
             ? std::optional(static_cast<std::uint64_t>(*value))
             : std::nullopt;
}

}  // namespace

Result<ContentRange> parseContentRange(std::string_view field) {
  constexpr std::string_view kUnit = "bytes ";
  const std::size_t slash = field.find('/');
  if (!field.starts_with(kUnit) || slash == std::string_view::npos) {
    return badRange(field);
  }
  const auto total = number(field.substr(slash + 1));
  const std::string_view range = field.substr(kUnit.size(), slash - kUnit.size());
  if (!total || *total == 0) {
    return badRange(field);
  }
  if (range == "*") {
    return ContentRange{.total = *total};
  }
  const std::size_t dash = range.find('-');
  const auto first = number(range.substr(0, dash));
  const auto last = dash == std::string_view::npos ? std::nullopt : number(range.substr(dash + 1));
  if (!first || !last || *first > *last || *last >= *total) {
    return badRange(field);
  }
  return ContentRange{.first = *first, .length = *last - *first + 1, .total = *total};
}

Uploads::Lease::Lease(Uploads& owner, std::string key, std::shared_ptr<Upload> upload)
    : m_owner(owner), m_key(std::move(key)), m_upload(std::move(upload)) {}

Uploads::Lease::~Lease() {
  if (m_upload) {
    m_owner.release(m_key, m_upload, m_upload->failed);
  }
}

std::uint64_t Uploads::Lease::offset() const {
  return m_upload ? m_upload->offset : 0;
}

Status Uploads::Lease::write(std::string_view bytes) {
  Status status = m_upload->blob.write(bytes);
  m_upload->failed = m_upload->failed || !status;
  m_upload->offset += bytes.size();
  return status;
}

Result<artifact::StoredBlob> Uploads::Lease::finish() {
  const auto upload = std::exchange(m_upload, nullptr);
  auto stored = upload->blob.finish();
  m_owner.release(m_key, upload, true);
  return stored;
}

Result<std::unique_ptr<Uploads::Lease>> Uploads::take(const artifact::ArtifactStore& artifacts,
                                                      std::string_view owner, std::string_view path,
                                                      const ContentRange& range) {
  const std::string key = std::string(owner) + '\n' + std::string(path);
  const bool asks = range.length == 0;
  Lock lock(m_mutex);
  const auto found = m_uploads.find(key);
  if (found != m_uploads.end() && found->second->leased) {
    return makeError(ErrorKind::Conflict, "Another request is sending this file at the moment; try again");
  }
  const bool known = found != m_uploads.end() && found->second->total == range.total;
  if (known && (asks || (range.first > 0 && range.first == found->second->offset))) {
    found->second->leased = true;
    return std::unique_ptr<Lease>(new Lease(*this, key, found->second));
  }
  if (asks) {
    return std::unique_ptr<Lease>(new Lease(*this, key, nullptr));  // nothing came yet
  }
  if (range.first > 0) {
    return makeError(ErrorKind::Conflict, "This upload goes on at byte " +
                                              std::to_string(known ? found->second->offset : 0) +
                                              ", not at byte " + std::to_string(range.first));
  }
  if (found != m_uploads.end()) {
    m_uploads.erase(found);
  }
  TATARA_TRY(makeRoom());
  TATARA_ASSIGN(auto blob, artifacts.newBlob());
  auto upload = std::make_shared<Lease::Upload>(std::move(blob), range.total);
  m_uploads.emplace(key, upload);
  return std::unique_ptr<Lease>(new Lease(*this, key, std::move(upload)));
}

Status Uploads::makeRoom() {
  const auto now = SteadyClock::now();
  std::erase_if(m_uploads,
                [&](const auto& each) { return !each.second->leased && now - each.second->used > kKept; });
  if (m_uploads.size() < kMost) {
    return {};
  }
  auto oldest = m_uploads.end();
  for (auto each = m_uploads.begin(); each != m_uploads.end(); ++each) {
    if (!each->second->leased && (oldest == m_uploads.end() || each->second->used < oldest->second->used)) {
      oldest = each;
    }
  }
  if (oldest == m_uploads.end()) {
    return makeError(ErrorKind::Busy, "The server takes no more uploads at the moment; try again");
  }
  m_uploads.erase(oldest);
  return {};
}

void Uploads::release(const std::string& key, const std::shared_ptr<Lease::Upload>& upload, bool over) {
  Lock lock(m_mutex);
  upload->leased = false;
  upload->used = SteadyClock::now();
  const auto found = m_uploads.find(key);
  if (over && found != m_uploads.end() && found->second == upload) {
    m_uploads.erase(found);
  }
}

}  // namespace tatara::api

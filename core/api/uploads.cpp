#include "core/api/internal/uploads.h"

#include <algorithm>

#include "core/api/internal/failure.h"
#include "core/base/number_text.h"
#include "core/crypto/digest.h"

namespace tatara::api {

struct Uploads::Lease::Upload {
  explicit Upload(std::uint64_t wholeLength) : total(wholeLength) {}

  // Whoever holds the lease:
  std::optional<artifact::PartialBlob> blob;
  bool failed = false;  // the disk did not take everything: what it holds is unknown
  const std::uint64_t total;
  // Guarded by the mutex of Uploads:
  bool leased = true;
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

Uploads::Lease::Lease(Uploads& owner, std::string name, std::shared_ptr<Upload> upload, std::uint64_t came)
    : m_owner(owner), m_name(std::move(name)), m_upload(std::move(upload)), m_came(came) {}

Uploads::Lease::~Lease() {
  if (m_upload) {
    // What arrived counts even if its request broke off; if that cannot be written down, less counts.
    const bool failed = m_upload->failed || !m_upload->blob || !m_upload->blob->sync();
    m_owner.release(m_name, m_upload, failed);
  }
}

std::uint64_t Uploads::Lease::offset() const {
  return m_upload && m_upload->blob ? m_upload->blob->length() : m_came;
}

Status Uploads::Lease::write(std::string_view bytes) {
  Status status = m_upload->blob->write(bytes);
  m_upload->failed = m_upload->failed || !status;
  return status;
}

Status Uploads::Lease::sync() {
  Status status = m_upload ? m_upload->blob->sync() : Status();
  if (m_upload) {
    m_upload->failed = m_upload->failed || !status;
  }
  return status;
}

Result<artifact::StoredBlob> Uploads::Lease::finish() {
  const auto upload = std::exchange(m_upload, nullptr);
  auto stored = upload->blob->finish();
  m_owner.release(m_name, upload, true);
  return stored;
}

std::optional<artifact::PartialBlob::State> Uploads::find(const std::string& name) const {
  const auto found = m_uploads.find(name);
  return found == m_uploads.end()
             ? artifact::PartialBlob::find(m_folder, name)
             : artifact::PartialBlob::State{found->second->blob->length(), found->second->total};
}

Result<std::unique_ptr<Uploads::Lease>> Uploads::take(std::string_view owner, std::string_view path,
                                                      const ContentRange& range) {
  const std::string name = crypto::sha256Hex(std::string(owner) + '\n' + std::string(path));
  const bool asks = range.length == 0;
  const auto lease = [&](std::shared_ptr<Lease::Upload> upload, std::uint64_t came) {
    return std::unique_ptr<Lease>(new Lease(*this, name, std::move(upload), came));
  };
  std::shared_ptr<Lease::Upload> upload;
  bool goesOn = false;
  {
    const Lock lock(m_mutex);
    const auto open = m_uploads.find(name);
    if (open != m_uploads.end() && open->second->leased) {
      return makeError(ErrorKind::Conflict, "Another request is sending this file at the moment; try again");
    }
    const auto kept = find(name);
    const std::uint64_t came = kept && kept->total == range.total ? kept->length : 0;
    if (asks) {
      return lease(nullptr, came);
    }
    if (range.first != came && range.first > 0) {
      return makeError(ErrorKind::Conflict, "This upload goes on at byte " + std::to_string(came) +
                                                ", not at byte " + std::to_string(range.first));
    }
    goesOn = range.first > 0;
    if (goesOn && open != m_uploads.end()) {
      open->second->leased = true;
      return lease(open->second, came);
    }
    if (open != m_uploads.end()) {
      m_uploads.erase(open);
    }
    if (!goesOn) {
      TATARA_TRY(makeRoom());
    }
    upload = std::make_shared<Lease::Upload>(range.total);
    m_uploads.emplace(name, upload);
  }
  // Its own already, so that nobody waits while what came before is read again.
  auto blob = goesOn ? artifact::PartialBlob::resume(m_folder, name)
                     : artifact::PartialBlob::begin(m_folder, name, range.total);
  if (!blob) {
    release(name, upload, true);
    return blob.error();
  }
  upload->blob.emplace(std::move(*blob));
  auto taken = lease(upload, 0);
  if (upload->blob->length() != range.first) {
    return makeError(ErrorKind::Conflict, "This upload goes on at byte " +
                                              std::to_string(upload->blob->length()) + ", not at byte " +
                                              std::to_string(range.first));
  }
  return taken;
}

Status Uploads::makeRoom() {
  auto kept = artifact::PartialBlob::list(m_folder);
  std::erase_if(kept, [&](const artifact::PartialBlob::Kept& one) {
    const auto open = m_uploads.find(one.name);
    return open != m_uploads.end() && open->second->leased;
  });
  const auto now = std::filesystem::file_time_type::clock::now();
  const auto drop = [&](const artifact::PartialBlob::Kept& one) {
    m_uploads.erase(one.name);
    artifact::PartialBlob::remove(m_folder, one.name);
  };
  std::sort(kept.begin(), kept.end(), [](const auto& a, const auto& b) { return a.touched < b.touched; });
  const auto leased = static_cast<std::size_t>(std::count_if(
      m_uploads.begin(), m_uploads.end(), [](const auto& each) { return each.second->leased; }));
  if (leased >= kMost) {
    return makeError(ErrorKind::Busy, "The server takes no more uploads at the moment; try again");
  }
  const std::size_t most = kMost - 1 - leased;
  for (std::size_t i = 0; i < kept.size(); ++i) {
    if (kept.size() - i > most || now - kept[i].touched > kKept) {
      drop(kept[i]);
    }
  }
  return {};
}

// Over: done, or of no use any more.
void Uploads::release(const std::string& name, const std::shared_ptr<Lease::Upload>& upload, bool over) {
  const Lock lock(m_mutex);
  upload->leased = false;
  const auto found = m_uploads.find(name);
  if (over && found != m_uploads.end() && found->second == upload) {
    m_uploads.erase(found);
    artifact::PartialBlob::remove(m_folder, name);
  }
}

}  // namespace tatara::api

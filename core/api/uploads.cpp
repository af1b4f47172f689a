#include "core/api/internal/uploads.h"

#include <algorithm>
#include <set>
#include <utility>

#include "core/api/internal/failure.h"
#include "core/base/number_text.h"
#include "core/crypto/digest.h"

namespace tatara::api {

struct Uploads::Lease::Upload {
  // Whoever holds the lease:
  std::optional<artifact::PartialBlob> blob;
  bool failed = false;  // the disk did not take everything: what it holds is unknown
  // Guarded by the mutex of Uploads:
  bool leased = false;
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
    const bool over = m_upload->failed || (m_upload->blob && !m_upload->blob->sync());
    m_owner.release(m_name, *m_upload, over);
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
  m_owner.release(m_name, *upload, true);
  return stored;
}

std::shared_ptr<Uploads::Lease::Upload> Uploads::claim(const std::string& name) {
  const Lock lock(m_mutex);
  auto& upload = m_uploads[name];
  if (!upload) {
    upload = std::make_shared<Lease::Upload>();
  }
  return std::exchange(upload->leased, true) ? nullptr : upload;
}

bool Uploads::isLeased(const std::string& name) {
  const Lock lock(m_mutex);
  const auto found = m_uploads.find(name);
  return found != m_uploads.end() && found->second->leased;
}

std::uint64_t Uploads::keptLength(const std::string& name, std::uint64_t total) const {
  const auto kept = artifact::PartialBlob::find(m_folder, name);
  return kept && kept->total == total ? kept->length : 0;
}

void Uploads::release(const std::string& name, Lease::Upload& upload, bool over) {
  if (over) {
    upload.blob.reset();
    artifact::PartialBlob::remove(m_folder, name);
  }
  const Lock lock(m_mutex);
  upload.leased = false;
  if (!upload.blob) {
    m_uploads.erase(name);
  }
}

Result<std::unique_ptr<Uploads::Lease>> Uploads::take(std::string_view owner, std::string_view path,
                                                      const ContentRange& range) {
  const std::string name = crypto::sha256Hex(std::string(owner) + '\n' + std::string(path));
  const bool asks = range.length == 0;
  // Without a lease: whoever asks must not turn away the piece that comes next.
  if (asks && !isLeased(name)) {
    if (const std::uint64_t came = keptLength(name, range.total); came < range.total) {
      return std::unique_ptr<Lease>(new Lease(*this, name, nullptr, came));
    }
  }
  const auto upload = claim(name);
  if (!upload) {
    return makeError(ErrorKind::Conflict, "Another request is sending this file at the moment; try again");
  }
  std::unique_ptr<Lease> lease(new Lease(*this, name, upload, 0));
  const std::uint64_t came = keptLength(name, range.total);
  if (asks && came < range.total) {
    return std::unique_ptr<Lease>(new Lease(*this, name, nullptr, came));
  }
  const std::uint64_t first = asks ? came : range.first;
  if (first == 0) {
    TATARA_TRY(makeRoom());
    upload->blob.reset();
    auto blob = artifact::PartialBlob::begin(m_folder, name, range.total);
    if (!blob) {
      upload->failed = true;
      return blob.error();
    }
    upload->blob.emplace(std::move(*blob));
  } else if (first == came && !upload->blob) {
    TATARA_ASSIGN(auto blob, artifact::PartialBlob::resume(m_folder, name));
    upload->blob.emplace(std::move(blob));
  }
  // Also after it was read again: a damaged disk may hold less than it said.
  const std::uint64_t there = upload->blob && first == came ? upload->blob->length() : came;
  if (first > 0 && first != there) {
    return makeError(ErrorKind::Conflict, "This upload goes on at byte " + std::to_string(there) +
                                              ", not at byte " + std::to_string(first));
  }
  return lease;
}

Status Uploads::makeRoom() {
  std::set<std::string> leased;  // the one that room is made for among them
  {
    const Lock lock(m_mutex);
    for (const auto& [name, upload] : m_uploads) {
      if (upload->leased) {
        leased.insert(name);
      }
    }
  }
  if (leased.size() > kMost) {
    return makeError(ErrorKind::Busy, "The server takes no more uploads at the moment; try again");
  }
  auto kept = artifact::PartialBlob::list(m_folder);
  std::erase_if(kept, [&](const artifact::PartialBlob::Kept& one) { return leased.contains(one.name); });
  const auto now = std::filesystem::file_time_type::clock::now();
  std::sort(kept.begin(), kept.end(), [](const auto& a, const auto& b) { return a.touched < b.touched; });
  for (std::size_t i = 0; i < kept.size(); ++i) {
    if (kept.size() - i <= kMost - leased.size() && now - kept[i].touched <= kKept) {
      break;
    }
    if (const auto old = claim(kept[i].name)) {
      release(kept[i].name, *old, true);
    }
  }
  return {};
}

}  // namespace tatara::api

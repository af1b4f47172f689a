#include "core/http/target.h"

#include <algorithm>
#include <optional>

#include "core/text/percent.h"

namespace tatara::http {
namespace {

// Nobody encodes more often in good faith.
constexpr int kMaxDecodings = 8;

bool isControl(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

bool isDrive(std::string_view part) {
  return part.size() == 2 && part[1] == ':' &&
         ((part[0] >= 'a' && part[0] <= 'z') || (part[0] >= 'A' && part[0] <= 'Z'));
}

// "." and "..", and what Windows would take for a drive.
bool hasSpecialPart(std::string_view path) {
  while (true) {
    const std::size_t slash = path.find('/');
    const std::string_view part = path.substr(0, slash);
    if (part == "." || part == ".." || isDrive(part)) {
      return true;
    }
    if (slash == std::string_view::npos) {
      return false;
    }
    path.remove_prefix(slash + 1);
  }
}

bool leadsOut(std::string_view path) {
  constexpr std::string_view kFolders("\\\0", 2);
  return hasSpecialPart(path) || path.find_first_of(kFolders) != std::string_view::npos;
}

bool isBadPath(std::string_view path) {
  return leadsOut(path) || std::any_of(path.begin(), path.end(), isControl);
}

bool relativeLeadsOut(std::string_view path) {
  return leadsOut(path) || isDrive(path.substr(0, 2)) || path.starts_with('/') ||
         path.find("//") != std::string_view::npos;
}

bool isBadRelative(std::string_view path) {
  return relativeLeadsOut(path) || std::any_of(path.begin(), path.end(), isControl) ||
         path.find_first_of("#;?") != std::string_view::npos;
}

Error invalidPath() {
  return makeError(ErrorKind::InvalidArgument, "Invalid path");
}

// `isBad` judges the text and its first `decodings`, as far as it means what it says; `leads` every later
// one, which only a careless reader would come to: there a "%17" within a name is nothing to be afraid of.
template <typename Bad, typename Leads>
Status checkEveryDecoding(std::string_view path, int decodings, Bad isBad, Leads leads) {
  if (isBad(path)) {
    return invalidPath();
  }
  std::string current(path);
  for (int i = 0; i < kMaxDecodings; ++i) {
    if (current.find('%') == std::string::npos) {
      return {};
    }
    std::string next = text::percentDecode(current);
    if (next == current) {
      return {};
    }
    if (i < decodings ? isBad(next) : leads(next)) {
      return invalidPath();
    }
    current = std::move(next);
  }
  return invalidPath();
}

}  // namespace

std::vector<std::pair<std::string, std::string>> parseQuery(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> out;
  while (!query.empty()) {
    const std::size_t end = query.find('&');
    const std::string_view item = query.substr(0, end);
    query.remove_prefix(end == std::string_view::npos ? query.size() : end + 1);
    if (item.empty()) {
      continue;
    }
    const std::size_t equals = item.find('=');
    const std::string_view value =
        equals == std::string_view::npos ? std::string_view{} : item.substr(equals + 1);
    out.emplace_back(text::percentDecode(item.substr(0, equals), text::PlusSign::Space),
                     text::percentDecode(value, text::PlusSign::Space));
  }
  return out;
}

Result<std::string> decodePath(std::string_view rawPath) {
  if (!rawPath.starts_with('/') || rawPath.find('#') != std::string_view::npos) {
    return invalidPath();
  }
  TATARA_TRY(checkEveryDecoding(rawPath, 1, isBadPath, leadsOut));
  if (rawPath.find('%') == std::string_view::npos) {
    return std::string(rawPath);
  }
  return text::percentDecode(rawPath);
}

Status checkRelativePath(std::string_view path) {
  if (path.ends_with('/')) {
    path.remove_suffix(1);
  }
  return checkEveryDecoding(path, 0, isBadRelative, relativeLeadsOut);
}

}  // namespace tatara::http

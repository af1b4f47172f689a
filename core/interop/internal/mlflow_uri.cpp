#include "core/interop/internal/mlflow_uri.h"

#include <algorithm>

#include "core/interop/internal/mlflow_source.h"
#include "core/text/percent.h"

namespace tatara::interop::internal {
namespace {

constexpr std::size_t kMostParts = 64;
constexpr std::size_t kPartsTried = 6;

bool isLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// The scheme's length, or 0; one letter is a drive.
std::size_t schemeLength(std::string_view uri) {
  const std::size_t colon = uri.find(':');
  if (colon == std::string_view::npos || colon < 2 || !isLetter(uri.front())) {
    return 0;
  }
  const std::string_view scheme = uri.substr(0, colon);
  const bool plain = std::all_of(scheme.begin(), scheme.end(), [](char c) {
    return isLetter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
  });
  return plain ? colon : 0;
}

}  // namespace

ForeignUri parseForeignUri(std::string_view uri) {
  ForeignUri parsed;
  parsed.scheme = "file";
  std::string path(uri);
  if (const std::size_t length = schemeLength(uri); length > 0) {
    parsed.scheme = lowered(uri.substr(0, length));
    std::string_view rest = uri.substr(length + 1);
    if (rest.starts_with("//")) {  // a host, which may be empty
      rest.remove_prefix(std::min(rest.find('/', 2), rest.size()));
    }
    path = text::percentDecode(rest.substr(0, rest.find_first_of("?#")));
  }
  std::size_t begin = 0;
  while (begin < path.size()) {
    const std::size_t end = std::min(path.find_first_of("/\\", begin), path.size());
    const std::string part = path.substr(begin, end - begin);
    begin = end + 1;
    const bool drive = part.size() == 2 && part[1] == ':' && isLetter(part[0]);
    if (part.empty() || part == "." || drive) {
      continue;
    }
    if (part == ".." || part.find('\0') != std::string::npos || parsed.parts.size() >= kMostParts) {
      parsed.parts.clear();
      return parsed;
    }
    parsed.parts.push_back(part);
  }
  return parsed;
}

std::optional<std::vector<std::string>> partsBelow(std::string_view uri, std::string_view from) {
  const ForeignUri whole = parseForeignUri(uri);
  const ForeignUri head = parseForeignUri(from);
  if (whole.scheme != head.scheme) {
    return std::nullopt;
  }
  if (whole.scheme == "file") {
    if (head.parts.empty() || head.parts.size() > whole.parts.size() ||
        !std::equal(head.parts.begin(), head.parts.end(), whole.parts.begin())) {
      return std::nullopt;
    }
    return std::vector(whole.parts.begin() + static_cast<std::ptrdiff_t>(head.parts.size()),
                       whole.parts.end());
  }
  while (from.ends_with('/')) {
    from.remove_suffix(1);
  }
  if (!uri.starts_with(from) || (uri.size() > from.size() && uri[from.size()] != '/')) {
    return std::nullopt;
  }
  const std::string rest = "file://" + std::string(uri.substr(from.size()));
  ForeignUri below = parseForeignUri(rest);
  const bool astray = below.parts.empty() && uri.size() > from.size() + 1;
  return astray ? std::nullopt : std::optional(std::move(below.parts));
}

std::optional<OwnedPath> ownedPathOf(const ForeignUri& uri) {
  const auto artifacts = std::find(uri.parts.begin(), uri.parts.end(), "artifacts");
  if (artifacts == uri.parts.end() || artifacts == uri.parts.begin()) {
    return std::nullopt;
  }
  OwnedPath path{*(artifacts - 1), ""};
  for (auto part = artifacts + 1; part != uri.parts.end(); ++part) {
    path.rest += (path.rest.empty() ? "" : "/") + *part;
  }
  return path;
}

std::optional<Folder> findArtifacts(std::span<const Folder> roots, const ForeignUri& uri,
                                    std::string_view owner) {
  const auto named = std::find(uri.parts.begin(), uri.parts.end(), owner);
  if (named == uri.parts.end()) {
    return std::nullopt;
  }
  const auto last = static_cast<std::size_t>(named - uri.parts.begin());
  for (std::size_t begin = last - std::min(last, kPartsTried); begin <= last; ++begin) {
    const std::vector<std::string> end(uri.parts.begin() + static_cast<std::ptrdiff_t>(begin),
                                       uri.parts.end());
    for (const Folder& root : roots) {
      if (auto folder = root.find(end)) {
        return folder;
      }
    }
  }
  return std::nullopt;
}

}  // namespace tatara::interop::internal

#include <algorithm>

#include "core/artifact/artifact_store.h"
#include "core/text/error_phrase.h"

namespace tatara::artifact {
namespace {

constexpr std::size_t kPathBytes = 1024;
constexpr std::string_view kScheme = "mlflow-artifacts:";

bool isControl(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

bool isPlainPart(std::string_view part) {
  return !part.empty() && part != "." && part != "..";
}

}  // namespace

Result<std::string> cleanPath(std::string_view path) {
  const auto refuse = [&](std::string why) {
    return text::sayError(ErrorKind::InvalidArgument, TATARA_SAYS("Phrase", "Invalid path"), {},
                          std::move(why));
  };
  while (!path.empty() && path.back() == '/') {
    path.remove_suffix(1);
  }
  if (path.size() > kPathBytes) {
    return refuse("longer than 1,024 bytes");
  }
  if (std::any_of(path.begin(), path.end(),
                  [](char c) { return isControl(c) || c == '\\' || c == '#' || c == '?'; })) {
    return refuse("holds a control character, a backslash, # or ?");
  }
  std::string_view rest = path;
  while (!rest.empty()) {
    const std::size_t slash = rest.find('/');
    const std::string_view part = rest.substr(0, slash);
    if (!isPlainPart(part)) {
      return refuse("has an empty part, . or ..");
    }
    rest = slash == std::string_view::npos ? std::string_view() : rest.substr(slash + 1);
  }
  const bool drive = path.size() > 1 && path[1] == ':';
  if (drive) {
    return refuse("begins with a drive letter");
  }
  return std::string(path);
}

std::optional<std::string> rootPathOf(std::string_view artifactUri) {
  if (!artifactUri.starts_with(kScheme)) {
    return std::nullopt;
  }
  artifactUri.remove_prefix(kScheme.size());
  if (artifactUri.starts_with("//")) {  // mlflow-artifacts://host:port/path
    const std::size_t slash = artifactUri.find('/', 2);
    artifactUri = slash == std::string_view::npos ? std::string_view() : artifactUri.substr(slash);
  }
  if (artifactUri.starts_with('/')) {
    artifactUri.remove_prefix(1);
  }
  auto clean = cleanPath(artifactUri);
  return clean ? std::optional<std::string>(std::move(*clean)) : std::nullopt;
}

}  // namespace tatara::artifact

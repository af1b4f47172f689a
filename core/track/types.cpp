#include "core/track/types.h"

#include <array>

#include "core/text/error_phrase.h"

namespace tatara::track {
namespace {

constexpr std::size_t kKeyCharacters = 250;

constexpr std::array<std::pair<RunStatus, std::string_view>, 5> kStatuses = {
    {{RunStatus::Running, "RUNNING"},
     {RunStatus::Scheduled, "SCHEDULED"},
     {RunStatus::Finished, "FINISHED"},
     {RunStatus::Failed, "FAILED"},
     {RunStatus::Killed, "KILLED"}}};

// [/\w.\- :] where \w is a letter, digit or underscore of any script: every byte of a character beyond ASCII
// passes.
bool isKeyByte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '/' ||
         c == '.' || c == '-' || c == ' ' || c == ':' || byte >= 0x80;
}

std::size_t countCharacters(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) {
    count += (static_cast<unsigned char>(c) & 0xc0) != 0x80 ? 1 : 0;
  }
  return count;
}

// What posixpath.normpath gives.
std::string normalisedPath(std::string_view path) {
  const bool absolute = path.starts_with('/');
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    const std::string_view part = path.substr(0, slash);
    path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
    if (part.empty() || part == ".") {
      continue;
    }
    if (part == ".." && !parts.empty() && parts.back() != "..") {
      parts.pop_back();
    } else if (part != ".." || !absolute) {
      parts.push_back(part);
    }
  }
  std::string result = absolute ? "/" : "";
  for (const std::string_view part : parts) {
    result += (result.empty() || result == "/" ? "" : "/") + std::string(part);
  }
  return result.empty() ? "." : result;
}

bool leavesItsFolder(std::string_view key, const std::string& normalised) {
  return normalised != key || normalised == "." || normalised.starts_with("..") ||
         normalised.starts_with('/');
}

}  // namespace

std::string_view toString(RunStatus status) {
  for (const auto& [value, text] : kStatuses) {
    if (value == status) {
      return text;
    }
  }
  return "RUNNING";
}

std::optional<RunStatus> parseRunStatus(std::string_view text) {
  for (const auto& [value, name] : kStatuses) {
    if (name == text) {
      return value;
    }
  }
  return std::nullopt;
}

Status checkKey(std::string_view what, std::string_view key) {
  const std::string parameter = what == "metric" ? "name" : "key";  // as MLflow calls it
  if (key.empty()) {
    return text::sayError(ErrorKind::InvalidArgument,
                          what == "metric"      ? TATARA_SAYS("Phrase", "A metric needs a name")
                          : what == "parameter" ? TATARA_SAYS("Phrase", "A parameter needs a name")
                                                : TATARA_SAYS("Phrase", "A tag needs a name"));
  }
  if (countCharacters(key) > kKeyCharacters) {
    return text::sayError(
        ErrorKind::InvalidArgument,
        what == "metric" ? TATARA_SAYS("Phrase", "'Metric name' exceeds the maximum length of 250 characters")
        : what == "parameter"
            ? TATARA_SAYS("Phrase", "'Param key' exceeds the maximum length of 250 characters")
            : TATARA_SAYS("Phrase", "'key' exceeds the maximum length of 250 characters"));
  }
  for (const char c : key) {
    if (!isKeyByte(c)) {
      return text::sayError(
          ErrorKind::InvalidArgument,
          TATARA_SAYS("Phrase",
                      "Invalid value \"%1\" for parameter '%2' supplied: Names may only contain "
                      "alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ), colon(:) and "
                      "slashes (/)."),
          {key, parameter});
    }
  }
  const std::string normalised = normalisedPath(key);
  if (leavesItsFolder(key, normalised)) {
    return text::sayError(
        ErrorKind::InvalidArgument,
        TATARA_SAYS(
            "Phrase",
            "Invalid value \"%1\" for parameter '%2' supplied: Names may be treated as files in certain "
            "cases, and must not resolve to other names when treated as such. This name would resolve to "
            "'%3'"),
        {key, parameter, normalised});
  }
  return {};
}

}  // namespace tatara::track

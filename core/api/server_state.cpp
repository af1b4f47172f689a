#include "core/api/server_state.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <utility>

#include "core/base/file_error.h"
#include "core/base/new_file.h"
#include "core/base/whole_write.h"
#include "core/text/json.h"

namespace tatara::api {
namespace {

// Field 22 of /proc/PID/stat: when the process began, in clock ticks since the machine did. 0 when it is not
// there.
std::int64_t processStart(std::int64_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string line;
  std::getline(file, line);
  const std::size_t name = line.rfind(')');  // the name may hold blanks
  if (name == std::string::npos) {
    return 0;
  }
  std::istringstream rest(line.substr(name + 1));
  std::string word;
  for (int field = 3; field <= 22; ++field) {
    rest >> word;
  }
  return std::strtoll(word.c_str(), nullptr, 10);
}

Error writeError(const std::string& file) {
  return fileError("No server can run here: it keeps its address in " + file + ", which cannot be written",
                   file, errno);
}

}  // namespace

std::optional<ServerState> findRunningServer(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::string content(4096, '\0');
  file.read(content.data(), static_cast<std::streamsize>(content.size()));
  content.resize(static_cast<std::size_t>(file.gcount()));
  const auto json = text::parseJson(content);
  if (!json) {
    return std::nullopt;
  }
  ServerState state;
  state.pid = (*json)["pid"].asInt().value_or(0);
  const std::int64_t start = (*json)["processStart"].asInt().value_or(0);
  if (state.pid <= 0 || start == 0 || processStart(state.pid) != start) {
    return std::nullopt;
  }
  for (const auto& [name, target] : {std::pair("url", &state.url), std::pair("host", &state.host)}) {
    if (const std::string* value = (*json)[name].asString()) {
      *target = *value;
    }
  }
  state.port = static_cast<std::uint16_t>((*json)["port"].asInt().value_or(0));
  if (const std::string* started = (*json)["started"].asString()) {
    state.started = parseIso8601(*started).value_or(Timestamp{});
  }
  return state;
}

Result<ServerStateFile> ServerStateFile::write(const std::filesystem::path& path, const ServerState& state) {
  text::Json json;
  json.set("pid", state.pid);
  json.set("processStart", processStart(state.pid));
  json.set("url", state.url);
  json.set("host", state.host);
  json.set("port", static_cast<std::int64_t>(state.port));
  json.set("started", toIso8601(state.started));
  const std::string content = text::toPrettyJson(json) + "\n";
  const std::string file = path.string();
  const std::string temporary = file + "." + std::to_string(::getpid());
  ::unlink(temporary.c_str());  // of a killed program that had this number
  const int descriptor = openNewFile(temporary, O_WRONLY);
  if (descriptor < 0) {
    return writeError(file);
  }
  const bool written = writeWhole(descriptor, content);
  const bool closed = ::close(descriptor) == 0;
  if (!written || !closed || std::rename(temporary.c_str(), file.c_str()) != 0) {
    Error error = writeError(file);
    ::unlink(temporary.c_str());
    return error;
  }
  return ServerStateFile(file);
}

ServerStateFile::ServerStateFile(ServerStateFile&& other) noexcept
    : m_file(std::exchange(other.m_file, {})) {}

ServerStateFile::~ServerStateFile() {
  if (!m_file.empty()) {
    ::unlink(m_file.c_str());
  }
}

}  // namespace tatara::api

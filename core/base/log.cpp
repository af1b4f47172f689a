#include "core/base/log.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstdio>

#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "core/base/new_file.h"

namespace tatara::log {
namespace {

spdlog::logger& logger() {
  static const std::shared_ptr<spdlog::logger> instance = [] {
    auto created =
        std::make_shared<spdlog::logger>("tatara", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    created->set_pattern("%Y-%m-%dT%H:%M:%S.%e %^%l%$ %v");
    created->set_level(spdlog::level::warn);
    created->flush_on(spdlog::level::warn);
    return created;
  }();
  return *instance;
}

spdlog::level::level_enum toSpdlog(Level level) {
  switch (level) {
    case Level::Debug:
      return spdlog::level::debug;
    case Level::Info:
      return spdlog::level::info;
    case Level::Warning:
      return spdlog::level::warn;
    case Level::Error:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

}  // namespace

void setLevel(Level level) {
  logger().set_level(toSpdlog(level));
}

Status toFile(const std::filesystem::path& file) {
  try {
    constexpr std::size_t kFileBytes = 5'000'000;
    constexpr std::size_t kFiles = 3;
    // The mode that new_file.h gives; a file of somebody else's in a shared folder has it already.
    spdlog::file_event_handlers opened;
    opened.after_open = [mode = isShared(file.parent_path()) ? 0660 : 0600](const std::string&,
                                                                            std::FILE* log) {
      ::fchmod(::fileno(log), static_cast<mode_t>(mode));
    };
    auto sink = std::make_shared<spdlog::sinks::rotating_file_sink_mt>(file.string(), kFileBytes, kFiles,
                                                                       false, opened);
    sink->set_pattern("%Y-%m-%dT%H:%M:%S.%e %l %v");
    // The file keeps more than standard error shows.
    const auto shown = logger().level();
    for (const auto& other : logger().sinks()) {
      other->set_level(std::max(other->level(), shown));
    }
    logger().sinks().push_back(std::move(sink));
    logger().set_level(std::min(shown, spdlog::level::info));
    logger().flush_on(spdlog::level::info);
    return {};
  } catch (const spdlog::spdlog_ex& failure) {
    return makeError(ErrorKind::Io, "The log file cannot be written", file.string() + ": " + failure.what());
  }
}

void debug(std::string_view message) {
  logger().debug("{}", message);
}
void info(std::string_view message) {
  logger().info("{}", message);
}
void warning(std::string_view message) {
  logger().warn("{}", message);
}
void error(std::string_view message) {
  logger().error("{}", message);
}

void error(std::string_view doing, const Error& error) {
  logger().error("{}: {} [{}] {}", doing, error.message, toString(error.kind), error.detail);
}

}  // namespace tatara::log

// Logging for the one who debugs: what a person sees is an Error's message, what is logged is this.
//
// Text goes to standard error and, once toFile() was called, from Info on to a rotating file. No secrets:
// callers log identifiers and sizes, never tokens or bodies. Threads: any; toFile() before any other thread
// logs.
#pragma once

#include <filesystem>
#include <string_view>

#include "core/base/result.h"

namespace tatara::log {

enum class Level { Debug, Info, Warning, Error };

void setLevel(Level level);
// Keeps at most three files of 5 MB. Errors: Io.
Status toFile(const std::filesystem::path& file);

void debug(std::string_view message);
void info(std::string_view message);
void warning(std::string_view message);
void error(std::string_view message);
// An error that ends here.
void error(std::string_view doing, const Error& error);

}  // namespace tatara::log

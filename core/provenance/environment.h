// The machine and the process that a run ran on and in: all that cannot be captured afterwards.
//
// Read from /proc, /sys and the C library; nothing is run. Secrets are masked: the values of options and
// variables whose name speaks of a token, password, secret or key, and credentials inside URLs. Only
// variables known to change results or to tell how a program was started are taken (`kVariables` in
// environment.cpp), never the whole environment.
//
// Threads: any. Errors: none; what cannot be read is empty.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "core/text/json.h"

namespace tatara::provenance {

using NamedTexts = std::vector<std::pair<std::string, std::string>>;

struct Accelerator {
  std::string name;
  std::string driver;
};

struct Environment {
  std::vector<std::string> commandLine;  // masked
  NamedTexts variables;                  // masked, in the order of their names
  NamedTexts libraries;                  // name and version; a caller adds those that it used
  std::string compiler;
  std::string operatingSystem;  // "Debian GNU/Linux 12 (bookworm)"
  std::string kernel;
  std::string container;  // "docker", "podman", "kubernetes", "lxc", …; empty when none is found
  std::string processor;
  std::vector<std::string> processorFlags;
  int processors = 0;             // that the process may run on
  std::uint64_t memory = 0;       // bytes of the machine
  std::uint64_t memoryLimit = 0;  // of the control group; 0 when there is none
  std::vector<Accelerator> accelerators;
  std::string host;
  std::string user;
  std::string folder;
  std::string timeZone;
  std::string locale;
};

// `root` stands for "/" in tests; the process's own values are taken from the process.
Environment readEnvironment(const std::filesystem::path& root = "/");
text::Json toJson(const Environment& environment);

// "--token abc" → "--token ***"; "--password=abc" → "--password=***"; URLs lose their credentials.
std::vector<std::string> maskedCommandLine(std::vector<std::string> arguments);
bool namesSecret(std::string_view name);

}  // namespace tatara::provenance

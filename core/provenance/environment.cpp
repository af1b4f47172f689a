#include "core/provenance/environment.h"

#include <gnu/libc-version.h>
#include <pwd.h>
#include <sched.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "core/base/number_text.h"
#include "core/provenance/git.h"

namespace tatara::provenance {
namespace {

namespace fs = std::filesystem;

// In the order of their names. Threads and devices change sums, hash seeds and locales change orders, the
// rest tells under which scheduler or environment a program ran.
constexpr std::array kVariables{"CONDA_DEFAULT_ENV",
                                "CUBLAS_WORKSPACE_CONFIG",
                                "CUDA_VISIBLE_DEVICES",
                                "HIP_VISIBLE_DEVICES",
                                "HOSTNAME",
                                "KMP_AFFINITY",
                                "LANG",
                                "LC_ALL",
                                "LD_LIBRARY_PATH",
                                "LD_PRELOAD",
                                "MKL_NUM_THREADS",
                                "NUMEXPR_NUM_THREADS",
                                "NVIDIA_VISIBLE_DEVICES",
                                "OMP_NUM_THREADS",
                                "OMP_PROC_BIND",
                                "OPENBLAS_NUM_THREADS",
                                "PYTHONHASHSEED",
                                "PYTHONPATH",
                                "SLURM_JOB_ID",
                                "TATARA_DEPS",
                                "TF_DETERMINISTIC_OPS",
                                "TZ",
                                "VIRTUAL_ENV",
                                "XGB_NUM_THREADS"};

// Files under /proc tell no size; what is wanted stands at their beginning.
std::string readText(const fs::path& file, std::size_t most = 256 << 10) {
  std::ifstream input(file, std::ios::binary);
  std::string text(most, '\0');
  input.read(text.data(), static_cast<std::streamsize>(most));
  text.resize(static_cast<std::size_t>(input.gcount()));
  return text;
}

std::string firstLine(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

// The value behind "name : value" or "name=value".
std::string valueOf(const std::string& text, std::string_view name, char separator) {
  std::istringstream lines(text);
  std::string line;
  while (std::getline(lines, line)) {
    const std::size_t at = line.find(separator);
    if (at == std::string::npos) {
      continue;
    }
    const std::size_t end = line.find_last_not_of(" \t", at == 0 ? 0 : at - 1);
    if (std::string_view(line).substr(0, end + 1) == name) {
      const std::size_t start = line.find_first_not_of(" \t\"", at + 1);
      return start == std::string::npos ? "" : line.substr(start, line.find_last_not_of(" \t\"") - start + 1);
    }
  }
  return {};
}

std::string containerOf(const fs::path& root) {
  std::error_code failed;
  if (std::getenv("KUBERNETES_SERVICE_HOST")) {
    return "kubernetes";
  }
  if (fs::exists(root / "run/.containerenv", failed)) {
    return "podman";
  }
  if (fs::exists(root / ".dockerenv", failed)) {
    return "docker";
  }
  if (const char* named = std::getenv("container"); named && *named) {
    return named;
  }
  const std::string groups = readText(root / "proc/1/cgroup") + readText(root / "proc/1/mountinfo");
  for (const auto& [word, name] :
       std::initializer_list<std::pair<const char*, const char*>>{{"kubepods", "kubernetes"},
                                                                  {"/docker/", "docker"},
                                                                  {"containerd", "containerd"},
                                                                  {"/lxc/", "lxc"}}) {
    if (groups.find(word) != std::string::npos) {
      return name;
    }
  }
  return {};
}

std::vector<Accelerator> acceleratorsOf(const fs::path& root) {
  std::vector<Accelerator> found;
  // "NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.14  …"
  const std::string driverLine = firstLine(readText(root / "proc/driver/nvidia/version"));
  std::string driver;
  if (const auto at = driverLine.find("Module"); at != std::string::npos) {
    const auto start = driverLine.find_first_not_of(' ', at + 6);
    driver = start == std::string::npos ? "" : driverLine.substr(start, driverLine.find(' ', start) - start);
  }
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(root / "proc/driver/nvidia/gpus", failed)) {
    found.push_back({valueOf(readText(entry.path() / "information"), "Model", ':'), "nvidia " + driver});
  }
  const std::string amd = firstLine(readText(root / "sys/module/amdgpu/version"));
  for (const auto& entry : fs::directory_iterator(root / "sys/class/drm", failed)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("card") && name.find('-') == std::string::npos &&
        firstLine(readText(entry.path() / "device/vendor")) == "0x1002") {
      const std::string product = firstLine(readText(entry.path() / "device/product_name"));
      found.push_back(
          {product.empty() ? "AMD " + firstLine(readText(entry.path() / "device/device")) : product,
           amd.empty() ? "amdgpu" : "amdgpu " + amd});
    }
  }
  std::ranges::sort(found, {}, &Accelerator::name);
  return found;
}

std::vector<std::string> commandLine() {
  const std::string bytes = readText("/proc/self/cmdline", 1 << 20);
  std::vector<std::string> arguments;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t end = std::min(bytes.find('\0', at), bytes.size());
    arguments.push_back(bytes.substr(at, end - at));
    at = end + 1;
  }
  return arguments;
}

int allowedProcessors() {
  cpu_set_t set;
  CPU_ZERO(&set);
  return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set)
                                                     : static_cast<int>(sysconf(_SC_NPROCESSORS_ONLN));
}

std::string userName() {
  std::array<char, 4096> buffer{};
  passwd entry{};
  passwd* found = nullptr;
  if (getpwuid_r(geteuid(), &entry, buffer.data(), buffer.size(), &found) == 0 && found) {
    return found->pw_name;
  }
  return std::to_string(geteuid());
}

text::Json toJson(const NamedTexts& texts) {
  text::Json object = text::Json::object();
  for (const auto& [name, value] : texts) {
    object.set(name, value);
  }
  return object;
}

text::Json toJson(const std::vector<std::string>& texts) {
  text::Json array = text::Json::array();
  for (const auto& one : texts) {
    array.append(one);
  }
  return array;
}

}  // namespace

bool namesSecret(std::string_view name) {
  std::string plain;
  for (const char c : name) {
    if (c != '-' && c != '_') {
      plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    }
  }
  for (const std::string_view word : {"token", "password", "passwd", "passphrase", "secret", "apikey",
                                      "credential", "privatekey", "accesskey", "authorization"}) {
    if (plain.find(word) != std::string::npos) {
      return true;
    }
  }
  return false;
}

std::vector<std::string> maskedCommandLine(std::vector<std::string> arguments) {
  bool hideNext = false;
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    std::string& argument = arguments[i];
    if (hideNext) {
      hideNext = false;
      if (!argument.starts_with("--")) {
        argument = "***";
        continue;
      }
    }
    const std::size_t equals = argument.find('=');
    if (namesSecret(std::string_view(argument).substr(0, equals))) {
      if (equals != std::string::npos) {
        argument = argument.substr(0, equals + 1) + "***";
      } else {
        hideNext = argument.starts_with("-");
      }
      continue;
    }
    argument = withoutCredentials(argument);
  }
  return arguments;
}

Environment readEnvironment(const fs::path& root) {
  Environment environment;
  environment.commandLine = maskedCommandLine(commandLine());
  for (const char* name : kVariables) {
    if (const char* value = std::getenv(name)) {
      environment.variables.emplace_back(name, withoutCredentials(value));
    }
  }
  environment.libraries = {{"glibc", gnu_get_libc_version()}, {"libstdc++", std::to_string(__GLIBCXX__)}};
#if defined(__clang__)
  environment.compiler = "clang " __clang_version__;
#else
  environment.compiler = "g++ " __VERSION__;
#endif
  const std::string release = readText(root / "etc/os-release");
  environment.operatingSystem = valueOf(release, "PRETTY_NAME", '=');
  utsname names{};
  if (uname(&names) == 0) {
    environment.kernel = std::string(names.sysname) + " " + names.release + " " + names.machine;
    environment.host = names.nodename;
  }
  environment.container = containerOf(root);
  const std::string processors = readText(root / "proc/cpuinfo");
  environment.processor = valueOf(processors, "model name", ':');
  std::istringstream flags(valueOf(processors, "flags", ':'));
  for (std::string flag; flags >> flag;) {
    environment.processorFlags.push_back(flag);
  }
  environment.processors = allowedProcessors();
  const std::string memory = valueOf(readText(root / "proc/meminfo"), "MemTotal", ':');
  environment.memory =
      static_cast<std::uint64_t>(parseInt(memory.substr(0, memory.find(' '))).value_or(0)) * 1024;
  environment.memoryLimit = static_cast<std::uint64_t>(
      parseInt(firstLine(readText(root / "sys/fs/cgroup/memory.max"))).value_or(0));
  environment.accelerators = acceleratorsOf(root);
  environment.user = userName();
  std::error_code failed;
  environment.folder = fs::current_path(failed).string();
  environment.timeZone = firstLine(readText(root / "etc/timezone"));
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    if (const char* value = std::getenv(name); value && *value && environment.locale.empty()) {
      environment.locale = value;
    }
  }
  return environment;
}

text::Json toJson(const Environment& environment) {
  text::Json accelerators = text::Json::array();
  for (const auto& one : environment.accelerators) {
    accelerators.append(text::Json::object().set("name", one.name).set("driver", one.driver));
  }
  text::Json result = text::Json::object();
  result.set("command_line", toJson(environment.commandLine))
      .set("variables", toJson(environment.variables))
      .set("libraries", toJson(environment.libraries))
      .set("compiler", environment.compiler)
      .set("operating_system", environment.operatingSystem)
      .set("kernel", environment.kernel)
      .set("container", environment.container)
      .set("processor", environment.processor)
      .set("processor_flags", toJson(environment.processorFlags))
      .set("processors", environment.processors)
      .set("memory_bytes", environment.memory)
      .set("memory_limit_bytes", environment.memoryLimit)
      .set("accelerators", std::move(accelerators))
      .set("host", environment.host)
      .set("user", environment.user)
      .set("folder", environment.folder)
      .set("time_zone", environment.timeZone)
      .set("locale", environment.locale);
  return result;
}

}  // namespace tatara::provenance

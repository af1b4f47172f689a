#include "core/exec/walls.h"

#include <fcntl.h>
#include <link.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>

#include "core/exec/internal/never_needed_calls.h"
#include "core/exec/internal/seccomp_filter.h"

namespace tatara::exec {
namespace {

// Landlock (Linux, Documentation/userspace-api/landlock.rst): numbers and shapes of the kernel's interface,
// of which Debian's headers know only the oldest.
constexpr long kCreateRuleset = 444;
constexpr long kAddRule = 445;
constexpr long kRestrictSelf = 446;
constexpr unsigned kVersionFlag = 1;
constexpr int kPathBeneath = 1;

constexpr std::uint64_t kExecute = 1ull << 0;
constexpr std::uint64_t kWriteFile = 1ull << 1;
constexpr std::uint64_t kMakeAndRemove = 0x1ff0;  // bits 4 to 12
constexpr std::uint64_t kRefer = 1ull << 13;      // since version 2: without it nothing moves between folders
constexpr std::uint64_t kTruncate = 1ull << 14;   // since version 3
constexpr std::uint64_t kConnectTcp = 1ull << 1;  // since version 4

struct RulesetShape {
  std::uint64_t files = 0;
  std::uint64_t network = 0;
};
struct [[gnu::packed]] PathShape {
  std::uint64_t allowed = 0;
  std::int32_t folder = -1;
};

class Ruleset {
 public:
  Ruleset(long version) {
    m_shape.files = kExecute | kWriteFile | kMakeAndRemove | kRefer | (version >= 3 ? kTruncate : 0);
    m_shape.network = version >= 4 ? kConnectTcp : 0;
    const std::size_t size = version >= 4 ? sizeof m_shape : sizeof m_shape.files;
    m_descriptor = static_cast<int>(::syscall(kCreateRuleset, &m_shape, size, 0));
  }
  ~Ruleset() {
    if (m_descriptor >= 0) {
      ::close(m_descriptor);
    }
  }
  Ruleset(const Ruleset&) = delete;
  Ruleset& operator=(const Ruleset&) = delete;

  bool sound() const { return m_descriptor >= 0; }
  // A path that is not there allows nothing.
  bool allow(const std::filesystem::path& path, std::uint64_t access) {
    const int target = ::open(path.c_str(), O_PATH | O_CLOEXEC);
    if (target < 0) {
      return errno == ENOENT;
    }
    struct stat facts {};
    const bool folder = ::fstat(target, &facts) == 0 && S_ISDIR(facts.st_mode);
    const std::uint64_t whole = folder ? access : access & (kExecute | kWriteFile | kTruncate);
    const PathShape rule{whole & m_shape.files, target};
    const bool added = ::syscall(kAddRule, m_descriptor, kPathBeneath, &rule, 0) == 0;
    ::close(target);
    return added;
  }
  bool restrictSelf() const { return ::syscall(kRestrictSelf, m_descriptor, 0) == 0; }

 private:
  RulesetShape m_shape;
  int m_descriptor = -1;
};

// What the kernel runs for this program before its own first instruction; empty when it is linked statically.
std::string ownLoader() {
  std::string loader;
  ::dl_iterate_phdr(
      [](dl_phdr_info* object, std::size_t, void* found) {
        for (int i = 0; i < object->dlpi_phnum; ++i) {
          if (object->dlpi_phdr[i].p_type == PT_INTERP) {
            *static_cast<std::string*>(found) =
                reinterpret_cast<const char*>(object->dlpi_addr + object->dlpi_phdr[i].p_vaddr);
          }
        }
        return 1;  // the first one is the program
      },
      &loader);
  return loader;
}

// An empty text when it stands.
std::string closeFiles(const Walls& walls) {
  const long version = ::syscall(kCreateRuleset, nullptr, 0, kVersionFlag);
  if (version < 2) {
    return "The kernel has no Landlock of version 2 or newer, so this process may write files and start "
           "programs as its user may";
  }
  Ruleset ruleset(version);
  bool sound = ruleset.sound();
  for (const auto& path : walls.writable) {
    sound = sound && ruleset.allow(path, kWriteFile | kMakeAndRemove | kRefer | kTruncate);
  }
  for (const auto& program : walls.programs) {
    sound = sound && ruleset.allow(program, kExecute);
  }
  if (const std::string loader = ownLoader(); !loader.empty()) {
    sound = sound && ruleset.allow(loader, kExecute);
  }
  if (!sound || !ruleset.restrictSelf()) {
    return std::string(
               "Landlock cannot be used, so this process may write files and start programs as its "
               "user may: ") +
           std::strerror(errno);
  }
  return {};
}

std::string closeCalls() {
  if (kSeccompArchitecture == 0) {
    return "There is no filter of system calls for this kind of processor, so this process may connect to "
           "others";
  }
  SeccompFilter filter;
  for (const int call : kNeverNeededCalls) {
    filter.always(call);
  }
  // Data of no connection, and connections that begin with data, go without connect().
  filter.unlessOneOf(SYS_socket, 0, ~0u, {AF_UNIX, AF_INET, AF_INET6});
  filter.unlessOneOf(SYS_socket, 1, 0xf, {SOCK_STREAM});
  filter.whenBits(SYS_sendto, 4, ~0u);
  filter.whenBits(SYS_sendto, 4, ~0u, SeccompFilter::Half::High);
  filter.whenBits(SYS_sendto, 3, MSG_FASTOPEN);
  filter.whenBits(SYS_sendmsg, 2, MSG_FASTOPEN);
  filter.whenBits(SYS_sendmmsg, 3, MSG_FASTOPEN);
  filter.finish();
  if (!filter.apply()) {
    return std::string("The kernel has no seccomp filters, so this process may connect to others: ") +
           std::strerror(errno);
  }
  return {};
}

}  // namespace

std::vector<std::string> raiseWalls(const Walls& walls) {
  std::vector<std::string> lacking;
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
    lacking.push_back(std::string("The kernel cannot take privileges away: ") + std::strerror(errno));
    return lacking;  // neither of the others would hold
  }
  for (std::string& words : std::array{closeFiles(walls), closeCalls()}) {
    if (!words.empty()) {
      lacking.push_back(std::move(words));
    }
  }
  return lacking;
}

}  // namespace tatara::exec

// A seccomp filter built rule by rule (Linux, Documentation/userspace-api/seccomp_filter.rst): a call that no
// rule denies is allowed.
//
// Calls by another architecture's numbers end the process, since they mean other calls; those of x86's x32
// numbering do not exist. What is denied fails with EPERM. Threads: one owner; apply() holds for all
// threads of the process.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <vector>

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

namespace tatara::exec {

#if defined(__x86_64__)
inline constexpr std::uint32_t kSeccompArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
inline constexpr std::uint32_t kSeccompArchitecture = AUDIT_ARCH_AARCH64;
#else
inline constexpr std::uint32_t kSeccompArchitecture = 0;
#endif

class SeccompFilter {
 public:
  static constexpr std::uint32_t kDeny = SECCOMP_RET_ERRNO | EPERM;
  static constexpr std::uint32_t kAbsent = SECCOMP_RET_ERRNO | ENOSYS;  // the C library takes the older call
  enum class Half { Low, High };                                        // of a 64-bit argument

  SeccompFilter() {
    load(offsetof(seccomp_data, arch));
    jumpIfEqual(kSeccompArchitecture, 1, 0);
    add(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
#if defined(__x86_64__)
    constexpr std::uint32_t kX32 = 0x40000000;
    load(offsetof(seccomp_data, nr));
    m_code.push_back({BPF_JMP | BPF_JGE | BPF_K, 0, 1, kX32});
    add(BPF_RET | BPF_K, kAbsent);
#endif
  }

  void always(int call, std::uint32_t answer = kDeny) {
    load(offsetof(seccomp_data, nr));
    jumpIfEqual(static_cast<std::uint32_t>(call), 0, 1);
    add(BPF_RET | BPF_K, answer);
  }

  // Denied when argument `index` has one of the bits.
  void whenBits(int call, int index, std::uint32_t bits, Half half = Half::Low) {
    begin(call, 3);
    loadArgument(index, half);
    m_code.push_back({BPF_JMP | BPF_JSET | BPF_K, 0, 1, bits});
    add(BPF_RET | BPF_K, kDeny);
  }
  // Denied when it has none of them.
  void unlessBits(int call, int index, std::uint32_t bits) {
    begin(call, 3);
    loadArgument(index, Half::Low);
    m_code.push_back({BPF_JMP | BPF_JSET | BPF_K, 1, 0, bits});
    add(BPF_RET | BPF_K, kDeny);
  }
  // Denied unless the bits under `mask` are one of the values.
  void unlessOneOf(int call, int index, std::uint32_t mask, std::initializer_list<std::uint32_t> values) {
    begin(call, static_cast<std::uint8_t>(values.size() + 3));
    loadArgument(index, Half::Low);
    add(BPF_ALU | BPF_AND | BPF_K, mask);
    auto left = static_cast<std::uint8_t>(values.size());
    for (const std::uint32_t value : values) {
      jumpIfEqual(value, left--, 0);
    }
    add(BPF_RET | BPF_K, kDeny);
  }

  // After the last rule.
  void finish() {
    add(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  }
  // For good. The process must have given up new privileges before. Allocates nothing.
  bool apply() {
    sock_fprog program{static_cast<unsigned short>(m_code.size()), m_code.data()};
    return ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) == 0;
  }

 private:
  void add(int code, std::uint32_t value) {
    m_code.push_back({static_cast<std::uint16_t>(code), 0, 0, value});
  }
  void load(std::size_t offset) {
    add(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset));
  }
  void loadArgument(int index, Half half) {  // little-endian, as both architectures are
    load(offsetof(seccomp_data, args) + 8 * static_cast<std::size_t>(index) + (half == Half::High ? 4 : 0));
  }
  void jumpIfEqual(std::uint32_t value, std::uint8_t yes, std::uint8_t no) {
    m_code.push_back({BPF_JMP | BPF_JEQ | BPF_K, yes, no, value});
  }
  // The next `length` instructions are for this call alone.
  void begin(int call, std::uint8_t length) {
    load(offsetof(seccomp_data, nr));
    jumpIfEqual(static_cast<std::uint32_t>(call), 0, length);
  }

  std::vector<sock_filter> m_code;
};

}  // namespace tatara::exec

#include "core/exec/sandbox.h"

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

namespace tatara::exec {
namespace {

constexpr int kForbidden[] = {
    SYS_socket,
    SYS_socketpair,
    SYS_connect,
    SYS_bind,
    SYS_listen,
    SYS_accept,
    SYS_accept4,
    SYS_sendto,
    SYS_sendmsg,
    SYS_sendmmsg,
    SYS_execve,
    SYS_execveat,
    SYS_ptrace,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_kill,
    SYS_unlinkat,
    SYS_renameat2,
    SYS_mkdirat,
    SYS_linkat,
    SYS_symlinkat,
    SYS_fchmod,
    SYS_fchmodat,
    SYS_fchown,
    SYS_fchownat,
    SYS_truncate,
    SYS_mknodat,
    SYS_mount,
    SYS_umount2,
    SYS_setns,
    SYS_unshare,
    SYS_bpf,
    SYS_perf_event_open,
    SYS_userfaultfd,
    SYS_keyctl,
    SYS_add_key,
    SYS_request_key,
    SYS_init_module,
    SYS_finit_module,
    SYS_io_uring_setup,
    SYS_pidfd_send_signal,
#if defined(__x86_64__)
    SYS_fork,
    SYS_vfork,
    SYS_creat,
    SYS_unlink,
    SYS_rename,
    SYS_renameat,
    SYS_mkdir,
    SYS_rmdir,
    SYS_link,
    SYS_symlink,
    SYS_chmod,
    SYS_chown,
    SYS_lchown,
    SYS_mknod,
#endif
};

#if defined(__x86_64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_AARCH64;
#else
constexpr std::uint32_t kArchitecture = 0;
#endif

constexpr std::uint32_t kDeny = SECCOMP_RET_ERRNO | EPERM;
constexpr std::uint32_t kAbsent = SECCOMP_RET_ERRNO | ENOSYS;  // the C library then takes the older call

class Filter {
 public:
  Filter() {
    load(offsetof(seccomp_data, arch));
    // Another architecture's numbers (32-bit programs) mean other calls.
    jumpIfEqual(kArchitecture, 1, 0);
    add(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
  }

  void always(int call, std::uint32_t answer) {
    load(offsetof(seccomp_data, nr));
    jumpIfEqual(static_cast<std::uint32_t>(call), 0, 1);
    add(BPF_RET | BPF_K, answer);
  }

  // Denied when argument `index` has one of the bits.
  void whenBits(int call, int index, std::uint32_t bits) {
    onBits(call, index, bits, kDeny, SECCOMP_RET_ALLOW);
  }
  // Denied when it has none of them.
  void unlessBits(int call, int index, std::uint32_t bits) {
    onBits(call, index, bits, SECCOMP_RET_ALLOW, kDeny);
  }

  bool apply() {
    add(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    sock_fprog program{static_cast<unsigned short>(m_code.size()), m_code.data()};
    return ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
  }

 private:
  void add(int code, std::uint32_t value) {
    m_code.push_back({static_cast<std::uint16_t>(code), 0, 0, value});
  }
  void load(std::size_t offset) { add(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset)); }
  void jumpIfEqual(std::uint32_t value, std::uint8_t yes, std::uint8_t no) {
    m_code.push_back({BPF_JMP | BPF_JEQ | BPF_K, yes, no, value});
  }
  void onBits(int call, int index, std::uint32_t bits, std::uint32_t with, std::uint32_t without) {
    load(offsetof(seccomp_data, nr));
    jumpIfEqual(static_cast<std::uint32_t>(call), 0, 4);
    load(offsetof(seccomp_data, args) + 8 * static_cast<std::size_t>(index));  // low half: little-endian
    m_code.push_back({BPF_JMP | BPF_JSET | BPF_K, 0, 1, bits});
    add(BPF_RET | BPF_K, with);
    add(BPF_RET | BPF_K, without);
  }

  std::vector<sock_filter> m_code;
};

}  // namespace

Status enterSandbox() {
  if (kArchitecture == 0) {
    return makeError(ErrorKind::Unsupported, "There is no sandbox for this kind of processor");
  }
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
    return makeError(ErrorKind::Unsupported, "The kernel cannot take privileges away", std::strerror(errno));
  }
  constexpr std::uint32_t kWriting = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC;
  Filter filter;
  for (const int call : kForbidden) {
    filter.always(call, kDeny);
  }
  filter.always(SYS_clone3, kAbsent);
  filter.always(SYS_openat2, kAbsent);
  filter.unlessBits(SYS_clone, 0, CLONE_THREAD);
  filter.whenBits(SYS_openat, 2, kWriting);
#if defined(__x86_64__)
  filter.whenBits(SYS_open, 1, kWriting);
#endif
  if (!filter.apply()) {
    return makeError(ErrorKind::Unsupported, "The kernel has no seccomp filters", std::strerror(errno));
  }
  return {};
}

}  // namespace tatara::exec

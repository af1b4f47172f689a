#include "core/exec/sandbox.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <cerrno>
#include <cstdint>
#include <cstring>

#include "core/exec/internal/never_needed_calls.h"
#include "core/exec/internal/seccomp_filter.h"

namespace tatara::exec {
namespace {

// What a process that only computes can do without as well.
constexpr int kForbidden[] = {
    SYS_socket,   SYS_socketpair, SYS_bind,     SYS_listen,   SYS_accept,    SYS_accept4,
    SYS_sendto,   SYS_sendmsg,    SYS_sendmmsg, SYS_execve,   SYS_execveat,  SYS_kill,
    SYS_unlinkat, SYS_renameat2,  SYS_mkdirat,  SYS_linkat,   SYS_symlinkat, SYS_fchmod,
    SYS_fchmodat, SYS_fchown,     SYS_fchownat, SYS_truncate, SYS_mknodat,   SYS_pidfd_send_signal,
#if defined(__x86_64__)
    SYS_fork,     SYS_vfork,      SYS_creat,    SYS_unlink,   SYS_rename,    SYS_renameat,
    SYS_mkdir,    SYS_rmdir,      SYS_link,     SYS_symlink,  SYS_chmod,     SYS_chown,
    SYS_lchown,   SYS_mknod,
#endif
};

}  // namespace

Status enterSandbox() {
  if (kSeccompArchitecture == 0) {
    return makeError(ErrorKind::Unsupported, "There is no sandbox for this kind of processor");
  }
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
    return makeError(ErrorKind::Unsupported, "The kernel cannot take privileges away", std::strerror(errno));
  }
  constexpr std::uint32_t kWriting = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC;
  SeccompFilter filter;
  for (const int call : kNeverNeededCalls) {
    filter.always(call);
  }
  for (const int call : kForbidden) {
    filter.always(call);
  }
  filter.always(SYS_clone3, SeccompFilter::kAbsent);
  filter.always(SYS_openat2, SeccompFilter::kAbsent);
  filter.unlessBits(SYS_clone, 0, CLONE_THREAD);
  filter.whenBits(SYS_openat, 2, kWriting);
#if defined(__x86_64__)
  filter.whenBits(SYS_open, 1, kWriting);
#endif
  filter.finish();
  if (!filter.apply()) {
    return makeError(ErrorKind::Unsupported, "The kernel has no seccomp filters", std::strerror(errno));
  }
  return {};
}

}  // namespace tatara::exec

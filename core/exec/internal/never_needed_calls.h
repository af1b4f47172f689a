// System calls that no process with foreign bytes in it has a use for, whether it serves (walls.h) or only
// computes (sandbox.h): to reach others, to look into or to stop other processes, to change what the machine
// is. Threads: a constant.
#pragma once

#include <sys/syscall.h>

namespace tatara::exec {

inline constexpr int kNeverNeededCalls[] = {SYS_connect,
                                            SYS_ptrace,
                                            SYS_process_vm_readv,
                                            SYS_process_vm_writev,
                                            SYS_mount,
                                            SYS_umount2,
                                            SYS_pivot_root,
                                            SYS_chroot,
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
                                            SYS_kexec_load,
                                            SYS_io_uring_setup,
                                            SYS_open_by_handle_at};

}  // namespace tatara::exec

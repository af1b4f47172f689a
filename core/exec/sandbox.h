// Gives up, for good, what a process that only computes does not need (Linux: no_new_privs, seccomp).
//
// Afterwards this process and its threads open no network connection, start no program and no process, open
// no file for writing, remove, rename or make none, change no mode and no owner, and trace nobody. Files may
// still be read. What is denied fails with EPERM. The filter names what is forbidden: it is a second wall
// behind parsers and limits, not a prison for foreign machine code.
//
// Threads: call it before others are started. Errors: Unsupported where the kernel has no seccomp.
#pragma once

#include "core/base/result.h"

namespace tatara::exec {

Status enterSandbox();

}  // namespace tatara::exec

// SQLite's files with a fault at a write that the test chooses: the process dies there, or the disk does.
//
// What counts are writes, syncs and truncations of every file that SQLite opens, from `arm` on. `Die` kills
// this process (SIGKILL) before the n-th, `DieTorn` after half of its bytes: what was written before stands,
// as the kernel keeps it. `Fail` answers the n-th and every later one with an I/O error until `disarm`,
// `FailTorn` after half of the bytes of the n-th, `Full` with a full disk.
//
// For a forked child: `install` makes it the default of the process, before anything is opened. Threads: any.
#pragma once

#include <cstdint>

namespace tatara::tests {

enum class Fault { None, Die, DieTorn, Fail, FailTorn, Full };

void installFaultyVfs();
void armFault(Fault fault, std::int64_t atWrite);
void disarmFault();
// Since the last `armFault`.
std::int64_t countedWrites();

}  // namespace tatara::tests

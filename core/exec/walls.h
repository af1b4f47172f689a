// Gives up, for good, what a server that loads foreign models does not need: new privileges, connections that
// it begins itself, programs other than those named, and writing outside the folders named (Linux:
// no_new_privs, Landlock, seccomp). What it starts is inside the same walls.
//
// It may still listen and accept, read files, and start threads and the programs named. What is denied fails
// with EPERM (calls) or EACCES (files). Like the sandbox of core/exec/sandbox.h it is a second wall behind
// parsers and limits.
//
// Threads: holds for the calling thread and all that it starts from then on, so call it before others are
// started. Errors: none; what the kernel cannot do is told.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace tatara::exec {

struct Walls {
  // Files under these folders may be written, made and removed; single files may be written.
  std::vector<std::filesystem::path> writable = {};
  std::vector<std::filesystem::path> programs = {};
};

// Gives a sentence for each wall that the kernel cannot raise; none: all stand.
std::vector<std::string> raiseWalls(const Walls& walls);

}  // namespace tatara::exec

// Walls around a process of ours that loads foreign models itself: no connections of its own, no programs but
// this one (which tries models) and the interpreter that was named, no writing but where it must
// (core/exec/walls.h). Threads: before others are started.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/cli/session.h"

namespace tatara::cli {

// Besides the folders named it may write the workspace's own state, where there is one, and temporary files,
// for which TMPDIR is set. Gives what the kernel cannot do, as sentences.
std::vector<std::string> raiseModelWalls(const Session& session, std::vector<std::filesystem::path> writable,
                                         const std::string& python = {});

}  // namespace tatara::cli

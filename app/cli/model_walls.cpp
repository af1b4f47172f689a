#include "app/cli/model_walls.h"

#include <cstdlib>

#include "core/base/new_file.h"
#include "core/exec/walls.h"

namespace tatara::cli {

std::vector<std::string> raiseModelWalls(const Session& session, std::vector<std::filesystem::path> writable,
                                         const std::string& python) {
  std::error_code failed;
  std::filesystem::path temporary;
  if (const auto workspace = session.workspace()) {
    writable.push_back(workspace->stateFolder());
    temporary = workspace->stateFolder() / "tmp";
    failed = makeFolder(temporary) ? std::error_code() : std::make_error_code(std::errc::permission_denied);
  }
  if (temporary.empty() || failed) {  // none, or one that is only read
    temporary = std::filesystem::temp_directory_path(failed);
    writable.push_back(temporary);
  }
  ::setenv("TMPDIR", temporary.c_str(), 1);
  writable.emplace_back("/dev/null");
  exec::Walls walls{.writable = std::move(writable),
                    .programs = {std::filesystem::read_symlink("/proc/self/exe", failed)}};
  if (!python.empty()) {
    walls.programs.push_back(python);
  }
  return exec::raiseWalls(walls);
}

}  // namespace tatara::cli

// The model server as files that run elsewhere: the program, the libraries it is linked with, and those that
// it opens for one kind of model.
//
// Either as the root of a file system (an image: the loader and the libraries lie where the loader looks for
// them) or as a folder that runs wherever it is put (a script starts the program by the loader beside it, so
// that the system's own C library, which may be older, is not asked). Threads: any. Errors: those of elf.h,
// NotFound (a pinned library), Unsupported (a model that needs Python).
#pragma once

#include <filesystem>
#include <string>

#include "core/package/file_tree.h"

namespace tatara::package {

struct Server {
  std::filesystem::path program;  // `tatara`
  std::filesystem::path pinned;   // where xgboost/, lightgbm/, onnxruntime/ lie
};
// This very program, which must be `tatara`, and its libraries.
Result<Server> thisServer();

// "linux/amd64" for images.
Result<std::string> architectureOf(const Server& server);

// `flavor`: that of infer::probe().
Result<FileTree> imageRoot(const Server& server, const std::string& flavor);
// With the script `tatara` at its root.
Result<FileTree> portableServer(const Server& server, const std::string& flavor);

}  // namespace tatara::package

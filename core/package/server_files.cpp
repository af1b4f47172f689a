#include "core/package/server_files.h"

#include <algorithm>
#include <vector>

#include "core/base/file_error.h"
#include "core/base/library.h"
#include "core/package/elf.h"

namespace tatara::package {
namespace {

struct Pinned {
  std::string path;  // below the folder of pinned libraries
  std::filesystem::path file;
};

// Regular files and links to them below one folder, by path.
Status collect(const std::filesystem::path& root, const std::string& folder, std::vector<Pinned>& into) {
  std::error_code failed;
  std::vector<Pinned> found;
  for (std::filesystem::recursive_directory_iterator it(root / folder, failed), end; !failed && it != end;
       it.increment(failed)) {
    const std::string name = it->path().filename();
    if (it->is_regular_file() && name.find(".so") != std::string::npos) {
      found.push_back({std::filesystem::relative(it->path(), root).string(), it->path()});
    }
  }
  if (failed || found.empty()) {
    return makeError(
        ErrorKind::NotFound,
        "The libraries that run this kind of model are not installed, so the server cannot be packed "
        "with them; run packaging/build.sh, which fetches them",
        (root / folder).string());
  }
  std::ranges::sort(found, {}, &Pinned::path);
  into.insert(into.end(), found.begin(), found.end());
  return {};
}

Result<std::vector<Pinned>> pinnedOf(const Server& server, const std::string& flavor) {
  std::vector<Pinned> pinned;
  if (flavor == "xgboost") {
    TATARA_TRY(collect(server.pinned, "xgboost", pinned));
    TATARA_TRY(collect(server.pinned, "xgboost_cpu.libs", pinned));
  } else if (flavor == "lightgbm") {
    TATARA_TRY(collect(server.pinned, "lightgbm", pinned));
  } else if (flavor == "onnx") {
    TATARA_TRY(collect(server.pinned, "onnxruntime", pinned));
  } else {
    return makeError(
        ErrorKind::Unsupported,
        "The model runs in Python, which a package with the server does not carry; export it as an "
        "MLflow model folder instead");
  }
  return pinned;
}

// What the program and the pinned libraries need of the system; what they find among themselves is not that.
Result<std::vector<Library>> systemLibraries(const Server& server, const std::vector<Pinned>& pinned) {
  std::vector<std::filesystem::path> roots{server.program};
  for (const Pinned& each : pinned) {
    roots.push_back(each.file);
  }
  TATARA_ASSIGN(auto libraries, librariesOf(roots));
  std::erase_if(libraries, [&](const Library& library) {
    return std::ranges::any_of(pinned, [&](const Pinned& each) {
      std::error_code failed;
      return std::filesystem::equivalent(each.file, library.file, failed);
    });
  });
  if (libraries.empty()) {
    return makeError(ErrorKind::Unsupported, "The program is not linked as a package needs it");
  }
  return libraries;
}

constexpr std::string_view kPeople =
    "root:x:0:0:root:/:/sbin/nologin\ntatara:x:65532:65532:Tatara:/tmp:/sbin/nologin\n";

std::string starter(const std::string& loader) {
  return "#!/bin/sh\n"
         "# Starts the model server with the libraries beside it, whatever this system has.\n"
         "here=$(CDPATH= cd -- \"$(dirname -- \"$0\")\" && pwd) || exit 1\n"
         "export TATARA_DEPS=\"$here\" TATARA_PROGRAM=\"$here/tatara\"\n"
         "exec \"$here/lib/" +
         loader + "\" --library-path \"$here/lib\" \"$here/bin/tatara\" \"$@\"\n";
}

}  // namespace

Result<Server> thisServer() {
  std::error_code failed;
  Server server;
  server.program = std::filesystem::read_symlink("/proc/self/exe", failed);
  if (failed) {
    return fileError("The program itself cannot be found", "/proc/self/exe", failed.value());
  }
  for (const auto& folder : libraryFolders()) {
    if (std::filesystem::is_directory(folder, failed)) {
      server.pinned = folder;
      break;
    }
  }
  return server;
}

Result<std::string> architectureOf(const Server& server) {
  TATARA_ASSIGN(const ElfFacts facts, readElf(server.program));
  return facts.architecture;
}

Result<FileTree> imageRoot(const Server& server, const std::string& flavor) {
  TATARA_ASSIGN(const auto pinned, pinnedOf(server, flavor));
  TATARA_ASSIGN(const auto libraries, systemLibraries(server, pinned));
  TATARA_ASSIGN(const ElfFacts facts, readElf(server.program));
  const auto c = std::ranges::find(libraries, std::string("libc.so.6"), &Library::name);
  const std::string folder =
      (c == libraries.end() ? std::filesystem::path("/usr/lib") : c->file.parent_path())
          .relative_path()
          .string();
  FileTree tree;
  TATARA_TRY(tree.addFile("usr/bin/tatara", server.program, FileMode::Executable));
  for (const Library& library : libraries) {
    const bool loader = &library == &libraries.back();
    const std::string path = loader ? std::filesystem::path(facts.interpreter).relative_path().string()
                                    : folder + "/" + library.name;
    TATARA_TRY(tree.addFile(path, library.file, FileMode::Executable));
  }
  for (const Pinned& each : pinned) {
    TATARA_TRY(tree.addFile("usr/lib/tatara/" + each.path, each.file, FileMode::Executable));
  }
  TATARA_TRY(tree.add("etc/passwd", std::string(kPeople)));
  TATARA_TRY(tree.add("etc/group", "root:x:0:\ntatara:x:65532:\n"));
  TATARA_TRY(tree.addOpenFolder("tmp"));
  return tree;
}

Result<FileTree> portableServer(const Server& server, const std::string& flavor) {
  TATARA_ASSIGN(const auto pinned, pinnedOf(server, flavor));
  TATARA_ASSIGN(const auto libraries, systemLibraries(server, pinned));
  FileTree tree;
  TATARA_TRY(tree.add("tatara", starter(libraries.back().name), FileMode::Executable));
  TATARA_TRY(tree.addFile("bin/tatara", server.program, FileMode::Executable));
  for (const Library& library : libraries) {
    TATARA_TRY(tree.addFile("lib/" + library.name, library.file, FileMode::Executable));
  }
  for (const Pinned& each : pinned) {
    TATARA_TRY(tree.addFile("lib/" + each.path, each.file, FileMode::Executable));
  }
  return tree;
}

}  // namespace tatara::package

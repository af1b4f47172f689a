#include "core/base/library.h"

#include <dlfcn.h>

#include <cstdlib>

namespace tatara {

std::vector<std::filesystem::path> libraryFolders() {
  std::vector<std::filesystem::path> folders;
  if (const char* fromEnvironment = std::getenv("TATARA_DEPS"); fromEnvironment && *fromEnvironment) {
    folders.push_back(std::filesystem::path(fromEnvironment) / "lib");
  }
  std::error_code failed;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", failed);
  if (!failed) {
    folders.push_back((program.parent_path() / "../lib/tatara").lexically_normal());
  }
  return folders;
}

Result<SharedLibrary> SharedLibrary::open(const std::filesystem::path& relativeName) {
  std::string looked;
  for (const auto& folder : libraryFolders()) {
    const auto file = folder / relativeName;
    std::error_code failed;
    if (!std::filesystem::exists(file, failed)) {
      looked += (looked.empty() ? "" : ", ") + file.string();
      continue;
    }
    if (void* handle = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL)) {
      return SharedLibrary(file, handle);
    }
    const char* reason = dlerror();
    return makeError(ErrorKind::Io, "The library " + file.string() + " cannot be loaded",
                     reason ? reason : "no reason given");
  }
  return makeError(ErrorKind::NotFound,
                   "The library " + relativeName.filename().string() +
                       " is not installed; run packaging/build.sh, which fetches it",
                   "looked at " + looked);
}

Result<SharedLibrary> SharedLibrary::openOfSystem(const std::string& soname) {
  if (void* handle = dlopen(soname.c_str(), RTLD_NOW | RTLD_LOCAL)) {
    return SharedLibrary(soname, handle);
  }
  const char* reason = dlerror();
  return makeError(ErrorKind::NotFound, "The library " + soname + " is not installed", reason ? reason : "");
}

Result<void*> SharedLibrary::find(const char* symbol) const {
  if (void* address = dlsym(m_handle, symbol)) {
    return address;
  }
  return makeError(ErrorKind::Unsupported,
                   "The library " + m_file.string() + " is of another version than expected",
                   std::string("it has no function ") + symbol);
}

}  // namespace tatara

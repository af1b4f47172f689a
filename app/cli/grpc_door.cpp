#include "app/cli/grpc_door.h"

#include <dlfcn.h>

#include <filesystem>

namespace tatara::cli {
namespace {

constexpr const char* kLibrary = "tatara-grpc.so";

Result<api::StartRpcServer*> openLibrary() {
  std::error_code failed;
  const auto folder = std::filesystem::read_symlink("/proc/self/exe", failed).parent_path();
  std::string said;
  for (const auto& file : {folder / kLibrary, folder / "../lib/tatara" / kLibrary}) {
    if (!std::filesystem::exists(file, failed)) {
      continue;
    }
    // What it needs of gRPC is bound now rather than in the middle of a request.
    void* const library = ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    void* const start = library ? ::dlsym(library, api::kStartRpcServer) : nullptr;
    if (start) {
      return reinterpret_cast<api::StartRpcServer*>(start);
    }
    said = ::dlerror();
  }
  return makeError(ErrorKind::NotFound,
                   said.empty()
                       ? std::string("There is no ") + kLibrary + " beside this program, so it has no gRPC"
                       : std::string(kLibrary) + " cannot be opened, so there is no gRPC",
                   said);
}

}  // namespace

Result<std::unique_ptr<api::RpcServer>> openGrpcDoor(api::RpcBackend& backend,
                                                     const api::RpcOptions& options) {
  TATARA_ASSIGN(api::StartRpcServer * start, openLibrary());
  std::string problem;
  std::unique_ptr<api::RpcServer> server(start(&backend, &options, &problem));
  if (!server) {
    return makeError(ErrorKind::AlreadyExists, problem);
  }
  return server;
}

}  // namespace tatara::cli

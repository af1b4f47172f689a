// The library that speaks gRPC (app/grpc), found beside this program or in ../lib/tatara and opened on first
// use; it stays open until the process ends.
//
// Threads: one. Errors: NotFound (the library), AlreadyExists (the port).
#pragma once

#include <memory>

#include "core/api/inference_rpc.h"
#include "core/base/result.h"

namespace tatara::cli {

// The backend outlives the server.
Result<std::unique_ptr<api::RpcServer>> openGrpcDoor(api::RpcBackend& backend,
                                                     const api::RpcOptions& options);

}  // namespace tatara::cli

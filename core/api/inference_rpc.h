// The endpoints as a gRPC server sees them (Open Inference Protocol, version 2): questions and answers
// without a word of gRPC, and what such a server is to the program that loads it.
//
// gRPC's libraries cost memory and time at start, so its server (app/grpc) is a library of its own, opened
// only when it is asked for. This header is all that both sides share; it needs nothing of core to be linked.
//
// Threads: a backend is asked from any, several at once; `answer` is called once, on a thread of the serving.
// Errors: an RpcStatus with gRPC's own codes.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tatara::api {

// Codes of gRPC (grpc/status.h).
enum class RpcCode : int {
  Ok = 0,
  InvalidArgument = 3,
  DeadlineExceeded = 4,
  NotFound = 5,
  PermissionDenied = 7,
  Internal = 13,
  Unavailable = 14,
  Unauthenticated = 16
};
struct RpcStatus {
  RpcCode code = RpcCode::Ok;
  std::string message = {};
};

// Bytes as in raw_input_contents and raw_output_contents.
struct RpcTensor {
  std::string name = {};
  std::string datatype = {};
  std::vector<std::int64_t> shape = {};
  std::string bytes = {};
};

struct RpcQuestion {
  std::string endpoint = {};  // empty: the default one
  std::string version = {};   // empty: by weight
  std::string id = {};
  std::string routingKey = {};
  std::string authorization = {};  // as judge() saw it
  std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
  std::vector<RpcTensor> inputs = {};
  std::vector<std::string> outputs = {};  // empty: all
};
struct RpcAnswer {
  RpcStatus status = {};
  std::string endpoint = {};
  std::string version = {};
  std::string id = {};
  std::vector<RpcTensor> outputs = {};
};

struct RpcModel {
  std::string name = {};
  std::vector<std::string> versions = {};
  std::string platform = {};
  std::vector<RpcTensor> inputs = {};  // without bytes
  std::vector<RpcTensor> outputs = {};
};

class RpcBackend {
 public:
  virtual ~RpcBackend() = default;
  // Whether a caller who shows this ("Bearer …", or nothing) may ask at all.
  virtual RpcStatus judge(std::string_view authorization) const = 0;
  virtual bool ready() const = 0;
  virtual bool modelReady(std::string_view endpoint, std::string_view version) const = 0;
  virtual RpcStatus describe(std::string_view endpoint, std::string_view version, RpcModel& model) const = 0;
  virtual void infer(RpcQuestion question, std::function<void(RpcAnswer)> answer) = 0;
};

// A server that runs until it goes: then it takes no more calls and lets those under way finish for some
// seconds.
class RpcServer {
 public:
  virtual ~RpcServer() = default;
  virtual std::uint16_t port() const = 0;
};

struct RpcOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;         // 0: any free one
  int largestMessage = 64 << 20;  // bytes; larger ones are refused unread
};

// What the library exports under kStartRpcServer. Null with words in `problem`. The backend outlives the
// server.
using StartRpcServer = RpcServer*(RpcBackend*, const RpcOptions*, std::string* problem);
inline constexpr const char* kStartRpcServer = "tatara_start_rpc_server";

}  // namespace tatara::api

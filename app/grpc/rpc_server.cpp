// The gRPC server over a backend: messages to questions, answers to messages.
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <optional>
#include <string_view>

#include "core/api/inference_rpc.h"
#include "open_inference.grpc.pb.h"

namespace tatara::rpc {
namespace {

using api::RpcBackend;
using api::RpcCode;
using api::RpcTensor;
using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;

static_assert(std::endian::native == std::endian::little, "tensors travel little-endian");

grpc::Status statusOf(const api::RpcStatus& status) {
  return {static_cast<grpc::StatusCode>(status.code), status.message};
}

std::string_view metadataOf(const CallbackServerContext& context, const char* key) {
  const auto& all = context.client_metadata();
  const auto found = all.find(key);
  return found == all.end() ? std::string_view()
                            : std::string_view(found->second.data(), found->second.size());
}

// Values of a repeated field as bytes of T; nothing where one does not fit T.
template <typename T, typename Field>
std::optional<std::string> packed(const Field& values) {
  std::string bytes(static_cast<std::size_t>(values.size()) * sizeof(T), '\0');
  std::size_t at = 0;
  for (const auto value : values) {
    const T narrow = static_cast<T>(value);
    if constexpr (std::is_integral_v<T>) {
      if (static_cast<decltype(value)>(narrow) != value) {
        return std::nullopt;
      }
    }
    std::memcpy(bytes.data() + at, &narrow, sizeof narrow);
    at += sizeof narrow;
  }
  return bytes;
}

std::string packedTexts(const google::protobuf::RepeatedPtrField<std::string>& texts) {
  std::string bytes;
  for (const std::string& text : texts) {
    const auto length = static_cast<std::uint32_t>(text.size());
    bytes.append(reinterpret_cast<const char*>(&length), sizeof length).append(text);
  }
  return bytes;
}

using Contents = inference::InferTensorContents;

struct Packing {
  std::string_view datatype;
  std::optional<std::string> (*pack)(const Contents& contents);
};
constexpr std::array<Packing, 11> kPackings{{
    {"BOOL", [](const Contents& c) { return packed<std::uint8_t>(c.bool_contents()); }},
    {"INT8", [](const Contents& c) { return packed<std::int8_t>(c.int_contents()); }},
    {"INT16", [](const Contents& c) { return packed<std::int16_t>(c.int_contents()); }},
    {"INT32", [](const Contents& c) { return packed<std::int32_t>(c.int_contents()); }},
    {"INT64", [](const Contents& c) { return packed<std::int64_t>(c.int64_contents()); }},
    {"UINT8", [](const Contents& c) { return packed<std::uint8_t>(c.uint_contents()); }},
    {"UINT16", [](const Contents& c) { return packed<std::uint16_t>(c.uint_contents()); }},
    {"UINT32", [](const Contents& c) { return packed<std::uint32_t>(c.uint_contents()); }},
    {"UINT64", [](const Contents& c) { return packed<std::uint64_t>(c.uint64_contents()); }},
    {"FP32", [](const Contents& c) { return packed<float>(c.fp32_contents()); }},
    {"FP64", [](const Contents& c) { return packed<double>(c.fp64_contents()); }},
}};

// The contents of an input in the form of raw contents; an unknown datatype is the backend's to refuse.
std::optional<std::string> bytesOf(const Contents& contents, std::string_view datatype) {
  const auto* found = std::ranges::find(kPackings, datatype, &Packing::datatype);
  return found == kPackings.end() ? packedTexts(contents.bytes_contents()) : found->pack(contents);
}

grpc::Status wrong(const std::string& words) {
  return {grpc::StatusCode::INVALID_ARGUMENT, words};
}

grpc::Status readInputs(const inference::ModelInferRequest& request, std::vector<RpcTensor>& tensors) {
  const bool raw = request.raw_input_contents_size() > 0;
  if (request.inputs_size() == 0) {
    return wrong("The request has no inputs");
  }
  if (raw && request.raw_input_contents_size() != request.inputs_size()) {
    return wrong("There are " + std::to_string(request.raw_input_contents_size()) +
                 " raw_input_contents for " + std::to_string(request.inputs_size()) + " inputs");
  }
  for (int i = 0; i < request.inputs_size(); ++i) {
    const auto& input = request.inputs(i);
    if (raw && input.has_contents()) {
      return wrong("The input '" + input.name() +
                   "' has contents beside raw_input_contents; one of them is wanted");
    }
    RpcTensor tensor{input.name(), input.datatype(), {input.shape().begin(), input.shape().end()}, {}};
    auto bytes = raw ? request.raw_input_contents(i) : bytesOf(input.contents(), input.datatype());
    if (!bytes) {
      return wrong("The input '" + input.name() + "' has a value beyond the range of " + input.datatype());
    }
    tensor.bytes = std::move(*bytes);
    tensors.push_back(std::move(tensor));
  }
  return grpc::Status::OK;
}

std::chrono::steady_clock::time_point deadlineOf(const CallbackServerContext& context) {
  using std::chrono::steady_clock;
  using std::chrono::system_clock;
  const auto left = context.deadline() - system_clock::now();
  constexpr std::chrono::hours kNever{24};
  return left > kNever ? steady_clock::time_point::max()
                       : steady_clock::now() + std::chrono::duration_cast<steady_clock::duration>(left);
}

void writeAnswer(api::RpcAnswer& answer, inference::ModelInferResponse& response) {
  response.set_model_name(std::move(answer.endpoint));
  response.set_model_version(std::move(answer.version));
  response.set_id(std::move(answer.id));
  for (RpcTensor& tensor : answer.outputs) {
    auto* output = response.add_outputs();
    output->set_name(std::move(tensor.name));
    output->set_datatype(std::move(tensor.datatype));
    output->mutable_shape()->Add(tensor.shape.begin(), tensor.shape.end());
    response.add_raw_output_contents(std::move(tensor.bytes));
  }
}

void describe(const std::vector<RpcTensor>& tensors,
              google::protobuf::RepeatedPtrField<inference::ModelMetadataResponse::TensorMetadata>& out) {
  for (const RpcTensor& tensor : tensors) {
    auto* described = out.Add();
    described->set_name(tensor.name);
    described->set_datatype(tensor.datatype);
    described->mutable_shape()->Add(tensor.shape.begin(), tensor.shape.end());
  }
}

class Service final : public inference::GRPCInferenceService::CallbackService {
 public:
  explicit Service(RpcBackend& backend) : m_backend(backend) {}

  ServerUnaryReactor* ServerLive(CallbackServerContext* context, const inference::ServerLiveRequest*,
                                 inference::ServerLiveResponse* response) override {
    response->set_live(true);
    return finish(context, judge(*context));
  }
  ServerUnaryReactor* ServerReady(CallbackServerContext* context, const inference::ServerReadyRequest*,
                                  inference::ServerReadyResponse* response) override {
    response->set_ready(m_backend.ready());
    return finish(context, judge(*context));
  }
  ServerUnaryReactor* ModelReady(CallbackServerContext* context, const inference::ModelReadyRequest* request,
                                 inference::ModelReadyResponse* response) override {
    grpc::Status status = judge(*context);
    if (status.ok()) {
      response->set_ready(m_backend.modelReady(request->name(), request->version()));
    }
    return finish(context, std::move(status));
  }
  ServerUnaryReactor* ServerMetadata(CallbackServerContext* context, const inference::ServerMetadataRequest*,
                                     inference::ServerMetadataResponse* response) override {
    response->set_name("tatara");
    response->set_version("1");
    return finish(context, judge(*context));
  }
  ServerUnaryReactor* ModelMetadata(CallbackServerContext* context,
                                    const inference::ModelMetadataRequest* request,
                                    inference::ModelMetadataResponse* response) override {
    grpc::Status status = judge(*context);
    api::RpcModel model;
    if (status.ok()) {
      status = statusOf(m_backend.describe(request->name(), request->version(), model));
    }
    if (status.ok()) {
      response->set_name(model.name);
      response->mutable_versions()->Add(model.versions.begin(), model.versions.end());
      response->set_platform(model.platform);
      describe(model.inputs, *response->mutable_inputs());
      describe(model.outputs, *response->mutable_outputs());
    }
    return finish(context, std::move(status));
  }
  ServerUnaryReactor* ModelInfer(CallbackServerContext* context, const inference::ModelInferRequest* request,
                                 inference::ModelInferResponse* response) override {
    grpc::Status status = judge(*context);
    api::RpcQuestion question{.endpoint = request->model_name(),
                              .version = request->model_version(),
                              .id = request->id(),
                              .routingKey = std::string(metadataOf(*context, "x-routing-key")),
                              .authorization = std::string(metadataOf(*context, "authorization")),
                              .deadline = deadlineOf(*context)};
    if (status.ok()) {
      status = readInputs(*request, question.inputs);
    }
    if (!status.ok()) {
      return finish(context, std::move(status));
    }
    for (const auto& output : request->outputs()) {
      question.outputs.push_back(output.name());
    }
    ServerUnaryReactor* reactor = context->DefaultReactor();
    // The response lives until the reactor was finished.
    m_backend.infer(std::move(question), [reactor, response](api::RpcAnswer answer) {
      const grpc::Status ended = statusOf(answer.status);
      if (ended.ok()) {
        writeAnswer(answer, *response);
      }
      reactor->Finish(ended);
    });
    return reactor;
  }

 private:
  grpc::Status judge(const CallbackServerContext& context) const {
    return statusOf(m_backend.judge(metadataOf(context, "authorization")));
  }
  static ServerUnaryReactor* finish(CallbackServerContext* context, grpc::Status status) {
    ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(std::move(status));
    return reactor;
  }

  RpcBackend& m_backend;
};

class Server final : public api::RpcServer {
 public:
  explicit Server(RpcBackend& backend) : m_service(backend) {}
  ~Server() override {
    if (m_server) {
      m_server->Shutdown(std::chrono::system_clock::now() + std::chrono::seconds(5));
      m_server->Wait();
    }
  }

  bool start(const api::RpcOptions& options) {
    const bool v6 = options.host.find(':') != std::string::npos;
    grpc::ServerBuilder builder;
    builder.AddListeningPort(
        (v6 ? "[" + options.host + "]" : options.host) + ":" + std::to_string(options.port),
        grpc::InsecureServerCredentials(), &m_port);
    // Otherwise a second server on the same port would take half of the requests in silence.
    builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
    builder.SetMaxReceiveMessageSize(options.largestMessage);
    builder.RegisterService(&m_service);
    m_server = builder.BuildAndStart();
    return m_server && m_port != 0;
  }
  std::uint16_t port() const override { return static_cast<std::uint16_t>(m_port); }

 private:
  Service m_service;
  std::unique_ptr<grpc::Server> m_server;
  int m_port = 0;
};

}  // namespace
}  // namespace tatara::rpc

extern "C" [[gnu::visibility("default")]] tatara::api::RpcServer* tatara_start_rpc_server(
    tatara::api::RpcBackend* backend, const tatara::api::RpcOptions* options, std::string* problem) {
  auto server = std::make_unique<tatara::rpc::Server>(*backend);
  if (!server->start(*options)) {
    *problem = "gRPC cannot listen on " + options->host + ", port " + std::to_string(options->port) +
               "; is another program using it?";
    return nullptr;
  }
  return server.release();
}

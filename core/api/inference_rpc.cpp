#include "core/api/inference_rpc.h"

#include <algorithm>

#include "core/api/inference.h"
#include "core/api/internal/inference_body.h"
#include "core/api/internal/inference_call.h"
#include "core/api/internal/inference_tensor.h"
#include "core/base/number_text.h"
#include "core/crypto/digest.h"

namespace tatara::api {
namespace {

RpcStatus statusOf(const Error& error) {
  switch (error.kind) {
    case ErrorKind::InvalidArgument:
    case ErrorKind::Parse:
      return {RpcCode::InvalidArgument, error.message};
    case ErrorKind::NotFound:
      return {RpcCode::NotFound, error.message};
    case ErrorKind::Busy:
      return {deploy::missedDeadline(error) ? RpcCode::DeadlineExceeded : RpcCode::Unavailable,
              error.message};
    default:
      return {RpcCode::Internal, error.message};
  }
}

RpcStatus statusOf(const Turned& turned) {
  const RpcCode code = turned.status == 503   ? RpcCode::Unavailable
                       : turned.status == 401 ? RpcCode::Unauthenticated
                       : turned.status == 403 ? RpcCode::PermissionDenied
                                              : RpcCode::NotFound;
  return {code, turned.message};
}

Result<infer::Batch> readInputs(const infer::Signature& signature, const RpcQuestion& question) {
  std::vector<infer::Tensor> tensors;
  for (const RpcTensor& input : question.inputs) {
    TATARA_ASSIGN(const infer::ElementType type, elementTypeOf(input.name, input.datatype));
    TATARA_ASSIGN(infer::Tensor tensor, tensorFromBytes(input.name, type, input.shape, input.bytes));
    tensors.push_back(std::move(tensor));
  }
  return batchFromTensors(signature, std::move(tensors));
}

RpcAnswer writeAnswer(const RpcQuestion& question, const deploy::Call& call,
                      const Result<infer::Batch>& answer) {
  RpcAnswer out{.endpoint = call.endpoint->endpoint.name,
                .version = std::to_string(call.version->route.version),
                .id = question.id.empty() ? call.id : question.id};
  if (!answer) {
    out.status = statusOf(answer.error());
    return out;
  }
  for (const infer::Tensor& tensor : *answer) {
    const bool asked = question.outputs.empty() ||
                       std::ranges::find(question.outputs, tensor.name) != question.outputs.end();
    if (asked) {
      out.outputs.push_back(
          {tensor.name, std::string(datatypeOf(tensor.type)), tensor.shape, bytesOfTensor(tensor)});
    }
  }
  if (!question.outputs.empty() && out.outputs.size() != question.outputs.size()) {
    out.outputs.clear();
    out.status = {RpcCode::InvalidArgument, "An output that is asked for is not among those of the model"};
  }
  return out;
}

std::vector<RpcTensor> describeFields(const std::vector<infer::Field>& fields) {
  std::vector<RpcTensor> tensors;
  for (const infer::Field& field : fields) {
    tensors.push_back({field.name,
                       std::string(datatypeOf(field.type)),
                       field.shape.empty() ? std::vector<std::int64_t>{-1} : field.shape,
                       {}});
  }
  return tensors;
}

class Backend final : public RpcBackend {
 public:
  Backend(SharedServing serving, std::string token, std::shared_ptr<const TokenBook> book)
      : m_serving(std::move(serving)), m_token(std::move(token)), m_book(std::move(book)) {}

  RpcStatus judge(std::string_view authorization) const override {
    const bool shown = authorization.starts_with(kBearer);
    const bool ours = shown && !m_token.empty() &&
                      crypto::equalInConstantTime(authorization.substr(kBearer.size()), m_token);
    if (ours || m_token.empty() || !callerOf(authorization).empty()) {
      return {};
    }
    return {RpcCode::Unauthenticated, "This server asks for its token: authorization: Bearer TOKEN"};
  }

  bool ready() const override {
    return std::ranges::all_of(m_serving->endpoints(), [](const auto& one) { return one->ready(); });
  }

  bool modelReady(std::string_view endpoint, std::string_view version) const override {
    const auto found = m_serving->find(endpoint);
    const auto number = parseInt(version);
    return found && found->ready() && (version.empty() || (number && found->find(*number)));
  }

  RpcStatus describe(std::string_view endpoint, std::string_view version, RpcModel& model) const override {
    const auto found = m_serving->find(endpoint);
    if (!found || !found->ready()) {
      return {RpcCode::NotFound, "There is no endpoint \"" + std::string(endpoint) + "\" that serves"};
    }
    const auto number = parseInt(version);
    const deploy::ServedVersion* served = version.empty() ? &found->versions.front()
                                          : number        ? found->find(*number)
                                                          : nullptr;
    if (!served) {
      return {RpcCode::NotFound, "The endpoint serves no such version"};
    }
    const infer::RunnerInfo& info = served->runner->info();
    model.name = found->endpoint.name;
    for (const auto& one : found->versions) {
      model.versions.push_back(std::to_string(one.route.version));
    }
    model.platform = info.flavor + "_" + info.libraryVersion;
    model.inputs = describeFields(info.signature.inputs);
    model.outputs = describeFields(info.signature.outputs);
    return {};
  }

  void infer(RpcQuestion given, std::function<void(RpcAnswer)> answer) override {
    const auto question = std::make_shared<const RpcQuestion>(std::move(given));
    const std::string caller = callerOf(question->authorization);
    auto admitted =
        admit(m_serving, {question->endpoint, question->version, caller}, question->routingKey, question->id);
    if (const auto* turned = std::get_if<Turned>(&admitted)) {
      return answer({.status = statusOf(*turned)});
    }
    auto& [call, ticket] = std::get<Admitted>(admitted);
    call.deadline = question->deadline;
    m_serving->run(
        {.call = call,
         .ticket = std::move(ticket),
         .decode = [question](const infer::Signature& signature,
                              deploy::Call&) { return readInputs(signature, *question); },
         .answer = [question, call, answer = std::move(answer)](
                       const Result<infer::Batch>& batch) { answer(writeAnswer(*question, call, batch)); },
         .holdsRequest = true});
  }

 private:
  static constexpr std::string_view kBearer = "Bearer ";

  // Whose access token it is; empty: nobody's.
  std::string callerOf(std::string_view authorization) const {
    const auto token = m_book && authorization.starts_with(kBearer)
                           ? m_book->find(authorization.substr(kBearer.size()))
                           : std::nullopt;
    return token ? token->person : std::string();
  }

  const SharedServing m_serving;
  const std::string m_token;
  const std::shared_ptr<const TokenBook> m_book;
};

}  // namespace

std::unique_ptr<RpcBackend> makeRpcBackend(std::shared_ptr<deploy::Serving> serving, std::string token,
                                           std::shared_ptr<const TokenBook> book) {
  return std::make_unique<Backend>(std::move(serving), std::move(token), std::move(book));
}

}  // namespace tatara::api

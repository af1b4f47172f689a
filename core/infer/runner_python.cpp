#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <type_traits>
#include <utility>

#include "core/base/duration_text.h"
#include "core/base/mutex.h"
#include "core/exec/child.h"
#include "core/infer/ending_phrase.h"
#include "core/infer/internal/channel.h"
#include "core/infer/internal/python_worker.h"
#include "core/infer/internal/runners.h"
#include "core/text/error_phrase.h"
#include "core/text/json.h"

namespace tatara::infer {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using text::Json;

// The model's files on disk, for Python alone: a private folder that goes with this.
class PrivateFolder {
 public:
  static Result<std::unique_ptr<PrivateFolder>> create(const ModelFiles& files) {
    std::error_code failed;
    std::string name = (std::filesystem::temp_directory_path(failed) / "tatara-model-XXXXXX").string();
    if (failed || !::mkdtemp(name.data())) {
      return text::sayError(ErrorKind::Io,
                            TATARA_SAYS("Phrase", "No temporary folder can be made for the model"), {}, name);
    }
    std::unique_ptr<PrivateFolder> folder(new PrivateFolder(name));
    for (const ModelFile& file : files.files) {
      const auto path = std::filesystem::path(file.path).lexically_normal();
      if (path.is_absolute() || path.empty() || *path.begin() == "..") {
        return text::sayError(ErrorKind::Corrupt,
                              TATARA_SAYS("Phrase", "The model names a file outside its folder: '%1'"),
                              {file.path});
      }
      std::filesystem::create_directories(folder->m_path / path.parent_path(), failed);
      std::ofstream out(folder->m_path / path, std::ios::binary);
      out.write(file.bytes.data(), static_cast<std::streamsize>(file.bytes.size()));
      out.close();
      if (!out) {
        return text::sayError(ErrorKind::Io, TATARA_SAYS("Phrase", "The model cannot be laid out for Python"),
                              {}, (folder->m_path / path).string());
      }
    }
    return folder;
  }
  ~PrivateFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
  }
  const std::filesystem::path& path() const { return m_path; }

 private:
  explicit PrivateFolder(std::filesystem::path path) : m_path(std::move(path)) {}
  std::filesystem::path m_path;
};

Json toJson(const Tensor& tensor, bool datetime) {
  Json values = Json::array();
  Json::Array& list = *values.asArray();
  const std::size_t count = tensor.elements();
  list.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    if (tensor.isMissing(i)) {
      list.emplace_back();
    } else if (tensor.type == ElementType::String) {
      list.emplace_back(tensor.texts[i]);
    } else if (tensor.type == ElementType::Boolean) {
      list.emplace_back(tensor.values<std::uint8_t>()[i] != 0);
    } else if (isFloat(tensor.type)) {
      list.emplace_back(tensor.number(i));
    } else {
      list.push_back(withElementType(tensor.type, [&](auto zero) {
        return Json(static_cast<std::int64_t>(tensor.values<decltype(zero)>()[i]));
      }));
    }
  }
  Json shape = Json::array();
  for (const std::int64_t size : tensor.shape) {
    shape.append(size);
  }
  return Json::object()
      .set("name", tensor.name)
      .set("dtype", toString(tensor.type))
      .set("datetime", datetime)
      .set("shape", std::move(shape))
      .set("values", std::move(values));
}

Error badAnswer() {
  return text::sayError(ErrorKind::Corrupt,
                        TATARA_SAYS("Phrase", "The model's Python answered something that is no prediction"));
}

// Nothing for what a T cannot hold.
template <typename T>
std::optional<T> numberOf(const Json& value) {
  const auto flag = value.asBool();
  const auto whole = value.asInt();
  const auto number = value.asNumber();
  if (flag) {
    return static_cast<T>(*flag);
  }
  if constexpr (std::is_floating_point_v<T>) {
    return number ? std::optional(static_cast<T>(*number)) : std::nullopt;
  } else if (whole) {
    return std::in_range<T>(*whole) ? std::optional(static_cast<T>(*whole)) : std::nullopt;
  } else if constexpr (std::is_same_v<T, std::uint64_t>) {
    // Beyond 63 bits JSON's reader gives a double.
    return number && *number >= 0x1p63 && *number < 0x1p64 ? std::optional(static_cast<T>(*number))
                                                           : std::nullopt;
  }
  return std::nullopt;
}

Result<Tensor> fromJson(const Json& item) {
  const std::string* name = item["name"].asString();
  const std::string* dtype = item["dtype"].asString();
  const auto type = dtype ? parseElementType(*dtype) : std::nullopt;
  if (!name || !type) {
    return badAnswer();
  }
  const auto& values = item["values"].items();
  std::vector<std::int64_t> shape;
  std::uint64_t elements = 1;
  for (const Json& size : item["shape"].items()) {
    const auto number = size.asInt();
    if (!number || *number < 0 || static_cast<std::uint64_t>(*number) > values.size()) {
      return badAnswer();
    }
    shape.push_back(*number);
    elements *= static_cast<std::uint64_t>(*number);
    if (elements > values.size()) {
      return badAnswer();
    }
  }
  if (elements != values.size()) {
    return badAnswer();
  }
  Tensor tensor = Tensor::make(*name, *type, std::move(shape));
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i].isNull()) {
      tensor.setMissing(i);
    } else if (*type == ElementType::String) {
      tensor.texts[i] = values[i].asString() ? *values[i].asString() : text::toJson(values[i]);
    } else {
      const bool fits = withElementType(*type, [&](auto zero) {
        const auto number = numberOf<decltype(zero)>(values[i]);
        tensor.values<decltype(zero)>()[i] = number.value_or(zero);
        return number.has_value();
      });
      if (!fits) {
        return badAnswer();
      }
    }
  }
  return tensor;
}

class PythonRunner final : public Runner {
 public:
  static Result<std::unique_ptr<Runner>> make(const RunnerSource& source, const LoadOptions& options) {
    std::unique_ptr<PythonRunner> runner(new PythonRunner(options.python));
    runner->m_info.flavor = "python_function";
    if (const std::string* needs = source.files.find("requirements.txt")) {
      for (const char c : needs->substr(0, 2000)) {
        runner->m_needs += c == '\n' ? ' ' : c;
      }
    }
    if (options.python.interpreter.empty()) {
      return runner->m_needs.empty()
                 ? text::sayError(ErrorKind::Unsupported,
                                  TATARA_SAYS("Phrase",
                                              "The model runs in Python; name an interpreter with --python "
                                              "that has what it asks for"))
                 : text::sayError(ErrorKind::Unsupported,
                                  TATARA_SAYS("Phrase",
                                              "The model runs in Python; name an interpreter with --python "
                                              "that has what it asks for; it asks for: %1"),
                                  {runner->m_needs});
    }
    if (!source.description.signature || source.description.signature->inputs.empty()) {
      return source.description.signatureProblem.empty()
                 ? text::sayError(ErrorKind::Unsupported,
                                  TATARA_SAYS("Phrase",
                                              "The model has no signature, so its inputs are unknown; log it "
                                              "with one (mlflow.models.infer_signature)"))
                 : makeError(ErrorKind::Unsupported, source.description.signatureProblem);
    }
    runner->m_info.signature = *source.description.signature;
    TATARA_ASSIGN(runner->m_folder, PrivateFolder::create(source.files));
    const Lock lock(runner->m_mutex);
    TATARA_TRY(runner->startChild());
    runner->m_info.libraryVersion = runner->m_version;
    return std::unique_ptr<Runner>(std::move(runner));
  }

  ~PythonRunner() override = default;

  Result<Batch> predict(const Batch& inputs) const override EXCLUDES(m_mutex) {
    TATARA_TRY(checkBatch(m_info.signature, inputs));
    Json tensors = Json::array();
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      tensors.append(toJson(inputs[i], m_info.signature.inputs[i].datetime));
    }
    const std::string request = text::toJson(
        Json::object().set("frame", !m_info.signature.tensors).set("tensors", std::move(tensors)));
    const Lock lock(m_mutex);
    TATARA_TRY(ensureChild());
    TATARA_ASSIGN(const Json answer, exchange(request, m_options.predictTimeout));
    if (const std::string* words = answer["error"].asString()) {
      return text::sayError(ErrorKind::InvalidArgument,
                            TATARA_SAYS("Phrase", "The model cannot predict this data: %1"), {*words});
    }
    Batch batch;
    for (const Json& item : answer["outputs"].items()) {
      TATARA_ASSIGN(Tensor tensor, fromJson(item));
      batch.push_back(std::move(tensor));
    }
    return batch.empty() ? Result<Batch>(badAnswer()) : Result<Batch>(std::move(batch));
  }

 private:
  explicit PythonRunner(const PythonOptions& options) : m_options(options) {}

  // A child that ended is started again, at most once in ten seconds.
  Status ensureChild() const REQUIRES(m_mutex) {
    if (m_child) {
      return {};
    }
    if (steady_clock::now() < m_nextStart) {
      return text::sayError(
          ErrorKind::Busy,
          TATARA_SAYS("Phrase", "The model's Python has ended and is started again in some seconds"));
    }
    return startChild();
  }

  Status startChild() const REQUIRES(m_mutex) {
    constexpr std::chrono::seconds kBackOff{10};
    m_nextStart = steady_clock::now() + kBackOff;
    TATARA_ASSIGN(ChannelPair channel, makeChannel());
    m_channel = std::move(channel.here);
    exec::ChildOptions child;
    child.command = {m_options.interpreter.string(), "-I", "-c", std::string(kPythonWorker),
                     m_folder->path().string()};
    child.environment = exec::plainEnvironment();
    child.folder = m_folder->path();
    child.handed = {channel.child->descriptor()};
    child.memory = m_options.memory;
    child.keepsGroup = true;
    child.endsWithParent = true;  // a model that hangs would never see that nobody asks any more
    auto started = exec::Child::start(child);
    channel.child.reset();
    if (!started) {
      return text::sayContext(started.error(), TATARA_SAYS("Phrase", "starting the model's Python"));
    }
    m_child = std::make_unique<exec::Child>(std::move(*started));
    TATARA_ASSIGN(const Json answer, exchange({}, m_options.loadTimeout));
    if (const std::string* words = answer["error"].asString()) {
      m_child.reset();
      const ErrorKind kind = answer.find("missing") ? ErrorKind::NotFound : ErrorKind::Corrupt;
      const std::string python = m_options.interpreter.string();
      return m_needs.empty()
                 ? text::sayError(kind, TATARA_SAYS("Phrase", "Python at %1 cannot load the model: %2"),
                                  {python, *words})
                 : text::sayError(
                       kind, TATARA_SAYS("Phrase", "Python at %1 cannot load the model: %2; it asks for: %3"),
                       {python, *words, m_needs});
    }
    const std::string* version = answer["ready"].asString();
    m_version = version ? "mlflow " + *version : "mlflow";
    return {};
  }

  // Sends (nothing is sent when empty: the first message is the child's) and waits for the answer.
  Result<Json> exchange(std::string_view request, milliseconds time) const REQUIRES(m_mutex) {
    const auto until = steady_clock::now() + time;
    std::optional<std::string> answer;
    if (request.empty() || m_channel->send(request, until)) {
      answer = m_channel->receive(until);
    }
    if (answer) {
      auto parsed =
          text::parseJson(*answer, {.maxBytes = kMostMessage, .maxValues = 40'000'000, .maxDepth = 16});
      if (parsed) {
        return parsed;
      }
    }
    const bool late = steady_clock::now() >= until;
    const auto ending = m_child->waitFor(milliseconds(late ? 0 : 200));
    m_child->kill();
    const std::string said = m_child->errors();
    m_child.reset();
    const std::string detail = said.substr(said.size() > 2000 ? said.size() - 2000 : 0);
    if (late) {
      return text::sayError(
          ErrorKind::Busy, TATARA_SAYS("Phrase", "The model's Python did not answer within %1 and was ended"),
          {toDurationText(time.count())}, detail);
    }
    return ending ? text::sayError(ErrorKind::Internal, TATARA_SAYS("Phrase", "The model's Python %1"),
                                   {endingPhrase(*ending)}, detail)
                  : text::sayError(
                        ErrorKind::Internal,
                        TATARA_SAYS("Phrase", "The model's Python broke off the conversation and was ended"),
                        {}, detail);
  }

  const PythonOptions m_options;
  std::string m_needs;
  std::unique_ptr<PrivateFolder> m_folder;

  mutable Mutex m_mutex;  // one prediction at a time; held while the child works
  mutable std::unique_ptr<Channel> m_channel GUARDED_BY(m_mutex);
  mutable std::unique_ptr<exec::Child> m_child GUARDED_BY(m_mutex);
  mutable std::string m_version GUARDED_BY(m_mutex);
  mutable steady_clock::time_point m_nextStart GUARDED_BY(m_mutex){};
};

}  // namespace

Result<std::unique_ptr<Runner>> makePythonRunner(const RunnerSource& source, const LoadOptions& options) {
  return PythonRunner::make(source, options);
}

}  // namespace tatara::infer

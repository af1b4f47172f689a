#include "core/infer/probe.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <new>

#include "core/base/duration_text.h"
#include "core/base/number_text.h"
#include "core/base/whole_write.h"
#include "core/exec/sandbox.h"
#include "core/infer/ending_phrase.h"
#include "core/infer/internal/batch_bytes.h"
#include "core/infer/internal/tried_model.h"
#include "core/text/error_phrase.h"
#include "core/text/json.h"

namespace tatara::infer {
namespace {

using text::Json;

using std::chrono::steady_clock;

constexpr int kChannel = 3;                              // the child's end
constexpr std::chrono::milliseconds kEndingMoment{200};  // from the end of its channel to its own

// Of the models that this machine writes to itself: the threads of one that stays (0: one that does not), a
// number of files, and for each the lengths of path and bytes, then both.
class MemoryFile {
 public:
  MemoryFile() : m_descriptor(::memfd_create("model", MFD_CLOEXEC)) {}
  ~MemoryFile() {
    if (m_descriptor >= 0) {
      ::close(m_descriptor);
    }
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  int descriptor() const { return m_descriptor; }
  void number(std::uint64_t value) { bytes({reinterpret_cast<const char*>(&value), sizeof value}); }
  void bytes(std::string_view data) { m_sound = m_sound && writeWhole(m_descriptor, data); }
  bool rewind() const { return m_sound && ::lseek(m_descriptor, 0, SEEK_SET) == 0; }

 private:
  int m_descriptor;
  bool m_sound = true;
};

bool readAll(int descriptor, void* target, std::size_t size) {
  auto* at = static_cast<char*>(target);
  while (size > 0) {
    const ssize_t count = ::read(descriptor, at, size);
    if (count <= 0) {
      return false;
    }
    at += count;
    size -= static_cast<std::size_t>(count);
  }
  return true;
}

// The sandbox has write() where a channel sends.
bool tell(std::string_view message) {
  const std::uint64_t length = message.size();
  return writeWhole(kChannel, {reinterpret_cast<const char*>(&length), sizeof length}) &&
         writeWhole(kChannel, message);
}

struct Received {
  std::uint64_t threads = 0;
  ModelFiles files;
};

std::optional<Received> receive() {
  struct stat facts {};
  std::uint64_t count = 0;
  Received received;
  const auto readIn = [](void* target, std::size_t size) { return readAll(STDIN_FILENO, target, size); };
  if (::fstat(STDIN_FILENO, &facts) != 0 || !readIn(&received.threads, sizeof received.threads) ||
      !readIn(&count, sizeof count)) {
    return std::nullopt;
  }
  const auto most = static_cast<std::uint64_t>(facts.st_size);
  for (std::uint64_t i = 0; i < count; ++i) {
    std::uint64_t pathBytes = 0;
    std::uint64_t bytes = 0;
    if (!readIn(&pathBytes, sizeof pathBytes) || !readIn(&bytes, sizeof bytes) || pathBytes > most ||
        bytes > most) {
      return std::nullopt;
    }
    ModelFile file;
    file.path.resize(pathBytes);
    file.bytes.resize(bytes);
    if (!readIn(file.path.data(), pathBytes) || !readIn(file.bytes.data(), bytes)) {
      return std::nullopt;
    }
    received.files.files.push_back(std::move(file));
  }
  return received;
}

Json fieldsJson(const std::vector<Field>& fields) {
  Json list = Json::array();
  for (const Field& field : fields) {
    Json shape = Json::array();
    for (const std::int64_t size : field.shape) {
      shape.append(size);
    }
    list.append(Json::object()
                    .set("name", field.name)
                    .set("type", static_cast<int>(field.type))
                    .set("datetime", field.datetime)
                    .set("required", field.required)
                    .set("shape", std::move(shape)));
  }
  return list;
}

std::vector<Field> fieldsIn(const Json& list) {
  std::vector<Field> fields;
  for (const Json& one : list.items()) {
    Field field;
    const std::string* name = one["name"].asString();
    field.name = name ? *name : "";
    const std::int64_t type = one["type"].asInt().value_or(0);
    const bool known = type >= 0 && type <= static_cast<std::int64_t>(ElementType::String);
    field.type = known ? static_cast<ElementType>(type) : ElementType::Float64;
    field.datetime = one["datetime"].asBool().value_or(false);
    field.required = one["required"].asBool().value_or(true);
    for (const Json& size : one["shape"].items()) {
      field.shape.push_back(size.asInt().value_or(-1));
    }
    fields.push_back(std::move(field));
  }
  return fields;
}

// What the child found, for the process that asked.
Json reportJson(const RunnerInfo& info, const std::string& refused) {
  return Json::object()
      .set("flavor", info.flavor)
      .set("version", info.libraryVersion)
      .set("model_version", info.modelVersion)
      .set("rows_alone", info.rowsAlone)
      .set("refused", refused)
      .set("derived", info.signatureDerived)
      .set("tensors", info.signature.tensors)
      .set("output_tensors", info.signature.outputTensors)
      .set("inputs", fieldsJson(info.signature.inputs))
      .set("outputs", fieldsJson(info.signature.outputs));
}

std::string wordIn(const Json& answer, const char* key) {
  const std::string* text = answer[key].asString();
  return text ? *text : std::string();
}

RunnerInfo infoIn(const Json& answer) {
  RunnerInfo info;
  info.flavor = wordIn(answer, "flavor");
  info.libraryVersion = wordIn(answer, "version");
  info.modelVersion = wordIn(answer, "model_version");
  info.rowsAlone = answer["rows_alone"].asBool().value_or(false);
  info.signatureDerived = answer["derived"].asBool().value_or(false);
  info.signature = {.tensors = answer["tensors"].asBool().value_or(false),
                    .outputTensors = answer["output_tensors"].asBool().value_or(false),
                    .inputs = fieldsIn(answer["inputs"]),
                    .outputs = fieldsIn(answer["outputs"])};
  return info;
}

Json failureOf(const Error& error) {
  return Json::object()
      .set("kind", static_cast<int>(error.kind))
      .set("message", error.message)
      .set("detail", error.detail)
      .set("phrase", text::messageOf(error).json());
}

struct Tested {
  Json report;
  std::unique_ptr<Runner> runner;  // null: it failed
};

Tested tryModel(const Received& received) {
  if (const Status walls = exec::enterSandbox(); !walls) {
    return {failureOf(walls.error()), nullptr};
  }
  const bool once = received.threads == 0;
  auto runner =
      loadRunner(received.files, {.threads = once ? 1 : static_cast<int>(received.threads), .once = once});
  if (!runner) {
    return {failureOf(runner.error()), nullptr};
  }
  std::string refused;
  if (const auto answer = (*runner)->predict(exampleBatch((*runner)->info().signature)); !answer) {
    // A model may well refuse zeros and empty texts; that is its right, and says nothing about its file.
    if (answer.error().kind != ErrorKind::InvalidArgument) {
      return {failureOf(answer.error()), nullptr};
    }
    refused = answer.error().message;
  }
  return {reportJson((*runner)->info(), refused), std::move(*runner)};
}

// Until nobody asks any more.
void answerAll(const Runner& runner) {
  std::uint64_t size = 0;
  while (readAll(kChannel, &size, sizeof size)) {
    std::string message(size, '\0');
    if (!readAll(kChannel, message.data(), size)) {
      return;
    }
    const auto inputs = batchIn(message);
    const auto answer = inputs ? runner.predict(*inputs) : Result<Batch>(inputs.error());
    message.assign(1, answer ? kAnswerMark : kErrorMark);
    if (answer) {
      appendBytes(message, *answer);
    } else {
      message += text::toJson(failureOf(answer.error()));
    }
    if (message.size() > kMostMessage) {
      message = kErrorMark +
                text::toJson(failureOf(text::sayError(
                    ErrorKind::Unsupported, TATARA_SAYS("Phrase", "The model's answer is larger than %1"),
                    {toByteText(kMostMessage)})));
    }
    if (!tell(message)) {
      return;
    }
  }
}

Error crashed(const exec::Child& child, const exec::Ending& ending, const ProbeOptions& options) {
  const std::string tail = child.errors();
  if (tail.find("bad_alloc") != std::string::npos || tail.find("memory") != std::string::npos) {
    return tooMuchMemory(options.memory, tail);
  }
  return text::sayError(ErrorKind::Corrupt,
                        TATARA_SAYS("Phrase",
                                    "The model's file makes the library that reads it crash, and is not "
                                    "loaded: the process that tried it %1"),
                        {endingPhrase(ending)}, tail);
}

Error tooLate(const ProbeOptions& options) {
  return text::sayError(
      ErrorKind::Corrupt,
      TATARA_SAYS("Phrase", "The model did not load and answer within %1, and is not loaded"),
      {toDurationText(options.deadline.count())});
}

// The process that tries the model: without files of its own to write, and with bounds.
exec::ChildOptions walledIn(const ProbeOptions& options, std::uint64_t modelBytes, bool stays) {
  exec::ChildOptions child;
  const std::string program = options.program.empty() ? "/proc/self/exe" : options.program.string();
  child.command = {program, kProbeWord};
  if (options.program.empty()) {
    std::error_code failed;
    child.command[0] = std::filesystem::read_symlink("/proc/self/exe", failed).string();
  }
  child.environment = exec::plainEnvironment();
  child.memory = options.memory + 2 * modelBytes;
  // Of one that stays each answer has a deadline.
  child.processorSeconds =
      stays ? 0
            : static_cast<std::uint64_t>(
                  std::chrono::duration_cast<std::chrono::seconds>(options.deadline).count()) +
                  1;
  child.mayWriteFiles = false;
  child.endsWithParent = true;
  return child;
}

bool write(MemoryFile& memory, const ModelFiles& files, std::uint64_t threads) {
  memory.number(threads);
  memory.number(files.files.size());
  for (const ModelFile& file : files.files) {
    memory.number(file.path.size());
    memory.number(file.bytes.size());
    memory.bytes(file.path);
    memory.bytes(file.bytes);
  }
  return memory.descriptor() >= 0 && memory.rewind();
}

}  // namespace

Error tooMuchMemory(std::uint64_t memory, std::string detail) {
  return text::sayError(
      ErrorKind::Corrupt,
      TATARA_SAYS("Phrase", "The model asks for more memory than the %1 it may have, and is not loaded"),
      {toByteText(memory)}, std::move(detail));
}

Error errorIn(const text::Json& answer) {
  const auto kind = static_cast<ErrorKind>(answer["kind"].asInt().value_or(0));
  const std::string message = wordIn(answer, "message");
  const auto phrase = text::Phrase::read(answer["phrase"]);
  return phrase && phrase->english() == message ? text::phraseError(kind, *phrase, wordIn(answer, "detail"))
                                                : makeError(kind, message, wordIn(answer, "detail"));
}

Result<TriedModel> startTried(const ModelFiles& files, const ProbeOptions& options, int threads,
                              const std::stop_token& stop) {
  MemoryFile memory;
  if (!write(memory, files, static_cast<std::uint64_t>(threads))) {
    return text::sayError(ErrorKind::Io,
                          TATARA_SAYS("Phrase", "The model cannot be handed to the process that tries it"),
                          {}, std::strerror(errno));
  }
  TATARA_ASSIGN(ChannelPair channel, makeChannel());
  exec::ChildOptions child = walledIn(options, files.bytes(), threads > 0);
  child.input = memory.descriptor();
  child.handed = {channel.child->descriptor()};
  const auto until = steady_clock::now() + options.deadline;
  TATARA_ASSIGN(auto process, exec::Child::start(child));
  channel.child.reset();
  const auto message = channel.here->receive(until, stop);
  if (!message) {
    const bool late = steady_clock::now() >= until;
    const auto ending = late ? std::nullopt : process.waitFor(kEndingMoment);
    process.kill();
    return stop.stop_requested() ? makeError(ErrorKind::Cancelled, "Stopped")
           : late                ? tooLate(options)
                                 : crashed(process, ending.value_or(exec::Ending{0, SIGKILL}), options);
  }
  TATARA_ASSIGN(const Json answer, text::parseJson(*message));
  if (answer.find("message")) {
    return errorIn(answer);
  }
  if (threads == 0) {  // it has nothing left to do but to end
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - steady_clock::now());
    const auto ending = process.waitFor(std::max(left, kEndingMoment));
    if (!ending || !ending->sound()) {
      return ending ? crashed(process, *ending, options) : tooLate(options);
    }
  }
  return TriedModel{std::move(process), std::move(channel.here), infoIn(answer), wordIn(answer, "refused")};
}

Result<ProbeReport> probe(const ModelFiles& files, const ProbeOptions& options) {
  ProbeReport report;
  TATARA_ASSIGN(const bool python, needsPython(files));
  if (python) {
    report.flavor = "python_function";
    return report;
  }
  const auto began = steady_clock::now();
  TATARA_ASSIGN(TriedModel tried, startTried(files, options, 0, {}));
  report.run = true;
  report.flavor = std::move(tried.info.flavor);
  report.libraryVersion = std::move(tried.info.libraryVersion);
  report.signature = std::move(tried.info.signature);
  report.signatureDerived = tried.info.signatureDerived;
  report.refused = std::move(tried.refused);
  report.time = std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - began);
  return report;
}

int probeMain() {
  try {
    const auto received = receive();
    Tested tested;
    if (received) {
      tested = tryModel(*received);
    } else {
      tested.report =
          failureOf(makeError(ErrorKind::Internal, "The model did not arrive in the process that tries it"));
    }
    if (!tell(text::toJson(tested.report))) {
      return 1;
    }
    if (tested.runner && received->threads > 0) {
      answerAll(*tested.runner);
    }
    return 0;
  } catch (const std::bad_alloc&) {
    // Of our own: the limit of memory was reached while values were taken in.
    std::fputs("bad_alloc\n", stderr);
    return 1;
  }
}

}  // namespace tatara::infer

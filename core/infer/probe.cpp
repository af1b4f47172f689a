#include "core/infer/probe.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <new>

#include "core/base/number_text.h"
#include "core/exec/child.h"
#include "core/exec/sandbox.h"
#include "core/text/json.h"

namespace tatara::infer {
namespace {

using text::Json;

constexpr std::size_t kMostReport = 16u << 20;  // signatures of thousands of columns

// Of the models that this machine writes to itself: a number of files, and for each the lengths of path and
// bytes, then both.
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
  void bytes(std::string_view data) {
    while (m_sound && !data.empty()) {
      const ssize_t count = ::write(m_descriptor, data.data(), data.size());
      m_sound = count > 0;
      data.remove_prefix(m_sound ? static_cast<std::size_t>(count) : 0);
    }
  }
  bool rewind() const { return m_sound && ::lseek(m_descriptor, 0, SEEK_SET) == 0; }

 private:
  int m_descriptor;
  bool m_sound = true;
};

bool readAll(void* target, std::size_t size) {
  auto* at = static_cast<char*>(target);
  while (size > 0) {
    const ssize_t count = ::read(STDIN_FILENO, at, size);
    if (count <= 0) {
      return false;
    }
    at += count;
    size -= static_cast<std::size_t>(count);
  }
  return true;
}

std::optional<ModelFiles> receive() {
  struct stat facts {};
  std::uint64_t count = 0;
  if (::fstat(STDIN_FILENO, &facts) != 0 || !readAll(&count, sizeof count)) {
    return std::nullopt;
  }
  const auto most = static_cast<std::uint64_t>(facts.st_size);
  ModelFiles files;
  for (std::uint64_t i = 0; i < count; ++i) {
    std::uint64_t pathBytes = 0;
    std::uint64_t bytes = 0;
    if (!readAll(&pathBytes, sizeof pathBytes) || !readAll(&bytes, sizeof bytes) || pathBytes > most ||
        bytes > most) {
      return std::nullopt;
    }
    ModelFile file;
    file.path.resize(pathBytes);
    file.bytes.resize(bytes);
    if (!readAll(file.path.data(), pathBytes) || !readAll(file.bytes.data(), bytes)) {
      return std::nullopt;
    }
    files.files.push_back(std::move(file));
  }
  return files;
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
      .set("refused", refused)
      .set("derived", info.signatureDerived)
      .set("tensors", info.signature.tensors)
      .set("output_tensors", info.signature.outputTensors)
      .set("inputs", fieldsJson(info.signature.inputs))
      .set("outputs", fieldsJson(info.signature.outputs));
}

void readReport(const Json& answer, ProbeReport& report) {
  const auto word = [&](const char* key) {
    const std::string* text = answer[key].asString();
    return text ? *text : std::string();
  };
  report.run = true;
  report.flavor = word("flavor");
  report.libraryVersion = word("version");
  report.refused = word("refused");
  report.signatureDerived = answer["derived"].asBool().value_or(false);
  report.signature = {.tensors = answer["tensors"].asBool().value_or(false),
                      .outputTensors = answer["output_tensors"].asBool().value_or(false),
                      .inputs = fieldsIn(answer["inputs"]),
                      .outputs = fieldsIn(answer["outputs"])};
}

Json failureOf(const Error& error) {
  return Json::object()
      .set("kind", static_cast<int>(error.kind))
      .set("message", error.message)
      .set("detail", error.detail);
}

Json tryModel() {
  const auto files = receive();
  if (!files) {
    return failureOf(makeError(ErrorKind::Internal, "The model did not arrive in the process that tries it"));
  }
  if (const Status walls = exec::enterSandbox(); !walls) {
    return failureOf(walls.error());
  }
  const auto runner = loadRunner(*files, {.once = true});
  if (!runner) {
    return failureOf(runner.error());
  }
  std::string refused;
  if (const auto answer = (*runner)->predict(exampleBatch((*runner)->info().signature)); !answer) {
    // A model may well refuse zeros and empty texts; that is its right, and says nothing about its file.
    if (answer.error().kind != ErrorKind::InvalidArgument) {
      return failureOf(answer.error());
    }
    refused = answer.error().message;
  }
  return reportJson((*runner)->info(), refused);
}

Error crashed(const exec::Child& child, const exec::Ending& ending, const ProbeOptions& options) {
  const std::string tail = child.errors();
  if (tail.find("bad_alloc") != std::string::npos || tail.find("memory") != std::string::npos) {
    return makeError(ErrorKind::Corrupt,
                     "The model asks for more memory than the " + toByteText(options.memory) +
                         " it may have, and is not loaded",
                     tail);
  }
  return makeError(
      ErrorKind::Corrupt,
      "The model's file makes the library that reads it crash, and is not loaded: the process that "
      "tried it " +
          ending.words(),
      tail);
}

// The process that tries the model: without files of its own to write, and with bounds.
exec::ChildOptions walledIn(const ProbeOptions& options, std::uint64_t modelBytes, int input) {
  exec::ChildOptions child;
  const std::string program = options.program.empty() ? "/proc/self/exe" : options.program.string();
  child.command = {program, kProbeWord};
  if (options.program.empty()) {
    std::error_code failed;
    child.command[0] = std::filesystem::read_symlink("/proc/self/exe", failed).string();
  }
  child.environment = exec::plainEnvironment();
  child.input = input;
  child.memory = options.memory + 2 * modelBytes;
  child.processorSeconds =
      static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(options.deadline).count()) +
      1;
  child.mayWriteFiles = false;
  child.endsWithParent = true;
  child.keptOutput = kMostReport;
  return child;
}

}  // namespace

Result<ProbeReport> probe(const ModelFiles& files, const ProbeOptions& options) {
  ProbeReport report;
  TATARA_ASSIGN(const bool python, needsPython(files));
  if (python) {
    report.flavor = "python_function";
    return report;
  }
  MemoryFile memory;
  memory.number(files.files.size());
  for (const ModelFile& file : files.files) {
    memory.number(file.path.size());
    memory.number(file.bytes.size());
    memory.bytes(file.path);
    memory.bytes(file.bytes);
  }
  if (memory.descriptor() < 0 || !memory.rewind()) {
    return makeError(ErrorKind::Io, "The model cannot be handed to the process that tries it",
                     std::strerror(errno));
  }
  const auto began = std::chrono::steady_clock::now();
  TATARA_ASSIGN(auto process, exec::Child::start(walledIn(options, files.bytes(), memory.descriptor())));
  const auto ending = process.waitFor(options.deadline);
  if (!ending) {
    process.kill();
    return makeError(ErrorKind::Corrupt, "The model did not load and answer within " +
                                             toDurationText(options.deadline.count()) +
                                             ", and is not loaded");
  }
  report.time =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
  const auto answer = text::parseJson(process.output());
  if (!ending->sound() || !answer) {
    return crashed(process, *ending, options);
  }
  if (const std::string* message = (*answer)["message"].asString()) {
    const std::string* detail = (*answer)["detail"].asString();
    return makeError(static_cast<ErrorKind>((*answer)["kind"].asInt().value_or(0)), *message,
                     detail ? *detail : std::string());
  }
  readReport(*answer, report);
  return report;
}

int probeMain() {
  std::string answer;
  try {
    answer = text::toJson(tryModel());
  } catch (const std::bad_alloc&) {
    // Of our own: the limit of memory was reached while a file was taken in.
    std::fputs("bad_alloc\n", stderr);
    return 1;
  }
  const std::size_t written = std::fwrite(answer.data(), 1, answer.size(), stdout);
  return written == answer.size() && std::fflush(stdout) == 0 ? 0 : 1;
}

}  // namespace tatara::infer

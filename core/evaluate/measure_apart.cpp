#include "core/evaluate/internal/measure_apart.h"

#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <thread>

#include "core/base/duration_text.h"
#include "core/base/new_file.h"
#include "core/base/number_text.h"
#include "core/base/whole_write.h"
#include "core/evaluate/internal/outside.h"
#include "core/exec/child.h"
#include "core/exec/walls.h"
#include "core/infer/ending_phrase.h"
#include "core/infer/probe.h"
#include "core/registry/registry.h"
#include "core/text/error_phrase.h"

namespace tatara::evaluate {
namespace {

using std::chrono::steady_clock;
using text::Json;

constexpr std::size_t kMostAnswer = 256u << 20;
constexpr std::chrono::milliseconds kLook{20};
constexpr std::chrono::milliseconds kTell{100};
constexpr std::string_view kStepMark = "step\t";
constexpr text::JsonLimits kAnswerLimits{.maxBytes = kMostAnswer};

std::string textAt(const Json& json) {
  return json.asString() ? *json.asString() : std::string();
}

Json namesJson(const std::vector<std::string>& names) {
  Json list = Json::array();
  for (const std::string& name : names) {
    list.append(name);
  }
  return list;
}

std::vector<std::string> namesIn(const Json& list) {
  std::vector<std::string> names;
  for (const Json& one : list.items()) {
    names.push_back(textAt(one));
  }
  return names;
}

Json versionJson(const Subject& subject) {
  return Json::object().set("model", subject.version.model).set("version", subject.version.version);
}

// A number as the text that reads back as the same.
Json exactly(double value) {
  return Json(toText(value));
}

double exactlyAt(const Json& json, double otherwise) {
  return parseDouble(textAt(json)).value_or(otherwise);
}

// Handed to the child as its standard input.
class OrderFile {
 public:
  explicit OrderFile(const std::string& text) : m_descriptor(::memfd_create("order", MFD_CLOEXEC)) {
    m_sound = m_descriptor >= 0 && writeWhole(m_descriptor, text) && ::lseek(m_descriptor, 0, SEEK_SET) == 0;
  }
  ~OrderFile() {
    if (m_descriptor >= 0) {
      ::close(m_descriptor);
    }
  }
  OrderFile(const OrderFile&) = delete;
  OrderFile& operator=(const OrderFile&) = delete;

  bool sound() const { return m_sound; }
  int descriptor() const { return m_descriptor; }

 private:
  int m_descriptor;
  bool m_sound = false;
};

// The steps that the child told since the last look, of which the newest is passed on.
class Steps {
 public:
  explicit Steps(const OnStep& onStep) : m_onStep(onStep) {}

  void look(const std::string& told) {
    std::string_view rest = std::string_view(told).substr(std::min(m_read, told.size()));
    std::string_view newest;
    for (std::size_t end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
      newest = rest.substr(0, end).starts_with(kStepMark) ? rest.substr(0, end) : newest;
      rest.remove_prefix(end + 1);
      m_read += end + 1;
    }
    if (m_onStep && !newest.empty()) {
      pass(newest.substr(kStepMark.size()));
    }
  }

 private:
  void pass(std::string_view step) const {
    const std::size_t first = step.find('\t');
    const std::size_t second = step.find('\t', first + 1);
    if (second == std::string_view::npos) {
      return;
    }
    const auto done = parseInt(step.substr(0, first));
    const auto total = parseInt(step.substr(first + 1, second - first - 1));
    if (done && total && *done >= 0 && *total >= 0) {
      m_onStep(step.substr(second + 1), static_cast<std::uint64_t>(*done),
               static_cast<std::uint64_t>(*total));
    }
  }

  const OnStep& m_onStep;
  std::size_t m_read = 0;
};

bool speaksOfMemory(std::string_view words) {
  for (const std::string_view sign :
       {"bad_alloc", "bad allocation", "out of memory", "Out of memory", "Out of Memory",
        "cannot allocate memory", "Cannot allocate memory", "failed to allocate", "Thread creation failed",
        "failed to map segment", "Resource temporarily unavailable"}) {
    if (words.find(sign) != std::string_view::npos) {
      return true;
    }
  }
  return false;
}

Error tooMuch(const Apart& apart, std::string detail) {
  return text::sayError(ErrorKind::Busy,
                        TATARA_SAYS("Phrase", "Measuring needs more memory than the %1 it may have"),
                        {toByteText(apart.memory)}, std::move(detail));
}

// What a child said beside its steps.
std::string complaints(const std::string& told) {
  std::string words;
  for (std::string_view rest = told; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    if (!rest.substr(0, end).starts_with(kStepMark)) {
      words += std::string(rest.substr(0, end)) + "\n";
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return words;
}

Result<Evaluation> readAnswer(const exec::Child& child, const exec::Ending& ending, const Apart& apart) {
  const std::string said = complaints(child.errors());
  const auto answer = text::parseJson(child.output(), kAnswerLimits);
  if (!ending.sound() || !answer) {
    if (speaksOfMemory(said)) {
      return tooMuch(apart, said);
    }
    if (ending.signal == SIGXCPU) {
      return tatara::text::sayError(
          ErrorKind::Busy, TATARA_SAYS("Phrase", "Measuring took more processor time than it may have"), {},
          said);
    }
    return tatara::text::sayError(ErrorKind::Corrupt,
                                  TATARA_SAYS("Phrase", "The process that measured it %1"),
                                  {infer::endingPhrase(ending)}, said);
  }
  if (const std::string* message = (*answer)["message"].asString()) {
    const std::string detail = textAt((*answer)["detail"]);
    if (speaksOfMemory(*message) || speaksOfMemory(detail)) {
      return tooMuch(apart, *message);
    }
    const auto kind = static_cast<ErrorKind>((*answer)["kind"].asInt().value_or(0));
    const auto phrase = tatara::text::Phrase::read((*answer)["phrase"]);
    return phrase && phrase->english() == *message ? tatara::text::phraseError(kind, *phrase, detail)
                                                   : makeError(kind, *message, detail);
  }
  Evaluation evaluation;
  evaluation.words = textAt((*answer)["words"]);
  evaluation.notes = namesIn((*answer)["notes"]);
  for (const Json& one : (*answer)["pieces"].items()) {
    TATARA_ASSIGN(auto piece, readPiece(textAt(one["name"]), textAt(one["text"]), textAt(one["digest"])));
    evaluation.pieces.push_back(std::move(piece));
  }
  return evaluation;
}

Result<Evaluation> waitFor(exec::Child& child, const Apart& apart, const OnStep& onStep,
                           const std::stop_token& stop) {
  const auto deadline = steady_clock::now() + apart.deadline;
  Steps steps(onStep);
  while (true) {
    const auto ending = child.waitFor(kLook);
    steps.look(child.errors());
    if (ending) {
      return readAnswer(child, *ending, apart);
    }
    if (stop.stop_requested()) {
      child.kill();
      return makeError(ErrorKind::Cancelled, "Stopped");
    }
    if (steady_clock::now() > deadline) {
      child.kill();
      return text::sayError(ErrorKind::Busy,
                            TATARA_SAYS("Phrase", "Measuring took longer than the %1 it may take"),
                            {toDurationText(apart.deadline.count())});
    }
  }
}

Result<Evaluation> measureInChild(const Apart& apart, const Json& order, const OnStep& onStep,
                                  const std::stop_token& stop) {
  const OrderFile file(text::toJson(order));
  if (!file.sound()) {
    return text::sayError(
        ErrorKind::Io, TATARA_SAYS("Phrase", "What to measure cannot be handed to the process that measures"),
        {}, std::strerror(errno));
  }
  std::error_code failed;
  const std::string program = apart.program.empty()
                                  ? std::filesystem::read_symlink("/proc/self/exe", failed).string()
                                  : apart.program.string();
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(apart.deadline).count() + 1;
  exec::ChildOptions options;
  options.command = {program, kMeasureWord};
  options.environment = exec::plainEnvironment();
  options.input = file.descriptor();
  options.memory = apart.memory;
  options.processorSeconds =
      static_cast<std::uint64_t>(seconds) * std::max(1u, std::thread::hardware_concurrency());
  options.endsWithParent = true;
  options.keptOutput = kMostAnswer;
  auto child = exec::Child::start(options);
  if (!child) {
    return makeError(ErrorKind::Io, child.error().message, child.error().detail);
  }
  return waitFor(*child, apart, onStep, stop);
}

Status tryModels(const EvaluationPlace& place, const EvaluationRequest& request) {
  for (const Subject* subject : {&request.challenger, request.champion ? &*request.champion : nullptr}) {
    if (subject != nullptr) {
      TATARA_ASSIGN(const auto files, loadModelFiles(place.artifacts, *subject));
      const auto tried = infer::probe(files, {.program = place.apart->program});
      if (!tried) {
        // NotFound is the program that was to try it.
        const ErrorKind kind = tried.error().kind == ErrorKind::NotFound ? ErrorKind::Io : tried.error().kind;
        return makeError(kind, subject->label + ": " + tried.error().message, tried.error().detail);
      }
    }
  }
  return {};
}

// In the child: about ten times a second.
OnStep tellSteps() {
  return [told = steady_clock::time_point(), last = std::string()](std::string_view doing, std::uint64_t done,
                                                                   std::uint64_t total) mutable {
    const auto now = steady_clock::now();
    if (now - told < kTell && last == doing) {
      return;
    }
    told = now;
    last = doing;
    std::fprintf(stderr, "%s%llu\t%llu\t%s\n", std::string(kStepMark).c_str(),
                 static_cast<unsigned long long>(done), static_cast<unsigned long long>(total),
                 std::string(doing).c_str());
  };
}

Result<std::string> readOrderText() {
  std::string text;
  std::array<char, 4096> buffer{};
  while (true) {
    const ssize_t count = ::read(STDIN_FILENO, buffer.data(), buffer.size());
    if (count < 0) {
      return tatara::text::sayError(ErrorKind::Io, TATARA_SAYS("Phrase", "What to measure did not arrive"),
                                    {}, std::strerror(errno));
    }
    if (count == 0) {
      return text;
    }
    text.append(buffer.data(), static_cast<std::size_t>(count));
  }
}

Result<registry::ModelVersion> versionOf(const store::Store& store, const Json& named) {
  const std::string model = textAt(named["model"]);
  const std::int64_t number = named["version"].asInt().value_or(0);
  TATARA_ASSIGN(const auto version, store.read([&](sql::Connection& connection) {
    return registry::findVersion(connection, model, number);
  }));
  if (!version) {
    return text::sayError(ErrorKind::NotFound, TATARA_SAYS("Phrase", "The model \"%1\" has no version %2"),
                          {model, std::to_string(number)});
  }
  return *version;
}

Result<Subject> subjectOf(const store::Store& store, const artifact::ArtifactStore& artifacts,
                          const Json& named) {
  TATARA_ASSIGN(const auto version, versionOf(store, named));
  return loadSubject(store, artifacts, version);
}

Result<Evaluation> measureHere() {
  TATARA_ASSIGN(const std::string text, readOrderText());
  TATARA_ASSIGN(const Json order, text::parseJson(text));
  TATARA_ASSIGN(const auto workspace, store::openWorkspace(textAt(order["workspace"])));
  const auto temporary = workspace.stateFolder() / "tmp";
  const bool own = static_cast<bool>(makeFolder(temporary));
  const std::string folder = own ? temporary.string() : std::string("/tmp");
  ::setenv("TMPDIR", folder.c_str(), 1);
  std::error_code failed;
  exec::raiseWalls({.writable = {workspace.stateFolder(), folder, "/dev/null"},
                    .programs = {std::filesystem::read_symlink("/proc/self/exe", failed)}});
  TATARA_ASSIGN(const auto store, store::Store::open(workspace));
  const artifact::ArtifactStore artifacts(store);
  TATARA_ASSIGN(const auto engine, dataset::Engine::open({.temporaryFolder = folder}));
  const EvaluationPlace place{*store, artifacts, *engine};
  if (order["reference"].isObject()) {
    TATARA_ASSIGN(const auto version, versionOf(*store, order["reference"]));
    TATARA_ASSIGN(auto piece, profileOf(place, version, {}, {}));
    Evaluation made;
    made.pieces.push_back(std::move(piece));
    return made;
  }
  EvaluationRequest request;
  TATARA_ASSIGN(request.challenger, subjectOf(*store, artifacts, order["challenger"]));
  if (order["champion"].isObject()) {
    TATARA_ASSIGN(request.champion, subjectOf(*store, artifacts, order["champion"]));
  }
  TATARA_TRY(readOrder(order, request));
  return evaluateVersion(place, request, tellSteps());
}

Json answerOf(const Result<Evaluation>& measured) {
  if (!measured) {
    return Json::object()
        .set("kind", static_cast<int>(measured.error().kind))
        .set("message", measured.error().message)
        .set("detail", measured.error().detail)
        .set("phrase", text::messageOf(measured.error()).json());
  }
  Json pieces = Json::array();
  for (const EvidencePiece& piece : measured->pieces) {
    pieces.append(
        Json::object().set("name", piece.name).set("text", piece.text()).set("digest", piece.digest()));
  }
  return Json::object()
      .set("words", measured->words)
      .set("notes", namesJson(measured->notes))
      .set("pieces", std::move(pieces));
}

}  // namespace

Json orderOf(const EvaluationPlace& place, const EvaluationRequest& request) {
  Json order = Json::object();
  order.set("workspace", place.store.workspace().root.string())
      .set("challenger", versionJson(request.challenger))
      .set("champion", request.champion ? versionJson(*request.champion) : Json())
      .set("data", request.data.empty() ? "" : std::filesystem::absolute(request.data).string())
      .set("data_name", request.dataName)
      .set("deciding", request.deciding)
      .set("slices", request.sliceColumns ? namesJson(*request.sliceColumns) : Json())
      .set("groups", namesJson(request.groupColumns))
      .set("draws", static_cast<std::int64_t>(request.bootstrap.draws))
      .set("seed", std::to_string(request.bootstrap.seed))
      .set("confidence", exactly(request.bootstrap.confidence))
      .set("method", static_cast<int>(request.bootstrap.method))
      .set("threads", request.bootstrap.threads)
      .set("threshold", exactly(request.threshold))
      .set("explain_rows", static_cast<std::int64_t>(request.explainRows))
      .set("latency", request.measureLatency);
  if (request.costs) {
    order.set("costs", Json::object()
                           .set("true_positive", exactly(request.costs->truePositive))
                           .set("false_positive", exactly(request.costs->falsePositive))
                           .set("false_negative", exactly(request.costs->falseNegative))
                           .set("true_negative", exactly(request.costs->trueNegative)));
  }
  return order;
}

Status readOrder(const Json& order, EvaluationRequest& request) {
  const auto seed = std::strtoull(textAt(order["seed"]).c_str(), nullptr, 10);
  const auto whole = [&](const char* key) { return order[key].asInt().value_or(0); };
  request.data = textAt(order["data"]);
  request.dataName = textAt(order["data_name"]);
  request.deciding = textAt(order["deciding"]);
  if (order["slices"].isArray()) {
    request.sliceColumns = namesIn(order["slices"]);
  }
  request.groupColumns = namesIn(order["groups"]);
  request.bootstrap = {.draws = static_cast<std::uint64_t>(whole("draws")),
                       .seed = seed,
                       .confidence = exactlyAt(order["confidence"], 0),
                       .method = static_cast<IntervalMethod>(whole("method")),
                       .threads = static_cast<int>(whole("threads"))};
  request.threshold = exactlyAt(order["threshold"], request.threshold);
  request.explainRows = static_cast<std::size_t>(whole("explain_rows"));
  request.measureLatency = order["latency"].asBool().value_or(true);
  if (const Json& costs = order["costs"]; costs.isObject()) {
    request.costs = Costs{exactlyAt(costs["true_positive"], 0), exactlyAt(costs["false_positive"], 0),
                          exactlyAt(costs["false_negative"], 0), exactlyAt(costs["true_negative"], 0)};
  }
  return check(request.bootstrap);
}

Result<Evaluation> evaluateApart(const EvaluationPlace& place, const EvaluationRequest& request,
                                 const OnStep& onStep, std::stop_token stop) {
  const Apart& apart = *place.apart;
  if (onStep) {
    onStep("Trying the models", 0, 1);
  }
  TATARA_TRY(tryModels(place, request));
  return measureInChild(apart, orderOf(place, request), onStep, stop);
}

Result<EvidencePiece> referenceApart(const EvaluationPlace& place, const registry::ModelVersion& version,
                                     std::stop_token stop) {
  Json order = Json::object();
  order.set("workspace", place.store.workspace().root.string())
      .set("reference", Json::object().set("model", version.model).set("version", version.version));
  TATARA_ASSIGN(auto made, measureInChild(*place.apart, order, {}, stop));
  if (made.pieces.size() != 1) {
    return makeError(ErrorKind::Internal, "The process that measured it gave no reference profile");
  }
  return std::move(made.pieces.front());
}

int measureMain() {
  std::string answer;
  try {
    answer = text::toJson(answerOf(measureHere()));
  } catch (const std::bad_alloc&) {
    std::fputs("bad_alloc\n", stderr);
    return 1;
  }
  const std::size_t written = std::fwrite(answer.data(), 1, answer.size(), stdout);
  return written == answer.size() && std::fflush(stdout) == 0 ? 0 : 1;
}

}  // namespace tatara::evaluate

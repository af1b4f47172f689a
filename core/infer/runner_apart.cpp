#include <algorithm>
#include <thread>
#include <utility>

#include "core/base/duration_text.h"
#include "core/base/mutex.h"
#include "core/base/number_text.h"
#include "core/infer/apart.h"
#include "core/infer/ending_phrase.h"
#include "core/infer/internal/batch_bytes.h"
#include "core/infer/internal/runners.h"
#include "core/infer/internal/tried_model.h"
#include "core/text/error_phrase.h"
#include "core/text/json.h"

namespace tatara::infer {
namespace {

constexpr std::chrono::milliseconds kLastWords{200};

class ApartRunner final : public Runner {
 public:
  ApartRunner(TriedModel model, const ApartOptions& options) : m_options(options), m_model(std::move(model)) {
    m_info = m_model->info;
  }

  Result<Batch> predict(const Batch& inputs) const override EXCLUDES(m_mutex) {
    TATARA_TRY(checkBatch(m_info.signature, inputs));
    std::string message;
    appendBytes(message, inputs);
    if (message.size() > kMostMessage) {
      return text::sayError(ErrorKind::InvalidArgument,
                            TATARA_SAYS("Phrase", "The rows to predict at once are larger than %1"),
                            {toByteText(kMostMessage)});
    }
    const Lock lock(m_mutex);
    if (!m_model) {
      return m_gone;
    }
    const auto until = std::chrono::steady_clock::now() + m_options.patience;
    std::optional<std::string> answer;
    if (m_model->channel->send(message, until, m_options.stop)) {
      answer = m_model->channel->receive(until, m_options.stop);
    }
    if (!answer || answer->empty()) {
      return ended(until);
    }
    const auto rest = std::string_view(*answer).substr(1);
    if (answer->front() == kAnswerMark) {
      return batchIn(rest);
    }
    TATARA_ASSIGN(const text::Json error, text::parseJson(rest));
    return errorIn(error);
  }

 private:
  // Takes the process away and says what became of it.
  Error ended(std::chrono::steady_clock::time_point until) const REQUIRES(m_mutex) {
    const bool late = std::chrono::steady_clock::now() >= until;
    const auto ending = late ? std::nullopt : m_model->process.waitFor(kLastWords);
    m_model->process.kill();
    const std::string said = m_model->process.errors();
    m_model.reset();
    if (m_options.stop.stop_requested()) {
      m_gone = makeError(ErrorKind::Cancelled, "Stopped");
    } else if (late) {
      m_gone = text::sayError(ErrorKind::Busy,
                              TATARA_SAYS("Phrase", "The model did not answer within %1 and was ended"),
                              {toDurationText(m_options.patience.count())});
    } else if (said.find("bad_alloc") != std::string::npos) {
      m_gone = tooMuchMemory(m_options.probe.memory, said);
    } else {
      m_gone =
          ending
              ? text::sayError(
                    ErrorKind::Corrupt,
                    TATARA_SAYS("Phrase", "The model makes the library that runs it crash: its process %1"),
                    {endingPhrase(*ending)}, said)
              : text::sayError(ErrorKind::Corrupt,
                               TATARA_SAYS("Phrase",
                                           "The model makes the library that runs it crash: its process "
                                           "broke off the conversation and was ended"),
                               {}, said);
    }
    return m_gone;
  }

  const ApartOptions m_options;
  mutable Mutex m_mutex;  // one prediction at a time; held while the child works
  mutable std::optional<TriedModel> m_model GUARDED_BY(m_mutex);
  mutable Error m_gone GUARDED_BY(m_mutex);  // once there is no model
};

}  // namespace

Result<std::unique_ptr<Runner>> loadRunnerApart(const ModelFiles& files, const ApartOptions& options) {
  TATARA_ASSIGN(const bool python, needsPython(files));
  if (python) {
    LoadOptions how;
    how.python.interpreter = options.python;
    how.python.predictTimeout = options.patience;
    return loadRunner(files, how);
  }
  const int processors = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  TATARA_ASSIGN(
      TriedModel tried,
      startTried(files, options.probe, options.threads > 0 ? options.threads : processors, options.stop));
  return std::make_unique<ApartRunner>(std::move(tried), options);
}

}  // namespace tatara::infer

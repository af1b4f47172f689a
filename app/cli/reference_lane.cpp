#include "app/cli/reference_lane.h"

#include <chrono>

#include "core/base/log.h"
#include "core/exec/child.h"

namespace tatara::cli {
namespace {

constexpr std::uint64_t kMemory = 8ull << 30;
constexpr std::uint64_t kProcessorSeconds = 600;
constexpr std::chrono::minutes kDeadline{15};
constexpr std::chrono::milliseconds kLook{50};

// What the child said before it ended, to go on a sentence with: without its name and the end of its line.
std::string reasonOf(const exec::Child& child) {
  constexpr std::string_view kName = "tatara: ";
  std::string words = child.errors();
  words.erase(words.find_last_not_of(" \n") + 1);
  if (words.starts_with(kName)) {
    words.erase(0, kName.size());
  }
  return words;
}

}  // namespace

ReferenceLane::ReferenceLane(std::filesystem::path workspace)
    : m_workspace(std::move(workspace)), m_thread([this](const std::stop_token& stop) { work(stop); }) {}

void ReferenceLane::add(const std::string& model, std::int64_t version) {
  {
    const std::lock_guard<std::mutex> lock(m_mutex);
    if (m_line.size() >= kMost) {
      log::warning("no reference profile of " + model + " version " + std::to_string(version) +
                   ": too many wait already");
      return;
    }
    m_line.push_back({model, version});
  }
  m_wake.notify_one();
}

void ReferenceLane::work(const std::stop_token& stop) {
  while (true) {
    Wanted wanted;
    {
      std::unique_lock<std::mutex> lock(m_mutex);
      if (!m_wake.wait(lock, stop, [this] { return !m_line.empty(); })) {
        return;
      }
      wanted = std::move(m_line.front());
      m_line.pop_front();
    }
    make(wanted, stop);
  }
}

void ReferenceLane::make(const Wanted& wanted, const std::stop_token& stop) const {
  const std::string title = wanted.model + " version " + std::to_string(wanted.version);
  exec::ChildOptions options;
  options.command = {std::filesystem::read_symlink("/proc/self/exe").string(),
                     "models",
                     "reference",
                     "--workspace",
                     m_workspace.string(),
                     "--",
                     wanted.model,
                     std::to_string(wanted.version)};
  options.memory = kMemory;
  options.processorSeconds = kProcessorSeconds;
  auto child = exec::Child::start(options);
  if (!child) {
    log::error("starting the reference profile of " + title, child.error());
    return;
  }
  const auto deadline = std::chrono::steady_clock::now() + kDeadline;
  std::optional<exec::Ending> ending;
  while (!(ending = child->waitFor(kLook))) {
    if (stop.stop_requested() || std::chrono::steady_clock::now() > deadline) {
      child->kill();
      log::warning("the reference profile of " + title +
                   (stop.stop_requested() ? " was left, because the server stops" : " took too long"));
      return;
    }
  }
  if (!ending->sound()) {
    log::warning("no reference profile of " + title + ": " + reasonOf(*child));
  }
}

}  // namespace tatara::cli

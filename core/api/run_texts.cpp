#include "core/api/internal/run_texts.h"

#include "core/api/internal/answer.h"
#include "core/store/change.h"
#include "core/track/runs.h"

namespace tatara::api {
namespace {

// Some eight thousand runs with ten params, metrics and tags each.
constexpr std::size_t kMaxBytes = 16u << 20;

}  // namespace

Result<bool> RunTexts::follow(sql::Connection& snapshot, std::int64_t newest) {
  std::int64_t seen = 0;
  {
    Lock lock(m_mutex);
    seen = m_seen;
  }
  if (newest <= seen) {
    return newest == seen;
  }
  TATARA_ASSIGN(const store::ChangeSet changes, store::changesSince(snapshot, seen));
  Lock lock(m_mutex);
  if (m_seen != seen) {
    return m_seen == newest;  // another search came first
  }
  bool all = changes.everything;
  for (const store::Change& change : changes.changes) {
    all = all || change.kind == store::ChangeKind::Experiment;  // takes its runs with it
    if (const auto found = m_texts.find(track::RunKey(change.object)); found != m_texts.end()) {
      m_bytes -= found->second->size();
      m_texts.erase(found);
    }
  }
  if (all) {
    m_texts.clear();
    m_bytes = 0;
  }
  m_seen = newest;
  return true;
}

void RunTexts::keep(std::int64_t newest, std::span<const std::pair<track::RunKey, RunText>> fresh) {
  Lock lock(m_mutex);
  if (m_seen != newest) {
    return;
  }
  for (const auto& [key, text] : fresh) {
    if (m_bytes + text->size() > kMaxBytes) {
      m_texts.clear();
      m_bytes = 0;
    }
    if (m_texts.emplace(key, text).second) {
      m_bytes += text->size();
    }
  }
}

Result<std::vector<RunText>> RunTexts::at(sql::Connection& snapshot,
                                          std::span<const track::RunInfo* const> runs) {
  TATARA_ASSIGN(const std::int64_t newest, store::newestChange(snapshot));
  TATARA_ASSIGN(const bool current, follow(snapshot, newest));
  std::vector<RunText> texts(runs.size());
  if (current) {
    Lock lock(m_mutex);
    for (std::size_t i = 0; i < runs.size() && m_seen == newest; ++i) {
      if (const auto found = m_texts.find(runs[i]->key); found != m_texts.end()) {
        texts[i] = found->second;
      }
    }
  }
  std::vector<std::pair<track::RunKey, RunText>> fresh;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (texts[i]) {
      continue;
    }
    TATARA_ASSIGN(const auto run, track::findRun(snapshot, runs[i]->id));
    if (run) {
      JsonOut out;
      write(out, *run);
      texts[i] = std::make_shared<const std::string>(out.take());
      fresh.emplace_back(runs[i]->key, texts[i]);
    }
  }
  if (current) {
    keep(newest, fresh);
  }
  std::erase(texts, nullptr);
  return texts;
}

}  // namespace tatara::api

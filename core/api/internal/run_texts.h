// Runs as the JSON that a search answers, kept between searches until they change.
//
// Sweeps and dashboards ask for the same runs again and again; what did not change is not read again. A text
// is only kept when it was read in the snapshot that the cache stands at, so an old snapshot can bring
// nothing back. Bounded in bytes. Threads: any.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/base/mutex.h"
#include "core/base/result.h"
#include "core/sql/connection.h"
#include "core/track/types.h"

namespace tatara::api {

using RunText = std::shared_ptr<const std::string>;

class RunTexts {
 public:
  // In the order of `runs`; those that are gone are left out.
  Result<std::vector<RunText>> at(sql::Connection& snapshot, std::span<const track::RunInfo* const> runs)
      EXCLUDES(m_mutex);

 private:
  // Forgets what changed up to `newest`. False when the cache is ahead of this snapshot.
  Result<bool> follow(sql::Connection& snapshot, std::int64_t newest) EXCLUDES(m_mutex);
  void keep(std::int64_t newest, std::span<const std::pair<track::RunKey, RunText>> fresh) EXCLUDES(m_mutex);

  Mutex m_mutex;
  std::int64_t m_seen GUARDED_BY(m_mutex) = 0;  // number of the last change that it knows of
  std::size_t m_bytes GUARDED_BY(m_mutex) = 0;
  std::unordered_map<track::RunKey, RunText> m_texts GUARDED_BY(m_mutex);
};

}  // namespace tatara::api

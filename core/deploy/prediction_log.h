// Requests with their answers, kept in the store in compressed blocks: a line of JSON a request, zstd.
//
//   {"id": "…", "at": ms, "ms": time taken, "rows": n, "inputs": {"temp": [0.3]}, "outputs": {"prediction":
//   [12.5]}}
//
// Lines wait in memory, at most kMostWaiting bytes, until flush() hands them to the store's writer. What does
// not fit there, or cannot be written (a full disk), is dropped and counted; serving goes on.
// Threads: add() and lost() from any; flush() from one.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/mutex.h"
#include "core/deploy/endpoints.h"
#include "core/infer/tensor.h"

namespace tatara::deploy {

struct LoggedRequest {
  EndpointId endpoint;
  std::int64_t version = 0;
  std::string_view id;
  Timestamp at{};
  double milliseconds = 0;
};

class PredictionLog {
 public:
  static constexpr std::size_t kMostWaiting = 64u << 20;

  explicit PredictionLog(std::shared_ptr<store::Store> store) : m_store(std::move(store)) {}

  void add(const LoggedRequest& request, const infer::Batch& inputs, const infer::Batch& outputs,
           const std::vector<std::string>& masked) EXCLUDES(m_mutex);
  // Gentle: with a breath after every piece, so that on few processors no request waits for more than one;
  // where much waits it is done without.
  enum class Pace { Swift, Gentle };
  void flush(Pace pace = Pace::Swift) EXCLUDES(m_mutex);
  std::size_t waiting() const EXCLUDES(m_mutex);  // bytes
  std::int64_t lost() const { return *m_lost; }

 private:
  struct Block {
    std::vector<std::string>
        pieces;  // that do not move when more comes: nobody waits for megabytes to be copied
    std::int64_t requests = 0;
    std::int64_t firstMillis = 0;
    std::int64_t lastMillis = 0;
  };
  using Key = std::pair<std::int64_t, std::int64_t>;  // endpoint, version

  const std::shared_ptr<store::Store> m_store;
  const std::shared_ptr<std::atomic<std::int64_t>> m_lost = std::make_shared<std::atomic<std::int64_t>>(0);

  mutable Mutex m_mutex;
  std::map<Key, Block> m_blocks GUARDED_BY(m_mutex);
  std::size_t m_waiting GUARDED_BY(m_mutex) = 0;
};

}  // namespace tatara::deploy

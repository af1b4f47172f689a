// Reference profiles of versions that clients of the tracking server register: computed one after the other
// by child processes (`tatara models reference`), so that neither a model's bytes nor its data are ever
// opened in the server, and no request waits.
//
// What a client registers faster than profiles are made waits in line; beyond kMost the version stays
// without, which the log says, and the same command makes it later. A child that takes too long or too much
// is ended. Threads: add() from any; one thread of its own, which ends its child and itself when this goes.
#pragma once

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>

namespace tatara::cli {

class ReferenceLane {
 public:
  explicit ReferenceLane(std::filesystem::path workspace);

  void add(const std::string& model, std::int64_t version);

 private:
  static constexpr std::size_t kMost = 10'000;
  struct Wanted {
    std::string model;
    std::int64_t version = 0;
  };
  void work(const std::stop_token& stop);
  void make(const Wanted& wanted, const std::stop_token& stop) const;

  const std::filesystem::path m_workspace;
  std::mutex m_mutex;
  std::condition_variable_any m_wake;
  std::deque<Wanted> m_line;  // guarded by m_mutex
  std::jthread m_thread;      // last: ends before the line does
};

}  // namespace tatara::cli

// One end of a Unix socket to a child that runs a model. A message is eight bytes of length (as this machine
// writes them) and as many bytes.
//
// Threads: one at a time. Errors: none; what could not be moved in time is false or nothing, and whoever
// asked looks at the clock, the stop token and the child for the reason.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace tatara::infer {

inline constexpr std::uint64_t kMostMessage = 256ull << 20;

class Channel {
 public:
  explicit Channel(int descriptor) : m_descriptor(descriptor) {}
  ~Channel();
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  int descriptor() const { return m_descriptor; }

  using Until = std::chrono::steady_clock::time_point;
  bool send(std::string_view message, Until until, const std::stop_token& stop = {}) const;
  // Nothing when the other end is gone, the time is over, or the message is longer than kMostMessage.
  std::optional<std::string> receive(Until until, const std::stop_token& stop = {}) const;

 private:
  bool ready(short events, Until until, const std::stop_token& stop) const;
  bool move(std::string_view data, Until until, const std::stop_token& stop) const;
  bool take(char* target, std::size_t size, Until until, const std::stop_token& stop) const;

  int m_descriptor;
};

struct ChannelPair {
  std::unique_ptr<Channel> here;
  std::unique_ptr<Channel> child;  // to be closed here once the child has it, or its end is never seen
};
Result<ChannelPair> makeChannel();

}  // namespace tatara::infer

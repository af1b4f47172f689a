#include "core/infer/internal/channel.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "core/text/error_phrase.h"

namespace tatara::infer {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

Channel::~Channel() {
  ::close(m_descriptor);
}

bool Channel::send(std::string_view message, Until until, const std::stop_token& stop) const {
  const std::uint64_t size = message.size();
  return move({reinterpret_cast<const char*>(&size), sizeof size}, until, stop) && move(message, until, stop);
}

std::optional<std::string> Channel::receive(Until until, const std::stop_token& stop) const {
  std::uint64_t size = 0;
  if (!take(reinterpret_cast<char*>(&size), sizeof size, until, stop) || size > kMostMessage) {
    return std::nullopt;
  }
  std::string message(size, '\0');
  return take(message.data(), size, until, stop) ? std::optional(std::move(message)) : std::nullopt;
}

bool Channel::ready(short events, Until until, const std::stop_token& stop) const {
  constexpr std::int64_t kLook = 50;  // milliseconds between two looks at the stop token
  while (!stop.stop_requested()) {
    // Rounded up: who gives up before `until` would take its end for the child's.
    const auto left = std::chrono::ceil<milliseconds>(until - steady_clock::now()).count();
    if (left <= 0) {
      return false;
    }
    pollfd watched{m_descriptor, events, 0};
    const std::int64_t wait = std::min<std::int64_t>(left, stop.stop_possible() ? kLook : 1'000'000'000);
    const int count = ::poll(&watched, 1, static_cast<int>(wait));
    if (count > 0) {
      return true;
    }
    if (count < 0 && errno != EINTR) {
      return false;
    }
  }
  return false;
}

bool Channel::move(std::string_view data, Until until, const std::stop_token& stop) const {
  while (!data.empty()) {
    if (!ready(POLLOUT, until, stop)) {
      return false;
    }
    const ssize_t count = ::send(m_descriptor, data.data(), data.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count < 0 && errno != EAGAIN && errno != EINTR) {
      return false;
    }
    data.remove_prefix(count > 0 ? static_cast<std::size_t>(count) : 0);
  }
  return true;
}

bool Channel::take(char* target, std::size_t size, Until until, const std::stop_token& stop) const {
  while (size > 0) {
    if (!ready(POLLIN, until, stop)) {
      return false;
    }
    const ssize_t count = ::recv(m_descriptor, target, size, MSG_DONTWAIT);
    if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)) {
      return false;
    }
    const auto got = count > 0 ? static_cast<std::size_t>(count) : 0;
    target += got;
    size -= got;
  }
  return true;
}

Result<ChannelPair> makeChannel() {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    return text::sayError(ErrorKind::Io,
                          TATARA_SAYS("Phrase", "No socket can be made for the process that runs the model"),
                          {}, std::strerror(errno));
  }
  return ChannelPair{std::make_unique<Channel>(ends[0]), std::make_unique<Channel>(ends[1])};
}

}  // namespace tatara::infer

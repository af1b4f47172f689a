#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>

#include "core/base/file_error.h"
#include "core/crypto/internal/ssh_wire.h"

namespace tatara::crypto::internal {
namespace {

constexpr char kSignRequest = 13;
constexpr char kSignResponse = 14;
constexpr std::uint32_t kMostAnswerBytes = 256 * 1024;

class Socket {
 public:
  explicit Socket(int handle) : m_handle(handle) {}
  ~Socket() {
    if (m_handle >= 0) {
      ::close(m_handle);
    }
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  int handle() const { return m_handle; }

 private:
  int m_handle;
};

Error silent() {
  return makeError(ErrorKind::Io,
                   "The ssh-agent did not answer in time; if it asks you to confirm the use of the key, do "
                   "that sooner, or add the key without \"ssh-add -c\"",
                   "SSH_AUTH_SOCK");
}

Status sendAll(int handle, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(handle, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) {
      continue;
    }
    if (sent <= 0) {
      return silent();
    }
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return {};
}

using Deadline = std::chrono::steady_clock::time_point;

int millisUntil(Deadline deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
  return static_cast<int>(std::max<std::int64_t>(0, left.count()));
}

Result<std::string> receive(int handle, std::size_t count, Deadline deadline) {
  std::string bytes(count, '\0');
  std::size_t have = 0;
  while (have < count) {
    pollfd waiting{handle, POLLIN, 0};
    const int ready = ::poll(&waiting, 1, millisUntil(deadline));
    if (ready < 0 && errno == EINTR) {
      continue;
    }
    if (ready <= 0) {
      return silent();
    }
    const ssize_t got = ::recv(handle, bytes.data() + have, count - have, 0);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got <= 0) {
      return silent();
    }
    have += static_cast<std::size_t>(got);
  }
  return bytes;
}

Result<int> connectToAgent() {
  const char* path = std::getenv("SSH_AUTH_SOCK");  // NOLINT(concurrency-mt-unsafe): nothing here sets it
  sockaddr_un address{};
  if (path == nullptr || *path == '\0' || std::strlen(path) >= sizeof address.sun_path) {
    return makeError(
        ErrorKind::NotFound,
        "The private half of the signing key is neither beside it nor in an ssh-agent; start one "
        "and \"ssh-add\" the key");
  }
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path, std::strlen(path));
  const int handle = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (handle < 0 || ::connect(handle, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    const int code = errno;
    if (handle >= 0) {
      ::close(handle);
    }
    return fileError("The ssh-agent cannot be reached", path, code);
  }
  return handle;
}

}  // namespace

Result<std::string> signWithAgent(std::string_view publicKeyBlob, std::string_view message,
                                  std::chrono::milliseconds wait) {
  TATARA_ASSIGN(const int handle, connectToAgent());
  const Socket socket(handle);
  std::string body(1, kSignRequest);
  putText(body, publicKeyBlob);
  putText(body, message);
  putNumber(body, 0);
  std::string request;
  putText(request, body);
  const Deadline deadline = std::chrono::steady_clock::now() + wait;
  TATARA_TRY(sendAll(socket.handle(), request));
  TATARA_ASSIGN(const auto head, receive(socket.handle(), 4, deadline));
  const std::uint32_t length = WireReader(head).number().value_or(0);
  if (length == 0 || length > kMostAnswerBytes) {
    return makeError(ErrorKind::Io, "The ssh-agent gave an answer that is not understood");
  }
  TATARA_ASSIGN(const auto answer, receive(socket.handle(), length, deadline));
  WireReader reader(answer);
  if (!reader.take(std::string_view(&kSignResponse, 1))) {
    return makeError(ErrorKind::PermissionDenied,
                     "The ssh-agent does not sign with this key; \"ssh-add -l\" lists those that it holds");
  }
  const auto signature = reader.text();
  if (!signature) {
    return makeError(ErrorKind::Io, "The ssh-agent gave an answer that is not understood");
  }
  return std::string(*signature);
}

}  // namespace tatara::crypto::internal

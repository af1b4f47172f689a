#include "core/http/listening.h"

#include <fcntl.h>
#include <sys/socket.h>

#include <string>
#include <utility>

#include "core/http/internal/listening.h"
#include "core/http/server.h"
#include "core/text/error_phrase.h"

namespace tatara::http {
namespace {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;
using ErrorCode = boost::system::error_code;

Result<Tcp::endpoint> endpointOf(const std::string& host, std::uint16_t port) {
  ErrorCode error;
  const auto address = asio::ip::make_address(host == "localhost" ? "127.0.0.1" : host, error);
  if (error) {
    return text::sayError(
        ErrorKind::InvalidArgument,
        TATARA_SAYS("Phrase", "'%1' is not an address to listen on; give one like 127.0.0.1 or ::1"), {host});
  }
  return Tcp::endpoint(address, port);
}

// Null when the options name no certificate.
Result<std::unique_ptr<asio::ssl::context>> makeTls(const ServerOptions& options) {
  if (options.certificateFile.empty() && options.keyFile.empty()) {
    return std::unique_ptr<asio::ssl::context>();
  }
  if (options.certificateFile.empty() || options.keyFile.empty()) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "TLS needs both a certificate and its key"));
  }
  auto tls = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
  ErrorCode error;
  tls->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 |
                       asio::ssl::context::no_tlsv1_1 | asio::ssl::context::no_compression,
                   error);
  tls->use_certificate_chain_file(options.certificateFile, error);
  if (error) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "'%1' does not give a certificate in PEM: %2"),
                          {options.certificateFile, error.message()});
  }
  tls->use_private_key_file(options.keyFile, asio::ssl::context::pem, error);
  if (error) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "'%1' does not give the key of that certificate in PEM: %2"),
                          {options.keyFile, error.message()});
  }
  return tls;
}

Status listenAt(Acceptor& acceptor, const Tcp::endpoint& endpoint) {
  ErrorCode error;
  acceptor.open(endpoint.protocol(), error);
  if (!error) {
    acceptor.set_option(Acceptor::reuse_address(true), error);
  }
  if (!error) {
    acceptor.bind(endpoint, error);
  }
  if (!error) {
    acceptor.listen(1024, error);
  }
  if (!error) {
    return {};
  }
  const std::string where = endpoint.address().to_string() + ":" + std::to_string(endpoint.port());
  if (error == asio::error::address_in_use) {
    return text::sayError(
        ErrorKind::AlreadyExists,
        TATARA_SAYS("Phrase",
                    "Port %1 of %2 is already in use by another program; stop it or choose another port"),
        {std::to_string(endpoint.port()), endpoint.address().to_string()}, error.message());
  }
  const bool denied = error == asio::error::access_denied;
  return text::sayError(denied ? ErrorKind::PermissionDenied : ErrorKind::InvalidArgument,
                        TATARA_SAYS("Phrase", "Cannot listen on %1: %2"), {where, error.message()});
}

}  // namespace

Listening::Listening(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Listening::Listening(Listening&&) noexcept = default;
Listening& Listening::operator=(Listening&&) noexcept = default;
Listening::~Listening() = default;

std::uint16_t Listening::port() const {
  ErrorCode error;
  return m_impl->acceptor.local_endpoint(error).port();
}

Result<Listening> Listening::open(const ServerOptions& options) {
  TATARA_ASSIGN(const Tcp::endpoint endpoint, endpointOf(options.host, options.port));
  auto impl = std::make_unique<Impl>();
  TATARA_ASSIGN(impl->tls, makeTls(options));
  impl->protocol = endpoint.protocol();
  TATARA_TRY(listenAt(impl->acceptor, endpoint));
  return Listening(std::move(impl));
}

Result<Listening> Listening::adopt(int descriptor, const ServerOptions& options) {
  auto impl = std::make_unique<Impl>();
  TATARA_ASSIGN(impl->tls, makeTls(options));
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  int listens = 0;
  socklen_t flagSize = sizeof listens;
  if (::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) != 0 ||
      ::getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listens, &flagSize) != 0 || listens == 0) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "What was handed over is no socket that listens"));
  }
  ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  impl->protocol = address.ss_family == AF_INET6 ? Tcp::v6() : Tcp::v4();
  ErrorCode error;
  impl->acceptor.assign(impl->protocol, descriptor, error);
  if (error) {
    return makeError(ErrorKind::Internal, "The port could not be taken over: " + error.message());
  }
  return Listening(std::move(impl));
}

int Listening::descriptor() const {
  return m_impl->acceptor.native_handle();
}

}  // namespace tatara::http

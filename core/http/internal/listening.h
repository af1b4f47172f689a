// What a Listening holds. Threads: a value.
#pragma once

#include "core/http/internal/wire.h"

#include <memory>

#include "core/http/listening.h"

namespace tatara::http {

using Acceptor = boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, Executor>;

struct Listening::Impl {
  boost::asio::io_context io{1};  // only until a server takes the socket
  Acceptor acceptor{io};
  boost::asio::ip::tcp protocol = boost::asio::ip::tcp::v4();
  std::unique_ptr<boost::asio::ssl::context> tls;  // null: plain
};

}  // namespace tatara::http

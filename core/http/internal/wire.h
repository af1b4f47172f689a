// The bytes of a connection, plain or through TLS (OpenSSL, by asio's stream).
//
// One reading and one writing operation at a time. Threads: the io thread.
#pragma once

#include <utility>  // asio 1.74's awaitable.hpp forgets it

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <optional>
#include <string_view>

namespace tatara::http {

using Executor = boost::asio::io_context::executor_type;
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;

class Wire {
 public:
  using ErrorCode = boost::system::error_code;

  // `tls` null: plain.
  Wire(Socket socket, boost::asio::ssl::context* tls) : m_socket(std::move(socket)) {
    if (tls) {
      m_tls.emplace(m_socket, *tls);
    }
  }
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  Socket& socket() { return m_socket; }
  bool encrypted() const { return m_tls.has_value(); }

  template <typename F>
  void handshake(F done) {
    m_tls->async_handshake(boost::asio::ssl::stream_base::server, std::move(done));
  }
  template <typename Buffers, typename F>
  void readSome(const Buffers& buffers, F done) {
    if (m_tls) {
      m_tls->async_read_some(buffers, std::move(done));
    } else {
      m_socket.async_read_some(buffers, std::move(done));
    }
  }
  // All of `first`, then all of `second`; in one call of the system where the socket takes it.
  template <typename F>
  void write(std::string_view first, std::string_view second, F done) {
    const std::array<boost::asio::const_buffer, 2> bytes = {boost::asio::buffer(first),
                                                            boost::asio::buffer(second)};
    // Without this asio hands over 64 KiB at a time.
    const auto left = [size = first.size() + second.size()](const ErrorCode& error, std::size_t written) {
      return error ? 0 : size - written;
    };
    if (m_tls) {
      boost::asio::async_write(*m_tls, bytes, left, std::move(done));
    } else {
      boost::asio::async_write(m_socket, bytes, left, std::move(done));
    }
  }
  // Last words beside a reading that is under way; TLS has no place for them.
  void tryWrite(std::string_view bytes) {
    if (!m_tls) {
      ErrorCode ignored;
      m_socket.non_blocking(true, ignored);
      m_socket.write_some(boost::asio::buffer(bytes), ignored);
    }
  }

 private:
  Socket m_socket;
  std::optional<boost::asio::ssl::stream<Socket&>> m_tls;
};

}  // namespace tatara::http

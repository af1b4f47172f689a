#include <algorithm>

#include "core/base/log.h"
#include "core/http/internal/connection.h"
#include "core/http/internal/status_text.h"

namespace tatara::http {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kKeptCapacity = 64 * 1024;  // buffers larger than this are given back after the request
constexpr std::size_t kCopiedBody = 16 * 1024;    // a longer body is sent from where it is

}  // namespace

void Connection::refuse(Refusal refusal) {
  m_began = m_began.value_or(Clock::now());
  m_response = m_loop->options.refuse(refusal);
  // Nothing after a broken or unwanted request can be trusted to be where the next one starts.
  const bool clean =
      m_parser->is_done() && (refusal.status == 404 || refusal.status == 405 || refusal.status == 429);
  writeHead(clean && m_parser->get().keep_alive() && !m_loop->draining);
  writeOut();
}

void Connection::answer(Result<Response> result) {
  if (m_state == State::Closed) {
    return;
  }
  if (result) {
    m_response = std::move(*result);
  } else {
    m_response = m_loop->options.explain(result.error());
  }
  writeHead(m_parser->is_done() && m_parser->get().keep_alive() && !m_loop->draining);
  writeOut();
}

void Connection::writeHead(bool keepAlive) {
  m_keepAlive = keepAlive;
  const Response& response = m_response;
  const bool headOnly = m_parser->is_header_done() && m_request.method == Method::Head;
  const auto sourceSize = response.source ? response.source->size() : std::nullopt;
  m_chunked = response.source && !sourceSize;
  m_sourceLeft = sourceSize.value_or(0);
  m_sourceDone = !response.source || headOnly;

  m_out.clear();
  m_outBody = {};
  m_written = 0;
  m_out += "HTTP/1.1 ";
  m_out += std::to_string(response.status);
  m_out += ' ';
  m_out += statusText(response.status);
  if (!response.contentType.empty()) {
    m_out += "\r\nContent-Type: ";
    m_out += response.contentType;
  }
  if (m_chunked) {
    m_out += "\r\nTransfer-Encoding: chunked";
  } else {
    m_out += "\r\nContent-Length: ";
    m_out += std::to_string(response.source ? m_sourceLeft : response.body.size());
  }
  if (!keepAlive) {
    m_out += "\r\nConnection: close";
  }
  for (const auto& [name, value] : response.fields) {
    // A value from outside must not end the header early.
    if (value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos) {
      m_out += "\r\n" + name + ": " + value;
    }
  }
  m_out += "\r\n\r\n";
  m_bodySent = 0;
  if (!headOnly && !response.source) {
    m_bodySent = response.body.size();
    if (response.body.size() <= kCopiedBody) {
      m_out += response.body;
    } else {
      m_outBody = response.body;
    }
  }
}

// A piece at a time, each with the whole deadline: however long the answer, a peer that takes some is not
// cut.
void Connection::writeOut() {
  enter(State::Writing);
  const std::size_t ofHead = std::min(m_written, m_out.size());
  const auto head = std::string_view(m_out).substr(ofHead, kPiece);
  const auto body = m_outBody.substr(m_written - ofHead, kPiece - head.size());
  m_wire.write(head, body, [self = shared_from_this()](ErrorCode error, std::size_t count) {
    self->onWritten(error, count);
  });
}

void Connection::onWritten(ErrorCode error, std::size_t count) {
  if (m_state == State::Closed) {
    return;
  }
  if (error) {
    return close();
  }
  m_written += count;
  if (m_written < m_out.size() + m_outBody.size()) {
    return writeOut();
  }
  m_sourceDone ? finishResponse() : readSource();
}

void Connection::readSource() {
  enter(State::Fetching);
  m_loop->workers->post([self = shared_from_this()] {
    self->m_chunk.resize(kPiece);
    auto count = std::make_shared<Result<std::size_t>>(
        self->m_response.source->read(self->m_chunk.data(), self->m_chunk.size()));
    self->m_loop->post([self, count] { self->onSource(std::move(*count)); });
  });
}

void Connection::onSource(Result<std::size_t> count) {
  if (m_state == State::Closed) {
    return;
  }
  const bool shortRead = count && *count == 0 && !m_chunked && m_sourceLeft > 0;
  if (!count || shortRead) {
    // The head is out already: only a cut connection can still say that this is not the whole.
    log::error("sending a file",
               count ? makeError(ErrorKind::Io, "it became shorter meanwhile") : count.error());
    return close();
  }
  m_out.clear();
  m_written = 0;
  if (m_chunked) {
    constexpr std::string_view kHex = "0123456789abcdef";
    std::string size;
    for (std::size_t left = *count; left > 0; left /= 16) {
      size.insert(size.begin(), kHex[left % 16]);
    }
    m_out += (*count == 0 ? "0" : size) + "\r\n";
    m_out.append(m_chunk, 0, *count);
    m_bodySent += *count;
    m_out += "\r\n";
    m_sourceDone = *count == 0;
  } else {
    const auto taken = static_cast<std::size_t>(std::min<std::uint64_t>(*count, m_sourceLeft));
    m_out.assign(m_chunk, 0, taken);
    m_bodySent += taken;
    m_sourceLeft -= taken;
    m_sourceDone = m_sourceLeft == 0;
  }
  writeOut();
}

void Connection::releaseBody() {
  m_loop->bodyBytes -= m_bodyReserved;
  m_bodyReserved = 0;
}

void Connection::tellWatch(int status, bool cut) {
  if (!m_began) {
    return;
  }
  const SteadyTime began = *std::exchange(m_began, std::nullopt);
  if (!m_loop->options.watch) {
    return;
  }
  m_loop->options.watch({.method = m_request.method,
                         .route = m_route ? std::string_view(m_route->pattern) : std::string_view(),
                         .path = m_request.path,
                         .peer = m_peerAddress,
                         .client = m_request.field("user-agent").value_or(""),
                         .caller = m_request.caller.name,
                         .status = status,
                         .cut = cut,
                         .bytesIn = m_bodySeen,
                         .bytesOut = m_bodySent,
                         .time = Clock::now() - began});
}

void Connection::finishResponse() {
  tellWatch(m_response.status, false);
  if (!m_keepAlive) {
    return linger();
  }
  releaseBody();
  m_response = Response{};
  for (std::string* text : {&m_request.body, &m_chunk, &m_out}) {
    if (text->capacity() > kKeptCapacity) {
      std::string().swap(*text);
    }
  }
  if (m_buffer.size() == 0 && m_buffer.capacity() > kKeptCapacity) {
    m_buffer.shrink_to_fit();
  }
  resetParser();
  enter(State::Idle);
  if (m_buffer.size() > 0) {
    enter(State::Header);
    return parse();
  }
  // Its head was on the way before the server was to stop, so it promised to take another request.
  m_loop->stopping ? close() : read();
}

void Connection::linger() {
  releaseBody();
  ErrorCode error;
  m_wire.socket().shutdown(Socket::shutdown_send, error);
  m_buffer.consume(m_buffer.size());
  if (error || m_parser->is_done()) {
    return close();  // the client has nothing left to send
  }
  enter(State::Lingering);
  m_lingered = 0;
  read();
}

}  // namespace tatara::http

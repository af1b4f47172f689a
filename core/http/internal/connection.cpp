#include "core/http/internal/connection.h"

#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <limits>

#include "core/http/internal/ascii.h"
#include "core/http/target.h"

namespace tatara::http {
namespace {

namespace asio = boost::asio;
namespace bhttp = boost::beast::http;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kSmallRead = 8 * 1024;
constexpr std::size_t kInlineBody = 16 * 1024;  // async handlers with more to parse go to a worker
constexpr std::size_t kLingerBytes = 8u << 20;
constexpr std::chrono::seconds kLingerTime{3};
constexpr int kClientLeft = 499;  // as nginx counts them

Method toMethod(bhttp::verb verb) {
  switch (verb) {
    case bhttp::verb::get:
      return Method::Get;
    case bhttp::verb::head:
      return Method::Head;
    case bhttp::verb::post:
      return Method::Post;
    case bhttp::verb::put:
      return Method::Put;
    case bhttp::verb::patch:
      return Method::Patch;
    case bhttp::verb::delete_:
      return Method::Delete;
    case bhttp::verb::options:
      return Method::Options;
    default:
      return Method::Other;
  }
}

bool changesSomething(Method method) {
  return method != Method::Get && method != Method::Head && method != Method::Options;
}

std::string_view view(boost::beast::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

Connection::Connection(std::shared_ptr<Loop> loop, Socket socket)
    : m_loop(std::move(loop)),
      m_wire(std::move(socket), m_loop->tls.get()),
      m_buffer(m_loop->options.maxHeader + kPiece) {}

Connection::~Connection() = default;

void Connection::start() {
  m_loop->connections[this] = weak_from_this();
  ++m_loop->connectionCount;
  ErrorCode error;
  m_wire.socket().set_option(asio::ip::tcp::no_delay(true), error);
  const auto local = m_wire.socket().local_endpoint(error);
  if (error) {
    return close();
  }
  m_localAddress = toLowerAscii(local.address().to_string());
  if (m_loop->options.watch || m_loop->options.rateLimit.perSecond > 0) {
    const auto peer = m_wire.socket().remote_endpoint(error);
    m_peerAddress = error ? std::string() : peer.address().to_string();
    m_client = clientOfAddress(m_peerAddress);
  }
  resetParser();
  enter(State::Header);  // a client that connects and says nothing has no more time than a slow one
  m_wire.encrypted() ? shakeHands() : read();
}

void Connection::shakeHands() {
  m_wire.handshake([self = shared_from_this()](ErrorCode error) {
    if (error) {
      self->close();  // no TLS, or none that this server speaks: nothing said here would be understood
    } else if (self->m_state != State::Closed) {
      self->read();
    }
  });
}

void Connection::enter(State state) {
  m_state = state;
  m_since = Clock::now();
}

void Connection::resetParser() {
  m_parser.emplace();
  m_parser->header_limit(m_loop->options.maxHeader);
  // Not boost::none: Beast 1.74 takes it as a limit below every length.
  m_parser->body_limit(std::numeric_limits<std::uint64_t>::max());
  // Views into the parser that went.
  m_request.target = {};
  m_request.fields.clear();
  m_request.path.clear();
  m_request.caller = {};
  m_request.method = Method::Other;
  m_route = nullptr;
  m_bodySeen = 0;
}

void Connection::close() {
  if (m_state == State::Closed) {
    return;
  }
  const bool answering = m_state == State::Writing || m_state == State::Fetching;
  tellWatch(answering ? m_response.status : kClientLeft, true);
  releaseBody();
  // In Handling a worker may be using the sink: then it goes when that worker is done.
  const bool sinkIsFree = m_state != State::Handling;
  m_state = State::Closed;
  ErrorCode ignored;
  m_wire.socket().close(ignored);
  m_loop->connections.erase(this);
  --m_loop->connectionCount;
  if (sinkIsFree) {
    undo(std::move(m_sink));
  }
}

void Connection::checkDeadline(SteadyTime now) {
  const ServerOptions& options = m_loop->options;
  const auto elapsed = now - m_since;
  switch (m_state) {
    case State::Idle:
      if (elapsed > options.idleTimeout) {
        close();
      }
      return;
    case State::Header:
    case State::Body: {
      const auto seconds = std::chrono::duration<double>(elapsed).count();
      const bool late =
          m_state == State::Header
              ? elapsed > options.headerTimeout
              : elapsed > options.bodyGrace && static_cast<double>(m_bodySeen) <
                                                   seconds * static_cast<double>(options.minBytesPerSecond);
      if (late) {
        // The read that is under way ends by the closing; the answer goes out if the socket takes it at once.
        m_response = options.refuse({408, "The request did not arrive in time"});
        writeHead(false);
        m_wire.tryWrite(m_out);
        m_began = m_began.value_or(m_since);
        tellWatch(m_response.status, false);
        close();
      }
      return;
    }
    case State::Writing:
      if (elapsed > options.writeTimeout) {
        close();
      }
      return;
    case State::Lingering:
      if (elapsed > kLingerTime) {
        close();
      }
      return;
    case State::Handling:
    case State::Fetching:
    case State::Closed:
      return;
  }
}

void Connection::read() {
  readMore(m_state == State::Body ? kPiece / 4 : kSmallRead);
}

void Connection::readMore(std::size_t atMost) {
  const std::size_t room = m_buffer.max_size() - m_buffer.size();
  if (room == 0) {
    return refuse({431, "The request's headers are too large"});
  }
  m_wire.readSome(m_buffer.prepare(std::min(room, atMost)),
                  [self = shared_from_this()](ErrorCode error, std::size_t count) {
                    if (error) {
                      self->close();
                    } else {
                      self->onRead(count);
                    }
                  });
}

void Connection::onRead(std::size_t count) {
  if (m_state == State::Closed) {
    return;
  }
  m_buffer.commit(count);
  if (m_state == State::Lingering) {
    m_lingered += m_buffer.size();
    m_buffer.consume(m_buffer.size());
    return m_lingered > kLingerBytes ? close() : read();
  }
  if (m_state == State::Idle) {
    enter(State::Header);
  }
  if (m_state == State::Body) {
    return parseBody();
  }
  parse();
}

void Connection::parse() {
  ErrorCode error;
  while (!m_parser->is_header_done()) {
    const std::size_t used = m_parser->put(m_buffer.data(), error);
    m_buffer.consume(used);
    if (error == bhttp::error::need_more) {
      return read();
    }
    if (error == bhttp::error::header_limit) {
      return refuse({431, "The request's headers are too large"});
    }
    if (error) {
      return refuse({400, "The request is not valid HTTP: " + error.message()});
    }
  }
  onHeader();
}

void Connection::fillRequest() {
  const auto& message = m_parser->get();
  m_request.method = toMethod(message.method());
  m_request.target = view(message.target());
  m_request.query.clear();
  m_request.fields.clear();
  m_request.params.clear();
  m_request.body.clear();
  m_request.caller = {};
  for (const auto& field : message) {
    m_request.fields.push_back({view(field.name_string()), view(field.value())});
  }
  m_request.contentLength.reset();
  if (const auto length = m_parser->content_length()) {
    m_request.contentLength = *length;
  }
}

// Two readers that disagree where a body ends can be made to disagree about what the next request is.
std::optional<Refusal> Connection::judgeFraming() const {
  int hosts = 0;
  int lengths = 0;
  bool encoded = false;
  bool chunked = false;
  for (const Field& field : m_request.fields) {
    if (equalIgnoringCase(field.name, "host")) {
      ++hosts;
    } else if (equalIgnoringCase(field.name, "content-length")) {
      ++lengths;
    } else if (equalIgnoringCase(field.name, "transfer-encoding")) {
      chunked = !encoded && equalIgnoringCase(field.value, "chunked");
      encoded = true;
    }
  }
  if (lengths > 1 || (lengths > 0 && encoded)) {
    return Refusal{400, "The request announces the length of its body twice"};
  }
  if (encoded && !chunked) {
    return Refusal{501, "Only the transfer encoding 'chunked' is understood"};
  }
  if (hosts != 1) {
    return Refusal{403, "Invalid Host header - possible DNS rebinding attack detected"};
  }
  return std::nullopt;
}

std::optional<Refusal> Connection::judge() {
  const ServerOptions& options = m_loop->options;
  if (m_request.target.size() > options.maxTarget) {
    return Refusal{414, "The URL is too long"};
  }
  const std::size_t question = m_request.target.find('?');
  const std::string_view rawPath = m_request.target.substr(0, question);
  const bool exempt =
      std::find(options.hostExempt.begin(), options.hostExempt.end(), rawPath) != options.hostExempt.end();
  if (auto refusal = judgeFraming(); refusal && !(exempt && refusal->status == 403)) {
    return refusal;
  }
  if (!exempt && !m_loop->guard->allowsHost(*m_request.field("host"), m_localAddress)) {
    return Refusal{403, "Invalid Host header - possible DNS rebinding attack detected"};
  }
  const auto origin = m_request.field("origin");
  if (origin && (changesSomething(m_request.method) || m_request.method == Method::Options) &&
      !m_loop->guard->allowsOrigin(*origin, m_localAddress)) {
    return Refusal{403, "Cross-origin request blocked"};
  }
  auto path = decodePath(rawPath);
  if (!path) {
    return Refusal{400, path.error().message};
  }
  m_request.path = std::move(*path);
  if (question != std::string_view::npos) {
    m_request.query = parseQuery(m_request.target.substr(question + 1));
  }
  auto refusal = options.gate ? options.gate(m_request) : std::nullopt;
  // Who is refused is counted too: guessing at tokens is what a limit is for.
  auto tooMany = exempt ? std::nullopt : judgeRate();
  return tooMany ? tooMany : refusal;
}

std::optional<Refusal> Connection::judgeRate() {
  const std::string& name = m_request.caller.name;
  const auto wait =
      m_loop->limiter.take(name.empty() ? m_client : "caller " + name, std::chrono::steady_clock::now());
  if (!wait) {
    return std::nullopt;
  }
  return Refusal{429,
                 "More requests came from this client than the server takes; try again in " +
                     std::to_string(wait->count()) + " s",
                 *wait};
}

void Connection::onHeader() {
  m_began = Clock::now();
  fillRequest();
  if (auto refusal = judge()) {
    return refuse(std::move(*refusal));
  }
  const Router::Match match = m_loop->router.match(m_request);
  m_route = match.route;
  if (!m_route) {
    return refuse(match.pathExists ? Refusal{405, "The method is not allowed for the requested URL"}
                                   : Refusal{404, "There is nothing at " + m_request.path});
  }
  if (m_parser->is_done() && !m_route->isUpload()) {
    return dispatch();
  }
  m_route->isUpload() ? startUpload() : startBody();
}

void Connection::startBody() {
  const ServerOptions& options = m_loop->options;
  if (m_request.contentLength.value_or(0) > options.maxBody) {
    return refuse(
        {413, "The request's body is larger than " + std::to_string(options.maxBody >> 20) + " MiB"});
  }
  m_request.body.clear();
  takeBody();
}

void Connection::startUpload() {
  m_chunk.clear();
  enter(State::Handling);
  m_loop->workers->post([self = shared_from_this()] {
    auto made = std::get<UploadHandler>(self->m_route->handler)(self->m_request);
    auto shared = std::make_shared<Result<std::unique_ptr<BodySink>>>(std::move(made));
    self->m_loop->post([self, shared] {
      if (!*shared) {
        return self->answer(std::move(shared->error()));
      }
      if (self->m_state == State::Closed) {
        return self->undo(std::move(**shared));
      }
      self->m_sink = std::move(**shared);
      self->takeBody();
    });
  });
}

void Connection::takeBody() {
  enter(State::Body);
  const auto expect = m_request.field("expect");
  if (!expect || !equalIgnoringCase(*expect, "100-continue")) {
    return parseBody();
  }
  m_wire.write("HTTP/1.1 100 Continue\r\n\r\n", {},
               [self = shared_from_this()](ErrorCode error, std::size_t) {
                 if (self->m_state != State::Closed) {
                   error ? self->close() : self->parseBody();
                 }
               });
}

// Takes what the buffer holds of the body; reads on until the body, or a piece of an upload, is complete.
void Connection::parseBody() {
  const ServerOptions& options = m_loop->options;
  const bool upload = m_route->isUpload();
  std::string& target = upload ? m_chunk : m_request.body;
  while (!m_parser->is_done()) {
    if (upload && m_chunk.size() >= kPiece) {
      return handUploadChunk(false);
    }
    const std::size_t had = target.size();
    const std::size_t want = std::max<std::size_t>(m_buffer.size(), 1);
    if (!upload) {
      if (had + want > options.maxBody + kSmallRead) {
        return refuse(
            {413, "The request's body is larger than " + std::to_string(options.maxBody >> 20) + " MiB"});
      }
      if (had + want > m_bodyReserved) {
        const std::size_t announced = static_cast<std::size_t>(m_request.contentLength.value_or(0));
        const std::size_t more =
            std::max({had + want, std::min(announced, had * 2 + kPiece)}) - m_bodyReserved;
        if (m_loop->bodyBytes + more > options.maxBodiesTotal) {
          return refuse({503, "The server holds too many large requests at the moment; try again"});
        }
        m_loop->bodyBytes += more;
        m_bodyReserved += more;
        target.reserve(m_bodyReserved);
      }
    }
    target.resize(had + want);
    auto& sinkBody = m_parser->get().body();
    sinkBody.data = target.data() + had;
    sinkBody.size = want;
    sinkBody.more = true;
    ErrorCode error;
    const std::size_t used = m_parser->put(m_buffer.data(), error);
    const std::size_t written = want - sinkBody.size;
    target.resize(had + written);
    m_buffer.consume(used);
    m_bodySeen += written;
    if (error == bhttp::error::need_more || (!error && used == 0 && !m_parser->is_done())) {
      return read();
    }
    if (error && error != bhttp::error::need_buffer) {
      return refuse({400, "The request's body is not valid HTTP: " + error.message()});
    }
  }
  if (upload) {
    return handUploadChunk(true);
  }
  if (m_request.body.size() > options.maxBody) {
    return refuse(
        {413, "The request's body is larger than " + std::to_string(options.maxBody >> 20) + " MiB"});
  }
  dispatch();
}

void Connection::handUploadChunk(bool complete) {
  const SteadyTime began = m_since;
  enter(State::Handling);
  m_loop->workers->post([self = shared_from_this(), complete, began] {
    const Status status = self->m_chunk.empty() ? Status{} : self->m_sink->write(self->m_chunk);
    if (status && !complete) {
      return self->m_loop->post([self, began] { self->onUploadChunk(began); });
    }
    auto finished = status ? self->m_sink->finish() : Result<Response>(status.error());
    self->m_sink.reset();  // what it undoes may take a while: here, not on the io thread
    self->makeReply().send(std::move(finished));
  });
}

void Connection::onUploadChunk(SteadyTime bodyBegan) {
  if (m_state == State::Closed) {
    return undo(std::move(m_sink));
  }
  m_chunk.clear();
  enter(State::Body);
  m_since = bodyBegan;  // the rate is judged over the whole body
  parseBody();
}

// A sink that was left undoes its work, which may take a while: not on this thread.
void Connection::undo(std::unique_ptr<BodySink> sink) {
  if (sink) {
    m_loop->workers->post([shared = std::shared_ptr<BodySink>(std::move(sink))] {});
  }
}

Reply Connection::makeReply() {
  return Reply(
      [self = shared_from_this()](Result<Response> result) {
        // std::function must be copyable, a Response is not.
        auto shared = std::make_shared<Result<Response>>(std::move(result));
        self->m_loop->post([self, shared] { self->answer(std::move(*shared)); });
      },
      &m_request.body);
}

void Connection::runHandler(const Handler& handler) {
  m_loop->workers->post([reply = std::make_shared<Reply>(makeReply()), self = shared_from_this(), &handler] {
    reply->send(handler(self->m_request));
  });
}

void Connection::dispatch() {
  enter(State::Handling);
  if (const auto* handler = std::get_if<Handler>(&m_route->handler)) {
    return runHandler(*handler);
  }
  const auto& handler = std::get<AsyncHandler>(m_route->handler);
  if (m_request.body.size() <= kInlineBody) {
    return handler(m_request, makeReply());
  }
  m_loop->workers->post([reply = std::make_shared<Reply>(makeReply()), self = shared_from_this(), &handler] {
    handler(self->m_request, std::move(*reply));
  });
}

}  // namespace tatara::http

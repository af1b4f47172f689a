// One client connection: reads requests one after the other, hands them on, writes the answers.
//
// Lives as long as an io operation or a pending answer holds it. State moves
//   Idle → Header → Body → Handling → Writing → Idle …, or from anywhere → Lingering → Closed;
//   Body ⇄ Handling for the pieces of an upload, Writing ⇄ Fetching for those of a source.
// In Handling nothing is read, so the request stays as it is until it was answered. Handling and Fetching
// wait for a worker, so that no deadline of the peer runs in them. Lingering swallows what a refused client
// still sends, so that the answer is not lost to a reset. Threads: the io thread, except for what is posted
// to a worker, which touches only the sink, source and request.
#pragma once

#include "core/http/internal/loop.h"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>

#include <optional>

namespace tatara::http {

inline constexpr std::size_t kPiece = 256 * 1024;  // of an upload, of a source

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(std::shared_ptr<Loop> loop, Socket socket);
  ~Connection();

  void start();
  // Closes or answers 408 when its time is over.
  void checkDeadline(SteadyTime now);
  // Nothing of a request has arrived: may be closed at any moment.
  bool waiting() const { return m_state == State::Idle || m_state == State::Header; }
  bool idle() const { return m_state == State::Idle; }
  SteadyTime since() const { return m_since; }
  void close();

 private:
  enum class State { Idle, Header, Body, Handling, Writing, Fetching, Lingering, Closed };
  using Parser = boost::beast::http::request_parser<boost::beast::http::buffer_body>;
  using ErrorCode = boost::system::error_code;

  void shakeHands();
  void resetParser();
  void read();
  void readMore(std::size_t atMost);
  void onRead(std::size_t count);
  void parse();
  void onHeader();
  void fillRequest();
  std::optional<Refusal> judge();
  std::optional<Refusal> judgeFraming() const;
  std::optional<Refusal> judgeRate();
  void startBody();
  void startUpload();
  void takeBody();
  void parseBody();
  void handUploadChunk(bool complete);
  void onUploadChunk(SteadyTime bodyBegan);
  void undo(std::unique_ptr<BodySink> sink);
  void dispatch();
  void runHandler(const Handler& handler);
  Reply makeReply();

  void answer(Result<Response> result);
  void refuse(Refusal refusal);
  void writeHead(bool keepAlive);
  void writeOut();
  void onWritten(ErrorCode error, std::size_t count);
  void readSource();
  void onSource(Result<std::size_t> count);
  void finishResponse();
  void tellWatch(int status, bool cut);
  void linger();
  void releaseBody();
  void enter(State state);

  const std::shared_ptr<Loop> m_loop;
  Wire m_wire;
  std::string m_localAddress;
  std::string m_peerAddress;
  std::string m_client;  // what the rate of its requests is counted under, while nobody is named
  State m_state = State::Idle;
  SteadyTime m_since;                 // when the present state, or the writing of a piece, began
  std::optional<SteadyTime> m_began;  // when the headers were complete; empty once the watch was told

  boost::beast::flat_buffer m_buffer;
  std::optional<Parser> m_parser;
  Request m_request;
  const Route* m_route = nullptr;
  std::size_t m_bodyReserved = 0;  // part of m_loop->bodyBytes
  std::uint64_t m_bodySeen = 0;
  std::string m_chunk;  // a piece of an upload, or of a source
  std::unique_ptr<BodySink> m_sink;

  Response m_response;
  std::string m_out;           // the head, and the body unless that is long
  std::string_view m_outBody;  // of m_response, what is to follow m_out
  std::size_t m_written = 0;   // of both
  bool m_keepAlive = false;
  bool m_chunked = false;
  std::uint64_t m_sourceLeft = 0;
  bool m_sourceDone = false;
  std::uint64_t m_bodySent = 0;
  std::size_t m_lingered = 0;
};

}  // namespace tatara::http

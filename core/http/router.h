// The table from method and path to handler.
//
// A pattern is a path whose parts may be `{name}` (one part, not empty) or, last, `{name...}` (the rest, not
// empty). A path without names is found by one hash look-up; the others are tried in the order of their
// adding.
//
// Three kinds of handler. `Handler` runs on a worker and may block. `AsyncHandler` must not block and answers
// through its `Reply` whenever it likes, from any thread: this is how 64 writers wait for one fsync without
// 64 threads; with a small body it runs on the io thread itself. `UploadHandler` runs on a worker as soon as
// the headers are there and gives the sink that takes the body. Threads: filled before the server starts,
// immutable after.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "core/http/message.h"

namespace tatara::http {

// The one answer to one request. Destroyed unanswered, it answers with an internal error.
class Reply {
 public:
  using Deliver = std::function<void(Result<Response>)>;
  // `body` is the request's, and as long there as the request.
  explicit Reply(Deliver deliver, std::string* body = nullptr)
      : m_deliver(std::move(deliver)), m_body(body) {}
  Reply(Reply&& other) noexcept
      : m_deliver(std::exchange(other.m_deliver, nullptr)), m_body(std::exchange(other.m_body, nullptr)) {}
  Reply& operator=(Reply&&) = delete;
  ~Reply();

  void send(Result<Response> response);
  // The request's body, for who goes on reading it after having answered: the request has none from then on.
  // Before send().
  std::string takeBody();

 private:
  Deliver m_deliver;
  std::string* m_body = nullptr;
};

using Handler = std::function<Result<Response>(const Request&)>;
using AsyncHandler = std::function<void(const Request&, Reply)>;
using UploadHandler = std::function<Result<std::unique_ptr<BodySink>>(const Request&)>;

struct Route {
  std::variant<Handler, AsyncHandler, UploadHandler> handler;
  std::string pattern;
  bool isUpload() const { return std::holds_alternative<UploadHandler>(handler); }
};

class Router {
 public:
  void add(Method method, std::string_view pattern, Handler handler);
  void addAsync(Method method, std::string_view pattern, AsyncHandler handler);
  void addUpload(Method method, std::string_view pattern, UploadHandler handler);

  struct Match {
    const Route* route = nullptr;  // null: no such path, or not with this method
    bool pathExists = false;
  };
  // Fills request.params. HEAD falls back to GET.
  Match match(Request& request) const;

  // "GET /a/{b}" for every route, in no particular order.
  std::vector<std::string> describe() const;

 private:
  static constexpr std::size_t kMethods = 8;
  struct Entry {
    std::string pattern;
    std::vector<std::string> parts;
    std::array<std::unique_ptr<Route>, kMethods> routes;
  };
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };

  void insert(Method method, std::string_view pattern, Route route);
  static bool matches(const Entry& entry, std::string_view path, Request& request);

  std::unordered_map<std::string, Entry, TextHash, std::equal_to<>> m_plain;
  std::vector<Entry> m_patterns;
};

}  // namespace tatara::http

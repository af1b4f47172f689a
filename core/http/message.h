// What handlers see of HTTP: a request, a response, and bodies that are too big to hold in memory.
//
// A `Request` is valid until its response was given; every view in it points into it. Paths and queries
// arrive decoded once; anything that could leave a folder after any number of further decodings was refused
// before (target.h). Threads: a request belongs to whoever handles it; a BodySink or BodySource is used by
// one worker at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"

namespace tatara::http {

enum class Method : std::uint8_t { Get, Head, Post, Put, Patch, Delete, Options, Other };
std::string_view toString(Method method);

struct Field {
  std::string_view name;
  std::string_view value;
};

// Whom the gate took a request to come from. What `rights` means is the gate's own matter.
struct Caller {
  std::string name;  // empty: nobody said
  std::uint32_t rights = 0;
  std::int64_t token = 0;  // the number of what was shown; 0: nothing
  bool automated = false;
};

struct Request {
  Request() = default;
  Request(const Request&) = delete;
  Request& operator=(const Request&) = delete;

  Method method = Method::Other;
  std::string_view target;                                 // as it was sent
  std::string path;                                        // decoded, without the query
  std::vector<std::pair<std::string, std::string>> query;  // decoded, in the order sent; keys may repeat
  std::vector<Field> fields;                               // headers
  std::vector<std::pair<std::string_view, std::string>> params;  // what the route's {names} matched
  std::optional<std::uint64_t> contentLength;                    // what the client announced
  std::string body;                                              // empty for uploads, which go to a BodySink
  Caller caller;

  // Names in any case; the first of several.
  std::optional<std::string_view> field(std::string_view name) const;
  std::optional<std::string_view> queryValue(std::string_view name) const;
  // Empty when the route has no such name.
  std::string_view param(std::string_view name) const;
};

// Gives a response's body piece by piece.
class BodySource {
 public:
  virtual ~BodySource() = default;
  // Total length, where it is known: sent as Content-Length, otherwise the body goes out in chunks.
  virtual std::optional<std::uint64_t> size() const = 0;
  // Fills up to `capacity` bytes; 0 at the end.
  virtual Result<std::size_t> read(char* data, std::size_t capacity) = 0;
};

struct Response {
  int status = 200;
  std::string contentType = "application/json";
  std::string body;
  std::unique_ptr<BodySource> source;  // used instead of `body` when set
  std::vector<std::pair<std::string, std::string>> fields;
};

Response jsonResponse(std::string body, int status = 200);
Response textResponse(std::string body, int status = 200);

// Takes a request's body as it arrives. Destroyed without finish(): the client left or broke a rule; undo.
class BodySink {
 public:
  virtual ~BodySink() = default;
  virtual Status write(std::string_view chunk) = 0;
  // The body is complete: make it durable and say so.
  virtual Result<Response> finish() = 0;
};

}  // namespace tatara::http

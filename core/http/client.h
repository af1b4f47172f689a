// Requests to another server over HTTP or HTTPS (cpp-httplib): JSON that is read whole, and files that are
// read and sent piece by piece.
//
// Connecting takes at most 10 s, a silent peer is given up after `timeout`. A connection that fails and the
// answers 429, 502, 503 and 504 are tried again, `tries` times in all, a second and then four apart. A POST
// that makes something would make it twice where only its answer was lost: it is tried again only if the
// server cannot have taken it, as it was not sent whole or was answered 429 or 503.
// A stopped token ends whatever waits for the peer, but for connecting.
// Redirects are not followed: what is sent goes to the server that was named and to no other. Certificates
// are checked against the system's. An answer that is read whole has at most `maxBody` bytes.
//
// Threads: a Client belongs to one thread at a time. Errors: InvalidArgument (a URL that is none), Io (no
// connection, an answer cut short), Cancelled, NotFound and PermissionDenied for the statuses of these names;
// every other status is left to the caller by get() and post(), and Unsupported for download().
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"

namespace tatara::http {

struct ClientOptions {
  std::string url{};    // "https://host:5000/prefix"
  std::string token{};  // Bearer; else user and password (Basic), else none
  std::string user{};
  std::string password{};
  std::chrono::milliseconds timeout{60'000};
  std::size_t maxBody = 256U << 20;
  int tries = 3;  // of what may be tried again; with one, 429, 502, 503 and 504 are answers like others
  std::chrono::milliseconds pause{1000};  // before the second try; before later ones four times as long
  std::stop_token stop{};
};

struct ClientAnswer {
  int status = 0;
  std::string body;
  std::vector<std::pair<std::string, std::string>> fields = {};  // of the answer's head, of get() and post()

  std::string field(std::string_view name) const;  // any case; empty where there is none
};

// Whether a POST does the same as one when it comes twice.
enum class Repeat : std::uint8_t { Harmful, Harmless };

class Client {
 public:
  static Result<Client> open(const ClientOptions& options);
  Client(Client&&) noexcept;
  Client& operator=(Client&&) noexcept;
  ~Client();

  // `target` is the path with its query, below the URL's own path: "/api/2.0/mlflow/runs/get?run_id=1".
  Result<ClientAnswer> get(const std::string& target);
  // `fields`: of the request's head, beside those that it has by itself; a Content-Type stands in for JSON's.
  Result<ClientAnswer> post(const std::string& target, const std::string& json,
                            const std::vector<std::pair<std::string, std::string>>& fields = {},
                            Repeat repeat = Repeat::Harmful);
  Result<ClientAnswer> patch(const std::string& target, const std::string& json);
  Result<ClientAnswer> remove(const std::string& target);
  // Sends a file by PUT, in constant memory.
  Result<ClientAnswer> upload(const std::string& target, const std::filesystem::path& file);
  // Sends bytes by PUT.
  Result<ClientAnswer> put(const std::string& target, const std::string& bytes);
  // The body of a 200, piece by piece; an error of `take` ends it and is given back.
  Status download(const std::string& target, const std::function<Status(std::string_view)>& take);

 private:
  struct Impl;
  explicit Client(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> m_impl;
};

}  // namespace tatara::http

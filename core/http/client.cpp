#include "core/http/client.h"

#include <httplib.h>

#include <algorithm>
#include <condition_variable>
#include <fstream>
#include <functional>
#include <mutex>
#include <optional>

#include "core/base/number_text.h"
#include "core/http/internal/ascii.h"
#include "core/text/error_phrase.h"

namespace tatara::http {
namespace {

constexpr std::chrono::seconds kConnect(10);
constexpr std::size_t kClientPiece = 256 * 1024;

struct Address {
  std::string server;  // "https://host:port"
  std::string path;    // "/prefix", or nothing
  std::string user;
  std::string password;
};

std::optional<Address> parseUrl(std::string_view url) {
  Address address;
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos ||
      (url.substr(0, scheme) != "http" && url.substr(0, scheme) != "https") ||
      url.find_first_of(" \t\r\n?#") != std::string_view::npos) {
    return std::nullopt;
  }
  std::string_view rest = url.substr(scheme + 3);
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  std::string_view host = rest.substr(0, slash);
  address.path = rest.substr(slash);
  while (address.path.ends_with('/')) {
    address.path.pop_back();
  }
  if (const std::size_t at = host.rfind('@'); at != std::string_view::npos) {
    const std::string_view who = host.substr(0, at);
    const std::size_t colon = std::min(who.find(':'), who.size());
    address.user = who.substr(0, colon);
    address.password = who.substr(std::min(colon + 1, who.size()));
    host = host.substr(at + 1);
  }
  if (host.empty()) {
    return std::nullopt;
  }
  address.server = std::string(url.substr(0, scheme + 3)) + std::string(host);
  return address;
}

bool isWorthAnotherTry(int status) {
  return status == 429 || status == 502 || status == 503 || status == 504;
}

// That the server did nothing: it says so, or did not get the whole of it. A gateway's 502 and 504 say
// nothing of the server behind it.
bool wasNotTaken(const httplib::Result& result) {
  if (result) {
    return result->status == 429 || result->status == 503;
  }
  switch (result.error()) {
    case httplib::Error::Connection:
    case httplib::Error::ConnectionTimeout:
    case httplib::Error::BindIPAddress:
    case httplib::Error::SSLConnection:
    case httplib::Error::SSLLoadingCerts:
    case httplib::Error::SSLServerVerification:
    case httplib::Error::Write:
      return true;
    default:
      return false;
  }
}

}  // namespace

struct Client::Impl {
  Impl(Address where, const ClientOptions& given)
      : address(std::move(where)), options(given), client(address.server) {
    client.set_connection_timeout(kConnect);
    client.set_read_timeout(options.timeout);
    client.set_write_timeout(options.timeout);
    client.set_keep_alive(true);
    client.set_follow_location(false);
    client.enable_server_certificate_verification(true);
    if (!options.token.empty()) {
      client.set_bearer_token_auth(options.token);
    } else if (!options.user.empty()) {
      client.set_basic_auth(options.user, options.password);
    } else if (!address.user.empty()) {
      client.set_basic_auth(address.user, address.password);
    }
  }

  bool stopped() const { return options.stop.stop_requested(); }

  void pause(std::chrono::milliseconds time) const {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    wake.wait_for(lock, options.stop, time, [] { return false; });
  }

  Error failure(httplib::Error error) const {
    return stopped()
               ? makeError(ErrorKind::Cancelled, "Cancelled")
               : text::sayError(ErrorKind::Io,
                                TATARA_SAYS("Phrase", "The server %1 cannot be reached or ended the answer"),
                                {address.server}, httplib::to_string(error));
  }

  httplib::Request request(const char* method, const std::string& target, const std::string& json) const {
    httplib::Request request;
    request.method = method;
    request.path = address.path + target;
    request.body = json;
    return request;
  }

  Result<ClientAnswer> ask(const httplib::Request& wanted, Repeat repeat = Repeat::Harmless) {
    for (int attempt = 1;; ++attempt) {
      if (stopped()) {
        return makeError(ErrorKind::Cancelled, "Cancelled");
      }
      ClientAnswer answer;
      bool tooLarge = false;
      httplib::Request request = wanted;
      if (!request.body.empty() && !request.has_header("Content-Type")) {
        request.set_header("Content-Type", "application/json");
      }
      request.content_receiver = [&](const char* data, std::size_t size, std::uint64_t, std::uint64_t) {
        tooLarge = answer.body.size() + size > options.maxBody;
        if (!tooLarge) {
          answer.body.append(data, size);
        }
        return !tooLarge && !stopped();
      };
      const httplib::Result result = client.send(request);
      if (tooLarge) {
        return text::sayError(ErrorKind::Io,
                              TATARA_SAYS("Phrase", "The server %1 answered with more than %2"),
                              {address.server, toByteText(options.maxBody)});
      }
      if (result && (options.tries <= 1 || !isWorthAnotherTry(result->status))) {
        answer.status = result->status;
        answer.fields.assign(result->headers.begin(), result->headers.end());
        return answer;
      }
      const bool mayRepeat = repeat == Repeat::Harmless || wasNotTaken(result);
      if (!mayRepeat || attempt >= options.tries || stopped()) {
        return result ? Result<ClientAnswer>(text::sayError(ErrorKind::Io,
                                                            TATARA_SAYS("Phrase", "The server %1 answers %2"),
                                                            {address.server, std::to_string(result->status)}))
                      : Result<ClientAnswer>(failure(result.error()));
      }
      pause(options.pause * (attempt == 1 ? 1 : 4));
    }
  }

  Address address;
  ClientOptions options;
  httplib::Client client;
  // Ends the waiting for a peer that says nothing. Last: gone before what it calls.
  std::stop_callback<std::function<void()>> onStop{options.stop, [this] { client.stop(); }};
};

std::string ClientAnswer::field(std::string_view name) const {
  for (const auto& [key, value] : fields) {
    if (equalIgnoringCase(key, name)) {
      return value;
    }
  }
  return {};
}

Client::Client(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;
Client::~Client() = default;

Result<Client> Client::open(const ClientOptions& options) {
  auto address = parseUrl(options.url);
  if (!address) {
    return text::sayError(
        ErrorKind::InvalidArgument,
        TATARA_SAYS("Phrase", "“%1” is not the URL of a server; it looks like http://host:5000"),
        {options.url});
  }
  return Client(std::make_unique<Impl>(std::move(*address), options));
}

Result<ClientAnswer> Client::get(const std::string& target) {
  return m_impl->ask(m_impl->request("GET", target, {}));
}

Result<ClientAnswer> Client::post(const std::string& target, const std::string& json,
                                  const std::vector<std::pair<std::string, std::string>>& fields,
                                  Repeat repeat) {
  httplib::Request request = m_impl->request("POST", target, json);
  for (const auto& [name, value] : fields) {
    request.set_header(name, value);
  }
  return m_impl->ask(request, repeat);
}

Result<ClientAnswer> Client::patch(const std::string& target, const std::string& json) {
  return m_impl->ask(m_impl->request("PATCH", target, json));
}

Result<ClientAnswer> Client::remove(const std::string& target) {
  return m_impl->ask(m_impl->request("DELETE", target, {}));
}

Result<ClientAnswer> Client::upload(const std::string& target, const std::filesystem::path& file) {
  std::error_code failed;
  const auto size = std::filesystem::file_size(file, failed);
  std::ifstream stream(file, std::ios::binary);
  if (failed || !stream) {
    return text::sayError(ErrorKind::Io, TATARA_SAYS("Phrase", "The file %1 cannot be read"),
                          {file.string()});
  }
  for (int attempt = 1;; ++attempt) {
    if (m_impl->stopped()) {
      return makeError(ErrorKind::Cancelled, "Cancelled");
    }
    std::string piece(kClientPiece, '\0');
    const auto give = [&](std::size_t offset, std::size_t left, httplib::DataSink& sink) {
      stream.clear();
      stream.seekg(static_cast<std::streamoff>(offset));
      stream.read(piece.data(), static_cast<std::streamsize>(std::min(left, piece.size())));
      const auto got = static_cast<std::size_t>(stream.gcount());
      return got > 0 && !m_impl->stopped() && sink.write(piece.data(), got);
    };
    const std::string path = m_impl->address.path + target;
    const char* const type = "application/octet-stream";
    // Without a byte to give, the library would wait for some.
    const httplib::Result result = size == 0 ? m_impl->client.Put(path, std::string(), type)
                                             : m_impl->client.Put(path, size, give, type);
    if (result && (m_impl->options.tries <= 1 || !isWorthAnotherTry(result->status))) {
      return ClientAnswer{.status = result->status, .body = result->body};
    }
    if (attempt >= m_impl->options.tries || m_impl->stopped()) {
      return result ? Result<ClientAnswer>(
                          text::sayError(ErrorKind::Io, TATARA_SAYS("Phrase", "The server %1 answers %2"),
                                         {m_impl->address.server, std::to_string(result->status)}))
                    : Result<ClientAnswer>(m_impl->failure(result.error()));
    }
    m_impl->pause(m_impl->options.pause * (attempt == 1 ? 1 : 4));
  }
}

Result<ClientAnswer> Client::put(const std::string& target, const std::string& bytes) {
  httplib::Request request = m_impl->request("PUT", target, bytes);
  request.set_header("Content-Type", "application/octet-stream");
  return m_impl->ask(request);
}

Status Client::download(const std::string& target, const std::function<Status(std::string_view)>& take) {
  if (m_impl->stopped()) {
    return makeError(ErrorKind::Cancelled, "Cancelled");
  }
  int status = 0;
  std::optional<std::uint64_t> promised;
  std::uint64_t seen = 0;
  Status taken;
  const httplib::Result result = m_impl->client.Get(
      m_impl->address.path + target,
      [&](const httplib::Response& response) {
        status = response.status;
        if (response.has_header("Content-Length") && !response.has_header("Content-Encoding")) {
          const auto length = parseInt(response.get_header_value("Content-Length"));
          promised = length && *length >= 0 ? std::optional<std::uint64_t>(*length) : std::nullopt;
        }
        return status == 200;
      },
      [&](const char* data, std::size_t size) {
        seen += size;
        taken = m_impl->stopped() ? Status(makeError(ErrorKind::Cancelled, "Cancelled"))
                                  : take(std::string_view(data, size));
        return taken.has_value();
      });
  TATARA_TRY(taken);
  if (status == 404) {
    return text::sayError(ErrorKind::NotFound, TATARA_SAYS("Phrase", "The server has no such file"));
  }
  if (status == 401 || status == 403) {
    return text::sayError(ErrorKind::PermissionDenied,
                          TATARA_SAYS("Phrase", "The server does not give it out"));
  }
  if (status != 0 && status != 200) {
    return text::sayError(ErrorKind::Unsupported, TATARA_SAYS("Phrase", "The server answers %1"),
                          {std::to_string(status)});
  }
  if (!result || (promised && *promised != seen)) {
    return m_impl->failure(result ? httplib::Error::Read : result.error());
  }
  return {};
}

}  // namespace tatara::http

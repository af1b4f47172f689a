#include "app/cli/request_line.h"

#include <cstdio>

#include "core/base/number_text.h"

namespace tatara::cli {
namespace {

// Where a request is cut: nobody reads further, and a terminal is not to be steered by a client.
std::string plain(std::string_view text, std::size_t atMost) {
  std::string out;
  for (const char c : text.substr(0, atMost)) {
    out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
  }
  return text.size() > atMost ? out + "…" : out;
}

std::string_view withoutPrefix(std::string_view path) {
  for (const std::string_view prefix :
       {"/api/2.0/mlflow/", "/ajax-api/2.0/mlflow/", "/api/2.0/", "/ajax-api/2.0/"}) {
    if (path.starts_with(prefix)) {
      return path.substr(prefix.size());
    }
  }
  return path;
}

std::string durationText(std::chrono::steady_clock::duration time) {
  const double millis = std::chrono::duration<double, std::milli>(time).count();
  char text[32];
  std::snprintf(text, sizeof text, millis < 10 ? "%.1f ms" : "%.0f ms", millis);
  return text;
}

}  // namespace

std::string requestLine(const http::Exchange& exchange, Timestamp now) {
  const std::string when = toIso8601(now);
  std::string line = when.substr(11, when.find('Z') - 11);
  line.resize(12, line.size() == 8 ? '.' : '0');
  line +=
      "  " + (exchange.client.empty() ? std::string("a client without a name") : plain(exchange.client, 60));
  line += "  " + std::string(exchange.peer);
  if (!exchange.caller.empty()) {
    line += " as " + plain(exchange.caller, 60);
  }
  line +=
      "  " + std::string(http::toString(exchange.method)) + " " + plain(withoutPrefix(exchange.path), 120);
  line += "  " + std::to_string(exchange.status) + (exchange.cut ? " (the client left)" : "");
  line += "  " + durationText(exchange.time);
  if (exchange.bytesIn > 0) {
    line += "  " + toByteText(exchange.bytesIn) + " in";
  }
  if (exchange.bytesOut > 0) {
    line += "  " + toByteText(exchange.bytesOut) + " out";
  }
  return line;
}

}  // namespace tatara::cli

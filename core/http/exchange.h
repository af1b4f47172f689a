// What became of one request, told to whoever watches the server: counters, a log of requests.
//
// Told once its answer was taken by the peer or given up, on the io thread: a watcher must not block. The
// views hold only during the call. Times run from the last byte of the headers, so an upload's includes its
// body.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string_view>

#include "core/http/message.h"

namespace tatara::http {

struct Exchange {
  Method method = Method::Other;
  std::string_view
      route;  // the router's pattern; empty: no route was found, or the request was refused before
  std::string_view path;    // decoded; empty where it could not be
  std::string_view peer;    // address without port
  std::string_view client;  // the User-Agent as it was sent
  std::string_view caller;  // whom the gate took it to come from
  int status = 0;
  bool cut = false;                         // the peer left before it had the whole answer
  std::uint64_t bytesIn = 0, bytesOut = 0;  // of bodies
  std::chrono::steady_clock::duration time{};
};

using Watch = std::function<void(const Exchange&)>;

}  // namespace tatara::http

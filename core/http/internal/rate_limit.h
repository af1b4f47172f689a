// How many requests each client may still send: a token bucket a client, filled at a steady rate up to a
// burst.
//
// A client is whom the gate named, else the address it comes from; of an IPv6 address the first 64 bits,
// since one machine has as many addresses below them as it likes. Buckets that are full again are forgotten,
// so memory follows the clients of the last moments; of more than kMostClients the oldest ones share one
// bucket. Threads: the io thread.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/http/server.h"

namespace tatara::http {

class RateLimiter {
 public:
  using SteadyTime = std::chrono::steady_clock::time_point;
  static constexpr std::size_t kMostClients = 20'000;

  explicit RateLimiter(RateLimit limit) : m_limit(limit) {}

  // Nothing when the request may pass, else after how many whole seconds the client may come again.
  std::optional<std::chrono::seconds> take(std::string_view client, SteadyTime now);
  std::size_t clients() const { return m_buckets.size(); }

 private:
  struct Bucket {
    double left = 0;
    SteadyTime at{};
  };
  void forgetFull(SteadyTime now);
  double filled(const Bucket& bucket, SteadyTime now) const;

  const RateLimit m_limit;
  std::unordered_map<std::string, Bucket> m_buckets;
  SteadyTime m_swept{};
};

// "2001:db8:1:2:3:4:5:6" → "2001:db8:1:2::/64"; any other text stays as it is.
std::string clientOfAddress(const std::string& address);

}  // namespace tatara::http

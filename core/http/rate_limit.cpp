#include "core/http/internal/rate_limit.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace tatara::http {
namespace {

constexpr std::chrono::seconds kSweepEvery{5};
constexpr std::string_view kCrowd = "*";  // the bucket of those that there is no room for

double secondsBetween(RateLimiter::SteadyTime from, RateLimiter::SteadyTime to) {
  return std::chrono::duration<double>(to - from).count();
}

}  // namespace

double RateLimiter::filled(const Bucket& bucket, SteadyTime now) const {
  return std::min(m_limit.burst, bucket.left + secondsBetween(bucket.at, now) * m_limit.perSecond);
}

void RateLimiter::forgetFull(SteadyTime now) {
  m_swept = now;
  std::erase_if(m_buckets, [&](const auto& each) { return filled(each.second, now) >= m_limit.burst; });
}

std::optional<std::chrono::seconds> RateLimiter::take(std::string_view client, SteadyTime now) {
  if (m_limit.perSecond <= 0) {
    return std::nullopt;
  }
  if (now - m_swept > kSweepEvery) {
    forgetFull(now);
  }
  std::string key(client);
  if (m_buckets.size() >= kMostClients && !m_buckets.contains(key)) {
    key = kCrowd;
  }
  Bucket& bucket = m_buckets.try_emplace(std::move(key), Bucket{m_limit.burst, now}).first->second;
  bucket.left = filled(bucket, now);
  bucket.at = now;
  if (bucket.left >= 1) {
    bucket.left -= 1;
    return std::nullopt;
  }
  const double wait = (1 - bucket.left) / m_limit.perSecond;
  return std::chrono::seconds(static_cast<std::int64_t>(std::ceil(std::min(wait, 3600.0))));
}

std::string clientOfAddress(const std::string& address) {
  std::array<unsigned char, 16> bytes{};
  const std::string bare = address.substr(0, address.find('%'));  // of a link: "fe80::1%eth0"
  if (::inet_pton(AF_INET6, bare.c_str(), bytes.data()) != 1) {
    return address;
  }
  constexpr std::array<unsigned char, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (std::equal(kMapped.begin(), kMapped.end(), bytes.begin())) {
    ::inet_ntop(AF_INET, bytes.data() + kMapped.size(), text.data(), text.size());
    return text.data();
  }
  std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
  ::inet_ntop(AF_INET6, bytes.data(), text.data(), text.size());
  return std::string(text.data()) + "/64";
}

}  // namespace tatara::http

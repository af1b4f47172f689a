#include <gtest/gtest.h>

#include <chrono>

#include "core/base/seeded_random.h"
#include "core/http/internal/rate_limit.h"

namespace tatara::http {
namespace {

using namespace std::chrono_literals;

const RateLimiter::SteadyTime kStart{100h};

TEST(RateLimitTest, ABurstPassesAndThenTheRate) {
  RateLimiter limiter({.perSecond = 10, .burst = 3});
  for (int i = 0; i < 3; ++i) {
    EXPECT_FALSE(limiter.take("ana", kStart)) << i;
  }
  EXPECT_EQ(limiter.take("ana", kStart), 1s) << "a tenth of a second, rounded up";
  EXPECT_FALSE(limiter.take("ben", kStart)) << "another client has its own";
  EXPECT_FALSE(limiter.take("ana", kStart + 100ms));
  EXPECT_TRUE(limiter.take("ana", kStart + 150ms));
}

TEST(RateLimitTest, ASlowRateSaysHowLongToWait) {
  RateLimiter limiter({.perSecond = 0.1, .burst = 1});
  EXPECT_FALSE(limiter.take("ana", kStart));
  EXPECT_EQ(limiter.take("ana", kStart), 10s);
  EXPECT_EQ(limiter.take("ana", kStart + 6s), 4s);
  EXPECT_FALSE(limiter.take("ana", kStart + 10s));
}

TEST(RateLimitTest, WithoutALimitNothingIsCounted) {
  RateLimiter limiter({});
  for (int i = 0; i < 10'000; ++i) {
    ASSERT_FALSE(limiter.take("ana", kStart));
  }
  EXPECT_EQ(limiter.clients(), 0u);
}

TEST(RateLimitTest, NoClientGetsMoreThanBurstAndRateOverAnyTime) {
  SeededRandom random(7);
  RateLimiter limiter({.perSecond = 20, .burst = 5});
  auto now = kStart;
  int passed = 0;
  for (int i = 0; i < 20'000; ++i) {
    now += std::chrono::milliseconds(random.below(40));
    passed += limiter.take("ana", now) ? 0 : 1;
    const double seconds = std::chrono::duration<double>(now - kStart).count();
    ASSERT_LE(passed, 5 + seconds * 20 + 1e-6);
  }
  EXPECT_GT(passed, 7'000) << "about half of the requests come faster than allowed";
}

TEST(RateLimitTest, ClientsThatComeNoMoreAreForgottenAndACrowdIsBounded) {
  RateLimiter limiter({.perSecond = 10, .burst = 10});
  for (std::size_t i = 0; i < RateLimiter::kMostClients + 500; ++i) {
    limiter.take("client " + std::to_string(i), kStart);
  }
  EXPECT_EQ(limiter.clients(), RateLimiter::kMostClients + 1) << "and the one that the crowd shares";
  EXPECT_TRUE(limiter.take("another", kStart)) << "the crowd's bucket is empty";
  limiter.take("ana", kStart + 1min);
  EXPECT_EQ(limiter.clients(), 1u);
}

TEST(RateLimitTest, AddressesOfOneMachineAreOneClient) {
  EXPECT_EQ(clientOfAddress("192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(clientOfAddress("::ffff:192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(clientOfAddress("2001:db8:1:2:3:4:5:6"), clientOfAddress("2001:db8:1:2:ffff::1"));
  EXPECT_NE(clientOfAddress("2001:db8:1:2::1"), clientOfAddress("2001:db8:1:3::1"));
  EXPECT_EQ(clientOfAddress("fe80::1%eth0"), "fe80::/64");
  EXPECT_EQ(clientOfAddress(""), "");
}

}  // namespace
}  // namespace tatara::http

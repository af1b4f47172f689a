#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/deploy/sequential.h"
#include "tests/support/effort.h"

namespace tatara::deploy {
namespace {

struct Outcome {
  bool alarm = false;
  std::int64_t requests = 0;
};

// One canary: every request is routed at random and fails with its version's rate; the test is looked at
// after each failure, until it raises the alarm or the requests are over.
Outcome simulate(std::mt19937_64& random, double championRate, double challengerRate, double share,
                 std::int64_t most, double alpha) {
  FailureTest test(alpha);
  std::uniform_real_distribution<double> draw(0, 1);
  for (std::int64_t request = 1; request <= most; ++request) {
    const bool challenger = draw(random) < share;
    if (draw(random) < (challenger ? challengerRate : championRate)) {
      test.add(challenger ? 0 : 1, challenger ? 1 : 0, share);
      if (test.alarm()) {
        return {true, request};
      }
    }
  }
  return {false, most};
}

TEST(FailureTestTest, AThousandCanariesWithoutADifferenceAlarmAtMostAsOftenAsPromised) {
  std::mt19937_64 random(20261121);
  for (const double share : {0.05, 0.5}) {
    int alarms = 0;
    for (int i = 0; i < 1000; ++i) {
      alarms += simulate(random, 0.1, 0.1, share, 4000, 0.05).alarm ? 1 : 0;
    }
    EXPECT_LE(alarms, 50) << share;
  }
}

TEST(FailureTestTest, AChallengerThatFailsLessOftenNeverAlarmsMoreOften) {
  std::mt19937_64 random(3);
  int alarms = 0;
  for (int i = 0; i < 300; ++i) {
    alarms += simulate(random, 0.1, 0.06, 0.25, 4000, 0.05).alarm ? 1 : 0;
  }
  EXPECT_LE(alarms, 15);
}

TEST(FailureTestTest, ADoubledErrorRateIsNoticedWithinWhatTheoryPredictsAndAQuarter) {
  std::mt19937_64 random(7);
  for (const double share : {0.25, 0.5}) {
    constexpr double kRate = 0.05;
    // Failures a request: the champion's share at its rate, the challenger's at twice that.
    const double perRequest = (1 - share) * kRate + share * 2 * kRate;
    const double predicted = FailureTest::expectedFailures(2, share) / perRequest;
    double sum = 0;
    int alarms = 0;
    for (int i = 0; i < 300; ++i) {
      const Outcome outcome = simulate(random, kRate, 2 * kRate, share, 100'000, 0.05);
      alarms += outcome.alarm ? 1 : 0;
      sum += static_cast<double>(outcome.requests);
    }
    EXPECT_EQ(alarms, 300);
    EXPECT_LE(sum / 300, predicted * 1.25) << "predicted " << predicted;
  }
}

TEST(FailureTestTest, EvidenceGoesOnWhereItWasKept) {
  FailureTest test(0.05);
  test.add(3, 9, 0.25);
  auto kept = FailureTest::fromJson(test.toJson());
  ASSERT_TRUE(kept);
  test.add(1, 4, 0.5);
  kept->add(1, 4, 0.5);
  EXPECT_EQ(kept->evidence(), test.evidence());
  EXPECT_EQ(kept->alarm(), test.alarm());
  EXPECT_FALSE(FailureTest::fromJson("{}"));
}

TEST(FailureTestTest, AnAlarmStands) {
  FailureTest test(0.05);
  test.add(0, 40, 0.5);
  EXPECT_TRUE(test.alarm());
  test.add(4000, 0, 0.5);
  EXPECT_TRUE(test.alarm());
  EXPECT_LE(test.pValue(), 0.05);
}

// Cases that are hits with this probability, looked at after each, until the alarm or the end.
Outcome simulateRate(std::mt19937_64& random, double rate, double most, std::int64_t cases) {
  RateTest test(most, 0.05);
  std::uniform_real_distribution<double> draw(0, 1);
  for (std::int64_t i = 1; i <= cases; ++i) {
    test.add(1, draw(random) < rate ? 1 : 0);
    if (test.alarm()) {
      return {true, i};
    }
  }
  return {false, cases};
}

TEST(RateTestTest, AThousandRatesThatAreAllowedAlarmAtMostAsOftenAsPromised) {
  const int rounds = tests::effort(250, 1000);
  std::mt19937_64 random(20261122);
  for (const double most : {0.01, 0.1, 0.5}) {
    int alarms = 0;
    int lower = 0;
    for (int i = 0; i < rounds; ++i) {
      alarms += simulateRate(random, most, most, 3000).alarm ? 1 : 0;
      lower += simulateRate(random, most * 0.8, most, 500).alarm ? 1 : 0;
    }
    EXPECT_LE(alarms, rounds / 20) << most;
    EXPECT_LE(lower, alarms) << most;
  }
}

TEST(RateTestTest, ADoubledRateIsNoticed) {
  std::mt19937_64 random(5);
  double sum = 0;
  for (int i = 0; i < 300; ++i) {
    const Outcome outcome = simulateRate(random, 0.2, 0.1, 100'000);
    EXPECT_TRUE(outcome.alarm);
    sum += static_cast<double>(outcome.requests);
  }
  // Wald: ln(5 / alpha) over the drift of the alternative 0.19, next to the truth.
  const double drift = 0.2 * std::log(0.19 / 0.1) + 0.8 * std::log(0.81 / 0.9);
  EXPECT_LE(sum / 300, std::log(5 / 0.05) / drift * 1.25);
}

TEST(RateTestTest, WhatIsKeptGoesOnAndASingleCaseIsNeverBeyondDoubt) {
  RateTest test(0, 0.0125);
  test.add(1, 1);
  EXPECT_GT(test.most(), 0);
  auto kept = RateTest::fromJson(test.toJson());
  ASSERT_TRUE(kept);
  test.add(10, 2);
  kept->add(10, 2);
  EXPECT_EQ(kept->evidence(), test.evidence());
  EXPECT_EQ(kept->pValue(), test.pValue());
  EXPECT_EQ(kept->cases(), 11);
  EXPECT_EQ(kept->hits(), 3);
  EXPECT_EQ(kept->alpha(), 0.0125);
  EXPECT_FALSE(RateTest::fromJson("[]"));
}

}  // namespace
}  // namespace tatara::deploy

// Whether a challenger fails more often than its champion, by a test that may be looked at after every
// request without raising its rate of false alarms.
//
// Of all failures under a split of the traffic, the challenger's share is its share of the traffic when both
// fail alike, and q(r) = r w / (r w + 1 - w) when it fails r times as often, w being its share. The evidence
// is the likelihood ratio of the failures seen, averaged over several ratios r: a non-negative martingale
// under "alike" and a supermartingale under "less often", so that the probability of its ever reaching
// 1/alpha is at most alpha (Ville's inequality; A. Wald, Sequential Tests of Statistical Hypotheses, 1945; H.
// Robbins, Statistical methods related to the law of the iterated logarithm, 1970; M. Kulldorff et al., A
// maximized sequential probability ratio test, 2011). The failure rate itself need not be known, and the
// share may change between failures, as the steps of a canary change it. Requests must be routed at random.
//
// Threads: values.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace tatara::deploy {

class FailureTest {
 public:
  explicit FailureTest(double alpha = 0.05) : m_alpha(alpha) {}

  // Failures seen while the challenger had the share `share` of the traffic, between 0 and 1.
  void add(std::int64_t champion, std::int64_t challenger, double share);

  // The evidence against "no more often"; it stands for ever once it reached 1/alpha.
  double evidence() const;
  bool alarm() const { return m_alarm; }
  // An always-valid p-value: the smallest 1/evidence seen, at most 1.
  double pValue() const { return m_smallest; }

  std::int64_t champion() const { return m_champion; }
  std::int64_t challenger() const { return m_challenger; }

  // About how many failures of both it takes to notice a ratio, on average (Wald's approximation).
  static double expectedFailures(double ratio, double share, double alpha = 0.05);

  std::string toJson() const;
  static Result<FailureTest> fromJson(std::string_view json);

 private:
  static constexpr std::array<double, 5> kRatios = {1.5, 2, 3, 5, 10};

  double m_alpha;
  std::array<double, kRatios.size()> m_logs{};  // of the likelihood ratios
  double m_smallest = 1;
  bool m_alarm = false;
  std::int64_t m_champion = 0;
  std::int64_t m_challenger = 0;
};

}  // namespace tatara::deploy

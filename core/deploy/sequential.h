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
// Whether something happens in more than a given share of the cases is asked in the same way: the likelihood
// ratio of several greater shares, averaged, against that one.
//
// Threads: values.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/text/json.h"

namespace tatara::deploy {

// Likelihood ratios of several alternatives, averaged, and the greatest that their average ever was.
class Evidence {
 public:
  static constexpr std::size_t kAlternatives = 5;

  // The evidence against the hypothesis; the alarm stands for ever once it reached 1/alpha.
  double evidence() const;
  bool alarm() const { return m_alarm; }
  // An always-valid p-value: the smallest 1/evidence seen, at most 1.
  double pValue() const { return m_smallest; }
  double alpha() const { return m_alpha; }

 protected:
  explicit Evidence(double alpha) : m_alpha(alpha) {}
  void weigh(std::size_t alternative, double log) { m_logs[alternative] += log; }
  void look();
  text::Json kept() const;
  Status take(const text::Json& kept);

 private:
  double m_alpha;
  std::array<double, kAlternatives> m_logs{};  // of the likelihood ratios
  double m_smallest = 1;
  bool m_alarm = false;
};

class FailureTest : public Evidence {
 public:
  explicit FailureTest(double alpha = 0.05) : Evidence(alpha) {}

  // Failures seen while the challenger had the share `share` of the traffic, between 0 and 1.
  void add(std::int64_t champion, std::int64_t challenger, double share);

  std::int64_t champion() const { return m_champion; }
  std::int64_t challenger() const { return m_challenger; }

  // About how many failures of both it takes to notice a ratio, on average (Wald's approximation).
  static double expectedFailures(double ratio, double share, double alpha = 0.05);

  std::string toJson() const;
  static Result<FailureTest> fromJson(std::string_view json);

 private:
  static constexpr std::array<double, kAlternatives> kRatios = {1.5, 2, 3, 5, 10};

  std::int64_t m_champion = 0;
  std::int64_t m_challenger = 0;
};

// Whether something happens in more than a share `most` of the cases.
class RateTest : public Evidence {
 public:
  explicit RateTest(double most = 0.5, double alpha = 0.05);

  void add(std::int64_t cases, std::int64_t hits);

  double most() const { return m_most; }
  std::int64_t cases() const { return m_cases; }
  std::int64_t hits() const { return m_hits; }

  std::string toJson() const;
  static Result<RateTest> fromJson(std::string_view json);

 private:
  // How far from `most` to 1 the alternatives lie.
  static constexpr std::array<double, kAlternatives> kPlaces = {0.05, 0.1, 0.2, 0.4, 0.7};

  double m_most;
  std::int64_t m_cases = 0;
  std::int64_t m_hits = 0;
};

}  // namespace tatara::deploy

#include "core/deploy/sequential.h"

#include <algorithm>
#include <cmath>

namespace tatara::deploy {
namespace {

// No share is tested against less, so that a single case is never beyond doubt.
constexpr double kLeastShare = 0.001;

double shareOfFailures(double ratio, double share) {
  return ratio * share / (ratio * share + 1 - share);
}

}  // namespace

double Evidence::evidence() const {
  double sum = 0;
  for (const double log : m_logs) {
    sum += std::exp(std::min(log, 700.0));
  }
  return sum / static_cast<double>(m_logs.size());
}

void Evidence::look() {
  const double now = evidence();
  m_smallest = std::min(m_smallest, 1 / std::max(now, 1.0));
  m_alarm = m_alarm || now >= 1 / m_alpha;
}

text::Json Evidence::kept() const {
  text::Json logs = text::Json::array();
  for (const double log : m_logs) {
    logs.append(log);
  }
  return text::Json::object()
      .set("alpha", m_alpha)
      .set("logs", std::move(logs))
      .set("smallest", m_smallest)
      .set("alarm", m_alarm);
}

Status Evidence::take(const text::Json& kept) {
  const auto& logs = kept["logs"].items();
  if (logs.size() != m_logs.size()) {
    return makeError(ErrorKind::Corrupt,
                     "The evidence of a rollout is not of a form that this version knows");
  }
  m_alpha = kept["alpha"].asNumber().value_or(m_alpha);
  for (std::size_t i = 0; i < m_logs.size(); ++i) {
    m_logs[i] = logs[i].asNumber().value_or(0);
  }
  m_smallest = kept["smallest"].asNumber().value_or(1);
  m_alarm = kept["alarm"].asBool().value_or(false);
  return {};
}

void FailureTest::add(std::int64_t champion, std::int64_t challenger, double share) {
  if (share <= 0 || share >= 1) {
    return;  // without two versions in the traffic failures compare nothing
  }
  m_champion += champion;
  m_challenger += challenger;
  for (std::size_t i = 0; i < kRatios.size(); ++i) {
    const double q = shareOfFailures(kRatios[i], share);
    weigh(i, static_cast<double>(challenger) * std::log(q / share) +
                 static_cast<double>(champion) * std::log((1 - q) / (1 - share)));
  }
  look();
}

double FailureTest::expectedFailures(double ratio, double share, double alpha) {
  // The mixture's own cost is at most the logarithm of the number of ratios, when `ratio` is one of them.
  const double q = shareOfFailures(ratio, share);
  const double drift = q * std::log(q / share) + (1 - q) * std::log((1 - q) / (1 - share));
  return (std::log(1 / alpha) + std::log(static_cast<double>(kRatios.size()))) / drift;
}

std::string FailureTest::toJson() const {
  return text::toJson(kept().set("champion", m_champion).set("challenger", m_challenger));
}

Result<FailureTest> FailureTest::fromJson(std::string_view json) {
  TATARA_ASSIGN(const text::Json value, text::parseJson(json));
  FailureTest test;
  TATARA_TRY(test.take(value));
  test.m_champion = value["champion"].asInt().value_or(0);
  test.m_challenger = value["challenger"].asInt().value_or(0);
  return test;
}

RateTest::RateTest(double most, double alpha)
    : Evidence(alpha), m_most(std::clamp(most, kLeastShare, 1 - kLeastShare)) {}

void RateTest::add(std::int64_t cases, std::int64_t hits) {
  m_cases += cases;
  m_hits += hits;
  for (std::size_t i = 0; i < kPlaces.size(); ++i) {
    const double greater = m_most + (1 - m_most) * kPlaces[i];
    weigh(i, static_cast<double>(hits) * std::log(greater / m_most) +
                 static_cast<double>(cases - hits) * std::log((1 - greater) / (1 - m_most)));
  }
  look();
}

std::string RateTest::toJson() const {
  return text::toJson(kept().set("most", m_most).set("cases", m_cases).set("hits", m_hits));
}

Result<RateTest> RateTest::fromJson(std::string_view json) {
  TATARA_ASSIGN(const text::Json value, text::parseJson(json));
  RateTest test(value["most"].asNumber().value_or(0.5));
  TATARA_TRY(test.take(value));
  test.m_cases = value["cases"].asInt().value_or(0);
  test.m_hits = value["hits"].asInt().value_or(0);
  return test;
}

}  // namespace tatara::deploy

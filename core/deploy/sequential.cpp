#include "core/deploy/sequential.h"

#include <algorithm>
#include <cmath>

#include "core/text/json.h"

namespace tatara::deploy {
namespace {

double shareOfFailures(double ratio, double share) {
  return ratio * share / (ratio * share + 1 - share);
}

}  // namespace

void FailureTest::add(std::int64_t champion, std::int64_t challenger, double share) {
  if (share <= 0 || share >= 1) {
    return;  // without two versions in the traffic failures compare nothing
  }
  m_champion += champion;
  m_challenger += challenger;
  for (std::size_t i = 0; i < kRatios.size(); ++i) {
    const double q = shareOfFailures(kRatios[i], share);
    m_logs[i] += static_cast<double>(challenger) * std::log(q / share) +
                 static_cast<double>(champion) * std::log((1 - q) / (1 - share));
  }
  const double now = evidence();
  m_smallest = std::min(m_smallest, 1 / std::max(now, 1.0));
  m_alarm = m_alarm || now >= 1 / m_alpha;
}

double FailureTest::evidence() const {
  double sum = 0;
  for (const double log : m_logs) {
    sum += std::exp(std::min(log, 700.0));
  }
  return sum / static_cast<double>(kRatios.size());
}

double FailureTest::expectedFailures(double ratio, double share, double alpha) {
  // The mixture's own cost is at most the logarithm of the number of ratios, when `ratio` is one of them.
  const double q = shareOfFailures(ratio, share);
  const double drift = q * std::log(q / share) + (1 - q) * std::log((1 - q) / (1 - share));
  return (std::log(1 / alpha) + std::log(static_cast<double>(kRatios.size()))) / drift;
}

std::string FailureTest::toJson() const {
  text::Json logs = text::Json::array();
  for (const double log : m_logs) {
    logs.append(log);
  }
  return text::toJson(text::Json::object()
                          .set("alpha", m_alpha)
                          .set("logs", std::move(logs))
                          .set("smallest", m_smallest)
                          .set("alarm", m_alarm)
                          .set("champion", m_champion)
                          .set("challenger", m_challenger));
}

Result<FailureTest> FailureTest::fromJson(std::string_view json) {
  TATARA_ASSIGN(const text::Json value, text::parseJson(json));
  FailureTest test(value["alpha"].asNumber().value_or(0.05));
  const auto& logs = value["logs"].items();
  if (logs.size() != kRatios.size()) {
    return makeError(ErrorKind::Corrupt,
                     "The evidence of a rollout is not of a form that this version knows");
  }
  for (std::size_t i = 0; i < kRatios.size(); ++i) {
    test.m_logs[i] = logs[i].asNumber().value_or(0);
  }
  test.m_smallest = value["smallest"].asNumber().value_or(1);
  test.m_alarm = value["alarm"].asBool().value_or(false);
  test.m_champion = value["champion"].asInt().value_or(0);
  test.m_challenger = value["challenger"].asInt().value_or(0);
  return test;
}

}  // namespace tatara::deploy

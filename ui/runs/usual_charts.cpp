#include "ui/runs/usual_charts.h"

#include <algorithm>
#include <string>

namespace tatara::ui {
namespace {

// What the runs shown have of a metric, and how well its course goes with the deciding metric.
class CurveChoice {
 public:
  CurveChoice(const Listing& listing, const ShownRuns& shown) : m_listing(listing), m_shown(shown) {
    const std::string& primary = listing.meanings->primary;
    offer(primary);
    for (const RunColumn& column : listing.sources) {
      if (column.origin == Origin::Metric && column.key != primary) {
        offer(column.key);
      }
    }
    // Of the metrics that have no column only where those that have one are no curves.
    if (std::ranges::none_of(m_offers, [](const Offer& one) { return one.rank < kOnce; })) {
      for (const auto& metric : listing.table->metrics()) {
        offer(metric->key);
      }
    }
    std::ranges::stable_sort(m_offers, {}, &Offer::rank);
  }

  bool hasCourse() const { return m_offers.front().rank < kOnce; }
  const std::string& first() const { return m_offers.front().key; }
  // Empty: there is no other.
  std::string second() const {
    const auto other = std::ranges::find_if(
        m_offers, [this](const Offer& one) { return one.key != first() && one.rank <= kOnce; });
    return other == m_offers.end() ? std::string() : other->key;
  }

 private:
  // The lower the sooner it is drawn.
  enum Rank { kSameWay, kOtherWay, kNoWay, kOnce, kNotDrawn };
  struct Offer {
    std::string key;
    Rank rank;
  };

  void offer(const std::string& key) { m_offers.push_back({key, rankOf(key)}); }

  Rank rankOf(const std::string& key) const {
    const Meanings& meanings = *m_listing.meanings;
    const track::Direction direction = meanings.of(key).direction;
    const bool sameWay = direction == meanings.of(meanings.primary).direction;
    const track::MetricColumn* column = m_listing.table->findMetric(key);
    const bool followed =
        column != nullptr && !key.starts_with("system/") &&
        std::ranges::any_of(m_shown, [column](const ShownRun& run) { return column->hasCourse(run.row); });
    if (!followed) {
      return sameWay ? kOnce : kNotDrawn;
    }
    return sameWay ? kSameWay : direction == track::Direction::Unknown ? kNoWay : kOtherWay;
  }

  const Listing& m_listing;
  const ShownRuns& m_shown;
  std::vector<Offer> m_offers;  // never empty: the deciding metric is one, known or not
};

bool anyUnderWay(const Listing& listing, const ShownRuns& shown) {
  return std::ranges::any_of(shown, [&](const ShownRun& run) {
    return listing.table->run(run.row).status == track::RunStatus::Running;
  });
}

}  // namespace

std::vector<RunChart> usualCharts(const Listing& listing, const ShownRuns& shown, RunsLayout layout) {
  const CurveChoice choice(listing, shown);
  const std::string& primary = listing.meanings->primary;
  const bool bars = !primary.empty() && !shown.empty() && !choice.hasCourse() && !anyUnderWay(listing, shown);
  const RunChartKind kind = bars ? RunChartKind::Bar : RunChartKind::Line;
  // The deciding metric is left unsaid, so that the chart follows it.
  std::vector<RunChart> charts{{kind, choice.first() == primary ? std::string() : choice.first(), {}, {}}};
  if (const std::string second = choice.second(); !second.empty()) {
    charts.push_back({kind, second == primary ? std::string() : second, {}, {}});
  }
  charts.push_back({RunChartKind::Parallel, {}, {}, {}});
  if (layout == RunsLayout::Charts) {
    charts.push_back({RunChartKind::Heatmap, {}, {}, {}});
    charts.push_back({RunChartKind::Differences, {}, {}, {}});
  } else {
    charts.push_back({RunChartKind::Scatter, {}, {}, {}});
    charts.push_back({RunChartKind::Importance, {}, {}, {}});
  }
  return charts;
}

}  // namespace tatara::ui

// A curve that keeps nothing but pages of vectors, which the test holds: what is read is counted, and pages
// can be lost.
#pragma once

#include <algorithm>
#include <atomic>
#include <random>
#include <set>

#include "ui/chart/curve_data.h"

namespace tatara::ui::test {

class VectorPages final : public PointPages {
 public:
  VectorPages(std::vector<double> x, std::vector<double> y, std::vector<std::size_t> begins)
      : PointPages(std::move(begins)), m_x(std::move(x)), m_y(std::move(y)) {}

  Result<std::vector<CurvePage>> read(std::span<const std::size_t> which, PageParts parts,
                                      std::stop_token) const override {
    std::vector<CurvePage> pages;
    for (const std::size_t page : which) {
      if (lost.contains(page)) {
        return makeError(ErrorKind::Corrupt, "page " + std::to_string(page) + " is damaged");
      }
      const auto from = static_cast<std::ptrdiff_t>(begin(page));
      const auto to = static_cast<std::ptrdiff_t>(end(page));
      CurvePage made;
      if (parts == PageParts::XAndY) {
        made.x.assign(m_x.begin() + from, m_x.begin() + to);
      }
      made.y.assign(m_y.begin() + from, m_y.begin() + to);
      pages.push_back(std::move(made));
      ++reads;
    }
    return pages;
  }
  std::size_t sharedWith(const PointPages&) const override { return shared; }

  mutable std::atomic<int> reads = 0;
  std::set<std::size_t> lost;
  std::size_t shared = 0;

 private:
  std::vector<double> m_x;
  std::vector<double> m_y;
};

// Pages of random lengths.
inline std::shared_ptr<VectorPages> pagesOf(const CurveData& curve, std::mt19937& random,
                                            std::size_t longest) {
  std::vector<std::size_t> begins{0};
  while (begins.back() < curve.size()) {
    begins.push_back(std::min<std::size_t>(begins.back() + 1 + random() % longest, curve.size()));
  }
  return std::make_shared<VectorPages>(curve.x(), curve.y(), std::move(begins));
}

inline CurvePtr pagedCurve(const CurvePtr& curve, std::mt19937& random, std::size_t longest) {
  return CurveData::makePaged(pagesOf(*curve, random, longest), nullptr, {}).value();
}

}  // namespace tatara::ui::test

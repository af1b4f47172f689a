// Where the points of a curve lie that is too long to be kept: pages of it, read when a picture needs them.
//
// A page holds consecutive points, whose x do not fall and are finite, in this page and from page to page.
// What was read is kept, up to a number of bytes for all curves together, in a `PageCache`.
//
// Reading may take a disk: never on the GUI thread. A page that cannot be read gives an error, and the
// picture says so; whoever draws it leaves a gap. Threads: any; implementations are immutable or lock.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

#include "core/base/result.h"

namespace tatara::ui {

struct CurvePage {
  std::vector<double> x;  // empty when only y was wanted
  std::vector<double> y;
  std::size_t bytes() const { return (x.capacity() + y.capacity()) * sizeof(double); }
};
using CurvePagePtr = std::shared_ptr<const CurvePage>;

enum class PageParts { Y, XAndY };

class PointPages {
 public:
  // `begins`: index of the first point of each page, and at the end the number of all points.
  explicit PointPages(std::vector<std::size_t> begins);
  virtual ~PointPages() = default;
  PointPages(const PointPages&) = delete;
  PointPages& operator=(const PointPages&) = delete;

  std::size_t points() const { return m_begins.back(); }
  std::size_t pages() const { return m_begins.size() - 1; }
  std::size_t begin(std::size_t page) const { return m_begins[page]; }
  std::size_t end(std::size_t page) const { return m_begins[page + 1]; }
  std::size_t pageOf(std::size_t point) const;
  std::uint64_t id() const { return m_id; }  // of no other

  // In the order asked for, all at once: keep `which` short.
  virtual Result<std::vector<CurvePage>> read(std::span<const std::size_t> which, PageParts parts,
                                              std::stop_token stop) const = 0;
  // How many of the first pages hold what those of `before` hold, point by point: of a series that grew, all
  // but the last.
  virtual std::size_t sharedWith(const PointPages& before) const;

 private:
  std::vector<std::size_t> m_begins;
  std::uint64_t m_id;
};

// Pages of all curves. When it is full, pages are forgotten by lot: pictures walk over the same pages again
// and again in the same order, and the least recently used would always be the one wanted next.
class PageCache {
 public:
  explicit PageCache(std::size_t mostBytes);
  ~PageCache();
  PageCache(const PageCache&) = delete;
  PageCache& operator=(const PageCache&) = delete;

  // Null when it is not here.
  CurvePagePtr find(std::uint64_t source, std::size_t page) const;
  void insert(std::uint64_t source, std::size_t page, CurvePagePtr made);
  void forget(std::uint64_t source);
  std::size_t bytes() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> m_impl;
};

// The one of this program.
PageCache& pageCache();
// A page of its own that stands for all points of a derived curve.
inline constexpr std::size_t kWholeCurve = SIZE_MAX;

}  // namespace tatara::ui

#include "ui/explore/plots_scatter.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "core/dataset/frame_aggregate.h"

namespace tatara::ui {
namespace {

using Grids = std::vector<dataset::DensityGrid>;

dataset::GroupKey binsOf(std::size_t column, const PlotScale& scale, int bins) {
  return {.column = column,
          .kind = dataset::GroupKey::Kind::Bins,
          .bins = static_cast<std::size_t>(bins),
          .least = scale.low,
          .greatest = scale.high,
          .logarithmic = scale.logarithmic};
}

// What is painted at one place, and how.
class Inks {
 public:
  Inks(const ScatterRequest& request, const Grids& grids, std::uint32_t most)
      : m_request(request), m_grids(grids), m_most(most) {
    if (request.colour) {
      const dataset::FrameColumn& column = request.frame.column(*request.colour);
      m_low = column.least;
      m_high = column.greatest;
    }
  }

  // None where there is no row.
  std::optional<QColor> at(std::size_t place) const {
    std::size_t top = 0;
    std::uint64_t count = 0;
    for (std::size_t s = 0; s < m_grids.size(); ++s) {
      count += m_grids[s].rows[place];
      top = m_grids[s].rows[place] > m_grids[top].rows[place] ? s : top;
    }
    if (count == 0) {
      return std::nullopt;
    }
    const Colors& c = m_request.colors;
    const double amount =
        m_most > 1 ? std::log1p(static_cast<double>(count)) / std::log1p(static_cast<double>(m_most)) : 1;
    if (m_request.colour) {
      const double mean = m_grids[0].means[place];
      return std::isnan(mean)
                 ? c.ctl
                 : rampColor(c.sequential,
                             m_high > m_low ? 0.15 + 0.85 * (mean - m_low) / (m_high - m_low) : 0.6);
    }
    const auto& series = m_request.series;
    if (series.size() > 1 || series[0].slot >= 0) {
      const int slot = series[top].slot;
      QColor ink = slot < 0 ? c.ctl : c.runs[static_cast<std::size_t>(slot) % c.runs.size()];
      ink.setAlphaF(m_request.dots ? 0.65F : static_cast<float>(0.25 + 0.75 * amount));
      return ink;
    }
    if (!m_request.dots) {
      return rampColor(c.sequential, 0.2 + 0.8 * amount);
    }
    QColor ink = c.runs[0];
    const auto overlaid = static_cast<double>(std::min<std::uint64_t>(count, 6));
    ink.setAlphaF(static_cast<float>(1 - std::pow(0.45, overlaid)));
    return ink;
  }

 private:
  const ScatterRequest& m_request;
  const Grids& m_grids;
  std::uint32_t m_most;
  double m_low = 0;
  double m_high = 0;
};

}  // namespace

Result<ScatterPicture> scatterPicture(const ScatterRequest& request, std::stop_token stop) {
  const int width = std::max(8, static_cast<int>(request.size.width() * request.ratio));
  const int height = std::max(8, static_cast<int>(request.size.height() * request.ratio));
  TATARA_ASSIGN(const std::size_t x, request.frame.find(request.x.column));
  TATARA_ASSIGN(const std::size_t y, request.frame.find(request.y.column));
  // Beyond dots, two pixels a side, so that a lone row can be seen.
  const int grain = request.dots ? 1 : std::max(1, static_cast<int>(std::lround(2 * request.ratio)));
  const int columns = std::max(1, width / grain);
  const int lines = std::max(1, height / grain);
  ScatterPicture made{.picture = QImage(columns * grain, lines * grain, QImage::Format_ARGB32_Premultiplied)};
  made.picture.fill(Qt::transparent);
  Grids grids;
  for (const Series& one : request.series) {
    TATARA_ASSIGN(auto grid,
                  dataset::densityGrid(request.frame, binsOf(x, request.x, columns),
                                       binsOf(y, request.y, lines), request.colour, one.rows, stop));
    made.most = std::max(made.most, *std::ranges::max_element(grid.rows));
    made.outside += grid.outside;
    grids.push_back(std::move(grid));
  }
  const Inks inks(request, grids, made.most);
  QPainter painter(&made.picture);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  const auto across = static_cast<std::size_t>(columns);
  for (std::size_t place = 0; place < across * static_cast<std::size_t>(lines); ++place) {
    const auto ink = inks.at(place);
    if (!ink) {
      continue;
    }
    const auto column = static_cast<int>(place % across);
    const auto line = lines - 1 - static_cast<int>(place / across);
    if (request.dots) {
      painter.setBrush(*ink);
      const qreal radius = 2.2 * request.ratio;
      painter.drawEllipse(QPointF(column + 0.5, line + 0.5), radius, radius);
    } else {
      painter.fillRect(QRect(column * grain, line * grain, grain, grain), *ink);
    }
  }
  painter.end();
  made.picture.setDevicePixelRatio(request.ratio);
  return made;
}

}  // namespace tatara::ui

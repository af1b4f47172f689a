#include "ui/runs/internal/parallel_lines.h"

#include <QPainter>
#include <algorithm>
#include <bit>
#include <cmath>
#include <unordered_map>

namespace tatara::ui {
namespace {

constexpr std::size_t kSingleLines = 600;
constexpr int kPieces = 18;  // straight pieces of one bend

// Lines between two axes that take the same way, told once.
struct Way {
  float from = 0, to = 0;
  std::uint32_t lines = 0;
};

// Parameters have few values, so most runs share their ways.
std::vector<Way> waysBetween(const std::vector<float>& ys, std::size_t axes, std::size_t axis) {
  std::unordered_map<std::uint64_t, std::uint32_t> found;
  std::vector<Way> ways;
  for (std::size_t at = axis; at < ys.size(); at += axes) {
    const float from = ys[at - 1];
    const float to = ys[at];
    if (std::isnan(from) || std::isnan(to)) {
      continue;
    }
    const std::uint64_t key =
        std::uint64_t{std::bit_cast<std::uint32_t>(from)} << 32 | std::bit_cast<std::uint32_t>(to);
    const auto [place, added] = found.try_emplace(key, static_cast<std::uint32_t>(ways.size()));
    if (added) {
      ways.push_back({from, to, 0});
    }
    ++ways[place->second].lines;
  }
  return ways;
}

// How many lines cross each pixel, column by column of the picture.
std::vector<std::uint32_t> countCrossings(QSize size, const std::vector<double>& xs,
                                          const std::vector<float>& ys, const std::stop_token& stop) {
  const auto height = static_cast<std::size_t>(size.height());
  std::vector<std::uint32_t> counts(static_cast<std::size_t>(size.width()) * height);
  for (std::size_t axis = 1; axis < xs.size() && !stop.stop_requested(); ++axis) {
    const int begin = std::clamp(static_cast<int>(xs[axis - 1]), 0, size.width() - 1);
    const int end = std::clamp(static_cast<int>(xs[axis]), 0, size.width() - 1);
    std::vector<float> weights;
    for (int x = begin; x <= end; ++x) {
      weights.push_back(static_cast<float>(bend(static_cast<double>(x - begin) / std::max(1, end - begin))));
    }
    const std::vector<Way> ways = waysBetween(ys, xs.size(), axis);
    std::vector<int> last;
    for (const Way& way : ways) {
      last.push_back(static_cast<int>(way.from));
    }
    for (std::size_t i = 0; i < weights.size() && !stop.stop_requested(); ++i) {
      std::uint32_t* column = counts.data() + (static_cast<std::size_t>(begin) + i) * height;
      for (std::size_t at = 0; at < ways.size(); ++at) {
        const Way& way = ways[at];
        const int y = static_cast<int>(way.from + weights[i] * (way.to - way.from));
        const int low = std::max(0, std::min(y, last[at] + (y > last[at] ? 1 : 0)));
        const int high = std::min(size.height() - 1, std::max(y, last[at] - (y < last[at] ? 1 : 0)));
        for (int row = low; row <= high; ++row) {
          column[row] += way.lines;
        }
        last[at] = y;
      }
    }
  }
  return counts;
}

}  // namespace

double bend(double t) {
  return t * t * (3 - 2 * t);
}

QVector<QLineF> bentLines(const std::vector<QPointF>& points) {
  QVector<QLineF> lines;
  for (std::size_t i = 1; i < points.size(); ++i) {
    const QPointF from = points[i - 1];
    const QPointF to = points[i];
    if (std::isnan(from.y()) || std::isnan(to.y())) {
      continue;
    }
    QPointF last = from;
    for (int piece = 1; piece <= kPieces; ++piece) {
      const double t = static_cast<double>(piece) / kPieces;
      const QPointF next(from.x() + t * (to.x() - from.x()), from.y() + bend(t) * (to.y() - from.y()));
      lines.push_back(QLineF(last, next));
      last = next;
    }
  }
  return lines;
}

QImage paintParallelLines(QSize size, const std::vector<double>& xs, const std::vector<float>& ys,
                          const QColor& color, std::stop_token stop) {
  QImage image(size, QImage::Format_ARGB32_Premultiplied);
  image.fill(Qt::transparent);
  const std::size_t axes = std::max<std::size_t>(1, xs.size());
  const std::size_t runs = ys.size() / axes;
  if (runs <= kSingleLines) {
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor line = color;
    line.setAlphaF(static_cast<float>(
        std::clamp(10.0 / static_cast<double>(std::max<std::size_t>(runs, 1)), 0.16, 0.38)));
    painter.setPen(QPen(line, 1));
    for (std::size_t run = 0; run < runs && !stop.stop_requested(); ++run) {
      std::vector<QPointF> points;
      for (std::size_t axis = 0; axis < axes; ++axis) {
        points.emplace_back(xs[axis], ys[run * axes + axis]);
      }
      painter.drawLines(bentLines(points));
    }
    return image;
  }
  const std::vector<std::uint32_t> counts = countCrossings(size, xs, ys, stop);
  const std::uint32_t most = std::max(1U, *std::max_element(counts.begin(), counts.end()));
  for (int y = 0; y < size.height(); ++y) {
    auto* row = reinterpret_cast<QRgb*>(image.scanLine(y));
    for (int x = 0; x < size.width(); ++x) {
      const std::uint32_t count =
          counts[static_cast<std::size_t>(x) * static_cast<std::size_t>(size.height()) +
                 static_cast<std::size_t>(y)];
      if (count > 0) {
        const double share = std::log1p(count) / std::log1p(most);
        const int alpha = static_cast<int>(255 * (0.06 + 0.6 * share));
        row[x] = qPremultiply(qRgba(color.red(), color.green(), color.blue(), alpha));
      }
    }
  }
  return image;
}

}  // namespace tatara::ui

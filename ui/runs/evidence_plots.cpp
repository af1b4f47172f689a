#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "ui/base/number_text.h"
#include "ui/base/type.h"
#include "ui/runs/internal/plot_text.h"
#include "ui/runs/study_plots.h"

namespace tatara::ui {
namespace {

constexpr double kEvidenceSide = 12;
constexpr int kBands = 8;  // of a contour

double toAxisLine(double value, AxisScale scale) {
  return scale == AxisScale::Log ? std::log10(value) : value;
}

// --- contour: its axes run over the logarithm where the sweep did

PlainPlot contourLayout(const ContourStudy& study, const QRectF& rect) {
  const auto line = [](AxisRange range, AxisScale scale) {
    return AxisRange{toAxisLine(range.low, scale), toAxisLine(range.high, scale)};
  };
  PlainPlot plot =
      layoutPlot(rect.adjusted(0, 14, 0, -14), line(study.x, study.xScale), line(study.y, study.yScale));
  const auto logarithmic = [](TickSet& set, AxisRange range) {
    set = withExponents(logTicks(range.low, range.high, 6));
    for (Tick& tick : set.ticks) {
      tick.value = std::log10(tick.value);
    }
  };
  if (study.xScale == AxisScale::Log) {
    logarithmic(plot.xTicks, study.x);
  }
  if (study.yScale == AxisScale::Log) {
    logarithmic(plot.yTicks, study.y);
  }
  return plot;
}

QRectF contourCell(const PlainPlot& plot, int column, int row) {
  const double width = plot.plot.width() / ContourStudy::kSide;
  const double height = plot.plot.height() / ContourStudy::kSide;
  return {plot.plot.left() + column * width, plot.plot.bottom() - (row + 1) * height, width, height};
}

double surfaceAt(const ContourStudy& study, int column, int row) {
  return study.surface[static_cast<std::size_t>(row * ContourStudy::kSide + column)];
}

// Where the surface crosses `level`, as segments between the middles of cells (marching squares).
void addIsoline(QPainterPath& path, const ContourStudy& study, const PlainPlot& plot, double level) {
  const auto middle = [&](int column, int row) { return contourCell(plot, column, row).center(); };
  for (int row = 0; row + 1 < ContourStudy::kSide; ++row) {
    for (int column = 0; column + 1 < ContourStudy::kSide; ++column) {
      const int corners[4][2] = {{column, row}, {column + 1, row}, {column + 1, row + 1}, {column, row + 1}};
      QVector<QPointF> crossings;
      for (int i = 0; i < 4; ++i) {
        const int* from = corners[i];
        const int* to = corners[(i + 1) % 4];
        const double a = surfaceAt(study, from[0], from[1]);
        const double b = surfaceAt(study, to[0], to[1]);
        if (std::isfinite(a) && std::isfinite(b) && (a < level) != (b < level)) {
          const double t = (level - a) / (b - a);
          crossings << middle(from[0], from[1]) * (1 - t) + middle(to[0], to[1]) * t;
        }
      }
      for (qsizetype i = 0; i + 1 < crossings.size(); i += 2) {
        path.moveTo(crossings[i]);
        path.lineTo(crossings[i + 1]);
      }
    }
  }
}

QPointF contourPoint(const ContourStudy& study, const PlainPlot& plot, const ContourStudy::Point& point) {
  return {plot.xAt(toAxisLine(point.x, study.xScale)), plot.yAt(toAxisLine(point.y, study.yScale))};
}

// --- confusion: matrices side by side

struct MatrixPlace {
  QRectF title;
  QRectF area;
};

std::vector<MatrixPlace> placeMatrices(const ConfusionStudy& study, const QRectF& rect) {
  const auto count = static_cast<int>(study.matrices.size());
  const int columns = std::max(1, std::min(count, static_cast<int>(rect.width() / 190)));
  const int rows = (count + columns - 1) / std::max(columns, 1);
  const double width = rect.width() / columns;
  const double height = rect.height() / std::max(rows, 1);
  std::vector<MatrixPlace> places;
  for (int i = 0; i < count; ++i) {
    const QRectF cell(rect.left() + (i % columns) * width, rect.top() + (i / columns) * height, width,
                      height);
    const double side = std::max(20.0, std::min(cell.width() - kEvidenceSide - 70, cell.height() - 40));
    places.push_back({QRectF(cell.left() + kEvidenceSide, cell.top(), cell.width() - kEvidenceSide, 18),
                      QRectF(cell.left() + 64, cell.top() + 20, side, side)});
  }
  return places;
}

// --- curves

PlainPlot curveLayout(const CurveStudy& study, const QRectF& rect) {
  return layoutPlot(rect.adjusted(0, 14, -std::min(170.0, rect.width() * 0.34), -14), study.x, study.y);
}

void paintRanges(QPainter& painter, const CurveStudy::Line& line, const PlainPlot& plot,
                 const QColor& color) {
  painter.setPen(QPen(color, 1));
  for (std::size_t i = 0; i < line.low.size(); ++i) {
    const double x = plot.xAt(line.x[i]);
    painter.drawLine(QPointF(x, plot.yAt(line.low[i])), QPointF(x, plot.yAt(line.high[i])));
  }
}

void paintAxisNames(QPainter& painter, const QRectF& rect, const PlainPlot& plot, const QString& x,
                    const QString& y) {
  painter.setFont(ui::font(TextRole::Caption));
  painter.setPen(colors().tx3);
  painter.drawText(QRectF(rect.left() + kEvidenceSide, rect.top(), rect.width() - 2 * kEvidenceSide, 14),
                   Qt::AlignLeft, y);
  painter.drawText(QRectF(plot.plot.left(), rect.bottom() - 16, plot.plot.width(), 14), Qt::AlignRight, x);
}

}  // namespace

// --- contour

std::vector<StudyMark> ContourPlot::marks() const {
  std::vector<StudyMark> all;
  const auto* study = as<ContourStudy>();
  if (study == nullptr || study->points.empty()) {
    return all;
  }
  const PlainPlot plot = contourLayout(*study, QRectF(rect()));
  for (const ContourStudy::Point& point : study->points) {
    const QPointF at = contourPoint(*study, plot, point);
    all.push_back({QRectF(at - QPointF(5, 5), QSizeF(10, 10)),
                   tr("%1 %2, %3 %4: %5 %6")
                       .arg(study->xName, metricText(point.x), study->yName, metricText(point.y),
                            study->zName, metricText(point.z)),
                   {point.run}});
  }
  return all;
}

void ContourPlot::paintChart(QPainter& painter, const QRectF& rect) {
  const auto* study = as<ContourStudy>();
  if (study == nullptr || study->surface.empty()) {
    return;
  }
  const Colors& c = colors();
  const PlainPlot plot = contourLayout(*study, rect);
  const double span = study->high > study->low ? study->high - study->low : 1;
  painter.setPen(Qt::NoPen);
  painter.setRenderHint(QPainter::Antialiasing, false);
  for (int row = 0; row < ContourStudy::kSide; ++row) {
    for (int column = 0; column < ContourStudy::kSide; ++column) {
      const double value = surfaceAt(*study, column, row);
      if (std::isfinite(value)) {
        // More towards the best: further from the background.
        const double share = std::floor((value - study->low) / span * kBands) / kBands;
        painter.setBrush(
            rampColor(c.sequential, std::clamp(study->lowerIsBetter ? 1 - share : share, 0.0, 1.0)));
        painter.drawRect(contourCell(plot, column, row).adjusted(0, 0, 0.5, 0.5));
      }
    }
  }
  painter.setRenderHint(QPainter::Antialiasing);
  QPainterPath lines;
  for (int band = 1; band < kBands; ++band) {
    addIsoline(lines, *study, plot, study->low + span * band / kBands);
  }
  QColor faint = c.bg1;
  faint.setAlphaF(0.7F);
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(faint, 1));
  painter.drawPath(lines);
  paintPlotAxes(painter, plot);
  paintAxisNames(painter, rect, plot, study->xName, study->yName);
  painter.setPen(QPen(c.bg1, 1));
  painter.setBrush(c.tx1);
  for (const ContourStudy::Point& point : study->points) {
    painter.drawEllipse(contourPoint(*study, plot, point), 2.5, 2.5);
  }
}

ChartTable ContourPlot::table() const {
  ChartTable result;
  const auto* study = as<ContourStudy>();
  if (study == nullptr) {
    return result;
  }
  result.columns = {{study->xName, {}, {}}, {study->yName, {}, {}}, {study->zName, {}, {}}};
  for (const ContourStudy::Point& point : study->points) {
    result.columns[0].values.push_back(point.x);
    result.columns[1].values.push_back(point.y);
    result.columns[2].values.push_back(point.z);
  }
  return result;
}

// --- what decides

DecidingPlot::DecidingPlot(QWidget* parent) : StudyPlot(parent) {
  setToolTip(
      tr("How much of the variance of the metric each parameter accounts for (functional ANOVA of a random "
         "forest).\nTrust it as far as the fit goes; going together is not causing."));
}

void DecidingPlot::paintChart(QPainter& painter, const QRectF& rect) {
  const auto* study = as<DecidingStudy>();
  if (study == nullptr || study->shares.empty()) {
    return;
  }
  const Colors& c = colors();
  constexpr double kRow = 22;
  constexpr double kNotes = 36;
  const bool poor = !(study->fit >= 0.3);
  const auto fits = static_cast<std::size_t>(std::max(1.0, std::floor((rect.height() - kNotes) / kRow)));
  const std::size_t shown = std::min({study->shares.size(), fits, std::size_t(14)});
  double names = 0;
  painter.setFont(ui::font(TextRole::Cell));
  for (std::size_t i = 0; i < shown; ++i) {
    names = std::max(names, painter.fontMetrics().horizontalAdvance(study->shares[i].name) + 2.0);
  }
  names = std::min(names, rect.width() * 0.42);
  const double left = rect.left() + kEvidenceSide + names + 8;
  const double width = std::max(rect.right() - kEvidenceSide - 40 - left, 10.0);
  const double most = std::max(study->shares.front().share, 1e-9);
  for (std::size_t i = 0; i < shown; ++i) {
    const double top = rect.top() + 2 + kRow * static_cast<double>(i);
    painter.setPen(c.tx2);
    painter.drawText(QRectF(rect.left() + kEvidenceSide, top, names, kRow), Qt::AlignLeft | Qt::AlignVCenter,
                     elided(painter, study->shares[i].name, names));
    painter.setPen(Qt::NoPen);
    painter.setBrush(c.bg3);
    const QRectF track(left, top + kRow / 2 - 4, width, 8);
    painter.drawRoundedRect(track, 2, 2);
    painter.setBrush(poor ? c.ctl : c.bar);
    painter.drawRoundedRect(QRectF(track.left(), track.top(), width * study->shares[i].share / most, 8), 2,
                            2);
    painter.setPen(c.tx1);
    drawTabular(painter, QRectF(left + width + 4, top, 38, kRow), Qt::AlignRight | Qt::AlignVCenter,
                metricText(study->shares[i].share, 2));
  }
  painter.setFont(ui::font(TextRole::Caption));
  const QRectF notes(rect.left() + kEvidenceSide, rect.bottom() - kNotes, rect.width() - 2 * kEvidenceSide,
                     kNotes);
  painter.setPen(c.tx3);
  painter.drawText(notes, Qt::AlignLeft | Qt::AlignTop,
                   elided(painter,
                          tr("fANOVA share, %n run(s); together %1", nullptr, static_cast<int>(study->runs))
                              .arg(metricText(study->together, 2)),
                          notes.width()));
  painter.setPen(poor ? c.warn : c.tx3);
  painter.drawText(notes.adjusted(0, 16, 0, 0), Qt::AlignLeft | Qt::AlignTop,
                   elided(painter,
                          poor ? tr("fit R² %1: too poor to trust").arg(metricText(study->fit, 2))
                               : tr("fit R² %1 on runs it did not see").arg(metricText(study->fit, 2)),
                          notes.width()));
}

ChartTable DecidingPlot::table() const {
  ChartTable result;
  const auto* study = as<DecidingStudy>();
  if (study == nullptr) {
    return result;
  }
  ChartTable::Column names{tr("Parameter"), {}, {}};
  ChartTable::Column shares{tr("Share of variance"), {}, {}};
  for (const DecidingStudy::Share& share : study->shares) {
    names.texts.push_back(share.name);
    shares.values.push_back(share.share);
  }
  names.texts.push_back(tr("together"));
  shares.values.push_back(study->together);
  names.texts.push_back(tr("fit R² out of bag"));
  shares.values.push_back(study->fit);
  result.columns = {std::move(names), std::move(shares)};
  return result;
}

// --- confusion

std::vector<StudyMark> ConfusionPlot::marks() const {
  std::vector<StudyMark> all;
  const auto* study = as<ConfusionStudy>();
  if (study == nullptr) {
    return all;
  }
  const std::vector<MatrixPlace> places = placeMatrices(*study, QRectF(rect()));
  const auto side = static_cast<std::size_t>(study->classes.size());
  for (std::size_t m = 0; m < places.size(); ++m) {
    const double cell = places[m].area.width() / static_cast<double>(side);
    for (std::size_t truth = 0; truth < side; ++truth) {
      for (std::size_t guess = 0; guess < side; ++guess) {
        all.push_back(
            {QRectF(places[m].area.left() + cell * static_cast<double>(guess),
                    places[m].area.top() + cell * static_cast<double>(truth), cell, cell),
             tr("%1: truth %2, predicted %3: %4 rows")
                 .arg(study->matrices[m].run, study->classes[static_cast<qsizetype>(truth)],
                      study->classes[static_cast<qsizetype>(guess)],
                      countText(static_cast<std::int64_t>(study->matrices[m].counts[truth * side + guess]))),
             {}});
      }
    }
  }
  return all;
}

void ConfusionPlot::paintChart(QPainter& painter, const QRectF& rect) {
  const auto* study = as<ConfusionStudy>();
  if (study == nullptr) {
    return;
  }
  const Colors& c = colors();
  const std::vector<MatrixPlace> places = placeMatrices(*study, rect);
  const auto side = static_cast<std::size_t>(study->classes.size());
  for (std::size_t m = 0; m < places.size(); ++m) {
    const ConfusionStudy::Matrix& matrix = study->matrices[m];
    drawSwatch(painter, places[m].title.topLeft() + QPointF(0, 4), matrix.style, SwatchRing::None);
    painter.setFont(ui::font(TextRole::CellMedium));
    painter.setPen(c.tx1);
    painter.drawText(places[m].title.adjusted(16, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                     elided(painter, matrix.run, places[m].title.width() - 18));
    const double cell = places[m].area.width() / static_cast<double>(side);
    painter.setFont(ui::font(TextRole::Caption));
    for (std::size_t truth = 0; truth < side; ++truth) {
      double all = 0;
      for (std::size_t guess = 0; guess < side; ++guess) {
        all += matrix.counts[truth * side + guess];
      }
      const double top = places[m].area.top() + cell * static_cast<double>(truth);
      painter.setPen(c.tx3);
      const QString name = study->classes[static_cast<qsizetype>(truth)];
      painter.drawText(QRectF(places[m].area.left() - 56, top, 52, cell), Qt::AlignRight | Qt::AlignVCenter,
                       elided(painter, name, 52));
      painter.drawText(QRectF(places[m].area.left() + cell * static_cast<double>(truth),
                              places[m].area.bottom() + 2, cell, 14),
                       Qt::AlignCenter, elided(painter, name, cell));
      for (std::size_t guess = 0; guess < side; ++guess) {
        const double count = matrix.counts[truth * side + guess];
        const QColor fill = count > 0 ? rampColor(c.sequential, count / all) : c.bg2;
        const QRectF box = QRectF(places[m].area.left() + cell * static_cast<double>(guess), top, cell, cell)
                               .adjusted(1, 1, -1, -1);
        painter.setPen(Qt::NoPen);
        painter.setBrush(fill);
        painter.drawRoundedRect(box, 3, 3);
        painter.setPen(cellTextColor(fill));
        const QString text = countText(static_cast<std::int64_t>(count));
        if (tabularWidth(painter.font(), text) < cell - 4 && cell > 14) {
          drawTabular(painter, box, Qt::AlignCenter, text);
        }
      }
    }
  }
}

ChartTable ConfusionPlot::table() const {
  ChartTable result;
  const auto* study = as<ConfusionStudy>();
  if (study == nullptr) {
    return result;
  }
  result.columns = {
      {tr("Run"), {}, {}}, {tr("Truth"), {}, {}}, {tr("Predicted"), {}, {}}, {tr("Rows"), {}, {}}};
  const qsizetype side = study->classes.size();
  for (const ConfusionStudy::Matrix& matrix : study->matrices) {
    for (qsizetype truth = 0; truth < side; ++truth) {
      for (qsizetype guess = 0; guess < side; ++guess) {
        result.columns[0].texts.push_back(matrix.run);
        result.columns[1].texts.push_back(study->classes[truth]);
        result.columns[2].texts.push_back(study->classes[guess]);
        result.columns[3].values.push_back(matrix.counts[static_cast<std::size_t>(truth * side + guess)]);
      }
    }
  }
  return result;
}

// --- curves

std::vector<StudyMark> CurvePlot::marks() const {
  std::vector<StudyMark> all;
  const auto* study = as<CurveStudy>();
  if (study == nullptr) {
    return all;
  }
  const PlainPlot plot = curveLayout(*study, QRectF(rect()));
  for (std::size_t i = 0; i < study->lines.size(); ++i) {
    const CurveStudy::Line& line = study->lines[i];
    all.push_back({QRectF(plot.plot.right() + 10, plot.plot.top() + 30 * static_cast<double>(i),
                          width() - plot.plot.right() - 12, 30),
                   QStringLiteral("%1, %2").arg(line.label, line.detail),
                   {line.run}});
  }
  return all;
}

void CurvePlot::paintChart(QPainter& painter, const QRectF& rect) {
  const auto* study = as<CurveStudy>();
  if (study == nullptr || study->lines.empty()) {
    return;
  }
  const Colors& c = colors();
  const PlainPlot plot = curveLayout(*study, rect);
  paintPlotGrid(painter, plot);
  paintPlotAxes(painter, plot);
  paintAxisNames(painter, rect, plot, study->xName, study->yName);
  QPen dashed(c.tx3, 1);
  dashed.setDashPattern({4, 4});
  painter.setPen(dashed);
  if (study->guide == CurveStudy::Guide::Diagonal) {
    painter.drawLine(QPointF(plot.xAt(study->x.low), plot.yAt(study->y.low)),
                     QPointF(plot.xAt(study->x.high), plot.yAt(study->y.high)));
  } else if (study->guide == CurveStudy::Guide::Zero) {
    painter.drawLine(QPointF(plot.plot.left(), plot.yAt(0)), QPointF(plot.plot.right(), plot.yAt(0)));
  }
  painter.save();
  painter.setClipRect(plot.plot.adjusted(-3, -3, 3, 3));
  for (std::size_t i = study->lines.size(); i-- > 0;) {
    const CurveStudy::Line& line = study->lines[i];
    const QColor color = slotColor(line.style.slot);
    paintRanges(painter, line, plot, color);
    QPolygonF points;
    for (std::size_t p = 0; p < line.x.size(); ++p) {
      points << QPointF(plot.xAt(line.x[p]), plot.yAt(line.y[p]));
    }
    QPen pen = runPen(line.style, 1.6);
    painter.setPen(pen);
    for (qsizetype p = 1; p < points.size(); ++p) {
      painter.drawLine(points[p - 1], points[p]);
    }
    if (study->dots) {
      painter.setPen(QPen(c.bg1, 1));
      painter.setBrush(color);
      for (const QPointF& point : points) {
        painter.drawEllipse(point, 3, 3);
      }
    }
  }
  painter.restore();
  for (std::size_t i = 0; i < study->lines.size(); ++i) {
    const CurveStudy::Line& line = study->lines[i];
    const double top = plot.plot.top() + 30 * static_cast<double>(i);
    if (top + 30 > rect.bottom()) {
      break;
    }
    const double left = plot.plot.right() + 12;
    const double width = rect.right() - left - 20;
    drawSwatch(painter, QPointF(left, top + 3), line.style, SwatchRing::None);
    painter.setFont(ui::font(TextRole::Caption));
    painter.setPen(c.tx1);
    painter.drawText(QRectF(left + 15, top, width, 15), Qt::AlignLeft | Qt::AlignVCenter,
                     elided(painter, line.label, width));
    painter.setPen(c.tx3);
    painter.drawText(QRectF(left + 15, top + 14, width, 15), Qt::AlignLeft | Qt::AlignVCenter, line.detail);
  }
}

ChartTable CurvePlot::table() const {
  ChartTable result;
  const auto* study = as<CurveStudy>();
  if (study == nullptr) {
    return result;
  }
  result.columns = {{tr("Run"), {}, {}},
                    {study->xName, {}, {}},
                    {study->yName, {}, {}},
                    {tr("Low"), {}, {}},
                    {tr("High"), {}, {}}};
  for (const CurveStudy::Line& line : study->lines) {
    for (std::size_t i = 0; i < line.x.size(); ++i) {
      result.columns[0].texts.push_back(line.label);
      result.columns[1].values.push_back(line.x[i]);
      result.columns[2].values.push_back(line.y[i]);
      result.columns[3].values.push_back(line.low.empty() ? std::nan("") : line.low[i]);
      result.columns[4].values.push_back(line.high.empty() ? std::nan("") : line.high[i]);
    }
  }
  return result;
}

}  // namespace tatara::ui

#include "ui/runs/internal/smoothing.h"

#include <cmath>

#include "ui/runs/internal/runs_text.h"

namespace tatara::ui {
namespace {

// Odd, so that it is centred: 1, 3 … 199.
int windowOf(const ViewState& view) {
  return 2 * static_cast<int>(std::lround(view.smoothing * 100)) + 1;
}

double sigmaOf(const ViewState& view) {
  return std::round(view.smoothing * 100) / 4;
}

}  // namespace

Smoothing smoothingOf(const ViewState& view, bool higherIsBetter) {
  switch (view.smoothingMethod) {
    case SmoothingMethod::Exponential:
      return {SmoothingKind::Exponential, view.smoothing};
    case SmoothingMethod::RunningMean:
      return {SmoothingKind::RunningMean, view.smoothing > 0 ? static_cast<double>(windowOf(view)) : 0};
    case SmoothingMethod::Gaussian:
      return {SmoothingKind::Gaussian, sigmaOf(view)};
    case SmoothingMethod::BestSoFar:
      break;
  }
  return {higherIsBetter ? SmoothingKind::Greatest : SmoothingKind::Least, 0};
}

QString smoothingText(const ViewState& view) {
  switch (view.smoothingMethod) {
    case SmoothingMethod::Exponential:
      return QString::number(view.smoothing, 'f', 2);
    case SmoothingMethod::RunningMean:
      return RunsText::tr("%n point(s)", nullptr, windowOf(view));
    case SmoothingMethod::Gaussian:
      return QStringLiteral("σ %1").arg(sigmaOf(view));
    case SmoothingMethod::BestSoFar:
      break;
  }
  return RunsText::tr("best so far");
}

QString smoothingBadge(const ViewState& view) {
  if (view.smoothingMethod == SmoothingMethod::BestSoFar) {
    return RunsText::tr("best so far");
  }
  if (!smoothingOf(view, false).any()) {
    return {};
  }
  return view.smoothingMethod == SmoothingMethod::RunningMean
             ? RunsText::tr("running mean of %1").arg(smoothingText(view))
             : RunsText::tr("smoothing %1").arg(smoothingText(view));
}

}  // namespace tatara::ui

// The large numbers on top of Home, and which of them stand there.
//
// Each of the five places shows what a person chose for it, or by itself the first of its own two that there
// is something to say of: champion or best, candidate or gain, runs in 24 h, endpoints or running, live error
// or all runs. Threads: GUI thread, but for loadLiveError.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include <QStringList>

#include "core/deploy/live_metric.h"
#include "ui/home/home_data.h"
#include "ui/shell/panel.h"
#include "ui/widget/card.h"

namespace tatara::ui {

enum class Figure {
  Champion,
  Candidate,
  Best,
  Gain,
  Day,
  Running,
  AllRuns,
  Failed,
  Endpoints,
  LiveError,
  Reviews,
  Models
};
inline constexpr std::size_t kFigurePlaces = 5;
// In the order of menus.
const std::vector<Figure>& allFigures();
QString figureName(Figure figure);  // translated: "Champion's metric"
QString figureId(Figure figure);    // "champion"
std::optional<Figure> figureOf(QStringView id);

// The error of labelled answers of one endpoint in the last seven days and in the seven before.
struct LiveError {
  std::string endpoint;
  deploy::LiveKind kind = deploy::LiveKind::Mae;
  double value = 0;
  std::optional<double> before;
};
// Of the endpoint whose labelled requests are newest; nothing where there are none. In a read lease.
Result<std::optional<LiveError>> loadLiveError(sql::Connection& connection, deploy::LiveMetricReader& reader,
                                               const std::vector<deploy::Endpoint>& endpoints, Timestamp now);

struct FigureSource {
  const HomeData& data;
  const std::optional<LiveError>& live;
  Timestamp now{};
  Navigator& navigator;
};
// Nothing where the workspace has nothing of the kind.
std::optional<KpiCell> findFigure(Figure figure, const FigureSource& source);

// What stands in the places: `chosen` is by place, an empty or unknown id leaves a place to itself. A figure
// that was chosen and is not there shows a dash; a place that has nothing by itself is left out.
struct PlacedFigure {
  int place = 0;
  Figure figure{};
  KpiCell cell;
};
std::vector<PlacedFigure> placeFigures(const QStringList& chosen, const FigureSource& source);

}  // namespace tatara::ui

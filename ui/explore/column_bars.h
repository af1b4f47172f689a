// The bars of a column: how many rows stand in each range of its numbers or times, or at each of its values.
// The small histogram of a table row and the large one of the inspector show the same bars.
//
// Threads: values; painting on the GUI thread.
#pragma once

#include <QRectF>
#include <QString>
#include <vector>

class QPainter;

namespace tatara::ui {

struct ColumnBars {
  enum class Kind { None, Ranges, Values };
  enum class Scale { Number, Time };  // Time: edges are seconds since 1970 UTC

  struct Bar {
    double low = 0;  // Ranges: low ≤ x < high, the last one closed unless `whole`
    double high = 0;
    QString value = {};  // Values
    double count = 0;
    double shown = -1;  // rows inside the brushes; below 0: not known, or no brush
  };

  Kind kind = Kind::None;
  Scale scale = Scale::Number;
  bool whole = false;  // ranges hold whole numbers only
  std::vector<Bar> bars;

  bool empty() const { return bars.empty(); }
  double most() const;
};

// "20 to 40: 1,204 rows".
QString barText(const ColumnBars& bars, std::size_t index);
// An edge or another place on the scale of the bars, told as finely as bars of this width need it.
QString barEdgeText(const ColumnBars& bars, double value, double width);
// The range or the value alone.
QString barRangeText(const ColumnBars& bars, std::size_t index);
// 120×20 in a table row: `rect` is filled from its bottom. `hovered` is painted stronger.
void paintBars(QPainter& painter, const QRectF& rect, const ColumnBars& bars, bool strong, int hovered);
// Which bar is at `x`; −1: none.
int barAt(const QRectF& rect, const ColumnBars& bars, double x);
// The last bar of whole numbers ends, as the others do, before the number that is its high end.
void endWhole(ColumnBars& bars, double greatest);

}  // namespace tatara::ui

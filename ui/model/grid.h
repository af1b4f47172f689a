// What a table of any length is made of: row ids, column specs, and a source that answers for one cell.
//
// A row is a 64-bit id that outlives every refresh; a table is an immutable vector of ids in their order. A
// GridSource is an immutable snapshot: it answers from memory (or from a page it has at hand) and never
// waits; an id or a column that it does not know gives a missing cell. Texts are made by the source by the
// rules of the column (the same number of decimals for a whole column), so that a delegate only paints.
//
// Threads: values, made on workers as well; GridSource::cell is called on the GUI thread.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QPolygonF>
#include <QString>

#include "ui/base/run_color.h"
#include "ui/base/theme.h"

namespace tatara::ui {

using RowId = std::int64_t;
using RowIds = std::shared_ptr<const std::vector<RowId>>;

enum class ColumnKind : std::uint8_t {
  Check,   // the selection mark
  Name,    // swatch, name, pill
  Icon,    // centred state icon
  Text,    // left
  Number,  // right, tabular
  Delta,   // right, with ▾ ▴
  Spark,   // a thumbnail of a curve
};

// Which way is better; what a header click sorts by first.
enum class BetterWhen : std::uint8_t { Unknown, Lower, Higher };

struct ColumnSpec {
  std::string id;  // stable across refreshes: "metric:val_rmse"
  QString title;   // the user's own spelling
  QString tip;
  std::string group;
  ColumnKind kind = ColumnKind::Text;
  BetterWhen better = BetterWhen::Unknown;
  int width = 80;
  bool pinned = false;  // stays when the rest scrolls; pinned columns come first
  bool sortable = true;
  bool editable = false;  // F2
  bool stub = false;      // stands for a collapsed group
  bool fills = false;     // takes what width is left over
  friend bool operator==(const ColumnSpec&, const ColumnSpec&) = default;
};

struct ColumnGroup {
  std::string id;
  QString title;  // RUN, METRICS
  QString note;   // "4 of 31 shown"
  friend bool operator==(const ColumnGroup&, const ColumnGroup&) = default;
};

struct SortKey {
  std::string column;
  bool descending = false;
  friend bool operator==(const SortKey&, const SortKey&) = default;
};

enum class Tone : std::uint8_t { Primary, Secondary, Caption, Better, Worse, Warning, Live };

// A curve reduced to a polyline in the unit square, y downwards; gaps end a piece.
struct Thumbnail {
  std::vector<QPolygonF> pieces;
};

enum class Disclosure : std::uint8_t { None, Closed, Open };
enum class PillSign : std::uint8_t { Baseline, Children };

struct Cell {
  QString text;  // empty with `missing` unset: an empty text
  Tone tone = Tone::Secondary;
  bool missing = false;  // drawn as an en dash
  bool strong = false;   // the best of its column
  float bar = -1;        // length of the in-cell bar in [0, 1]; negative: none
  QString icon;          // file of resources/icons
  ColorRole iconRole = &Colors::tx2;
  QString pill;  // small label after the name
  PillSign pillSign = PillSign::Baseline;
  bool child = false;              // of another row, wherever that stands: a branch before the name
  std::optional<RunStyle> swatch;  // of a run that is shown in charts
  bool emptySwatch = false;        // of a run that is not
  std::shared_ptr<const Thumbnail> thumbnail;
  Disclosure disclosure = Disclosure::None;
  int indent = 0;
  QString tip;

  static Cell none() {
    Cell cell;
    cell.missing = true;
    return cell;
  }
};

class GridSource {
 public:
  virtual ~GridSource() = default;
  virtual const std::vector<ColumnSpec>& columns() const = 0;
  // `column` indexes columns().
  virtual Cell cell(RowId row, int column) const = 0;
  // Full precision, for copies and exports.
  virtual QString plainText(RowId row, int column) const = 0;
};

}  // namespace tatara::ui

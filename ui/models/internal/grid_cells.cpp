#include "ui/models/internal/grid_cells.h"

#include <cmath>

#include <QCoreApplication>

#include "core/base/number_text.h"
#include "ui/base/number_text.h"
#include "ui/base/time_text.h"
#include "ui/base/utf8.h"

namespace tatara::ui {

void addRow(std::vector<TextRow>& rows, std::vector<TextCell> cells) {
  rows.push_back({static_cast<RowId>(rows.size()), std::move(cells)});
}

TextCell numberCell(std::optional<double> value) {
  return value ? TextCell::value(metricText(*value), *value, fromUtf8(tatara::toText(*value)))
               : TextCell::none();
}

TextCell jsonCell(const text::Json& value, Tone tone) {
  if (const auto yes = value.asBool()) {
    return TextCell::text(*yes ? QCoreApplication::translate("VersionText", "yes")
                               : QCoreApplication::translate("VersionText", "no"),
                          tone);
  }
  if (const auto number = value.asNumber()) {
    return numberCell(*number);
  }
  return value.asString() ? TextCell::text(fromUtf8(*value.asString()), tone) : TextCell::none();
}

TextCell wordsCell(const std::string& text, qsizetype most, Tone tone) {
  if (text.empty()) {
    return TextCell::none();
  }
  const QString whole = fromUtf8(text);
  TextCell cell = TextCell::text(most > 0 ? whole.left(most) : whole, tone);
  cell.plain = whole;
  cell.cell.tip = most > 0 ? whole : QString();
  return cell;
}

TextCell changeCell(std::optional<double> left, std::optional<double> right, track::Direction direction,
                    std::optional<int> decimals) {
  if (!left || !right || !std::isfinite(*right - *left)) {
    return TextCell::none();
  }
  const double delta = *right - *left;
  TextCell cell =
      TextCell::value(QStringLiteral("%1 %2").arg(deltaGlyph(delta)).arg(deltaText(delta, decimals)), delta,
                      fromUtf8(tatara::toText(delta)));
  if (delta != 0 && direction != track::Direction::Unknown) {
    cell.cell.tone = track::isBetter(direction, *right, *left) ? Tone::Better : Tone::Worse;
  }
  return cell;
}

TextCell timeOrder(const QString& shown, Timestamp at) {
  return TextCell::value(shown, static_cast<double>(toUnixMillis(at)), isoTimeText(at));
}

}  // namespace tatara::ui

#include <QAction>
#include <QFontMetricsF>
#include <QKeyEvent>
#include <QPainter>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "ui/base/number_text.h"
#include "ui/base/type.h"
#include "ui/model/grid_delegate.h"
#include "ui/runs/difference_table.h"
#include "ui/runs/run_source.h"

namespace tatara::ui {
namespace {

constexpr double kRow = 26;
constexpr double kHeader = 28;
constexpr double kSentence = 18;
constexpr double kLeast = 118;  // of a run's column
constexpr double kMost = 180;   // that a name alone may ask for
constexpr double kBesideName = 36;

}  // namespace

DifferenceTable::DifferenceTable(QWidget* parent) : StudyPlot(parent) {
  setAccessibleName(tr("Differences"));
}

void DifferenceTable::setStudy(StudyPtr study) {
  StudyPlot::setStudy(std::move(study));
  const auto* differences = as<DifferenceStudy>();
  setAccessibleDescription(differences == nullptr ? QString()
                                                  : differences->sentences.join(QStringLiteral(". ")));
  scrollBy(0, 0);
}

void DifferenceTable::setScope(DifferenceScope scope) {
  m_scope = scope;
  scrollBy(0, 0);
}

const Differences& DifferenceTable::differences() const {
  static const Differences kNone;
  const auto* study = as<DifferenceStudy>();
  return study == nullptr ? kNone : m_scope == DifferenceScope::All ? study->all : study->changed;
}

QList<QAction*> DifferenceTable::chartActions() {
  auto* all = new QAction(tr("Show what is the same, too"), this);
  all->setCheckable(true);
  all->setChecked(m_scope == DifferenceScope::All);
  connect(all, &QAction::toggled, this,
          [this](bool on) { setScope(on ? DifferenceScope::All : DifferenceScope::Changed); });
  return {all};
}

double DifferenceTable::sentenceHeight() const {
  const auto* study = as<DifferenceStudy>();
  return study == nullptr || study->sentences.isEmpty()
             ? 0
             : 8 + kSentence * static_cast<double>(study->sentences.size());
}

std::vector<StudyMark> DifferenceTable::marks() const {
  const auto* study = as<DifferenceStudy>();
  if (study == nullptr || study->sentences.isEmpty()) {
    return {};
  }
  return {{QRectF(0, 0, width(), sentenceHeight()), study->sentences.join(QLatin1Char('\n')), {}}};
}

DifferenceTable::Widths DifferenceTable::widths(double room) const {
  const auto* study = as<DifferenceStudy>();
  const double names = std::clamp(room * 0.2, 120.0, 220.0);
  if (study == nullptr || study->shown.empty()) {
    return {names, kLeast};
  }
  const QFontMetricsF metrics(ui::font(TextRole::CellMedium));
  double least = kLeast;
  for (const ShownRun& run : study->shown) {
    least = std::max(least, std::min(metrics.horizontalAdvance(run.name) + kBesideName, kMost));
  }
  return {names, std::max(least, (room - names) / static_cast<double>(study->shown.size()))};
}

void DifferenceTable::scrollBy(int dx, int dy) {
  const auto* study = as<DifferenceStudy>();
  const double runs = study == nullptr ? 0 : static_cast<double>(study->shown.size());
  const Widths columns = widths(this->width());
  const int height =
      static_cast<int>(sentenceHeight() + kHeader + kRow * static_cast<double>(differences().rows.size()));
  const int width = static_cast<int>(std::ceil(columns.names + columns.run * runs));
  m_top = std::clamp(m_top + dy, 0, std::max(0, height - this->height()));
  m_left = std::clamp(m_left + dx, 0, std::max(0, width - this->width()));
  update();
}

void DifferenceTable::paintRow(QPainter& painter, const DifferenceRow& row, const QRectF& rect,
                               double nameWidth, double cell) const {
  const Colors& c = colors();
  const bool heading = row.column.empty();
  if (heading) {
    painter.fillRect(rect, c.bg2);
  }
  const bool metric = row.column.starts_with("metrics.");
  for (qsizetype i = 0; i < row.values.size(); ++i) {
    const auto at = static_cast<std::size_t>(i);
    const QRectF box(rect.left() + nameWidth + cell * static_cast<double>(i) - m_left, rect.top(), cell,
                     rect.height());
    if (box.right() < rect.left() + nameWidth || box.left() > rect.right()) {
      continue;
    }
    if (row.changed[at]) {
      painter.fillRect(box, c.accbg);
    }
    QRectF inner = box.adjusted(6, 0, -10, 0);
    if (metric && std::isfinite(row.deltas[at]) && row.deltas[at] != 0) {
      const QString delta = QStringLiteral("%1 %2")
                                .arg(deltaGlyph(row.deltas[at]))
                                .arg(deltaText(row.deltas[at], row.decimals));
      painter.setFont(ui::font(TextRole::Cell));
      painter.setPen(toneColor(deltaTone(row.better, row.deltas[at])));
      drawTabular(painter, inner, Qt::AlignRight | Qt::AlignVCenter, delta);
      inner.setRight(inner.right() - tabularWidth(painter.font(), delta) - 6);
    }
    const bool missing = row.values[i].isEmpty();
    painter.setFont(ui::font(row.changed[at] ? TextRole::CellStrong : TextRole::Cell));
    painter.setPen(missing ? c.tx3 : row.changed[at] ? c.acctx : c.tx1);
    const QString text = missing ? QString(kMissing) : row.values[i];
    drawTabular(painter, inner, Qt::AlignRight | Qt::AlignVCenter,
                painter.fontMetrics().elidedText(text, Qt::ElideMiddle, static_cast<int>(inner.width())));
  }
  painter.fillRect(QRectF(rect.left(), rect.top(), nameWidth, rect.height()), heading ? c.bg2 : c.bg1);
  painter.setFont(ui::font(heading ? TextRole::Badge : TextRole::Cell));
  painter.setPen(heading ? c.tx2 : c.tx1);
  painter.drawText(
      QRectF(rect.left() + 10, rect.top(), nameWidth - 14, rect.height()), Qt::AlignLeft | Qt::AlignVCenter,
      painter.fontMetrics().elidedText(row.name, Qt::ElideMiddle, static_cast<int>(nameWidth - 14)));
  painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), c.line);
}

void DifferenceTable::paintSentences(QPainter& painter, const QRectF& rect) const {
  const Colors& c = colors();
  const QStringList& sentences = as<DifferenceStudy>()->sentences;
  for (qsizetype i = 0; i < sentences.size(); ++i) {
    const QRectF line(rect.left() + 10, rect.top() + 4 + kSentence * static_cast<double>(i),
                      rect.width() - 20, kSentence);
    painter.setFont(ui::font(i == 0 ? TextRole::CellMedium : TextRole::Cell));
    painter.setPen(i == 0 ? c.tx1 : c.tx2);
    painter.drawText(
        line, Qt::AlignLeft | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(i == 0 ? sentences[i] : QStringLiteral("· ") + sentences[i],
                                         Qt::ElideRight, static_cast<int>(line.width())));
  }
}

void DifferenceTable::paintHeader(QPainter& painter, const QRectF& rect, double nameWidth,
                                  double cell) const {
  const Colors& c = colors();
  const ShownRuns& shown = as<DifferenceStudy>()->shown;
  painter.fillRect(QRectF(rect.left(), rect.top(), rect.width(), kHeader), c.bg2);
  painter.fillRect(QRectF(rect.left(), rect.top() + kHeader - 1, rect.width(), 1), c.line);
  painter.setFont(ui::font(TextRole::CellMedium));
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const QRectF box(rect.left() + nameWidth + cell * static_cast<double>(i) - m_left, rect.top(), cell,
                     kHeader);
    if (box.right() < rect.left() + nameWidth || box.left() > rect.right()) {
      continue;
    }
    const QString name =
        painter.fontMetrics().elidedText(shown[i].name, Qt::ElideMiddle, static_cast<int>(cell) - 34);
    const double width = painter.fontMetrics().horizontalAdvance(name);
    painter.setPen(c.tx1);
    painter.drawText(box.adjusted(0, 0, -10, 0), Qt::AlignRight | Qt::AlignVCenter, name);
    drawSwatch(painter, QPointF(box.right() - 10 - width - 16, box.center().y() - 5), shown[i].style,
               SwatchRing::None);
  }
  painter.fillRect(QRectF(rect.left(), rect.top(), nameWidth, kHeader - 1), c.bg2);
  painter.setFont(ui::font(TextRole::Caption));
  painter.setPen(c.tx2);
  painter.drawText(QRectF(rect.left() + 10, rect.top(), nameWidth - 12, kHeader),
                   Qt::AlignLeft | Qt::AlignVCenter,
                   tr("%1 of %2 params differ").arg(differences().differing).arg(differences().params));
}

void DifferenceTable::paintChart(QPainter& painter, const QRectF& rect) {
  const auto* study = as<DifferenceStudy>();
  if (study == nullptr || study->shown.size() < 2) {
    return;
  }
  const auto [nameWidth, cell] = widths(rect.width());
  painter.save();
  painter.setClipRect(rect);
  // The sentences scroll away with the rows; the names of the runs stay.
  const double headerTop = std::max(rect.top(), rect.top() + sentenceHeight() - m_top);
  double y = rect.top() + sentenceHeight() + kHeader - m_top;
  for (const DifferenceRow& row : differences().rows) {
    if (y + kRow > headerTop && y < rect.bottom()) {
      paintRow(painter, row, QRectF(rect.left(), y, rect.width(), kRow), nameWidth, cell);
    }
    y += kRow;
  }
  paintHeader(painter, QRectF(rect.left(), headerTop, rect.width(), kHeader), nameWidth, cell);
  if (headerTop > rect.top()) {
    paintSentences(painter, rect.translated(0, -m_top));
  }
  painter.restore();
}

void DifferenceTable::wheelEvent(QWheelEvent* event) {
  const int before = m_top + m_left;
  const bool sideways = event->modifiers().testFlag(Qt::ShiftModifier);
  const int delta = -event->angleDelta().y() / 2;
  scrollBy((sideways ? delta : 0) - event->angleDelta().x() / 2, sideways ? 0 : delta);
  event->setAccepted(m_top + m_left != before);
}

void DifferenceTable::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Down:
      scrollBy(0, static_cast<int>(kRow));
      return;
    case Qt::Key_Up:
      scrollBy(0, -static_cast<int>(kRow));
      return;
    case Qt::Key_Right:
      scrollBy(static_cast<int>(widths(width()).run), 0);
      return;
    case Qt::Key_Left:
      scrollBy(-static_cast<int>(widths(width()).run), 0);
      return;
    default:
      StudyPlot::keyPressEvent(event);
  }
}

ChartTable DifferenceTable::table() const {
  ChartTable result;
  const auto* study = as<DifferenceStudy>();
  if (study == nullptr) {
    return result;
  }
  ChartTable::Column names{tr("Name"), {}, {}};
  for (const DifferenceRow& row : differences().rows) {
    if (!row.column.empty()) {
      names.texts.push_back(QString::fromStdString(row.column));
    }
  }
  result.columns.push_back(std::move(names));
  for (std::size_t i = 0; i < study->shown.size(); ++i) {
    ChartTable::Column column{study->shown[i].name, {}, {}};
    for (const DifferenceRow& row : differences().rows) {
      if (!row.column.empty()) {
        column.texts.push_back(row.values[static_cast<qsizetype>(i)]);
      }
    }
    result.columns.push_back(std::move(column));
  }
  return result;
}

}  // namespace tatara::ui

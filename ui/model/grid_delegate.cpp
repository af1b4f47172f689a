#include "ui/model/grid_delegate.h"

#include <QLineEdit>
#include <QPainter>
#include <QPainterPath>

#include "ui/base/icon.h"
#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/style.h"
#include "ui/base/type.h"

namespace tatara::ui {
namespace {

constexpr int kCellPadding = 8;
constexpr int kSwatch = 10;
constexpr int kIndent = 16;
constexpr int kBarHeight = 4;
constexpr int kCheck = 14;

int nameStart(const Cell& cell) {
  int x = kCellPadding + cell.indent * kIndent;
  x += cell.child ? kIndent : 0;
  if (cell.disclosure != Disclosure::None) {
    x += kIndent;
  }
  return x;
}

void paintText(QPainter& painter, const QRect& rect, const Cell& cell) {
  painter.setFont(font(TextRole::Cell));
  painter.setPen(toneColor(cell.tone));
  QRect inner = rect.adjusted(kCellPadding, 0, -kCellPadding, 0);
  if (!cell.icon.isEmpty()) {
    drawIcon(painter, cell.icon, QRectF(inner.left(), inner.center().y() - 6, 13, 13),
             colors().*cell.iconRole);
    inner.setLeft(inner.left() + 19);
  }
  const QString text = painter.fontMetrics().elidedText(cell.text, Qt::ElideMiddle, inner.width());
  painter.drawText(inner, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, text);
}

void paintBar(QPainter& painter, const QRect& rect, float length) {
  const int full = rect.width() - 2 * kCellPadding;
  const int width = std::max(2, qRound(static_cast<float>(full) * length));
  painter.fillRect(
      QRect(rect.right() - kCellPadding - width + 1, rect.bottom() - kBarHeight, width, kBarHeight),
      colors().barm);
}

void paintNumber(QPainter& painter, const QRect& rect, const Cell& cell) {
  if (cell.bar >= 0) {
    paintBar(painter, rect, cell.bar);
  }
  painter.setFont(font(cell.strong ? TextRole::CellStrong : TextRole::Cell));
  painter.setPen(toneColor(cell.tone));
  QRect inner = rect.adjusted(kCellPadding, 0, -kCellPadding, 0);
  if (!cell.icon.isEmpty()) {
    const qreal width = tabularWidth(painter.font(), cell.text);
    drawIcon(painter, cell.icon, QRectF(inner.right() - width - 17, inner.center().y() - 6, 13, 13),
             toneColor(cell.tone));
  }
  drawTabular(painter, inner, Qt::AlignRight | Qt::AlignVCenter, cell.text);
}

// From above to the right: what it stands before belongs to another row.
void paintBranch(QPainter& painter, QPointF corner) {
  painter.setPen(QPen(colors().tx3, 1));
  painter.drawPolyline(QPolygonF({corner - QPointF(0, 7), corner, corner + QPointF(6, 0)}));
}

QRectF paintPill(QPainter& painter, const QRect& rect, const Cell& cell) {
  const int sign = cell.pillSign == PillSign::Baseline ? 20 : 18;
  painter.setFont(font(TextRole::Badge));
  const int width = painter.fontMetrics().horizontalAdvance(cell.pill) + sign + 6;
  const QRectF pill(rect.right() - 4 - width, rect.center().y() - 8, width, 18);
  drawPanel(painter, pill, kBadgeRadius, colors().bg3, Qt::transparent);
  if (cell.pillSign == PillSign::Baseline) {
    drawIcon(painter, QStringLiteral("baseline"), QRectF(pill.left() + 6, pill.center().y() - 6, 11, 11),
             colors().tx2);
  } else {
    paintBranch(painter, QPointF(pill.left() + 7.5, qRound(pill.center().y()) + 3.5));
  }
  painter.setPen(colors().tx2);
  painter.drawText(pill.adjusted(sign, 0, -4, 0), Qt::AlignLeft | Qt::AlignVCenter, cell.pill);
  return pill;
}

void paintName(QPainter& painter, const QRect& rect, const Cell& cell, bool checked) {
  int x = rect.left() + kCellPadding + cell.indent * kIndent;
  if (cell.child) {
    paintBranch(painter, QPointF(x + 3.5, rect.center().y() + 1.5));
    x += kIndent;
  }
  if (cell.disclosure != Disclosure::None) {
    drawIcon(painter,
             cell.disclosure == Disclosure::Open ? QStringLiteral("chevron-down")
                                                 : QStringLiteral("chevron-right"),
             QRectF(x - 2, rect.center().y() - 5, 12, 12), colors().tx3);
    x += kIndent;
  }
  const QPointF swatchAt(x, rect.center().y() - kSwatch / 2 + 1);
  if (cell.swatch) {
    drawSwatch(painter, swatchAt, *cell.swatch, checked ? SwatchRing::Bg1 : SwatchRing::None);
    x += kSwatch + 7;
  } else if (cell.emptySwatch) {
    drawEmptySwatch(painter, swatchAt);
    x += kSwatch + 7;
  }
  int right = rect.right() - 4;
  if (!cell.pill.isEmpty()) {
    const QRectF pill = paintPill(painter, rect, cell);
    right = static_cast<int>(pill.left()) - 6;
  }
  painter.setFont(font(TextRole::CellMedium));
  painter.setPen(toneColor(cell.tone));
  const QRect inner(x, rect.top(), right - x, rect.height());
  painter.drawText(inner, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                   painter.fontMetrics().elidedText(cell.text, Qt::ElideMiddle, inner.width()));
}

void paintIconCell(QPainter& painter, const QRect& rect, const Cell& cell) {
  if (cell.icon.isEmpty()) {
    return;
  }
  drawIcon(painter, cell.icon, QRectF(rect.center().x() - 6, rect.center().y() - 6, 13, 13),
           colors().*cell.iconRole);
}

void paintMissing(QPainter& painter, const QRect& rect, const ColumnSpec& spec) {
  if (spec.kind == ColumnKind::Check || spec.kind == ColumnKind::Icon || spec.stub) {
    return;
  }
  painter.setFont(font(TextRole::Cell));
  painter.setPen(colors().tx3);
  const bool right = spec.kind == ColumnKind::Number || spec.kind == ColumnKind::Delta;
  painter.drawText(rect.adjusted(kCellPadding, 0, -kCellPadding, 0),
                   Qt::AlignVCenter | (right ? Qt::AlignRight : Qt::AlignLeft), QString(kMissing));
}

}  // namespace

QColor toneColor(Tone tone) {
  const Colors& c = colors();
  switch (tone) {
    case Tone::Primary:
      return c.tx1;
    case Tone::Secondary:
      return c.tx2;
    case Tone::Caption:
      return c.tx3;
    case Tone::Better:
      return c.ok;
    case Tone::Worse:
      return c.err;
    case Tone::Warning:
      return c.warn;
    case Tone::Live:
      return c.info;
  }
  return c.tx1;
}

void drawCheckBox(QPainter& painter, const QRectF& box, Qt::CheckState state) {
  const Colors& c = colors();
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  if (state == Qt::Unchecked) {
    painter.setPen(QPen(c.ctl, 1));
    painter.setBrush(c.bg1);
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), kCheckRadius, kCheckRadius);
  } else {
    painter.setPen(Qt::NoPen);
    painter.setBrush(c.acc);
    painter.drawRoundedRect(box, kCheckRadius, kCheckRadius);
    QPen pen(c.onacc, 1.7, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    const QPointF at = box.topLeft();
    if (state == Qt::Checked) {
      painter.drawPolyline(QPolygonF({at + QPointF(3.4, 7.4), at + QPointF(6, 10), at + QPointF(10.8, 4.6)}));
    } else {
      painter.drawLine(at + QPointF(4, 7), at + QPointF(10, 7));
    }
  }
  painter.restore();
}

void drawThumbnail(QPainter& painter, const QRectF& rect, const Thumbnail& thumbnail, const QColor& color) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setBrush(Qt::NoBrush);
  // Pieces of two points each: a wide polyline as one path costs far more (see the painting law).
  painter.setPen(QPen(color, 1.25, Qt::SolidLine, Qt::RoundCap));
  for (const QPolygonF& piece : thumbnail.pieces) {
    QVector<QLineF> lines;
    lines.reserve(piece.size());
    const auto place = [&](QPointF unit) {
      return QPointF(rect.left() + unit.x() * rect.width(), rect.top() + unit.y() * rect.height());
    };
    for (qsizetype i = 1; i < piece.size(); ++i) {
      lines.push_back(QLineF(place(piece[i - 1]), place(piece[i])));
    }
    if (piece.size() == 1) {
      painter.drawPoint(place(piece[0]));
    }
    painter.drawLines(lines);
  }
  painter.restore();
}

NamePart namePartAt(const Cell& cell, const QRect& rect, QPoint at) {
  const int x = at.x() - rect.left();
  const int start = nameStart(cell);
  if (cell.disclosure != Disclosure::None && x < start) {
    return NamePart::Disclosure;
  }
  if ((cell.swatch || cell.emptySwatch) && x >= start - 5 && x < start + kSwatch + 5) {
    return NamePart::Swatch;
  }
  return NamePart::Text;
}

GridDelegate::GridDelegate(Look look, QObject* parent)
    : QStyledItemDelegate(parent), m_look(std::move(look)) {}

void GridDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const {
  const auto* model = static_cast<const GridModel*>(index.model());
  const ColumnSpec& spec = model->columns()[static_cast<std::size_t>(index.column())];
  const Cell& cell = model->cell(index.row(), index.column());
  const RowLook look = m_look(index);
  const Colors& c = colors();
  const QRect rect = option.rect;
  painter->save();
  painter->fillRect(rect, look.checked ? c.sel : look.hovered ? c.bg3 : c.bg1);
  painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), c.line);
  if (look.groupStart) {
    painter->fillRect(QRect(rect.left(), rect.top(), 1, rect.height()), c.line);
  }
  painter->setClipRect(rect);
  const QRect inner = rect.adjusted(0, 0, 0, -1);
  if (spec.kind == ColumnKind::Check) {
    drawCheckBox(*painter,
                 QRectF(rect.center().x() - kCheck / 2 + 1, rect.center().y() - kCheck / 2, kCheck, kCheck),
                 look.checked ? Qt::Checked : Qt::Unchecked);
  } else if (cell.missing) {
    paintMissing(*painter, inner, spec);
  } else {
    switch (spec.kind) {
      case ColumnKind::Name:
        paintName(*painter, inner, cell, look.checked);
        break;
      case ColumnKind::Icon:
        paintIconCell(*painter, inner, cell);
        break;
      case ColumnKind::Number:
      case ColumnKind::Delta:
        paintNumber(*painter, inner, cell);
        break;
      case ColumnKind::Spark:
        if (cell.thumbnail != nullptr) {
          drawThumbnail(*painter, QRectF(inner).adjusted(kCellPadding, 5, -kCellPadding, -5), *cell.thumbnail,
                        cell.swatch ? slotColor(cell.swatch->slot) : c.ctl);
        }
        break;
      case ColumnKind::Check:
      case ColumnKind::Text:
        paintText(*painter, inner, cell);
        break;
    }
  }
  if (look.keyboard && look.focused) {
    painter->fillRect(QRect(rect.left(), rect.top(), rect.width(), 2), c.acctx);
    painter->fillRect(QRect(rect.left(), rect.bottom() - 1, rect.width(), 2), c.acctx);
  }
  painter->restore();
}

QSize GridDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const {
  const auto* model = static_cast<const GridModel*>(index.model());
  return {contentWidth(model->columns()[static_cast<std::size_t>(index.column())],
                       model->cell(index.row(), index.column())),
          kRowHeight};
}

int GridDelegate::contentWidth(const ColumnSpec& spec, const Cell& cell) {
  switch (spec.kind) {
    case ColumnKind::Check:
      return 36;
    case ColumnKind::Spark:
      return 92;
    case ColumnKind::Icon:
      return 32;
    case ColumnKind::Name: {
      int width =
          nameStart(cell) + QFontMetrics(font(TextRole::CellMedium)).horizontalAdvance(cell.text) + 12;
      if (cell.swatch || cell.emptySwatch) {
        width += kSwatch + 7;
      }
      if (!cell.pill.isEmpty()) {
        width += QFontMetrics(font(TextRole::Badge)).horizontalAdvance(cell.pill) + 36;
      }
      return width;
    }
    default:
      return static_cast<int>(
                 tabularWidth(font(cell.strong ? TextRole::CellStrong : TextRole::Cell), cell.text)) +
             2 * kCellPadding + 2;
  }
}

QWidget* GridDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex&) const {
  auto* editor = new QLineEdit(parent);
  editor->setFont(font(TextRole::CellMedium));
  setControlSize(*editor, ControlSize::Small);
  editor->setAccessibleName(tr("Name"));
  return editor;
}

void GridDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                                        const QModelIndex& index) const {
  const auto* model = static_cast<const GridModel*>(index.model());
  const Cell& cell = model->cell(index.row(), index.column());
  const int left = nameStart(cell) + (cell.swatch || cell.emptySwatch ? kSwatch : 0);
  editor->setGeometry(option.rect.adjusted(left, 2, -2, -2));
}

}  // namespace tatara::ui

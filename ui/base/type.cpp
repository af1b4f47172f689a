#include "ui/base/type.h"

#include <algorithm>
#include <array>

#include <QApplication>
#include <QFontMetricsF>
#include <QHash>
#include <QPainter>

#include "ui/base/language.h"

namespace tatara::ui {
namespace {

constexpr int kRoles = static_cast<int>(TextRole::Code) + 1;

struct RoleSize {
  double pixels;
  int line;
  QFont::Weight weight;
};

constexpr RoleSize kSizes[kRoles] = {
    {24, 32, QFont::DemiBold}, {20, 26, QFont::DemiBold},   {18, 24, QFont::DemiBold},
    {15, 20, QFont::DemiBold}, {13, 18, QFont::DemiBold},   {13, 18, QFont::Normal},
    {13, 18, QFont::Medium},   {12, 16, QFont::Normal},     {12, 16, QFont::Medium},
    {12, 16, QFont::DemiBold}, {11, 16, QFont::Normal},     {11, 16, QFont::Medium},
    {11, 16, QFont::DemiBold}, {10.5, 14, QFont::DemiBold}, {12, 16, QFont::Normal},
};

QFont makeFont(TextRole role) {
  const RoleSize& size = kSizes[static_cast<int>(role)];
  QFont result;
  if (role == TextRole::Code) {
    result.setFamilies(
        {QStringLiteral("JetBrains Mono"), QStringLiteral("Noto Sans CJK JP"), QStringLiteral("monospace")});
  } else {
    result.setFamilies(
        {QStringLiteral("Inter"), QStringLiteral("Noto Sans CJK JP"), QStringLiteral("sans-serif")});
  }
  if (size.pixels == static_cast<int>(size.pixels)) {
    result.setPixelSize(static_cast<int>(size.pixels));
  } else {
    result.setPointSizeF(size.pixels * 72.0 / 96.0);  // setPixelSize takes whole pixels only
  }
  result.setWeight(size.weight);
  result.setHintingPreference(QFont::PreferNoHinting);
  result.setStyleStrategy(
      static_cast<QFont::StyleStrategy>(QFont::PreferAntialias | QFont::NoSubpixelAntialias));
  return result;
}

struct DigitAdvance {
  std::array<qreal, 10> widths{};
  qreal widest = 0;
};

// Measured once a font; a font is known by its key, because QFont itself is costly to hash.
const DigitAdvance& digitAdvance(const QFont& font) {
  thread_local QHash<QString, DigitAdvance> cache;
  const QString key = font.key();
  auto found = cache.find(key);
  if (found == cache.end()) {
    DigitAdvance advance;
    const QFontMetricsF metrics(font);
    for (int digit = 0; digit < 10; ++digit) {
      const qreal width = metrics.horizontalAdvance(QChar(u'0' + digit));
      advance.widths[static_cast<std::size_t>(digit)] = width;
      advance.widest = std::max(advance.widest, width);
    }
    found = cache.insert(key, advance);
  }
  return *found;
}

// Calls `piece(text, width, advance)` for every digit and every run of other characters.
template <typename Piece>
void forEachPiece(const QFont& font, const QString& text, Piece piece) {
  const DigitAdvance& digits = digitAdvance(font);
  const QFontMetricsF metrics(font);
  qsizetype from = 0;
  while (from < text.size()) {
    const ushort unit = text[from].unicode();
    if (unit >= u'0' && unit <= u'9') {
      piece(text.mid(from, 1), digits.widths[unit - u'0'], digits.widest);
      ++from;
      continue;
    }
    qsizetype to = from;
    while (to < text.size() && (text[to].unicode() < u'0' || text[to].unicode() > u'9')) {
      ++to;
    }
    const QString other = text.mid(from, to - from);
    const qreal width = metrics.horizontalAdvance(other);
    piece(other, width, width);
    from = to;
  }
}

}  // namespace

const QFont& font(TextRole role) {
  static const std::array<QFont, kRoles> fonts = [] {
    std::array<QFont, kRoles> made;
    for (int i = 0; i < kRoles; ++i) {
      made[static_cast<std::size_t>(i)] = makeFont(static_cast<TextRole>(i));
    }
    return made;
  }();
  return fonts[static_cast<std::size_t>(role)];
}

int lineHeight(TextRole role) {
  const int line = kSizes[static_cast<int>(role)].line;
  return language() == Language::Japanese && role != TextRole::Code ? line + 2 : line;
}

void applyFonts(QApplication& app) {
  Q_UNUSED(app)
  QApplication::setFont(font(TextRole::Body));
  for (const char* control : {"QAbstractButton", "QComboBox", "QLineEdit", "QAbstractItemView", "QMenu",
                              "QSpinBox", "QDoubleSpinBox", "QToolTip", "QTipLabel", "QPlainTextEdit"}) {
    QApplication::setFont(font(TextRole::Cell), control);
  }
  QApplication::setFont(font(TextRole::CellMedium), "QPushButton");
  QApplication::setFont(font(TextRole::CellMedium), "QToolButton");
  QApplication::setFont(font(TextRole::BodyMedium), "QTabBar");
  QApplication::setFont(font(TextRole::Header), "QHeaderView");
}

qreal tabularWidth(const QFont& font, const QString& text) {
  qreal total = 0;
  forEachPiece(font, text, [&](const QString&, qreal, qreal advance) { total += advance; });
  return total;
}

void drawTabular(QPainter& painter, const QRectF& rect, Qt::Alignment align, const QString& text) {
  const QFont used = painter.font();
  const QFontMetricsF metrics(used);
  qreal x = rect.left();
  if (align & (Qt::AlignRight | Qt::AlignHCenter)) {
    const qreal space = rect.width() - tabularWidth(used, text);
    x += (align & Qt::AlignRight) ? space : space / 2;
  }
  qreal top = rect.top() + (rect.height() - metrics.height()) / 2;
  if (align & Qt::AlignTop) {
    top = rect.top();
  } else if (align & Qt::AlignBottom) {
    top = rect.bottom() - metrics.height();
  }
  const qreal baseline = top + metrics.ascent();
  forEachPiece(used, text, [&](const QString& piece, qreal width, qreal advance) {
    painter.drawText(QPointF(x + (advance - width) / 2, baseline), piece);
    x += advance;
  });
}

}  // namespace tatara::ui

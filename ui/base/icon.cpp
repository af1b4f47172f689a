#include "ui/base/icon.h"

#include <cmath>

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSet>
#include <QSvgRenderer>

#include "core/base/log.h"

namespace tatara::ui {
namespace {

constexpr double kSmallGlyph = 14;

bool isStateGlyph(const QString& name) {
  static const QSet<QString> names = {
      QStringLiteral("check"),     QStringLiteral("error"),     QStringLiteral("running"),
      QStringLiteral("in-review"), QStringLiteral("candidate"), QStringLiteral("rejected"),
      QStringLiteral("archived"),  QStringLiteral("champion"),  QStringLiteral("close"),
      QStringLiteral("warning"),   QStringLiteral("stop")};
  return names.contains(name);
}

QByteArray readIcon(const QString& name) {
  QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
  if (!file.open(QIODevice::ReadOnly)) {
    log::error("no icon of this name: " + name.toStdString());
    Q_ASSERT_X(false, "icon", qPrintable(name));
    return {};
  }
  return file.readAll();
}

QPixmap renderIcon(const QString& name, QSize pixels, double logicalSize, const QColor& color) {
  const QString key = QStringLiteral("tatara/%1/%2x%3/%4")
                          .arg(name)
                          .arg(pixels.width())
                          .arg(pixels.height())
                          .arg(color.rgba());
  QPixmap pixmap;
  if (QPixmapCache::find(key, &pixmap)) {
    return pixmap;
  }
  QByteArray svg = readIcon(name);
  svg.replace("currentColor", color.name().toLatin1());
  svg.replace("#D9481C", color.name().toLatin1());  // the ember tile of the product mark
  if (logicalSize <= kSmallGlyph && isStateGlyph(name)) {
    svg.replace("stroke-width=\"1.7\"", "stroke-width=\"2.1\"");
  }
  QImage image(pixels, QImage::Format_ARGB32_Premultiplied);
  image.fill(Qt::transparent);
  QSvgRenderer renderer(svg);
  QPainter painter(&image);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setOpacity(color.alphaF());
  renderer.render(&painter, QRectF(QPointF(), QSizeF(pixels)));
  painter.end();
  pixmap = QPixmap::fromImage(std::move(image));
  QPixmapCache::insert(key, pixmap);
  return pixmap;
}

class ThemedIconEngine final : public QIconEngine {
 public:
  ThemedIconEngine(QString name, ColorRole role) : m_name(std::move(name)), m_role(role) {}

  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override {
    const int side = std::min(rect.width(), rect.height());
    QRectF square(0, 0, side, side);
    square.moveCenter(QRectF(rect).center());
    drawIcon(*painter, m_name, square, color(mode, state));
  }
  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
    return renderIcon(m_name, size, size.width(), color(mode, state));
  }
  QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal scale) override {
    return renderIcon(m_name, size, size.width() / scale, color(mode, state));
  }
  QIconEngine* clone() const override { return new ThemedIconEngine(*this); }
  bool isNull() override { return false; }

 private:
  QColor color(QIcon::Mode mode, QIcon::State state) const {
    const Colors& c = colors();
    if (mode == QIcon::Disabled) {
      return c.dis;
    }
    return state == QIcon::On || mode == QIcon::Selected ? c.acctx : c.*m_role;
  }

  QString m_name;
  ColorRole m_role;
};

}  // namespace

QIcon icon(const QString& name, ColorRole role) {
  return QIcon(new ThemedIconEngine(name, role));
}

QIcon productIcon() {
  QIcon result;
  for (const int side : {16, 24, 32, 48, 64, 128}) {
    result.addPixmap(renderIcon(QStringLiteral("tatara"), QSize(side, side), side, colors().ember));
  }
  return result;
}

void drawIcon(QPainter& painter, const QString& name, const QRectF& rect, const QColor& color) {
  const qreal ratio = painter.device() ? painter.device()->devicePixelRatioF() : 1.0;
  const QSize pixels(std::max(1, static_cast<int>(std::lround(rect.width() * ratio))),
                     std::max(1, static_cast<int>(std::lround(rect.height() * ratio))));
  QPixmap pixmap = renderIcon(name, pixels, rect.width(), color);
  pixmap.setDevicePixelRatio(ratio);
  // On whole device pixels: a pixmap between two of them is drawn blurred.
  const QPointF corner(std::round(rect.left() * ratio) / ratio, std::round(rect.top() * ratio) / ratio);
  painter.drawPixmap(corner, pixmap);
}

}  // namespace tatara::ui

#include "ui/chart/card_pictures.h"

#include <QBuffer>
#include <QFontMetrics>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>

#include "ui/base/theme.h"
#include "ui/base/type.h"
#include "ui/chart/chart_card.h"

namespace tatara::ui {
namespace {

constexpr int kMargin = 10;
constexpr int kFooterGap = 8;
constexpr int kPdfDotsPerInch = 96;

QRect cardsRect(const CardPicture& picture) {
  QRect all;
  for (const ChartCard* card : picture.cards) {
    all = all.united(card->geometry());
  }
  return all;
}

QSize sizeOf(const CardPicture& picture) {
  QSize size = cardsRect(picture).size() + QSize(2 * kMargin, 2 * kMargin);
  if (!picture.footer.isEmpty()) {
    const QFontMetrics metrics(ui::font(TextRole::Caption));
    size.rheight() += kFooterGap + metrics
                                       .boundingRect(QRect(0, 0, size.width() - 2 * kMargin, 100'000),
                                                     Qt::TextWordWrap, picture.footer)
                                       .height();
  }
  return size;
}

void paint(QPainter& painter, const CardPicture& picture, QSize size) {
  const QRect all = cardsRect(picture);
  painter.fillRect(QRect(QPoint(0, 0), size), colors().bg0);
  for (ChartCard* card : picture.cards) {
    painter.save();
    painter.translate(card->pos() - all.topLeft() + QPoint(kMargin, kMargin));
    card->paintWhole(painter);
    painter.restore();
  }
  if (!picture.footer.isEmpty()) {
    painter.setFont(ui::font(TextRole::Caption));
    painter.setPen(colors().tx3);
    const int top = all.height() + 2 * kMargin;
    painter.drawText(QRect(kMargin, top, size.width() - 2 * kMargin, size.height() - top), Qt::TextWordWrap,
                     picture.footer);
  }
}

}  // namespace

QByteArray cardsSvg(const CardPicture& picture) {
  const QSize size = sizeOf(picture);
  QByteArray bytes;
  QBuffer buffer(&bytes);
  QSvgGenerator generator;
  generator.setOutputDevice(&buffer);
  generator.setTitle(picture.title.toHtmlEscaped());  // Qt writes it as it is
  generator.setDescription(QString());
  generator.setSize(size);
  generator.setViewBox(QRect(QPoint(0, 0), size));
  QPainter painter(&generator);
  painter.setRenderHint(QPainter::Antialiasing);
  paint(painter, picture, size);
  painter.end();
  return bytes;
}

QByteArray cardsPng(const CardPicture& picture, double ratio) {
  const QSize size = sizeOf(picture);
  QImage image(size * ratio, QImage::Format_ARGB32_Premultiplied);
  image.setDevicePixelRatio(ratio);
  QPainter painter(&image);
  painter.setRenderHint(QPainter::Antialiasing);
  paint(painter, picture, size);
  painter.end();
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  image.save(&buffer, "PNG");
  return bytes;
}

QByteArray cardsPdf(const CardPicture& picture) {
  const QSize size = sizeOf(picture);
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  QPdfWriter writer(&buffer);
  writer.setTitle(picture.title);
  writer.setResolution(kPdfDotsPerInch);
  writer.setPageSize(
      QPageSize(QSizeF(size) / kPdfDotsPerInch, QPageSize::Inch, QString(), QPageSize::ExactMatch));
  writer.setPageMargins(QMarginsF());
  QPainter painter(&writer);
  painter.setRenderHint(QPainter::Antialiasing);
  paint(painter, picture, size);
  painter.end();
  return bytes;
}

QByteArray cardsCsv(const CardPicture& picture) {
  const auto comment = [](const QString& text) { return "# " + text.simplified().toUtf8() + '\n'; };
  QByteArray csv;
  const bool alone = picture.cards.size() == 1;
  for (const ChartCard* card : picture.cards) {
    if (!alone) {
      csv += (csv.isEmpty() ? QByteArray() : QByteArray("\n")) + comment(card->title());
    }
    csv += card->message().isEmpty() ? card->view()->table().toCsv() : comment(card->message());
  }
  return picture.footer.isEmpty() ? csv : csv + '\n' + comment(picture.footer);
}

}  // namespace tatara::ui

#include "ui/base/pdf.h"

#include <QAbstractTextDocumentLayout>
#include <QFile>
#include <QPageLayout>
#include <QPainter>
#include <QPdfWriter>
#include <QTextDocument>
#include <QTextTable>
#include <QThread>
#include <memory>

#include "core/text/error_phrase.h"
#include "ui/base/whole_file.h"

namespace tatara::ui {
namespace {

constexpr int kResolution = 96;  // dots an inch, in which sizes of the document are meant
constexpr int kFooter = 28;

// Loads nothing, whatever an address in it says.
class Sealed final : public QTextDocument {
 protected:
  QVariant loadResource(int, const QUrl&) override { return {}; }
};

// The visible text alone: what stands in <main>.
QString visiblePart(const QString& html) {
  const qsizetype start = html.indexOf(QLatin1String("<main"));
  const qsizetype open = html.indexOf(QLatin1Char('>'), start);
  const qsizetype end = html.indexOf(QLatin1String("</main>"), open);
  return start < 0 || open < 0 || end < 0 ? html : html.mid(open + 1, end - open - 1);
}

QString titleOf(const QString& html) {
  const qsizetype start = html.indexOf(QLatin1String("<title>"));
  const qsizetype end = html.indexOf(QLatin1String("</title>"), start);
  if (start < 0 || end < 0) {
    return {};
  }
  QTextDocument plain;
  plain.setHtml(html.mid(start + 7, end - start - 7));
  return plain.toPlainText();
}

void shapeTables(QTextDocument& document) {
  for (QTextFrame* frame : document.rootFrame()->childFrames()) {
    auto* table = qobject_cast<QTextTable*>(frame);
    if (!table) {
      continue;
    }
    QTextTableFormat format = table->format();
    format.setBorder(0.5);
    format.setBorderCollapse(true);
    format.setBorderBrush(QColor(0xC9, 0xCF, 0xD8));
    format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
    format.setCellPadding(3);
    format.setWidth(QTextLength(QTextLength::PercentageLength, 100));
    format.setHeaderRowCount(1);
    table->setFormat(format);
  }
}

}  // namespace

namespace {

Status paintPdf(const std::string& html, const std::filesystem::path& target) {
  const QString all = QString::fromStdString(html);
  QFile file(QString::fromStdString(target.string()));
  if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate)) {
    return text::sayError(ErrorKind::Io, TATARA_SAYS("Phrase", "The file %1 cannot be written: %2"),
                          {target.string(), file.errorString().toStdString()});
  }
  QPdfWriter writer(&file);
  writer.setResolution(kResolution);
  writer.setPageLayout(QPageLayout(QPageSize(QPageSize::A4), QPageLayout::Portrait, QMarginsF(16, 14, 16, 12),
                                   QPageLayout::Millimeter));
  writer.setTitle(titleOf(all));
  writer.setCreator(QStringLiteral("Tatara"));
  const QRectF page(0, 0, writer.width(), writer.height());
  Sealed document;
  QFont font;
  font.setFamilies(
      {QStringLiteral("Inter"), QStringLiteral("Noto Sans CJK JP"), QStringLiteral("sans-serif")});
  font.setPixelSize(11);
  document.setDefaultFont(font);
  document.documentLayout()->setPaintDevice(&writer);
  QTextOption wrap = document.defaultTextOption();
  wrap.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);  // digests have no blanks
  document.setDefaultTextOption(wrap);
  document.setHtml(visiblePart(all));
  shapeTables(document);
  const qreal body = page.height() - kFooter;
  document.setPageSize({page.width(), body});
  QPainter painter(&writer);
  const int pages = document.pageCount();
  for (int i = 0; i < pages; ++i) {
    if (i > 0) {
      writer.newPage();
    }
    painter.save();
    painter.translate(0, -i * body);
    document.drawContents(&painter, QRectF(0, i * body, page.width(), body));
    painter.restore();
    painter.setFont(font);
    painter.setPen(QColor(0x5F, 0x68, 0x77));
    painter.drawText(QRectF(0, body + 8, page.width(), kFooter - 8), Qt::AlignRight | Qt::AlignTop,
                     QStringLiteral("%1 / %2").arg(i + 1).arg(pages));
  }
  painter.end();
  file.close();
  if (file.error() != QFileDevice::NoError) {
    return text::sayError(ErrorKind::Io, TATARA_SAYS("Phrase", "The file %1 cannot be written: %2"),
                          {target.string(), file.errorString().toStdString()});
  }
  return {};
}

}  // namespace

// The layout of a text keeps a timer, which needs a thread with an event dispatcher.
Status writePdf(const std::string& html, const std::filesystem::path& target) {
  Status done;
  const std::unique_ptr<QThread> thread(QThread::create([&] { done = paintPdf(html, target); }));
  thread->start();
  thread->wait();
  return done;
}

Status writeDocument(const std::function<std::string()>& html, const std::function<std::string()>& markdown,
                     const std::filesystem::path& target) {
  if (target.extension() == ".pdf") {
    return writePdf(html(), target);
  }
  const std::string text = target.extension() == ".md" ? markdown() : html();
  TATARA_TRY(writeWhole(QString::fromStdString(target.string()), text));
  return {};
}

}  // namespace tatara::ui

#include <QFile>
#include <QMutex>
#include <QTemporaryDir>
#include <thread>

#include "tests/support/ui_test.h"
#include "ui/base/pdf.h"

using namespace tatara;
using namespace tatara::ui;

namespace {

QMutex guard;
QStringList said;

void listen(QtMsgType, const QMessageLogContext&, const QString& text) {
  const QMutexLocker lock(&guard);
  said << text;
}

QByteArray read(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

std::string longTable() {
  std::string rows;
  for (int i = 0; i < 200; ++i) {
    rows += "<tr><td>row " + std::to_string(i) + "</td><td>0123456789abcdef0123456789abcdef</td></tr>";
  }
  return "<html><head><title>Review 1</title></head><body><main><h1>Review 1</h1><table>" + rows +
         "</table></main></body></html>";
}

}  // namespace

class PdfTest : public QObject {
  Q_OBJECT

 private slots:
  // A worker of ours has no event dispatcher, and the layout of a text wants a timer.
  void aWorkerWritesAPdfOfSeveralPagesWithoutAWarning() {
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("review.pdf"));
    said.clear();
    const QtMessageHandler before = qInstallMessageHandler(listen);
    Status done;
    std::thread([&] { done = writePdf(longTable(), path.toStdString()); }).join();
    qInstallMessageHandler(before);
    QVERIFY(done);
    QVERIFY2(said.isEmpty(), qPrintable(said.join(QLatin1Char('\n'))));
    const QByteArray pdf = read(path);
    QVERIFY(pdf.startsWith("%PDF-"));
    QVERIFY2(pdf.count("/Type /Page\n") > 2, qPrintable(QString::number(pdf.count("/Type /Page\n"))));
  }

  void whatIsWrittenFollowsTheSuffix() {
    const QTemporaryDir folder;
    const auto html = [] { return std::string("<p>html</p>"); };
    const auto markdown = [] { return std::string("# markdown"); };
    for (const auto& [name, start] : {std::pair("a.html", "<p>"), std::pair("b.md", "# mark"),
                                      std::pair("c.pdf", "%PDF-"), std::pair("d", "<p>")}) {
      const QString path = folder.filePath(QString::fromLatin1(name));
      QVERIFY(writeDocument(html, markdown, path.toStdString()));
      QVERIFY2(read(path).startsWith(start), name);
    }
  }

  void whatCannotBeWrittenIsSaidAndLeavesTheFileAlone() {
    const QTemporaryDir folder;
    const auto text = [] { return std::string("x"); };
    for (const char* name : {"none/a.html", "none/a.pdf"}) {
      const Status done = writeDocument(text, text, folder.filePath(QString::fromLatin1(name)).toStdString());
      QVERIFY(!done);
      QVERIFY(done.error().message.find("cannot be written") != std::string::npos);
    }
  }
};

TATARA_UI_TEST_MAIN(PdfTest)
#include "test_pdf.moc"

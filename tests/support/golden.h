// Pictures of UI states, kept in tests/golden and compared pixel by pixel.
//
//   TATARA_GOLDEN(widget, "runs/empty-dark");
//
// grabs the widget and compares it with tests/golden/runs/empty-dark.png; a difference fails the test and
// leaves the new picture and a picture of the differing pixels in the build folder's golden/.
// UPDATE_GOLDENS=1 writes instead: look at each picture you add. Fonts are Debian 12's, so the pictures are
// the same on every machine with it.
#pragma once

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QImage>
#include <QPixmap>
#include <QString>
#include <QWidget>
#include <QtTest>

namespace tatara::ui::test {

// Empty when equal; else a sentence that says what differs.
inline QString compareGolden(const QImage& picture, const QString& name, int tolerance = 0) {
  for (const char* folder : {"TATARA_SOURCE", "TATARA_BIN"}) {
    if (!QDir(qEnvironmentVariable(folder)).exists() || qEnvironmentVariableIsEmpty(folder)) {
      return QStringLiteral("%1: pictures are kept below %2, which names no folder; run the test with ctest")
          .arg(name, QLatin1String(folder));
    }
  }
  const QString kept =
      qEnvironmentVariable("TATARA_SOURCE") + QStringLiteral("/tests/golden/%1.png").arg(name);
  const QImage shown = picture.convertToFormat(QImage::Format_RGB32);
  if (qEnvironmentVariableIntValue("UPDATE_GOLDENS") == 1) {
    QDir().mkpath(QFileInfo(kept).path());
    return shown.save(kept) ? QString() : QStringLiteral("cannot write %1").arg(kept);
  }
  const QString failed = qEnvironmentVariable("TATARA_BIN") + QStringLiteral("/../golden/%1").arg(name);
  const auto fail = [&](const QString& reason, const QImage& difference) {
    QDir().mkpath(QFileInfo(failed).path());
    shown.save(failed + QStringLiteral(".png"));
    if (!difference.isNull()) {
      difference.save(failed + QStringLiteral(".difference.png"));
    }
    return QStringLiteral("%1: %2; the new picture is %3.png").arg(name, reason, QDir::cleanPath(failed));
  };
  QImage expected(kept);
  if (expected.isNull()) {
    return fail(QStringLiteral("no golden yet (UPDATE_GOLDENS=1 makes one)"), {});
  }
  expected = expected.convertToFormat(QImage::Format_RGB32);
  if (expected.size() != shown.size()) {
    return fail(QStringLiteral("is %1×%2 and was %3×%4")
                    .arg(shown.width())
                    .arg(shown.height())
                    .arg(expected.width())
                    .arg(expected.height()),
                {});
  }
  if (shown == expected) {
    return {};
  }
  QImage difference(shown.size(), QImage::Format_RGB32);
  difference.fill(Qt::white);
  qint64 count = 0;
  for (int y = 0; y < shown.height(); ++y) {
    for (int x = 0; x < shown.width(); ++x) {
      const QRgb a = shown.pixel(x, y);
      const QRgb b = expected.pixel(x, y);
      if (qAbs(qRed(a) - qRed(b)) > tolerance || qAbs(qGreen(a) - qGreen(b)) > tolerance ||
          qAbs(qBlue(a) - qBlue(b)) > tolerance) {
        difference.setPixel(x, y, qRgb(217, 72, 28));
        ++count;
      }
    }
  }
  return count == 0 ? QString() : fail(QStringLiteral("%1 pixels differ").arg(count), difference);
}

// What layouts put off until the event loop, so that a picture does not depend on when it is taken.
inline void layOut() {
  QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
  QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
}

inline QImage grabAt(QWidget& widget, QSize size) {
  widget.resize(size);
  widget.ensurePolished();
  return widget.grab().toImage();
}

}  // namespace tatara::ui::test

#define TATARA_GOLDEN(widget, name)                                                       \
  do {                                                                                    \
    tatara::ui::test::layOut();                                                           \
    const QString difference_ =                                                           \
        tatara::ui::test::compareGolden((widget).grab().toImage(), QStringLiteral(name)); \
    QVERIFY2(difference_.isEmpty(), qPrintable(difference_));                             \
  } while (false)

#include <set>

#include <QDir>
#include <QImage>
#include <QPainter>

#include "tests/support/ui_test.h"
#include "ui/base/icon.h"
#include "ui/base/run_color.h"
#include "ui/base/theme.h"

using namespace tatara::ui;

class ThemeTest : public QObject {
  Q_OBJECT
 private slots:
  void cleanup() { applyTheme(*qApp, ThemeMode::Light); }

  void textIsReadableOnEverySurfaceInBothThemes() {
    for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
      applyTheme(*qApp, mode);
      const Colors& c = colors();
      QCOMPARE(c.dark, mode == ThemeMode::Dark);
      for (const QColor& text : {c.tx1, c.tx2, c.tx3}) {
        for (const QColor& surface : {c.bg0, c.bg1, c.bg2, c.bg3, c.side, c.sel}) {
          QVERIFY2(contrast(text, surface) >= 4.5,
                   qPrintable(text.name() + QLatin1Char(' ') + surface.name()));
        }
      }
      QVERIFY(contrast(c.onacc, c.acc) >= 4.5);
      QVERIFY(contrast(c.ctl, c.bg1) >= 3.0);
      for (const QColor& run : c.runs) {
        QVERIFY2(contrast(run, c.bg1) >= 3.0, qPrintable(run.name()));
      }
    }
  }

  void aPaletteFollowsTheTheme() {
    applyTheme(*qApp, ThemeMode::Dark);
    QCOMPARE(qApp->palette().color(QPalette::Window), colors().bg0);
    applyTheme(*qApp, ThemeMode::Light);
    QCOMPARE(qApp->palette().color(QPalette::Window), QColor(0xF3F4F7));
  }

  void everyIconDrawsInTheAskedColour() {
    const QStringList files = QDir(QStringLiteral(":/icons")).entryList({QStringLiteral("*.svg")});
    QVERIFY(files.size() >= 62);
    for (const QString& file : files) {
      if (file == QStringLiteral("tatara.svg")) {
        continue;
      }
      QImage image(48, 48, QImage::Format_ARGB32_Premultiplied);
      image.fill(Qt::white);
      QPainter painter(&image);
      drawIcon(painter, file.chopped(4), QRectF(0, 0, 48, 48), Qt::red);
      painter.end();
      int inked = 0;
      for (int y = 0; y < 48; ++y) {
        for (int x = 0; x < 48; ++x) {
          const QColor pixel = image.pixelColor(x, y);
          inked += pixel != QColor(Qt::white);
          QVERIFY2(pixel.red() >= 250, qPrintable(file));  // red over white leaves red full
        }
      }
      QVERIFY2(inked > 20 && inked < 48 * 48 / 2, qPrintable(file));
    }
  }

  void aRunKeepsItsSlotAndAvoidsThoseOnScreen() {
    RunSlots slots_;
    std::vector<std::string> runs;
    for (int i = 0; i < kRunSlots; ++i) {
      runs.push_back("run" + std::to_string(i));
    }
    QCOMPARE(slots_.assign(runs).size(), std::size_t{12});
    std::set<int> used;
    for (const std::string& id : runs) {
      used.insert(slots_.slotOf(id));
    }
    QCOMPARE(used.size(), std::size_t{12});
    const int before = slots_.slotOf("run3");
    QVERIFY(slots_.assign({"run3", "other"}) == std::vector<std::string>{"other"});
    QCOMPARE(slots_.slotOf("run3"), before);
  }

  void runsOnOneSlotDifferByDashAndMarkerAndTheRestAreGrey() {
    RunSlots slots_;
    std::vector<std::string> runs;
    for (int i = 0; i < 40; ++i) {
      runs.push_back("r" + std::to_string(i));
      slots_.recolor(runs.back(), i % kRunSlots);
    }
    const auto styles = slots_.styles(runs, "r5");
    QCOMPARE(styles[0].dash, RunDash::Solid);
    QCOMPARE(styles[12].dash, RunDash::Long);
    QCOMPARE(styles[24].dash, RunDash::Short);
    QVERIFY(styles[0].marker != styles[12].marker);
    QCOMPARE(styles[5].dash, RunDash::Long);
    QCOMPARE(styles[36].slot, -1);
  }

  void preferredSlotsComeFromFnv1a() {
    // Reference values of FNV-1a, 32 bit: "" 0x811c9dc5, "a" 0xe40c292c, "foobar" 0xbf9cf968.
    QCOMPARE(preferredSlot(""), static_cast<int>(0x811c9dc5U % 12));
    QCOMPARE(preferredSlot("a"), static_cast<int>(0xe40c292cU % 12));
    QCOMPARE(preferredSlot("foobar"), static_cast<int>(0xbf9cf968U % 12));
  }

  void cellTextIsReadableOnEveryStepOfEveryRamp() {
    for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
      applyTheme(*qApp, mode);
      for (const auto& ramp : {colors().sequential, colors().diverging}) {
        for (int i = 0; i <= 100; ++i) {
          const QColor cell = rampColor(ramp, i / 100.0);
          QVERIFY(contrast(cell, cellTextColor(cell)) >= 4.5);
        }
      }
    }
  }
};

TATARA_UI_TEST_MAIN(ThemeTest)
#include "test_theme.moc"

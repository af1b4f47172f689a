#include <cmath>
#include <limits>
#include <vector>

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QRegularExpression>
#include <QTextEdit>

#include "tests/support/ui_test.h"
#include "ui/base/number_text.h"
#include "ui/base/share_width.h"
#include "ui/base/time_text.h"
#include "ui/base/type.h"

using namespace tatara;
using namespace tatara::ui;

class TextTest : public QObject {
  Q_OBJECT
 private slots:
  void cleanup() { setLanguage(Language::English); }

  void aColumnShowsFourSignificantDigitsOfItsMedian() {
    QCOMPARE(columnDecimals(std::vector<double>{38.42, 38.97, 40.29}), 2);
    QCOMPARE(columnDecimals(std::vector<double>{0.9553, 0.9540}), 4);
    QCOMPARE(columnDecimals(std::vector<double>{1234.5, 2000.25}), 0);
    QCOMPARE(columnDecimals(std::vector<double>{8, 9, 10}), 0);
    QCOMPARE(columnDecimals(std::vector<double>{std::nan(""), 38.4}), 2);
    QCOMPARE(columnDecimals(std::vector<double>{}), 0);
  }

  void columnsFillTheirRoomAndOnlyWideOnesAreCut() {
    QCOMPARE(shareWidth({50, 80, 20}, 180), (std::vector<int>{60, 90, 30}));
    QCOMPARE(shareWidth({40, 200, 300}, 240), (std::vector<int>{40, 100, 100}));
    QCOMPARE(shareWidth({100, 100, 100}, 100), (std::vector<int>{33, 33, 34}));
    QCOMPARE(shareWidth({}, 100), std::vector<int>{});
    QCOMPARE(shareWidth({10, 10}, -5), (std::vector<int>{0, 0}));
  }

  void metricsReadAsTheStyleGuideSays() {
    QCOMPARE(metricText(38.42), QStringLiteral("38.42"));
    QCOMPARE(metricText(0.5, 2), QStringLiteral("0.50"));
    QCOMPARE(metricText(-1.87, 2), QString(QChar(0x2212)) + QStringLiteral("1.87"));
    QCOMPARE(metricText(0.0000123), QString(QStringLiteral("1.23e") + QChar(0x2212) + QStringLiteral("5")));
    QCOMPARE(metricText(1.23e7), QStringLiteral("1.23e7"));
    QCOMPARE(metricText(12345.6, 1), QStringLiteral("12,345.6"));
    QCOMPARE(metricText(-12345.6, 1), QString(QChar(0x2212)) + QStringLiteral("12,345.6"));
    QCOMPARE(metricText(std::nan("")), QStringLiteral("NaN"));
    QCOMPARE(metricText(-std::numeric_limits<double>::infinity()), QString::fromUtf8("−∞"));
    QCOMPARE(metricText(0), QStringLiteral("0"));
    QCOMPARE(countText(17379), QStringLiteral("17,379"));
    QCOMPARE(percentText(-0.046), QString::fromUtf8("−4.6\u00a0%"));
  }

  void timesAreLocalAndShortest() {
    const Timestamp now = *parseIso8601("2026-11-20T15:00:00Z");
    QCOMPARE(timeText(*parseIso8601("2026-11-20T14:02:00Z"), now), QStringLiteral("14:02"));
    QCOMPARE(timeText(*parseIso8601("2026-11-18T14:02:00Z"), now), QStringLiteral("Nov 18"));
    QCOMPARE(timeText(*parseIso8601("2025-11-18T14:02:00Z"), now), QStringLiteral("Nov 18, 2025"));
    QCOMPARE(agoText(*parseIso8601("2026-11-20T14:48:00Z"), now), QStringLiteral("12 min ago"));
    QCOMPARE(agoText(*parseIso8601("2026-11-19T01:00:00Z"), now), QStringLiteral("yesterday"));
    QCOMPARE(longDateText(now), QStringLiteral("Friday, November 20, 2026"));
    setLanguage(Language::Japanese);
    QCOMPARE(timeText(*parseIso8601("2026-11-18T14:02:00Z"), now), QString::fromUtf8("11月18日"));
    QCOMPARE(agoText(*parseIso8601("2026-11-20T14:48:00Z"), now), QString::fromUtf8("12 分前"));
    QCOMPARE(longDateText(now), QString::fromUtf8("2026年11月20日（金）"));
  }

  void durationsKeepTheirWidth() {
    QCOMPARE(durationText(Millis(252'000)), QStringLiteral("4m 12s"));
    QCOMPARE(durationText(Millis(242'000)), QStringLiteral("4m 02s"));
    QCOMPARE(durationText(Millis(59'499)), QStringLiteral("59 s"));
    QCOMPARE(durationText(Millis(59'999)), QStringLiteral("1m 00s"));
    QCOMPARE(durationText(Millis(1'690)), QStringLiteral("1.7 s"));
    QCOMPARE(durationText(Millis(-1'690)), QStringLiteral("-1.7 s"));
    QCOMPARE(durationText(Millis(850)), QStringLiteral("850 ms"));
    QCOMPARE(durationText(Millis(3'723'000)), QStringLiteral("1h 02m"));
    setLanguage(Language::Japanese);
    QCOMPARE(durationText(Millis(252'000)), QString::fromUtf8("4 分 12 秒"));
    QCOMPARE(durationText(Millis(1'690)), QString::fromUtf8("1.7 秒"));
  }

  // Qt's own translations are a package that need not be there.
  void menusAndDialogsOfQtSpeakJapaneseToo() {
    setLanguage(Language::Japanese);
    static const QRegularExpression japanese(QStringLiteral("[\u3041-\u30ff\u4e00-\u9fff]"));
    QLineEdit edit;
    QTextEdit text;
    for (QMenu* menu : {edit.createStandardContextMenu(), text.createStandardContextMenu()}) {
      QVERIFY(menu->actions().size() > 5);
      for (const QAction* action : menu->actions()) {
        QVERIFY2(action->isSeparator() || action->text().contains(japanese), qPrintable(action->text()));
      }
      delete menu;
    }
    QFileDialog dialog;
    dialog.setOption(QFileDialog::DontUseNativeDialog);
    const auto names = dialog.findChildren<QLabel*>();
    QVERIFY(names.size() >= 3);
    for (const QLabel* name : names) {
      QVERIFY2(name->text().isEmpty() || name->text().contains(japanese), qPrintable(name->text()));
    }
    const auto buttons = dialog.findChild<QDialogButtonBox*>()->buttons();
    QCOMPARE(buttons.size(), 2);
    for (const QAbstractButton* button : buttons) {
      QVERIFY2(button->text().contains(japanese), qPrintable(button->text()));
    }
  }

  void everyDigitTakesTheSameWidth() {
    const QFont used = font(TextRole::Cell);
    QVERIFY2(QFontInfo(used).family().startsWith(QStringLiteral("Inter")), "package fonts-inter is missing");
    QCOMPARE(tabularWidth(used, QStringLiteral("11.11")), tabularWidth(used, QStringLiteral("88.88")));
    QVERIFY(QFontMetricsF(used).horizontalAdvance(QStringLiteral("1111")) <
            tabularWidth(used, QStringLiteral("1111")));
  }
};

TATARA_UI_TEST_MAIN(TextTest)
#include "test_text.moc"

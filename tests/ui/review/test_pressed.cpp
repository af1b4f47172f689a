#include <QPointer>

#include "tests/support/golden.h"
#include "tests/ui/review/shown_review.h"
#include "ui/widget/sheet.h"

using namespace tatara;
using namespace tatara::ui;

// A person presses while the review is loaded anew: somebody else wrote, or that they have looked was written
// down itself.
class PressedTest : public QObject {
  Q_OBJECT

 private slots:
  void aClickReachesItsButtonThoughTheReviewIsShownAnewUnderIt_data() {
    QTest::addColumn<QString>("text");
    QTest::newRow("header") << QStringLiteral("Measure again");
    QTest::newRow("side") << QStringLiteral("Freeze the evidence anew…");
  }
  void aClickReachesItsButtonThoughTheReviewIsShownAnewUnderIt() {
    QFETCH(QString, text);
    const ReviewFixture fixture("mika, " + registry::currentActor("test").person);
    fixture.measure();
    const auto id = fixture.request();
    fixture.write([](store::Writer& writer) {  // so that there is something to freeze anew
      registry::Evidence other{.name = "latency", .body = 7.5, .computed = kReviewNow};
      return registry::putEvidence(writer, "bikes", 2, 1, {&other, 1});
    });
    ShownReview shown(fixture.store, ReviewRoute{id.value()});
    QVERIFY(shown.settle());
    const QPointer<QPushButton> button = shown.button(text);
    QVERIFY(button);
    const ReviewFactsPtr again = std::make_shared<ReviewFacts>(*shown.page().facts());
    QTest::mousePress(button, Qt::LeftButton);
    shown.page().show(again, kReviewNow, false);
    test::layOut();
    QVERIFY(button);
    QTest::mouseRelease(button, Qt::LeftButton);
    QVERIFY(shown.panel.findChild<Sheet*>());
    QTRY_COMPARE(shown.page().facts(), again);  // what came is shown after all
  }

  void whoLetsGoBesideTheButtonSeesWhatCame() {
    const ReviewFixture fixture("mika, " + registry::currentActor("test").person);
    fixture.measure();
    const auto id = fixture.request();
    ShownReview shown(fixture.store, ReviewRoute{id.value()});
    QVERIFY(shown.settle());
    QPushButton* button = shown.button(QStringLiteral("Measure again"));
    const ReviewFactsPtr again = std::make_shared<ReviewFacts>(*shown.page().facts());
    QTest::mousePress(button, Qt::LeftButton);
    shown.page().show(again, kReviewNow, false);
    QVERIFY(shown.page().facts() != again);
    QTest::mouseRelease(button, Qt::LeftButton, {}, QPoint(-50, -5));
    QTRY_COMPARE(shown.page().facts(), again);
    QVERIFY(!shown.panel.findChild<Sheet*>());
  }
};

TATARA_UI_TEST_MAIN(PressedTest)
#include "test_pressed.moc"

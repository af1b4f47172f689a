// What a file or a person wrote stands in a tooltip as it is: neither rendered nor full of escapes.
#include <QHelpEvent>
#include <QToolTip>

#include "tests/support/ui_test.h"
#include "ui/base/tip_text.h"
#include "ui/review/internal/choice.h"
#include "ui/review/internal/plain_table.h"
#include "ui/review/internal/stepper.h"

using namespace tatara::ui;

namespace {

QString tipAt(QWidget& widget, QPoint at) {
  widget.show();
  QHelpEvent help(QEvent::ToolTip, at, widget.mapToGlobal(at));
  QCoreApplication::sendEvent(&widget, &help);
  return QToolTip::text();
}

}  // namespace

class ReviewTipsTest : public QObject {
  Q_OBJECT

 private slots:
  void aCellShowsWhatStandsInIt_data() {
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("shown");
    QTest::newRow("comparison") << QStringLiteral("rmse < 3 && mae < 2")
                                << QStringLiteral("rmse < 3 && mae < 2");
    QTest::newRow("markup") << QStringLiteral("<b>x</b>") << QStringLiteral("<qt>&lt;b&gt;x&lt;/b&gt;</qt>");
  }
  void aCellShowsWhatStandsInIt() {
    QFETCH(QString, words);
    QFETCH(QString, shown);
    PlainTable table(QStringLiteral("Slices"), 28);
    table.setContent({{.title = QStringLiteral("Slice")}}, {{{.text = words}}});
    table.resize(300, 80);
    QCOMPARE(tipAt(table, table.itemRect(0).center()), shown);
    ChoiceCards cards;
    cards.setChoices({{.id = 1, .title = QStringLiteral("Approve"), .hint = words, .locked = {}}});
    cards.resize(300, 80);
    QCOMPARE(tipAt(cards, cards.itemRect(0).center()), shown);
  }

  void aStepNamesWhoWithoutRenderingIt() {
    Stepper stepper;
    stepper.setSteps({{QStringLiteral("<i>lead</i>"), QStringLiteral("13:30"), {}}});
    QVERIFY(stepper.toolTip().contains(QStringLiteral("&lt;i&gt;")));
  }
};

TATARA_UI_TEST_MAIN(ReviewTipsTest)
#include "test_tips.moc"

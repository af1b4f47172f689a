#include <QLineEdit>
#include <QListView>

#include "tests/support/golden.h"
#include "tests/support/ui_test.h"
#include "ui/command/action_registry.h"
#include "ui/command/palette.h"

using namespace tatara::ui;

class PaletteTest : public QObject {
  Q_OBJECT
 private slots:
  void everyWordMustMatchAndWordStartsCountMost() {
    QCOMPARE(matchScore(QStringLiteral("Compare runs"), QStringLiteral("xyz")), 0);
    QVERIFY(matchScore(QStringLiteral("Compare runs"), QStringLiteral("cmr")) > 0);
    QVERIFY(matchScore(QStringLiteral("Compare runs"), QStringLiteral("run")) >
            matchScore(QStringLiteral("Compare brunch"), QStringLiteral("run")));
    QCOMPARE(matchScore(QStringLiteral("Compare runs"), QStringLiteral("compare zzz")), 0);
  }

  void itListsWhatCanBeRunAndRunsIt() {
    QWidget window;
    window.resize(900, 600);
    ActionRegistry actions;
    int ran = 0;
    actions.add(&window, {QStringLiteral("a"),
                          QStringLiteral("Compare selected runs"),
                          QStringLiteral("Runs"),
                          QStringLiteral("compare"),
                          {QKeySequence(Qt::Key_C)},
                          [&] { ++ran; }});
    actions.add(&window, {QStringLiteral("b"),
                          QStringLiteral("Export view…"),
                          QStringLiteral("Runs"),
                          QStringLiteral("export"),
                          {QKeySequence(QStringLiteral("Ctrl+E"))},
                          [&] { ran += 10; }});
    QWidget hidden;
    actions.add(&hidden,
                {QStringLiteral("c"), QStringLiteral("Hidden"), QStringLiteral("Runs"), {}, {}, [] {}});
    const auto provider = [](const QString& words, const PaletteAnswer& answer) {
      PaletteItem item;
      item.group = QStringLiteral("Experiments");
      item.text = QStringLiteral("hourly-xgb");
      item.icon = QStringLiteral("experiments");
      item.detail = words;
      item.run = [] {};
      answer({item});
    };
    CommandPalette palette(actions, {provider}, &window);
    window.show();
    palette.popUp(QStringLiteral("e"));
    TATARA_GOLDEN(window, "command/palette-light");
    palette.popUp(QStringLiteral("exp"));
    auto* field = palette.findChild<QLineEdit*>();
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(ran, 10);
    QCOMPARE(palette.recent(), QStringList{QStringLiteral("b")});
    QVERIFY(!palette.isVisible());
    QCOMPARE(actions.available().size(), std::size_t{2});
  }

  void itSaysThatNothingWasFoundOnceEveryoneHadTimeToAnswer() {
    QWidget window;
    window.resize(900, 600);
    ActionRegistry actions;
    actions.add(&window, {QStringLiteral("a"),
                          QStringLiteral("Compare selected runs"),
                          QStringLiteral("Runs"),
                          {},
                          {QKeySequence(Qt::Key_C)},
                          [] {}});
    CommandPalette palette(actions, {}, &window);
    window.show();
    palette.popUp(QStringLiteral("zzqq"));
    auto* list = palette.findChild<QListView*>();
    QVERIFY(list->accessibleDescription().isEmpty());
    QTRY_COMPARE(list->accessibleDescription(), QStringLiteral("Nothing is called “zzqq”"));
    TATARA_GOLDEN(window, "command/palette-nothing-light");
    palette.findChild<QLineEdit*>()->setText(QStringLiteral("comp"));
    QVERIFY(list->accessibleDescription().isEmpty());
  }

  void keysAreThoseThatHoldHereInTheOrderTheyWereMade() {
    QWidget window;
    ActionRegistry actions;
    QWidget shown(&window);
    QWidget hidden(&window);
    hidden.hide();
    const auto add = [&actions](QWidget* owner, const char* group, const char* text, int key) {
      const QString id = QString::fromLatin1(text);
      actions.add(owner, {id, id, QString::fromLatin1(group), {}, {QKeySequence(key)}, [] {}});
    };
    add(&window, "Go to", "Home", Qt::Key_1);
    add(&window, "Appearance", "Sidebar", Qt::Key_2);
    add(&hidden, "Models", "Archive", Qt::Key_3);
    add(&shown, "Runs", "Compare", Qt::Key_C);
    actions.describeKey(QStringLiteral("Models"), QStringLiteral("Next model"), QStringLiteral("J"));
    actions.describeKey(QStringLiteral("Runs"), QStringLiteral("Next run"), QStringLiteral("J"));
    window.show();
    QStringList lines;
    for (const ActionRegistry::KeyLine& line : actions.keyLines()) {
      lines << line.group + QLatin1Char(':') + line.text;
    }
    QCOMPARE(lines, (QStringList{QStringLiteral("Go to:Home"), QStringLiteral("Appearance:Sidebar"),
                                 QStringLiteral("Runs:Compare"), QStringLiteral("Runs:Next run")}));
  }

  void tabShowsWhatCanBeDoneWithAnObjectAndEscLeadsBack() {
    QWidget window;
    window.resize(900, 600);
    ActionRegistry actions;
    QStringList done;
    const auto provider = [&](const QString&, const PaletteAnswer& answer) {
      PaletteItem item;
      item.group = QStringLiteral("Runs");
      item.text = QStringLiteral("copper-heron-231");
      item.icon = QStringLiteral("run");
      item.run = [&] { done << QStringLiteral("open"); };
      for (const char* name : {"Open", "Open in new window", "Copy ID"}) {
        PaletteItem action;
        action.text = QString::fromLatin1(name);
        action.icon = QStringLiteral("copy");
        action.run = [&done, name] { done << QString::fromLatin1(name); };
        item.actions.push_back(action);
      }
      answer({item});
    };
    CommandPalette palette(actions, {provider}, &window);
    window.show();
    palette.popUp(QStringLiteral("cop"));
    auto* field = palette.findChild<QLineEdit*>();
    const auto* list = palette.findChild<const QListView*>();
    QTest::keyClick(field, Qt::Key_Tab);
    QCOMPARE(list->model()->rowCount(), 4);  // with the heading
    TATARA_GOLDEN(window, "command/palette-actions-light");
    QTest::keyClick(field, Qt::Key_Escape);
    QVERIFY(palette.isVisible());
    QCOMPARE(field->text(), QStringLiteral("cop"));
    QCOMPARE(list->model()->rowCount(), 2);
    QTest::keyClick(field, Qt::Key_Tab);
    QTest::keyClicks(field, QStringLiteral("id"));
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(done, QStringList{QStringLiteral("Copy ID")});
    QVERIFY(!palette.isVisible());
    palette.popUp(QStringLiteral("cop"));
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(done.last(), QStringLiteral("open"));
  }

  void aLetterTypedIntoAFieldIsTextAndNoShortcut() {
    QWidget window;
    QLineEdit field(&window);
    ActionRegistry actions;
    int ran = 0;
    actions.add(&window, {QStringLiteral("a"),
                          QStringLiteral("Compare"),
                          QStringLiteral("Runs"),
                          {},
                          {QKeySequence(Qt::Key_C)},
                          [&] { ++ran; }});
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    field.setFocus();
    QTest::keyClick(&field, Qt::Key_C);
    QCOMPARE(ran, 0);
    QCOMPARE(field.text(), QStringLiteral("c"));
    window.setFocusPolicy(Qt::StrongFocus);
    window.setFocus();
    QTest::keyClick(&window, Qt::Key_C);
    QCOMPARE(ran, 1);
  }

  void keysReadAsInTheStyleGuide() {
    QCOMPARE(keyText(QKeySequence(QStringLiteral("Ctrl+Shift+F"))), QStringLiteral("Ctrl Shift F"));
  }
};

TATARA_UI_TEST_MAIN(PaletteTest)
#include "test_palette.moc"

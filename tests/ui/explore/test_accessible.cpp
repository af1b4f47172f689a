// What the Data panel paints itself, as assistive technology reads it; and what its tooltips show of a file's
// own text.
#include <QAccessible>
#include <QScrollBar>
#include <QToolTip>

#include "tests/support/ui_test.h"
#include "tests/ui/explore/explore_fixture.h"
#include "ui/base/language.h"
#include "ui/base/theme.h"
#include "ui/base/tip_text.h"
#include "ui/explore/dataset_sidebar.h"
#include "ui/explore/figure_strip.h"
#include "ui/explore/inspector.h"
#include "ui/explore/lineage_view.h"
#include "ui/explore/profile_table.h"
#include "ui/explore/rows_page.h"
#include "ui/explore/rows_view.h"

using namespace tatara;
using namespace tatara::ui;
using namespace tatara::ui::explore_tests;

namespace {

QString nameOf(QAccessibleInterface* item) {
  return item->text(QAccessible::Name);
}

// The cell of a row that has this title.
QString valueOf(QAccessibleInterface* row, const QString& title) {
  for (int i = 0; i < row->childCount(); ++i) {
    if (nameOf(row->child(i)) == title) {
      return row->child(i)->text(QAccessible::Value);
    }
  }
  return QStringLiteral("no cell %1").arg(title);
}

}  // namespace

class AccessibleTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    applyTheme(*qApp, ThemeMode::Light);
    setLanguage(Language::English);
  }

  void theColumnsAreATableOfRowsAndCells() {
    const Fixture fixture;
    fixture.add(fixture.file("rides.csv", ridesCsv(20, 1)), "rides");
    Shown shown(fixture.store);
    QVERIFY(shown.settle());
    auto* table = shown.panel.findChild<ProfileTable*>();
    QAccessibleInterface* rows = QAccessible::queryAccessibleInterface(table);
    QCOMPARE(rows->role(), QAccessible::Table);
    QCOMPARE(rows->childCount(), 9);
    QAccessibleInterface* rides = rows->child(8);
    QCOMPARE(rides->role(), QAccessible::Row);
    QVERIFY2(nameOf(rides).startsWith(QStringLiteral("rides, integer, target, missing 0")),
             qPrintable(nameOf(rides)));
    const dataset::ColumnProfile& column = shown.panel.feed().profile()->columns[8];
    QCOMPARE(valueOf(rides, QStringLiteral("Column")), QStringLiteral("rides"));
    QCOMPARE(valueOf(rides, QStringLiteral("Distinct")), QString::number(column.distinct));
    QCOMPARE(valueOf(rides, QStringLiteral("Max")), QString::number(static_cast<int>(column.max)));
    QVERIFY(valueOf(rides, QStringLiteral("Alerts")).contains(QStringLiteral("casual + member")));
    QVERIFY(valueOf(rides, QStringLiteral("Distribution")).startsWith(QStringLiteral("most in ")));
    // Of times and texts, what is painted across the numbers stands in the first of them.
    QCOMPARE(valueOf(rows->child(0), QStringLiteral("Min")),
             QStringLiteral("2024-01-01 to 2024-01-20 23:00"));
    QCOMPARE(valueOf(rows->child(0), QStringLiteral("Mean")), QString());
    // Cells know their row, their place and the one under a point; the keyboard's row is told as focused.
    QAccessibleInterface* cell = rides->child(3);
    QCOMPARE(cell->role(), QAccessible::Cell);
    QCOMPARE(nameOf(cell->parent()), nameOf(rides));
    QVERIFY(rides->rect().contains(cell->rect()));
    const QPoint middle = cell->rect().center();
    QVERIFY(rows->childAt(middle.x(), middle.y()) == rides);
    QVERIFY(rides->childAt(middle.x(), middle.y()) == cell);
    QCOMPARE(rides->indexOfChild(cell), 3);
    QTest::keyClick(table, Qt::Key_End);
    QVERIFY(rides->state().selected);
    QTest::keyClick(table, Qt::Key_Up);
    QVERIFY(!rides->state().selected);
    QVERIFY(rows->child(7)->state().selected);
    rows->child(2)->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    QCOMPARE(table->selected(), 2);
  }

  void theStatisticsOfAColumnAreAList() {
    const Fixture fixture;
    fixture.add(fixture.file("rides.csv", ridesCsv(20, 1)), "rides");
    Shown shown(fixture.store);
    QVERIFY(shown.settle());
    QWidget* statistics = nullptr;
    for (QWidget* widget : shown.panel.findChild<Inspector*>()->findChildren<QWidget*>()) {
      statistics = widget->accessibleName() == QStringLiteral("Statistics") ? widget : statistics;
    }
    QVERIFY(statistics);
    QAccessibleInterface* facts = QAccessible::queryAccessibleInterface(statistics);
    QVERIFY(facts->childCount() >= 12);
    QCOMPARE(nameOf(facts->child(0)), QStringLiteral("Rows 480"));
    QVERIFY(!facts->child(11)->rect().isEmpty());
    QVERIFY(facts->child(0)->actionInterface()->actionNames().isEmpty());
  }

  void datasetsAndVersionsAreLists() {
    const Fixture fixture;
    fixture.add(fixture.file("rides.csv", ridesCsv(3, 1)), "rides");
    fixture.add(fixture.file("rides2.csv", ridesCsv(4, 2)), "rides");
    fixture.add(fixture.file("other.csv", ridesCsv(2, 3)), "other");
    Shown shown(fixture.store);
    shown.panel.open(DataRoute{QStringLiteral("rides"), 2, {}});
    QVERIFY(shown.settle());
    auto* tree = shown.panel.findChild<DatasetTree*>();
    QAccessibleInterface* datasets = QAccessible::queryAccessibleInterface(tree);
    QCOMPARE(datasets->role(), QAccessible::Tree);
    QCOMPARE(datasets->childCount(), 3);
    QCOMPARE(nameOf(datasets->child(0)), QStringLiteral("raw, folder"));
    QCOMPARE(nameOf(datasets->child(2)), QStringLiteral("rides, v2"));
    QVERIFY(datasets->child(2)->state().selected);
    // Left goes to the folder and then closes it, Right opens it and goes in.
    QTest::keyClick(tree, Qt::Key_End);
    QCOMPARE(tree->currentItem(), 2);
    QTest::keyClick(tree, Qt::Key_Left);
    QCOMPARE(tree->currentItem(), 0);
    QTest::keyClick(tree, Qt::Key_Left);
    QCOMPARE(datasets->childCount(), 1);
    QCOMPARE(nameOf(datasets->child(0)), QStringLiteral("raw, closed folder"));
    QTest::keyClick(tree, Qt::Key_Right);
    QCOMPARE(datasets->childCount(), 3);
    QTest::keyClick(tree, Qt::Key_Right);
    QCOMPARE(tree->currentItem(), 1);

    QAccessibleInterface* versions =
        QAccessible::queryAccessibleInterface(shown.panel.findChild<VersionRail*>());
    QCOMPARE(versions->childCount(), 2);
    QCOMPARE(nameOf(versions->child(0)), QStringLiteral("v2, 14:45 · 96 rows"));
    QVERIFY(versions->child(0)->state().selected);
    versions->child(1)->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    QVERIFY(shown.settle());
    QCOMPARE(toText(shown.panel.current()), QStringLiteral("data/rides@1"));
  }

  void theKeyboardKeepsTheDatasetItIsAtInSight() {
    CatalogDataset one;
    one.versions.resize(1);
    Catalog all;
    for (int i = 0; i < 40; ++i) {
      one.dataset.name = "d" + std::to_string(100 + i);
      all.push_back(one);
    }
    DatasetTree tree;
    tree.resize(200, 100);
    tree.setCatalog(std::make_shared<const Catalog>(all));
    QTest::keyClick(&tree, Qt::Key_End);
    QVERIFY(!tree.itemRect(39).isEmpty());
    QVERIFY(tree.itemRect(0).isEmpty());
    QTest::keyClick(&tree, Qt::Key_Home);
    QVERIFY(!tree.itemRect(0).isEmpty());
  }

  void theRowsOnScreenAreATable() {
    const Fixture fixture;
    fixture.add(fixture.file("rides.csv", ridesCsv(20, 1)), "rides");
    Shown shown(fixture.store);
    shown.panel.open(DataRoute{QStringLiteral("rides"), 1, QStringLiteral("rows")});
    QVERIFY(shown.settle());
    auto* view = shown.panel.findChild<RowsPage*>()->findChild<RowsView*>();
    QAccessibleInterface* table = QAccessible::queryAccessibleInterface(view);
    QCOMPARE(table->role(), QAccessible::Table);
    QVERIFY(table->childCount() > 5 && table->childCount() < 480);
    QTRY_VERIFY_WITH_TIMEOUT(nameOf(table->child(0)).startsWith(QStringLiteral("row 1, time 2024-01-01")),
                             kWait);
    QCOMPARE(valueOf(table->child(1), QStringLiteral("season")), QStringLiteral("winter"));
    view->showPlace(479);
    QTRY_VERIFY_WITH_TIMEOUT(
        nameOf(table->child(view->currentItem())).startsWith(QStringLiteral("row 480, ")), kWait);
    QVERIFY(table->child(view->currentItem())->state().selected);
  }

  void figuresAreButtonsWhereSomethingStandsBehindThem() {
    int opened = 0;
    FigureStrip strip;
    strip.resize(300, 58);
    strip.setFigures({{.name = QStringLiteral("added"), .count = 1204, .open = [&] { ++opened; }},
                      {.name = QStringLiteral("removed"), .count = 0, .open = [&] { ++opened; }}});
    QAccessibleInterface* figures = QAccessible::queryAccessibleInterface(&strip);
    QCOMPARE(figures->childCount(), 2);
    QCOMPARE(nameOf(figures->child(0)), QStringLiteral("1,204 added"));
    figures->child(0)->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    QCOMPARE(opened, 1);
    QVERIFY(figures->child(1)->actionInterface()->actionNames().isEmpty());
  }

  void thingsOfTheLineageAreItems() {
    dataset::Lineage lineage;
    lineage.nodes.resize(2);
    lineage.nodes[0].kind = dataset::LineageKind::Dataset;
    lineage.nodes[0].name = "rides@2";
    lineage.nodes[1].kind = dataset::LineageKind::Run;
    lineage.nodes[1].name = "amber-fox";
    lineage.nodes[1].distance = 1;
    LineageView view;
    view.resize(600, 300);
    view.setLineage(lineage, kNow);
    QAccessibleInterface* items = QAccessible::queryAccessibleInterface(&view);
    QCOMPARE(items->childCount(), 2);
    QVERIFY(nameOf(items->child(1)).contains(QStringLiteral("amber-fox")));
    QVERIFY(!items->child(1)->rect().isEmpty());
    items->child(1)->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    QCOMPARE(view.current(), 1);
  }

  // A cell of a file is text, whatever it looks like.
  void aTooltipShowsTextAsItStands() {
    QCOMPARE(tipText(QStringLiteral("a & \"b\"")), QStringLiteral("a & \"b\""));
    QCOMPARE(tipText(QStringLiteral("two\nlines")), QStringLiteral("two\nlines"));
    QCOMPARE(tipText(QString()), QString());
    const QString image = tipText(QStringLiteral("<img src=\"/etc/x.png\"> & more"));
    QCOMPARE(image, QStringLiteral("<qt>&lt;img src=&quot;/etc/x.png&quot;&gt; &amp; more</qt>"));
    QVERIFY(tipText(QString(100, QLatin1Char('x'))).startsWith(QStringLiteral("<qt>")));  // wrapped

    std::string csv = "word,x\n";
    for (int i = 0; i < 30; ++i) {
      csv +=
          "<b>bold</b> <img src=x> and so on and so on and so on and so on and so on and so on and so on," +
          std::to_string(i) + '\n';
    }
    const Fixture fixture;
    fixture.add(fixture.file("tags.csv", csv), "tags");
    Shown shown(fixture.store);
    shown.panel.open(DataRoute{QStringLiteral("tags"), 1, QStringLiteral("rows")});
    QVERIFY(shown.settle());
    auto* view = shown.panel.findChild<RowsPage*>()->findChild<RowsView*>();
    QTRY_VERIFY_WITH_TIMEOUT(view->cellValue(1, 0).startsWith(QStringLiteral("<b>bold")), kWait);
    const QPoint at = view->viewport()->mapFrom(view, view->itemCellRect(1, 0).center());
    QHelpEvent help(QEvent::ToolTip, at, view->viewport()->mapToGlobal(at));
    QApplication::sendEvent(view->viewport(), &help);
    QVERIFY2(QToolTip::text().startsWith(QStringLiteral("<qt>&lt;b&gt;bold")), qPrintable(QToolTip::text()));
    QToolTip::hideText();
  }
};

TATARA_UI_TEST_MAIN(AccessibleTest)
#include "test_accessible.moc"

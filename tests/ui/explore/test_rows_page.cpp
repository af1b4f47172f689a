// The Rows tab over a real frame: states, filters, sorting, copies.
#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>

#include "tests/core/dataset/frame_fixture.h"
#include "tests/support/golden.h"
#include "tests/support/ui_test.h"
#include "ui/explore/rows_page.h"

namespace tatara::ui {
namespace {

std::string rentals(int rows) {
  std::string csv = "instant,day,season,temp,casual,registered,cnt,holiday\n";
  for (int i = 0; i < rows; ++i) {
    const int casual = (i * 37) % 91;
    const int registered = (i * 101) % 523;
    csv += std::to_string(i + 1) + "," + dataset::timeText(1.29384e9 + i * 3600.0) + "," +
           (i % 11 == 3 ? std::string()
                        : std::string(i % 3 == 0   ? "spring"
                                      : i % 3 == 1 ? "summer"
                                                   : "autumn")) +
           "," + (i % 13 == 5 ? std::string() : std::to_string(0.02 + (i * 7 % 49) / 50.0)) + "," +
           std::to_string(casual) + "," + std::to_string(registered) + "," +
           std::to_string(casual + registered) + "," + (i % 29 == 0 ? "true" : "false") + "\n";
  }
  return csv;
}

struct Bench {
  explicit Bench(const std::string& csv) : fixture(csv) {
    page.resize(900, 420);
    page.show();
    page.view().setFocus();
    QObject::connect(&page, &RowsPage::filterTyped, &page,
                     [this](const QString& column, const std::optional<dataset::Filter>& filter,
                            const QString& text) { apply(column.toStdString(), filter, text); });
  }
  void open() {
    page.setFrame(fixture.frame, QStringLiteral("hour"));
    settle();
  }
  void apply(const std::string& column, const std::optional<dataset::Filter>& filter, const QString& text) {
    const dataset::Filter all = filter ? dataset::allOf({*filter}) : dataset::Filter();
    page.setSelection(dataset::select(*fixture.frame, all).value(), all, false);
    page.setFilterTexts({{column, text}});
  }
  void settle() {
    QTRY_VERIFY(page.settled());
    QCoreApplication::processEvents();
    QTRY_VERIFY(page.settled());
  }
  dataset::FrameFixture fixture;
  RowsPage page;
};

}  // namespace

class RowsPageTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void showsEveryRow();
  void looksRightInTheDark();
  void looksRightInJapanese();
  void readsFirst();
  void saysThatThereAreNoRows();
  void saysThatNothingMatches();
  void saysWhatFailed();
  void filtersByWhatIsTyped();
  void refusesWhatItCannotRead();
  void sortsByClicksOnTitles();
  void copiesRowsAndQuestions();
  void goesToARow();
  void keepsItsLookForTheNextVersion();
};

void RowsPageTest::showsEveryRow() {
  Bench bench(rentals(17379));
  bench.open();
  QCOMPARE(bench.page.shownRows(), std::uint64_t(17379));
  TATARA_GOLDEN(bench.page, "explore/rows");
  bench.page.view().verticalScrollBar()->setValue(17379);
  bench.settle();
  QCOMPARE(bench.page.view().firstPlace() + bench.page.view().fittingRows(), std::uint64_t(17380));
}

void RowsPageTest::looksRightInTheDark() {
  applyTheme(*qApp, ThemeMode::Dark);
  Bench bench(rentals(400));
  bench.open();
  RowsLook look = bench.page.look();
  look.columns[0].pinned = true;
  look.columns[3].scaled = look.columns[6].scaled = true;
  look.columns[4].hidden = true;
  look.order = {{"season", true}, {"cnt", false}};
  bench.page.setLook(look);
  bench.settle();
  TATARA_GOLDEN(bench.page, "explore/rows-sorted-dark");
  applyTheme(*qApp, ThemeMode::Light);
}

void RowsPageTest::looksRightInJapanese() {
  setLanguage(Language::Japanese);
  Bench bench(rentals(400));
  bench.open();
  bench.apply("cnt", parseCellFilter(bench.fixture.frame->column(6), "100..300").value(),
              QStringLiteral("100..300"));
  bench.settle();
  TATARA_GOLDEN(bench.page, "explore/rows-filtered-ja");
  setLanguage(Language::English);
}

void RowsPageTest::readsFirst() {
  Bench bench("a\n1\n");
  bench.page.setReading(QStringLiteral("Reading rows, 40 %"));
  QTest::qWait(200);
  TATARA_GOLDEN(bench.page, "explore/rows-reading");
}

void RowsPageTest::saysThatThereAreNoRows() {
  Bench bench("a,b\n");
  bench.open();
  TATARA_GOLDEN(bench.page, "explore/rows-none");
}

void RowsPageTest::saysThatNothingMatches() {
  Bench bench(rentals(50));
  bench.open();
  bench.apply("cnt", parseCellFilter(bench.fixture.frame->column(6), "> 5000").value(),
              QStringLiteral("> 5000"));
  bench.settle();
  QCOMPARE(bench.page.shownRows(), std::uint64_t(0));
  QSignalSpy cleared(&bench.page, &RowsPage::clearAsked);
  TATARA_GOLDEN(bench.page, "explore/rows-nothing-matches");
  for (auto* button : bench.page.findChildren<QPushButton*>()) {
    if (button->text() == QStringLiteral("Clear filters")) {
      button->click();
    }
  }
  QCOMPARE(cleared.count(), 1);
}

void RowsPageTest::saysWhatFailed() {
  Bench bench("a\n1\n");
  bench.page.setFailure(
      makeError(ErrorKind::Conflict, "hour.csv is not what it was when this version was registered"), [] {});
  TATARA_GOLDEN(bench.page, "explore/rows-failed");
}

void RowsPageTest::filtersByWhatIsTyped() {
  Bench bench(rentals(1000));
  bench.open();
  const auto count = [&](std::size_t column, std::string_view text) {
    const auto filter = parseCellFilter(bench.fixture.frame->column(column), text).value();
    return dataset::select(*bench.fixture.frame, *filter).value().count(1000);
  };
  const auto brute = [&](std::size_t column, auto holds) {
    std::uint64_t found = 0;
    for (std::uint64_t row = 0; row < 1000; ++row) {
      found += holds(bench.fixture.frame->number(column, row)) ? 1 : 0;
    }
    return found;
  };
  QCOMPARE(count(6, ">= 300"), brute(6, [](double v) { return v >= 300; }));
  QCOMPARE(count(6, "10 .. 20"), brute(6, [](double v) { return v >= 10 && v <= 20; }));
  QCOMPARE(count(6, "!=5"), brute(6, [](double v) { return v != 5; }));
  QCOMPARE(count(6, "1, 2,3"), brute(6, [](double v) { return v == 1 || v == 2 || v == 3; }));
  QCOMPARE(count(3, "missing"), brute(3, [](double v) { return std::isnan(v); }));
  QCOMPARE(count(3, "!missing"), brute(3, [](double v) { return !std::isnan(v); }));
  QCOMPARE(count(0, "7"), std::uint64_t(1));
  QCOMPARE(count(1, "2011-01-02"), std::uint64_t(24));
  QCOMPARE(count(1, "2011-01"), std::uint64_t(31 * 24));
  QCOMPARE(count(1, "> 2011-01"), std::uint64_t(1000 - 31 * 24));
  QCOMPARE(count(1, "<= 2011-01-01"), std::uint64_t(24));
  QCOMPARE(count(1, "2011-01-02..2011-01-03"), std::uint64_t(48));
  QCOMPARE(count(7, "true"), std::uint64_t(35));
  QCOMPARE(count(2, "SPR"), count(2, "=spring"));
  QCOMPARE(count(2, "=spring, =summer") + count(2, "=autumn") + count(2, "missing"), std::uint64_t(1000));
  QCOMPARE(count(2, "!spring") + count(2, "spring"), std::uint64_t(1000));
  QVERIFY(!parseCellFilter(bench.fixture.frame->column(2), "  ").value());
}

void RowsPageTest::refusesWhatItCannotRead() {
  Bench bench(rentals(20));
  bench.open();
  QSignalSpy failed(&bench.page, &RowsPage::failed);
  QSignalSpy typed(&bench.page, &RowsPage::filterTyped);
  bench.page.view().editFilter(6);
  auto* editor = bench.page.view().findChild<QLineEdit*>();
  QVERIFY(editor);
  QTest::keyClicks(editor, QStringLiteral("> many"));
  QTest::keyClick(editor, Qt::Key_Return);
  QCOMPARE(failed.count(), 1);
  QCOMPARE(typed.count(), 0);
  QVERIFY(QString::fromStdString(failed[0][0].value<Error>().message).contains(QStringLiteral("> many")));
  bench.page.view().editFilter(6);
  editor = bench.page.view().viewport()->findChildren<QLineEdit*>().back();
  QTest::keyClicks(editor, QStringLiteral("> 100"));
  QTest::keyClick(editor, Qt::Key_Return);
  bench.settle();
  QCOMPARE(typed.count(), 1);
  QVERIFY(bench.page.shownRows() > 0 && bench.page.shownRows() < 20);
}

void RowsPageTest::sortsByClicksOnTitles() {
  Bench bench(rentals(500));
  bench.open();
  const auto click = [&](Qt::KeyboardModifiers keys) {
    Q_EMIT bench.page.view().sortAsked(6, keys & Qt::ShiftModifier);
    bench.settle();
    return bench.page.look().order;
  };
  QVERIFY((click({}) == std::vector<RowsLook::Key>{{"cnt", false}}));
  QVERIFY((click({}) == std::vector<RowsLook::Key>{{"cnt", true}}));
  QVERIFY(click({}).empty());
  Q_EMIT bench.page.view().sortAsked(2, false);
  QVERIFY((click(Qt::ShiftModifier) == std::vector<RowsLook::Key>{{"season", false}, {"cnt", false}}));
}

void RowsPageTest::copiesRowsAndQuestions() {
  Bench bench("a,b\n2,x\n1,\"y,z\"\n3,\n");
  bench.open();
  Q_EMIT bench.page.view().sortAsked(0, false);
  bench.settle();
  bench.page.view().markAll();
  bench.page.view().setFocus();
  QTest::keyClick(&bench.page.view(), Qt::Key_C, Qt::ControlModifier);
  QTRY_COMPARE(QApplication::clipboard()->text(), QStringLiteral("a\tb\n1\ty,z\n2\tx\n3\t\n"));
  RowsText what{.columns = {0, 1},
                .order = {{.column = 0, .descending = true}},
                .filter = dataset::allOf({dataset::RangeCondition{.column = "a", .least = 2}}),
                .table = "hour"};
  QCOMPARE(QString::fromStdString(rowsQuery(*bench.fixture.frame, what, RowsFormat::Sql)),
           QStringLiteral(
               "SELECT \"a\", \"b\"\nFROM \"hour\"\nWHERE \"a\" >= 2\nORDER BY \"a\" DESC NULLS LAST;"));
  QCOMPARE(QString::fromStdString(rowsQuery(*bench.fixture.frame, what, RowsFormat::Pandas)),
           QStringLiteral("df.loc[(df[\"a\"] >= 2), [\"a\", \"b\"]].sort_values([\"a\"], ascending=[False], "
                          "kind=\"stable\")"));
}

void RowsPageTest::goesToARow() {
  Bench bench(rentals(5000));
  bench.open();
  Q_EMIT bench.page.view().sortAsked(0, false);
  Q_EMIT bench.page.view().sortAsked(0, false);  // descending
  bench.settle();
  bench.page.goToRow(9);
  bench.settle();
  QCOMPARE(bench.page.view().current(), std::uint64_t(4990));
}

void RowsPageTest::keepsItsLookForTheNextVersion() {
  Bench bench(rentals(30));
  bench.open();
  RowsLook look = bench.page.look();
  look.columns[5].pinned = true;
  look.columns[2].hidden = true;
  look.order = {{"temp", true}};
  bench.page.setLook(look);
  bench.settle();
  const dataset::FrameFixture next("cnt,temp,extra,registered\n1,2,3,4\n");
  bench.page.setFrame(next.frame, QStringLiteral("hour"));
  bench.settle();
  const RowsLook after = bench.page.look();
  QCOMPARE(after.columns.size(), std::size_t(4));
  QCOMPARE(after.columns.back().name, std::string("extra"));
  QVERIFY(after.columns[1].name == "registered" && after.columns[1].pinned);
  QVERIFY((after.order == std::vector<RowsLook::Key>{{"temp", true}}));
}

}  // namespace tatara::ui

TATARA_UI_TEST_MAIN(tatara::ui::RowsPageTest)
#include "test_rows_page.moc"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>
#include <algorithm>
#include <random>

#include "ui/model/grid_model.h"
#include "ui/model/grid_view.h"

namespace tatara::ui {
namespace {

RowIds ids(std::vector<RowId> rows) {
  return std::make_shared<const std::vector<RowId>>(std::move(rows));
}

ColumnSpec column(const char* id) {
  ColumnSpec spec;
  spec.id = id;
  spec.title = QString::fromLatin1(id);
  spec.group = "g";
  return spec;
}

// Cell text is "<row> <column id>"; that is its tooltip too; there is no row kUnknown.
constexpr RowId kUnknown = 2'000'000;

class FakeSource final : public GridSource {
 public:
  explicit FakeSource(std::vector<ColumnSpec> columns) : m_columns(std::move(columns)) {}
  const std::vector<ColumnSpec>& columns() const override { return m_columns; }
  Cell cell(RowId row, int column) const override {
    ++m_asked;
    if (row == kUnknown) {
      return Cell::none();
    }
    Cell cell;
    cell.text = cell.tip = plainText(row, column);
    return cell;
  }
  QString plainText(RowId row, int column) const override {
    return QString::number(row) + QLatin1Char(' ') +
           QString::fromStdString(m_columns[static_cast<std::size_t>(column)].id);
  }
  int asked() const { return m_asked; }

 private:
  std::vector<ColumnSpec> m_columns;
  mutable int m_asked = 0;
};

std::vector<RowId> shown(const GridModel& model) {
  return *model.ids();
}

}  // namespace

class GridModelTest final : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theNameOfTheLastGroupIsNotCutByItsColumns();
  void aRandomWalkThroughOrdersKeepsEveryInvariantAndNeverResets();
  void persistentIndicesFollowTheirRowAndDieWithIt();
  void columnsKeepTheirCommonBeginningAndEnd();
  void aPlanForAnOlderOrderIsMadeAnew();
  void onlyThePagesThatAreLookedAtAreMade();
  void anUnknownRowOrColumnIsAMissingCell();
  void tooltipsAreTheTextItself();
  void anEditReachesTheOwnerWithTheRowAndColumn();
};

void GridModelTest::aRandomWalkThroughOrdersKeepsEveryInvariantAndNeverResets() {
  GridModel model;
  const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
  const QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
  std::mt19937 random(20261120);
  const std::vector<ColumnSpec> all{column("a"), column("b"), column("c"), column("d"), column("e")};
  for (int turn = 0; turn < 200; ++turn) {
    std::vector<RowId> rows;
    for (RowId id = 1; id <= 60; ++id) {
      if (random() % 3 != 0) {
        // Groups have large negative ids, and a store may have had a great many runs.
        rows.push_back(id % 4 == 0 ? -(id << 40) : id % 5 == 0 ? id << 40 : id % 6 == 0 ? id * 1000 : id);
      }
    }
    std::shuffle(rows.begin(), rows.end(), random);
    std::vector<ColumnSpec> columns;
    for (const ColumnSpec& spec : all) {
      if (random() % 4 != 0) {
        columns.push_back(spec);
      }
    }
    // Now and then the very same rows again, in their order.
    const RowIds next = turn % 7 == 6 ? ids(shown(model)) : ids(rows);
    model.setContent(std::make_shared<FakeSource>(all), columns, planRows(model.ids(), next));
    QCOMPARE(shown(model), *next);
    QCOMPARE(model.columnCount(), static_cast<int>(columns.size()));
    for (int row = 0; row < model.rowCount() && !columns.empty(); row += 7) {
      QCOMPARE(model.index(row, 0).data().toString(), QStringLiteral("%1 %2")
                                                          .arg((*next)[static_cast<std::size_t>(row)])
                                                          .arg(QString::fromStdString(columns[0].id)));
    }
  }
  QCOMPARE(resets.count(), 0);
}

void GridModelTest::persistentIndicesFollowTheirRowAndDieWithIt() {
  GridModel model;
  const std::vector<ColumnSpec> columns{column("a"), column("b")};
  const auto source = std::make_shared<FakeSource>(columns);
  model.setContent(source, columns, planRows(model.ids(), ids({1, 2, 3, 4, 5})));
  const QPersistentModelIndex third = model.index(2, 1);
  const QPersistentModelIndex fifth = model.index(4, 0);
  std::vector<QPersistentModelIndex> many;
  for (int row = 0; row < 5; ++row) {
    for (int copy = 0; copy < 2; ++copy) {
      many.emplace_back(model.index(row, copy));
    }
  }
  model.setContent(source, columns, planRows(model.ids(), ids({9, 3, 7, 2, 1})));
  QCOMPARE(third.row(), 1);
  QCOMPARE(third.column(), 1);
  QVERIFY(!fifth.isValid());
  QVERIFY(!many[6].isValid());
  QCOMPARE(many[0].row(), 4);
}

void GridModelTest::columnsKeepTheirCommonBeginningAndEnd() {
  GridModel model;
  const std::vector<ColumnSpec> all{column("a"), column("b"), column("c"), column("d")};
  const auto source = std::make_shared<FakeSource>(all);
  model.setContent(source, {all[0], all[1], all[3]}, planRows(model.ids(), ids({1, 2})));
  QSignalSpy removed(&model, &QAbstractItemModel::columnsRemoved);
  QSignalSpy inserted(&model, &QAbstractItemModel::columnsInserted);
  model.setContent(source, {all[0], all[2], all[1], all[3]}, planRows(model.ids(), model.ids()));
  QCOMPARE(removed.count(), 0);
  QCOMPARE(inserted.count(), 1);
  QCOMPARE(inserted[0][1].toInt(), 1);
  QCOMPARE(inserted[0][2].toInt(), 1);
  QCOMPARE(model.index(1, 1).data().toString(), QStringLiteral("2 c"));
}

void GridModelTest::aPlanForAnOlderOrderIsMadeAnew() {
  GridModel model;
  const std::vector<ColumnSpec> columns{column("a")};
  const auto source = std::make_shared<FakeSource>(columns);
  const RowPlan late = planRows(model.ids(), ids({3, 1}));
  model.setContent(source, columns, planRows(model.ids(), ids({1, 2})));
  model.setContent(source, columns, late);
  QCOMPARE(shown(model), (std::vector<RowId>{3, 1}));
}

void GridModelTest::onlyThePagesThatAreLookedAtAreMade() {
  std::vector<RowId> rows(100'000);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i] = static_cast<RowId>(i + 1);
  }
  GridModel model;
  const std::vector<ColumnSpec> columns{column("a"), column("b")};
  const auto source = std::make_shared<FakeSource>(columns);
  model.setContent(source, columns, planRows(model.ids(), ids(rows)));
  QCOMPARE(source->asked(), 0);
  QCOMPARE(model.index(70'000, 1).data().toString(), QStringLiteral("70001 b"));
  QCOMPARE(source->asked(), 64);
  QCOMPARE(model.index(70'001, 0).data().toString(), QStringLiteral("70002 a"));
  QCOMPARE(source->asked(), 64);
}

void GridModelTest::anUnknownRowOrColumnIsAMissingCell() {
  GridModel model;
  const auto source = std::make_shared<FakeSource>(std::vector<ColumnSpec>{column("a")});
  model.setContent(source, {column("a"), column("gone")}, planRows(model.ids(), ids({1, kUnknown})));
  QVERIFY(model.cell(0, 1).missing);
  QVERIFY(model.cell(1, 0).missing);
  QCOMPARE(model.index(1, 0).data().toString(), QString(QChar(0x2013)));
}

void GridModelTest::tooltipsAreTheTextItself() {
  GridModel model;
  const std::vector<ColumnSpec> columns{column("<b>a</b>"), column("a & b")};
  model.setContent(std::make_shared<FakeSource>(columns), columns, planRows(model.ids(), ids({7})));
  const auto tip = [&](int at) { return model.index(0, at).data(Qt::ToolTipRole).toString(); };
  QCOMPARE(tip(0), QStringLiteral("<qt>7 &lt;b&gt;a&lt;/b&gt;</qt>"));
  QCOMPARE(tip(1), QStringLiteral("7 a & b"));
  QVERIFY(model.headerData(0, Qt::Horizontal, Qt::ToolTipRole).toString().startsWith(QStringLiteral("<qt>")));
}

void GridModelTest::anEditReachesTheOwnerWithTheRowAndColumn() {
  GridModel model;
  std::vector<ColumnSpec> columns{column("name"), column("b")};
  columns[0].editable = true;
  model.setContent(std::make_shared<FakeSource>(columns), columns, planRows(model.ids(), ids({5, 6})));
  QVERIFY(!model.flags(model.index(1, 0)).testFlag(Qt::ItemIsEditable));
  RowId edited = 0;
  QString typed;
  model.setEditor([&](RowId row, const std::string& id, const QString& text) {
    edited = row;
    typed = QString::fromStdString(id) + QLatin1Char('=') + text;
    return true;
  });
  QVERIFY(model.flags(model.index(1, 0)).testFlag(Qt::ItemIsEditable));
  QVERIFY(!model.flags(model.index(1, 1)).testFlag(Qt::ItemIsEditable));
  QVERIFY(model.setData(model.index(1, 0), QStringLiteral(" new name "), Qt::EditRole));
  QCOMPARE(edited, RowId(6));
  QCOMPARE(typed, QStringLiteral("name=new name"));
}

// One narrow column is left of it.
void GridModelTest::theNameOfTheLastGroupIsNotCutByItsColumns() {
  ColumnSpec name = column("name");
  name.kind = ColumnKind::Name;
  name.pinned = true;
  name.width = 100;
  ColumnSpec eta = column("eta");
  eta.group = "params";
  eta.width = 40;
  GridView view;
  view.resize(400, 120);
  view.setContent(std::make_shared<FakeSource>(std::vector{name, eta}), {name, eta},
                  {{"g", QStringLiteral("RUN"), {}},
                   {"params", QStringLiteral("PARAMS"), QStringLiteral("1 of 28 shown")}},
                  planRows(ids({}), ids({1})), Anchor::Top);
  view.show();
  QVERIFY(QTest::qWaitForWindowExposed(&view));
  const QImage picture = view.grab().toImage();
  // In the row of the groups, behind the column.
  int inked = 0;
  for (int x = 150; x < 300; ++x) {
    for (int y = 4; y < 14; ++y) {
      inked += picture.pixel(x, y) != picture.pixel(390, 2) ? 1 : 0;
    }
  }
  QVERIFY2(inked > 60, qPrintable(QString::number(inked)));
}

}  // namespace tatara::ui

QTEST_MAIN(tatara::ui::GridModelTest)
#include "test_grid_model.moc"

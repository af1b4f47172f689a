#include <algorithm>
#include <filesystem>
#include <fstream>

#include <QApplication>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTemporaryDir>

#include "core/artifact/artifact_store.h"
#include "core/dataset/contracts.h"
#include "core/dataset/datasets.h"
#include "core/dataset/engine.h"
#include "core/dataset/frame.h"
#include "core/store/workspace.h"
#include "tests/support/golden.h"
#include "tests/support/ui_test.h"
#include "ui/base/language.h"
#include "ui/base/theme.h"
#include "ui/explore/catalog.h"
#include "ui/explore/contract_sheet.h"
#include "ui/explore/detail_sheet.h"
#include "ui/widget/label.h"

using namespace tatara;
using namespace tatara::ui;

namespace {

const Timestamp kNow = *parseIso8601("2026-11-20T14:45:00Z");

// Two versions of a dataset; the second has an hour that no day has.
struct Shop {
  Shop() : clock(kNow) {
    const auto workspace = store::createWorkspace(std::filesystem::path(folder.path().toStdString()) / "w");
    store = *store::Store::open(*workspace, {.clock = &clock});
    for (const bool odd : {false, true}) {
      std::string csv = "id,customer,hour,paid\n";
      for (int i = 0; i < 200; ++i) {
        const int hour = odd && i == 150 ? 31 : i % 24;
        csv += std::to_string(i + (odd ? 1000 : 0)) + ",c" + std::to_string(i % 37) + ',' +
               std::to_string(hour) + ',' + std::to_string(i * 7 % 53) + ".5\n";
      }
      const std::filesystem::path file =
          std::filesystem::path(folder.path().toStdString()) / (odd ? "odd.csv" : "good.csv");
      std::ofstream(file, std::ios::binary) << csv;
      const auto engine = *dataset::Engine::open();
      dataset::NewVersion request{.file = file, .name = "sales"};
      versions.push_back(
          dataset::addDataset(*store, artifact::ArtifactStore(store), *engine, request)->version);
    }
  }
  dataset::Dataset read() const {
    return *store->read([&](sql::Connection& connection) {
      return dataset::loadDataset(connection, versions.front().dataset);
    });
  }
  std::shared_ptr<const dataset::Profile> profileOf(std::size_t version) const {
    const auto frame = *openRows(store, versions[version], {}, {});
    return std::make_shared<const dataset::Profile>(*makeProfile(dataset::sourceOf(frame)));
  }

  QTemporaryDir folder;
  ManualClock clock;
  std::shared_ptr<store::Store> store;
  std::vector<dataset::Version> versions;
};

QString pictureOf(QWidget& sheet, const char* name) {
  sheet.show();
  QTest::qWait(50);
  if (QWidget* focused = sheet.focusWidget()) {
    focused->clearFocus();
  }
  return test::compareGolden(sheet.grab().toImage(), QString::fromLatin1(name));
}

}  // namespace

class DetailsAndContractTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    applyTheme(*qApp, ThemeMode::Light);
    setLanguage(Language::English);
  }

  void whatPeopleSayIsKeptAndRolesStay() {
    const Shop shop;
    QVERIFY(setRole(*shop.store, shop.versions[0].dataset, "customer", dataset::ColumnRole::Group));
    const dataset::Dataset before = shop.read();
    DetailSheet sheet(before, shop.versions[0].columns, "customer", nullptr);
    QVERIFY(sheet.notes().empty());
    sheet.findChild<QPlainTextEdit*>()->setPlainText(QStringLiteral("What the shops sold "));
    sheet.findChildren<QLineEdit*>()[0]->setText(QStringLiteral("mika"));
    auto* columns = sheet.findChild<QTableWidget*>();
    QCOMPARE(columns->rowCount(), 4);
    QCOMPARE(columns->currentRow(), 1);
    // The box is ticked by a click where it stands.
    sheet.show();
    const QRect cell = columns->visualItemRect(columns->item(1, 1));
    QTest::mouseClick(columns->viewport(), Qt::LeftButton, {}, {cell.left() + 20, cell.center().y()});
    QCOMPARE(columns->item(1, 1)->checkState(), Qt::Checked);
    columns->item(3, 2)->setText(QStringLiteral("in euros, with tax"));
    QCOMPARE(sheet.notes().size(), std::size_t{2});
    const QString difference = pictureOf(sheet, "explore/details");
    QVERIFY2(difference.isEmpty(), qPrintable(difference));
    QVERIFY(keepDetails(*shop.store, before.id, sheet.details(), sheet.notes()));
    const dataset::Dataset after = shop.read();
    QCOMPARE(after.description, std::string("What the shops sold"));
    QCOMPARE(after.owner, std::string("mika"));
    const auto note = [&](const std::string& name) {
      return *std::ranges::find(after.columns, name, &dataset::ColumnNote::name);
    };
    QVERIFY(note("customer").personal);
    QCOMPARE(note("customer").role, std::string("group"));
    QCOMPARE(note("paid").description, std::string("in euros, with tax"));
    // A second sheet has nothing to say.
    DetailSheet again(after, shop.versions[0].columns, {}, nullptr);
    QVERIFY(again.notes().empty());
    QCOMPARE(again.details().owner, std::optional<std::string>("mika"));
  }

  void aContractIsWrittenFromAGoodVersionCheckedAndKept() {
    const Shop shop;
    ContractSheet good(shop.store, shop.versions[0], shop.profileOf(0), nullptr);
    QTRY_VERIFY(good.settled());
    QVERIFY(good.text().toPlainText().isEmpty());
    good.infer();
    QTRY_VERIFY(good.settled());
    QVERIFY(good.text().toPlainText().contains(QStringLiteral("hour")));
    good.check();
    QTRY_VERIFY(good.settled());
    QVERIFY(good.report() && good.report()->holds());
    QSignalSpy kept(&good, &ContractSheet::kept);
    good.keep();
    QTRY_COMPARE(kept.size(), 1);

    ContractSheet odd(shop.store, shop.versions[1], shop.profileOf(1), nullptr);
    QTRY_VERIFY(odd.settled());
    QVERIFY(odd.text().toPlainText() == good.text().toPlainText());
    odd.check();
    QTRY_VERIFY(odd.settled());
    QVERIFY(odd.report() && !odd.report()->holds());
    const auto* results = odd.findChild<QTableWidget*>();
    QVERIFY(results->rowCount() >= 1);
    QCOMPARE(results->item(0, 0)->text(), QStringLiteral("hour"));
    applyTheme(*qApp, ThemeMode::Dark);
    const QString difference = pictureOf(odd, "explore/contract-dark");
    QVERIFY2(difference.isEmpty(), qPrintable(difference));

    // Rules that cannot be read are told at the text and not kept.
    odd.text().setPlainText(QStringLiteral("columns: 3\n"));
    odd.keep();
    QVERIFY(odd.settled());
    const auto text = *shop.store->read([&](sql::Connection& connection) {
      return dataset::loadContractText(connection, shop.versions[0].dataset);
    });
    QCOMPARE(QString::fromStdString(text.value_or("")), good.text().toPlainText());

    // Nothing left to expect: the contract goes.
    odd.text().setPlainText({});
    QSignalSpy removed(&odd, &ContractSheet::kept);
    odd.keep();
    QTRY_COMPARE(removed.size(), 1);
    QVERIFY(!*shop.store->read([&](sql::Connection& connection) {
      return dataset::loadContractText(connection, shop.versions[0].dataset);
    }));
  }

  void theContractInJapanese() {
    setLanguage(Language::Japanese);
    const Shop shop;
    ContractSheet sheet(shop.store, shop.versions[0], shop.profileOf(0), nullptr);
    QTRY_VERIFY(sheet.settled());
    sheet.infer();
    QTRY_VERIFY(sheet.settled());
    const QString difference = pictureOf(sheet, "explore/contract-ja");
    QVERIFY2(difference.isEmpty(), qPrintable(difference));
    sheet.keep();
    QTRY_VERIFY(sheet.settled());
    ContractSheet odd(shop.store, shop.versions[1], shop.profileOf(1), nullptr);
    QTRY_VERIFY(odd.settled());
    odd.check();
    QTRY_VERIFY(odd.settled());
    const auto* results = odd.findChild<QTableWidget*>();
    QVERIFY(results->rowCount() >= 1);
    const QString found = results->item(0, 2)->text();
    QVERIFY2(found.contains(QStringLiteral("範囲外の値が")), qPrintable(found));
    QVERIFY(results->item(0, 2)->toolTip().contains(QStringLiteral("行目: ")));
    odd.text().setPlainText(QStringLiteral("contract: 1\ncolumns: 3\n"));
    odd.check();
    QVERIFY(odd.findChild<FormField*>());
    const auto labels = odd.findChildren<Label*>();
    QVERIFY(std::ranges::any_of(labels, [](const Label* label) {
      return label->text().contains(QStringLiteral("リストにしてください（2 行 1 桁）"));
    }));
  }
};

TATARA_UI_TEST_MAIN(DetailsAndContractTest)
#include "test_details_and_contract.moc"

// Exports for other platforms, and where a shadow answers otherwise.
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QLineEdit>
#include <QPushButton>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QTimer>

#include <cmath>
#include <csignal>
#include <future>
#include <thread>

#include "core/artifact/artifact_store.h"
#include "core/dataset/datasets.h"
#include "core/http/client.h"
#include "tests/ui/deployments/deployments_window.h"
#include "ui/base/phrase_text.h"
#include "ui/deployments/deploy_sheets.h"
#include "ui/deployments/disagreement_page.h"
#include "ui/deployments/endpoint_text.h"
#include "ui/deployments/export_sheet.h"
#include "ui/deployments/step_view.h"
#include "ui/model/grid_view.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"
#include "ui/widget/sheet.h"

using namespace tatara;
using namespace tatara::ui;
using namespace tatara::ui::test;

namespace {

// Programs on the PATH that only write down how they were called.
class Tools {
 public:
  Tools() : m_before(qgetenv("PATH")) { qputenv("PATH", m_folder.path().toUtf8()); }
  ~Tools() { qputenv("PATH", m_before); }
  void add(const QString& name, int code = 0) const {
    QFile file(m_folder.filePath(name));
    Q_ASSERT(file.open(QIODevice::WriteOnly));
    file.write(
        QStringLiteral("#!/bin/sh\necho \"%1 $*\" >> '%2'\necho \"service/bike-demand created (server dry "
                       "run)\"\nexit %3\n")
            .arg(name, log())
            .arg(code)
            .toUtf8());
    file.close();
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
  }
  QStringList calls() const {
    QFile file(log());
    return file.open(QIODevice::ReadOnly)
               ? QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'), Qt::SkipEmptyParts)
               : QStringList();
  }

 private:
  QString log() const { return m_folder.filePath(QStringLiteral("calls")); }
  const QByteArray m_before;
  QTemporaryDir m_folder;
};

VersionLabel labelOf(std::int64_t version, bool champion, bool approved) {
  VersionLabel label;
  label.version = version;
  label.champion = champion;
  label.approved = approved;
  return label;
}

QString noteOf(const StepView& view) {
  return view.findChild<Label*>()->text();
}

ExportOffer offerOf(const QString& workspace = {}) {
  return {.model = QStringLiteral("bike-demand"),
          .versions = {labelOf(3, false, false), labelOf(2, false, true), labelOf(1, true, false)},
          .version = 2,
          .workspace = workspace,
          .target = QStringLiteral("/home/aya")};
}

ExportReport reportOf() {
  return {.name = QStringLiteral("bike-demand"),
          .out = QStringLiteral("/home/aya/bike-demand-v2.yaml"),
          .imageDigest = {},
          .bytes = 3'640,
          .files = {},
          .remarks = {text::Phrase::say(
              "The cluster runs the image \"%1\", which it has to find in a registry", {"bike-demand:2"})}};
}

// What a question's window does once it is there.
void answerNext(const QString& button) {
  auto* timer = new QTimer(qApp);
  QObject::connect(timer, &QTimer::timeout, timer, [timer, button] {
    if (QWidget* modal = QApplication::activeModalWidget()) {
      if (QPushButton* found = findButton(*modal, button)) {
        timer->deleteLater();
        found->click();
      }
    }
  });
  timer->start(10);
}

void seedDisagreements(const Fixture& fixture) {
  const auto live = fixture.create("live", 1, kNow - 96h);
  fixture.write([](store::Writer& writer) -> Status {
    TATARA_TRY(deploy::setRoutes(writer, "live",
                                 {{.version = 1, .weight = deploy::kWhole}, {.version = 3, .shadow = true}},
                                 Fixture::actor(), kNow - 90min));
    deploy::TrafficPoint point{.at = kNow - 10min, .version = 3, .traffic = {}};
    point.traffic.shadowed = 31'406;
    point.traffic.disagreed = 1'204;
    return deploy::recordTraffic(writer, deploy::EndpointId(1), std::array{point});
  });
  deploy::DisagreementLog log(fixture.store);
  for (int i = 0; i < 300; ++i) {
    infer::Batch inputs;
    for (const auto& [name, value] :
         {std::pair("temp", 0.2 + i % 24 * 0.03), {"humidity", 0.6}, {"wind", 0.1 * (i % 7)}}) {
      inputs.push_back(infer::Tensor::make(name, infer::ElementType::Float64, {1}));
      inputs.back().values<double>()[0] = value;
    }
    const auto answer = [](double value) {
      infer::Batch batch;
      batch.push_back(infer::Tensor::make("prediction", infer::ElementType::Float64, {1}));
      batch[0].values<double>()[0] = value;
      return batch;
    };
    const deploy::Mirrored request{live, 1, 3, "request-" + std::to_string(1000 + i),
                                   kNow - std::chrono::seconds(10 * i)};
    const double own = 120 + i % 24;
    log.add(request, inputs, answer(own),
            i == 17 ? Result<infer::Batch>(makeError(ErrorKind::Internal, "The library gave up"))
                    : Result<infer::Batch>(answer(own + (300 - i) * 0.21)),
            {});
  }
  log.flush();
  fixture.write([](store::Writer&) { return Status(); });
}

}  // namespace

class ExportAndShadowTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    applyTheme(*qApp, ThemeMode::Light);
    setLanguage(Language::English);
  }

  void everyKindSaysWhatItWritesAndTheCommandIsWhole() {
    for (const package::KindFacts& facts : package::allKinds()) {
      ExportWish wish{.kind = facts.kind, .model = QStringLiteral("Bike demand"), .version = 3};
      wish.out = suggestedOut(wish, QStringLiteral("/tmp"));
      wish.name = QStringLiteral("bikes");
      wish.image = QStringLiteral("registry.lan/bikes:3");
      wish.canary = 10;
      QVERIFY(!kindTitle(facts.kind).isEmpty() && !kindHint(facts.kind).isEmpty() &&
              !kindContents(facts.kind).isEmpty());
      QVERIFY2(wish.out.startsWith(QStringLiteral("/tmp/bike-demand-v3")), qPrintable(wish.out));
      QVERIFY(wish.out.endsWith(
          QString::fromUtf8(facts.ending.data(), static_cast<qsizetype>(facts.ending.size()))));
      const QStringList words = exportArguments(wish, QStringLiteral("/w"));
      QCOMPARE(words.mid(0, 3), (QStringList{QStringLiteral("deploy"), QStringLiteral("export"),
                                             QStringLiteral("models:/Bike demand/3")}));
      QCOMPARE(words.contains(QStringLiteral("--canary")), facts.kind == package::Kind::Kserve);
      QCOMPARE(words.contains(QStringLiteral("--replicas")), scales(facts.kind));
      QVERIFY(!words.contains(QStringLiteral("--replace")));
    }
  }

  void aReportIsReadAndAnythingElseIsNot() {
    const auto report = readExportReport(
        R"({"out": "x.yaml", "name": "x", "bytes": 12, "image_digest": "sha256:00", "files": [{"path": "a"}],
            "remarks": [{"text": "Mind this"}, {"text": "x", "phrase": {"say": "Mind %1", "with": ["that"]}}]})");
    QVERIFY(report);
    QCOMPARE(report->files, QStringList{QStringLiteral("a")});
    QCOMPARE(report->remarks,
             (std::vector<text::Phrase>{"Mind this", text::Phrase::say("Mind %1", {"that"})}));
    QCOMPARE(report->bytes, 12);
    QVERIFY(!readExportReport("tatara: no"));
    QVERIFY(!readExportReport("{}"));
  }

  void theSheetShowsInBothThemesAndLanguages() {
    const Tools tools;
    tools.add(QStringLiteral("kubectl"));
    for (const auto& [mode, tongue, name] : {std::tuple{ThemeMode::Light, Language::English, "light-en"},
                                             std::tuple{ThemeMode::Dark, Language::English, "dark-en"},
                                             std::tuple{ThemeMode::Light, Language::Japanese, "light-ja"}}) {
      applyTheme(*qApp, mode);
      setLanguage(tongue);
      TaskList tasks;
      ExportSheet sheet(offerOf(), tasks, nullptr);
      sheet.setKind(package::Kind::Kserve);
      sheet.show();
      layOut();
      QString difference =
          compareGolden(sheet.grab().toImage(),
                        QStringLiteral("deployments/export-form-%1").arg(QString::fromLatin1(name)));
      QVERIFY2(difference.isEmpty(), qPrintable(difference));
      sheet.setKind(package::Kind::Kubernetes);
      sheet.showReport(reportOf());
      layOut();
      difference =
          compareGolden(sheet.grab().toImage(),
                        QStringLiteral("deployments/export-result-%1").arg(QString::fromLatin1(name)));
      QVERIFY2(difference.isEmpty(), qPrintable(difference));
    }
  }

  void progressAndFailureShowInTheSheet() {
    TaskList tasks;
    ExportSheet sheet(offerOf(), tasks, nullptr);
    sheet.show();
    TaskInfo task;
    task.done = 18;
    task.total = 41;
    task.note = QStringLiteral("Writing MB  18 of 41");
    sheet.showProgress(task);
    TATARA_GOLDEN(sheet, "deployments/export-progress-light-en");
    sheet.showFailure(makeError(ErrorKind::Io,
                                "tatara: There is something at '/home/aya/bike-demand-v2.tar' already; "
                                "name a new place, or give --replace"));
    TATARA_GOLDEN(sheet, "deployments/export-failure-light-en");
  }

  void aPlaceThatWasTypedStaysWhateverKindIsLookedAt() {
    TaskList tasks;
    ExportSheet sheet(offerOf(), tasks, nullptr);
    QCOMPARE(sheet.wish().out, QStringLiteral("/home/aya/bike-demand-v2.tar"));
    sheet.setKind(package::Kind::Lambda);
    QCOMPARE(sheet.wish().out, QStringLiteral("/home/aya/bike-demand-v2.zip"));
    sheet.setOut(QStringLiteral("/mnt/mine.zip"));
    sheet.setKind(package::Kind::Docker);
    QCOMPARE(sheet.wish().out, QStringLiteral("/mnt/mine.zip"));
  }

  void aDryRunComesFirstAndNothingIsSentWithoutAWord() {
    const Tools tools;
    tools.add(QStringLiteral("kubectl"));
    TaskList tasks;
    ExportSheet sheet(offerOf(), tasks, nullptr);
    sheet.setKind(package::Kind::Kubernetes);
    sheet.showReport(reportOf());
    sheet.show();
    QPushButton* dry = findButton(sheet, QStringLiteral("Dry run"));
    QPushButton* run = findButton(sheet, QStringLiteral("Run…"));
    QVERIFY(dry && run && dry->isEnabled() && !run->isEnabled());
    QVERIFY(tools.calls().isEmpty());
    dry->click();
    QTRY_VERIFY(run->isEnabled());
    QCOMPARE(tools.calls(), QStringList{QStringLiteral(
                                "kubectl apply --dry-run=server --filename /home/aya/bike-demand-v2.yaml")});
    QCOMPARE(noteOf(*sheet.findChildren<StepView*>().front()), QStringLiteral("Went well"));
    QCOMPARE(noteOf(*sheet.findChildren<StepView*>().back()), QStringLiteral("Sends something; asks first"));
    answerNext(QStringLiteral("Cancel"));
    run->click();
    QCOMPARE(tools.calls().size(), 1);
    answerNext(QStringLiteral("Run command"));
    run->click();
    QTRY_COMPARE(tools.calls().size(), 2);
    QCOMPARE(tools.calls().back(), QStringLiteral("kubectl apply --filename /home/aya/bike-demand-v2.yaml"));
    QTRY_VERIFY(!sheet.findChildren<StepView*>().back()->running());
  }

  void aDryRunThatFailsAfterOneThatWentWellShutsAgain() {
    const Tools tools;
    tools.add(QStringLiteral("kubectl"));
    TaskList tasks;
    ExportSheet sheet(offerOf(), tasks, nullptr);
    sheet.setKind(package::Kind::Kubernetes);
    sheet.showReport(reportOf());
    QPushButton* run = findButton(sheet, QStringLiteral("Run…"));
    findButton(sheet, QStringLiteral("Dry run"))->click();
    QTRY_VERIFY(run->isEnabled());
    tools.add(QStringLiteral("kubectl"), 1);
    findButton(sheet, QStringLiteral("Dry run"))->click();
    QTRY_VERIFY(!run->isEnabled());
    QVERIFY(findButton(sheet, QStringLiteral("Dry run"))->isEnabled());
  }

  // "Close" comes to stand where "Export" was.
  void theSecondPressOfADoubleClickDoesNotCloseTheSheet() {
    TaskList tasks;
    ExportSheet sheet(offerOf(), tasks, nullptr);
    sheet.setKind(package::Kind::Kubernetes);
    sheet.show();
    sheet.showReport(reportOf());
    findButton(sheet, QStringLiteral("Close"))->click();
    QVERIFY(sheet.isVisible());
    QTest::qWait(QApplication::doubleClickInterval() + 100);
    findButton(sheet, QStringLiteral("Close"))->click();
    QVERIFY(!sheet.isVisible());
  }

  void aDryRunThatFailsLetsNothingThrough() {
    const Tools tools;
    tools.add(QStringLiteral("kubectl"), 1);
    TaskList tasks;
    ExportSheet sheet(offerOf(), tasks, nullptr);
    sheet.setKind(package::Kind::Kserve);
    sheet.showReport(reportOf());
    QSignalSpy ended(sheet.findChildren<StepView*>().front(), &StepView::ended);
    findButton(sheet, QStringLiteral("Dry run"))->click();
    QVERIFY(ended.wait(10'000));
    QCOMPARE(ended.front().front().toBool(), false);
    QVERIFY(!findButton(sheet, QStringLiteral("Run…"))->isEnabled());
  }

  void whatIsNotHereIsNotOfferedToRun() {
    const Tools tools;
    TaskList tasks;
    ExportSheet sheet(offerOf(), tasks, nullptr);
    for (const package::KindFacts& facts : package::allKinds()) {
      sheet.setKind(facts.kind);
      sheet.showReport(reportOf());
      for (const StepView* view : sheet.findChildren<StepView*>()) {
        QVERIFY(!view->findChild<QPushButton*>()->isVisibleTo(view));
      }
    }
  }

  void anExportIsWrittenThroughTheRealCommandAndItsRefusalIsTold() {
    if (findTatara().isEmpty()) {
      QFAIL("the program tatara has to be built beside this test");
    }
    const Fixture fixture(true);
    QTemporaryDir target;
    TaskList tasks;
    QWidget owner;
    ExportSheet sheet(offerOf(fixture.folder()), tasks, &owner);
    sheet.setKind(package::Kind::Kubernetes);
    sheet.setOut(target.filePath(QStringLiteral("it's here.yaml")));
    sheet.show();
    sheet.begin();
    QPushButton* another = findButton(sheet, QStringLiteral("Export another"));
    QTRY_VERIFY_WITH_TIMEOUT(another->isVisible(), 60'000);
    QFile written(sheet.wish().out);
    QVERIFY(written.open(QIODevice::ReadOnly));
    QVERIFY(written.readAll().contains("kind: Deployment"));
    another->click();
    sheet.begin();  // it is there already
    QPushButton* submit = findButton(sheet, QStringLiteral("Export"));
    QTRY_VERIFY_WITH_TIMEOUT(submit->isVisible(), 60'000);
    QVERIFY(tasks.tasks().front().note.contains(QStringLiteral("already")));
  }

  void disagreementsShowMostDifferentFirst() {
    const Fixture fixture;
    seedDisagreements(fixture);
    for (const auto& [mode, tongue, name, size] :
         {std::tuple{ThemeMode::Light, Language::English, "light-en", QSize(1408, 928)},
          std::tuple{ThemeMode::Dark, Language::English, "dark-en", QSize(1408, 928)},
          std::tuple{ThemeMode::Light, Language::Japanese, "light-ja", QSize(1408, 928)},
          std::tuple{ThemeMode::Light, Language::English, "small-light-en", QSize(1228, 648)}}) {
      applyTheme(*qApp, mode);
      setLanguage(tongue);
      Shown shown(fixture.store, size);
      shown.panel.open(DeploymentsRoute{QStringLiteral("live"), QStringLiteral("disagreements")});
      QVERIFY(shown.settle());
      layOut();
      QVERIFY(shown.settle());
      const QString difference =
          compareGolden(shown.window.grab().toImage(),
                        QStringLiteral("deployments/disagreements-%1").arg(QString::fromLatin1(name)));
      QVERIFY2(difference.isEmpty(), qPrintable(difference));
    }
  }

  void disagreementsAreFilteredPagedAndCopied() {
    const Fixture fixture;
    seedDisagreements(fixture);
    Shown shown(fixture.store);
    shown.panel.open(DeploymentsRoute{QStringLiteral("live"), QStringLiteral("disagreements")});
    QVERIFY(shown.settle());
    DisagreementPage* page = shown.page()->disagreementPage();
    QCOMPARE(page->rowCount(), std::size_t{300});
    auto* grid = page->findChild<GridView*>();
    QCOMPARE(grid->model().plainText(1, 0).toDouble(), 63.0);  // after the one that failed
    QVERIFY(grid->model().plainText(299, 0).isEmpty());        // not read yet
    grid->reveal(grid->model().rowId(299));
    QTRY_VERIFY(!grid->model().plainText(299, 0).isEmpty());
    QCOMPARE(std::lround(100 * grid->model().plainText(299, 0).toDouble()), 21);
    auto* least = page->findChildren<QLineEdit*>().back();
    for (QLineEdit* edit : page->findChildren<QLineEdit*>()) {
      least = edit->accessibleName() == QStringLiteral("Difference, at least") ? edit : least;
    }
    least->setText(QStringLiteral("62"));
    QTRY_COMPARE(page->rowCount(), std::size_t{6});
    findButton(*page, QStringLiteral("Copy"))->click();
    QTRY_VERIFY(
        QGuiApplication::clipboard()->text().startsWith(QStringLiteral("request_id,row,at,version,shadow")));
    QCOMPARE(QGuiApplication::clipboard()->text().count(QLatin1Char('\n')), 7);
    least->setText(QStringLiteral("1000"));
    QTRY_COMPARE(page->rowCount(), std::size_t{1});  // whose shadow failed
    page->findChild<SearchField*>()->setText(QStringLiteral("nothing like it"));
    QTRY_COMPARE(page->rowCount(), std::size_t{0});
    QVERIFY(shown.settle());
    TATARA_GOLDEN(shown.window, "deployments/disagreements-nothing-light-en");
  }

  // Requests over HTTP to a real model server, whose shadow is another model.
  void disagreementsComeFromRealTrafficAndBecomeADataset() {
    if (findTatara().isEmpty()) {
      QFAIL("the program tatara has to be built beside this test");
    }
    const Fixture fixture(true);
    const artifact::ArtifactStore artifacts(fixture.store);
    std::string other = fixtureFile("regressor.lgb");
    const std::size_t leaves = other.find("leaf_value=");
    const std::size_t end = other.find('\n', leaves);
    QVERIFY(end != std::string::npos);
    std::replace(other.begin() + static_cast<std::ptrdiff_t>(leaves),
                 other.begin() + static_cast<std::ptrdiff_t>(end), '1', '7');
    QVERIFY(artifacts.put("models/bike-demand/2/model.lgb", other));
    const Timestamp now = fixture.store->clock().now();
    fixture.create("live", 1, now);
    fixture.write([&](store::Writer& writer) -> Status {
      TATARA_TRY(deploy::setRoutes(writer, "live",
                                   {{.version = 1, .weight = deploy::kWhole}, {.version = 2, .shadow = true}},
                                   Fixture::actor(), now));
      return {};
    });
    Shown shown(fixture.store);
    shown.panel.open(DeploymentsRoute{QStringLiteral("live"), QStringLiteral("disagreements")});
    QVERIFY(shown.settle());
    ServerControl& server = shown.session.modelServer();
    server.start(0);
    QTRY_VERIFY_WITH_TIMEOUT(server.state() == ServerState::Running, 60'000);
    const std::int64_t pid = server.info().pid;
    const auto ended = qScopeGuard([pid] { ::kill(static_cast<pid_t>(pid), SIGTERM); });
    auto client = http::Client::open({.url = server.info().address.toStdString(), .timeout = 30s});
    QVERIFY(client);
    for (int i = 0; i < 20; ++i) {
      const auto answer = client->post(
          "/endpoints/live/invocations",
          "{\"dataframe_records\": [{\"temp\": " + std::to_string(0.05 * i) + ", \"humidity\": 0.4}]}");
      QVERIFY(answer && answer->status == 200);
    }
    DisagreementPage* page = shown.page()->disagreementPage();
    QTRY_VERIFY_WITH_TIMEOUT(page->rowCount() > 0, 60'000);
    QTRY_VERIFY_WITH_TIMEOUT(page->settled(), 10'000);
    auto* grid = page->findChild<GridView*>();
    double last = INFINITY;
    for (int row = 0; row < grid->model().rowCount(); ++row) {
      const double own = grid->model().plainText(row, 1).toDouble();
      const double others = grid->model().plainText(row, 2).toDouble();
      const double difference = grid->model().plainText(row, 0).toDouble();
      QVERIFY(std::abs(std::abs(own - others) - difference) < 1e-9);
      QVERIFY(difference > 0 && difference <= last);
      last = difference;
    }
    QTemporaryDir target;
    Q_EMIT page->exportAsked(target.filePath(QStringLiteral("rows.csv")), {});
    QFile rows(target.filePath(QStringLiteral("rows.csv")));
    QTRY_VERIFY_WITH_TIMEOUT(rows.exists() && rows.size() > 0, 60'000);
    findButton(*page, QStringLiteral("Keep as dataset…"))->click();
    Sheet* sheet = nullptr;
    QTRY_VERIFY((sheet = shown.panel.findChild<Sheet*>()) != nullptr);
    findButton(*sheet, QStringLiteral("Keep as dataset"))->click();
    const auto kept = [&] {
      const auto version = fixture.store->read(
          [](sql::Connection& c) { return dataset::resolveVersion(c, "live-disagreements"); });
      return version ? static_cast<std::size_t>(version->rows) : 0;
    };
    QTRY_COMPARE_WITH_TIMEOUT(kept(), page->rowCount(), 60'000);
    server.stop();
    QTRY_VERIFY_WITH_TIMEOUT(server.state() == ServerState::Stopped, 60'000);
  }

  void aVersionThatIsSentHereBeginsAsACanaryOfItsModelsEndpoint() {
    const Fixture fixture;
    fixture.create("live", 1, kNow);
    Shown shown(fixture.store);
    QVERIFY(shown.settle());
    DeploymentsRoute wanted{QStringLiteral("live"), {}};
    wanted.newModel = QStringLiteral("bike-demand");
    wanted.newVersion = 2;
    shown.panel.open(wanted);
    Sheet* sheet = nullptr;
    QTRY_VERIFY((sheet = shown.panel.findChild<Sheet*>()) != nullptr);
    QCOMPARE(sheet->findChild<QComboBox*>()->currentData().toLongLong(), 2);
    findButton(*sheet, QStringLiteral("Start canary"))->click();
    QTRY_COMPARE(fixture.endpoint("live").routes.size(), std::size_t{2});
    QCOMPARE(fixture.endpoint("live").routes[1].version, 2);
    QVERIFY(shown.settle());
    QVERIFY(shown.panel.findChild<Sheet*>() == nullptr || !shown.panel.findChild<Sheet*>()->isVisible());
  }

  void whileTheStoreIsBusyTheStructureStandsAlready() {
    const Fixture fixture;
    fixture.seed();
    std::promise<void> open;
    const auto opened = open.get_future().share();
    std::vector<std::thread> readers;
    for (int i = 0; i < 6; ++i) {  // more than there are leases
      readers.emplace_back([&] {
        const Status read = fixture.store->read([&](sql::Connection&) {
          opened.wait();
          return Status();
        });
        Q_ASSERT(read);
      });
    }
    Shown shown(fixture.store);
    QTRY_VERIFY(shown.session.modelServer().state() != ServerState::Unknown);
    QTest::qWait(400);  // a skeleton appears after 150 ms
    const QImage picture = shown.window.grab().toImage();
    QVERIFY(!shown.panel.settled());
    open.set_value();
    for (std::thread& reader : readers) {
      reader.join();
    }
    const QString difference = compareGolden(picture, QStringLiteral("deployments/loading-light-en"));
    QVERIFY2(difference.isEmpty(), qPrintable(difference));
    QVERIFY(shown.settle());
  }

  void whyACanaryWaitsIsToldInTheLanguageOfTheWindow() {
    const text::Phrase why = text::Phrase::say(
        "it waits: %1",
        {text::Phrase::say(
            "Only %1 may %2, says %3",
            {"lead (rei)", text::Phrase::say("deploy to the endpoint %1", {"live"}),
             text::Phrase::say("the policy's rule for %1 (tatara.yaml, line %2)", {"live", "7"})})});
    QCOMPARE(phraseText(why), QString::fromStdString(why.english()));
    setLanguage(Language::Japanese);
    const QString told = phraseText(why);
    for (const char* word : {"waits", "Only", "deploy", "policy", "says", "endpoint"}) {
      QVERIFY2(!told.contains(QLatin1String(word)), qPrintable(told));
    }
    QVERIFY(told.contains(QStringLiteral("lead (rei)")) && told.contains(QStringLiteral("live")));
  }
};

TATARA_UI_TEST_MAIN(ExportAndShadowTest)
#include "test_export_and_shadow.moc"

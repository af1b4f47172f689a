#include <QTemporaryDir>
#include <QTest>

#include "core/store/store.h"
#include "core/track/run_stopping.h"
#include "tests/support/golden.h"
#include "tests/support/ui_test.h"
#include "ui/shell/new_run_sheet.h"
#include "ui/shell/run_draft.h"
#include "ui/widget/task_list.h"

using namespace tatara;
using namespace tatara::ui;

class RunDraftTest final : public QObject {
  Q_OBJECT

  QTemporaryDir m_folder;
  RunDraft m_draft;

  QString problem(const RunDraft& draft) {
    const auto runs = everyRun(draft);
    return runs ? QString() : QString::fromStdString(runs.error().message);
  }

 private Q_SLOTS:
  void initTestCase() {
    QFile file(m_folder.filePath(QStringLiteral("bikes 2012.csv")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    m_draft.data = file.fileName();
    m_draft.target = QStringLiteral("cnt");
  }

  void theCommandSaysEverythingAndIsQuotedForAShell() {
    RunDraft draft = m_draft;
    draft.data = QStringLiteral("/data/it's here.csv");
    draft.drop = {QStringLiteral("casual"), QStringLiteral("registered")};
    draft.split = QStringLiteral("time");
    draft.splitColumn = QStringLiteral("day");
    draft.parameters = {QStringLiteral("max_depth=6")};
    draft.name = QStringLiteral("first try");
    QCOMPARE(
        commandLine(trainArguments(draft), 1000),
        QStringLiteral("tatara train --data '/data/it'\\''s here.csv' --target cnt --drop casual,registered "
                       "--time day --rounds 300 --early-stopping 30 --seed 0 --name 'first try' "
                       "--param max_depth=6"));
  }

  void aLongCommandIsBrokenBeforeAnOptionAsAShellReadsIt() {
    QCOMPARE(commandLine({QStringLiteral("train"), QStringLiteral("--data"), QStringLiteral("a.csv"),
                          QStringLiteral("--target"), QStringLiteral("cnt")},
                         26),
             QStringLiteral("tatara train --data a.csv \\\n  --target cnt"));
  }

  void severalValuesTryEveryCombinationButAMetricListIsOneValue() {
    RunDraft draft = m_draft;
    draft.name = QStringLiteral("grid");
    draft.parameters = {QStringLiteral("max_depth = 4, 6"), QStringLiteral("eta=0.1,0.2,0.3"),
                        QStringLiteral("eval_metric=rmse,mae")};
    const auto runs = everyRun(draft);
    QVERIFY(runs);
    QCOMPARE(runs->size(), 6U);
    QCOMPARE((*runs)[1].parameters, (QStringList{QStringLiteral("max_depth=4"), QStringLiteral("eta=0.2"),
                                                 QStringLiteral("eval_metric=rmse,mae")}));
    QCOMPARE((*runs)[5].name, QStringLiteral("grid-6"));
  }

  void whatIsMissingOrWrongIsSaid() {
    RunDraft draft = m_draft;
    draft.data.clear();
    QCOMPARE(problem(draft), QStringLiteral("Choose a data file"));
    draft.data = QStringLiteral("/nowhere.csv");
    QCOMPARE(problem(draft), QStringLiteral("There is no file “/nowhere.csv”"));
    draft = m_draft;
    draft.target.clear();
    QCOMPARE(problem(draft), QStringLiteral("Name the column to learn"));
    draft = m_draft;
    draft.split = QStringLiteral("group");
    QCOMPARE(problem(draft), QStringLiteral("Name the column that splits the rows"));
    draft = m_draft;
    for (const char* seed : {"abc", "1.5", "7 8", "99999999999999999999"}) {
      draft.seed = QString::fromLatin1(seed);
      QCOMPARE(problem(draft), QStringLiteral("The seed is a whole number, not “%1”").arg(draft.seed));
    }
    for (const char* seed : {"", "0", "-3", "20261122"}) {
      draft.seed = QString::fromLatin1(seed);
      QCOMPARE(problem(draft), QString());
    }
    for (const char* part : {"a fifth", "0", "1", "20%", "nan"}) {
      draft.validation = QString::fromLatin1(part);
      QCOMPARE(problem(draft),
               QStringLiteral("The part of the rows to validate is a number between 0 and 1, not “%1”")
                   .arg(draft.validation));
    }
    draft = m_draft;
    draft.parameters = {QStringLiteral("eta")};
    QCOMPARE(problem(draft), QStringLiteral("“eta” is no parameter; write name=value"));
    draft.parameters = {QStringLiteral("eta=")};
    QVERIFY(!problem(draft).isEmpty());
    QString many = QStringLiteral("seed=0");
    for (int i = 1; i <= 200; ++i) {
      many += QStringLiteral(",%1").arg(i);
    }
    draft.parameters = {many};
    QCOMPARE(problem(draft), QStringLiteral("These values make more than 200 runs"));
  }

  void aRunOfTheTrainerIsRepeatedAndAnotherProgramsIsNot() {
    track::Run run;
    QVERIFY(!draftOf(run, {}));
    run.params = {{"colsample_bytree", "0.9"},
                  {"data", "b.csv"},
                  {"data_sha256", "aa"},
                  {"left_out", "id (row numbers); wind (dropped as told); rain (dropped as told)"},
                  {"rounds", "150"},
                  {"early_stopping_rounds", "15"},
                  {"seed", "7"},
                  {"split", "time"},
                  {"split_column", "day"},
                  {"target", "cnt"},
                  {"validation_fraction", "0.25"}};
    QVERIFY(!draftOf(run, {}));
    run.datasets.push_back({{"b.csv", "aa", "local", "{\"uri\":\"/data/b.csv\"}", {}, {}}, {}});
    const auto draft = draftOf(run, QStringLiteral("bikes"));
    QVERIFY(draft);
    QCOMPARE(commandLine(trainArguments(*draft), 1000),
             QStringLiteral("tatara train --data /data/b.csv --target cnt --drop wind,rain --time day "
                            "--validation 0.25 --rounds 150 --early-stopping 15 --seed 7 --experiment bikes "
                            "--param colsample_bytree=0.9"));
  }

  void stoppingOneOfSeveralGoesOnWithTheNextAndCancellingEndsThemAll() {
    const QString folder = m_folder.filePath(QStringLiteral("work"));
    const auto workspace = store::createWorkspace(folder.toStdString());
    QVERIFY(workspace);
    const std::shared_ptr<store::Store> store = *store::Store::open(*workspace);
    RunDraft draft = m_draft;
    QFile file(draft.data);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write("a,cnt\n");
    for (int i = 0; i < 200; ++i) {
      file.write(QByteArray::number(i % 17) + ".5," + QByteArray::number(i % 13) + "\n");
    }
    file.close();
    draft.rounds = 1'000'000;
    draft.earlyStopping = 0;
    draft.parameters = {QStringLiteral("max_depth=1, 2, 3")};
    TaskList tasks;
    trainAll(this, tasks, folder, everyRun(draft).value(), [] {});
    const auto listening = [&]() -> std::optional<track::RunId> {
      const auto infos = store->read([](sql::Connection& connection) -> Result<std::vector<track::RunId>> {
        TATARA_ASSIGN(auto rows,
                      connection.query("SELECT run_id FROM run JOIN run_tag USING (run_key) JOIN name USING "
                                       "(name_id) WHERE text = 'tatara.stop' AND value = 'listens'"));
        std::vector<track::RunId> found;
        while (rows.next()) {
          found.emplace_back(std::string(rows.text(0)));
        }
        return found;
      });
      return infos && infos->size() == 1 ? std::optional(infos->front()) : std::nullopt;
    };
    std::optional<track::RunId> first;
    QTRY_VERIFY_WITH_TIMEOUT((first = listening()), 30'000);
    QVERIFY(store->write([&](store::Writer& writer) { return track::askToStop(writer, *first); }));
    QTRY_COMPARE_WITH_TIMEOUT(tasks.tasks().size(), std::size_t{2}, 30'000);
    QVERIFY(tasks.tasks()[1].state == TaskState::Cancelled);
    QTRY_VERIFY_WITH_TIMEOUT(listening(), 30'000);
    tasks.tasks()[0].cancel();
    QTRY_COMPARE_WITH_TIMEOUT(tasks.running(), 0, 30'000);
    QCOMPARE(tasks.tasks().size(), std::size_t{2});
    QVERIFY(tasks.tasks()[0].state == TaskState::Cancelled);
  }

  void theSheetShowsTheCommandAndStartsOnlyWhatCanRun() {
    RunDraft draft = m_draft;
    draft.data = QStringLiteral("/nowhere.csv");
    NewRunSheet wrong(draft, nullptr);
    wrong.resize(680, wrong.sizeHint().height());
    TATARA_GOLDEN(wrong, "shell/new-run-wrong");
    QVERIFY(wrong.runs().empty());
    // The picture names a file that is the same on every machine.
    draft.data = QStringLiteral("/etc/passwd");
    draft.split = QStringLiteral("time");
    draft.splitColumn = QStringLiteral("dteday");
    draft.parameters = {QStringLiteral("max_depth=4, 6"), QStringLiteral("eta=0.1")};
    NewRunSheet sheet(draft, nullptr);
    sheet.setExperiments({QStringLiteral("bikes"), QStringLiteral("census")});
    QCOMPARE(sheet.draft().experiment, QString());
    sheet.resize(680, sheet.sizeHint().height());
    TATARA_GOLDEN(sheet, "shell/new-run");
    QTest::keyClick(&sheet, Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(sheet.runs().size(), 2U);
    QCOMPARE(sheet.result(), static_cast<int>(QDialog::Accepted));
  }
};

TATARA_UI_TEST_MAIN(RunDraftTest)
#include "test_run_draft.moc"

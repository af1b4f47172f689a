// Views as files, and what the charts of a view leave as: pictures, numbers and the report.
#include <QBuffer>
#include <QImageReader>
#include <QXmlStreamReader>

#include "tests/support/ui_test.h"
#include "tests/ui/runs/panel_bench.h"
#include "ui/base/error_text.h"
#include "ui/chart/card_pictures.h"
#include "ui/chart/chart_card.h"
#include "ui/chart/chart_text.h"
#include "ui/runs/view_file.h"

using namespace tatara;
using namespace tatara::ui;
using tatara::ui::test::Bench;
using tatara::ui::test::startAfresh;

namespace {

QString problemOf(const QByteArray& json) {
  const auto read = readViewFile(json, QStringLiteral("v.json"));
  return read ? QString() : QString::fromStdString(read.error().message);
}

// Every way in which a page could load something.
bool loadsSomething(const QByteArray& page) {
  const QByteArray low = page.toLower();
  for (const char* way : {"http:", "https:", "src=\"/", "src='", "href=\"/", "<script", "<link", "<iframe",
                          "@import", "url(", "<object", "<embed", "onerror", "onload"}) {
    if (low.contains(way)) {
      return true;
    }
  }
  return false;
}

bool isWellFormed(const QByteArray& xml) {
  QXmlStreamReader reader(xml);
  while (!reader.atEnd()) {
    reader.readNext();
  }
  return !reader.hasError();
}

ViewFile twoRuns(const Bench& bench) {
  ViewFile file;
  file.experiment = bench.seeded.experiment;
  file.state.layout = RunsLayout::Charts;
  file.state.charts = {{RunChartKind::Line, "val_rmse", {}, {}}, {RunChartKind::Differences, {}, {}, {}}};
  file.runs = {bench.seeded.runs[2].id.value(), bench.seeded.runs[5].id.value()};
  return file;
}

QByteArray reportOf(Bench& bench, const QString& title) {
  std::optional<Result<QByteArray>> report;
  bench.panel->makeReport(title, [&](Result<QByteArray> made) { report = std::move(made); });
  if (!QTest::qWaitFor([&] { return report.has_value(); }, 20'000) || !*report) {
    return {};
  }
  return **report;
}

}  // namespace

class ViewFilesTest final : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { startAfresh(); }
  void aViewComesBackFromItsFile();
  void whatIsWrongWithAFileIsSaidWithItsPlace();
  void unknownFieldsArePassedOver();
  void theSameViewGivesTheSameBytes();
  void aPictureShowsTheRunsOfTheFileAndRemembersNothing();
  void anEmptyChartSaysSoInThePicture();
  void aScatterChartIsNamedForItsAxes();
  void whatIsNotThereIsAnErrorNotAnEmptyPicture();
  void theReportLoadsNothingAndEscapesEverything();
  void tablesAreEscapedForWhereTheyGo();
};

void ViewFilesTest::aViewComesBackFromItsFile() {
  ViewFile file;
  file.state.conditions = {"metrics.val_rmse < 46"};
  file.state.grouping = {"params.eta", "", "tags.data", GroupCenter::Median, GroupBand::Range};
  file.state.charts = {{RunChartKind::Scatter, "val_rmse", "params.eta", {}}};
  file.state.logX = true;
  file.experiment = track::ExperimentId(7);
  file.runs = {"0123456789abcdef0123456789abcdef"};
  const auto read = readViewFile(toJson(file), QStringLiteral("v.json"));
  QVERIFY2(read.has_value(), problemOf(toJson(file)).toUtf8());
  QCOMPARE(*read, file);
}

void ViewFilesTest::whatIsWrongWithAFileIsSaidWithItsPlace() {
  const std::pair<QByteArray, const char*> cases[] = {
      {"{\n  \"charts\": [,]\n}", "v.json is no JSON: line 2, column "},
      {"", "v.json is no JSON: line 1, column 1"},
      {"[]", "v.json is no saved view"},
      {"{\"colour\": 3}", "v.json is no saved view"},
      {"{\"charts\": {}}", "charts must be a list"},
      {"{\"charts\": [{\"kind\": 0}, {\"kind\": 99}]}", "charts[1].kind must be a whole number from 0 to 16"},
      {"{\"charts\": [{\"kind\": 1.5}]}", "charts[0].kind must be a whole number"},
      {"{\"charts\": [7]}", "charts[0] must be an object with a kind"},
      {"{\"charts\": [], \"axis\": \"step\"}", "axis must be a whole number from 0 to 3"},
      {"{\"charts\": [], \"logX\": 1}", "logX must be true or false"},
      {"{\"conditions\": [\"metrics.a < 1\", \"metrics.a <\"]}", "conditions[1] cannot be read at column 12"},
      {"{\"grouping\": {\"color\": \"=params.\"}}", "grouping.color cannot be read at column "},
      {"{\"conditions\": [5]}", "conditions[0] must be a text"},
      {"{\"experiment\": 3}", "experiment must be a text"},
      {"{\"experiment\": \"first\"}", "experiment must be the id of one"},
      {"{\"runs\": [\"../etc\"]}", "runs[0] must be a run's id"},
      {"{\"runs\": [\"abc\"]}", "runs[0] must be a run's id"},
      {QByteArray("{\"charts\": [\"") + QByteArray(2'000'000, 'x') + "\"]}", "larger than any view"},
      {QByteArray(100'000, '['), "v.json is no JSON"},
  };
  for (const auto& [json, wanted] : cases) {
    const QString problem = problemOf(json);
    QVERIFY2(problem.contains(QLatin1String(wanted)),
             (QString::fromLatin1(json.left(60)) + " gave: " + problem).toUtf8());
    setLanguage(Language::Japanese);
    const QString japanese = messageText(readViewFile(json, QStringLiteral("v.json")).error());
    setLanguage(Language::English);
    QVERIFY2(std::any_of(japanese.begin(), japanese.end(),
                         [](QChar c) { return c.script() == QChar::Script_Hiragana; }),
             japanese.toUtf8());
  }
}

void ViewFilesTest::unknownFieldsArePassedOver() {
  const auto read = readViewFile(R"({"layout": 2, "ofALaterVersion": {"x": 1}})", QStringLiteral("v.json"));
  QVERIFY(read.has_value());
  QCOMPARE(read->state.layout, RunsLayout::Charts);
}

void ViewFilesTest::theSameViewGivesTheSameBytes() {
  QByteArray svg[2];
  QByteArray csv[2];
  for (int round = 0; round < 2; ++round) {
    Bench bench(12);
    bench.open(bench.seeded.experiment);
    QVERIFY(bench.panel->showView(twoRuns(bench)).has_value());
    bench.settle();
    const CardPicture picture = bench.panel->picture(QStringLiteral("<two>"), ExperimentsPanel::Footer::None);
    QCOMPARE(picture.cards.size(), std::size_t{2});
    svg[round] = cardsSvg(picture);
    csv[round] = cardsCsv(picture);
  }
  QCOMPARE(svg[0], svg[1]);
  QCOMPARE(csv[0], csv[1]);
  QVERIFY(isWellFormed(svg[0]));
  QVERIFY(svg[0].contains("&lt;two&gt;"));
  QVERIFY(csv[0].startsWith("# val_rmse\n"));
}

void ViewFilesTest::aPictureShowsTheRunsOfTheFileAndRemembersNothing() {
  Bench bench(12);
  bench.open(bench.seeded.experiment);
  const QStringList keysBefore = QSettings().allKeys();
  const ViewFile file = twoRuns(bench);
  QVERIFY(bench.panel->showView(file).has_value());
  bench.settle();
  QCOMPARE(QSettings().allKeys(), keysBefore);
  const CardPicture picture = bench.panel->picture(QStringLiteral("two"), ExperimentsPanel::Footer::Origin);
  const QByteArray csv = cardsCsv(picture);
  for (std::size_t i = 0; i < bench.seeded.runs.size(); ++i) {
    const bool shown = i == 2 || i == 5;
    QCOMPARE(csv.contains(QByteArray::fromStdString(bench.seeded.runs[i].name)), shown);
  }
  const QString id = QString::fromStdString(bench.seeded.runs[2].id.value().substr(0, 8));
  QVERIFY2(picture.footer.contains(id) && picture.footer.contains(QStringLiteral("2026-11-20T")),
           picture.footer.toUtf8());
  QByteArray png = cardsPng(picture, 2);
  QBuffer buffer(&png);
  QVERIFY(buffer.open(QIODevice::ReadOnly));
  const QSize size = QImageReader(&buffer).size();
  QVERIFY(size.width() > 1600 && size.height() > 400);
  QVERIFY(cardsPdf(picture).startsWith("%PDF"));
}

void ViewFilesTest::anEmptyChartSaysSoInThePicture() {
  Bench bench(12);
  bench.open(bench.seeded.experiment);
  ViewFile file = twoRuns(bench);
  file.state.charts = {{RunChartKind::Line, "nothing", {}, {}}};
  QVERIFY(bench.panel->showView(file).has_value());
  bench.settle();
  const CardPicture picture = bench.panel->picture(QStringLiteral("none"), ExperimentsPanel::Footer::None);
  QVERIFY(cardsSvg(picture).contains("None of these runs logged nothing"));
  QVERIFY(cardsCsv(picture).contains("# None of these runs logged nothing"));
}

void ViewFilesTest::aScatterChartIsNamedForItsAxes() {
  Bench bench(12);
  bench.open(bench.seeded.experiment);
  ViewFile file = twoRuns(bench);
  file.state.charts = {{RunChartKind::Scatter, {}, "params.eta", {}}};
  QVERIFY(bench.panel->showView(file).has_value());
  bench.settle();
  const CardPicture picture = bench.panel->picture({}, ExperimentsPanel::Footer::None);
  QCOMPARE(picture.cards.front()->title(), QStringLiteral("val_rmse against eta"));
}

void ViewFilesTest::whatIsNotThereIsAnErrorNotAnEmptyPicture() {
  Bench bench(12);
  bench.open(bench.seeded.experiment);
  ViewFile file = twoRuns(bench);
  file.runs = {"ffffffff"};
  const Status unknown = bench.panel->showView(file);
  QVERIFY(!unknown && unknown.error().kind == ErrorKind::NotFound);
  file.runs = {"0000"};  // all of the fixture's begin so
  const Status several = bench.panel->showView(file);
  QVERIFY(!several && several.error().kind == ErrorKind::InvalidArgument);
}

void ViewFilesTest::theReportLoadsNothingAndEscapesEverything() {
  Bench bench(12);
  const track::RunInfo hostile = bench.seeded.runs[5];
  const Status renamed = bench.session->store()->write([&](store::Writer& writer) -> Status {
    TATARA_ASSIGN([[maybe_unused]] const auto run,
                  track::updateRun(writer, hostile.id, {.name = "<img src=x onerror=alert(1)>&\""}));
    return track::setTag(writer, hostile.id, {"remark", "<script>alert(2)</script>"});
  });
  QVERIFY(renamed.has_value());
  bench.open(bench.seeded.experiment);
  QVERIFY(bench.panel->showView(twoRuns(bench)).has_value());
  bench.settle();
  const QByteArray page = reportOf(bench, QStringLiteral("A & <B>"));
  QVERIFY(page.contains("<title>A &amp; &lt;B&gt;</title>"));
  QByteArray harmless = page;
  harmless.replace("onerror=alert(1)", "");  // as text, which the next line holds
  QVERIFY(!loadsSomething(harmless));
  QVERIFY(!page.contains("<img") && !page.contains("<b>") &&
          page.contains("&lt;img src=x onerror=alert(1)&gt;"));
  QVERIFY(page.contains("&lt;script&gt;alert(2)"));
  for (const char* part :
       {"<h2>Runs</h2>", "<h2>What differs</h2>", "<svg role=\"img\"", "max_depth", "<footer>2 of 12"}) {
    QVERIFY2(page.contains(part), part);
  }
  QCOMPARE(page.count("<section>"), 4);
  QCOMPARE(page.count("<section>"), page.count("</section>"));
  QCOMPARE(reportOf(bench, QStringLiteral("A & <B>")), page);
}

void ViewFilesTest::tablesAreEscapedForWhereTheyGo() {
  ChartTable table;
  table.columns.push_back(
      {QStringLiteral("a|b_c"), {}, {QStringLiteral("50 % & <x>"), QStringLiteral("\\y\nz")}});
  table.columns.push_back({QStringLiteral("value"), {0.1, std::nan("")}, {}});
  QCOMPARE(markdownTable(table),
           QStringLiteral("| a\\|b_c | value |\n| --- | ---: |\n| 50 % & <x> | 0.1 |\n| \\\\y z |  |\n"));
  QVERIFY(
      latexTable(table).contains(QStringLiteral("a|b\\_c & value \\\\\n\\midrule\n50 \\% \\& <x> & 0.1 \\\\\n"
                                                "\\textbackslash{}y z &  \\\\\n")));
  QCOMPARE(htmlTable(table, 1).count(QStringLiteral("<tr>")), 2);
  QVERIFY(htmlTable(table, 1).contains(QStringLiteral("50 % &amp; &lt;x&gt;")));
  QVERIFY(htmlTable(table, 1).contains(QStringLiteral("The first 1 of 2 rows")));
}

TATARA_UI_TEST_MAIN(ViewFilesTest)
#include "test_view_files.moc"

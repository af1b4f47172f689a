// Data views and reports as text: what is written reads back, and what came from outside is looked at twice.
#include <cmath>
#include <random>

#include "tests/support/ui_test.h"
#include "ui/base/error_text.h"
#include "ui/base/language.h"
#include "ui/explore/data_view.h"
#include "ui/explore/view_report.h"

namespace tatara::ui {
namespace {

DataView example() {
  DataView view;
  view.name = "Wet \"evenings\"";
  view.dataset = "raw/rides";
  view.tab = QStringLiteral("plots");
  dataset::RangeCondition range{.column = "temp", .least = -2.5, .openBelow = true};
  dataset::PolygonCondition lasso{
      .x = "temp", .y = "cnt", .corners = {{1, 2}, {3.25, 4}, {5, -6}}, .logX = true};
  view.brushes = {
      {"temp", dataset::Filter(range), QStringLiteral("temp above −2.5"), QStringLiteral("> -2.5")},
      {"season", dataset::noneOf(dataset::Filter(dataset::SetCondition{"season", {"winter", "\n"}})), {}, {}},
      {"x",
       dataset::anyOf({dataset::Filter(dataset::MissingCondition{"wind"}),
                       dataset::Filter(dataset::ContainsCondition{"town", "ky"})}),
       {},
       {}},
      {"temp × cnt", dataset::Filter(lasso), {}, {}}};
  view.column = "cnt";
  view.sort = ProfileTable::Field::Deviation;
  view.order = ProfileTable::Order::Descending;
  view.plot = {PlotKind::Heatmap, "temp", "cnt", "season", "town", true, false};
  view.rows.columns = {{"temp", 120, true, false, false}, {"wind", 80, false, true, true}};
  view.rows.order = {{"cnt", true}};
  return view;
}

}  // namespace

class DataViewsTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aViewReadsBackAsItWas() {
    const DataView view = example();
    const auto read = dataViewFromJson(toJsonText(view));
    QVERIFY2(read, read ? "" : read.error().message.c_str());
    QVERIFY(*read == view);
    QVERIFY(*dataViewFromJson(toJsonText(DataView{})) == DataView{});
  }

  void whatAVersionLacksIsLeftOutAndTold() {
    DataView view = example();
    const auto gone = fitTo(view, {{.name = "temp"}, {.name = "cnt"}, {.name = "season"}});
    QCOMPARE(gone, (std::vector<std::string>{"town", "wind"}));
    QCOMPARE(view.brushes.size(), std::size_t{3});
    QVERIFY(view.plot.facet.empty());
    QCOMPARE(view.plot.colour, std::string("season"));
    QCOMPARE(view.rows.columns.size(), std::size_t{1});
    QVERIFY(fitTo(view, {{.name = "temp"}, {.name = "cnt"}, {.name = "season"}}).empty());
  }

  void whatIsNoViewIsRefusedInWords() {
    for (const char* bytes :
         {"", "[]", "{}", "{\"tatara\":\"data view\"}", "{\"tatara\":7}", "nonsense",
          "{\"tatara\":\"data view\",\"format\":1,\"filters\":{}}",
          "{\"tatara\":\"data view\",\"format\":1,\"filters\":[{\"filter\":{}}]}",
          "{\"tatara\":\"data view\",\"format\":1,\"filters\":[{\"filter\":{\"not\":[]}}]}",
          "{\"tatara\":\"data view\",\"format\":1,\"sort\":\"colour\"}",
          "{\"tatara\":\"data view\",\"format\":1,\"plot\":{\"kind\":\"pie\"}}",
          "{\"tatara\":\"data "
          "view\",\"format\":1,\"filters\":[{\"filter\":{\"polygon\":\"x\",\"corners\":[[1]]}}]}"}) {
      const auto read = dataViewFromJson(bytes);
      QVERIFY2(!read, bytes);
      QVERIFY(!read.error().message.empty());
    }
    const auto unmarked = dataViewFromJson("{}");
    QVERIFY(!unmarked);
    QCOMPARE(
        messageText(unmarked.error()),
        QStringLiteral("This is no Data view that can be read: it does not say \"tatara\": \"data view\""));
    setLanguage(Language::Japanese);
    const QString told = messageText(unmarked.error());
    setLanguage(Language::English);
    QCOMPARE(told, QStringLiteral(
                       "データビューとして読み取れません: \"tatara\": \"data view\" と書かれていません"));
    QVERIFY(dataViewFromJson("{\"tatara\":\"data view\",\"format\":2}").error().kind ==
            ErrorKind::Unsupported);
    // As deep as a file may nest, and deeper.
    std::string deep = "{\"tatara\":\"data view\",\"format\":1,\"filters\":[{\"filter\":";
    for (int i = 0; i < 5000; ++i) {
      deep += "{\"all\":[";
    }
    QVERIFY(!dataViewFromJson(deep));
  }

  void brokenFilesNeverDoMoreThanFail() {
    const std::string whole = toJsonText(example());
    std::mt19937 random(5);
    int read = 0;
    for (int i = 0; i < 3000; ++i) {
      std::string bytes = whole;
      for (int k = 0; k < 3; ++k) {
        bytes[random() % bytes.size()] = static_cast<char>(random() % 256);
      }
      bytes.resize(i % 4 == 0 ? random() % bytes.size() : bytes.size());
      const auto view = dataViewFromJson(bytes);
      read += view ? 1 : 0;
      if (view) {
        QVERIFY(dataViewFromJson(toJsonText(*view)).has_value());
      }
    }
    QVERIFY(read < 3000);
  }

  void aReportHoldsEverythingButWhatIsPersonal() {
    ViewReport report;
    report.title = QStringLiteral("rides@3: <script>alert(1)</script>");
    report.sources = {{QStringLiteral("rides@3"), QStringLiteral("a41f"), QStringLiteral("17,379 rows")}};
    report.sql = QStringLiteral("SELECT * FROM rides WHERE a < 5 && b > 3");
    report.picture = QByteArray("\x89PNG");
    report.data.columns = {
        {QStringLiteral("town"), {}, {QStringLiteral("Kyoto & Nara"), QStringLiteral("Osaka")}},
        {QStringLiteral("e-mail"), {}, {QStringLiteral("a@secret"), QStringLiteral("b@secret")}},
        {QStringLiteral("mean"), {0.1, NAN}, {}}};
    report.personal = {QStringLiteral("e-mail")};
    const QString html = viewReportHtml({report}, report.title, QStringLiteral("today"));
    QVERIFY(!html.contains(QStringLiteral("<script")));
    QVERIFY(!html.contains(QStringLiteral("secret")));
    QVERIFY(html.contains(QStringLiteral("marked personal: e-mail")));
    QVERIFY(html.contains(QStringLiteral("Kyoto &amp; Nara")));
    QVERIFY(html.contains(QStringLiteral("a &lt; 5 &amp;&amp; b &gt; 3")));
    QVERIFY(html.contains(QStringLiteral("data:image/png;base64,iVBORw")) ||
            html.contains(QStringLiteral("data:image/png;base64,")));
    QVERIFY(html.contains(QStringLiteral(">0.1<")));
    QVERIFY(html.contains(QStringLiteral("a41f")));
    QVERIFY(!html.contains(QStringLiteral("http")));
    report.data.columns = {{QStringLiteral("n"), std::vector<double>(kMostReportRows + 5, 1.0), {}}};
    QVERIFY(viewReportHtml({report}, {}, {}).contains(QStringLiteral("The first 10,000 of 10,005 rows")));
  }

  void aPictureThatShowsWhatIsPersonalIsLeftOut() {
    ViewReport report;
    report.title = QStringLiteral("rides@3: Plots");
    report.picture = QByteArray("secret picture");
    report.of = report.numbersOf = {QStringLiteral("e-mail")};
    report.data.columns = {{QStringLiteral("From"), {4711}, {}}};
    report.more = {
        {QStringLiteral("More"), {{{QStringLiteral("To"), {4712}, {}}}}, {QStringLiteral("e-mail")}},
        {QStringLiteral("Plain"), {{{QStringLiteral("n"), {4713}, {}}}}, {}}};
    const QString open = viewReportHtml({report}, {}, {});
    QVERIFY(open.contains(QStringLiteral("<img")));
    QVERIFY(open.contains(QStringLiteral("4711")) && open.contains(QStringLiteral("4712")));
    report.personal = {QStringLiteral("e-mail")};
    const QString html = viewReportHtml({report}, {}, {});
    QVERIFY(!html.contains(QStringLiteral("<img")));
    QVERIFY(!html.contains(QStringLiteral("4711")) && !html.contains(QStringLiteral("4712")));
    QVERIFY(html.contains(QStringLiteral("4713")));
    QVERIFY(html.contains(QStringLiteral("shows columns marked personal: e-mail")));
  }

  void severalViewsStandInOneFile() {
    ViewReport one;
    one.title = QStringLiteral("first view");
    one.sql = QStringLiteral("SELECT 1");
    ViewReport two;
    two.title = QStringLiteral("second view");
    int asked = 0;
    two.rows = [&asked] {
      ++asked;
      return ChartTable{{{QStringLiteral("n"), {42.5}, {}}}};
    };
    const QString html = viewReportHtml({one, two}, QStringLiteral("two"), QStringLiteral("today"));
    QCOMPARE(asked, 1);
    QVERIFY(html.indexOf(QStringLiteral("first view")) < html.indexOf(QStringLiteral("second view")));
    QVERIFY(html.contains(QStringLiteral("42.5")) && html.contains(QStringLiteral("SELECT 1")));
    QCOMPARE(html.count(QStringLiteral("<html")), 1);
  }
};

}  // namespace tatara::ui

TATARA_UI_TEST_MAIN(tatara::ui::DataViewsTest)
#include "test_data_views.moc"

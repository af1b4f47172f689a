// The traces of a run over a real store: pictures of its states, search, keys, and a program that traces on.
#include <QApplication>
#include <QClipboard>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPlainTextEdit>
#include <QPushButton>
#include <array>

#include "core/track/experiments.h"
#include "core/track/runs.h"
#include "tests/support/golden.h"
#include "tests/support/otlp_message.h"
#include "tests/support/temp_folder.h"
#include "tests/support/ui_test.h"
#include "ui/rundetail/span_tree_view.h"
#include "ui/rundetail/trace_facts.h"
#include "ui/rundetail/trace_table.h"
#include "ui/rundetail/traces_page.h"
#include "ui/widget/controls.h"
#include "ui/widget/states.h"

using namespace tatara;
using namespace tatara::ui;
using namespace tatara::tests::otlp;

namespace {

const track::RunId kRun("0123456789abcdef0123456789abcdef");
const track::RunId kBare("fedcba9876543210fedcba9876543210");
const Timestamp kStart = fromUnixMillis(1795183320000);  // 2026-11-20T14:02:00Z
constexpr std::uint64_t kMilli = 1'000'000;

struct Made {
  char id;
  char parent;
  const char* name;
  const char* type;
  std::uint64_t from;  // ms after the beginning
  std::uint64_t to;    // 0: not ended
  std::string more;
};

std::string spanBody(char trace, const Made& made) {
  const std::uint64_t start = static_cast<std::uint64_t>(toUnixMillis(kStart)) * kMilli;
  return field(1, std::string(16, trace)) + field(2, std::string(8, made.id)) +
         (made.parent ? field(4, std::string(8, made.parent)) : "") + field(5, made.name) +
         fixed64(7, start + made.from * kMilli) + (made.to ? fixed64(8, start + made.to * kMilli) : "") +
         field(9, attribute("mlflow.spanType", field(1, made.type))) + made.more;
}

std::string put(const char* key, std::string_view words) {
  return field(9, attribute(key, field(1, words)));
}

std::string tokens(std::uint64_t in, std::uint64_t out) {
  return field(9, attribute("mlflow.chat.tokenUsage",
                            field(6, field(1, attribute("input_tokens", number(3, in))) +
                                         field(1, attribute("output_tokens", number(3, out))) +
                                         field(1, attribute("total_tokens", number(3, in + out))))));
}

std::string exception() {
  return field(11, fixed64(1, static_cast<std::uint64_t>(toUnixMillis(kStart)) * kMilli + 1'760 * kMilli) +
                       field(2, "exception") +
                       field(3, attribute("exception.type", field(1, "TimeoutError"))) +
                       field(3, attribute("exception.message", field(1, "no answer in 1.5 s"))) +
                       field(3, attribute("exception.stacktrace",
                                          field(1,
                                                "Traceback (most recent call last):\n  File \"tools.py\", "
                                                "line 41, in weather\nTimeoutError: no answer in 1.5 s")))) +
         field(15, field(2, "TimeoutError: no answer in 1.5 s") + number(3, 2));
}

std::vector<Made> agent() {
  return {
      {'a', 0, "answer", "AGENT", 0, 2410,
       put("mlflow.spanInputs", R"({"question": "Will <b>rain</b> keep riders away tomorrow?"})") +
           put("mlflow.spanOutputs", R"({"answer": "About a third fewer rides than on a dry Friday."})")},
      {'b', 'a', "retrieve", "RETRIEVER", 12, 190, put("mlflow.spanInputs", "rain, Friday, rides")},
      {'c', 'b', "embed", "EMBEDDING", 15, 96, tokens(18, 0)},
      {'d', 'a', "weather", "TOOL", 240, 1760, put("city", "Kyoto") + exception()},
      {'e', 'a', "ChatModel", "CHAT_MODEL", 1780, 2400,
       tokens(812, 96) + put("mlflow.spanInputs", R"([{"role": "user", "content": "Will rain keep …"}])") +
           put("model", "small-instruct")}};
}

}  // namespace

class TracesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void init();
  void statesLookAsDesigned_data();
  void statesLookAsDesigned();
  void aTraceOfLessThanAMillisecondTookTimeToo();
  void aRunWithoutTracesBeginsWithItsExperiments();
  void searchFindsAndSaysWhenItFindsNothing();
  void theKeyboardReachesSpansAndCopiesThem();
  void newSpansAppearWithoutLosingThePlace();
  void spansOfAnyDepthAreShown();
  void aTraceThatHasGoneIsSaid();

 private:
  std::unique_ptr<TracesPage> openPage(const track::RunId& run);
  void log(char trace, std::span<const Made> spans, const std::string& run);

  tests::TempFolder m_folder;
  ManualClock m_clock{kStart + std::chrono::hours(3)};
  std::shared_ptr<store::Store> m_store;
  track::ExperimentId m_experiment;
};

void TracesTest::log(char trace, std::span<const Made> spans, const std::string& run) {
  std::vector<std::string> bodies;
  for (const Made& made : spans) {
    bodies.push_back(request(spanBody(trace, made)));
  }
  const Status logged = m_store->write([&](store::Writer& writer) -> Status {
    std::vector<track::SentSpan> sent;
    for (const std::string& body : bodies) {
      TATARA_ASSIGN(auto read, track::readExport(body));
      sent.push_back(read.front());
    }
    return track::logSpans(writer, m_experiment, sent, track::RunId(run));
  });
  QVERIFY2(logged, logged ? "" : logged.error().message.c_str());
}

void TracesTest::initTestCase() {
  const Result<store::Workspace> workspace = store::createWorkspace(m_folder.path() / "chat");
  QVERIFY(workspace);
  Result<std::shared_ptr<store::Store>> opened = store::Store::open(*workspace, {.clock = &m_clock});
  QVERIFY(opened);
  m_store = *opened;
  const Status made = m_store->write([this](store::Writer& writer) -> Status {
    TATARA_ASSIGN(m_experiment, track::createExperiment(writer, {.name = "assistant"}, kStart));
    for (const track::RunId& id : {kRun, kBare}) {
      track::NewRun run;
      run.experiment = m_experiment;
      run.id = id;
      run.started = kStart;
      TATARA_TRY(track::createRun(writer, run, kStart));
    }
    for (int i = 0; i < 12; ++i) {
      track::NewTrace trace{.id = "tr-old" + std::to_string(i),
                            .experiment = m_experiment,
                            .state = i == 4 ? track::TraceState::Error : track::TraceState::Ok,
                            .started = kStart - std::chrono::minutes(7 * i + 1),
                            .duration = Millis(180 + 900 * i),
                            .requestPreview = "How many rides on Monday?",
                            .responsePreview = "4,120",
                            .tags = {{std::string(track::kTraceName), i % 3 ? "answer" : "summarize week"}},
                            .metadata = {{std::string(track::kTraceRun), kRun.value()}}};
      if (i % 2) {
        trace.metadata.push_back(
            {std::string(track::kTraceTokens), R"({"input_tokens": 640, "output_tokens": 71})"});
      }
      TATARA_TRY(track::startTrace(writer, trace));
    }
    return {};
  });
  QVERIFY2(made, made ? "" : made.error().message.c_str());
  log('\x11', agent(), kRun.value());
}

void TracesTest::init() {
  applyTheme(*qApp, ThemeMode::Light);
  setLanguage(Language::English);
}

std::unique_ptr<TracesPage> TracesTest::openPage(const track::RunId& run) {
  const Result<RunFactsPtr> facts = loadRunFacts(*m_store, run, {}, {});
  if (!facts) {
    return nullptr;
  }
  auto page = std::make_unique<TracesPage>(m_store);
  page->resize(1408, 820);
  page->setRun(*facts);
  page->show();
  return QTest::qWaitFor([&page] { return page->settled(); }, 10000) ? std::move(page) : nullptr;
}

void TracesTest::statesLookAsDesigned_data() {
  QTest::addColumn<QString>("look");
  for (const char* look : {"light", "dark", "ja", "events", "nothing-found"}) {
    QTest::newRow(look) << QString::fromLatin1(look);
  }
}

void TracesTest::statesLookAsDesigned() {
  QFETCH(QString, look);
  applyTheme(*qApp, look == QLatin1String("dark") ? ThemeMode::Dark : ThemeMode::Light);
  setLanguage(look == QLatin1String("ja") ? Language::Japanese : Language::English);
  const auto page = openPage(kRun);
  QVERIFY(page);
  if (look == QLatin1String("events")) {
    auto* tree = page->findChild<SpanTreeView*>();
    tree->setCurrentIndex(tree->model()->index(1, 0, tree->model()->index(0, 0)));
    for (auto* part : page->findChildren<SegmentedControl*>()) {
      if (part->accessibleName() == QStringLiteral("Part of the span")) {
        part->setCurrent(2);
      }
    }
  } else if (look == QLatin1String("nothing-found")) {
    qobject_cast<QLineEdit*>(page->filterField())->setText(QStringLiteral("snow"));
    QTRY_VERIFY_WITH_TIMEOUT(page->settled(), 10000);
  }
  QTest::qWait(30);
  QString difference;
  QTRY_VERIFY2_WITH_TIMEOUT((difference = test::compareGolden(
                                 page->grab().toImage(), QStringLiteral("rundetail/traces-%1").arg(look)))
                                .isEmpty(),
                            qPrintable(difference), 5000);
}

void TracesTest::aTraceOfLessThanAMillisecondTookTimeToo() {
  QCOMPARE(traceDurationText(Millis(0)), QStringLiteral("<1 ms"));
  QCOMPARE(traceDurationText(Millis(796)), QStringLiteral("796 ms"));
}

void TracesTest::aRunWithoutTracesBeginsWithItsExperiments() {
  const auto page = openPage(kBare);
  QVERIFY(page);
  QCOMPARE(page->findChild<TraceTable*>()->model()->rowCount(), 13);
  auto* scope = page->findChildren<SegmentedControl*>().front();
  scope->setCurrent(0);
  Q_EMIT scope->currentChanged(0);
  QTRY_VERIFY(page->settled() && page->findChild<EmptyState*>());
}

void TracesTest::searchFindsAndSaysWhenItFindsNothing() {
  const auto page = openPage(kRun);
  QVERIFY(page);
  auto* table = page->findChild<TraceTable*>();
  auto* search = qobject_cast<QLineEdit*>(page->filterField());
  QVERIFY(search);
  QTest::keyClicks(search, QStringLiteral("WEEK"));
  QTRY_COMPARE(table->model()->rowCount(), 4);
  search->setText(QStringLiteral("100%"));
  QTRY_VERIFY(page->settled() && page->findChild<EmptyState*>());
  QTest::keyClick(search, Qt::Key_Escape);
  QTRY_COMPARE(table->model()->rowCount(), 13);
  QVERIFY(!page->findChild<EmptyState*>());
}

void TracesTest::theKeyboardReachesSpansAndCopiesThem() {
  const auto page = openPage(kRun);
  QVERIFY(page);
  auto* table = page->findChild<TraceTable*>();
  auto* tree = page->findChild<SpanTreeView*>();
  table->setFocus();
  QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
  const QJsonObject trace = QJsonDocument::fromJson(QApplication::clipboard()->text().toUtf8()).object();
  QCOMPARE(trace.value(QStringLiteral("trace_id")).toString(),
           QStringLiteral("tr-11111111111111111111111111111111"));
  QCOMPARE(trace.value(QStringLiteral("spans")).toArray().size(), 5);
  QTest::keyClick(table, Qt::Key_Return);
  QVERIFY(tree->current());
  QCOMPARE(tree->current()->name, std::string("answer"));
  QTest::keyClick(tree, Qt::Key_Down);
  QTest::keyClick(tree, Qt::Key_Down);
  QCOMPARE(tree->current()->name, std::string("embed"));
  QTest::keyClick(tree, Qt::Key_C, Qt::ControlModifier);
  const QJsonObject span = QJsonDocument::fromJson(QApplication::clipboard()->text().toUtf8()).object();
  QCOMPARE(span.value(QStringLiteral("type")).toString(), QStringLiteral("EMBEDDING"));
  // Markup of a client is shown as it is.
  QTest::keyClick(tree, Qt::Key_Home);
  bool shown = false;
  for (const QPlainTextEdit* reader : page->findChildren<QPlainTextEdit*>()) {
    shown = shown || reader->toPlainText().contains(QStringLiteral("<b>rain</b>"));
  }
  QVERIFY(shown);
  // Down in the list reads the next trace, which has no spans.
  QTest::keyClick(table, Qt::Key_Down);
  QTRY_VERIFY(page->settled() && !tree->current());
}

void TracesTest::newSpansAppearWithoutLosingThePlace() {
  const std::array first{Made{'a', 0, "stream", "CHAIN", 5'000, 0, {}},
                         Made{'b', 'a', "token 1", "LLM", 5'001, 5'090, {}},
                         Made{'c', 'b', "decode", "LLM", 5'002, 5'050, {}}};
  log('\x22', first, kRun.value());
  const auto page = openPage(kRun);
  QVERIFY(page);
  auto* tree = page->findChild<SpanTreeView*>();
  auto* table = page->findChild<TraceTable*>();
  QCOMPARE(QString::fromStdString(table->currentTrace()),
           QStringLiteral("tr-22222222222222222222222222222222"));
  const QModelIndex root = tree->model()->index(0, 0);
  tree->setCurrentIndex(tree->model()->index(0, 0, root));
  tree->collapse(tree->model()->index(0, 0, root));
  const std::array more{Made{'d', 'a', "token 2", "LLM", 5'100, 5'200, {}}};
  log('\x22', more, kRun.value());
  const std::array newest{Made{'a', 0, "another", "CHAIN", 9'000, 9'100, {}}};
  log('\x33', newest, kRun.value());
  page->refresh();
  QTRY_VERIFY(page->settled() && tree->model()->rowCount(tree->model()->index(0, 0)) == 2);
  QCOMPARE(QString::fromStdString(table->currentTrace()),
           QStringLiteral("tr-22222222222222222222222222222222"));
  QCOMPARE(tree->current()->name, std::string("token 1"));
  QVERIFY(!tree->isExpanded(tree->model()->index(0, 0, tree->model()->index(0, 0))));
  QCOMPARE(table->model()->rowCount(), 15);
}

void TracesTest::spansOfAnyDepthAreShown() {
  std::vector<std::string> bodies;
  for (std::uint64_t i = 0; i < 3000; ++i) {
    const auto id = [](std::uint64_t n) {
      std::string bytes(8, '\x01');
      for (int k = 0; k < 4; ++k) {
        bytes[static_cast<std::size_t>(k)] = static_cast<char>(n >> (8 * k));
      }
      return bytes;
    };
    bodies.push_back(request(field(1, std::string(16, '\x44')) + field(2, id(i + 1)) +
                             (i ? field(4, id(i)) : "") + field(5, "deep") + fixed64(7, 1000 + i) +
                             fixed64(8, 900'000)));
  }
  const Status logged = m_store->write([&](store::Writer& writer) -> Status {
    std::vector<track::SentSpan> sent;
    for (const std::string& body : bodies) {
      TATARA_ASSIGN(auto read, track::readExport(body));
      sent.push_back(read.front());
    }
    return track::logSpans(writer, m_experiment, sent, {});
  });
  QVERIFY(logged);
  const Result<TraceFactsPtr> facts =
      loadTraceFacts(m_store, "tr-44444444444444444444444444444444", std::stop_token());
  QVERIFY(facts);
  QCOMPARE((*facts)->spans.size(), std::size_t{3000});
  SpanTreeView tree;
  tree.resize(800, 600);
  tree.setTrace(*facts);
  tree.show();
  int seen = 0;
  for (QModelIndex index = tree.model()->index(0, 0); index.isValid(); index = tree.indexBelow(index)) {
    ++seen;
  }
  QCOMPARE(seen, 3000);
}

void TracesTest::aTraceThatHasGoneIsSaid() {
  const Result<TraceFactsPtr> facts = loadTraceFacts(m_store, "tr-none", std::stop_token());
  QVERIFY(!facts);
  QVERIFY(facts.error().kind == ErrorKind::NotFound);
  const auto page = openPage(kRun);
  QVERIFY(page);
  const std::string current = page->findChild<TraceTable*>()->currentTrace();
  const Status gone = m_store->write([&](store::Writer& writer) -> Status {
    TATARA_TRY(track::deleteTraces(writer, {.experiment = m_experiment, .ids = {current}}));
    return {};
  });
  QVERIFY(gone);
  Q_EMIT page->findChild<TraceTable*>()->chosen(current);
  QTRY_VERIFY(page->settled() && page->findChild<ErrorState*>());
  // The list, read again, has another, and shows it.
  page->refresh();
  QTRY_VERIFY(page->settled() && !page->findChild<ErrorState*>());
}

TATARA_UI_TEST_MAIN(TracesTest)
#include "test_traces.moc"

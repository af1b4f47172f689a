// What the store, the artifacts, runs and this panel's readers say when something is wrong: the English
// sentence that logs, scripts and clients know, and a Japanese one in a Japanese window.
#include <fstream>

#include "core/artifact/artifact_store.h"
#include "core/store/workspace.h"
#include "core/track/experiments.h"
#include "core/track/metric_meaning.h"
#include "core/track/run_stopping.h"
#include "core/track/runs.h"
#include "core/track/saved_views.h"
#include "core/track/span_tree.h"
#include "core/track/traces.h"
#include "tests/support/temp_workspace.h"
#include "tests/support/ui_test.h"
#include "ui/base/error_text.h"
#include "ui/rundetail/artifact_preview.h"
#include "ui/rundetail/run_facts.h"
#include "ui/rundetail/trace_facts.h"

using namespace tatara;
using namespace tatara::ui;

namespace {

namespace fs = std::filesystem;

const Timestamp kNow = fromUnixMillis(1795183320000);
constexpr std::streamoff kUserVersion = 60;  // in the header of an SQLite file
constexpr std::streamoff kApplication = 68;

void writeFile(const fs::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

void overwrite(const fs::path& file, std::streamoff at, const std::string& bytes) {
  std::fstream out(file, std::ios::binary | std::ios::in | std::ios::out);
  out.seekp(at);
  out << bytes;
}

QString toldIn(Language language, const Error& error) {
  setLanguage(language);
  QString told = messageText(error);
  setLanguage(Language::English);
  return told;
}

// Empty where the error is told as it should be, else what is wrong.
template <typename T>
QByteArray wrongIn(const Result<T>& result, const std::string& english) {
  if (result) {
    return "there is no error: " + QByteArray::fromStdString(english);
  }
  const Error& error = result.error();
  const QString japanese = toldIn(Language::Japanese, error);
  const auto isKana = [](QChar c) { return c.script() == QChar::Script_Hiragana; };
  if (error.message != english || toldIn(Language::English, error).toStdString() != english) {
    return "told in English: " + QByteArray::fromStdString(error.message);
  }
  if (std::none_of(japanese.begin(), japanese.end(), isKana) || japanese.contains(QStringLiteral("%1"))) {
    return "told in Japanese: " + japanese.toUtf8();
  }
  return {};
}

#define VERIFY_TOLD(result, english)                   \
  do {                                                 \
    const QByteArray wrong = wrongIn(result, english); \
    QVERIFY2(wrong.isEmpty(), wrong.constData());      \
  } while (false)

}  // namespace

class ToldErrorsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void whatIsNoWorkspace();
  void aStoreThatCannotBeOpened();
  void artifacts();
  void experiments();
  void runs();
  void namesOfTagsAndMetrics();
  void whatThePagesOfARunRead();
};

void ToldErrorsTest::whatIsNoWorkspace() {
  tests::TempFolder folder;
  const fs::path missing = folder.path() / "missing";
  VERIFY_TOLD(store::openWorkspace(missing), "There is no folder " + missing.string());
  const fs::path empty = folder.path() / "empty";
  fs::create_directory(empty);
  VERIFY_TOLD(store::openWorkspace(empty),
              empty.string() + " is not a workspace; `tatara init` makes one there");
  const fs::path file = folder.path() / "file";
  writeFile(file, "text");
  VERIFY_TOLD(store::createWorkspace(file), file.string() + " is a file; name a folder");
  const fs::path below = file / "below";
  VERIFY_TOLD(store::createWorkspace(below),
              "The folder " + below.string() + " cannot be made (Not a directory)");

  const tests::TempWorkspace temp;
  const store::Workspace& workspace = temp.workspace();
  VERIFY_TOLD(store::createWorkspace(workspace.root), workspace.root.string() + " is a workspace already");
  fs::remove(workspace.settingsFile());
  fs::create_directory(workspace.settingsFile());
  VERIFY_TOLD(store::openWorkspace(workspace.root),
              "The workspace's settings " + workspace.settingsFile().string() +
                  " cannot be read (Is a directory); put back a file that can be read, \"version: 1\" is "
                  "enough");
}

void ToldErrorsTest::aStoreThatCannotBeOpened() {
  tests::TempWorkspace temp;
  const store::Workspace& workspace = temp.workspace();
  const fs::path file = workspace.storeFile();
  temp.close();
  overwrite(file, kUserVersion, std::string("\0\0\x27\x0f", 4));  // 9999
  const auto newer = store::Store::open(workspace);
  QVERIFY(!newer && newer.error().kind == ErrorKind::SchemaTooNew);
  const std::string message = newer.error().message;
  QVERIFY(message.starts_with("The store was written by a newer Tatara (schema 9999; this program knows "));
  VERIFY_TOLD(newer, message);
  overwrite(file, kApplication, "else");
  VERIFY_TOLD(store::Store::open(workspace),
              file.string() + " is a database of another program, not a Tatara store");
  overwrite(file, 0, std::string(4096, 'x'));
  VERIFY_TOLD(store::Store::open(workspace),
              "The store " + file.string() + " is damaged and cannot be opened; put a backup in its place");
  fs::remove(file);
  VERIFY_TOLD(store::Store::open(workspace), "The workspace " + workspace.root.string() + " has no store");
}

void ToldErrorsTest::artifacts() {
  tests::TempWorkspace temp;
  const artifact::ArtifactStore artifacts(temp.share());
  const Status escaping = artifacts.put("1/../../secret", "bytes");
  VERIFY_TOLD(escaping, "Invalid path");
  QCOMPARE(escaping.error().detail, std::string("has an empty part, . or .."));
  VERIFY_TOLD(artifacts.readAll("1/none.txt", 10), "There is no artifact 1/none.txt");
  QVERIFY(artifacts.put("1/folder/a.txt", "twelve bytes").has_value());
  VERIFY_TOLD(artifacts.readAll("1/folder/a.txt", 10),
              "The artifact 1/folder/a.txt is too large to be shown here");
  VERIFY_TOLD(artifacts.put("1/folder", "bytes"), "\"1/folder\" is a folder already");
  VERIFY_TOLD(artifacts.put("1/folder/a.txt/b", "bytes"), "\"1/folder/a.txt\" is a file already");
  const fs::path taken = temp.workspace().root / "taken";
  writeFile(taken, "text");
  VERIFY_TOLD(artifacts.exportFile("1/folder/a.txt", taken),
              "The file " + taken.string() + " exists; name another");
  VERIFY_TOLD(artifacts.exportFile("1/folder/a.txt", taken / "below"),
              "The file " + (taken / "below").string() + " cannot be made (Not a directory)");
  const fs::path gone = temp.workspace().root / "gone";
  VERIFY_TOLD(artifacts.storeFile(gone),
              "The file " + gone.string() + " cannot be read (No such file or directory)");
}

void ToldErrorsTest::experiments() {
  tests::TempWorkspace temp;
  const auto write = [&](const store::WriteTask& task) { return temp.store().write(task); };
  track::ExperimentId first;
  QVERIFY(write([&](store::Writer& writer) -> Status {
            TATARA_ASSIGN(first, track::createExperiment(writer, {.name = "first"}, kNow));
            TATARA_ASSIGN(const auto second, track::createExperiment(writer, {.name = "second"}, kNow));
            return track::deleteExperiment(writer, second, kNow);
          }).has_value());
  const auto renamed = [&](const std::string& name) {
    return write([&](store::Writer& writer) { return track::renameExperiment(writer, first, name, kNow); });
  };
  const auto made = [&](const std::string& name) {
    return write([&](store::Writer& writer) -> Status {
      TATARA_TRY(track::createExperiment(writer, {.name = name}, kNow));
      return {};
    });
  };
  VERIFY_TOLD(made("first"), "Experiment(name=first) already exists.");
  VERIFY_TOLD(renamed("second"),
              "Experiment(name=second) already exists. It is deleted: restore it, or choose another name.");
  VERIFY_TOLD(renamed(""), "An experiment needs a name");
  VERIFY_TOLD(renamed(std::string(501, 'n')),
              "'Experiment name' exceeds the maximum length of 500 characters");
  const track::ExperimentId none(4711);
  VERIFY_TOLD(write([&](store::Writer& w) { return track::renameExperiment(w, none, "new", kNow); }),
              "No Experiment with id=4711 exists");
  VERIFY_TOLD(write([&](store::Writer& w) { return track::setMeaning(w, none, "loss", {}, kNow); }),
              "There is no experiment 4711");
  VERIFY_TOLD(write([&](store::Writer& w) { return track::deleteExperimentTag(w, first, "team", kNow); }),
              "No tag with name: team in experiment with id " + std::to_string(first.value()));
}

void ToldErrorsTest::runs() {
  tests::TempWorkspace temp;
  const auto write = [&](const store::WriteTask& task) { return temp.store().write(task); };
  const track::RunId id("0123456789abcdef0123456789abcdef");
  const auto make = [&](store::Writer& writer) -> Status {
    TATARA_TRY(track::createRun(
        writer, {.experiment = track::ExperimentId(0), .name = "umber-vole", .id = id}, kNow));
    return {};
  };
  QVERIFY(write(make).has_value());
  VERIFY_TOLD(write(make), "A run with the id " + id.value() + " exists already");
  VERIFY_TOLD(
      write([&](store::Writer& w) { return track::askToStop(w, id); }),
      "The program that logs the run " + id.value() + " cannot be asked to stop; end it where it runs");
  VERIFY_TOLD(write([&](store::Writer& w) { return track::endAbandoned(w, id, kNow); }),
              "The run " + id.value() + " was not asked to stop");
  VERIFY_TOLD(write([&](store::Writer& w) { return track::deleteTag(w, id, "team"); }),
              "No tag with name: team in run with id " + id.value());
  QVERIFY(write([&](store::Writer& w) -> Status {
            TATARA_TRY(track::updateRun(w, id, {.status = track::RunStatus::Finished}));
            return {};
          }).has_value());
  VERIFY_TOLD(write([&](store::Writer& w) { return track::askToStop(w, id); }),
              "The run umber-vole has ended already");
  QVERIFY(write([&](store::Writer& w) { return track::deleteRun(w, id, kNow); }).has_value());
  VERIFY_TOLD(write([&](store::Writer& w) {
                return track::setTag(w, id, {"team", "rides"});
              }),
              "The run " + id.value() + " must be in the 'active' state. Current state is deleted.");
  VERIFY_TOLD(write([&](store::Writer& w) { return track::restoreRun(w, track::RunId("gone")); }),
              "Run with id=gone not found");
  VERIFY_TOLD(write([&](store::Writer& w) { return track::saveView(w, "runs", "", "{}", kNow); }),
              "A view needs a name of 1 to 250 characters");
}

void ToldErrorsTest::namesOfTagsAndMetrics() {
  VERIFY_TOLD(track::checkKey("tag", ""), "A tag needs a name");
  VERIFY_TOLD(track::checkKey("metric", ""), "A metric needs a name");
  VERIFY_TOLD(track::checkKey("parameter", ""), "A parameter needs a name");
  const std::string longKey(251, 'k');
  VERIFY_TOLD(track::checkKey("tag", longKey), "'key' exceeds the maximum length of 250 characters");
  VERIFY_TOLD(track::checkKey("metric", longKey),
              "'Metric name' exceeds the maximum length of 250 characters");
  VERIFY_TOLD(track::checkKey("parameter", longKey),
              "'Param key' exceeds the maximum length of 250 characters");
  VERIFY_TOLD(track::checkKey("tag", "a,b"),
              "Invalid value \"a,b\" for parameter 'key' supplied: Names may only contain alphanumerics, "
              "underscores (_), dashes (-), periods (.), spaces ( ), colon(:) and slashes (/).");
  VERIFY_TOLD(track::checkKey("metric", "a/../b"),
              "Invalid value \"a/../b\" for parameter 'name' supplied: Names may be treated as files in "
              "certain cases, and must not resolve to other names when treated as such. This name would "
              "resolve to 'b'");
}

void ToldErrorsTest::whatThePagesOfARunRead() {
  tests::TempWorkspace temp;
  VERIFY_TOLD(track::spanTreeOfFile("[]"), "traces.json holds no list of spans");
  const auto broken = track::spanTreeOfFile("{");
  QVERIFY(!broken && toldIn(Language::Japanese, broken.error()).startsWith(QStringLiteral("traces.json の")));
  VERIFY_TOLD(loadRunFacts(temp.store(), track::RunId("gone"), {}, {}),
              "There is no run gone in this workspace");
  const artifact::ArtifactStore artifacts(temp.share());
  QVERIFY(artifacts.put("1/plot.png", "no picture").has_value());
  const auto info = temp.store().read(
      [](sql::Connection& connection) { return artifact::ArtifactStore::find(connection, "1/plot.png"); });
  QVERIFY(info && *info);
  const RunFile file{.name = "plot.png", .info = **info};
  VERIFY_TOLD(readPreview(artifacts, file),
              "plot.png is not a picture that can be shown, or larger than 64 megapixels");
  fs::remove(artifacts.blobFile(file.info.digest));
  VERIFY_TOLD(readPreview(artifacts, file), "The bytes of plot.png cannot be read; run tatara verify");
}

TATARA_UI_TEST_MAIN(ToldErrorsTest)
#include "test_told_errors.moc"

#include <fstream>

#include <QComboBox>
#include <QFileDialog>
#include <QMenu>
#include <QPlainTextEdit>

#include "tests/support/golden.h"
#include "tests/support/sheet_album.h"
#include "tests/ui/models/models_fixture.h"
#include "ui/model/text_grid.h"
#include "ui/models/model_page.h"
#include "ui/models/version_page.h"
#include "ui/widget/label.h"
#include "ui/widget/sheet.h"
#include "ui/widget/states.h"

using namespace tatara;
using namespace tatara::ui;
using namespace tatara::ui::test_models;

namespace {

constexpr const char* kModel = "bike-demand-hourly";

registry::Actor aya() {
  return {.person = "aya", .program = "tatara"};
}

// A fifth version, whose files were there when it was registered.
void addWhole(const Fixture& fixture) {
  const artifact::ArtifactStore artifacts(fixture.store);
  const std::string root = "1/models/m-5/artifacts";
  QVERIFY(artifacts.put(root + "/MLmodel", kMlmodel));
  QVERIFY(artifacts.put(root + "/model.ubj", std::string(18'600, 'x')));
  fixture.write([&](store::Writer& writer) -> Status {
    registry::NewVersion version;
    version.model = kModel;
    version.source = "runs:/5/model";
    version.storage = "mlflow-artifacts:/" + root;
    TATARA_TRY(registry::createVersion(writer, version, aya(), kNow - 1h));
    return {};
  });
}

QAction* actionOf(Shown& shown, const QString& text) {
  const QList<QMenu*> menus = shown.panel.findChildren<QMenu*>();
  for (QAction* action : menus.isEmpty() ? QList<QAction*>() : menus.back()->actions()) {
    if (action->text() == text) {
      return action;
    }
  }
  return nullptr;
}

void openMenu(Shown& shown) {
  for (QToolButton* button : shown.panel.findChild<VersionPage*>()->findChildren<QToolButton*>()) {
    if (button->toolTip() == VersionPage::tr("More")) {
      button->click();
    }
  }
}

QString bannerText(const Shown& shown) {
  QStringList texts;
  for (const Banner* banner : shown.panel.findChildren<Banner*>()) {
    for (const Label* label : banner->findChildren<Label*>()) {
      texts << label->text();
    }
  }
  return texts.join(QLatin1Char('\n'));
}

}  // namespace

class FilesAndOverrideTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    applyTheme(*qApp, ThemeMode::Light);
    setLanguage(Language::English);
  }

  void alteredAndMissingFilesAreShownWhereverTheVersionIs() {
    const Fixture fixture;
    fixture.seed();
    addWhole(fixture);
    Shown shown(fixture.store);
    shown.panel.open(ModelRoute{QString::fromLatin1(kModel), 5, QStringLiteral("files")});
    QVERIFY(shown.settle());
    QVERIFY(!bannerText(shown).contains(QStringLiteral("not those that were registered")));
    QVERIFY(!(*loadModelFacts(*fixture.store, kModel, {}))->find(5)->altered);

    const artifact::ArtifactStore artifacts(fixture.store);
    QVERIFY(artifacts.put("1/models/m-5/artifacts/model.ubj", "another"));
    QVERIFY(artifacts.put("1/models/m-5/artifacts/extra.txt", "new"));
    QVERIFY(fixture.store->write([](store::Writer& writer) -> Status {
      TATARA_TRY(artifact::ArtifactStore::remove(writer, "1/models/m-5/artifacts/MLmodel"));
      return {};
    }));
    const ModelFactsPtr model = *loadModelFacts(*fixture.store, kModel, {});
    QVERIFY(model->find(5)->altered && !model->find(2)->altered);
    for (const auto& [mode, tongue, size, name] :
         {std::tuple{ThemeMode::Light, Language::English, QSize(1408, 928), "models/altered-light-en"},
          std::tuple{ThemeMode::Dark, Language::Japanese, QSize(1228, 648),
                     "models/altered-dark-ja-small"}}) {
      applyTheme(*qApp, mode);
      setLanguage(tongue);
      Shown again(fixture.store);
      again.window.resize(size);
      again.panel.resize(size);
      again.panel.open(ModelRoute{QString::fromLatin1(kModel), 5, QStringLiteral("files")});
      QVERIFY(again.settle());
      if (tongue == Language::English) {
        const QString banner = bannerText(again);
        for (const char* part : {"MLmodel is missing", "model.ubj was altered", "extra.txt was added"}) {
          QVERIFY2(banner.contains(QString::fromLatin1(part)), qPrintable(banner));
        }
      }
      const QString difference =
          test::compareGolden(again.window.grab().toImage(), QString::fromLatin1(name));
      QVERIFY2(difference.isEmpty(), qPrintable(difference));
    }
  }

  void endpointsThatFollowChampionAreNamedBeforeItMoves() {
    const Fixture fixture;
    fixture.seed();
    fixture.write([](store::Writer& writer) {
      return writer.sql().run(
          "INSERT INTO endpoint(name, model, follows, owner, settings, revision, created_ms, updated_ms) "
          "VALUES "
          "('hourly', 'bike-demand-hourly', 'champion', 'aya', '{}', 1, 0, 0), ('other', "
          "'bike-demand-hourly', "
          "'', 'aya', '{}', 1, 0, 0)");
    });
    Shown shown(fixture.store);
    shown.panel.open(ModelRoute{QString::fromLatin1(kModel), 3, {}});
    QVERIFY(shown.settle());
    findButton(shown.panel, QStringLiteral("Set as champion"))->click();
    const auto* sheet = shown.panel.findChild<Sheet*>();
    QVERIFY(sheet);
    const auto* followers = sheet->findChild<Label*>(QStringLiteral("followers"));
    QVERIFY(followers);
    QVERIFY2(followers->text().endsWith(QStringLiteral(": hourly")), qPrintable(followers->text()));
  }

  void whomThePolicyNamesOverridesItWithAReason() {
    const Fixture fixture;
    fixture.seed();
    std::ofstream(fixture.store->workspace().settingsFile())
        << "policy:\n  roles: {reviewer: [rei], lead: [" << registry::currentActor("test").person
        << "]}\n  models:\n    - {name: \"*\", approvals: {reviewer: 1}}\n  break_glass: [lead]\n";
    Shown shown(fixture.store);
    shown.panel.open(ModelRoute{QString::fromLatin1(kModel), 3, {}});
    QVERIFY(shown.settle());
    QVERIFY(!findButton(shown.panel, QStringLiteral("Set as champion"))->isEnabled());
    openMenu(shown);
    QAction* override = actionOf(shown, QStringLiteral("Override the policy…"));
    QVERIFY(override);
    override->trigger();
    auto* sheet = shown.panel.findChild<Sheet*>();
    QVERIFY(sheet);
    QPushButton* sure = findButton(*sheet, QStringLiteral("Override the policy"));
    sure->click();
    QVERIFY(sheet->isVisible());  // not without a reason
    sheet->findChild<QPlainTextEdit*>(QStringLiteral("overrideReason"))
        ->setPlainText(QStringLiteral("v2 is down"));
    sure->click();
    QTRY_COMPARE(fixture.champion(), 3);
    QTRY_VERIFY2(bannerText(shown).contains(QStringLiteral("v2 is down")), qPrintable(bannerText(shown)));
    QVERIFY(findButton(shown.panel, QStringLiteral("I have looked at it")) ==
            nullptr);  // somebody else has to
  }

  void whomThePolicyDoesNotNameIsNotOfferedIt() {
    const Fixture fixture;
    fixture.seed();
    std::ofstream(fixture.store->workspace().settingsFile())
        << "policy:\n  roles: {reviewer: [rei], lead: [somebody]}\n  models:\n"
           "    - {name: \"*\", approvals: {reviewer: 1}}\n  break_glass: [lead]\n";
    Shown shown(fixture.store);
    shown.panel.open(ModelRoute{QString::fromLatin1(kModel), 3, {}});
    QVERIFY(shown.settle());
    openMenu(shown);
    QVERIFY(actionOf(shown, QStringLiteral("Export model card…")));
    QVERIFY(!actionOf(shown, QStringLiteral("Override the policy…")));
  }

  void archivedVersionsStayOutOfTheTableUntilAskedFor() {
    const Fixture fixture;
    fixture.seed();
    fixture.write(
        [](store::Writer& writer) { return registry::archiveVersion(writer, kModel, 1, aya(), kNow); });
    Shown shown(fixture.store);
    QVERIFY(shown.settle());
    auto* page = shown.panel.findChild<ModelPage*>();
    auto* table = page->findChild<TextGrid*>();
    table->setCurrent(1);
    QVERIFY(page->chosen() != std::vector<std::int64_t>{1});
    QPushButton* show = findButton(*page, QStringLiteral("Show 1 archived"));
    QVERIFY(show && show->isVisible());
    show->click();
    table->setCurrent(1);
    QCOMPARE(page->chosen(), std::vector<std::int64_t>{1});
    QVERIFY(findButton(*page, QStringLiteral("Hide archived")));
  }

  void archivingIsUndoneForTheModelThatItWasAbout() {
    const Fixture fixture;
    fixture.seed();
    Shown shown(fixture.store);
    shown.panel.open(ModelRoute{QString::fromLatin1(kModel), {}, {}});
    QVERIFY(shown.settle());
    Q_EMIT shown.panel.findChild<ModelPage*>()->archiveAsked(1, true);
    QTRY_COMPARE(shown.toasts.shown(), std::size_t{1});
    const auto archived = [&fixture] {
      bool is = false;
      fixture.write([&is](store::Writer& writer) -> Status {
        TATARA_ASSIGN(const auto version, registry::findVersion(writer.sql(), kModel, 1));
        is = version && version->state == registry::VersionState::Archived;
        return {};
      });
      return is;
    };
    QVERIFY(archived());
    shown.panel.open(ModelRoute{QStringLiteral("station-rebalance"), {}, {}});
    QVERIFY(shown.settle());
    findButton(shown.window, QStringLiteral("Undo"))->click();
    QTRY_VERIFY(!archived());
  }

  void aModelCardIsSavedAsTheKindThatWasChosen() {
    const Fixture fixture;
    fixture.seed();
    const QTemporaryDir folder;
    for (const auto& [kind, name, start] :
         {std::tuple{0, "card.html", "<!DOCTYPE html>"}, std::tuple{1, "card.pdf", "%PDF-"},
          std::tuple{2, "card.md", "# Model card"}}) {
      Shown shown(fixture.store);
      shown.panel.open(ModelRoute{QString::fromLatin1(kModel), 2, {}});
      QVERIFY(shown.settle());
      openMenu(shown);
      actionOf(shown, QStringLiteral("Export model card…"))->trigger();
      auto* dialog = shown.panel.findChild<QFileDialog*>();
      QVERIFY(dialog);
      QVERIFY(!dialog->testOption(QFileDialog::DontConfirmOverwrite));
      dialog->setDirectory(folder.path());
      auto* kinds = dialog->findChild<QComboBox*>(QStringLiteral("fileTypeCombo"));
      QVERIFY(kinds);
      kinds->setCurrentIndex(kind);
      Q_EMIT kinds->activated(kind);
      Q_EMIT kinds->textActivated(kinds->itemText(kind));  // as a person who chooses it
      dialog->selectFile(QStringLiteral("card"));
      QMetaObject::invokeMethod(dialog, "accept");
      const QString path = folder.filePath(QString::fromLatin1(name));
      QTRY_VERIFY2(QFile::exists(path), name);
      QFile file(path);
      QTRY_VERIFY(file.size() > 100);
      QVERIFY(file.open(QIODevice::ReadOnly) && file.readAll().startsWith(start));
    }
  }

  void everySheetFitsASmallWindowDarkAndInJapanese() {
    applyTheme(*qApp, ThemeMode::Dark);
    setLanguage(Language::Japanese);
    const Fixture fixture;
    fixture.seed();
    fixture.logModel("copper-heron-231");
    std::ofstream(fixture.store->workspace().settingsFile())
        << "policy:\n  roles: {reviewer: [rei], lead: [" << registry::currentActor("test").person
        << "]}\n  models:\n    - {name: \"*\", approvals: {reviewer: 1}}\n  break_glass: [lead]\n";
    Shown shown(fixture.store);
    shown.window.resize(1228, 648);
    shown.panel.resize(1228, 648);
    shown.panel.open(ModelRoute{QString::fromLatin1(kModel), 3, {}});
    QVERIFY(shown.settle());
    test::SheetAlbum album;
    auto* page = shown.panel.findChild<VersionPage*>();
    Q_EMIT page->reviewAsked(3);
    album.take(shown.panel);
    Q_EMIT page->championAsked(3);
    album.take(shown.panel);
    for (const char* text : {"Add alias…", "Override the policy…"}) {
      openMenu(shown);
      actionOf(shown, ModelsPanel::tr(text))->trigger();
      album.take(shown.panel);
    }
    shown.panel.open(ModelRoute{QString::fromLatin1(kModel), {}, {}});
    QVERIFY(shown.settle());
    for (const char* text : {"Edit description…", "Edit facts…", "Rename…"}) {
      Q_EMIT shown.panel.findChild<ModelPage*>()->menuAsked(shown.panel.findChild<ModelPage*>());
      actionOf(shown, ModelsPanel::tr(text))->trigger();
      album.take(shown.panel);
    }
    const track::RunId run = (*loadModelFacts(*fixture.store, kModel, {}))->find(3)->run->info.id;
    shown.panel.open(ModelRoute{{}, {}, QStringLiteral("register/") + QString::fromStdString(run.value())});
    auto* logged = shown.panel.findChild<Sheet*>()->findChild<QComboBox*>();
    QTRY_COMPARE(logged->count(), 1);
    album.take(shown.panel);
    QCOMPARE(album.size(), std::size_t{8});
    const QString difference = test::compareGolden(album.picture(), QStringLiteral("models/sheets-dark-ja"));
    QVERIFY2(difference.isEmpty(), qPrintable(difference));
  }

  void allFilesOfAVersionAreSavedIntoAFolderOfTheirOwn() {
    const Fixture fixture;
    fixture.seed();
    addWhole(fixture);
    const QTemporaryDir folder;
    Shown shown(fixture.store);
    shown.panel.open(ModelRoute{QString::fromLatin1(kModel), 5, {}});
    QVERIFY(shown.settle());
    openMenu(shown);
    actionOf(shown, QStringLiteral("Save all files…"))->trigger();
    auto* dialog = shown.panel.findChild<QFileDialog*>();
    QVERIFY(dialog);
    dialog->setDirectory(folder.path());
    dialog->selectFile(folder.path());
    QMetaObject::invokeMethod(dialog, "accept");
    QTRY_VERIFY(QFile::exists(folder.filePath(QStringLiteral("bike-demand-hourly-v5/model.ubj"))));
    QTRY_VERIFY(QFile::exists(folder.filePath(QStringLiteral("bike-demand-hourly-v5/MLmodel"))));
  }
};

TATARA_UI_TEST_MAIN(FilesAndOverrideTest)
#include "test_files_and_override.moc"

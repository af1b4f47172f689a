// Every part of the kit, kept as pictures in both themes.
#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QProgressBar>
#include <QRadioButton>
#include <QScrollBar>
#include <QSlider>
#include <QSpinBox>
#include <QTabBar>
#include <QTableWidget>
#include <QToolButton>
#include <QUndoStack>
#include <QVBoxLayout>

#include "tests/support/golden.h"
#include "tests/support/ui_test.h"
#include "ui/base/icon.h"
#include "ui/widget/badge.h"
#include "ui/widget/card.h"
#include "ui/widget/controls.h"
#include "ui/widget/filter_strip.h"
#include "ui/widget/label.h"
#include "ui/widget/sheet.h"
#include "ui/widget/states.h"
#include "ui/widget/task_list.h"
#include "ui/widget/toast.h"

using namespace tatara;
using namespace tatara::ui;

namespace {

template <typename... Widgets>
QHBoxLayout* row(Widgets*... widgets) {
  auto* layout = new QHBoxLayout;
  layout->setSpacing(10);
  (layout->addWidget(widgets), ...);
  layout->addStretch(1);
  return layout;
}

QWidget* buttons() {
  auto* page = new QWidget;
  auto* column = new QVBoxLayout(page);
  auto* disabled = makeButton(QStringLiteral("Compare"), QStringLiteral("compare"));
  disabled->setEnabled(false);
  auto* small = makeButton(QStringLiteral("Small"));
  setControlSize(*small, ControlSize::Small);
  auto* toggled = makeIconButton(QStringLiteral("columns"), QStringLiteral("Columns"));
  toggled->setCheckable(true);
  toggled->setChecked(true);
  column->addLayout(row(makeButton(QStringLiteral("New run"), QStringLiteral("add"), ButtonKind::Primary),
                        makeButton(QStringLiteral("Export"), QStringLiteral("export")),
                        makeButton(QStringLiteral("Purge"), QStringLiteral("trash"), ButtonKind::Danger),
                        makeButton(QStringLiteral("Filter"), QStringLiteral("add"), ButtonKind::Flat),
                        makeButton(QStringLiteral("All runs"), {}, ButtonKind::Link), disabled, small,
                        makeIconButton(QStringLiteral("more"), QStringLiteral("More")), toggled));
  auto* layouts = new SegmentedControl;
  layouts->addSegment(QStringLiteral("Table"), QStringLiteral("layout-table"));
  layouts->addSegment(QStringLiteral("Split"), QStringLiteral("layout-split"));
  layouts->addSegment(QStringLiteral("Charts"), QStringLiteral("layout-charts"));
  layouts->setCurrent(1);
  auto* axis = new SegmentedControl;
  axis->setSmall(true);
  for (const char* text : {"7 d", "30 d", "all"}) {
    axis->addSegment(QString::fromLatin1(text));
  }
  auto* slider = new QSlider(Qt::Horizontal);
  slider->setValue(70);
  slider->setFixedWidth(100);
  auto* progress = new QProgressBar;
  progress->setValue(64);
  progress->setTextVisible(false);
  progress->setFixedWidth(80);
  column->addLayout(row(layouts, axis, slider, progress));
  return page;
}

QWidget* inputs() {
  auto* page = new QWidget;
  auto* column = new QVBoxLayout(page);
  auto* text = new QLineEdit(QStringLiteral("val_rmse < 46"));
  auto* wrong = new QLineEdit(QStringLiteral("val_rmse <"));
  setInvalid(*wrong, true);
  auto* combo = new QComboBox;
  combo->addItems({QStringLiteral("slate-finch-207"), QStringLiteral("b")});
  auto* spin = new QSpinBox;
  spin->setValue(12);
  column->addLayout(row(text, wrong, new SearchField(QStringLiteral("Search columns")), combo, spin));
  auto* on = new QCheckBox(QStringLiteral("Only differing"));
  on->setChecked(true);
  auto* partial = new QCheckBox(QStringLiteral("Some"));
  partial->setTristate(true);
  partial->setCheckState(Qt::PartiallyChecked);
  auto* off = new QCheckBox(QStringLiteral("Off"));
  auto* radio = new QRadioButton(QStringLiteral("Light"));
  radio->setChecked(true);
  column->addLayout(row(on, partial, off, radio, new QRadioButton(QStringLiteral("Dark"))));
  auto* tabs = new QTabBar;
  for (const char* name : {"Overview", "Metrics", "Parameters"}) {
    tabs->addTab(QString::fromLatin1(name));
  }
  column->addWidget(tabs);
  auto* strip = new FilterStrip;
  auto* brush = new Chip(QStringLiteral("brush: val_rmse 38.0–41.2"));
  brush->setOutlined(QStringLiteral("link"));
  strip->setChips(
      {new Chip(QStringLiteral("status is finished")), new Chip(QStringLiteral("val_rmse < 46")), brush});
  strip->setAddButton(makeButton(QStringLiteral("Filter"), QStringLiteral("add"), ButtonKind::Flat));
  strip->setMatchText(QStringLiteral("41 of 248 match"));
  column->addWidget(strip);
  return page;
}

QWidget* cards() {
  auto* page = new QWidget;
  auto* column = new QVBoxLayout(page);
  auto* kpi = new KpiStrip(KpiStrip::Size::Home);
  kpi->setCells({{QStringLiteral("Best val_rmse"),
                  QStringLiteral("38.42"),
                  QStringLiteral("rides/h"),
                  QStringLiteral("copper-heron-231"),
                  &Colors::tx3,
                  {}},
                 {QStringLiteral("Runs in 24 h"),
                  QStringLiteral("18"),
                  {},
                  QStringLiteral("16 finished"),
                  &Colors::ok,
                  {}}});
  column->addWidget(kpi);
  auto* badges = new QHBoxLayout;
  for (const BadgeState state :
       {BadgeState::Running, BadgeState::Finished, BadgeState::Failed, BadgeState::Killed,
        BadgeState::Candidate, BadgeState::InReview, BadgeState::Approved, BadgeState::Rejected,
        BadgeState::Champion, BadgeState::Archived}) {
    badges->addWidget(new Badge(state));
  }
  badges->addStretch(1);
  column->addLayout(badges);
  auto* table = new QTableWidget(2, 3);
  table->setHorizontalHeaderLabels(
      {QStringLiteral("Name"), QStringLiteral("Started"), QStringLiteral("Duration")});
  table->setItem(0, 0, new QTableWidgetItem(QStringLiteral("copper-heron-231")));
  table->setItem(1, 0, new QTableWidgetItem(QStringLiteral("quiet-maple-228")));
  table->selectRow(0);
  table->setFixedHeight(100);
  auto* card = new Card(QStringLiteral("Recent runs"));
  card->setSubtitle(QStringLiteral("10 of 248"));
  card->addTool(makeButton(QStringLiteral("All runs"), {}, ButtonKind::Link));
  card->setContent(table);
  column->addWidget(card);
  column->addWidget(new Banner(Banner::Tone::Warning, QStringLiteral("This workspace is read-only"),
                               {{QStringLiteral("Copy details"), {}, ButtonKind::Normal, [] {}}}));
  column->addWidget(
      new CodeBlock(QStringLiteral("import mlflow\nmlflow.set_tracking_uri(\"http://127.0.0.1:5000\")")));
  return page;
}

}  // namespace

class GalleryTest : public QObject {
  Q_OBJECT

  static void shoot(const std::function<QWidget*()>& make, const QString& name) {
    for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
      applyTheme(*qApp, mode);
      const std::unique_ptr<QWidget> page(make());
      page->setFixedWidth(900);
      page->adjustSize();
      const QString file =
          QStringLiteral("widget/%1-%2")
              .arg(name, mode == ThemeMode::Dark ? QStringLiteral("dark") : QStringLiteral("light"));
      const QString difference = test::compareGolden(page->grab().toImage(), file);
      QVERIFY2(difference.isEmpty(), qPrintable(difference));
    }
    applyTheme(*qApp, ThemeMode::Light);
  }

 private slots:
  void buttonsLookAsTheStyleGuideSays() { shoot(buttons, QStringLiteral("buttons")); }
  void inputsLookAsTheStyleGuideSays() { shoot(inputs, QStringLiteral("inputs")); }
  void cardsLookAsTheStyleGuideSays() { shoot(cards, QStringLiteral("cards")); }

  // Without a folder of its own a picture would go to the root of the disk.
  void aPictureIsRefusedWhereItHasNoFolder() {
    const QByteArray before = qgetenv("TATARA_SOURCE");
    const QByteArray update = qgetenv("UPDATE_GOLDENS");
    qputenv("UPDATE_GOLDENS", "1");
    const QImage picture(4, 4, QImage::Format_RGB32);
    for (const QByteArray& source : {QByteArray(), QByteArray("/no/such/folder")}) {
      qputenv("TATARA_SOURCE", source);
      const QString said = test::compareGolden(picture, QStringLiteral("widget/nowhere"));
      QVERIFY2(said.contains(QStringLiteral("TATARA_SOURCE")), qPrintable(said));
    }
    qputenv("TATARA_SOURCE", before);
    qputenv("UPDATE_GOLDENS", update);
    QVERIFY(!QFileInfo::exists(QStringLiteral("/tests/golden/widget/nowhere.png")));
  }

  void statesOfARegionLookAsTheStyleGuideSays() {
    shoot(
        [] {
          auto* page = new QWidget;
          auto* layout = new QHBoxLayout(page);
          auto* empty = new Card;
          empty->setContent(
              new EmptyState(QStringLiteral("experiments"), QStringLiteral("No run matches 3 filters"),
                             QStringLiteral("status is finished removes 12 runs"),
                             {{QStringLiteral("Clear filters"), {}, ButtonKind::Primary, [] {}}}));
          auto* failed = new Card;
          failed->setContent(
              new ErrorState(makeError(ErrorKind::Io, "The store cannot be read: the disk is full"), [] {}));
          layout->addWidget(empty);
          layout->addWidget(failed);
          page->setFixedHeight(220);
          return page;
        },
        QStringLiteral("states"));
  }

  void atMostThreeToastsAreShown() {
    QWidget window;
    window.resize(600, 400);
    ToastHost host(&window);
    bool undone = false;
    for (int i = 0; i < 4; ++i) {
      host.offerUndo(QStringLiteral("Run deleted"), [&] { undone = true; });
    }
    QCOMPARE(host.shown(), std::size_t{3});
    QPushButton* undo = nullptr;
    for (QPushButton* button : window.findChildren<QPushButton*>()) {
      if (button->text() == QStringLiteral("Undo") && button->isVisibleTo(&window)) {
        undo = button;
      }
    }
    QVERIFY(undo);
    undo->click();
    QVERIFY(undone);
    QCOMPARE(host.shown(), std::size_t{2});
  }

  void whatANoticeOffersToUndoIsAStepOfTheWindowToo() {
    QWidget window;
    window.resize(600, 400);
    window.show();
    QUndoStack steps;
    ToastHost host(&window, &steps);
    QStringList undone;
    const auto offer = [&](const QString& what, UndoLife life) {
      host.offerUndo(
          what, [&undone, what] { undone << what; }, life);
    };
    const auto button = [&window] {
      QPushButton* found = nullptr;
      for (QPushButton* one : window.findChildren<QPushButton*>()) {
        found = one->text() == QStringLiteral("Undo") && one->isVisible() ? one : found;
      }
      return found;
    };
    const auto close = [&window] {
      for (QToolButton* one : window.findChildren<QToolButton*>()) {
        one->click();
      }
    };
    // By the stack: the notice goes, and there is nothing to do again.
    offer(QStringLiteral("a"), UndoLife::Window);
    steps.undo();
    QTRY_COMPARE(undone, QStringList{QStringLiteral("a")});
    QCOMPARE(host.shown(), std::size_t{0});
    QVERIFY(!steps.canUndo() && !steps.canRedo());
    // By the button: the stack has nothing left, also below a step that came later.
    offer(QStringLiteral("b"), UndoLife::Window);
    steps.push(new QUndoCommand(QStringLiteral("view")));
    button()->click();
    QCOMPARE(undone.size(), 2);
    QVERIFY(steps.canUndo());
    steps.undo();
    QTRY_VERIFY(!steps.canUndo());
    QCOMPARE(undone.size(), 2);
    // One stays when its notice is gone, the other goes with it.
    steps.clear();
    offer(QStringLiteral("c"), UndoLife::Window);
    offer(QStringLiteral("d"), UndoLife::Notice);
    QCOMPARE(steps.count(), 2);
    close();
    QTRY_COMPARE(steps.count(), 1);
    steps.undo();
    QTRY_COMPARE(undone.last(), QStringLiteral("c"));
    QVERIFY(!undone.contains(QStringLiteral("d")));
  }

  void tasksSumUpAndEndOnce() {
    ManualClock clock(fromUnixMillis(0));
    TaskList list(nullptr, clock);
    const TaskId first = list.start(QStringLiteral("Import"), {});
    const TaskId second = list.start(QStringLiteral("Export"), {});
    QVERIFY(!list.progress());
    list.setProgress(first, 50, 100);
    list.setProgress(second, 0, 10);
    QCOMPARE(*list.progress(), 0.25);
    clock.advance(Millis(10'000));
    QCOMPARE(timeLeftText(list.tasks()[1], clock.now()), QStringLiteral("10 s left"));
    list.finish(first, QStringLiteral("16 runs"));
    list.fail(first, makeError(ErrorKind::Io, "late"));
    QVERIFY(list.tasks()[1].state == TaskState::Done);
    list.fail(second, makeError(ErrorKind::Cancelled, "cancelled"));
    QVERIFY(list.tasks()[0].state == TaskState::Cancelled);
    QCOMPARE(list.running(), 0);
  }
};

TATARA_UI_TEST_MAIN(GalleryTest)
#include "test_gallery.moc"

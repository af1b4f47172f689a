#include "ui/shell/sheets.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include "ui/base/error_text.h"
#include "ui/base/icon.h"
#include "ui/base/metrics.h"
#include "ui/base/style.h"
#include "ui/base/type.h"
#include "ui/base/utf8.h"
#include "ui/command/action_registry.h"
#include "ui/shell/connect_card.h"
#include "ui/shell/preferences.h"
#include "ui/shell/session.h"
#include "ui/shell/text_editor.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"
#include "ui/widget/sheet.h"

namespace tatara::ui {

struct ShellSheets {
  Q_DECLARE_TR_FUNCTIONS(tatara::ui::ShellSheets)
};

namespace {

constexpr int kFieldWidth = 380;

QScrollArea* scrolling(QWidget* content) {
  auto* area = new QScrollArea;
  area->setFrameShape(QFrame::NoFrame);
  area->setWidgetResizable(true);
  area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  area->setWidget(content);  // which fills its background, so it is told after
  content->setAutoFillBackground(false);
  area->viewport()->setAutoFillBackground(false);
  return area;
}

QWidget* keyTable(const ActionRegistry& actions) {
  auto* content = new QWidget;
  auto* grid = new QGridLayout(content);
  grid->setContentsMargins(0, 0, 12, 0);
  grid->setHorizontalSpacing(24);
  grid->setVerticalSpacing(4);
  int row = 0;
  QString group;
  for (const ActionRegistry::KeyLine& line : actions.keyLines()) {
    if (line.group != group) {
      group = line.group;
      auto* heading = new Label(group, TextRole::Header, &Colors::tx3);
      if (row > 0) {
        grid->setRowMinimumHeight(row++, 8);
      }
      grid->addWidget(heading, row++, 0, 1, 2);
    }
    grid->addWidget(new Label(line.text, TextRole::Cell, &Colors::tx1), row, 0);
    auto* keys = new Label(line.keys, TextRole::CellMedium, &Colors::tx2);
    keys->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    grid->addWidget(keys, row++, 1);
  }
  grid->setRowStretch(row, 1);
  grid->setColumnStretch(0, 1);
  return scrolling(content);
}

QVBoxLayout* page(QStackedWidget* stack, const QString& title) {
  auto* content = new QWidget;
  auto* column = new QVBoxLayout(content);
  column->setContentsMargins(24, 4, 0, 0);
  column->setSpacing(16);
  column->addWidget(new Label(title, TextRole::CardTitle, &Colors::tx1));
  stack->addWidget(content);
  return column;
}

FormField* field(const QString& label, QWidget* input, const QString& hint = {}) {
  auto* made = new FormField(label, input, hint);
  made->setFixedWidth(kFieldWidth);
  return made;
}

void addGeneralPage(QStackedWidget* stack, Preferences& preferences) {
  QVBoxLayout* column = page(stack, ShellSheets::tr("General"));
  auto* language = new QComboBox;
  language->addItem(QStringLiteral("English"), QStringLiteral("en"));
  language->addItem(QString::fromUtf8("日本語"), QStringLiteral("ja"));
  language->setCurrentIndex(preferences.language() == Language::Japanese ? 1 : 0);
  QObject::connect(language, &QComboBox::activated, &preferences, [language, &preferences] {
    preferences.setLanguage(*languageFromCode(language->currentData().toString()));
  });
  column->addWidget(field(ShellSheets::tr("Language"), language));
  auto* startup = new QComboBox;
  startup->addItems({ShellSheets::tr("The workspace used last"), ShellSheets::tr("The start page")});
  startup->setCurrentIndex(preferences.startup() == Startup::StartPage ? 1 : 0);
  QObject::connect(startup, &QComboBox::activated, &preferences, [&preferences](int index) {
    preferences.setStartup(index == 1 ? Startup::StartPage : Startup::LastWorkspace);
  });
  column->addWidget(field(ShellSheets::tr("Open at start"), startup));
  column->addStretch(1);
}

void addAppearancePage(QStackedWidget* stack, Preferences& preferences) {
  QVBoxLayout* column = page(stack, ShellSheets::tr("Appearance"));
  auto* theme = new SegmentedControl;
  theme->addSegment(ShellSheets::tr("Light"), QStringLiteral("theme-light"));
  theme->addSegment(ShellSheets::tr("Dark"), QStringLiteral("theme-dark"));
  theme->addSegment(ShellSheets::tr("Same as the desktop"), QStringLiteral("system"));
  theme->setCurrent(preferences.theme() == ThemeMode::Light  ? 0
                    : preferences.theme() == ThemeMode::Dark ? 1
                                                             : 2);
  QObject::connect(theme, &SegmentedControl::currentChanged, &preferences, [&preferences](int index) {
    preferences.setTheme(index == 0 ? ThemeMode::Light : index == 1 ? ThemeMode::Dark : ThemeMode::System);
  });
  column->addWidget(new Label(ShellSheets::tr("Theme"), TextRole::CellMedium, &Colors::tx1));
  column->addWidget(theme);
  auto* scale = new QComboBox;
  for (const int percent : {90, 100, 110, 125, 150}) {
    scale->addItem(QStringLiteral("%1 %").arg(percent), percent);
  }
  scale->setCurrentIndex(std::max(0, scale->findData(preferences.scalePercent())));
  QObject::connect(scale, &QComboBox::activated, &preferences,
                   [scale, &preferences] { preferences.setScalePercent(scale->currentData().toInt()); });
  column->addWidget(
      field(ShellSheets::tr("Size of text and controls"), scale, ShellSheets::tr("From the next start on")));
  auto* motion = new QCheckBox(ShellSheets::tr("Reduce motion"));
  motion->setChecked(preferences.reduceMotion());
  QObject::connect(motion, &QCheckBox::toggled, &preferences, &Preferences::setReduceMotion);
  column->addWidget(motion);
  column->addStretch(1);
}

QCheckBox* checkBox(const QString& text, bool checked, Preferences& preferences,
                    void (Preferences::*set)(bool)) {
  auto* box = new QCheckBox(text);
  box->setChecked(checked);
  QObject::connect(box, &QCheckBox::toggled, &preferences, set);
  return box;
}

Label* paragraph(const QString& text) {
  auto* label = new Label(text, TextRole::Body, &Colors::tx2);
  label->setOverflow(Overflow::Wrap);
  return label;
}

void addConnectionsPage(QStackedWidget* stack, Preferences& preferences) {
  QVBoxLayout* column = page(stack, ShellSheets::tr("Connections"));
  auto* port = new QSpinBox;
  port->setRange(1, 65535);
  port->setValue(preferences.serverPort());
  QObject::connect(port, &QSpinBox::valueChanged, &preferences, &Preferences::setServerPort);
  column->addWidget(field(ShellSheets::tr("Port of the tracking server"), port,
                          ShellSheets::tr("The server listens on this machine only (127.0.0.1)")));
  column->addWidget(checkBox(ShellSheets::tr("Keep the server running after the window closes"),
                             preferences.keepServerRunning(), preferences,
                             &Preferences::setKeepServerRunning));
  column->addStretch(1);
}

// The desktop's own, those that are installed, and a command line for any other.
void addEditorsPage(QStackedWidget* stack, Preferences& preferences) {
  QVBoxLayout* column = page(stack, ShellSheets::tr("Editors"));
  auto* choice = new QComboBox;
  choice->addItem(ShellSheets::tr("The desktop's own"), QString());
  for (const KnownEditor& editor : installedEditors()) {
    choice->addItem(editor.name, editor.command);
  }
  choice->addItem(ShellSheets::tr("Another…"));
  const int another = choice->count() - 1;
  const int chosen = choice->findData(preferences.textEditor());
  choice->setCurrentIndex(chosen < 0 ? another : chosen);
  column->addWidget(
      field(ShellSheets::tr("Text is opened with"), choice,
            ShellSheets::tr("tatara.yaml, and text among artifacts as a copy that is not written back")));
  auto* command = new QLineEdit(chosen < 0 ? preferences.textEditor() : QString());
  command->setFont(font(TextRole::Code));
  auto* other = field(
      ShellSheets::tr("Command"), command,
      ShellSheets::tr("{file} is where the file goes; a terminal's editor needs the terminal's command"));
  command->setPlaceholderText(QStringLiteral("xterm -e nano {file}"));
  other->setVisible(chosen < 0);
  column->addWidget(other);
  QObject::connect(choice, &QComboBox::activated, &preferences, [=, &preferences](int index) {
    other->setVisible(index == another);
    if (index != another) {
      preferences.setTextEditor(choice->itemData(index).toString());
    } else {
      command->setFocus();
    }
  });
  // What cannot be started is said and not kept.
  QObject::connect(command, &QLineEdit::editingFinished, &preferences, [=, &preferences] {
    const QString words = command->text().trimmed();
    const Result<QStringList> found = editorWords(words, QString());
    other->setError(found || words.isEmpty() ? QString() : messageText(found.error()));
    if (found) {
      preferences.setTextEditor(words);
    }
  });
  column->addStretch(1);
}

void addNotificationsPage(QStackedWidget* stack, Preferences& preferences) {
  QVBoxLayout* column = page(stack, ShellSheets::tr("Notifications"));
  column->addWidget(new Label(ShellSheets::tr("The bell tells of"), TextRole::CellMedium, &Colors::tx1));
  column->addWidget(checkBox(ShellSheets::tr("Runs that fail"), preferences.notifyFailedRuns(), preferences,
                             &Preferences::setNotifyFailedRuns));
  column->addWidget(checkBox(ShellSheets::tr("Runs that finish or are stopped"),
                             preferences.notifyFinishedRuns(), preferences,
                             &Preferences::setNotifyFinishedRuns));
  column->addWidget(checkBox(ShellSheets::tr("Tasks that end"), preferences.notifyTasks(), preferences,
                             &Preferences::setNotifyTasks));
  column->addWidget(paragraph(ShellSheets::tr(
      "Only while the workspace is open. Nothing leaves this machine, and nothing pops up over other "
      "windows.")));
  column->addStretch(1);
}

// A button that forgets at once and says so by being used up.
QPushButton* forgetButton(const QString& text, std::function<void()> forget) {
  QPushButton* button = makeButton(text, QStringLiteral("trash"), ButtonKind::Normal);
  QObject::connect(button, &QPushButton::clicked, button, [button, forget = std::move(forget)] {
    forget();
    button->setText(ShellSheets::tr("Forgotten"));
    button->setEnabled(false);
  });
  return button;
}

void addPrivacyPage(QStackedWidget* stack, Preferences& preferences) {
  QVBoxLayout* column = page(stack, ShellSheets::tr("Privacy"));
  column->addWidget(paragraph(ShellSheets::tr(
      "Tatara sends nothing anywhere by itself: no telemetry, no check for updates, no fonts or "
      "pictures from the network. Workspaces stay in their folders. What a person exports or "
      "sends to a server goes where they say.")));
  column->addWidget(
      new Label(ShellSheets::tr("Remembered on this machine"), TextRole::CellMedium, &Colors::tx1));
  const auto add = [column](QPushButton* button) { column->addWidget(button, 0, Qt::AlignLeft); };
  add(forgetButton(ShellSheets::tr("Forget recent workspaces"),
                   [&preferences] { preferences.forgetRecentWorkspaces(); }));
  add(forgetButton(ShellSheets::tr("Forget recent commands"),
                   [&preferences] { preferences.setRecentCommands({}); }));
  add(forgetButton(ShellSheets::tr("Forget layouts of windows and tables"),
                   [&preferences] { preferences.forgetLayouts(); }));
  column->addStretch(1);
}

// The names of the pages, as the sidebar paints its panels.
class PageNames final : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const Colors& c = colors();
    const QRect row = option.rect.adjusted(0, 0, -8, 0);
    const bool current = option.state & QStyle::State_Selected;
    if (current || (option.state & QStyle::State_MouseOver)) {
      drawPanel(*painter, row, kControlRadius, current ? c.sel : c.bg3, Qt::transparent);
    }
    if (current && (option.state & QStyle::State_HasFocus)) {
      drawPanel(*painter, QRectF(row).adjusted(1, 1, -1, -1), kControlRadius, Qt::transparent, c.acctx);
    }
    painter->setFont(font(TextRole::BodyMedium));
    painter->setPen(current ? c.tx1 : c.tx2);
    painter->drawText(row.adjusted(10, 0, -6, 0), Qt::AlignLeft | Qt::AlignVCenter, index.data().toString());
  }
};

class SheetMark final : public QWidget {
 public:
  explicit SheetMark(QWidget* parent) : QWidget(parent) { setFixedSize(48, 48); }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    drawIcon(painter, QStringLiteral("tatara"), rect(), colors().ember);
  }
};

}  // namespace

void showSettings(QWidget* window, Preferences& preferences, const ActionRegistry& actions) {
  Sheet sheet(ShellSheets::tr("Settings"), 860, window);
  sheet.setFixedSize(860, 600);
  auto* row = new QHBoxLayout;
  row->setSpacing(0);
  auto* list = new QListWidget;
  list->setFrameShape(QFrame::NoFrame);
  list->setFixedWidth(180);
  list->setItemDelegate(new PageNames(list));
  list->setMouseTracking(true);
  list->setAccessibleName(ShellSheets::tr("Pages"));
  for (const QString& name :
       {ShellSheets::tr("General"), ShellSheets::tr("Appearance"), ShellSheets::tr("Connections"),
        ShellSheets::tr("Editors"), ShellSheets::tr("Keys"), ShellSheets::tr("Notifications"),
        ShellSheets::tr("Privacy")}) {
    auto* item = new QListWidgetItem(name, list);
    item->setSizeHint(QSize(160, kNavHeight));
  }
  auto* stack = new QStackedWidget;
  addGeneralPage(stack, preferences);
  addAppearancePage(stack, preferences);
  addConnectionsPage(stack, preferences);
  addEditorsPage(stack, preferences);
  page(stack, ShellSheets::tr("Keys"))->addWidget(keyTable(actions), 1);
  addNotificationsPage(stack, preferences);
  addPrivacyPage(stack, preferences);
  QObject::connect(list, &QListWidget::currentRowChanged, stack, &QStackedWidget::setCurrentIndex);
  list->setCurrentRow(0);
  row->addWidget(list);
  row->addWidget(makeLine(Qt::Vertical));
  row->addWidget(stack, 1);
  sheet.body()->addLayout(row, 1);
  sheet.addClose();
  // A language change builds the window anew under this sheet: close it first.
  QObject::connect(&preferences, &Preferences::languageChanged, &sheet, &QDialog::accept);
  sheet.exec();
}

void showKeys(QWidget* window, const ActionRegistry& actions) {
  Sheet sheet(ShellSheets::tr("Keys"), 560, window);
  sheet.setFixedSize(560, 600);
  sheet.body()->addWidget(keyTable(actions), 1);
  sheet.addClose();
  sheet.exec();
}

void showAbout(QWidget* window) {
  Sheet sheet(ShellSheets::tr("About Tatara"), 520, window);
  auto* top = new QHBoxLayout;
  top->setSpacing(14);
  top->addWidget(new SheetMark(&sheet));
  auto* texts = new QVBoxLayout;
  texts->setSpacing(2);
  texts->addWidget(new Label(QStringLiteral("Tatara %1").arg(QCoreApplication::applicationVersion()),
                             TextRole::PanelTitle, &Colors::tx1));
  texts->addWidget(new Label(ShellSheets::tr("A workbench for models, on one machine, offline"),
                             TextRole::Body, &Colors::tx2));
  top->addLayout(texts, 1);
  sheet.body()->addLayout(top);
  auto* licence = new Label(
      ShellSheets::tr(
          "Tatara is free software under the GNU General Public License, version 3 or any later version. "
          "It comes without any warranty."),
      TextRole::Body, &Colors::tx2);
  licence->setOverflow(Overflow::Wrap);
  sheet.body()->addWidget(licence);
  sheet.body()->addWidget(new Label(ShellSheets::tr("Made with"), TextRole::Header, &Colors::tx3));
  const std::pair<const char*, const char*> parts[] = {
      {"Qt 6 (Widgets, Charts, Svg)", "LGPL-3.0, GPL-3.0"},
      {"SQLite", "public domain"},
      {"DuckDB", "MIT"},
      {"XGBoost", "Apache-2.0"},
      {"LightGBM, ONNX Runtime", "MIT"},
      {"libgit2", "GPL-2.0 with linking exception"},
      {"OpenSSL, libsodium", "Apache-2.0, ISC"},
      {"Zstandard", "BSD-3-Clause"},
      {"RESTinio, Asio, llhttp, cpp-httplib", "BSD-3-Clause, BSL-1.0, MIT"},
      {"gRPC, Protocol Buffers", "Apache-2.0, BSD-3-Clause"},
      {"libzip, Expat, zlib", "BSD-3-Clause, MIT, Zlib"},
      {"simdjson, nlohmann/json, yaml-cpp", "Apache-2.0, MIT"},
      {"fmt, spdlog, tl::expected", "MIT, CC0-1.0"},
      {"Inter, Noto Sans CJK, JetBrains Mono", "OFL-1.1"},
  };
  auto* grid = new QGridLayout;
  grid->setVerticalSpacing(3);
  int row = 0;
  for (const auto& [name, terms] : parts) {
    grid->addWidget(new Label(QString::fromLatin1(name), TextRole::Cell, &Colors::tx1), row, 0);
    grid->addWidget(new Label(QString::fromLatin1(terms), TextRole::Cell, &Colors::tx3), row++, 1);
  }
  sheet.body()->addLayout(grid);
  sheet.addClose();
  sheet.exec();
}

void showConnect(QWidget* window, Session& session, Preferences& preferences) {
  Sheet sheet(ShellSheets::tr("Connect training code"), 520, window);
  auto* hint =
      new Label(ShellSheets::tr("Any script that logs with MLflow logs into this workspace once it has these "
                                "lines. It needs no change beside the address."),
                TextRole::Body, &Colors::tx2);
  hint->setOverflow(Overflow::Wrap);
  sheet.body()->addWidget(hint);
  sheet.body()->addWidget(new ConnectCard(session, preferences.serverPort()));
  sheet.addClose();
  sheet.exec();
}

}  // namespace tatara::ui

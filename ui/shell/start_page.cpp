#include "ui/shell/start_page.h"

#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/base/icon.h"
#include "ui/base/style.h"
#include "ui/base/type.h"
#include "ui/shell/preferences.h"
#include "ui/widget/card.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"
#include "ui/widget/states.h"
#include "ui/widget/task_list.h"

namespace tatara::ui {
namespace {

constexpr int kColumnWidth = 520;

class Mark final : public QWidget {
 public:
  explicit Mark(QWidget* parent) : QWidget(parent) { setFixedSize(44, 44); }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    drawIcon(painter, QStringLiteral("tatara"), rect(), colors().ember);
  }
};

// A recent workspace: name and folder, opened by a click or Enter.
class RecentRow final : public QAbstractButton {
 public:
  RecentRow(const QString& folder, QWidget* parent) : QAbstractButton(parent) {
    setText(QFileInfo(folder).fileName());
    m_folder = QString(folder).replace(QDir::homePath(), QStringLiteral("~"));
    setFixedHeight(44);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setAccessibleName(text());
    setAccessibleDescription(m_folder);
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    const Colors& c = colors();
    QPainter painter(this);
    if (underMouse()) {
      drawPanel(painter, rect().adjusted(4, 2, -4, -2), 6, c.bg3, Qt::transparent);
    }
    drawIcon(painter, QStringLiteral("folder"), QRectF(14, 14, 16, 16), c.tx2);
    painter.setFont(tatara::ui::font(TextRole::BodyMedium));
    painter.setPen(c.tx1);
    painter.drawText(QRect(42, 5, width() - 56, 18), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(text(), Qt::ElideMiddle, width() - 56));
    painter.setFont(tatara::ui::font(TextRole::Caption));
    painter.setPen(c.tx3);
    painter.drawText(QRect(42, 22, width() - 56, 16), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(m_folder, Qt::ElideMiddle, width() - 56));
  }

 private:
  QString m_folder;
};

void clear(QVBoxLayout* layout) {
  while (QLayoutItem* item = layout->takeAt(0)) {
    if (item->widget()) {
      item->widget()->hide();
      item->widget()->deleteLater();
    }
    delete item;
  }
}

}  // namespace

StartPage::StartPage(Preferences& preferences, TaskList& tasks, QWidget* parent)
    : QWidget(parent), m_preferences(preferences), m_tasks(tasks) {
  setWindowTitle(QStringLiteral("Tatara"));
  setWindowIcon(productIcon());
  setMinimumSize(720, 540);
  auto* outer = new QVBoxLayout(this);
  auto* row = new QHBoxLayout;
  auto* column = new QVBoxLayout;
  column->setSpacing(12);
  outer->addStretch(2);
  outer->addLayout(row);
  outer->addStretch(3);
  row->addStretch(1);
  row->addLayout(column);
  row->addStretch(1);

  auto* head = new QHBoxLayout;
  head->setSpacing(14);
  head->addWidget(new Mark(this));
  auto* texts = new QVBoxLayout;
  texts->setSpacing(2);
  texts->addWidget(new Label(QStringLiteral("Tatara"), TextRole::HomeKpi, &Colors::tx1, this));
  texts->addWidget(new Label(tr("Runs, data and models of a workspace, on this machine"), TextRole::Body,
                             &Colors::tx2, this));
  head->addLayout(texts, 1);
  column->addLayout(head);
  column->addSpacing(8);
  m_error = new QVBoxLayout;
  column->addLayout(m_error);

  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(8);
  QPushButton* create = makeButton(tr("New workspace…"), QStringLiteral("add"), ButtonKind::Primary, this);
  QPushButton* open = makeButton(tr("Open workspace…"), QStringLiteral("folder"), ButtonKind::Normal, this);
  QPushButton* example =
      makeButton(tr("Example workspace"), QStringLiteral("experiments"), ButtonKind::Normal, this);
  for (QPushButton* button : {create, open, example}) {
    buttons->addWidget(button);
  }
  buttons->addStretch(1);
  column->addLayout(buttons);
  connect(create, &QPushButton::clicked, this, &StartPage::newWorkspaceAsked);
  connect(open, &QPushButton::clicked, this, [this] { Q_EMIT openWorkspaceAsked({}); });
  connect(example, &QPushButton::clicked, this, &StartPage::exampleAsked);

  m_taskColumn = new QVBoxLayout;
  m_taskColumn->setSpacing(6);
  column->addLayout(m_taskColumn);
  m_recent = new QVBoxLayout;
  m_recent->setSpacing(6);
  column->addLayout(m_recent);
  connect(&preferences, &Preferences::recentWorkspacesChanged, this, &StartPage::rebuildRecent);
  connect(&tasks, &TaskList::changed, this, &StartPage::rebuildTasks);
  rebuildRecent();
}

void StartPage::showError(const Error& error) {
  clear(m_error);
  auto* banner = new Banner(Banner::Tone::Error, errorText(error), {}, this);
  banner->setFixedWidth(kColumnWidth);
  m_error->addWidget(banner);
}

void StartPage::rebuildRecent() {
  clear(m_recent);
  const QStringList folders = m_preferences.recentWorkspaces();
  if (folders.isEmpty()) {
    return;
  }
  auto* card = new Card(tr("Recent"), this);
  card->setFixedWidth(kColumnWidth);
  auto* rows = new QWidget;
  auto* column = new QVBoxLayout(rows);
  column->setContentsMargins(0, 0, 0, 6);
  column->setSpacing(0);
  for (const QString& folder : folders.mid(0, 6)) {
    auto* one = new RecentRow(folder, rows);
    connect(one, &QAbstractButton::clicked, this, [this, folder] { Q_EMIT openWorkspaceAsked(folder); });
    column->addWidget(one);
  }
  card->setContent(rows);
  m_recent->addWidget(card);
}

void StartPage::rebuildTasks() {
  clear(m_taskColumn);
  for (const TaskInfo& task : m_tasks.tasks()) {
    if (task.state != TaskState::Running) {
      continue;
    }
    m_taskColumn->addWidget(new Label(task.title, TextRole::CellMedium, &Colors::tx1, this));
    auto* bar = new QProgressBar(this);
    bar->setTextVisible(false);
    bar->setFixedHeight(6);
    bar->setRange(0, task.total > 0 ? 1000 : 0);
    bar->setValue(task.total > 0 ? static_cast<int>(1000 * task.done / task.total) : 0);
    m_taskColumn->addWidget(bar);
    m_taskColumn->addWidget(new Label(task.note, TextRole::Caption, &Colors::tx3, this));
  }
}

void StartPage::paintEvent(QPaintEvent*) {
  QPainter(this).fillRect(rect(), colors().bg0);
}

}  // namespace tatara::ui

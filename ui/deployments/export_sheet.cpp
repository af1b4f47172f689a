#include "ui/deployments/export_sheet.h"

#include <algorithm>

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDesktopServices>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPointer>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/phrase_text.h"
#include "ui/base/type.h"
#include "ui/base/utf8.h"
#include "ui/deployments/endpoint_text.h"
#include "ui/deployments/fact_list.h"
#include "ui/deployments/step_view.h"
#include "ui/shell/command_task.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"
#include "ui/widget/states.h"

namespace tatara::ui {
namespace {

constexpr int kWidth = 760;
constexpr int kHeight = 500;
constexpr int kKindsWidth = 266;
constexpr qsizetype kMostFiles = 6;

QString kindIcon(package::Kind kind) {
  using package::Kind;
  switch (kind) {
    case Kind::Oci:
    case Kind::OciArchive:
    case Kind::Docker:
      return QStringLiteral("archived");
    case Kind::Kubernetes:
    case Kind::Kserve:
      return QStringLiteral("system");
    case Kind::Mlflow:
    case Kind::TensorflowServing:
      return QStringLiteral("models");
    default:
      return QStringLiteral("offline");
  }
}

Label* wrapped(TextRole role, ColorRole color) {
  auto* label = new Label({}, role, color);
  label->setOverflow(Overflow::Wrap);
  return label;
}

}  // namespace

ExportSheet::ExportSheet(const ExportOffer& offer, TaskList& tasks, QWidget* parent)
    : Sheet(tr("Export %1").arg(offer.model), kWidth, parent),
      m_offer(offer),
      m_tasks(tasks),
      m_pages(new QStackedWidget) {
  m_pages->setMinimumHeight(kHeight);
  m_pages->addWidget(makeForm());
  m_pages->addWidget(makeRunning());
  m_pages->addWidget(makeResult());
  body()->addWidget(m_pages, 1);
  m_folder = addButton(tr("Show in folder"), [this] {
    QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(wish().out).absolutePath()));
  });
  m_again = addButton(tr("Export another"), [this] {
    m_pages->setCurrentIndex(0);
    update();
  });
  m_close = addButton(tr("Cancel"), [this] {
    // It stands where "Export" was a moment ago: the second press of a double-click is not meant for it.
    if (!m_turned.isValid() || m_turned.elapsed() > QApplication::doubleClickInterval()) {
      reject();
    }
  });
  m_export = setSubmit(tr("Export"), [this] { begin(); });
  connect(&m_tasks, &TaskList::changed, this, &ExportSheet::onTasks);
  setKind(m_kind);
}

FactList* ExportSheet::makeKinds() {
  m_kinds = new FactList(tr("Kind of package"));
  m_kinds->setFixedWidth(kKindsWidth);
  std::vector<FactRow> kinds;
  for (const package::KindFacts& facts : package::allKinds()) {
    kinds.push_back({.icon = kindIcon(facts.kind),
                     .text = kindTitle(facts.kind),
                     .second = kindHint(facts.kind),
                     .toolTip = kindContents(facts.kind),
                     .id = static_cast<std::int64_t>(facts.kind)});
  }
  m_kinds->setRows(std::move(kinds));
  connect(m_kinds, &FactList::chosen, this,
          [this](std::int64_t id) { setKind(static_cast<package::Kind>(id)); });
  return m_kinds;
}

QWidget* ExportSheet::makeScale() {
  m_scale = new QWidget;
  auto* scale = new QHBoxLayout(m_scale);
  scale->setContentsMargins(0, 0, 0, 0);
  m_replicas = new QSpinBox;
  m_most = new QSpinBox;
  m_canary = new QSpinBox;
  m_replicas->setRange(1, 10'000);
  m_most->setRange(1, 10'000);
  m_replicas->setValue(2);
  m_most->setValue(6);
  m_canary->setRange(0, 100);
  m_canary->setSuffix(QStringLiteral(" %"));
  m_canary->setSpecialValueText(tr("none"));
  scale->addWidget(new FormField(tr("Replicas, at least"), m_replicas));
  scale->addWidget(new FormField(tr("At most"), m_most));
  m_canaryField = new FormField(tr("Canary"), m_canary);
  scale->addWidget(m_canaryField);
  return m_scale;
}

QWidget* ExportSheet::makeForm() {
  auto* form = new QWidget;
  auto* row = new QHBoxLayout(form);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(20);
  row->addWidget(makeKinds(), 0, Qt::AlignTop);
  row->addWidget(makeLine(Qt::Vertical));
  auto* column = new QVBoxLayout;
  column->setSpacing(12);
  m_contents = wrapped(TextRole::Body, &Colors::tx2);
  column->addWidget(m_contents);
  m_version = new QComboBox;
  for (const VersionLabel& label : m_offer.versions) {
    const QString words = label.champion   ? tr("%1, champion").arg(versionText(label.version))
                          : label.approved ? tr("%1, approved").arg(versionText(label.version))
                                           : versionText(label.version);
    m_version->addItem(words, static_cast<qlonglong>(label.version));
  }
  m_version->setCurrentIndex(std::max(0, m_version->findData(static_cast<qlonglong>(m_offer.version))));
  m_name = new QLineEdit(fromUtf8(package::plainName(m_offer.model.toStdString())));
  auto* first = new QHBoxLayout;
  first->addWidget(new FormField(tr("Version"), m_version), 1, Qt::AlignTop);
  m_nameField = new FormField(tr("Name there"), m_name, tr("Small letters, digits and hyphens"));
  first->addWidget(m_nameField, 1, Qt::AlignTop);
  column->addLayout(first);
  m_image = new QLineEdit;
  m_imageField =
      new FormField(tr("Image"), m_image, tr("What the platform runs, or where the image is pushed to"));
  column->addWidget(m_imageField);
  column->addWidget(makeScale());
  m_out = new QLineEdit;
  m_outField = new FormField(tr("Write to"), m_out);
  QPushButton* choose = makeButton(tr("Choose…"));
  auto* out = new QHBoxLayout;
  out->addWidget(m_outField, 1);
  out->addWidget(choose, 0, Qt::AlignBottom);
  column->addLayout(out);
  m_replace = new QCheckBox(tr("Replace the package that is there"));
  column->addWidget(m_replace);
  m_failure = wrapped(TextRole::Body, &Colors::err);
  m_failure->hide();
  column->addWidget(m_failure);
  column->addStretch(1);
  auto* note = wrapped(TextRole::Cell, &Colors::tx3);
  note->setText(
      tr("Only files are written. The policy is asked whether this account may deploy under that "
         "name, and the export is recorded."));
  column->addWidget(note);
  row->addLayout(column, 1);
  connect(choose, &QPushButton::clicked, this, &ExportSheet::chooseOut);
  connect(m_out, &QLineEdit::textEdited, this, [this] { m_outTyped = true; });
  connect(m_version, &QComboBox::currentIndexChanged, this, &ExportSheet::suggest);
  connect(m_replicas, &QSpinBox::valueChanged, m_most, &QSpinBox::setMinimum);
  return form;
}

void ExportSheet::chooseOut() {
  const QString place = QFileDialog::getSaveFileName(this, tr("Write the package to"), m_out->text(), {},
                                                     nullptr, QFileDialog::DontConfirmOverwrite);
  if (!place.isEmpty()) {
    setOut(place);
  }
}

QWidget* ExportSheet::makeRunning() {
  auto* page = new QWidget;
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(10);
  column->addStretch(2);
  m_doing = new Label({}, TextRole::CardTitle);
  m_bar = new QProgressBar;
  m_bar->setTextVisible(false);
  m_bar->setFixedHeight(6);
  m_bar->setRange(0, 0);
  m_note = new Label({}, TextRole::Cell, &Colors::tx3);
  column->addWidget(m_doing);
  column->addWidget(m_bar);
  column->addWidget(m_note);
  QPushButton* cancel = makeButton(tr("Cancel export"), QStringLiteral("stop"));
  column->addWidget(cancel, 0, Qt::AlignLeft);
  column->addStretch(3);
  connect(cancel, &QPushButton::clicked, this, [this] {
    for (const TaskInfo& task : std::vector<TaskInfo>(m_tasks.tasks())) {
      if (m_task && task.id == *m_task && task.cancel) {
        task.cancel();
      }
    }
  });
  return page;
}

QWidget* ExportSheet::makeResult() {
  auto* scroll = new QScrollArea;
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->viewport()->setAutoFillBackground(false);
  auto* page = new QWidget;
  m_result = new QVBoxLayout(page);
  m_result->setContentsMargins(0, 0, 8, 0);
  m_result->setSpacing(12);
  scroll->setWidget(page);
  page->setAutoFillBackground(false);  // which setWidget() turned on
  return scroll;
}

ExportWish ExportSheet::wish() const {
  return {.kind = m_kind,
          .model = m_offer.model,
          .version = m_version->currentData().toLongLong(),
          .out = m_out->text().trimmed(),
          .name = m_name->text().trimmed(),
          .image = m_imageField->isVisibleTo(this) ? m_image->text().trimmed() : QString(),
          .replicas = m_replicas->value(),
          .mostReplicas = m_most->value(),
          .canary = m_canary->value(),
          .replace = m_replace->isChecked()};
}

void ExportSheet::setKind(package::Kind kind) {
  m_kind = kind;
  update();
  suggest();
}

void ExportSheet::setOut(const QString& out) {
  m_outTyped = true;
  m_out->setText(out);
}

// A place that a person typed stays, whatever kind is looked at.
void ExportSheet::suggest() {
  if (!m_outTyped) {
    m_out->setText(suggestedOut(wish(), m_offer.target));
  }
  m_image->setPlaceholderText(
      QStringLiteral("%1:%2").arg(m_name->text().trimmed()).arg(m_version->currentData().toLongLong()));
}

void ExportSheet::turnTo(int page) {
  m_pages->setCurrentIndex(page);
  m_turned.start();
  update();
}

void ExportSheet::update() {
  using package::Kind;
  const package::KindFacts& facts = package::factsOf(m_kind);
  const bool pushed = m_kind == Kind::Oci || m_kind == Kind::OciArchive || m_kind == Kind::Docker;
  const int page = m_pages->currentIndex();
  m_kinds->setMarked(static_cast<std::int64_t>(m_kind));
  m_contents->setText(kindContents(m_kind));
  m_imageField->setVisible(facts.namesImage || pushed);
  m_scale->setVisible(scales(m_kind));
  m_canaryField->setVisible(m_kind == Kind::Kserve);
  m_folder->setVisible(page == 2);
  m_again->setVisible(page == 2);
  m_export->setVisible(page == 0);
  m_close->setText(page == 0 ? tr("Cancel") : page == 1 ? tr("Hide") : tr("Close"));
}

void ExportSheet::begin() {
  m_failure->hide();
  const ExportWish wanted = wish();
  m_outField->setError(wanted.out.isEmpty() ? tr("Say where the package is to be written") : QString());
  m_nameField->setError(wanted.name.isEmpty() ? tr("A package needs a name") : QString());
  if (wanted.out.isEmpty() || wanted.name.isEmpty()) {
    (wanted.out.isEmpty() ? m_out : m_name)->setFocus();
    return;
  }
  CommandTask task;
  task.title = tr("Exporting %1 %2").arg(m_offer.model, versionText(wanted.version));
  task.doneText = tr("%1 %2 is exported to %3").arg(m_offer.model, versionText(wanted.version), wanted.out);
  task.arguments = exportArguments(wanted, m_offer.workspace);
  const auto report = std::make_shared<Result<ExportReport>>(ExportReport());
  task.takeOutput = [report](const QByteArray& output) { *report = readExportReport(output); };
  const QPointer<ExportSheet> self(this);
  task.whenDone = [self, report] {
    if (self) {
      self->m_task.reset();
      *report ? self->showReport(**report) : self->showFailure(report->error());
    }
  };
  task.whenFailed = [self](const Error& error) {
    if (self) {
      self->m_task.reset();
      self->showFailure(error);
    }
  };
  const QString folder = QFileInfo(wanted.out).absolutePath();
  task.openResult = [folder] { QDesktopServices::openUrl(QUrl::fromLocalFile(folder)); };
  m_doing->setText(tr("Writing %1").arg(wanted.out));
  turnTo(1);
  // It belongs to the window, so that hiding the sheet does not end it.
  m_task =
      runCommandTask(parentWidget() ? static_cast<QObject*>(parentWidget()) : this, m_tasks, std::move(task));
}

void ExportSheet::onTasks() {
  for (const TaskInfo& task : m_tasks.tasks()) {
    if (m_task && task.id == *m_task && task.state == TaskState::Running) {
      showProgress(task);
    }
  }
}

void ExportSheet::showProgress(const TaskInfo& task) {
  m_pages->setCurrentIndex(1);
  m_bar->setRange(0, task.total > 0 ? 1000 : 0);
  m_bar->setValue(task.total > 0 ? static_cast<int>(1000 * task.done / task.total) : 0);
  m_note->setText(task.note);
  update();
}

void ExportSheet::showFailure(const Error& error) {
  QString words = errorText(error);
  const QString said = QStringLiteral("tatara: ");
  words.replace(QStringLiteral("give --replace"), tr("tick “Replace the package that is there”"));
  m_failure->setText(error.kind == ErrorKind::Cancelled ? tr("Cancelled; nothing was left behind")
                     : words.startsWith(said)           ? words.mid(said.size())
                                                        : words);
  m_failure->show();
  m_pages->setCurrentIndex(0);
  update();
}

void ExportSheet::showReport(const ExportReport& report) {
  while (QLayoutItem* item = m_result->takeAt(0)) {
    if (item->widget()) {
      item->widget()->deleteLater();
    }
    delete item;
  }
  m_steps.clear();
  const auto say = [this](const QString& text, TextRole role, ColorRole color) {
    auto* label = wrapped(role, color);
    label->setText(text);
    m_result->addWidget(label);
  };
  say(tr("Written, %1").arg(byteText(static_cast<std::uint64_t>(report.bytes))), TextRole::CardTitle,
      &Colors::ok);
  m_result->addWidget(new CodeBlock(report.out));
  if (!report.imageDigest.isEmpty()) {
    say(tr("Image %1").arg(report.imageDigest), TextRole::Code, &Colors::tx3);
  }
  if (!report.files.isEmpty()) {
    const qsizetype more = report.files.size() - kMostFiles;
    say(report.files.mid(0, kMostFiles).join(QStringLiteral(", ")) +
            (more > 0 ? tr(" and %n more", nullptr, static_cast<int>(more)) : QString()),
        TextRole::Cell, &Colors::tx2);
  }
  for (const text::Phrase& remark : report.remarks) {
    say(phraseText(remark), TextRole::Body, &Colors::tx1);
  }
  const ExportWish wanted = wish();
  const auto steps = package::stepsFor(m_kind, report.out.toStdString(), report.name.toStdString(),
                                       wanted.version, wanted.image.toStdString());
  if (!steps.empty()) {
    say(tr("What can be done next"), TextRole::CardTitle, &Colors::tx1);
  }
  for (const package::Step& step : steps) {
    const bool guarded = step.sends && std::ranges::any_of(m_steps, [&](const StepView* before) {
                           return before->step().dryRun && before->step().command[0] == step.command[0];
                         });
    auto* view = new StepView(step, guarded);
    connect(view, &StepView::ended, this, [this, view](bool well) {
      for (StepView* other : m_steps) {
        if (view->step().dryRun && other->step().sends &&
            other->step().command[0] == view->step().command[0]) {
          other->setAllowed(well);
        }
      }
    });
    m_steps.push_back(view);
    m_result->addWidget(view);
  }
  m_result->addStretch(1);
  turnTo(2);
}

}  // namespace tatara::ui

#include "ui/shell/new_run_sheet.h"

#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include "ui/base/error_text.h"
#include "ui/base/type.h"
#include "ui/shell/command_task.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"

namespace tatara::ui {
namespace {

constexpr int kWidth = 680;
constexpr int kMostRounds = 1'000'000;
constexpr int kParameterLines = 5;

QStringList namesOf(const QLineEdit* field) {
  QStringList names;
  for (const QString& name : field->text().split(QLatin1Char(','), Qt::SkipEmptyParts)) {
    names << name.trimmed();
  }
  return names;
}

QHBoxLayout* fields(Sheet& sheet) {
  auto* row = new QHBoxLayout;
  row->setSpacing(12);
  sheet.body()->addLayout(row);
  return row;
}

QSpinBox* countBox(int value, int least) {
  auto* box = new QSpinBox;
  box->setRange(least, kMostRounds);
  box->setGroupSeparatorShown(true);
  box->setValue(value);
  return box;
}

}  // namespace

NewRunSheet::NewRunSheet(const RunDraft& draft, QWidget* parent)
    : Sheet(tr("New run"), kWidth, parent),
      m_data(new QLineEdit(draft.data)),
      m_target(new QLineEdit(draft.target)),
      m_where(new QLineEdit(draft.where)),
      m_drop(new QLineEdit(draft.drop.join(QStringLiteral(", ")))),
      m_keep(new QLineEdit(draft.keep.join(QStringLiteral(", ")))),
      m_split(new SegmentedControl),
      m_splitColumn(new QLineEdit(draft.splitColumn)),
      m_validation(new QLineEdit(draft.validation)),
      m_parameters(makeTextField(draft.parameters.join(QLatin1Char('\n')))),
      m_rounds(countBox(draft.rounds, 1)),
      m_earlyStopping(countBox(draft.earlyStopping, 0)),
      m_seed(new QLineEdit(draft.seed)),
      m_experiment(new QComboBox),
      m_name(new QLineEdit(draft.name)),
      m_problem(new Label(QString(), TextRole::Cell, &Colors::err, this)),
      m_command(new CodeBlock(QString(), this)),
      m_order(
          new Label(tr("They are trained one after another. Stopping one on its page goes on with the next; "
                       "cancelling it in the list of tasks leaves out those behind it."),
                    TextRole::Cell, &Colors::tx2, this)) {
  addData(draft);
  addTraining();
  addPlace(draft);
  m_problem->setOverflow(Overflow::Wrap);
  body()->addWidget(m_problem);
  body()->addWidget(m_command);
  m_order->setOverflow(Overflow::Wrap);
  body()->addWidget(m_order);
  addClose(tr("Cancel"));
  m_start = setSubmit(tr("Start"), [this] { start(); });
  for (QLineEdit* field :
       {m_data, m_target, m_where, m_drop, m_keep, m_splitColumn, m_validation, m_seed, m_name}) {
    connect(field, &QLineEdit::textChanged, this, &NewRunSheet::update);
  }
  for (QSpinBox* box : {m_rounds, m_earlyStopping}) {
    connect(box, &QSpinBox::valueChanged, this, &NewRunSheet::update);
  }
  connect(m_parameters, &QPlainTextEdit::textChanged, this, &NewRunSheet::update);
  connect(m_experiment, &QComboBox::currentTextChanged, this, &NewRunSheet::update);
  connect(m_split, &SegmentedControl::currentChanged, this, &NewRunSheet::update);
  update();
}

void NewRunSheet::addData(const RunDraft& draft) {
  auto* choose = makeButton(tr("Choose…"));
  connect(choose, &QPushButton::clicked, this, [this] {
    const QString file = QFileDialog::getOpenFileName(this, tr("Data to train on"), m_data->text(),
                                                      tr("Data (*.csv *.tsv *.parquet);;All files (*)"));
    if (!file.isEmpty()) {
      m_data->setText(file);
    }
  });
  QHBoxLayout* first = fields(*this);
  first->addWidget(new FormField(tr("Data file"), m_data), 1);
  first->addWidget(choose, 0, Qt::AlignBottom);
  QHBoxLayout* second = fields(*this);
  second->addWidget(new FormField(tr("Target column"), m_target), 1, Qt::AlignTop);
  second->addWidget(new FormField(tr("Leave out columns"), m_drop, tr("Separated by commas")), 1,
                    Qt::AlignTop);
  second->addWidget(new FormField(tr("Keep row identifiers"), m_keep, tr("Left out otherwise")), 1,
                    Qt::AlignTop);
  m_where->setFont(tatara::ui::font(TextRole::Code));
  m_where->setPlaceholderText(QStringLiteral("season <> 'winter' and price > 0"));
  fields(*this)->addWidget(
      new FormField(tr("Only rows where"), m_where, tr("An SQL condition over the columns; empty: all rows")),
      1);
  m_split->addSegment(tr("Random"));
  m_split->addSegment(tr("By time"), {}, tr("Validates on the latest rows"));
  m_split->addSegment(tr("By group"), {}, tr("Keeps the rows of a group together"));
  m_split->setCurrent(draft.split == QStringLiteral("time")    ? 1
                      : draft.split == QStringLiteral("group") ? 2
                                                               : 0);
  QHBoxLayout* third = fields(*this);
  third->addWidget(new FormField(tr("Rows to validate"), m_split));
  m_splitColumnField = new FormField(tr("Column"), m_splitColumn);
  third->addWidget(m_splitColumnField, 1);
  m_validation->setPlaceholderText(QStringLiteral("0.2"));
  third->addWidget(new FormField(tr("Part of the rows"), m_validation), 1);
}

void NewRunSheet::addTraining() {
  const QFont code = tatara::ui::font(TextRole::Code);
  m_parameters->setFont(code);
  m_parameters->setPlaceholderText(QStringLiteral("max_depth=4, 6, 8\neta=0.1"));
  m_parameters->setFixedHeight(kParameterLines * QFontMetrics(code).lineSpacing() + 18);
  QHBoxLayout* row = fields(*this);
  row->addWidget(new FormField(tr("XGBoost parameters"), m_parameters,
                               tr("One a line; several values try every combination")),
                 1);
  auto* numbers = new QVBoxLayout;
  numbers->setSpacing(8);
  numbers->addWidget(new FormField(tr("Most rounds"), m_rounds));
  numbers->addWidget(new FormField(tr("Stop after rounds without gain"), m_earlyStopping));
  numbers->addStretch(1);
  row->addLayout(numbers);
}

void NewRunSheet::setExperiments(const QStringList& names) {
  const QString written = m_experiment->currentText();
  m_experiment->addItems(names);
  m_experiment->setCurrentText(written);
}

void NewRunSheet::addPlace(const RunDraft& draft) {
  m_experiment->setEditable(true);
  m_experiment->setInsertPolicy(QComboBox::NoInsert);
  m_experiment->setCurrentText(draft.experiment);
  QHBoxLayout* row = fields(*this);
  row->addWidget(new FormField(tr("Experiment"), m_experiment), 2);
  m_name->setPlaceholderText(tr("Chosen for you"));
  row->addWidget(new FormField(tr("Run name"), m_name), 2);
  row->addWidget(new FormField(tr("Seed"), m_seed), 1);
}

RunDraft NewRunSheet::draft() const {
  RunDraft draft;
  draft.data = m_data->text().trimmed();
  draft.target = m_target->text().trimmed();
  draft.where = m_where->text().trimmed();
  draft.drop = namesOf(m_drop);
  draft.keep = namesOf(m_keep);
  const char* const kinds[] = {"random", "time", "group"};
  draft.split = QString::fromLatin1(kinds[m_split->current()]);
  draft.splitColumn = m_split->current() == 0 ? QString() : m_splitColumn->text().trimmed();
  draft.validation = m_validation->text().trimmed();
  for (const QString& line : m_parameters->toPlainText().split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
    if (!line.trimmed().isEmpty()) {
      draft.parameters << line.trimmed();
    }
  }
  draft.rounds = m_rounds->value();
  draft.earlyStopping = m_earlyStopping->value();
  draft.seed = m_seed->text().trimmed();
  draft.experiment = m_experiment->currentText().trimmed();
  draft.name = m_name->text().trimmed();
  return draft;
}

void NewRunSheet::update() {
  m_splitColumnField->setEnabled(m_split->current() != 0);
  const auto runs = everyRun(draft());
  m_problem->setText(runs ? QString() : messageText(runs.error()));
  m_problem->setVisible(!runs);
  m_start->setEnabled(runs.has_value());
  const int count = runs ? static_cast<int>(runs->size()) : 1;
  m_start->setText(count == 1 ? tr("Start") : tr("Start %n runs", nullptr, count));
  m_command->setVisible(runs.has_value());
  m_order->setVisible(count > 1);
  if (runs) {
    const QString more =
        count == 1 ? QString() : QStringLiteral("\n# ") + tr("and %n more", nullptr, count - 1);
    m_command->setCode(commandLine(trainArguments(runs->front())) + more);
  }
}

void NewRunSheet::start() {
  if (auto runs = everyRun(draft())) {
    m_runs = std::move(*runs);
    accept();
  }
}

void trainAll(QPointer<QObject> owner, TaskList& tasks, const QString& workspace, std::vector<RunDraft> runs,
              std::function<void()> openResult) {
  if (runs.empty()) {
    return;
  }
  const RunDraft first = runs.front();
  runs.erase(runs.begin());
  const auto next = [owner, &tasks, workspace, runs = std::move(runs), openResult,
                     begun = std::make_shared<bool>(false)] {
    if (!std::exchange(*begun, true)) {
      trainAll(owner, tasks, workspace, runs, openResult);
    }
  };
  CommandTask task;
  const QString what = first.name.isEmpty() ? first.target : first.name;
  task.title = NewRunSheet::tr("Train %1").arg(what);
  task.arguments = trainArguments(first) << QStringLiteral("--workspace") << workspace;
  task.whenDone = next;
  task.whenStopped = next;
  task.whenFailed = [next](const Error& error) {
    if (error.kind != ErrorKind::Cancelled) {
      next();
    }
  };
  task.openResult = [owner, openResult] {
    if (owner) {
      openResult();
    }
  };
  runCommandTask(&tasks, tasks, std::move(task));  // the next run follows even when the window has gone
}

}  // namespace tatara::ui

#include "ui/deployments/deploy_sheets.h"

#include <cmath>

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QFileDialog>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include "ui/base/error_text.h"
#include "ui/base/number_text.h"
#include "ui/base/utf8.h"
#include "ui/deployments/endpoint_text.h"
#include "ui/deployments/internal/words.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"
#include "ui/widget/sheet.h"
#include "ui/widget/states.h"

namespace tatara::ui {
namespace {

Sheet* openSheet(QWidget* parent, const QString& title) {
  auto* sheet = new Sheet(title, 460, parent);
  sheet->setAttribute(Qt::WA_DeleteOnClose);
  return sheet;
}

Label* words(const QString& text) {
  auto* label = new Label(text, TextRole::Body, &Colors::tx2);
  label->setOverflow(Overflow::Wrap);
  return label;
}

// What the aliases and versions of the chosen model are; data: alias as text, version as number.
void fillTargets(QComboBox& box, const ModelChoice& choice, std::int64_t version) {
  box.clear();
  for (const std::string& alias : choice.aliases) {
    box.addItem(tr("Follow @%1").arg(fromUtf8(alias)), fromUtf8(alias));
  }
  for (const std::int64_t number : choice.versions) {
    box.addItem(tr("Version %1").arg(number), static_cast<qlonglong>(number));
  }
  const int at =
      version > 0 ? box.findData(static_cast<qlonglong>(version)) : box.findData(QStringLiteral("champion"));
  box.setCurrentIndex(std::max(0, at));
}

QString dryRunText(const deploy::Endpoint& endpoint) {
  return tr("It would answer at /endpoints/%1/invocations with %2. The policy allows it; nothing was "
            "changed.")
      .arg(fromUtf8(endpoint.name),
           versionText(endpoint.routes.empty() ? 0 : endpoint.routes.front().version));
}

struct AgreementBoxes {
  QSpinBox* least;
  QSpinBox* within;  // once something is to be compared
};

AgreementBoxes agreementBoxes() {
  auto* least = new QSpinBox;
  least->setRange(0, 99);
  least->setSuffix(QStringLiteral(" %"));
  least->setSpecialValueText(tr("not compared"));
  auto* within = new QSpinBox;
  within->setRange(0, 1000);
  within->setSuffix(QStringLiteral(" %"));
  within->setEnabled(false);
  QObject::connect(least, &QSpinBox::valueChanged, within,
                   [within](int percent) { within->setEnabled(percent > 0); });
  return {least, within};
}

}  // namespace

void askNewEndpoint(QWidget* parent, const EndpointForm& form, const MakeEndpoint& make) {
  Sheet* sheet = openSheet(parent, tr("New endpoint"));
  auto* models = new QComboBox;
  for (const ModelChoice& choice : *form.choices) {
    models->addItem(fromUtf8(choice.model));
  }
  auto* target = new QComboBox;
  auto* name = new QLineEdit;
  auto* nameField = new FormField(tr("Name"), name, tr("A part of its address: letters, digits, - and _"));
  const auto refill = [models, target, form](int index) {
    if (index >= 0) {
      fillTargets(*target, (*form.choices)[static_cast<std::size_t>(index)], form.version);
    }
  };
  QObject::connect(models, &QComboBox::currentIndexChanged, sheet, refill);
  models->setCurrentIndex(std::max(0, models->findText(form.model)));
  refill(models->currentIndex());
  name->setText(models->currentText().left(50) + QStringLiteral("-live"));
  Label* result = words({});
  result->hide();
  sheet->body()->addWidget(nameField);
  sheet->body()->addWidget(new FormField(tr("Model"), models));
  sheet->body()->addWidget(new FormField(
      tr("Serves"), target, tr("An alias is followed when it moves, where the policy allows it")));
  sheet->body()->addWidget(result);
  const QPointer<Sheet> open(sheet);
  const auto begin = [=](MakeMode mode) {
    deploy::NewEndpoint wanted{.name = name->text().trimmed().toStdString(),
                               .model = models->currentText().toStdString()};
    nameField->setError(wanted.name.empty() ? tr("An endpoint needs a name") : QString());
    if (wanted.name.empty()) {
      return;
    }
    const QVariant chosen = target->currentData();
    if (chosen.typeId() == QMetaType::QString) {
      wanted.follows = chosen.toString().toStdString();
    } else {
      wanted.version = chosen.toLongLong();
    }
    make(wanted, mode, [open, result, mode](const Result<deploy::Endpoint>& made) {
      if (open && made && mode == MakeMode::Real) {
        open->close();
      } else if (open) {
        result->setText(made ? dryRunText(*made) : errorText(made.error()));
        result->setColor(made ? &Colors::ok : &Colors::err);
        result->show();
      }
    });
  };
  sheet->addClose(tr("Cancel"));
  sheet->addButton(tr("Dry run"), [begin] { begin(MakeMode::Dry); });
  sheet->setSubmit(tr("Make endpoint"), [begin] { begin(MakeMode::Real); });
  sheet->open();
  name->setFocus();
  name->selectAll();
}

Result<std::vector<int>> parseSteps(const QString& text) {
  std::vector<int> steps;
  for (const QString& part : text.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
    bool isNumber = false;
    const double percent = part.trimmed().toDouble(&isNumber);
    const int weight =
        isNumber && percent > 0 && percent < 100 ? static_cast<int>(std::lround(percent * 100)) : 0;
    if (weight <= (steps.empty() ? 0 : steps.back())) {
      return makeError(
          ErrorKind::InvalidArgument,
          tr("Percents that rise, from above 0 to below 100, with commas: 5, 25, 50").toStdString());
    }
    steps.push_back(weight);
  }
  if (steps.empty()) {
    return makeError(ErrorKind::InvalidArgument, tr("A canary needs at least one step").toStdString());
  }
  return steps;
}

void askCanary(QWidget* parent, const EndpointFacts& facts, std::int64_t preset,
               const std::function<void(std::int64_t version, const deploy::RolloutPlan&)>& done) {
  Sheet* sheet = openSheet(parent, tr("Canary on %1").arg(fromUtf8(facts.endpoint.name)));
  auto* version = new QComboBox;
  const std::int64_t champion = facts.endpoint.champion();
  for (const VersionLabel& label : facts.versions) {
    if (label.version != champion) {
      version->addItem(
          label.approved ? tr("%1, approved").arg(versionText(label.version)) : versionText(label.version),
          static_cast<qlonglong>(label.version));
    }
  }
  version->setCurrentIndex(std::max(0, version->findData(static_cast<qlonglong>(preset))));
  auto* steps = new QLineEdit(QStringLiteral("5, 25, 50"));
  auto* stepsField =
      new FormField(tr("Steps in percent"), steps, tr("After the last it takes all the traffic"));
  auto* hold = new QSpinBox;
  hold->setRange(0, 7 * 24 * 60);
  hold->setValue(10);
  hold->setSuffix(tr(" min"));
  auto* requests = new QSpinBox;
  requests->setRange(0, 10'000'000);
  requests->setValue(100);
  const AgreementBoxes agreement = agreementBoxes();
  auto* alias = new QCheckBox(tr("Make it champion when it has passed"));
  alias->setChecked(facts.find(champion) && facts.find(champion)->champion);
  sheet->body()->addWidget(
      new FormField(tr("Version"), version,
                    tr("It begins beside %1 and gives the traffic back when it fails, is slow or refuses "
                       "more often, or is further from the labels")
                        .arg(versionText(champion))));
  sheet->body()->addWidget(stepsField);
  sheet->body()->addWidget(new FormField(tr("Each step lasts at least"), hold));
  sheet->body()->addWidget(new FormField(tr("And this many requests"), requests));
  sheet->body()->addWidget(new FormField(
      tr("Answers like those of %1").arg(versionText(champion)), agreement.least,
      tr("At least for so many requests, each of which %1 is asked too").arg(versionText(champion))));
  sheet->body()->addWidget(
      new FormField(tr("Numbers may differ by"), agreement.within, tr("Of what it answers")));
  sheet->body()->addWidget(alias);
  sheet->addClose(tr("Cancel"));
  sheet->setSubmit(tr("Start canary"), [=] {
    const auto weights = parseSteps(steps->text());
    if (!weights) {
      stepsField->setError(messageText(weights.error()));
      return;
    }
    deploy::RolloutPlan plan;
    for (const int weight : *weights) {
      plan.steps.push_back({weight, std::chrono::minutes(hold->value()), requests->value()});
    }
    plan.agreement = {agreement.least->value(), agreement.within->value()};
    plan.alias = alias->isChecked() ? "champion" : "";
    const std::int64_t chosen = version->currentData().toLongLong();
    sheet->close();
    done(chosen, plan);
  });
  sheet->open();
}

void askKeep(QWidget* parent, const EndpointFacts& facts,
             const std::function<void(const KeepRequest&)>& done) {
  Sheet* sheet = openSheet(parent, tr("Keep requests as a dataset"));
  auto* name = new QLineEdit(fromUtf8(facts.endpoint.name) + QStringLiteral("-requests"));
  auto* field = new FormField(tr("Dataset"), name, tr("A new version of it when there is one already"));
  auto* labelled = new QCheckBox(tr("Only rows that have a label"));
  labelled->setChecked(facts.labels.taken > 0);
  labelled->setEnabled(facts.labels.taken > 0);
  sheet->body()->addWidget(words(tr("All %1 kept requests: their inputs, answers and labels, a row each.",
                                    nullptr, static_cast<int>(facts.loggedRequests))
                                     .arg(countText(facts.loggedRequests))));
  sheet->body()->addWidget(field);
  sheet->body()->addWidget(labelled);
  sheet->addClose(tr("Cancel"));
  sheet->setSubmit(tr("Keep as dataset"), [=] {
    const QString wanted = name->text().trimmed();
    if (wanted.isEmpty()) {
      field->setError(tr("A dataset needs a name"));
      return;
    }
    const KeepRequest request{wanted, labelled->isChecked()};
    sheet->close();
    done(request);
  });
  sheet->open();
}

void askDatasetName(QWidget* parent, const QString& title, const QString& suggestion,
                    const std::function<void(const QString& dataset)>& done) {
  Sheet* sheet = openSheet(parent, title);
  auto* name = new QLineEdit(suggestion);
  auto* field = new FormField(tr("Dataset"), name, tr("A new version of it when there is one already"));
  sheet->body()->addWidget(words(tr("What the filter leaves: the inputs and both answers, a row each.")));
  sheet->body()->addWidget(field);
  sheet->addClose(tr("Cancel"));
  sheet->setSubmit(tr("Keep as dataset"), [=] {
    const QString wanted = name->text().trimmed();
    if (wanted.isEmpty()) {
      field->setError(tr("A dataset needs a name"));
      return;
    }
    sheet->close();
    done(wanted);
  });
  sheet->open();
}

void askLabels(QWidget* parent, const QString& request, const std::function<void(const NewLabels&)>& done) {
  Sheet* sheet = openSheet(parent, tr("Labels"));
  auto* id = new QLineEdit(request);
  auto* value = new QLineEdit;
  auto* row = new QSpinBox;
  row->setRange(1, 10'000'000);
  auto* file = new QLineEdit;
  QPushButton* choose = makeButton(tr("Choose…"));
  auto* idField = new FormField(tr("Request"), id, tr("Its id"));
  auto* fileField = new FormField(
      tr("Or a file"), file, tr("With the columns request_id and label, and row where requests had several"));
  sheet->body()->addWidget(
      words(tr("What really happened. A label that is there already is counted and stays.")));
  sheet->body()->addWidget(idField);
  sheet->body()->addWidget(new FormField(tr("Label"), value));
  sheet->body()->addWidget(new FormField(tr("Row of the request"), row));
  sheet->body()->addWidget(fileField);
  sheet->body()->addWidget(choose);
  QObject::connect(choose, &QPushButton::clicked, sheet, [sheet, file] {
    if (const QString chosen = QFileDialog::getOpenFileName(sheet, tr("Labels")); !chosen.isEmpty()) {
      file->setText(chosen);
    }
  });
  sheet->addClose(tr("Cancel"));
  sheet->setSubmit(tr("Add labels"), [=] {
    const NewLabels labels{{.request = id->text().trimmed().toStdString(),
                            .row = row->value() - 1,
                            .value = value->text().trimmed().toStdString()},
                           file->text().trimmed()};
    if (labels.file.isEmpty() && (labels.one.request.empty() || labels.one.value.empty())) {
      idField->setError(tr("Name a request and its label, or a file of them"));
      return;
    }
    sheet->close();
    done(labels);
  });
  sheet->open();
  (request.isEmpty() ? id : value)->setFocus();
}

void askErase(QWidget* parent, const EndpointFacts& facts, const QString& request,
              const std::function<void(const deploy::Erase&, const QString& reason)>& done) {
  Sheet* sheet = openSheet(parent, tr("Erase logged requests"));
  auto* id = new QLineEdit(request);
  auto* column = new QComboBox;
  column->addItem(QString());
  if (facts.signature) {
    for (const infer::Field& field : facts.signature->inputs) {
      column->addItem(fromUtf8(field.name));
    }
  }
  auto* value = new QLineEdit;
  auto* reason = new QLineEdit;
  auto* idField = new FormField(tr("Request"), id, tr("Its id"));
  sheet->body()->addWidget(
      words(tr("Requests with their answers and labels go for good. The act is recorded, "
               "without what was erased.")));
  sheet->body()->addWidget(idField);
  sheet->body()->addWidget(new FormField(tr("Or a column"), column));
  sheet->body()->addWidget(new FormField(tr("And its value"), value, tr("All requests with it in any row")));
  sheet->body()->addWidget(new FormField(tr("Reason"), reason));
  sheet->addClose(tr("Cancel"));
  sheet->setDestructive(tr("Erase requests"), [=] {
    deploy::Erase what{.request = id->text().trimmed().toStdString(),
                       .column = column->currentText().toStdString(),
                       .value = value->text().trimmed().toStdString()};
    if (what.request.empty() == what.column.empty()) {
      idField->setError(tr("Name either a request or a column with its value"));
      return;
    }
    const QString why = reason->text();
    sheet->close();
    done(what, why);
  });
  sheet->open();
}

}  // namespace tatara::ui
